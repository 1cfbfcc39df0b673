"""Chains: stages from upstream to downstream, who stands at each, and which places say something of it.

A stage at which the papers name nobody in the chain's own place is a *structural* gap: the chain has the
link, the place names none. It is a gap in the papers; the economy may well have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.viz.assembly import assembled, governing
from kg.viz.model import Coverage, Edge, Fact, GraphView
from kg.viz.source import Atlas, ChainOf

_HUB = 40
_CARRIERS = frozenset({"reliesOn", "hosts", "undertakes"})
_LATER = frozenset({"Region"})


def chain(atlas: Atlas, iri: str) -> GraphView:
    """Return a chain's view: its stages in order, and whoever and whatever the papers name at each.

    A stage takes the statements of the concept that it stands for; beside them stands what the clause that
    orders the chain says of firms, parks, projects and contents. Regions are shown on demand.
    """
    found = next(chain for chain in atlas.chains if chain.iri == iri)
    edges = list(dict.fromkeys(_edges(atlas, found)))
    labels = {stage.iri: stage.name for stage in found.stages}
    place = atlas.things[found.place].label if found.place in atlas.things else ""
    made = assembled(
        atlas,
        iri,
        "Chain",
        edges,
        (Fact("地区", "Place", place),),
        depth=lambda thing, near: 2 if thing.kind in _LATER else 1,
    )
    covered = coverage(atlas, made.edges, list(labels), first=found.place)
    gaps = _gaps(covered, found)
    nodes = [
        replace(node, label=labels[node.iri], kind="ChainStage", depth=0, grade=gaps.get(node.iri, ""))
        if node.iri in labels
        else node
        for node in made.nodes
        if node.iri != iri
    ]
    order = {name: rank for rank, name in enumerate(labels)}
    nodes.sort(key=lambda node: (order.get(node.iri, len(order)), node.kind, node.iri))
    return replace(made, nodes=tuple(nodes), layout="layered", coverage=covered)


def _edges(atlas: Atlas, found: ChainOf) -> Iterator[Edge]:
    for one, two in zip(found.stages, found.stages[1:], strict=False):
        yield Edge(one.iri, two.iri, "precedes", (found.evidence,))
    stages = {stage.concept: stage.iri for stage in reversed(found.stages)}
    for concept in stages:
        for edge in atlas.around.get(concept, ()):
            turned = replace(
                edge, source=stages.get(edge.source, edge.source), target=stages.get(edge.target, edge.target)
            )
            if turned.source != turned.target:
                yield turned
            wider = edge.source
            if edge.predicate == "includes" and wider not in stages and len(atlas.around[wider]) <= _HUB:
                yield from (other for other in atlas.around[wider] if other.predicate in _CARRIERS)
    said = [e for e in atlas.edges if any(item.passage == found.evidence.passage for item in e.evidence)]
    for edge in said:
        if edge.predicate in _CARRIERS or edge.predicate == "includes":
            yield replace(
                edge, source=stages.get(edge.source, edge.source), target=stages.get(edge.target, edge.target)
            )


def _gaps(covered: Coverage, found: ChainOf) -> dict[str, str]:
    """Return the grade of each stage at which nothing is named in the chain's own place."""
    own = [row for (iri, _), row in zip(covered.regions, covered.cells, strict=True) if iri == found.place]
    row = own[0] if own else tuple(() for _ in covered.stages)
    return {stage: "structural" for stage, cell in zip(covered.stages, row, strict=True) if not cell}


def coverage(atlas: Atlas, edges: Sequence[Edge], stages: Sequence[str], *, first: str = "") -> Coverage:
    """Return which statements speak of which stage in which place.

    The place ``first`` leads, the others follow by code, provinces last.
    """
    sited = {
        edge.source: edge.target
        for edge in sorted(atlas.edges, key=lambda edge: edge.target)
        if edge.predicate == "locatedIn"
    }
    cells: dict[str, dict[str, list[int]]] = {first: {}} if first in atlas.things else {}
    for number, edge in enumerate(edges):
        for stage in stages:
            if stage in (edge.source, edge.target) and edge.predicate != "precedes":
                other = edge.target if edge.source == stage else edge.source
                for region in _places(atlas, edge, other, sited):
                    cells.setdefault(region, {}).setdefault(stage, []).append(number)

    def rank(iri: str) -> tuple[bool, bool, str, str]:
        thing = atlas.things[iri]
        return iri != first, "Province" in thing.classes, thing.code or "~", iri

    regions = sorted(cells, key=rank)
    return Coverage(
        tuple(stages),
        tuple((iri, atlas.things[iri].label) for iri in regions),
        tuple(tuple(tuple(cells[iri].get(stage, ())) for stage in stages) for iri in regions),
    )


def _places(atlas: Atlas, edge: Edge, other: str, sited: Mapping[str, str]) -> set[str]:
    """Return the cities (or wider regions) that a statement speaks of."""
    if edge.predicate in {"promotes", "restricts"}:
        said = {edge.source}
    elif other in sited:
        said = {sited[other]}
    else:
        said = {governing(atlas, item) for item in edge.evidence}
    return {_city(atlas, region) for region in said if region in atlas.things}


def _city(atlas: Atlas, region: str) -> str:
    """Return the city that a region lies in, or the region itself."""
    above = (iri for iri in atlas.above(region) if iri in atlas.things)
    return next((iri for iri in above if "City" in atlas.things[iri].classes), region)
