# ruff: noqa: N803, N806 - G and U are networkx graphs
"""Communities: groups of nodes with more ties inside than a random graph of the same degrees would have."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import graspologic_native
import networkx as nx

from kg.analysis.backends import lengths
from kg.analysis.network import Graph

_SEED = 7
_ROUNDS = 10
"""Rounds of the algorithm, each from the last one's groups; more gain less than 1e-4 of modularity."""


@dataclass(frozen=True, slots=True)
class Communities:
    """A division of all nodes: ``groups`` largest first, each in the order of IRIs; its modularity."""

    groups: tuple[tuple[str, ...], ...]
    modularity: float

    def group_of(self) -> dict[str, int]:
        """Return each node's group, counted from 1."""
        return {node: place for place, group in enumerate(self.groups, 1) for node in group}


def communities(G: Graph, *, resolution: float = 1.0) -> Communities:
    """Divide a graph by the Leiden algorithm (Traag, Waltman and van Eck 2019), weights = clauses.

    Modularity (Newman and Girvan 2004) is maximised at a resolution, edges without direction, loops left out,
    from a fixed seed: the same graph gives the same groups. A node without edges is a group of its own.
    O(m) a round.
    """
    U = lengths(G)
    U.remove_edges_from(list(nx.selfloop_edges(U)))
    edges = sorted((*sorted((a, b)), float(data["weight"])) for a, b, data in U.edges(data=True))
    if not edges:
        return Communities(tuple((node,) for node in sorted(G)), 0.0)
    _, group_of = graspologic_native.leiden(edges, resolution=resolution, iterations=_ROUNDS, seed=_SEED)
    parts: dict[object, list[str]] = defaultdict(list)
    for node in sorted(G):
        parts[group_of.get(node, node)].append(node)
    groups = sorted(map(tuple, parts.values()), key=lambda group: (-len(group), group))
    quality = nx.community.modularity(U, map(set, groups), weight="weight", resolution=resolution)
    return Communities(tuple(groups), float(quality))
