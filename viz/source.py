"""From the store to what pages show: the only place of the pages' SPARQL.

:func:`load` reads a graph once into an :class:`Atlas`; :mod:`kg.viz.views` cuts views out of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.analysis import corpus
from kg.analysis.chain_gaps import ChainReport, chain_reports, sentences_of_gaps
from kg.analysis.evidence import Ground
from kg.analysis.reference import reference_chains
from kg.rdf.iris import KIND_OF_PREFIX, split_iri
from kg.store import Repository, Row
from kg.viz.atlas import Atlas, ChainOf, StageOf, TargetOf, Thing, reference_iri
from kg.viz.model import Edge, Evidence, Mark, Paper, Passage

_STATEMENTS = """
SELECT ?subject ?predicate ?object ?clause ?begin ?end ?cue ?strength ?when
WHERE {
  ?assertion a kgo:Statement ; kgo:subject ?subject ; kgo:predicate ?predicate ; kgo:object ?object ;
    kgo:statedIn ?clause ; kgo:quoteBegin ?begin ; kgo:quoteEnd ?end .
  OPTIONAL { ?assertion kgo:cue ?cue }
  OPTIONAL { ?assertion kgo:strength ?strength }
  OPTIONAL { ?assertion kgo:when ?when }
}
"""
_RESTRICTIONS = """
SELECT ?subject ?object ?clause ?begin ?end ?cue ?mode ?scope ?comparator ?threshold ?unit ?when
WHERE {
  ?assertion a kgo:Restriction ; kgo:place ?subject ; kgo:restrictedConcept ?object ;
    kgo:statedIn ?clause ; kgo:quoteBegin ?begin ; kgo:quoteEnd ?end ; kgo:mode ?mode ; kgo:scope ?scope .
  OPTIONAL { ?assertion kgo:cue ?cue }
  OPTIONAL { ?assertion kgo:comparator ?comparator ; kgo:threshold ?threshold }
  OPTIONAL { ?assertion kgo:unit ?unit }
  OPTIONAL { ?assertion kgo:when ?when }
}
"""
_CHAINS = """
SELECT ?chain ?name ?place ?clause ?begin ?end ?cue ?stage ?stageName ?position ?concept
WHERE {
  ?chain a kgo:IndustrialChain ; rdfs:label ?name ; kgo:place ?place ; kgo:statedIn ?clause ;
    kgo:quoteBegin ?begin ; kgo:quoteEnd ?end ; kgo:hasStage ?stage .
  ?stage kgo:position ?position ; kgo:surface ?stageName ; kgo:stageConcept ?concept .
  OPTIONAL { ?chain kgo:cue ?cue }
}
"""
_TARGETS = """
SELECT ?place ?indicator ?value ?unit ?bound ?baseline ?year ?clause ?begin ?end
WHERE {
  ?target a kgo:Target ; kgo:place ?place ; kgo:indicator ?indicator ; kgo:value ?value ; kgo:bound ?bound ;
    kgo:statedIn ?clause ; kgo:quoteBegin ?begin ; kgo:quoteEnd ?end .
  OPTIONAL { ?target kgo:unit ?unit }
  OPTIONAL { ?target kgo:baseline ?baseline }
  OPTIONAL { ?target kgo:year ?year }
}
"""
_CLAUSES = """
SELECT ?clause ?text ?line ?doc ?section ?region ?heading
WHERE {
  ?clause a kgo:Clause ; kgo:text ?text ; kgo:line ?line ; kgo:inDocument ?doc ; kgo:inSection ?section .
  OPTIONAL { ?clause kgo:governs ?region }
  OPTIONAL { ?clause kgo:heading ?heading }
}
"""
_SECTIONS = """
SELECT ?section ?title ?parent WHERE {
  ?section a kgo:Section ; kgo:title ?title . OPTIONAL { ?section kgo:inSection ?parent }
}
"""
_PAPERS = """
SELECT ?doc ?title ?number ?date ?status ?issuer WHERE {
  ?doc a kgo:PolicyDocument ; kgo:title ?title .
  OPTIONAL { ?doc kgo:documentNumber ?number }
  OPTIONAL { ?doc eli:date_document ?date }
  OPTIONAL { ?doc kgo:status ?status }
  OPTIONAL { ?doc kgo:issuedBy ?issuer }
}
"""
_LABELS = "SELECT ?thing ?label WHERE { ?thing rdfs:label ?label }"
_ALIASES = "SELECT ?thing ?label WHERE { ?thing skos:altLabel ?label }"
_CLASSES = "SELECT ?thing ?class WHERE { GRAPH graph:labels { ?thing a ?class } }"
_CODES = """
SELECT ?thing ?code WHERE {
  GRAPH graph:reference { { ?thing kgo:gbt2260 ?code } UNION { ?thing kgo:gbt4754 ?code } }
}
"""
_WITHIN = "SELECT ?thing ?whole WHERE { GRAPH graph:reference { ?thing kgo:within ?whole } }"
_MENTIONS = """
SELECT ?clause ?entity ?begin ?end WHERE {
  GRAPH ?clause {
    ?mention kgo:inClause ?clause ; kgo:refersTo ?entity ; nif:beginIndex ?begin ; nif:endIndex ?end
  }
}
"""


def load(repository: Repository) -> Atlas:
    """Read everything that pages show, in a fixed order whatever the store's order is.

    Complexity: linear in the number of statements, clauses and mentions. Errors are those of the store.
    """
    within = {row.text("thing"): row.text("whole") for row in sorted_rows(repository, _WITHIN)}
    passages, headings = _passages(repository)
    marks = _marks(repository)
    edges = _edges(repository, marks)
    around: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        for end in dict.fromkeys((edge.source, edge.target)):
            around[end].append(edge)
    read = corpus.load(repository)
    reports = chain_reports(read)
    return Atlas(
        things=_things(repository) | _references(reports),
        edges=edges,
        around={iri: tuple(found) for iri, found in around.items()},
        passages=passages,
        papers=_papers(repository),
        chains=_chains(repository, marks),
        targets=_targets(repository),
        within=within,
        headings=headings,
        ground=Ground(read),
        reports=reports,
        said=tuple(sentences_of_gaps(read, reference_chains())),
    )


def _references(reports: Iterable[ChainReport]) -> dict[str, Thing]:
    """Return the reference chains that a city speaks of as things with pages."""
    return {
        reference_iri(report.chain.id): Thing(
            reference_iri(report.chain.id),
            f"{report.chain.name}产业链",
            "Chain",
            f"{report.chain.name_en} chain",
            report.chain.words,
        )
        for report in reports
    }


def sorted_rows(repository: Repository, query: str) -> list[Row]:
    """Return the rows of a query in the order of their texts."""
    return sorted(repository.select(query), key=lambda row: [row.text(column) for column in row])


def local(iri: str) -> str:
    """Return the local name of one of the project's IRIs, or what stands after the last ``#`` or ``/``."""
    split = split_iri(iri)
    return split[1] if split else iri.replace("#", "/").rpartition("/")[2]


def _things(repository: Repository) -> dict[str, Thing]:
    classes: dict[str, set[str]] = defaultdict(set)
    for row in repository.select(_CLASSES):
        classes[row.text("thing")].add(local(row.text("class")))
    zh: dict[str, str] = {}
    en: dict[str, str] = {}
    for row in sorted_rows(repository, _LABELS):
        language = getattr(row["label"], "language", None)
        (en if language == "en" else zh).setdefault(row.text("thing"), row.text("label"))
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in sorted_rows(repository, _ALIASES):
        aliases[row.text("thing")].append(row.text("label"))
    codes = {row.text("thing"): row.text("code") for row in sorted_rows(repository, _CODES)}
    return {
        iri: Thing(
            iri=iri,
            label=name,
            kind=_kind(iri, classes[iri]),
            label_en=en.get(iri, ""),
            aliases=tuple(dict.fromkeys(alias for alias in aliases[iri] if alias != name)),
            code=codes.get(iri, ""),
            classes=frozenset(classes[iri]),
        )
        for iri, name in sorted(zh.items())
    }


def _kind(iri: str, classes: set[str]) -> str:
    split = split_iri(iri)
    if split is None:
        return ""
    if split[0] == "concept":
        return "Product" if "Product" in classes and "Industry" not in classes else "Industry"
    return KIND_OF_PREFIX.get(split[0], "")


def _passages(repository: Repository) -> tuple[dict[str, Passage], frozenset[str]]:
    titles: dict[str, tuple[str, str]] = {}
    for row in sorted_rows(repository, _SECTIONS):
        titles[row.text("section")] = (row.text("title"), row.text("parent"))
    found: dict[str, Passage] = {}
    headings: set[str] = set()
    for row in sorted_rows(repository, _CLAUSES):
        iri = row.text("clause")
        found[iri] = Passage(
            iri=iri,
            doc=local(row.text("doc")),
            line=int(row.text("line")),
            text=row.text("text"),
            place=_place(row.text("section"), titles),
            region=row.text("region"),
        )
        if row.text("heading"):
            headings.add(iri)
    ordered = sorted(found.values(), key=lambda passage: (passage.doc, passage.line))
    return {passage.iri: passage for passage in ordered}, frozenset(headings)


def _place(section: str, titles: Mapping[str, tuple[str, str]]) -> str:
    """Return the nearest headings above a clause, outermost first."""
    return " › ".join(corpus.headings_above(section, titles)[-3:])


def _papers(repository: Repository) -> tuple[Paper, ...]:
    labels = {row.text("thing"): row.text("label") for row in sorted_rows(repository, _LABELS)}
    found: dict[str, Paper] = {}
    for row in sorted_rows(repository, _PAPERS):
        iri = row.text("doc")
        issuer = labels.get(row.text("issuer"), local(row.text("issuer")))
        before = found.get(iri)
        found[iri] = Paper(
            id=local(iri),
            title=row.text("title") or local(iri),
            number=row.text("number"),
            date=row.text("date"),
            issuer=f"{before.issuer}、{issuer}" if before else issuer,
            status=local(row.text("status")),
        )
    return tuple(found[iri] for iri in sorted(found))


def _marks(repository: Repository) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Return the ranges of every mention: (clause, entity) → ranges in order."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in repository.select(_MENTIONS):
        found[row.text("clause"), row.text("entity")].append((int(row.text("begin")), int(row.text("end"))))
    return {key: sorted(ranges) for key, ranges in found.items()}


def _evidence(
    row: Row, marks: Mapping[tuple[str, str], list[tuple[int, int]]], ends: tuple[str, str]
) -> Evidence:
    """Return where a row was read, with the mentions of both ends near the evidence marked."""
    clause, begin, end = row.text("clause"), int(row.text("begin")), int(row.text("end"))
    found: list[Mark] = []
    for iri, role in zip(ends, ("subject", "object"), strict=True):
        ranges = marks.get((clause, iri), [])
        inside = [pair for pair in ranges if pair[0] < end and begin < pair[1]]
        near = inside or sorted(ranges, key=lambda pair: abs(pair[0] - begin))[:1]
        found += [Mark(start, stop, role) for start, stop in near[:2]]
    return Evidence(clause, begin, end, tuple(sorted(set(found))))


def _edges(
    repository: Repository, marks: Mapping[tuple[str, str], list[tuple[int, int]]]
) -> tuple[Edge, ...]:
    """Return the statements, one edge for all clauses that say the same."""
    gathered: dict[tuple[str, ...], list[tuple[Evidence, str, str]]] = defaultdict(list)
    for row in sorted_rows(repository, _STATEMENTS):
        ends = (row.text("subject"), row.text("object"))
        key = (*ends, local(row.text("predicate")), "", "", "")
        gathered[key].append((_evidence(row, marks, ends), local(row.text("strength")), row.text("when")))
    for row in sorted_rows(repository, _RESTRICTIONS):
        ends = (row.text("subject"), row.text("object"))
        limit = f"{row.text('comparator')}{row.text('threshold')}{local(row.text('unit'))}"
        key = (*ends, "restricts", local(row.text("mode")), local(row.text("scope")), limit)
        gathered[key].append((_evidence(row, marks, ends), "", row.text("when")))
    return tuple(_merged(key, found) for key, found in sorted(gathered.items()))


def _merged(key: tuple[str, ...], found: list[tuple[Evidence, str, str]]) -> Edge:
    source, target, predicate, mode, scope, limit = key
    evidence = {item.passage: item for item, _, _ in reversed(found)}
    return Edge(
        source=source,
        target=target,
        predicate=predicate,
        evidence=tuple(evidence[clause] for clause in sorted(evidence)),
        mode=mode,
        scope=scope,
        strength="、".join(dict.fromkeys(strength for _, strength, _ in found if strength)),
        when="、".join(dict.fromkeys(when for _, _, when in found if when)),
        threshold=limit,
    )


def _chains(
    repository: Repository, marks: Mapping[tuple[str, str], list[tuple[int, int]]]
) -> tuple[ChainOf, ...]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in sorted_rows(repository, _CHAINS):
        rows[row.text("chain")].append(row)
    found: list[ChainOf] = []
    for iri, group in sorted(rows.items()):
        first = group[0]
        stages = {
            row.text("stage"): StageOf(
                row.text("stage"), row.text("stageName"), int(row.text("position")), row.text("concept")
            )
            for row in group
        }
        ordered = tuple(sorted(stages.values(), key=lambda stage: stage.position))
        evidence = _evidence(first, marks, ("", ""))
        found.append(ChainOf(iri, first.text("name"), first.text("place"), evidence, ordered))
    return tuple(found)


def _targets(repository: Repository) -> tuple[TargetOf, ...]:
    signs = {"min": "≥", "max": "≤"}
    return tuple(
        TargetOf(
            place=row.text("place"),
            indicator=row.text("indicator"),
            value=f"{signs.get(local(row.text('bound')), '')}{row.text('value')}{local(row.text('unit'))}",
            year=row.text("year"),
            baseline=row.text("baseline"),
            evidence=Evidence(row.text("clause"), int(row.text("begin")), int(row.text("end"))),
        )
        for row in sorted_rows(repository, _TARGETS)
    )
