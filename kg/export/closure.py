"""What belongs to a city (a chain, a firm, a paper …): the one place that decides it.

A selection starts from *things* and *own clauses*:

* a region: the region, the regions within it, and what is located in any of them; its own clauses are those
  that govern the region or a region within it;
* an enterprise, park, industry, chain: the thing itself (and a chain's stage concepts); no clause of its own;
* a paper: nothing but its clauses.

To it belong

1. its own clauses, whole: text, mentions, everything they assert, or why they assert nothing;
2. every assertion of any other clause that has one of the things as subject, object, place, restricted
   concept or stage, with the clause that makes it, but not that clause's other assertions and mentions;
3. with ``depth`` n, n times over: the assertions that touch a thing, other than a region, that the
   assertions so far are about;
4. what is needed to read all this: class, labels, codes and broader terms of everything named, the sections
   above a clause, its paper, its issuer, how it was read;
5. on request, what is inferred between two things that belong.

It is closed: a thing of the project that a triple points to is described, as far as the whole graph
describes it. Of the ontology come the labels and the broader classes and properties of the terms that are
used, so that the part can be read and validated by itself; of a clause that one of its own repeats comes
the text. What belongs to no city is the provincial part (:func:`remainder`); all cities and the provincial
part together are the whole graph, what is derived from it (inferred, analysis, index of words) on request.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from pyoxigraph import NamedNode, Quad

from kg.rdf.iris import PREFIXES, graph_iri
from kg.rdf.vocabulary import node
from kg.store import Repository

STATEMENTS, LABELS, DOCUMENTS = graph_iri("statements"), graph_iri("labels"), graph_iri("documents")
REFERENCE, INFERRED = graph_iri("reference"), graph_iri("inferred")
_DESCRIBING = (LABELS, DOCUMENTS, REFERENCE)

_TOUCHING = ("kgo:subject", "kgo:object", "kgo:place", "kgo:restrictedConcept")
_SIDEWAYS = frozenset(
    node(name)
    for name in (
        "kgo:mentions",
        "kgo:cites",
        "eli:cites",
        "kgo:textIn",
        "kgo:repeats",
        "kgo:repeatsExactly",
        "kgo:repeatsNearly",
    )
)
"""Links that a description keeps only where what they point to belongs anyway."""


class Evidence(StrEnum):
    """How much of the evidence comes along."""

    NONE = "none"
    """Plain triples, classes and labels."""
    QUOTES = "quotes"
    """Assertions with their quotes, papers and lines; no clause texts, no mentions."""
    FULL = "full"


@dataclass(frozen=True)
class Seeds:
    """Where a selection starts: things, and clauses that belong whole."""

    things: frozenset[NamedNode] = frozenset()
    clauses: frozenset[NamedNode] = frozenset()


@dataclass
class _Gathering:
    """A selection while it grows."""

    repository: Repository
    own: frozenset[NamedNode]
    quads: set[Quad] = field(default_factory=set)
    assertions: set[NamedNode] = field(default_factory=set)

    def add_assertion(self, about: NamedNode) -> None:
        """Add an assertion's node, its stages, its plain triple and its clause's own two triples."""
        if about in self.assertions:
            return
        self.assertions.add(about)
        nodes = [about, *self.stages(about)]
        for each in nodes:
            self.quads.update(self.repository.match(each, None, None, STATEMENTS))
        for clause in _objects(self.repository, about, "kgo:statedIn", STATEMENTS):
            for each in (*nodes, clause):
                self.quads.update(
                    quad
                    for quad in self.repository.match(each, None, None, clause)
                    if clause in self.own or quad.predicate not in _SIDEWAYS
                )
            for triple in self.plain(about):
                for graph in (STATEMENTS, clause):
                    self.quads.update(self.repository.match(*triple, graph))

    def stages(self, about: NamedNode) -> list[NamedNode]:
        """Return the stages of a chain."""
        return _objects(self.repository, about, "kgo:hasStage", STATEMENTS)

    def plain(self, about: NamedNode) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
        """Yield the plain triples that an assertion stands for."""
        for parts in (
            ("kgo:subject", "kgo:predicate", "kgo:object"),
            ("kgo:place", "kgo:shortcut", "kgo:restrictedConcept"),
        ):
            found = [_objects(self.repository, about, part, STATEMENTS) for part in parts]
            if all(found):
                yield found[0][0], found[1][0], found[2][0]


def _objects(
    repository: Repository, subject: NamedNode, predicate: str, graph: NamedNode | None = None
) -> list[NamedNode]:
    found = {quad.object for quad in repository.match(subject, node(predicate), None, graph)}
    return sorted((o for o in found if isinstance(o, NamedNode)), key=lambda o: o.value)


def _subjects(repository: Repository, predicate: str, target: NamedNode) -> set[NamedNode]:
    found = {quad.subject for quad in repository.match(None, node(predicate), target)}
    return {subject for subject in found if isinstance(subject, NamedNode)}


def region_seeds(repository: Repository, region: NamedNode) -> Seeds:
    """Return where the selection of a region starts."""
    regions = {region}
    waiting = [region]
    while waiting:
        inner = _subjects(repository, "kgo:within", waiting.pop()) - regions
        regions |= inner
        waiting += inner
    located = set().union(*(_subjects(repository, "kgo:locatedIn", each) for each in regions))
    governing = set().union(*(_subjects(repository, "kgo:governs", each) for each in regions))
    clauses = {each for each in governing if kind_of(each) == "clause"}
    return Seeds(frozenset(regions | located), frozenset(clauses))


def thing_seeds(repository: Repository, thing: NamedNode) -> Seeds:
    """Return where the selection of one thing starts; a chain brings its stage concepts."""
    stages = _objects(repository, thing, "kgo:hasStage", STATEMENTS)
    concepts = {concept for stage in stages for concept in _objects(repository, stage, "kgo:stageConcept")}
    return Seeds(frozenset({thing, *concepts}))


def paper_seeds(repository: Repository, paper: NamedNode) -> Seeds:
    """Return where the selection of a paper starts: its clauses."""
    parts = _subjects(repository, "kgo:inDocument", paper)
    return Seeds(frozenset(), frozenset(part for part in parts if kind_of(part) == "clause"))


def kind_of(thing: object) -> str:
    """Return the prefix of one of the project's things, "" for anything else."""
    if isinstance(thing, NamedNode) and thing.value.startswith(_THINGS):
        return thing.value[len(_THINGS) :].partition("/")[0]
    return ""


def closure(
    repository: Repository,
    seeds: Seeds,
    *,
    depth: int = 0,
    evidence: Evidence = Evidence.FULL,
    inferred: bool = False,
) -> frozenset[Quad]:
    """Return the quads that belong to a selection, as the module says.

    ``depth`` widens it by as many steps; ``evidence`` below ``full`` leaves clause texts and mentions, or
    all evidence, out; ``inferred`` adds what is inferred between things that belong.
    """
    gathering = _Gathering(repository, seeds.clauses)
    for clause in sorted(seeds.clauses, key=str):
        gathering.quads.update(repository.match(None, None, None, clause))
        gathering.quads.update(repository.match(clause, None, None, DOCUMENTS))
        for about in sorted(_subjects(repository, "kgo:statedIn", clause), key=str):
            gathering.add_assertion(about)
    _add_touching(gathering, seeds.things)
    for _ in range(depth):
        _add_touching(gathering, _about(gathering) - seeds.things)
    quads = _with_evidence(gathering, evidence)
    described = _described(repository, quads, seeds, evidence)
    if inferred:
        belonging = {quad.subject for quad in described} | {quad.object for quad in described}
        described |= {
            quad
            for subject in belonging
            if isinstance(subject, NamedNode) and kind_of(subject)
            for quad in repository.match(subject, None, None, INFERRED)
            if quad.object in belonging or not kind_of(quad.object)
        }
    return frozenset(described)


def _add_touching(gathering: _Gathering, things: Iterable[NamedNode]) -> None:
    for thing in sorted(things, key=str):
        touching = set().union(*(_subjects(gathering.repository, each, thing) for each in _TOUCHING))
        for stage in _subjects(gathering.repository, "kgo:stageConcept", thing):
            touching |= _subjects(gathering.repository, "kgo:hasStage", stage)
        if kind_of(thing) == "chain":
            touching.add(thing)
        for about in sorted(touching, key=str):
            gathering.add_assertion(about)


def _about(gathering: _Gathering) -> frozenset[NamedNode]:
    """Return the things, other than regions, that the assertions so far are about."""
    predicates = {node(each) for each in (*_TOUCHING, "kgo:stageConcept")}
    found = {quad.object for quad in gathering.quads if quad.predicate in predicates}
    return frozenset(o for o in found if isinstance(o, NamedNode) and kind_of(o) not in ("", "region"))


def _with_evidence(gathering: _Gathering, evidence: Evidence) -> set[Quad]:
    if evidence is Evidence.FULL:
        return set(gathering.quads)
    if evidence is Evidence.QUOTES:
        return {quad for quad in gathering.quads if quad.graph_name == STATEMENTS}
    carriers = gathering.assertions | {s for about in gathering.assertions for s in gathering.stages(about)}
    return {
        quad for quad in gathering.quads if quad.graph_name == STATEMENTS and quad.subject not in carriers
    }


def _described(repository: Repository, quads: set[Quad], seeds: Seeds, evidence: Evidence) -> set[Quad]:
    """Return the quads with the descriptions of everything that they name, and of what those name."""
    hidden = frozenset() if evidence is Evidence.FULL else _TEXTS
    found = set(quads)
    known: set[object] = set()
    sideways: set[Quad] = set()
    waiting = {term for quad in quads for term in quad if _is_ours(term)} | set(seeds.things)
    while waiting:
        thing = waiting.pop()
        known.add(thing)
        whole = thing in seeds.clauses and evidence is Evidence.FULL
        for quad in _description(repository, thing):
            if quad.predicate in hidden:
                continue
            if quad.predicate in _SIDEWAYS and not whole:
                sideways.add(quad)
                continue
            found.add(quad)
            waiting |= {term for term in quad.triple if _is_ours(term)} - known
    return found | {quad for quad in sideways if quad.object in known}


def _description(repository: Repository, thing: NamedNode) -> Iterator[Quad]:
    """Yield what the graph says of a thing itself; of a term of the ontology only its name and place."""
    term = not kind_of(thing)
    for graph in _DESCRIBING:
        for quad in repository.match(thing, None, None, graph):
            if not term or quad.predicate in _OF_TERMS:
                yield quad
    if kind_of(thing) == "clause":  # one that another repeats is named without being of the selection
        yield from repository.match(thing, node("kgo:text"), None, thing)


def _is_ours(term: object) -> bool:
    """Say whether a term is one of the project's things or of the ontology's terms."""
    return isinstance(term, NamedNode) and term.value.startswith(_OURS)


_THINGS = PREFIXES["region"].removesuffix("region/")
_OURS = (PREFIXES["kgo"], _THINGS)
_OF_TERMS = frozenset(
    node(name) for name in ("rdf:type", "rdfs:label", "rdfs:subClassOf", "rdfs:subPropertyOf")
)


def everything(
    repository: Repository, *, evidence: Evidence = Evidence.FULL, inferred: bool = False
) -> Iterator[Quad]:
    """Yield the whole graph, as far as ``evidence`` and ``inferred`` let it be held, unsorted.

    What is derived comes on request only, as in :func:`remainder`.
    """
    bare = evidence is Evidence.NONE
    for quad in _allowed(repository, evidence=evidence, inferred=inferred):
        if not (bare and kind_of(quad.object) in _EVIDENCE_KINDS):
            yield quad


def _allowed(repository: Repository, *, evidence: Evidence, inferred: bool) -> Iterator[Quad]:
    every = inferred and evidence is Evidence.FULL
    kept = {*_DESCRIBING, STATEMENTS} | ({INFERRED} if inferred else set())
    return (quad for quad in repository.match() if every or _belongs(quad, kept, evidence))


def remainder(
    repository: Repository,
    given: Container[Quad],
    *,
    evidence: Evidence = Evidence.FULL,
    inferred: bool = False,
) -> frozenset[Quad]:
    """Return what is not ``given`` in the cities' parts, with what is needed to read it: the provincial part.

    What is derived comes on request only: the inferred graph, and with full evidence the analysis and the
    index of words too, so that the parts are the whole graph to the last triple.
    """
    rest = {quad for quad in _allowed(repository, evidence=evidence, inferred=inferred) if quad not in given}
    return frozenset(_described(repository, rest | _stood_for(repository, rest), Seeds(), evidence))


def _stood_for(repository: Repository, quads: set[Quad]) -> set[Quad]:
    """Return the plain triples of assertions: a city whose own clause says the same was given them."""
    gathering = _Gathering(repository, frozenset())
    for about in sorted({quad.subject for quad in quads if quad.graph_name == STATEMENTS}, key=str):
        if kind_of(about) in ("statement", "restriction"):
            for triple in gathering.plain(about):  # type: ignore[arg-type]
                gathering.quads.update(repository.match(*triple, STATEMENTS))
    return gathering.quads


def _belongs(quad: Quad, kept: set[NamedNode], evidence: Evidence) -> bool:
    """Say whether a quad may be in an export with this much evidence."""
    if quad.graph_name not in kept and not (
        evidence is Evidence.FULL and kind_of(quad.graph_name) == "clause"
    ):
        return False
    if evidence is Evidence.NONE:
        return kind_of(quad.subject) not in _EVIDENCE_KINDS
    return evidence is Evidence.FULL or quad.predicate not in _TEXTS


_EVIDENCE_KINDS = frozenset({"statement", "restriction", "target", "chain", "stage", "clause"})
_TEXTS = frozenset({node("kgo:text"), node("kgo:digest"), node("kgo:mentions")})
