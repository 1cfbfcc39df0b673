"""Reference data as triples: the ontology's terms, units of measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from kg.errors import GraphError
from kg.rdf.assertions import Triple
from kg.rdf.iris import iri
from kg.rdf.literals import decimal, label, text
from kg.rdf.vocabulary import node
from kg.resources import ontology_path, rows


@cache
def ontology_triples() -> tuple[tuple[str, tuple[Triple, ...]], ...]:
    """Return the ontology by graph: labels, and everything else that needs no blank node.

    Examples stay in the file: they name things that need not be in this graph.
    """
    labels: list[Triple] = []
    others: list[Triple] = []
    try:
        parsed = list(ox.parse(path=str(ontology_path()), format=ox.RdfFormat.TURTLE))
    except (SyntaxError, OSError) as error:
        raise GraphError(f"{ontology_path()}: {error}") from None
    for quad in parsed:
        if quad.predicate == node("skos:example"):
            continue
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            triple = (quad.subject, quad.predicate, quad.object)
            (labels if quad.predicate == node("rdfs:label") else others).append(triple)
    return (("labels", tuple(labels)), ("reference", tuple(others)))


@cache
def _units() -> dict[str, dict[str, str]]:
    return {row["unit"]: row for row in rows("reference", "units.csv")}


def unit_triples(units: Iterable[str]) -> tuple[tuple[str, tuple[Triple, ...]], ...]:
    """Return the units that a graph uses, by graph, with UCUM and QUDT where they have one."""
    labels: list[Triple] = []
    others: list[Triple] = []
    for unit in sorted(units):
        about = iri("unit", unit)
        labels.append((about, node("rdfs:label"), label(unit)))
        others.append((about, node("rdf:type"), node("kgo:Unit")))
        row = _units().get(unit)
        if row:
            labels.append((about, node("rdfs:label"), label(row["en"], "en")))
            others += _measured(about, row)
    return (("labels", tuple(labels)), ("reference", tuple(others)))


def _measured(about: ox.NamedNode, row: dict[str, str]) -> Iterator[Triple]:
    if row["ucum"]:
        yield about, node("kgo:ucum"), text(row["ucum"])
    if row["factor"]:
        yield about, node("kgo:factor"), decimal(row["factor"])
    if row["qudt"]:
        predicate = "skos:exactMatch" if row["factor"] in ("", "1") else "qudt:scalingOf"
        yield about, node(predicate), ox.NamedNode(f"http://qudt.org/vocab/{row['qudt']}")
