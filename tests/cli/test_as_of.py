"""Every verb that asks the graph asks the papers of a day alike, and says how many it counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli.main import main

Run = Callable[..., tuple[int, str, str]]
DAYS = {"2015-01-01": set[str](), "2015-10-01": {"轴承"}, "2016-01-01": {"轴承", "机器人"}}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the build of two papers of one city, of July and December 2015; tests only read it."""
    folder = tmp_path_factory.mktemp("two")
    for name, thing in (("a", "轴承"), ("b", "机器人")):
        (folder / f"{name}.txt").write_text(f"沈阳市方案{name}\n　　1.重点发展{thing}产业。\n", "utf-8")
    dated = "doc,region,date\na,沈阳市,2015-07-26\nb,沈阳市,2015-12-12\n"
    (folder / "index.csv").write_text(dated, "utf-8")
    assert main(["build", str(folder), "--out", str(folder / "out")]) == 0
    return folder / "out"


@pytest.mark.parametrize(
    "words",
    [
        ("query", "--name", "industries_by_region", "--format", "csv"),
        ("search", "轴承", "机器人"),
        ("analyze", "centrality", "--format", "csv"),
        ("export", "--city", "沈阳市", "--format", "nq", "--inferred", "--out", "-"),
    ],
    ids=lambda words: words[0],
)
def test_a_verb_as_of_a_day_knows_only_the_papers_of_that_day(
    kg: Run, two: Path, words: tuple[str, ...]
) -> None:
    before = (two / "graph.nq").read_bytes()
    for day, things in DAYS.items():
        code, out, said = kg(*words, "--graph", two, "--as-of", day)
        assert code == 0, said
        assert {thing for thing in ("轴承", "机器人") if thing in out} == things
        unknown = f"{len(things)} of unknown standing (counted), {2 - len(things)} not yet"
        assert unknown in said
    assert (two / "graph.nq").read_bytes() == before


def test_pages_as_of_a_day_lie_beside_those_of_all_papers(kg: Run, two: Path, tmp_path: Path) -> None:
    page = tmp_path / "沈阳市.html"
    code, _, said = kg(
        "viz", "--graph", two, "--single-file", "沈阳市", "--out", page, "--as-of", "2015-10-01"
    )
    assert code == 0, said
    text = page.read_text("utf-8")
    assert "重点发展轴承产业" in text
    assert "重点发展机器人产业" not in text


def test_a_day_when_all_papers_count_is_the_graph_itself(kg: Run, two: Path) -> None:
    words = ("query", "--graph", two, "--name", "industries_by_region")
    assert kg(*words)[1] == kg(*words, "--as-of", "2016-01-01")[1]


def test_what_is_no_day_is_said_to_be_none(kg: Run, two: Path) -> None:
    code, out, said = kg("search", "轴承", "--graph", two, "--as-of", "2016-13-01")
    assert (code, out) == (2, "")
    assert "'2016-13-01' is no day; expected one like 2016-06-01" in said
