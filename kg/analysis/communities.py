# ruff: noqa: N803 - G is a networkx graph
"""Communities: groups of nodes with more ties inside than a random graph of the same degrees would have."""

from __future__ import annotations

import random
from dataclasses import dataclass

import igraph as ig

from kg.analysis.backends import as_igraph
from kg.analysis.network import Graph

_SEED = 7


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

    Modularity (Newman and Girvan 2004) is maximised at a resolution, edges without direction, until no move
    betters it, from a fixed seed: the same graph gives the same groups. O(m) a round.
    """
    if not G.number_of_edges():
        return Communities(tuple((node,) for node in sorted(G)), 0.0)
    g = as_igraph(G)
    ig.set_random_number_generator(random.Random(_SEED))
    found = g.community_leiden(
        objective_function="modularity", weights="weight", resolution=resolution, n_iterations=-1
    )
    names = g.vs["name"]
    groups = [tuple(sorted(names[place] for place in part)) for part in found]
    quality = g.modularity(found.membership, weights="weight", resolution=resolution)
    return Communities(tuple(sorted(groups, key=lambda group: (-len(group), group))), quality)
