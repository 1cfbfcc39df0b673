"""Write answers: rows and truth values as table, CSV, TSV, JSON or XML; triples as Turtle or N-Triples."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.errors import UsageError, suggest
from kg.store.dataset import PREFIXES
from kg.store.repository import Answer, Rows
from kg.store.terms import Term

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_WIDEST = 10_000


def shorten(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return an IRI as prefix:local where a prefix covers it, otherwise as it is.

    >>> shorten("http://a/b/c", {"a": "http://a/", "b": "http://a/b/"})
    'b:c'
    """
    end = max(iri.rfind("/"), iri.rfind("#")) + 1
    name = _prefix_names(prefixes).get(iri[:end])
    return iri if name is None else f"{name}:{iri[end:]}"


_OWN_NAMES: Final = {start: name for name, start in PREFIXES.items()}


def _prefix_names(prefixes: Mapping[str, str]) -> Mapping[str, str]:
    return _OWN_NAMES if prefixes is PREFIXES else {start: name for name, start in prefixes.items()}


def display(term: Term | None) -> str:
    """Return a term as people read it: an IRI shortened, a literal without its datatype."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def table(answer: Answer, *, width: int | None = None) -> str:
    """Return rows, a truth value or triples as a table for people.

    Columns are aligned by display width (a Chinese character takes two cells); lines fold at ``width``
    cells, or never where it is None.
    """
    if isinstance(answer, bool):
        return "yes\n" if answer else "no\n"
    if isinstance(answer, tuple):
        answer = Rows.of(
            ("subject", "predicate", "object"), ((t.subject, t.predicate, t.object) for t in answer)
        )
    grid = Table(show_edge=False, pad_edge=False)
    for column in answer.columns:
        grid.add_column(column, overflow="fold")
    for row in answer:
        grid.add_row(*(Text(display(term)) for term in row.terms))
    out = io.StringIO()
    console = Console(file=out, width=width or _WIDEST, color_system=None, legacy_windows=False)
    console.print(grid)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    rows = len(answer)
    return "\n".join([*lines, f"({rows} row{'' if rows == 1 else 's'})", ""])


def _json(answer: Rows | bool) -> bytes:
    """Write SPARQL 1.1 Query Results JSON, a row a line."""
    if isinstance(answer, bool):
        return (json.dumps({"head": {}, "boolean": answer}) + "\n").encode()
    rows = (
        json.dumps(
            {name: _json_term(term) for name, term in row.items() if term is not None}, ensure_ascii=False
        )
        for row in answer
    )
    joined = ",\n".join(rows)
    head = json.dumps({"vars": list(answer.columns)}, ensure_ascii=False)
    return f'{{"head": {head}, "results": {{"bindings": [\n{joined}\n]}}}}\n'.encode()


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    written: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        written["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        written["datatype"] = term.datatype.value
    return written


def _through_engine(form: QueryResultsFormat) -> Callable[[Rows | bool], bytes]:
    """Return a writer that hands the JSON form to Oxigraph's own serializer."""

    def write(answer: Rows | bool) -> bytes:
        written = parse_query_results(_json(answer), format=QueryResultsFormat.JSON).serialize(format=form)
        assert written is not None
        return written if written.endswith(b"\n") else written + b"\n"

    return write


ROW_FORMATS: Final[dict[str, Callable[[Rows | bool], bytes]]] = {
    "table": lambda answer: table(answer).encode(),
    "csv": _through_engine(QueryResultsFormat.CSV),
    "tsv": _through_engine(QueryResultsFormat.TSV),
    "json": _json,
    "xml": _through_engine(QueryResultsFormat.XML),
}
"""Formats of rows and truth values."""

TRIPLE_FORMATS: Final[dict[str, RdfFormat]] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
"""Formats of triples."""


def dump(answer: Answer, form: str) -> bytes:
    """Return an answer in a format; raise UsageError for one that does not exist or does not fit.

    >>> dump(True, "csv")
    b'true\\n'
    """
    known = sorted({*ROW_FORMATS, *TRIPLE_FORMATS})
    if form not in known:
        raise UsageError(f"format {form!r}: one of {', '.join(known)} was expected{suggest(form, known)}")
    if isinstance(answer, tuple):
        if form == "table":
            return table(answer).encode()
        if form not in TRIPLE_FORMATS:
            raise UsageError(f"format {form!r} holds rows, but the query answers triples; use ttl or nt")
        return _triples(answer, TRIPLE_FORMATS[form])
    if form not in ROW_FORMATS:
        raise UsageError(
            f"format {form!r} holds triples, but the query answers rows; use csv, tsv, json or xml"
        )
    return ROW_FORMATS[form](answer)


def _triples(triples: tuple[Triple, ...], form: RdfFormat) -> bytes:
    used = {
        name: start
        for name, start in sorted(PREFIXES.items())
        if any(start in str(triple) for triple in triples)
    }
    prefixes = used if form in (RdfFormat.TURTLE, RdfFormat.RDF_XML, RdfFormat.JSON_LD) else None
    written = serialize(triples, format=form, prefixes=prefixes)
    assert written is not None
    return written
