"""What a page shows, free of RDF, of pyvis and of HTML: frozen records.

A :class:`GraphView` is filled from the store by :mod:`kg.viz.source` (or by hand, in tests and notebooks)
and turned into a page by :mod:`kg.viz.pages`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A range of code points in a passage that plays a ``role``: ``subject``, ``object`` or ``cue``."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as it is quoted: the whole source line, and where it stands.

    ``place`` is the path of headings above the line; ``region`` the region that the line governs.
    """

    iri: str
    doc: str
    line: int
    text: str
    place: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that passages come from; "" is unknown and shown so."""

    id: str
    title: str
    number: str = ""
    date: str = ""
    issuer: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement was read: a passage (by IRI) and the half-open range that says it.

    ``start == end == 0`` means that the whole passage is the evidence.
    """

    passage: str
    start: int = 0
    end: int = 0
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """An entity on a page.

    ``kind`` is a key of ``legend.json`` (an unknown one is drawn in a neutral style). ``depth`` is the
    distance at which the page first shows it: 0 the page's subject, 1 its overview, 2 on demand.
    ``group`` is the region or community that it can be coloured by; ``page`` the address of its own page
    relative to the site's root, "" if it has none. ``grade`` is that of the surest gap that speaks of it,
    ``tier`` where a link of a chain stands (``upstream`` …).
    """

    iri: str
    label: str
    kind: str
    label_en: str = ""
    aliases: tuple[str, ...] = ()
    code: str = ""
    depth: int = 1
    group: str = ""
    page: str = ""
    community: int = 0
    centrality: float = 0.0
    grade: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement on a page, with everything that answers "why is this here?"."""

    source: str
    target: str
    predicate: str
    evidence: tuple[Evidence, ...] = ()
    mode: str = ""
    scope: str = ""
    strength: str = ""
    when: str = ""
    threshold: str = ""
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure or line of the page's summary: bilingual label, value as text, and its source if quoted."""

    zh: str
    en: str
    value: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which places say something of which stage: ``cells[region][stage]`` are places in the view's edges.

    ``stages`` are IRIs of nodes, ``regions`` pairs of IRI and label; an empty cell means that no paper names
    anything there, not that nothing is there.
    """

    stages: tuple[str, ...]
    regions: tuple[tuple[str, str], ...]
    cells: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its IRI with what to call it and, if it has one, its page below the site's root."""

    iri: str = ""
    label: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class GapMark:
    """A gap: a ``link`` of a ``chain`` that a place's papers do not name, or words that say what is wanting.

    ``link`` is the stage's node, empty for words that belong to no link; ``about`` what the words speak of;
    ``nearest`` the nearest place that has the link, ``kilometres`` away.
    """

    grade: str
    place: Named
    chain: Named = Named()
    link: Named = Named()
    about: tuple[Named, ...] = ()
    source: str = ""
    evidence: Evidence | None = None
    nearest: Named = Named()
    kilometres: float | None = None
    nearest_evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class GraphView:
    """Everything that one graph page shows.

    ``subject`` is the IRI that the page is about ("" for the whole graph), ``kind`` its kind or ``Graph``;
    ``layout`` is a key of :data:`kg.viz.layout.LAYOUTS`.
    """

    subject: str
    title: str
    kind: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    passages: tuple[Passage, ...] = ()
    papers: tuple[Paper, ...] = ()
    facts: tuple[Fact, ...] = ()
    title_en: str = ""
    layout: str = "packed"
    coverage: Coverage | None = None
    gaps: tuple[GapMark, ...] = ()
