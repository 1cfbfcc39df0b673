"""The classes of GB/T 4754-2011 beside the papers' own names of industries: a SKOS scheme of those in use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.errors import GraphError
from kg.rdf.assertions import Triple
from kg.rdf.iris import iri
from kg.rdf.literals import label, text
from kg.rdf.vocabulary import node
from kg.resources import rows

SCHEME = iri("scheme", "gbt4754-2011")
PAPERS = iri("scheme", "papers")
"""The scheme of the names that papers use."""

_SUFFIX = re.compile(r"(制造业|制造|加工业|加工|产业|行业|服务业|业)$")


@cache
def _classes() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("reference", "gbt4754-2011.csv")}


def class_name(code: str) -> str:
    """Return the name of a class; raise GraphError for a code that the standard does not have."""
    if code not in _classes():
        raise GraphError(f"{code}: no class of GB/T 4754-2011 has this code")
    return _classes()[code]["name"]


def broader(code: str) -> str:
    """Return the code of the class above one, "" for a section.

    A group whose only class has its name (366 of 3660) has no row of its own in the standard's table.

    >>> broader("3660"), broader("36"), broader("C")
    ('36', 'C', '')
    """
    above = _classes()[code]["parent"]
    while above and above not in _classes():
        above = above[:-1]
    return above


def match(name: str, code: str) -> str:
    """Return how a concept matches its class: exactly if they are one name but for the ending.

    >>> match("水泥", "3011"), match("钢铁", "31")
    ('skos:exactMatch', 'skos:closeMatch')
    """
    same = _SUFFIX.sub("", class_name(code)) == _SUFFIX.sub("", name)
    return "skos:exactMatch" if same else "skos:closeMatch"


def scheme_triples(codes: Iterable[str]) -> tuple[tuple[str, tuple[Triple, ...]], ...]:
    """Return the classes with these codes and all above them, by graph, with the schemes."""
    used: set[str] = set()
    for code in codes:
        while code and code not in used:
            class_name(code)
            used.add(code)
            code = broader(code)
    labels = [triple for code in sorted(used) for triple in _labels(code)] + list(_schemes())
    others = [triple for code in sorted(used) for triple in _placed(code)]
    others += [(scheme, node("rdf:type"), node("skos:ConceptScheme")) for scheme in (SCHEME, PAPERS)]
    return (("labels", tuple(labels)), ("reference", tuple(others)))


def _schemes() -> Iterator[Triple]:
    yield SCHEME, node("rdfs:label"), label("国民经济行业分类（GB/T 4754-2011）")
    yield (
        SCHEME,
        node("rdfs:label"),
        label("Industrial classification for national economic activities (GB/T 4754-2011)", "en"),
    )
    yield PAPERS, node("rdfs:label"), label("政策文件所用的产业和产品名称")
    yield PAPERS, node("rdfs:label"), label("Industries and products as papers name them", "en")


def _labels(code: str) -> Iterator[Triple]:
    about, row = iri("gbt4754", code), _classes()[code]
    for predicate in ("rdfs:label", "skos:prefLabel"):
        yield about, node(predicate), label(row["name"])
        if row["en"]:
            yield about, node(predicate), label(row["en"], "en")


def _placed(code: str) -> Iterator[Triple]:
    about = iri("gbt4754", code)
    yield about, node("rdf:type"), node("skos:Concept")
    yield about, node("skos:inScheme"), SCHEME
    yield about, node("skos:notation"), text(code)
    if broader(code):
        yield about, node("skos:broader"), iri("gbt4754", broader(code))
    else:
        yield about, node("skos:topConceptOf"), SCHEME
