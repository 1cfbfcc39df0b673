"""Which places say something of which stage: the table beside every chain, industry and product."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kg.viz.assembly import governing
from kg.viz.atlas import Atlas
from kg.viz.model import Coverage, Edge

_SPOKEN = frozenset({"promotes", "restricts", "names"})


def coverage(
    atlas: Atlas, edges: Sequence[Edge], stages: Sequence[str], *, leading: Collection[str] = ()
) -> Coverage:
    """Return which statements speak of which stage in which place.

    The places of ``leading`` come first, whether anything is said of them or not; each part by code,
    provinces last.
    """
    sited = {
        edge.source: edge.target
        for edge in sorted(atlas.edges, key=lambda edge: edge.target)
        if edge.predicate == "locatedIn"
    }
    cells: dict[str, dict[str, list[int]]] = {place: {} for place in leading if place in atlas.things}
    known = frozenset(stages)
    for number, edge in enumerate(edges):
        for stage in known & {edge.source, edge.target} if edge.predicate != "precedes" else ():
            other = edge.target if edge.source == stage else edge.source
            for region in _places(atlas, edge, other, sited):
                cells.setdefault(region, {}).setdefault(stage, []).append(number)

    def rank(iri: str) -> tuple[bool, bool, str, str]:
        thing = atlas.things[iri]
        return iri not in leading, "Province" in thing.classes, thing.code or "~", iri

    regions = sorted(cells, key=rank)
    return Coverage(
        tuple(stages),
        tuple((iri, atlas.things[iri].label) for iri in regions),
        tuple(tuple(tuple(cells[iri].get(stage, ())) for stage in stages) for iri in regions),
    )


def _places(atlas: Atlas, edge: Edge, other: str, sited: Mapping[str, str]) -> set[str]:
    """Return the cities (or wider regions) that a statement speaks of."""
    source = atlas.things.get(edge.source)
    if edge.predicate in _SPOKEN and source is not None and source.kind == "Region":
        said = {edge.source}
    else:
        said = {governing(atlas, item) for item in edge.evidence}
        own = edge.predicate == "names" and any("City" in atlas.things[one].classes for one in said)
        if other in sited and not own:
            said = {sited[other]}
    return {_city(atlas, region) for region in said if region in atlas.things}


def _city(atlas: Atlas, region: str) -> str:
    """Return the city that a region lies in, or the region itself."""
    above = (iri for iri in atlas.above(region) if iri in atlas.things)
    return next((iri for iri in above if "City" in atlas.things[iri].classes), region)
