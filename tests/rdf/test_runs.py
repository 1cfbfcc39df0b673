"""Lines sorted on disk are the lines sorted in memory, however many runs they fill, and leave no file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import DocumentReading
from kg.rdf import runs
from kg.rdf.assembly import write_graph
from kg.rdf.runs import SortedLines, merged

Readings = list[DocumentReading]

WORDS = st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])), max_size=60)


@given(words=WORDS, gathered=st.sampled_from((1, 20, 10_000)), merging=st.sampled_from((2, 3, 200)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_lines_come_back_sorted_and_once(
    monkeypatch: pytest.MonkeyPatch, words: list[str], gathered: int, merging: int
) -> None:
    monkeypatch.setattr(runs, "_MERGED", merging)
    with tempfile.TemporaryDirectory() as folder:
        lines = SortedLines(Path(folder), "lines", gathered=gathered)
        for word in words:
            lines.add(f"{word}\n".encode())
        expected = sorted({f"{word}\n".encode() for word in words})
        assert list(lines) == list(lines) == expected
        assert len(expected) <= lines.taken <= len(words)
        lines.drop()
        assert list(lines) == list(Path(folder).iterdir()) == []


def test_sources_that_are_sorted_are_merged() -> None:
    assert list(merged([b"a\n", b"c\n"], [], [b"a\n", b"b\n"])) == [b"a\n", b"b\n", b"c\n"]


def test_a_graph_that_fills_many_runs_has_the_same_bytes(
    readings: Readings, shuffled: Readings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = write_graph(readings, tmp_path / "whole.nq", cut=str.split)
    written = []
    kept = SortedLines._written_as_run

    def counted(self: SortedLines, lines: list[bytes]) -> Path:
        written.append(self)
        return kept(self, lines)

    monkeypatch.setattr(runs, "GATHERED", 50_000)
    monkeypatch.setattr(SortedLines, "_written_as_run", counted)
    told: list[tuple[int, int]] = []
    again = write_graph(
        shuffled, tmp_path / "parts.nq", cut=str.split, on_line=lambda *step: told.append(step)
    )
    assert len(written) > 10
    assert told and all(done <= total for done, total in told)
    assert count == again == len((tmp_path / "parts.nq").read_bytes().splitlines())
    assert (tmp_path / "whole.nq").read_bytes() == (tmp_path / "parts.nq").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["parts.nq", "whole.nq"]
