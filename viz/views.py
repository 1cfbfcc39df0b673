"""Views: what a page about one entity, or about the whole graph, shows of an atlas.

One function a kind, all in :data:`VIEWS`; absence from a view means absence from the papers, nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from kg.errors import UsageError, suggest
from kg.rdf.iris import PREFIXES
from kg.viz.measures import measured
from kg.viz.model import Coverage, Edge, Evidence, Fact, GraphView, Node
from kg.viz.source import Atlas, Thing

View = Callable[[Atlas, str], GraphView]

_FIXED = frozenset({"Enterprise", "Park", "Project", "Institution"})
_HUB = 40
_SHARED_BY = 2


def view_of(atlas: Atlas, iri: str, pages: Mapping[str, str] | None = None) -> GraphView:
    """Return the view of an entity, or of the whole graph for ``""``.

    ``pages`` maps IRIs to addresses below the site's root; nodes link to them. An IRI that the graph does
    not hold raises UsageError with the nearest names.
    """
    if iri and iri not in atlas.things:
        raise UsageError(f"{iri}: not in the graph{suggest(iri, _near(atlas, iri), limit=1)}")
    kind = atlas.things[iri].kind if iri else "Graph"
    made = VIEWS.get(kind, neighbourhood)(atlas, iri)
    linked = pages or {}
    nodes = tuple(
        replace(node, page="" if node.iri == iri else linked.get(node.iri, "")) for node in made.nodes
    )
    return measured(replace(made, nodes=nodes))


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
    facts = (Fact("指标", "Targets", str(len(targets))),) if targets else ()
    return _assembled(
        atlas, iri, "Region", chosen, facts, depth=lambda thing, near: _region_depth(iri, thing, near)
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

    made = _assembled(
        atlas, iri, "Graph", atlas.edges, (), depth=lambda thing, near: 1 if thing.iri in top else 2
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
    return _assembled(atlas, iri, kind, ordered, (), depth=lambda thing, close: 1 if thing.iri in near else 2)


def concept(atlas: Atlas, iri: str) -> GraphView:
    """Return an industry's or product's view: its neighbourhood, and who says what of it where."""
    made = neighbourhood(atlas, iri)
    return replace(made, coverage=coverage(atlas, made.edges, [iri]))


def chain(atlas: Atlas, iri: str) -> GraphView:
    """Return a chain's view: its stages in order, and whoever and whatever the papers name at each.

    A stage takes the statements of the concept that it stands for. Regions are shown on demand.
    """
    found = next(chain for chain in atlas.chains if chain.iri == iri)
    edges = [Edge(iri, stage.iri, "hasStage", (found.evidence,)) for stage in found.stages]
    edges += [
        Edge(one.iri, two.iri, "precedes", (found.evidence,))
        for one, two in zip(found.stages, found.stages[1:], strict=False)
    ]
    stages = {stage.concept: stage.iri for stage in reversed(found.stages)}
    for about, stage in stages.items():
        for edge in atlas.around.get(about, ()):
            turned = replace(
                edge,
                source=stage if edge.source == about else stages.get(edge.source, edge.source),
                target=stage if edge.target == about else stages.get(edge.target, edge.target),
            )
            if turned.source != turned.target and turned not in edges:
                edges.append(turned)
    made = _assembled(
        atlas,
        iri,
        "Chain",
        edges,
        (),
        depth=lambda thing, near: 2 if thing.kind in {"Region", "Product"} else 1,
    )
    labels = {stage.iri: stage.name for stage in found.stages}
    nodes = [
        replace(node, label=labels[node.iri], kind="ChainStage") if node.iri in labels else node
        for node in made.nodes
    ]
    order = {name: place for place, name in enumerate([iri, *labels])}
    nodes.sort(key=lambda node: (order.get(node.iri, len(order)), node.kind, node.iri))
    covered = coverage(atlas, made.edges, list(labels))
    return replace(made, nodes=tuple(nodes), layout="layered", coverage=covered)


def coverage(atlas: Atlas, edges: Sequence[Edge], stages: Sequence[str]) -> Coverage:
    """Return which statements speak of which stage in which place; places by code, the province last."""
    sited = {
        edge.source: edge.target
        for edge in sorted(atlas.edges, key=lambda edge: edge.target)
        if edge.predicate == "locatedIn"
    }
    cells: dict[str, dict[str, list[int]]] = {}
    for place, edge in enumerate(edges):
        for stage in stages:
            if stage in (edge.source, edge.target) and edge.predicate not in {"hasStage", "precedes"}:
                other = edge.target if edge.source == stage else edge.source
                for region in _places(atlas, edge, other, sited):
                    cells.setdefault(region, {}).setdefault(stage, []).append(place)

    def rank(iri: str) -> tuple[bool, str, str]:
        thing = atlas.things[iri]
        return "Province" in thing.classes, thing.code or "~", iri

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
        said = {_governing(atlas, item) for item in edge.evidence}
    return {_city(atlas, region) for region in said if region in atlas.things}


def _city(atlas: Atlas, region: str) -> str:
    """Return the city that a region lies in, or the region itself."""
    cities = [iri for iri in atlas.above(region) if "City" in atlas.things[iri].classes] if region else []
    return cities[0] if cities else region


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


_FOLDERS = {"region": "regions", "concept": "industries", "enterprise": "enterprises", "chain": "chains"}


def _region_depth(iri: str, thing: Thing, near: Collection[str]) -> int:
    if thing.kind in _FIXED or thing.kind == "Region":
        return 1
    return 1 if thing.kind == "Industry" and thing.iri in near else 2


def _assembled(
    atlas: Atlas,
    iri: str,
    kind: str,
    edges: Iterable[Edge],
    facts: tuple[Fact, ...],
    *,
    depth: Callable[[Thing, Collection[str]], int],
) -> GraphView:
    chosen = tuple(edges)
    near = {e.target for e in chosen if e.source == iri} | {e.source for e in chosen if e.target == iri}
    ends = {end for edge in chosen for end in (edge.source, edge.target)} | ({iri} if iri else set())
    groups = _groups(atlas, chosen)
    nodes = []
    for name in sorted(ends, key=lambda end: (end != iri, end)):
        thing = atlas.things.get(name) or Thing(name, name, "")
        level = 0 if name == iri else depth(thing, near)
        nodes.append(_node(thing, level, groups.get(name, "")))
    quoted = {item.passage for edge in chosen for item in edge.evidence}
    passages = tuple(passage for passage in atlas.passages.values() if passage.iri in quoted)
    papers = {passage.doc for passage in passages}
    title = atlas.things[iri] if iri else None
    return GraphView(
        subject=iri,
        title=title.label if title else "",
        title_en=title.label_en if title else "",
        kind=kind,
        nodes=tuple(nodes),
        edges=chosen,
        passages=passages,
        papers=tuple(paper for paper in atlas.papers if paper.id in papers),
        facts=facts,
    )


def _node(thing: Thing, level: int, group: str) -> Node:
    return Node(
        iri=thing.iri,
        label=thing.label,
        kind=thing.kind,
        label_en=thing.label_en,
        aliases=thing.aliases,
        code=thing.code,
        depth=level,
        group=group,
    )


def _groups(atlas: Atlas, edges: Iterable[Edge]) -> dict[str, str]:
    """Return the region that each entity is most spoken of in, by the clauses behind its statements."""
    votes: dict[str, dict[str, int]] = {}
    for edge in edges:
        for item in edge.evidence:
            place = _governing(atlas, item)
            for end in (edge.source, edge.target):
                counts = votes.setdefault(end, {})
                counts[place] = counts.get(place, 0) + 1
    return {
        iri: atlas.things[best].label
        for iri, counts in votes.items()
        if (best := min(counts, key=lambda place: (-counts[place], place))) in atlas.things
    }


def _governing(atlas: Atlas, item: Evidence) -> str:
    return atlas.passages[item.passage].region


def _near(atlas: Atlas, iri: str) -> list[str]:
    """Return the IRIs of the same kind, for a suggestion."""
    kinds = [prefix for prefix in PREFIXES.values() if iri.startswith(prefix)]
    return [name for name in atlas.things if any(name.startswith(prefix) for prefix in kinds)]
