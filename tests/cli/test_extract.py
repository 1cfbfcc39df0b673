"""``kg extract`` prints one record for each line that is not blank."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.resources import data_path

Run = Callable[..., tuple[int, str, str]]
FAMILIES = ["entities", "relations", "restrictions", "chains", "targets"]
LINES = (
    "沈阳市某工作方案",
    "",
    "　　一、重点任务",
    "　　1.高档数控机床。依托沈阳机床、大连机床等龙头企业，重点发展电主轴等产品。",
)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "my-plan.txt"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return path


def records(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_one_record_for_each_line_that_is_not_blank(kg: Run, paper: Path) -> None:
    code, out, err = kg("extract", paper)
    assert (code, err) == (0, "")
    got = records(out)
    assert [(row["doc"], row["line"], row["region"]) for row in got] == [
        ("my-plan", 1, "沈阳市"),
        ("my-plan", 3, "沈阳市"),
        ("my-plan", 4, "沈阳市"),
    ]
    assert all(list(row) == ["doc", "line", "region", *FAMILIES] for row in got)


def test_what_a_line_says_is_in_its_record(kg: Run, paper: Path) -> None:
    last = records(kg("extract", paper)[1])[-1]
    assert ["沈阳机床", "Enterprise"] in last["entities"]
    assert ["高档数控机床", "reliesOn", "沈阳机床"] in last["relations"]
    assert ["沈阳市", "promotes", "高档数控机床"] in last["relations"]


def test_a_region_on_the_command_line_overrides_the_papers_own(kg: Run, paper: Path) -> None:
    assert {row["region"] for row in records(kg("extract", "--region", "大连", paper)[1])} == {"大连市"}


def test_a_sidecar_names_the_document(kg: Run, paper: Path) -> None:
    header = "doc,file,title,issuer,region,date,number,status,effective,expires,replaced_by,horizon"
    (paper.parent / "index.csv").write_text(
        f"{header}\nplan-x,my-plan.txt,,,大连市,,,,,,,\n", encoding="utf-8"
    )
    assert {(row["doc"], row["region"]) for row in records(kg("extract", paper)[1])} == {("plan-x", "大连市")}


def test_full_prints_all_that_was_read(kg: Run, paper: Path) -> None:
    reading = records(kg("extract", "--full", paper)[1])[-1]
    text = reading["clause"]["text"]
    assert text == LINES[-1]
    assert reading["mentions"]
    for mention in reading["mentions"]:
        assert mention["rule"]
        assert "".join(text[piece["start"] : piece["end"]] for piece in mention["pieces"]) == mention["name"]
    assert all(rel["cue"] or rel["rule"] for rel in reading["statements"])


def test_a_folder_stands_for_the_papers_inside(kg: Run) -> None:
    code, out, _ = kg("extract", data_path("documents"))
    assert code == 0
    expected = {
        (path.stem, number)
        for path in data_path("documents").glob("*.txt")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip()
    }
    assert {(row["doc"], row["line"]) for row in records(out)} == expected
