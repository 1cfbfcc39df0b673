"""From chosen statements to a view: nodes, groups by region, and the clauses that are quoted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from kg.viz.atlas import Atlas, Thing
from kg.viz.model import Edge, Evidence, Fact, GapMark, GraphView, Node


def assembled(
    atlas: Atlas,
    iri: str,
    kind: str,
    edges: Iterable[Edge],
    facts: tuple[Fact, ...],
    *,
    depth: Callable[[Thing, Collection[str]], int],
    gaps: tuple[GapMark, ...] = (),
    alone: Collection[str] = (),
) -> GraphView:
    """Return the view of chosen statements: their ends as nodes, their clauses and papers.

    ``depth`` tells, from a thing and the neighbours of the subject, when a node is first shown; nodes of
    ``alone`` are there without any statement.
    """
    chosen = tuple(edges)
    near = {e.target for e in chosen if e.source == iri} | {e.source for e in chosen if e.target == iri}
    ends = (
        {end for edge in chosen for end in (edge.source, edge.target)} | {*alone} | ({iri} if iri else set())
    )
    groups = _groups(atlas, chosen)
    nodes = []
    for name in sorted(ends, key=lambda end: (end != iri, end)):
        thing = atlas.things.get(name) or Thing(name, name, "")
        level = 0 if name == iri else depth(thing, near)
        nodes.append(_node(thing, level, groups.get(name, "")))
    quoted = {item.passage for edge in chosen for item in edge.evidence}
    quoted |= {fact.evidence.passage for fact in facts if fact.evidence}
    words = [item for gap in gaps for item in (gap.evidence, gap.nearest_evidence)]
    quoted |= {item.passage for item in words if item}
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
        gaps=gaps,
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
            place = governing(atlas, item)
            for end in (edge.source, edge.target):
                counts = votes.setdefault(end, {})
                counts[place] = counts.get(place, 0) + 1
    return {
        iri: atlas.things[best].label
        for iri, counts in votes.items()
        if (best := min(counts, key=lambda place: (-counts[place], place))) in atlas.things
    }


def governing(atlas: Atlas, item: Evidence) -> str:
    """Return the region that the clause of an evidence governs."""
    return atlas.passages[item.passage].region
