# ruff: noqa: N803, N806 - G is a networkx graph
"""What a chain loses with a firm, a park or a city: anchors, ranked removals, curves of robustness.

An *anchor* of a link is a firm, park, project or institute that a paper names for it. A link whose last
anchor goes is lost; so is a chain in a city when all its anchored links are. Nothing is said of capacity.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from networkx.utils import UnionFind

from kg.analysis.chain_gaps import coverage, present
from kg.analysis.evidence import Ground
from kg.analysis.network import Graph
from kg.analysis.records import Corpus, Quote
from kg.analysis.reference import ReferenceChain, reference_chains

_SEED = 7
_TRIALS = 50


@dataclass(frozen=True, slots=True)
class Anchor:
    """Who bears a link of a chain in a city, and the sentence that names them for it."""

    city: str
    chain: str
    link: str
    carrier: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes with one firm, park or city: links without an anchor left, chains without any.

    ``links`` and ``chains`` are counted in the whole province; ``here`` are links that lose their last
    anchor in one city, though another city has one. Both are pairs of chain and link, or ids of chains.
    """

    removed: str
    kind: str
    anchored: int
    links: tuple[tuple[str, str], ...]
    chains: tuple[str, ...]
    here: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve: what part of the nodes is removed, what part of the nodes still hangs together."""

    removed: float
    targeted: float
    random: float


def anchors(corpus: Corpus, *, chains: Sequence[ReferenceChain] | None = None) -> tuple[Anchor, ...]:
    """Return every anchor of every link, in the order of chains, cities and links."""
    ground = Ground(corpus)
    found = []
    for chain in reference_chains() if chains is None else chains:
        for city in corpus.cities:
            links = coverage(ground, city, chain)
            if not present(ground, city, chain, links):
                continue
            for link in links:
                if link.quote is not None:
                    found += [
                        Anchor(city, chain.id, link.link, carrier, link.quote) for carrier in link.carriers
                    ]
    return tuple(found)


def removals(corpus: Corpus, found: Sequence[Anchor]) -> tuple[Removal, ...]:
    """Return what each firm, park and city would take with it, the most first.

    Complexity: anchors times things that anchor.
    """
    rows = []
    carriers = dict.fromkeys(anchor.carrier for anchor in found)
    for carrier in carriers:
        gone = [anchor for anchor in found if anchor.carrier == carrier]
        rows.append(_removal(found, gone, carrier, corpus.kind(carrier)))
    for city in dict.fromkeys(anchor.city for anchor in found):
        gone = [anchor for anchor in found if anchor.city == city]
        rows.append(_removal(found, gone, city, "region"))
    return tuple(
        sorted(
            rows,
            key=lambda row: (-len(row.chains), -len(row.links), -len(row.here), -row.anchored, row.removed),
        )
    )


def _removal(found: Sequence[Anchor], gone: Sequence[Anchor], removed: str, kind: str) -> Removal:
    out = set(gone)
    left = [anchor for anchor in found if anchor not in out]
    links = {(one.chain, one.link) for one in gone} - {(one.chain, one.link) for one in left}
    chains = {one.chain for one in gone} - {one.chain for one in left}
    here = {(one.city, one.chain, one.link) for one in gone} - {
        (one.city, one.chain, one.link) for one in left
    }
    mine = () if kind == "region" else tuple(sorted(here))
    return Removal(removed, kind, len(gone), tuple(sorted(links)), tuple(sorted(chains)), mine)


def robustness(
    G: Graph, *, steps: int = 20, trials: int = _TRIALS, scores: Mapping[str, float] | None = None
) -> tuple[Point, ...]:
    """Return how the largest component shrinks as nodes go, best-tied first and at random.

    Targeted: by degree in the whole graph (or ``scores``), ties by IRI, not measured again as nodes go
    (Albert, Jeong and Barabási 2000). Random: the mean of ``trials`` orders from a fixed seed. Both values
    are parts of the graph's number of nodes. O(trials · (n + m)).
    """
    U = G.to_undirected()
    nodes = sorted(U)
    if not nodes:
        return ()
    score = scores or dict(U.degree())
    targeted = sorted(nodes, key=lambda node: (-score.get(node, 0), node))
    chance = random.Random(_SEED)
    orders = [chance.sample(nodes, len(nodes)) for _ in range(trials)]
    gone = [round(len(nodes) * step / steps) for step in range(steps + 1)]
    left = _largest(U, targeted)
    by_chance = [_largest(U, order) for order in orders]
    return tuple(
        Point(
            round(number / len(nodes), 4),
            round(left[number] / len(nodes), 4),
            round(sum(one[number] for one in by_chance) / (len(orders) * len(nodes)), 4),
        )
        for number in gone
    )


def _largest(G: Graph, order: Sequence[str]) -> list[int]:
    """Return the size of the largest component when the first 0, 1, 2 … nodes of an order are gone.

    The nodes are put back from the last to the first and joined (Newman and Ziff 2000). O(n + m).
    """
    joined: UnionFind[str] = UnionFind()
    size: dict[str, int] = {}
    sizes = [0]
    for node in reversed(order):
        size[joined[node]] = 1
        for other in G[node]:
            if other in size or other in joined.parents:
                one, two = joined[node], joined[other]
                if one != two:
                    total = size[one] + size[two]
                    joined.union(one, two)
                    size[joined[one]] = total
        sizes.append(max(sizes[-1], size[joined[node]]))
    return sizes[::-1]
