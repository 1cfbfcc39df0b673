"""Findings go into graph:analysis and nowhere else, replace themselves, and answer SPARQL."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.analysis.centrality import largest_component
from kg.analysis.corpus import load
from kg.analysis.frames import records
from kg.analysis.network import projection
from kg.analysis.records import Corpus
from kg.analysis.results import ANALYSIS, save, tension_quads
from kg.analysis.tensions import tensions
from kg.cli.analyze import ANALYSES, configure
from kg.cli.main import main
from kg.cli.parser import Parser
from kg.cli.remarks import of_measures
from kg.store import open_store


@pytest.fixture
def folder(graph: Path, tmp_path: Path) -> Path:
    (tmp_path / "graph.nq").write_bytes(graph.read_bytes())
    return tmp_path


def test_findings_are_added_replaced_and_nothing_else_changes(folder: Path) -> None:
    before = (folder / "graph.nq").read_bytes()
    corpus = load(open_store(folder))
    quads = list(tension_quads(tensions(corpus), corpus))
    save(folder, quads, replaces=lambda name: name.startswith("Tension_"))
    once = (folder / "graph.nq").read_bytes()
    assert once != before and sorted(once.splitlines()) == once.splitlines()
    assert {line for line in once.splitlines() if str(ANALYSIS).encode() not in line} == set(
        before.splitlines()
    )
    save(folder, quads, replaces=lambda name: name.startswith("Tension_"))
    assert (folder / "graph.nq").read_bytes() == once
    save(folder, [], replaces=lambda name: name.startswith("Tension_"))
    assert (folder / "graph.nq").read_bytes() == before


def test_sparql_asks_for_contradictions_with_their_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", "tensions", "--city", "锦州", "--format", "json", "--graph", str(folder)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["kind"] for row in rows} >= {"contradiction", "upgradeAndCap"}
    answer = open_store(folder).select(
        """SELECT ?text WHERE { GRAPH graph:analysis { ?f a kgo:Tension ;
             kgo:tensionKind "contradiction" ; kgo:about region:锦州市 ; kgo:restsOn ?clause }
             ?clause kgo:text ?text }"""
    )
    assert any("多晶硅料" in row.text("text") for row in answer)


def test_a_graph_is_left_alone_on_request(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "graph.nq").read_bytes()
    assert (
        main(
            ["analyze", "gaps", "--city", "大连市", "--chain", "机器人", "--no-save", "--graph", str(folder)]
        )
        == 0
    )
    assert "减速器" in capsys.readouterr().out
    assert (folder / "graph.nq").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gapps"], "did you mean gaps"),
        (["gaps", "--city", "大莲市"], "did you mean 大连市"),
        (["gaps", "--chain", "机器"], "机器人"),
        (["centrality", "--measure", "diversity"], "kg analyze ranks"),
        (["centrality", "--projection", "firms"], "did you mean firm"),
    ],
)
def test_a_wrong_word_is_answered_in_one_line(
    words: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", *words, "--graph", str(folder)]) == 2
    told = capsys.readouterr().err
    assert said in told and told.count("\n") == 1


REMARKED = {"centrality", "chains", "overlap", "speciality", "adjacent", "ranks"}
"""Analyses whose rows would be misread without a word beside them."""


def test_what_was_measured_on_a_part_only_is_said(corpus: Corpus) -> None:
    said = list(of_measures(projection(corpus, "firm"), ["eigenvector", "hub", "betweenness", "core"]))
    G = projection(corpus, "firm")  # noqa: N806 - a networkx graph
    part = len(largest_component(G))
    assert (
        part < len(G) and f"eigenvector、hub 只在最大连通部分上计算：{len(G)} 个节点中的 {part} 个" in said[0]
    )
    assert said[1].startswith("betweenness 按双模网络归一") and len(said) == 2
    (none,) = of_measures(projection(corpus, "typed"), ["hub", "degree"])
    assert none.startswith("hub 需要有方向的网络")


@pytest.mark.parametrize(
    "words",
    [
        ["centrality", "--projection", "firm", "--measure", "degree"],
        ["communities", "--projection", "cities"],
        ["bridges", "--projection", "firm", "--top", "3"],
        ["chains", "--chain", "铝"],
        ["overlap", "--top", "3"],
        ["speciality", "--top", "3"],
        ["distinctive", "--city", "阜新市", "--top", "3"],
        ["adjacent", "--city", "阜新市"],
        ["ranks", "--measure", "diversity"],
        ["resilience", "--top", "3"],
        ["robustness", "--projection", "firm"],
        ["papers", "--top", "3"],
        ["sentences", "--top", "3"],
    ],
    ids=lambda words: words[0],
)
def test_every_analysis_gives_rows(words: list[str], corpus: Corpus) -> None:
    parser = Parser(prog="kg analyze")
    configure(parser)
    args = parser.parse_args(words)
    args.place = next((city for city in corpus.cities if corpus.name(city) == args.city), "")
    found = ANALYSES[words[0]](corpus, args)
    assert found.rows
    assert (words[0] in REMARKED) == bool(found.notes)
    assert all(set(row) >= set(found.columns) for row in records(found.rows[:3], corpus))
