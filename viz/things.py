"""The page of any IRI that the graph holds: what it is, what stands around it, on what words, and as data.

Cities, industries, chains and firms have graph pages besides (:func:`kg.viz.page_of`); this is the page of
everything: a clause with its mentions marked, a park, a section, a statement, a class, a named graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.rdf.iris import BASE, split_iri
from kg.store import Repository, Row, shorten
from kg.viz.assets import safe_json
from kg.viz.pages import Frame, Page, render

_AROUND = """
SELECT DISTINCT ?p ?o ?s WHERE {
  { GRAPH ?g { ?this ?p ?o } } UNION { GRAPH ?g { ?s ?p ?this } }
  # what is inferred in the words of other vocabularies only says the same once more
  FILTER(?g != graph:inferred || STRSTARTS(STR(?p), STR(kgo:)))
} LIMIT 4000
"""
_SPOKEN = """
SELECT DISTINCT ?subject ?predicate ?object ?clause ?quote ?line ?title WHERE {
  { ?a kgo:subject ?this } UNION { ?a kgo:object ?this }
  UNION { ?a kgo:place ?this ; kgo:shortcut ?any } UNION { ?a kgo:restrictedConcept ?this }
  { ?a kgo:subject ?subject ; kgo:predicate ?predicate ; kgo:object ?object }
  UNION { ?a kgo:place ?subject ; kgo:shortcut ?predicate ; kgo:restrictedConcept ?object }
  ?a kgo:statedIn ?clause ; kgo:quote ?quote ; kgo:sourceDocument ?paper .
  ?clause kgo:line ?line . ?paper kgo:title ?title .
} ORDER BY ?title ?line ?predicate STR(?subject) STR(?object)
"""
_CLAUSE = """
SELECT ?text ?line ?doc ?title ?heading ?region WHERE {
  ?this kgo:text ?text ; kgo:line ?line ; kgo:inDocument ?doc .
  ?doc kgo:title ?title .
  OPTIONAL { ?this kgo:inSection ?section . ?section kgo:title ?heading }
  OPTIONAL { ?this kgo:governs ?region }
}
"""
_MARKS = """
SELECT DISTINCT ?begin ?end ?entity WHERE {
  GRAPH ?this {
    ?mention kgo:refersTo ?entity .
    { ?mention nif:beginIndex ?begin ; nif:endIndex ?end }
    UNION { ?mention kgo:hasPiece ?piece . ?piece nif:beginIndex ?begin ; nif:endIndex ?end }
  }
} ORDER BY ?begin DESC(?end) STR(?entity)
"""
_NEIGHBOURS = """
SELECT ?other ?at WHERE { ?other kgo:inDocument ?doc ; kgo:line ?at . FILTER(?at IN (?before, ?after)) }
"""
_LABELS = "SELECT ?thing ?label WHERE { GRAPH graph:labels { ?thing rdfs:label ?label } }"
_MOST = 300
_DATA = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"), ("rdf", "RDF/XML"))


@dataclass(frozen=True, slots=True)
class Names:
    """Labels of everything, by IRI: Chinese and, where there is one, English."""

    zh: Mapping[str, str]
    en: Mapping[str, str]

    @classmethod
    def load(cls, repository: Repository) -> Names:
        """Read all labels of a graph."""
        zh, en = dict[str, str](), dict[str, str]()
        for row in repository.select(_LABELS):
            label = row["label"]
            known = en if isinstance(label, Literal) and label.language == "en" else zh
            known.setdefault(row.text("thing"), row.text("label"))
        return cls(zh, en)

    def of(self, iri: str) -> str:
        """Return what to call a thing: its Chinese label, else its IRI as short as can be."""
        return self.zh.get(iri) or shorten(iri)


def href(iri: str) -> str:
    """Return where a thing's page is below the site's root, "" for a thing of others.

    >>> href("https://w3id.org/industry-kg/id/region/沈阳市"), href("http://example.org/")
    ('id/region/沈阳市', '')
    """
    return iri[len(BASE) :] if iri.startswith(BASE) else ""


def thing_page(repository: Repository, iri: str, frame: Frame, names: Names) -> Page | None:
    """Return the page of an IRI, None where the graph does not hold it."""
    this = NamedNode(iri)
    around = repository.select(_AROUND, bindings={"this": this})
    if not around and not any(repository.match(graph=this)):
        return None
    path = href(iri) or "thing"
    clause = repository.select(_CLAUSE, bindings={"this": this}) if "/id/clause/" in iri else ()
    spoken = (
        [] if clause else [_quoted(row, names) for row in repository.select(_SPOKEN, bindings={"this": this})]
    )
    html = render(
        "thing.html",
        path,
        frame,
        title=names.of(iri),
        title_en=names.en.get(iri, ""),
        iri=iri,
        short=shorten(iri),
        kinds=_kinds(around, names),
        clause=_clause(repository, this, clause[0], names) if clause else None,
        spoken=spoken[:_MOST],
        more=max(0, len(spoken) - _MOST),
        groups=_groups(around, iri, names),
        downloads=[{"name": name, "href": f"{href(iri)}?format={form}"} for form, name in _DATA],
        data=safe_json(json_ld(repository.describe(this), iri)),
    )
    return Page(path, names.of(iri), html)


def json_ld(triples: Sequence[Triple], iri: str) -> dict[str, Any]:
    """Return what triples say of a thing as expanded JSON-LD, what it is an object of under @reverse."""
    out: dict[str, list[Any]] = defaultdict(list)
    back: dict[str, list[Any]] = defaultdict(list)
    types = []
    for triple in triples:
        predicate = triple.predicate.value
        if isinstance(triple.subject, NamedNode) and triple.subject.value == iri:
            if predicate.endswith("22-rdf-syntax-ns#type") and isinstance(triple.object, NamedNode):
                types.append(triple.object.value)
            else:
                out[predicate].append(_json_value(triple.object))
        elif isinstance(triple.subject, NamedNode):
            back[predicate].append({"@id": triple.subject.value})
    made: dict[str, Any] = {"@id": iri} | ({"@type": types} if types else {}) | dict(out)
    return made | ({"@reverse": dict(back)} if back else {})


def _json_value(term: Any) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"@id": getattr(term, "value", str(term))}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value.endswith("#string"):
        return {"@value": term.value}
    return {"@value": term.value, "@type": term.datatype.value}


def _kinds(around: Iterable[Row], names: Names) -> list[dict[str, str]]:
    kinds = sorted({row.text("o") for row in around if row.text("p").endswith("-ns#type") and row["o"]})
    return [_link(kind, names) for kind in kinds]


def _link(iri: str, names: Names) -> dict[str, str]:
    return {"name": names.of(iri), "en": names.en.get(iri, ""), "href": href(iri), "iri": iri}


def _value(term: Any, names: Names) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return _link(term.value, names)
    return {"name": getattr(term, "value", str(term)), "en": "", "href": "", "iri": ""}


def _groups(around: Iterable[Row], iri: str, names: Names) -> list[dict[str, Any]]:
    """Return what stands around a thing, by predicate, what it says before what is said of it."""
    found: dict[tuple[bool, str], list[dict[str, str]]] = defaultdict(list)
    for row in around:
        back = row["o"] is None
        found[back, row.text("p")].append(_value(row["s"] if back else row["o"], names))
    return [
        {
            "back": back,
            "name": names.of(predicate),
            "en": names.en.get(predicate, ""),
            "short": shorten(predicate),
            "href": href(predicate),
            "values": sorted(values, key=lambda value: (value["name"], value["iri"]))[:_MOST],
            "count": len(values),
        }
        for (back, predicate), values in sorted(found.items())
        if not (back and predicate.endswith(("ontology#subject", "ontology#object")))
    ]


def _quoted(row: Row, names: Names) -> dict[str, Any]:
    return {
        **{part: _link(row.text(part), names) for part in ("subject", "predicate", "object")},
        "quote": row.text("quote").strip(),
        "href": href(row.text("clause")),
        "line": row.text("line"),
        "title": row.text("title"),
    }


def _clause(repository: Repository, this: NamedNode, row: Row, names: Names) -> dict[str, Any]:
    line = int(row.text("line"))
    doc = row["doc"]
    assert doc is not None
    near = repository.select(_NEIGHBOURS, bindings={"doc": doc, "before": line - 1, "after": line + 1})
    beside = {int(other.text("at")) - line: href(other.text("other")) for other in near}
    marks = [
        (int(mark.text("begin")), int(mark.text("end")), mark.text("entity"))
        for mark in repository.select(_MARKS, bindings={"this": this})
    ]
    doc_id = (split_iri(row.text("doc")) or ("", ""))[1]
    return {
        "pieces": list(_marked(row.text("text"), marks, names)),
        "line": line,
        "title": row.text("title"),
        "heading": row.text("heading"),
        "region": _link(row.text("region"), names) if row["region"] else None,
        "paper": f"papers/{doc_id}.html#L{line}",
        "before": beside.get(-1, ""),
        "after": beside.get(1, ""),
    }


def _marked(text: str, marks: Sequence[tuple[int, int, str]], names: Names) -> Iterable[dict[str, str]]:
    """Cut a text at its outermost marks; a piece with an ``href`` is a mention."""
    done = 0
    for begin, end, entity in marks:
        if begin >= done:
            yield {"text": text[done:begin], "href": "", "name": ""}
            yield {"text": text[begin:end], "href": href(entity), "name": names.of(entity)}
            done = end
    yield {"text": text[done:], "href": "", "name": ""}
