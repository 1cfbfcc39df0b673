"""What does not fit in memory is sorted on disk, and gives the same as what does."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg.export import FORMATS, Evidence, Selection, Subgraph, ordered, take, write
from kg.export.ordered import BY_GRAPH, BY_LINE, Ordered
from kg.rdf import runs
from kg.store import Repository


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("lines", [BY_LINE, BY_GRAPH], ids=["by line", "by graph"])
@pytest.mark.parametrize("most", [100, 2])
def test_the_disk_gives_what_memory_gives(
    whole: frozenset[Quad],
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
    lines: ordered.Lines[Quad],
    most: int,
) -> None:
    monkeypatch.setattr(runs, "_MERGED", most)
    twice = [*sorted(whole, key=hash), *whole]
    small = Ordered(twice, lines)
    large = Ordered(twice, lines, held=len(whole) // 5)
    assert not list(temporary.iterdir()) or len(list(temporary.iterdir())) == 1
    assert len(small) == len(large) == len(whole)
    assert list(small) == list(large) == sorted(whole, key=lines.write)
    assert list(large) == list(large), "it can be gone through again"
    del large
    assert not list(temporary.iterdir()), "the file goes with the last who uses it"


def test_every_format_that_streams_writes_the_same_from_disk(
    graph: Repository,
    subgraph: Subgraph,
    exported: Callable[[str], Path],
    temporary: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Ordered.__init__, "__kwdefaults__", {"held": 20})
    again = take(graph, Selection("city", "沈阳市"))
    assert list(temporary.iterdir()), "it waits on disk"
    assert replace(again, quads=subgraph.quads) == subgraph
    for name, form in FORMATS.items():
        if form.streams:
            made = write(again, form, out=tmp_path / exported(name).name)
            assert made is not None
            assert contents(made) == contents(exported(name)), name


def contents(path: Path) -> dict[str, bytes]:
    files = path.iterdir() if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}


def test_the_whole_graph_can_be_taken(graph: Repository, whole: frozenset[Quad]) -> None:
    everything = take(graph, Selection("whole", "", inferred=True))
    assert set(everything.quads) == whole
    stated = take(graph, Selection("whole", ""))
    graphs = {str(quad.graph_name).rpartition("/")[2] for quad in whole} - {
        str(quad.graph_name).rpartition("/")[2] for quad in stated.quads
    }
    assert graphs <= {"inferred>", "search>", "analysis>"}
    assert set(stated.quads) == {
        quad for quad in whole if str(quad.graph_name).rpartition("/")[2] not in graphs
    }
    bare = {
        str(term)
        for quad in take(graph, Selection("whole", "", evidence=Evidence.NONE)).quads
        for term in quad
    }
    assert not any("/id/statement/" in term for term in bare)


def test_nothing_is_held_that_was_read_in_order() -> None:
    """Memory stays that of a part: of a million numbers, a few thousand live at once."""
    living, most = 0, 0

    class Number:
        def __init__(self, value: int) -> None:
            nonlocal living, most
            living += 1
            most = max(most, living)
            self.value = value

        def __del__(self) -> None:
            nonlocal living
            living -= 1

    def read(lines: list[str]) -> Iterator[Number]:
        return (Number(int(line)) for line in lines)

    numbers = Ordered(
        (Number(n) for n in range(20_000)),
        ordered.Lines(lambda one: f"{one.value:06}", read),
        held=1000,
    )
    assert sum(one.value for one in numbers) == sum(range(20_000))
    assert most < 1100
