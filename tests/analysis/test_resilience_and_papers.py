# ruff: noqa: N806 - G is a networkx graph
"""What goes with whom, curves by hand, and paper against paper."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.analysis.papers import Change, concept_changes, in_order, sentence_changes
from kg.analysis.records import Corpus, Quote
from kg.analysis.resilience import Anchor, removals, robustness

WORDS = Quote("p", 1, 0, 1, "甲", "clause/1")


def test_a_link_is_lost_with_its_last_anchor(corpus: Corpus) -> None:
    found = [
        Anchor("c1", "x", "1", "a", WORDS),
        Anchor("c1", "x", "2", "a", WORDS),
        Anchor("c2", "x", "2", "b", WORDS),
        Anchor("c2", "y", "1", "b", WORDS),
    ]
    rows = {row.removed: row for row in removals(corpus, found)}
    assert rows["a"].links == (("x", "1"),) and rows["a"].chains == ()
    assert rows["a"].here == (("c1", "x", "1"), ("c1", "x", "2"))
    assert rows["b"].chains == ("y",) and rows["c2"].chains == ("y",)
    assert next(iter(rows)) in ("b", "c2")


def test_a_star_falls_with_its_centre_and_a_curve_starts_whole() -> None:
    G = nx.star_graph([f"n{place}" for place in range(11)])
    points = robustness(G, steps=11, trials=20)
    assert (points[0].targeted, points[0].random) == (1.0, 1.0)
    assert points[1].targeted == pytest.approx(1 / 11, abs=1e-4)
    assert points[1].targeted < points[1].random
    assert (points[-1].removed, points[-1].targeted, points[-1].random) == (1.0, 0.0, 0.0)
    assert robustness(nx.Graph()) == ()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_curve_is_that_of_removing_nodes_one_by_one(seed: int) -> None:
    G = nx.relabel_nodes(nx.gnm_random_graph(40, 55, seed=seed), lambda node: f"n{node:02}")
    order = sorted(G, key=lambda node: (-G.degree(node), node))
    for point in robustness(G, steps=10, trials=1):
        left = G.subgraph(order[round(point.removed * 40) :])
        whole = max((len(part) for part in nx.connected_components(left)), default=0)
        assert point.targeted == pytest.approx(whole / 40, abs=1e-4)


def test_the_december_paper_against_the_july_paper(corpus: Corpus) -> None:
    before, after = in_order(corpus)
    assert (before[-20:], after[-17:]) == ("traditional-industry", "industrial-layout")
    rows = {(corpus.name(row.concept), row.polarity): row for row in concept_changes(corpus, before, after)}
    assert rows["电主轴", "promoted"].change is Change.REPEATED
    assert rows["船舶", "restricted"].change is Change.ADDED
    farming = rows["旅游", "promoted"]
    assert (farming.change, farming.in_scope) == (Change.ADDED, False)
    for row in rows.values():
        assert (row.before is None) == (row.change is Change.ADDED)
        assert (row.after is None) == (row.change is Change.NOT_REPEATED)


def test_sentences_that_were_taken_over_are_found(corpus: Corpus) -> None:
    rows = sentence_changes(corpus, *in_order(corpus))
    repeated = [row for row in rows if row.change is Change.REPEATED]
    lines = {(row.before.line, row.after.line) for row in repeated if row.before and row.after}
    assert {(26, 45), (35, 43), (28, 61)} <= lines
    assert all(row.similarity >= 0.8 for row in repeated)
