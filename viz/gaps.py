"""What the papers do not name, as pages show it: grade, words, and who is nearest to have it.

The gaps themselves are those of :mod:`kg.analysis.chain_gaps`; here they get the addresses of pages and the
nodes that they are about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from kg.analysis.chain_gaps import Gap, Grade
from kg.analysis.records import Quote
from kg.analysis.reference import ReferenceChain
from kg.viz.atlas import Atlas, reference_iri
from kg.viz.model import Evidence, GapMark, GraphView, Named

_RANKS = {grade.value: rank for rank, grade in enumerate(Grade)}


def link_iri(chain: str, name: str) -> str:
    """Return the id of a reference chain's link; it is on pages alone, so no address.

    >>> link_iri("robots", "控制器")
    'link/robots/控制器'
    """
    return f"link/{chain}/{name}"


def in_places(atlas: Atlas, places: Collection[str]) -> tuple[GapMark, ...]:
    """Return the gaps of some places, the surest first: of links, and what papers say themselves."""
    return _sorted(gap_mark(atlas, gap) for gap in _all(atlas) if gap.place in places)


def of_chain(atlas: Atlas, chain: ReferenceChain) -> tuple[GapMark, ...]:
    """Return the gaps of a reference chain in all places, and what papers say is wanting of its links.

    Words about a name of a link are about the link.
    """
    links: dict[str, list[Named]] = {}
    for link in chain.links:
        for word in link.words:
            links.setdefault(word, []).append(Named(link_iri(chain.id, link.name), link.name))
    found = []
    for gap in _all(atlas):
        mark = gap_mark(atlas, gap)
        if gap.chain == chain.id or any(thing.label in links for thing in mark.about):
            about = [one for thing in mark.about for one in links.get(thing.label, (thing,))]
            found.append(replace(mark, about=tuple(dict.fromkeys(about))))
    return _sorted(found)


def said_of(atlas: Atlas, things: Collection[str]) -> tuple[GapMark, ...]:
    """Return what papers themselves say is missing or wanting of some concepts."""
    return _sorted(gap_mark(atlas, gap) for gap in atlas.said if not set(gap.about).isdisjoint(things))


def gap_mark(atlas: Atlas, gap: Gap) -> GapMark:
    """Return a gap with its quotes as evidence."""
    return GapMark(
        grade=gap.grade.value,
        place=named(atlas, gap.place),
        chain=named(atlas, reference_iri(gap.chain)) if gap.chain else Named(),
        link=Named(link_iri(gap.chain, gap.link), gap.link) if gap.link else Named(),
        about=tuple(named(atlas, iri) for iri in gap.about),
        source=gap.source,
        evidence=quoted(gap.quote),
        nearest=named(atlas, gap.nearest),
        kilometres=gap.kilometres,
        nearest_evidence=quoted(gap.nearest_quote),
    )


def named(atlas: Atlas, iri: str) -> Named:
    """Return what to call a thing; one that the graph does not hold keeps its IRI alone."""
    thing = atlas.things.get(iri)
    return Named(iri, thing.label) if thing else Named(iri, iri.rpartition("/")[2])


def linked(gap: GapMark, pages: Mapping[str, str]) -> GapMark:
    """Return a gap whose chain leads to its page."""
    return replace(gap, chain=replace(gap.chain, page=pages.get(gap.chain.iri, "")))


def quoted(quote: Quote | None) -> Evidence | None:
    """Return a quote of an analysis as the evidence of a page."""
    return Evidence(quote.clause, quote.begin, quote.end) if quote else None


def graded(view: GraphView) -> GraphView:
    """Return the view with each node's grade: the surest of the gaps that speak of it.

    A link of a chain takes the grade of its gaps only where no place has it.
    """
    found: dict[str, str] = {}
    for gap in view.gaps:
        for thing in gap.about:
            found[thing.iri] = _surer(found.get(thing.iri, ""), gap.grade)
    found |= _missing_links(view)
    nodes = tuple(
        replace(node, grade=_surer(node.grade, found[node.iri])) if node.iri in found else node
        for node in view.nodes
    )
    return replace(view, nodes=nodes)


def _missing_links(view: GraphView) -> Mapping[str, str]:
    if view.coverage is None:
        return {}
    taken = {
        stage
        for row in view.coverage.cells
        for stage, cell in zip(view.coverage.stages, row, strict=True)
        if cell
    }
    found: dict[str, str] = {}
    for gap in view.gaps:
        if gap.link.iri and gap.link.iri not in taken:
            found[gap.link.iri] = _surer(found.get(gap.link.iri, ""), gap.grade)
    return found


def _surer(one: str, other: str) -> str:
    return min((grade for grade in (one, other) if grade), key=_RANKS.__getitem__, default="")


def _all(atlas: Atlas) -> Iterator[Gap]:
    yield from atlas.said
    for report in atlas.reports:
        yield from report.gaps


def _sorted(gaps: Iterable[GapMark]) -> tuple[GapMark, ...]:
    return tuple(
        sorted(
            dict.fromkeys(gaps),
            key=lambda gap: (_RANKS[gap.grade], gap.place.iri, gap.chain.iri, gap.link.iri),
        )
    )
