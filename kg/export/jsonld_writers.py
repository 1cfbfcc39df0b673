"""JSON-LD with short names: compact, a list of nodes; or framed, as trees that start from the selection."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, BinaryIO, Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.export.closure import kind_of
from kg.export.rdf_writers import by_subject, merged
from kg.export.selection import Subgraph
from kg.rdf.iris import ALL_PREFIXES, PREFIXES
from kg.rdf.vocabulary import node
from kg.store import shorten

_TYPE = node("rdf:type")
_XSD = ALL_PREFIXES["xsd"]
_BACKWARD: Final = {
    node("kgo:subject"): "asSubject",
    node("kgo:place"): "asPlace",
    node("kgo:object"): "asObject",
    node("kgo:restrictedConcept"): "asRestricted",
    node("kgo:stageConcept"): "asStage",
    node("kgo:inClause"): "holds",
}
"""Links that a tree follows against their direction, and what it calls them."""


def write_jsonld(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write compact JSON-LD: terms of the ontology bare, things as prefix:local, the root first.

    A bare property whose values are all things is declared so in the context, and its values are plain
    strings; other values are strings, numbers, or objects with ``@language`` or ``@type``. A node is written
    after another, and no more than one is held.
    """
    known = _Context.of(merged(subgraph))
    _dump(known.terms(), _nodes(subgraph, known.linking), out)


def write_framed(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write framed JSON-LD: the root with what is said of it inside, and what that names inside that.

    Each thing stands whole where the fewest links lead from the root to it, and by its name elsewhere.
    Assertions stand inside the thing that they are about, under the reverse properties of the context
    (``asSubject``, ``asPlace`` …). What no link reaches follows; the triples are those of compact JSON-LD.
    The tree is made in memory.
    """
    known = _Context.of(merged(subgraph))
    nodes = {str(each["@id"]): each for each in _nodes(subgraph, known.linking)}
    back = {name: {"@reverse": shorten(predicate.value)} for predicate, name in _BACKWARD.items()}
    _dump({**known.terms(), **back}, _framed(nodes, _links(merged(subgraph))), out)


def _dump(context: Mapping[str, object], nodes: Iterable[object], out: BinaryIO) -> None:
    out.write(f'{{\n "@context": {_indented(context, 1)},\n "@graph": ['.encode())
    mark = "\n  "
    for each in nodes:
        out.write(f"{mark}{_indented(each, 2)}".encode())
        mark = ",\n  "
    out.write(b"\n ]\n}\n")


def _indented(value: object, depth: int) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * depth)


def _nodes(subgraph: Subgraph, linking: set[NamedNode]) -> Iterator[dict[str, Any]]:
    """Yield the nodes, the root first."""
    for rows in by_subject(merged(subgraph)):
        if rows[0].subject == subgraph.root:
            yield _json_node(rows, linking)
            break
    for rows in by_subject(merged(subgraph)):
        if rows[0].subject != subgraph.root:
            yield _json_node(rows, linking)


_Link = tuple[int, str, str]
"""A rank, 0 for a property and more for a reverse one, a key, and the node that it leads to."""


def _links(triples: Iterable[Triple]) -> dict[str, list[_Link]]:
    """Return which of the project's things lead to which, forward links first."""
    ranks = {predicate: rank for rank, predicate in enumerate(_BACKWARD, 1)}
    links: dict[str, list[_Link]] = {}
    for subject, predicate, target in triples:
        if predicate != _TYPE and kind_of(subject) and kind_of(target):
            one, other = (shorten(str(end)[1:-1]) for end in (subject, target))
            links.setdefault(one, []).append((0, _key(predicate), other))
            if predicate in ranks:
                links.setdefault(other, []).append((ranks[predicate], _BACKWARD[predicate], one))
    return {name: sorted(found) for name, found in links.items()}


def _framed(
    nodes: Mapping[str, dict[str, Any]], links: Mapping[str, list[_Link]]
) -> Iterator[dict[str, Any]]:
    """Yield trees that together hold every node once, each as near to its tree's root as can be."""
    placed: set[str] = set()
    for start in nodes:
        if start in placed:
            continue
        placed.add(start)
        waiting = deque([start])
        while waiting:
            name = waiting.popleft()
            for rank, key, other in links.get(name, ()):
                if other in nodes and other not in placed:
                    placed.add(other)
                    waiting.append(other)
                    _embed(nodes, name, key, other, backward=rank > 0)
        yield nodes[start]


def _embed(nodes: Mapping[str, dict[str, Any]], name: str, key: str, other: str, *, backward: bool) -> None:
    """Put a node inside another, in place of its name there, or under a reverse property."""
    inside = nodes[other]
    if backward:
        nodes[name].setdefault(key, []).append(inside)
        return
    values = nodes[name][key]
    listed = values if isinstance(values, list) else [values]
    put = [inside if value in (other, {"@id": other}) else value for value in listed]
    nodes[name][key] = put if isinstance(values, list) else put[0]


@dataclass(frozen=True)
class _Context:
    """What the context says: prefixes that are used, and predicates whose objects are all IRIs."""

    prefixes: set[str]
    linking: set[NamedNode]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> _Context:
        """Gather it from triples, in one go."""
        prefixes, predicates, plain = set[str](), set[NamedNode](), set[NamedNode]()
        for triple in triples:
            prefixes.update(shorten(term.value).partition(":")[0] for term in _iris(triple))
            predicates.add(triple.predicate)
            if not isinstance(triple.object, NamedNode):
                plain.add(triple.predicate)
        return cls(prefixes, predicates - plain)

    def terms(self) -> dict[str, object]:
        """Return it as JSON-LD writes it."""
        context: dict[str, object] = {"@vocab": PREFIXES["kgo"]}
        context |= {name: start for name, start in ALL_PREFIXES.items() if name in self.prefixes}
        for predicate in sorted(self.linking - {_TYPE}, key=lambda each: each.value):
            context[_key(predicate)] = {"@id": shorten(predicate.value), "@type": "@id"}
        return context


def _key(predicate: NamedNode) -> str:
    if predicate == _TYPE:
        return "@type"
    bare = shorten(predicate.value).removeprefix("kgo:")
    return f"kgo:{bare}" if bare in ALL_PREFIXES else bare  # strength: is a prefix as well


def _iris(triple: Triple) -> list[NamedNode]:
    terms = [triple.subject, triple.predicate, triple.object]
    datatypes = [term.datatype for term in terms if isinstance(term, Literal)]
    return [term for term in (*terms, *datatypes) if isinstance(term, NamedNode)]


def _json_node(rows: list[Triple], linking: set[NamedNode]) -> dict[str, object]:
    found: dict[str, object] = {"@id": shorten(str(rows[0].subject)[1:-1])}
    rows.sort(key=lambda triple: (triple.predicate != _TYPE, triple.predicate.value))
    for predicate, members in groupby(rows, key=lambda triple: triple.predicate):
        values = [_json_value(triple.object, bare=predicate in linking) for triple in members]
        found[_key(predicate)] = values[0] if len(values) == 1 else values
    if isinstance(types := found.get("@type"), str | list):
        each = [types] if isinstance(types, str) else types
        short = [str(name).removeprefix("kgo:") for name in each]
        found["@type"] = short[0] if len(short) == 1 else short
    return found


def _json_value(term: object, *, bare: bool) -> object:
    if isinstance(term, NamedNode):
        return shorten(term.value) if bare else {"@id": shorten(term.value)}
    assert isinstance(term, Literal)
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if datatype == f"{_XSD}string":
        return term.value
    if datatype == f"{_XSD}integer" and str(int(term.value)) == term.value:
        return int(term.value)
    if datatype == f"{_XSD}boolean":
        return term.value == "true"
    return {"@value": term.value, "@type": shorten(datatype)}
