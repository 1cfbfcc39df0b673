"""``kg export`` takes any part of the graph, as much of it as asked."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli.main import main

Run = Callable[..., tuple[int, str, str]]


def edges(folder: Path) -> list[dict[str, str]]:
    with (folder / "edges.csv").open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize(
    ("option", "name", "thing"),
    [
        ("--region", "辽宁省", "region:辽宁省"),
        ("--enterprise", "沈阳机床", "enterprise:沈阳机床"),
        ("--industry", "高档数控机床", "concept:高档数控机床"),
        ("--paper", "辽宁省传统工业转型升级实施方案", "concept:高档数控机床"),
    ],
)
def test_parts_of_every_kind(
    kg: Run, built: Path, tmp_path: Path, option: str, name: str, thing: str
) -> None:
    out = tmp_path / "part"
    code, _, err = kg("export", "--graph", built, option, name, "--format", "csv", "--out", out)
    assert (code, str(out) in err) == (0, True)
    assert thing in {end for row in edges(out) for end in (row["source"], row["target"])}


def test_depth_and_evidence_widen_and_narrow(kg: Run, built: Path, tmp_path: Path) -> None:
    words = ("export", "--graph", built, "--enterprise", "沈阳机床", "--format", "csv", "--out")
    assert kg(*words, tmp_path / "near")[0] == 0
    assert kg(*words, tmp_path / "far", "--depth", "1")[0] == 0
    assert kg(*words, tmp_path / "bare", "--evidence", "none")[0] == 0
    near, far, bare = (edges(tmp_path / name) for name in ("near", "far", "bare"))
    assert len(far) > len(near)
    assert any(row["quote"] for row in near)
    assert not any(row["quote"] for row in bare)


def test_what_a_query_answers(kg: Run, built: Path, tmp_path: Path) -> None:
    query = tmp_path / "q.rq"
    query.write_text(
        "SELECT ?f WHERE { ?f kgo:locatedIn region:大连市 ; a kgo:Enterprise }", encoding="utf-8"
    )
    out = tmp_path / "out"
    assert kg("export", "--graph", built, "--query", query, "--format", "csv", "--out", out)[0] == 0
    assert {"enterprise:大连机床"} <= {row["source"] for row in edges(out)}


def test_a_page_in_one_file(kg: Run, built: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    words = ("export", "--graph", built, "--city", "沈阳", "--format", "html", "--out", out)
    assert kg(*words)[0] == 0
    page = out.read_text(encoding="utf-8")
    assert "沈阳市" in page
    assert "高档数控机床" in page
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//[^"']+\.(?:js|css)""", page)
    assert kg(*words)[0] == 2


def test_all_cities(kg: Run, built: Path, tmp_path: Path) -> None:
    out = tmp_path / "cities"
    words = (
        "export",
        "--graph",
        built,
        "--all-cities",
        "--format",
        "json",
        "--evidence",
        "none",
        "--out",
        out,
    )
    assert kg(*words)[0] == 0
    names = {path.stem for path in out.glob("*市.json")}
    assert {"沈阳市", "大连市", "葫芦岛市"} <= names
    assert len(names) == 14
    assert (out / "省级部分.json").is_file()
    assert (out / "ro-crate-metadata.json").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "csv"], "is required"),
        (["--city", "沈阳市", "--park", "x", "--format", "csv"], "not allowed with"),
        (["--city", "辽宁省", "--format", "csv"], "not a city"),
        (["--enterprise", "沈阳机厂", "--format", "csv"], "沈阳机床"),
        (["--city", "沈阳市", "--evidence", "quote", "--format", "csv"], "quotes"),
        (["--city", "沈阳市", "--depth", "-1", "--format", "csv"], "-1"),
        (["--all-cities", "--format", "csv", "--out", "-"], "standard output"),
    ],
)
def test_off_words_are_one_line(kg: Run, built: Path, words: list[str], said: str) -> None:
    code, out, err = kg("export", "--graph", built, *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_the_help_says_what_each_format_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["export", "--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    assert "trig, nq:\n    无 nothing" in out
    assert "silent clauses" in out
