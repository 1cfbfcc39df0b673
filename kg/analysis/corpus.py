"""From the store to what analyses read: the only place of the analyses' SPARQL.

:func:`load` reads a graph once into a :class:`Corpus`; every analysis is a function of a corpus. Nothing of
``graph:inferred`` is read, so that every row rests on words of a paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.analysis.records import (
    ChainText,
    Claim,
    ClauseText,
    Corpus,
    Paper,
    Quote,
    Repeat,
    Restraint,
    TargetText,
    Thing,
)
from kg.rdf.iris import split_iri
from kg.store import Repository, Row

_EVIDENCE = """?a kgo:statedIn ?clause ; kgo:sourceDocument ?doc ; kgo:quote ?quote ;
    kgo:quoteBegin ?begin ; kgo:quoteEnd ?end ."""
_OCCASION = """OPTIONAL { ?a kgo:cue ?cue } OPTIONAL { ?a kgo:when ?when } OPTIONAL { ?a kgo:until ?until }"""
_CLAIMS = f"""SELECT * WHERE {{
  ?a a kgo:Statement ; kgo:subject ?subject ; kgo:predicate ?predicate ; kgo:object ?object ;
    kgo:place ?place ; kgo:rule ?rule . {_EVIDENCE} {_OCCASION}
  OPTIONAL {{ ?a kgo:strength ?strength }}
}}"""
_RESTRAINTS = f"""SELECT * WHERE {{
  ?a a kgo:Restriction ; kgo:place ?place ; kgo:restrictedConcept ?concept ; kgo:surface ?surface ;
    kgo:mode ?mode ; kgo:scope ?scope . {_EVIDENCE} {_OCCASION}
  OPTIONAL {{ ?a kgo:comparator ?comparator ; kgo:threshold ?threshold }}
  OPTIONAL {{ ?a kgo:unit ?unit }}
}}"""
_KEPT = "SELECT ?a ?kept WHERE { ?a a kgo:Restriction ; kgo:kept ?kept }"
_ISSUERS = "SELECT ?doc ?issuer WHERE { ?doc a kgo:PolicyDocument ; kgo:issuedBy ?issuer }"
_PAPERS = """SELECT * WHERE { ?doc a kgo:PolicyDocument ; kgo:title ?title .
  OPTIONAL { ?doc eli:date_document ?date } OPTIONAL { ?doc kgo:status ?status } }"""
_CHAINS = f"""SELECT * WHERE {{
  ?a a kgo:IndustrialChain ; rdfs:label ?name ; kgo:place ?place ; kgo:hasStage ?stage . {_EVIDENCE}
  ?stage kgo:position ?position ; kgo:surface ?surface ; kgo:stageConcept ?concept .
}}"""
_TARGETS = f"""SELECT * WHERE {{
  ?a a kgo:Target ; kgo:place ?place ; kgo:indicator ?indicator ; kgo:value ?value ; kgo:bound ?bound .
  {_EVIDENCE} OPTIONAL {{ ?a kgo:baseline ?baseline }} OPTIONAL {{ ?a kgo:unit ?unit }}
  OPTIONAL {{ ?a kgo:year ?year }}
}}"""
_SIGNS = {"min": "≥", "max": "≤"}
_CLAUSES = """SELECT ?clause ?text ?line ?doc ?section ?region ?heading WHERE {
  ?clause a kgo:Clause ; kgo:text ?text ; kgo:line ?line ; kgo:inDocument ?doc ; kgo:inSection ?section .
  OPTIONAL { ?clause kgo:governs ?region } OPTIONAL { ?clause kgo:heading ?heading } }"""
_SECTIONS = """SELECT ?section ?title ?parent WHERE {
  ?section a kgo:Section ; kgo:title ?title . OPTIONAL { ?section kgo:inSection ?parent } }"""
_LABELS = "SELECT ?thing ?label WHERE { ?thing rdfs:label ?label }"
_ALIASES = "SELECT ?thing ?label WHERE { ?thing skos:altLabel ?label }"
_CLASSES = "SELECT ?thing ?class WHERE { GRAPH graph:labels { ?thing a ?class } }"
_MENTIONS = "SELECT ?clause ?thing WHERE { GRAPH graph:documents { ?clause kgo:mentions ?thing } }"
_REFERENCE = "SELECT ?below ?above WHERE { GRAPH graph:reference { ?below %s ?above } }"
_REPEATS = """SELECT * WHERE { GRAPH graph:documents {
  ?a kgo:repeatingClause ?later ; kgo:repeatedClause ?earlier ; kgo:quote ?quote ;
    kgo:repeatedQuote ?before ; kgo:similarity ?similarity } }"""


def load(repository: Repository) -> Corpus:
    """Read everything that analyses use, in an order that does not depend on the store's.

    Complexity: linear in statements, clauses and mentions. Errors are those of the store.
    """
    issuers: dict[str, list[str]] = defaultdict(list)
    for row in _rows(repository, _ISSUERS):
        issuers[row.text("doc")].append(row.text("issuer"))
    papers = {row.text("doc"): _paper(row, issuers) for row in _rows(repository, _PAPERS)}
    clauses = _clauses(repository)
    return Corpus(
        things=_things(repository),
        papers=papers,
        clauses=clauses,
        claims=tuple(
            sorted((_claim(row, papers, clauses) for row in _rows(repository, _CLAIMS)), key=_order)
        ),
        restraints=_restraints(repository, papers, clauses),
        chains=_chains(repository, clauses),
        mentions=_grouped(repository, _MENTIONS, "clause", "thing"),
        within=_single(repository, "kgo:within"),
        members=_grouped(repository, _REFERENCE % "kgo:memberOf", "above", "below"),
        broader=_grouped(repository, _REFERENCE % "skos:broader", "below", "above"),
        repeats=_repeats(repository),
        targets=_targets(repository, clauses),
    )


def local(iri: str) -> str:
    """Return the local name of one of the project's IRIs, or what stands behind the last ``#`` or ``/``."""
    split = split_iri(iri)
    return split[1] if split else iri.replace("#", "/").rpartition("/")[2]


def _rows(repository: Repository, query: str) -> list[Row]:
    return sorted(repository.select(query), key=lambda row: [row.text(column) for column in sorted(row)])


def _order(record: Claim | Restraint) -> tuple[str, int, int, str]:
    return record.quote.doc, record.quote.line, record.quote.begin, record.iri


def _paper(row: Row, issuers: dict[str, list[str]]) -> Paper:
    doc = row.text("doc")
    return Paper(
        local(doc), row.text("title"), row.text("date"), tuple(issuers[doc]), local(row.text("status"))
    )


def _quote(row: Row, clauses: dict[str, ClauseText]) -> Quote:
    clause = clauses[row.text("clause")]
    begin, end = int(row.text("begin")), int(row.text("end"))
    return Quote(clause.doc, clause.line, begin, end, row.text("quote"), clause.iri)


def _said(row: Row, papers: dict[str, Paper]) -> tuple[tuple[str, ...], str, str, int | None, str]:
    """Return who says it, its date, its own time, the last year of that, and its cue."""
    paper = papers.get(row.text("doc"))
    until = row.text("until")
    return (
        paper.issuers if paper else (),
        paper.date if paper else "",
        row.text("when"),
        int(until[:4]) if until else None,
        row.text("cue"),
    )


def _claims(
    repository: Repository, papers: dict[str, Paper], clauses: dict[str, ClauseText]
) -> tuple[Claim, ...]:
    made = (_claim(row, papers, clauses) for row in _rows(repository, _CLAIMS))
    return tuple(sorted({claim.iri: claim for claim in made}.values(), key=_order))


def _claim(row: Row, papers: dict[str, Paper], clauses: dict[str, ClauseText]) -> Claim:
    issuers, date, when, until, cue = _said(row, papers)
    return Claim(
        iri=row.text("a"),
        subject=row.text("subject"),
        predicate=local(row.text("predicate")),
        object=row.text("object"),
        place=row.text("place"),
        strength=local(row.text("strength")),
        when=when,
        until=until,
        cue=cue,
        rule=row.text("rule"),
        issuers=issuers,
        date=date,
        quote=_quote(row, clauses),
    )


def _restraints(
    repository: Repository, papers: dict[str, Paper], clauses: dict[str, ClauseText]
) -> tuple[Restraint, ...]:
    kept: dict[str, list[str]] = defaultdict(list)
    for row in _rows(repository, _KEPT):
        kept[row.text("a")].append(row.text("kept"))
    made: dict[str, Restraint] = {}
    for row in _rows(repository, _RESTRAINTS):
        issuers, date, when, until, cue = _said(row, papers)
        threshold = f"{row.text('comparator')}{row.text('threshold')}{local(row.text('unit'))}"
        made[row.text("a")] = Restraint(
            iri=row.text("a"),
            place=row.text("place"),
            concept=row.text("concept"),
            surface=row.text("surface"),
            mode=local(row.text("mode")),
            scope=local(row.text("scope")),
            threshold=threshold,
            when=when,
            until=until,
            cue=cue,
            kept=tuple(kept[row.text("a")]),
            issuers=issuers,
            date=date,
            quote=_quote(row, clauses),
        )
    return tuple(sorted(made.values(), key=_order))


def _chains(repository: Repository, clauses: dict[str, ClauseText]) -> tuple[ChainText, ...]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(repository, _CHAINS):
        rows[row.text("a")].append(row)
    found = []
    for iri, group in sorted(rows.items()):
        stages = {int(row.text("position")): (row.text("surface"), row.text("concept")) for row in group}
        ordered = tuple(stages[place] for place in sorted(stages))
        first = group[0]
        found.append(ChainText(iri, first.text("name"), first.text("place"), ordered, _quote(first, clauses)))
    return tuple(found)


def _targets(repository: Repository, clauses: dict[str, ClauseText]) -> tuple[TargetText, ...]:
    found: dict[str, TargetText] = {}
    for row in _rows(repository, _TARGETS):
        value = f"{_SIGNS.get(local(row.text('bound')), '')}{row.text('value')}{local(row.text('unit'))}"
        found[row.text("a")] = TargetText(
            iri=row.text("a"),
            place=row.text("place"),
            indicator=row.text("indicator"),
            baseline=row.text("baseline"),
            value=value,
            year=row.text("year")[:4],
            quote=_quote(row, clauses),
        )
    return tuple(sorted(found.values(), key=lambda target: (target.quote, target.iri)))


def _clauses(repository: Repository) -> dict[str, ClauseText]:
    titles: dict[str, tuple[str, str]] = {}
    for row in _rows(repository, _SECTIONS):
        titles[row.text("section")] = (row.text("title"), row.text("parent"))
    found = [
        ClauseText(
            iri=row.text("clause"),
            doc=local(row.text("doc")),
            line=int(row.text("line")),
            text=row.text("text"),
            region=row.text("region"),
            headings=headings_above(row.text("section"), titles),
            heading=bool(row.text("heading")),
        )
        for row in _rows(repository, _CLAUSES)
    ]
    return {clause.iri: clause for clause in sorted(found, key=lambda one: (one.doc, one.line))}


def headings_above(section: str, titles: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """Return the headings above a clause, outermost first, the paper's own title left out.

    ``titles`` holds title and parent of each section.
    """
    path: list[str] = []
    seen: set[str] = set()
    while section in titles and section not in seen:
        seen.add(section)
        title, parent = titles[section]
        if title and parent:
            path.insert(0, title)
        section = parent
    return tuple(path)


def _things(repository: Repository) -> dict[str, Thing]:
    classes = _grouped(repository, _CLASSES, "thing", "class")
    aliases = _grouped(repository, _ALIASES, "thing", "label")
    zh: dict[str, str] = {}
    en: dict[str, str] = {}
    for row in _rows(repository, _LABELS):
        language = getattr(row["label"], "language", None)
        (en if language == "en" else zh).setdefault(row.text("thing"), row.text("label"))
    return {
        iri: Thing(
            iri, name, en.get(iri, ""), _kind(iri), _locals(classes.get(iri, ())), aliases.get(iri, ())
        )
        for iri, name in sorted(zh.items())
    }


def _locals(iris: tuple[str, ...] | None) -> frozenset[str]:
    return frozenset(local(iri) for iri in iris or ())


def _kind(iri: str) -> str:
    split = split_iri(iri)
    return split[0] if split else ""


def _grouped(repository: Repository, query: str, key: str, value: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in repository.select(query):
        found[row.text(key)].add(row.text(value))
    return {name: tuple(sorted(values)) for name, values in sorted(found.items())}


def _single(repository: Repository, predicate: str) -> dict[str, str]:
    found = _grouped(repository, _REFERENCE % predicate, "below", "above")
    return {below: above[0] for below, above in found.items()}


def _repeats(repository: Repository) -> tuple[Repeat, ...]:
    def made() -> Iterator[Repeat]:
        for row in _rows(repository, _REPEATS):
            yield Repeat(
                row.text("later"),
                row.text("earlier"),
                row.text("quote"),
                row.text("before"),
                float(row.text("similarity")),
            )

    return tuple(made())
