"""Communities and centrality of a view's nodes, for colouring and sizing.

Louvain communities (Blondel et al. 2008, "Fast unfolding of communities in large networks") with a fixed
seed; betweenness (Brandes 2001) up to 200 nodes, PageRank by power iteration above, both scaled so that the
greatest is 1. Statements are taken without direction, each pair of entities once.
"""

# ruff: noqa: N803, N806 - G is a networkx graph

from __future__ import annotations

from dataclasses import replace

import networkx as nx

from kg.viz.model import GraphView

_MANY = 200
_DAMPING, _ROUNDS = 0.85, 40


def measured(view: GraphView) -> GraphView:
    """Return the view with ``community`` (1 the largest) and ``centrality`` (0 to 1) filled in.

    Complexity: O(n·m) up to 200 nodes, O(m) above.
    """
    G: nx.Graph[str] = nx.Graph()
    G.add_nodes_from(node.iri for node in view.nodes)
    G.add_edges_from((edge.source, edge.target) for edge in view.edges if edge.source != edge.target)
    if not G.number_of_edges():
        return view
    found = nx.community.louvain_communities(G, seed=7)
    ranked = sorted((sorted(members) for members in found), key=lambda members: (-len(members), members))
    community = {iri: place for place, members in enumerate(ranked, 1) for iri in members if len(members) > 1}
    centrality = nx.betweenness_centrality(G) if len(G) <= _MANY else _page_rank(G)
    top = max(centrality.values()) or 1.0
    nodes = tuple(
        replace(node, community=community.get(node.iri, 0), centrality=round(centrality[node.iri] / top, 4))
        for node in view.nodes
    )
    return replace(view, nodes=nodes)


def _page_rank(G: nx.Graph[str]) -> dict[str, float]:
    """Return PageRank by forty rounds of power iteration, without SciPy."""
    start = 1.0 / len(G)
    rank = dict.fromkeys(G, start)
    for _ in range(_ROUNDS):
        lost = sum(rank[iri] for iri in G if not G[iri]) * start
        rank = {
            iri: (1 - _DAMPING) * start
            + _DAMPING * (lost + sum(rank[other] / len(G[other]) for other in G[iri]))
            for iri in G
        }
    return rank
