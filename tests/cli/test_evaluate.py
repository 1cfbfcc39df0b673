"""``kg evaluate`` prints figures of records, or of what it reads on the spot."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.resources import data_path

Run = Callable[..., tuple[int, str, str]]
GOLD = Path(__file__).resolve().parents[1] / "gold" / "gold.jsonl"
REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "eval" / "score.py"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of what ``kg extract`` prints of the shipped papers."""
    path = tmp_path_factory.mktemp("records") / "records.jsonl"
    run = [sys.executable, "-m", "kg", "extract", data_path("documents")]
    path.write_bytes(subprocess.run(run, capture_output=True, check=True).stdout)
    return path


def figures(kg: Run, *words: str | Path) -> dict[str, Any]:
    code, out, _ = kg("evaluate", *words, "--json")
    assert code == 0
    told: dict[str, Any] = json.loads(out)
    return told


def test_gold_against_itself_is_perfect(kg: Run) -> None:
    told = figures(kg, GOLD, GOLD)
    assert told["lines"] == 70
    assert {row["f1"] for row in told["strict"].values()} == {1.0}


def test_records_of_extract_score_as_those_read_on_the_spot(
    kg: Run, records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spot = figures(kg, GOLD, "--documents", data_path("documents"))
    assert figures(kg, GOLD, records) == spot
    monkeypatch.setattr(sys, "stdin", io.StringIO(records.read_text(encoding="utf-8")))
    assert figures(kg, GOLD, "-") == spot


def test_the_table_shows_each_family_and_the_number_of_lines(kg: Run) -> None:
    lines = kg("evaluate", GOLD, GOLD)[1].splitlines()
    assert lines[0] == "70 行 lines"
    assert any(line.split()[:4] == ["entity/ALL", "1.000", "1.000", "1.000"] for line in lines)


def test_errors_are_listed_by_line(kg: Run, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    rows[0]["entities"] = [["别的", "Industry"]]
    changed = tmp_path / "records.jsonl"
    changed.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    lines = kg("evaluate", GOLD, changed, "--errors")[1].splitlines()
    place = f"{rows[0]['doc']}:{rows[0]['line']}"
    assert f"{place}\textra\tentity\tIndustry | 别的" in lines
    assert f"{place}\tmissed\tentity\tIndustry | 先进装备制造业" in lines


@pytest.mark.parametrize(
    "words", [("records.jsonl", "--without-local"), ("records.jsonl", "--fired"), ("--others", "x.txt")]
)
def test_what_needs_reading_cannot_be_asked_of_records(kg: Run, words: tuple[str, ...]) -> None:
    code, out, err = kg("evaluate", GOLD, *words)
    assert (code, out) == (2, "")
    assert "--others" in err


def test_without_local_leaves_out_what_only_our_papers_say_and_their_models(kg: Run, tmp_path: Path) -> None:
    whole = figures(kg, GOLD)
    rest = figures(kg, GOLD, "--without-local")
    assert len(rest["left_out"]) == len(set(rest["left_out"])) > 50
    assert rest["strict"]["entity/ALL"]["f1"] < whole["strict"]["entity/ALL"]["f1"]
    assert "left_out" not in whole
    elsewhere = tmp_path / "papers"
    elsewhere.mkdir()
    for paper in data_path("documents").glob("*.txt"):
        (elsewhere / f"copy-{paper.name}").write_bytes(paper.read_bytes())
    told = figures(kg, GOLD, "--without-local", "--others", elsewhere)
    assert told["left_out"] == []
    rules = {family: row["f1"] for family, row in told["strict"].items()}
    assert rules != {family: row["f1"] for family, row in whole["strict"].items()}
    assert figures(kg, GOLD) == whole


def test_what_fired_in_one_paper_only_is_listed_with_the_paper(kg: Run) -> None:
    lines = [line.split("\t") for line in kg("evaluate", GOLD, "--fired")[1].splitlines() if "\t" in line]
    fired = {rule: paper for paper, rule in lines}
    assert len(fired) == len(lines)
    assert fired["responsibility:leads"] == "liaoning-2015-traditional-industry"
    assert fired["restricted:禁止"] == "liaoning-2015-industrial-layout"
    assert "list:重点发展" not in fired


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference scorer is not beside this checkout")
def test_the_table_shows_the_figures_of_the_reference(kg: Run, records: Path) -> None:
    ours = [line.split() for line in kg("evaluate", GOLD, records)[1].splitlines()[3:]]
    run = [sys.executable, REFERENCE, GOLD, records]
    theirs = subprocess.run(run, capture_output=True, encoding="utf-8", check=True).stdout.splitlines()[2:]
    assert ours == [line.split() for line in theirs]
