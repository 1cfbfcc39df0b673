"""Outputs drawn before anybody looked, judged against the papers; unclear counts as wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from analysis.draw import COLUMNS, DRAWN, SIZE

from kg.analysis.frames import records
from kg.analysis.records import Corpus

FOLDER = Path(__file__).parent / "judgements"
LEAST = {"gaps": 0.85, "tensions": 0.9}
"""What the committed sample must hold."""


SAYS = {
    "gaps": ("grade", "place", "chain", "link"),
    "tensions": ("kind", "promoted_in", "promoted", "restricted_in", "restricted", "scope"),
}
"""What of a judged row must still be said; quotes may be cut otherwise."""


@pytest.mark.parametrize("kind", sorted(LEAST))
def test_what_was_judged_is_what_the_analysis_says(kind: str, corpus: Corpus) -> None:
    now = {tuple(str(row[name]) for name in SAYS[kind]) for row in records(DRAWN[kind](corpus), corpus)}
    with (FOLDER / f"{kind}.csv").open(encoding="utf-8", newline="") as handle:
        judged = [tuple(row[name] for name in SAYS[kind]) for row in csv.DictReader(handle)]
    gone = [row for row in judged if row not in now]
    assert len(gone) <= SIZE // 10, f"draw and judge {kind} anew; no longer said: {gone}"


@pytest.mark.parametrize("kind", sorted(LEAST))
def test_a_drawn_sample_is_judged_and_holds(kind: str) -> None:
    with (FOLDER / f"{kind}.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == SIZE
    assert set(rows[0]) == {*COLUMNS[kind], "verdict", "reason"}
    assert {row["verdict"] for row in rows} <= {"right", "wrong", "unclear"}
    assert all(row["reason"] for row in rows)
    right = sum(row["verdict"] == "right" for row in rows)
    assert right / SIZE >= LEAST[kind], f"{kind}: {right} of {SIZE}"
