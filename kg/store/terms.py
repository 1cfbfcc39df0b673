"""Terms as the stores give them, and their way to and from plain Python values and query text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import QueryError

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Value: TypeAlias = str | int | float | bool
Bindings: TypeAlias = Mapping[str, "Term | Value"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(
    _XSD + size
    for size in [
        "integer",
        "int",
        "long",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "unsignedInt",
        "unsignedLong",
        "unsignedShort",
        "unsignedByte",
    ]
)
_FLOATS = frozenset(_XSD + name for name in ("decimal", "double", "float"))


def as_value(term: Term | None) -> Value | None:
    """Return a term as a plain Python value: number, truth value or string; an IRI as its string.

    A literal whose words do not fit its datatype stays a string.

    >>> as_value(Literal(3)), as_value(NamedNode("http://a/b")), as_value(None)
    (3, 'http://a/b', None)
    """
    if term is None:
        return None
    if not isinstance(term, Literal):
        return str(term) if isinstance(term, Triple) else term.value
    datatype = term.datatype.value
    try:
        if datatype in _INTEGERS:
            return int(term.value)
        if datatype in _FLOATS:
            return float(term.value)
    except ValueError:
        return term.value
    if datatype == _XSD + "boolean" and term.value in ("true", "false", "1", "0"):
        return term.value in ("true", "1")
    return term.value


def as_term(value: Term | Value) -> Term:
    """Return a plain value as a literal and a term as it is; raise QueryError for text that is none.

    >>> as_term("\\ud800")
    Traceback (most recent call last):
    ...
    kg.errors.QueryError: '\\ud800': characters that cannot be written as UTF-8
    """
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise QueryError(f"{value!r}: characters that cannot be written as UTF-8") from None
    return Literal(value) if isinstance(value, str | int | float | bool) else value


def as_query_text(term: Term, *, name: str) -> str:
    """Return a term as SPARQL writes it, escaped; raise QueryError for a term that cannot be a parameter.

    >>> as_query_text(Literal('a "b"'), name="x")
    '"a \\\\"b\\\\""'
    """
    if isinstance(term, NamedNode | Literal):
        return str(term)
    raise QueryError(f"parameter {name}: an IRI or a literal was expected, not {term}")
