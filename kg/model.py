"""The records that pass between the stages: frozen, named, free of any library.

``Document → Section → Clause → ClauseReading``. Everything that a later stage (graph, pages, exports)
may need is in a :class:`ClauseReading`; :func:`record` is its projection in the annotation format.

Offsets are code points of the clause's source text, half open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class EntityType(StrEnum):
    """What a mention names (the nine types of the annotation guide)."""

    REGION = "Region"
    PARK = "Park"
    ENTERPRISE = "Enterprise"
    INSTITUTION = "Institution"
    AGENCY = "Agency"
    INDUSTRY = "Industry"
    PRODUCT = "Product"
    PROJECT = "Project"
    POLICY = "Policy"


class Predicate(StrEnum):
    """What a clause says of two entities."""

    PROMOTES = "promotes"
    INCLUDES = "includes"
    RELIES_ON = "reliesOn"
    LOCATED_IN = "locatedIn"
    HOSTS = "hosts"
    UNDERTAKES = "undertakes"
    LEADS = "leads"
    ASSISTS = "assists"
    USES_INPUT = "usesInput"
    """Industry or Product → Product that it is made from; finer than the guide, not in the projection."""


class Mode(StrEnum):
    """How a restriction restricts."""

    PROHIBIT = "prohibit"
    LIMIT = "limit"
    CONTROL = "control"
    PHASEOUT = "phaseout"


class Scope(StrEnum):
    """What part of its object a restriction touches."""

    WHOLE = "whole"
    NEW_CAPACITY = "newCapacity"
    NEW_BUILD = "newBuild"
    SIZE = "size"
    GRADE = "grade"
    OUTSIDE_NAMED_BASES = "outsideNamedBases"
    EXISTING_KEPT = "existingKept"


class Strength(StrEnum):
    """How strongly a paper wants something, strongest first (a closed lexicon)."""

    PRIORITY = "优先"
    KEY = "重点"
    ACTIVE = "积极"
    STEADY = "稳步"
    MODERATE = "适度"
    EXPLORE = "探索"


class Bound(StrEnum):
    """Whether a target is a floor, a ceiling or a point."""

    MIN = "min"
    MAX = "max"
    EXACT = "exact"


class Role(StrEnum):
    """What the words around a mention make of it."""

    NONE = ""
    LEAD = "lead"
    """The heading that opens the clause."""
    FOCUS = "focus"
    """Wanted: developed, built up, researched."""
    RELIED = "relied"
    """Leaned on: 依托, 以…为龙头."""
    MARKET = "market"
    """A field of use or demand only."""
    PARTNER = "partner"
    PLACE = "place"
    """The region for which something is wanted."""
    INPUT = "input"
    SUBJECT = "subject"
    """What the phrase speaks about, before its verb."""
    RESTRICTED = "restricted"
    """Held back: 严禁, 限制, 淘汰."""
    AIM = "aim"
    """以…为目标, 按照…: no statement."""


class Silence(StrEnum):
    """Why a clause gave no statement."""

    BLANK = "blank"
    HEADING = "heading"
    FORMAL = "formal"
    """Addressee, signature, date, list of annexes."""
    GENERAL = "general"
    """Principles and aims without a named industry, product, body or number."""
    NOT_UNDERSTOOD = "not-understood"
    """Names were found, or a cue was, but no rule made a statement of them."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in a clause's source text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper that a paper cites: 《title》（number）."""

    title: str
    number: str
    line: int
    span: Span


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex that a paper announces; ``present`` says whether its text is there."""

    label: str
    title: str
    line: int
    present: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A node of a paper's tree of headings; ``parent`` is "" for the root.

    ``id`` is the document's id and a path of ordinals (``doc.3.1.2``); lines count from 1, both ends
    inclusive, and cover the section with its subsections. ``region`` is the region that the section
    governs, as an official name.
    """

    id: str
    doc: str
    parent: str
    level: int
    label: str
    title: str
    start: int
    end: int
    region: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One source line of a paper.

    ``text`` is the line as it stands in the source without its line break. ``section`` is the id of the
    innermost section that holds the line. ``heading`` is the title when the whole line is a heading, and
    ``lead`` the title when a heading opens the line (``1．航空装备。加快…`` → ``航空装备``), "" otherwise;
    ``lead_span`` covers the lead. ``region`` is the region that the line governs. ``year`` is the year to
    which the section's aims run, where paper or section says so. ``digest`` identifies the clause's text
    across re-saved papers: 16 hex digits of SHA-256 over the NFKC text without white space.
    """

    doc: str
    line: int
    text: str
    section: str
    region: str
    digest: str
    heading: str = ""
    lead: str = ""
    lead_span: Span | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A paper: what it says of itself and what a sidecar index.csv adds; "" is unknown.

    ``issuer`` is who acts; ``region`` where the paper holds. ``sections`` come in order of their lines,
    the root first; ``clauses`` hold every line, blank ones too. ``notes`` say what of the file was not read,
    or was read by OCR.
    """

    id: str
    file: str
    title: str
    issuer: str
    region: str
    date: str
    number: str
    status: str
    effective: str
    expires: str
    replaced_by: str
    horizon: str
    encoding: str
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    citations: tuple[Citation, ...] = ()
    annexes: tuple[Annex, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityRef:
    """What a mention stands for: a kind and a canonical name that is unique within it.

    Industry and Product share one name space in the graph. ``rule`` says which entry or rule linked it
    (``surface``, ``alias:鞍钢``, ``suffix:市``, ``qualifier:辽宁省`` …). ``code`` is an official code where
    there is one (GB/T 2260 for regions, GB/T 4754-2011 for industries).
    """

    kind: EntityType
    name: str
    rule: str = "surface"
    code: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A typed name that stands in a clause in one piece or several, in order.

    ``rule`` names the rule or data entry that found it. ``role``, ``cue`` and ``strength`` say how the words
    around govern it, ``sentence`` counts from 0; occurrences of one list share a ``group``.
    """

    name: str
    type: EntityType
    pieces: tuple[Span, ...]
    rule: str
    role: Role = Role.NONE
    cue: str = ""
    sentence: int = 0
    strength: Strength | None = None
    group: int = -1

    @property
    def start(self) -> int:
        """Offset of the first piece."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Offset behind the last piece."""
        return self.pieces[-1].end


@dataclass(frozen=True, slots=True)
class Mention(Occurrence):
    """A name in a clause, and the entity that it is linked to.

    ``name`` is the surface without quotes; for a mention whose shared head or modifier was distributed it
    is the concatenation of ``pieces`` in order.
    """

    entity: EntityRef = field(kw_only=True)

    @property
    def distributed(self) -> bool:
        """Whether the name stands in more than one piece of the text."""
        return len(self.pieces) > 1


@dataclass(frozen=True, slots=True)
class Statement:
    """``subject predicate object`` as a clause says it.

    ``subject_name``/``object_name`` are the surfaces for the annotation format (``SECTION`` for the object
    of ``leads`` and ``assists``, whose object entity is None). ``evidence`` spans the words it was read from,
    ``cue`` is the word that triggered it. ``when`` is the statement's own time as written.
    """

    subject: EntityRef
    predicate: Predicate
    object: EntityRef | None
    subject_name: str
    object_name: str
    evidence: Span
    cue: str
    rule: str
    strength: Strength | None = None
    when: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A size or grade limit: ``comparator`` is one of ``<``, ``<=``, ``>``, ``>=``, ``=``."""

    comparator: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Restriction:
    """A clause holds something back in a region.

    ``kept`` names what an exception keeps (``在保留…基础上``). ``object`` is the concept restricted,
    ``object_name`` its words in the clause.
    """

    region: EntityRef
    object: EntityRef
    object_name: str
    mode: Mode
    scope: Scope
    evidence: Span
    cue: str
    rule: str
    threshold: Threshold | None = None
    when: str = ""
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One link of a chain, in order."""

    name: str
    entity: EntityRef


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain that a clause names or orders, upstream first."""

    name: str
    stages: tuple[Stage, ...]
    region: EntityRef
    evidence: Span
    cue: str
    rule: str


@dataclass(frozen=True, slots=True)
class Target:
    """A number to be reached; ``year`` None is unknown, ``unit`` "" a pure number."""

    indicator: str
    value: float
    unit: str
    bound: Bound
    region: EntityRef
    evidence: Span
    rule: str
    baseline: float | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class ClauseReading:
    """Everything that was read out of one clause; ``silence`` is why nothing was stated, if nothing was."""

    clause: Clause
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    chains: tuple[Chain, ...] = ()
    targets: tuple[Target, ...] = ()
    silence: Silence | None = None


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """A paper and the reading of each of its clauses, in line order."""

    document: Document
    readings: tuple[ClauseReading, ...] = field(default=())
