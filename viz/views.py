"""Views: what a page about one entity, or about the whole graph, shows of an atlas.

One function a kind, all in :data:`VIEWS`; absence from a view means absence from the papers, nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from kg.errors import UsageError, suggest
from kg.rdf.iris import PREFIXES
from kg.viz.assembly import assembled
from kg.viz.atlas import Atlas, TargetOf, Thing
from kg.viz.chains import chain
from kg.viz.coverage import coverage
from kg.viz.gaps import graded, in_places, linked, said_of
from kg.viz.measures import measured
from kg.viz.model import Edge, Fact, GraphView

View = Callable[[Atlas, str], GraphView]

_FIXED = frozenset({"Enterprise", "Park", "Project", "Institution"})
_HUB = 40
_SHARED_BY = 2
_SPOKEN_OF = frozenset({"Industry", "Product"})


def view_of(atlas: Atlas, iri: str, pages: Mapping[str, str] | None = None) -> GraphView:
    """Return the view of an entity, or of the whole graph for ``""``.

    ``pages`` maps IRIs to addresses below the site's root; nodes link to them. An IRI that the graph does
    not hold raises UsageError with the nearest names.
    """
    if iri and iri not in atlas.things:
        raise UsageError(f"{iri}: not in the graph{suggest(iri, _near(atlas, iri), limit=1)}")
    kind = atlas.things[iri].kind if iri else "Graph"
    made = VIEWS.get(kind, neighbourhood)(atlas, iri)
    known = pages or {}
    nodes = tuple(
        replace(node, page="" if node.iri == iri else known.get(node.iri, "")) for node in made.nodes
    )
    gaps = tuple(linked(gap, known) for gap in made.gaps)
    return graded(measured(replace(made, nodes=nodes, gaps=gaps)))


def region(atlas: Atlas, iri: str) -> GraphView:
    """Return a region's view: what its clauses say, what is said of it, and of what stands in it."""
    inside = {name for name in atlas.things if name == iri or iri in atlas.above(name)}
    if "Province" in atlas.things[iri].classes:
        inside = {iri}
    sited = {e.source for e in atlas.edges if e.predicate == "locatedIn" and e.target in inside}
    chosen: list[Edge] = []
    for edge in atlas.edges:
        own = tuple(item for item in edge.evidence if atlas.passages[item.passage].region in inside)
        if edge.source in inside or edge.target in inside or edge.target in sited or edge.source in sited:
            chosen.append(edge)
        elif own:
            chosen.append(replace(edge, evidence=own))
    targets = [target for target in atlas.targets if target.place in inside]
    facts = tuple(
        Fact(target.indicator, target.indicator, _goal(target), target.evidence) for target in targets
    )
    return assembled(
        atlas,
        iri,
        "Region",
        chosen,
        facts,
        gaps=in_places(atlas, inside),
        depth=lambda thing, near: _region_depth(iri, thing, near),
    )


def whole(atlas: Atlas, iri: str = "") -> GraphView:
    """Return the view of everything; its overview holds the cities and what two or more of them share."""
    regions = {name for name, thing in atlas.things.items() if thing.classes & {"City", "Province"}}
    spoken: dict[str, set[str]] = {}
    for edge in atlas.edges:
        if edge.source in regions:
            spoken.setdefault(edge.target, set()).add(edge.source)
    shared = {name for name, places in spoken.items() if len(places) >= _SHARED_BY}
    top = regions | shared

    made = assembled(
        atlas,
        iri,
        "Graph",
        atlas.edges,
        (),
        gaps=said_of(atlas, atlas.things.keys()),
        depth=lambda thing, near: 1 if thing.iri in top else 2,
    )
    return replace(made, title="全图", title_en="Whole graph")


def neighbourhood(atlas: Atlas, iri: str) -> GraphView:
    """Return what is said of an entity, and of its neighbours among themselves and beyond, on demand.

    Neighbours with more than forty statements (a province, a city) are not followed.
    """
    own = atlas.around.get(iri, ())
    near = {edge.target if edge.source == iri else edge.source for edge in own}
    chosen = dict.fromkeys(own)
    for other in sorted(near):
        edges = atlas.around[other]
        follow = len(edges) <= _HUB and other != iri
        chosen.update(dict.fromkeys(e for e in edges if follow or (e.source in near and e.target in near)))
    ordered = sorted(
        chosen, key=lambda edge: (edge.source, edge.target, edge.predicate, edge.mode, edge.scope)
    )
    kind = atlas.things[iri].kind
    return assembled(
        atlas,
        iri,
        kind,
        ordered,
        (),
        gaps=said_of(atlas, {iri}) if kind in _SPOKEN_OF else (),
        depth=lambda thing, close: 1 if thing.iri in near else 2,
    )


def concept(atlas: Atlas, iri: str) -> GraphView:
    """Return an industry's or product's view: its neighbourhood, and who says what of it where."""
    made = neighbourhood(atlas, iri)
    return replace(made, coverage=coverage(atlas, made.edges, [iri]))


#: The registry of views by kind; any other kind is shown with its neighbourhood.
VIEWS: dict[str, View] = {
    "Graph": whole,
    "Region": region,
    "Industry": concept,
    "Product": concept,
    "Chain": chain,
}


def address(thing: Thing) -> str:
    """Return where a thing's page lies below the site's root.

    File names are the local names of IRIs, which hold no reserved character; long ones are cut and told
    apart by the code points left out.
    """
    kind, _, name = thing.iri.rpartition("/id/")[2].partition("/")
    if len(name.encode("utf-8")) > 150:
        rest = sum((place + 1) * ord(char) for place, char in enumerate(name))
        name = f"{name[:40]}-{rest:x}"
    return f"{_FOLDERS.get(kind, kind)}/{name}.html"


_FOLDERS = {
    "region": "regions",
    "concept": "industries",
    "enterprise": "enterprises",
    "chain": "chains",
    "reference": "chains",
}


def _goal(target: TargetOf) -> str:
    """Return a target as it is shown: baseline, value, year."""
    start = f"{target.baseline} → " if target.baseline else ""
    return f"{start}{target.value}" + (f"（{target.year}）" if target.year else "")


def _region_depth(iri: str, thing: Thing, near: Collection[str]) -> int:
    if thing.kind in _FIXED or thing.kind == "Region":
        return 1
    return 1 if thing.kind == "Industry" and thing.iri in near else 2


def _near(atlas: Atlas, iri: str) -> list[str]:
    """Return the IRIs of the same kind, for a suggestion."""
    kinds = [prefix for prefix in PREFIXES.values() if iri.startswith(prefix)]
    return [name for name in atlas.things if any(name.startswith(prefix) for prefix in kinds)]
