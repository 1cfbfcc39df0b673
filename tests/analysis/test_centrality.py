# ruff: noqa: N806
"""Measures: definitions by hand, and the fast engine equal to networkx on random graphs of every kind."""

from __future__ import annotations

import random
import sys

import networkx as nx
import pytest

from kg.analysis.backends import choose, estimated
from kg.analysis.centrality import ITERATIVE, MEASURES, bridges, centrality, largest_component, measure
from kg.analysis.communities import communities
from kg.errors import UsageError


def sample(seed: int, *, directed: bool, n: int = 60, m: int = 110) -> nx.Graph:
    """Return a random graph with weights, several components and lonely nodes."""
    chance = random.Random(seed)
    G = nx.DiGraph() if directed else nx.Graph()
    G.add_nodes_from(f"n{place:02}" for place in range(n))
    nodes = list(G)[:-3]
    for _ in range(m):
        one, other = chance.sample(nodes, 2)
        G.add_edge(one, other, weight=chance.choice([1, 1, 2, 3, 7]))
    return G


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_fast_engine_gives_the_same_numbers(name: str, directed: bool, seed: int) -> None:
    G = sample(seed, directed=directed)
    slow = measure(G, name, backend="networkx")
    fast = measure(G, name, backend="igraph")
    assert slow.keys() == fast.keys()
    assert bool(slow) == (directed or name not in ("hub", "authority"))
    tolerance = 1e-6 if name in ITERATIVE else 1e-9
    assert all(abs(slow[node] - fast[node]) <= tolerance for node in slow)


def two_modes(seed: int) -> nx.DiGraph:
    """Return a random graph of 20 and 40 nodes, its edges from the first mode to the second."""
    chance = random.Random(seed)
    B = nx.DiGraph()
    B.add_nodes_from((f"a{place:02}" for place in range(20)), bipartite=0)
    B.add_nodes_from((f"b{place:02}" for place in range(40)), bipartite=1)
    for _ in range(70):
        B.add_edge(f"a{chance.randrange(18):02}", f"b{chance.randrange(38):02}", weight=chance.choice([1, 2]))
    return B


@pytest.mark.parametrize("name", [name for name in MEASURES if name not in ITERATIVE])
def test_the_fast_engine_gives_the_same_numbers_for_two_modes(name: str) -> None:
    B = two_modes(1)
    slow, fast = (measure(B, name, backend=backend) for backend in ("networkx", "igraph"))
    assert slow.keys() == fast.keys() == set(B)
    assert any(slow.values()) and all(abs(slow[node] - fast[node]) <= 1e-9 for node in B)


@pytest.mark.parametrize("name", ["betweenness", "closeness", "harmonic"])
@pytest.mark.parametrize("two_mode", [False, True])
def test_estimates_are_the_same_in_both_and_exact_from_all_sources(name: str, two_mode: bool) -> None:
    G = two_modes(2) if two_mode else sample(4, directed=False)
    engines = [choose(backend, large=False) for backend in ("networkx", "igraph")]
    exact = measure(G, name, backend="networkx")
    for engine in engines:
        found = estimated(engine, G, name, len(G), two_mode=two_mode)
        assert found == pytest.approx(exact, abs=1e-9)
    slow, fast = (measure(G, name, backend=engine.name, pivots=20) for engine in engines)
    assert slow == pytest.approx(fast, abs=1e-9) and slow != pytest.approx(exact, abs=1e-9)


def test_closeness_is_not_estimated_where_no_source_is_in_reach() -> None:
    G = nx.Graph([("a", "b"), ("b", "c"), ("d", "e")])
    nx.set_edge_attributes(G, 1, "weight")
    assert measure(G, "closeness", pivots=1) == {"b": 0.5, "c": 0.25}


def path() -> nx.Graph:
    """Return a - b = c - d, where b = c is stated twice, and e alone."""
    G = nx.Graph()
    G.add_edge("a", "b", weight=1)
    G.add_edge("b", "c", weight=2)
    G.add_edge("c", "d", weight=1)
    G.add_node("e")
    return G


def test_definitions_by_hand() -> None:
    G = path()
    assert measure(G, "degree")["b"] == pytest.approx(2 / 4)
    assert measure(G, "strength")["b"] == 3
    assert measure(G, "betweenness")["b"] == pytest.approx(2 / 6)
    # b: a at 1, c at 1/2, d at 3/2; 3 of 4 others in reach
    assert measure(G, "closeness")["b"] == pytest.approx((3 / 4) * (3 / 3))
    assert measure(G, "harmonic")["b"] == pytest.approx((1 + 2 + 2 / 3) / 4)
    assert measure(G, "core") == {"a": 1, "b": 1, "c": 1, "d": 1, "e": 0}
    assert measure(G, "cut") == {"a": 0, "b": 1, "c": 1, "d": 0, "e": 0}
    assert set(measure(G, "eigenvector")) == {"a", "b", "c", "d"}
    assert sum(measure(G, "pagerank").values()) == pytest.approx(1)


def test_two_mode_graphs_are_normalised_by_the_other_mode() -> None:
    B = nx.DiGraph()
    for place, concept in [("s", "x"), ("s", "y"), ("t", "x")]:
        B.add_edge(place, concept, weight=1)
    nx.set_node_attributes(B, {"s": 0, "t": 0, "x": 1, "y": 1}, "bipartite")
    assert measure(B, "degree") == {"s": 1.0, "t": 0.5, "x": 1.0, "y": 0.5}
    assert measure(B, "betweenness")["s"] == pytest.approx(1.0)
    assert measure(B, "closeness")["x"] == pytest.approx(1.0)
    assert measure(B, "hub")["s"] > measure(B, "hub")["t"] > 0


def test_ranks_share_ties_and_nothing_else() -> None:
    rows = centrality(path(), measures=["degree"])
    assert [(row.iri, row.rank) for row in rows] == [("b", 1), ("c", 1), ("a", 3), ("d", 3), ("e", 5)]
    assert {row.of for row in rows} == {5}


def test_bridges_say_how_much_they_cut_off() -> None:
    assert [(one.one, one.other, one.smaller, one.weight) for one in bridges(path())] == [
        ("b", "c", 2, 2),
        ("a", "b", 1, 1),
        ("c", "d", 1, 1),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_bridges_cut_off_what_falls_apart_without_them(seed: int) -> None:
    G = sample(seed, directed=seed == 4, m=70)
    found = bridges(G)
    assert len(found) > 5 and bridges(G, backend="igraph") == found
    for bridge in found:
        U = G.to_undirected()
        U.remove_edge(bridge.one, bridge.other)
        pieces = [nx.node_connected_component(U, end) for end in (bridge.one, bridge.other)]
        assert pieces[0].isdisjoint(pieces[1]) and bridge.smaller == min(map(len, pieces))


def test_the_largest_component_is_the_first_among_equals() -> None:
    G = nx.Graph([("d", "e"), ("a", "b")])
    assert set(largest_component(G)) == {"a", "b"}


def test_leiden_finds_two_cliques_and_is_the_same_every_time() -> None:
    G = nx.disjoint_union(nx.complete_graph(5), nx.complete_graph(4))
    G = nx.relabel_nodes(G, {node: f"n{node}" for node in G})
    G.add_edge("n0", "n5")
    nx.set_edge_attributes(G, 1, "weight")
    found = communities(G)
    assert [len(group) for group in found.groups] == [5, 4]
    assert found.modularity == pytest.approx(nx.community.modularity(G, [set(g) for g in found.groups]))
    assert communities(G) == found


def test_nothing_is_measured_on_nothing() -> None:
    assert centrality(nx.Graph()) == ()
    assert communities(nx.Graph()).groups == ()


def test_an_unknown_name_is_said() -> None:
    with pytest.raises(UsageError, match="betweenness"):
        measure(path(), "betweeness")
    with pytest.raises(UsageError, match="igraph"):
        measure(path(), "degree", backend="igraf")


def test_without_the_fast_extra_large_graphs_are_measured_by_networkx(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "kg.analysis.fast", raising=False)
    monkeypatch.setitem(sys.modules, "igraph", None)
    assert choose("auto", large=True).name == "networkx"
    with pytest.raises(UsageError, match=r"industry-kg\[fast\]"):
        choose("igraph", large=False)


def test_the_fast_extra_measures_large_graphs() -> None:
    assert [choose("auto", large=large).name for large in (False, True)] == ["networkx", "igraph"]


def test_leiden_is_no_worse_than_louvain() -> None:
    G = sample(5, directed=False, n=200, m=500)
    found = communities(G)
    louvain = nx.community.louvain_communities(G, weight="weight", seed=7)
    assert sorted(node for group in found.groups for node in group) == sorted(G)
    assert found.modularity >= nx.community.modularity(G, louvain, weight="weight") - 0.005
