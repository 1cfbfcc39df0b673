"""Literals of the graph: text as it stands, labels with a language, exact numbers, dates, years."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import pyoxigraph as ox

from kg.errors import GraphError
from kg.rdf.vocabulary import node

_DATES = (
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "xsd:date"),
    (re.compile(r"\d{4}-\d{2}"), "xsd:gYearMonth"),
    (re.compile(r"\d{4}"), "xsd:gYear"),
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_PLANS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}


@lru_cache(maxsize=100_000)
def text(value: str) -> ox.Literal:
    """Return words of a source, verbatim, as xsd:string."""
    return ox.Literal(value)


@lru_cache(maxsize=100_000)
def label(value: str, language: str = "zh") -> ox.Literal:
    """Return a label in a language."""
    return ox.Literal(value, language=language)


@lru_cache(maxsize=10_000)
def integer(value: int) -> ox.Literal:
    """Return a whole number: xsd:integer and none of its narrower types, which some stores widen to it."""
    return ox.Literal(str(value), datatype=node("xsd:integer"))


def boolean(value: bool) -> ox.Literal:
    """Return a truth value."""
    return ox.Literal("true" if value else "false", datatype=node("xsd:boolean"))


def decimal(value: float | str) -> ox.Literal:
    """Return a number as an exact decimal without an exponent; an infinite one raises GraphError.

    >>> decimal(0.1).value, decimal(65.0).value, decimal(1e20).value
    ('0.1', '65', '100000000000000000000')
    """
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        raise GraphError(f"{value}: not a number") from None
    if not exact.is_finite():
        raise GraphError(f"{value}: not a finite number")
    return ox.Literal(f"{exact.normalize():f}", datatype=node("xsd:decimal"))


@lru_cache(maxsize=1000)
def year(value: int) -> ox.Literal:
    """Return a year."""
    return ox.Literal(f"{value:04d}", datatype=node("xsd:gYear"))


@lru_cache(maxsize=10_000)
def date(value: str) -> ox.Literal:
    """Return a day, month or year written as ``2015-07-26``; anything else stays a string.

    >>> str(date("2015-07"))
    '"2015-07"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    for pattern, datatype in _DATES:
        if pattern.fullmatch(value):
            return ox.Literal(value, datatype=node(datatype))
    return ox.Literal(value)


def last_year(when: str) -> int | None:
    """Return the last year that a time, as written, names; None if it names none.

    >>> last_year("到2015年底"), last_year("十三五末期"), last_year("每年")
    (2015, 2020, None)
    """
    named = [int(found) for found in _YEAR.findall(when)]
    named += [end for plan, end in _PLANS.items() if plan in when]
    return max(named, default=None)
