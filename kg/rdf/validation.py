"""Whether a graph keeps its promises: SHACL shapes for what things have, rules for how graphs agree.

The shapes lie in ``data/shapes/*.ttl`` and are checked by pySHACL on the union of all graphs but
``graph:inferred``, since they ask what was stated. What a shape cannot see, since it sees no named graphs, is
a query in ``data/shapes/rules/*.rq`` that finds offenders; its first lines carry its messages. A user may add
to either without touching Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import RDF, SH

from kg.errors import GraphError
from kg.rdf.iris import ALL_PREFIXES, digest, graph_iri, prologue, shortened
from kg.rdf.literals import boolean, label, text
from kg.rdf.serialize import to_turtle
from kg.rdf.vocabulary import node
from kg.resources import data_path

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_HEADER = re.compile(r"^# (zh|en|graphs|severity): (.+)$", re.MULTILINE)
_PREFIXES = {
    **ALL_PREFIXES,
    "shape": "https://w3id.org/industry-kg/shapes#",
    "rule": "https://w3id.org/industry-kg/shapes/rules#",
}
_INFERRED = graph_iri("inferred")
_REPORT = "https://w3id.org/industry-kg/report#"


class Severity(StrEnum):
    """How bad a finding is; only a violation makes a graph not conform."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is not as it should be.

    ``check`` is the shape or rule, ``focus`` the thing, ``path`` the property and ``value`` what it has
    there ("" where the check names none), all IRIs as ``prefix:local``; ``zh`` and ``en`` say what is asked.
    """

    severity: Severity
    check: str
    focus: str
    path: str
    value: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found, violations first; ``triples`` and ``checks`` count what was checked."""

    source: str
    triples: int
    checks: int
    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings do not count."""
        return not any(finding.severity is Severity.VIOLATION for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def turtle(self) -> str:
        """Return the report as a SHACL validation report in Turtle, without blank nodes."""
        return to_turtle(_report_triples(self))


def validate(source: Path | Iterable[ox.Quad], *, shapes: bool = True) -> Report:
    """Check a graph against the shapes and rules.

    ``source`` is a graph file (.nq, .trig, .ttl, .nt, .jsonld, .rdf), a build folder, or quads; ``shapes``
    False leaves the slower SHACL part out. Raises GraphError for a file that cannot be read.
    """
    name, quads = (str(source), load(source)) if isinstance(source, Path) else ("", list(source))
    findings = set(_broken_rules(quads))
    checks = len(_rules())
    triples = {(q.subject, q.predicate, q.object) for q in quads if q.graph_name != _INFERRED}
    if shapes:
        findings |= set(_broken_shapes(triples))
        checks += len(set(_shapes().subjects(RDF.type, SH.NodeShape)))
    order = list(Severity)
    ranked = sorted(findings, key=lambda finding: (order.index(finding.severity), finding))
    return Report(name, len(triples), checks, tuple(ranked))


def load(path: Path) -> list[ox.Quad]:
    """Return the quads of a graph file, or of the graph in a build folder."""
    file = path / "graph.nq" if path.is_dir() else path
    form = _FORMATS.get(file.suffix)
    if form is None:
        raise GraphError(f"{file}: expected a graph file ({', '.join(_FORMATS)}) or a build folder")
    try:
        return list(ox.parse(path=str(file), format=form))
    except FileNotFoundError:
        raise GraphError(f"{file}: no such file; kg build writes a graph") from None
    except (SyntaxError, ValueError, OSError) as error:
        raise GraphError(f"{file}: cannot be read as {form.name}: {error}") from None


@cache
def _shapes() -> rdflib.Graph:
    shapes = rdflib.Graph()
    for path in sorted(data_path("shapes").glob("*.ttl")):
        shapes.parse(path, format="turtle")
    return shapes


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    query: str
    unnamed: bool
    severity: Severity
    zh: str
    en: str


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_rule(path) for path in sorted(data_path("shapes", "rules").glob("*.rq")))


def _rule(path: Path) -> _Rule:
    query = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(query))
    if "zh" not in header or "en" not in header:
        raise GraphError(f"{path}: a rule starts with '# zh: …' and '# en: …'")
    return _Rule(
        name=path.stem,
        query=prologue() + query,
        unnamed=header.get("graphs") == "default",
        severity=Severity(header.get("severity", Severity.VIOLATION)),
        zh=header["zh"],
        en=header["en"],
    )


def _broken_rules(quads: Iterable[ox.Quad]) -> Iterator[Finding]:
    store = ox.Store()
    store.bulk_extend(quads)
    for rule in _rules():
        found = store.query(rule.query, use_default_graph_as_union=not rule.unnamed)
        if not isinstance(found, ox.QuerySolutions):
            raise GraphError(f"rule {rule.name}: expected a SELECT query")
        for row in found:
            focus, value = row["focus"], row["value"]
            yield Finding(
                rule.severity, f"rule:{rule.name}", _short(focus), "", _short(value), rule.zh, rule.en
            )


def _broken_shapes(triples: Iterable[tuple[object, object, object]]) -> Iterator[Finding]:
    _, results, _ = pyshacl.validate(_to_rdflib(triples), shacl_graph=_shapes(), inference="none")
    for result in results.subjects(RDF.type, SH.ValidationResult):
        severity = str(results.value(result, SH.resultSeverity)).rpartition("#")[2]
        messages = {str(m.language): str(m) for m in results.objects(result, SH.resultMessage)}
        yield Finding(
            severity=Severity(severity),
            check=_shape_of(results.value(result, SH.sourceShape)),
            focus=_short(results.value(result, SH.focusNode)),
            path=_short(results.value(result, SH.resultPath)),
            value=_short(results.value(result, SH.value)),
            zh=messages.get("zh", ""),
            en=messages.get("en", ""),
        )


def _shape_of(source: rdflib.term.Node | None) -> str:
    """Return the name of a shape, or of the shape that an unnamed property shape belongs to."""
    if isinstance(source, rdflib.BNode):
        source = next(iter(_shapes().subjects(SH.property, source)), source)
    return f"shape:{str(source).rpartition('#')[2]}"


def _to_rdflib(triples: Iterable[tuple[object, object, object]]) -> rdflib.Graph:
    g = rdflib.Graph()
    known: dict[object, rdflib.term.Node] = {}

    def term(one: object) -> rdflib.term.Node:
        if one not in known:
            known[one] = _term(one)
        return known[one]

    for subject, predicate, target in triples:
        g.add((term(subject), term(predicate), term(target)))
    return g


def _term(one: object) -> rdflib.term.Node:
    if isinstance(one, ox.NamedNode):
        return rdflib.URIRef(one.value)
    if isinstance(one, ox.BlankNode):
        return rdflib.BNode(one.value)
    if isinstance(one, ox.Literal):
        datatype = None if one.language else rdflib.URIRef(one.datatype.value)
        return rdflib.Literal(one.value, lang=one.language, datatype=datatype)
    raise GraphError(f"{one}: a triple term; validate the graph that it annotates instead")


def _short(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode | rdflib.URIRef):
        return shortened(term.value if isinstance(term, ox.NamedNode) else str(term))
    return term.value if isinstance(term, ox.Literal) else str(term)


def _report_triples(report: Report) -> Iterator[ox.Triple]:
    about = ox.NamedNode(f"{_REPORT}report")
    yield ox.Triple(about, node("rdf:type"), node("sh:ValidationReport"))
    yield ox.Triple(about, node("sh:conforms"), boolean(report.conforms))
    for finding in report.findings:
        result = ox.NamedNode(f"{_REPORT}{digest(*(getattr(finding, name) for name in finding.__slots__))}")
        yield ox.Triple(about, node("sh:result"), result)
        yield ox.Triple(result, node("rdf:type"), node("sh:ValidationResult"))
        yield ox.Triple(result, node("sh:resultSeverity"), node(f"sh:{finding.severity}"))
        yield ox.Triple(result, node("sh:resultMessage"), label(finding.zh))
        yield ox.Triple(result, node("sh:resultMessage"), label(finding.en, "en"))
        for predicate, words in (
            ("sh:sourceShape", finding.check),
            ("sh:focusNode", finding.focus),
            ("sh:resultPath", finding.path),
            ("sh:value", finding.value),
        ):
            if words:
                yield ox.Triple(result, node(predicate), _long(words))


def _long(words: str) -> ox.NamedNode | ox.Literal:
    """Return the IRI that words are short for, else the words."""
    prefix, colon, local = words.partition(":")
    if colon and prefix in _PREFIXES:
        return ox.NamedNode(_PREFIXES[prefix] + local)
    return ox.NamedNode(words[1:-1]) if words.startswith("<") and words.endswith(">") else text(words)
