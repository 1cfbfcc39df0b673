"""Chains as one clause orders them: stages from upstream to downstream, and who stands at each.

A stage at which the papers name nobody in the chain's own place is a *structural* gap: the chain has the
link, the place names none. It is a gap in the papers; the economy may well have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.analysis.chain_gaps import Grade
from kg.viz.assembly import assembled
from kg.viz.atlas import Atlas, ChainOf
from kg.viz.coverage import coverage
from kg.viz.gaps import named, said_of
from kg.viz.model import Coverage, Edge, Fact, GapMark, GraphView, Named
from kg.viz.references import at_stages, reference_of, reference_view

_HUB = 40
_CARRIERS = frozenset({"reliesOn", "hosts", "undertakes"})
_LATER = frozenset({"Region"})


def chain(atlas: Atlas, iri: str) -> GraphView:
    """Return a chain's view: a reference chain's, or that of a chain as a clause orders it.

    A stage takes the statements of the concept that it stands for; beside them stands what the clause that
    orders the chain says of firms, parks, projects and contents. Regions are shown on demand.
    """
    reference = reference_of(iri)
    if reference is not None:
        return reference_view(atlas, reference)
    found = next(chain for chain in atlas.chains if chain.iri == iri)
    edges = list(dict.fromkeys(_edges(atlas, found)))
    labels = {stage.iri: stage.name for stage in found.stages}
    place = atlas.things[found.place].label if found.place in atlas.things else ""
    said = said_of(atlas, [stage.concept for stage in found.stages])
    made = assembled(
        atlas,
        iri,
        "Chain",
        edges,
        (Fact("地区", "Place", place),),
        gaps=said,
        depth=lambda thing, near: 2 if thing.kind in _LATER else 1,
    )
    covered = coverage(atlas, made.edges, list(labels), leading=(found.place,))
    nodes = [
        replace(node, label=labels[node.iri], kind="ChainStage", depth=0) if node.iri in labels else node
        for node in made.nodes
        if node.iri != iri
    ]
    order = {name: rank for rank, name in enumerate(labels)}
    nodes.sort(key=lambda node: (order.get(node.iri, len(order)), node.kind, node.iri))
    gaps = tuple(_gaps(atlas, covered, found, labels))
    return replace(made, nodes=tuple(nodes), layout="layered", coverage=covered, gaps=(*said, *gaps))


def _edges(atlas: Atlas, found: ChainOf) -> Iterator[Edge]:
    for one, two in zip(found.stages, found.stages[1:], strict=False):
        yield Edge(one.iri, two.iri, "precedes", (found.evidence,))
    stages = {stage.concept: stage.iri for stage in reversed(found.stages)}
    yield from at_stages(atlas, {concept: (iri,) for concept, iri in stages.items()})
    for concept in stages:
        for edge in atlas.around.get(concept, ()):
            wider = edge.source
            if edge.predicate == "includes" and wider not in stages and len(atlas.around[wider]) <= _HUB:
                yield from (other for other in atlas.around[wider] if other.predicate in _CARRIERS)
    said = [e for e in atlas.edges if any(item.passage == found.evidence.passage for item in e.evidence)]
    for edge in said:
        if edge.predicate in _CARRIERS or edge.predicate == "includes":
            yield replace(
                edge, source=stages.get(edge.source, edge.source), target=stages.get(edge.target, edge.target)
            )


def _gaps(atlas: Atlas, covered: Coverage, found: ChainOf, labels: dict[str, str]) -> Iterator[GapMark]:
    """Yield a gap for each stage at which nothing is named in the chain's own place."""
    cells = dict(zip((iri for iri, _ in covered.regions), covered.cells, strict=True))
    row = cells.get(found.place, tuple(() for _ in covered.stages))
    for stage, cell in zip(covered.stages, row, strict=True):
        if not cell:
            yield GapMark(
                Grade.STRUCTURAL.value,
                named(atlas, found.place),
                Named(found.iri, found.name),
                Named(stage, labels[stage]),
                evidence=found.evidence,
            )
