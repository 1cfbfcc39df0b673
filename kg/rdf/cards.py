"""Identity cards: what a thing is and is called, once for the whole graph, and where it hangs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from kg.model import EntityRef, EntityType
from kg.rdf.assertions import CONCEPTS, Triple
from kg.rdf.divisions import class_of, code_of, full_code, groups, parent
from kg.rdf.industries import PAPERS, match
from kg.rdf.iris import entity_iri, iri
from kg.rdf.literals import label, text
from kg.rdf.vocabulary import node
from kg.resources import rows


class Cards:
    """The entities of a graph, gathered as they come; what is written does not depend on that order."""

    def __init__(self) -> None:
        self._codes: dict[tuple[EntityType, str], set[str]] = {}
        self._names: dict[tuple[EntityType, str], set[str]] = {}

    def add(self, entity: EntityRef, name: str = "") -> None:
        """Note an entity, and a name that a clause calls it by."""
        key = (entity.kind, entity.name)
        codes = self._codes.setdefault(key, set())
        if entity.code:
            codes.add(entity.code)
        names = self._names.setdefault(key, set())
        if name and name != entity.name:
            names.add(name)

    def entities(self) -> list[EntityRef]:
        """Return every entity once, with its code, and every region that one of them lies in."""
        known = {key: min(codes, default="") for key, codes in self._codes.items()}
        for (kind, name), code in list(known.items()):
            if kind is EntityType.REGION:
                code = known[kind, name] = code or code_of(name)
                while code and (above := parent(full_code(code))):
                    known.setdefault((kind, above[0]), above[1])
                    code = above[1]
        for concept in _broader([name for kind, name in known if kind in CONCEPTS]):
            if not any((kind, concept) in known for kind in CONCEPTS):
                known[EntityType.INDUSTRY, concept] = ""
        return [EntityRef(kind, name, code=code) for (kind, name), code in sorted(known.items())]

    def names(self, entity: EntityRef) -> list[str]:
        """Return the other names that clauses call an entity by."""
        return sorted(self._names.get((entity.kind, entity.name), ()))


def label_triples(cards: Cards) -> Iterator[Triple]:
    """Yield class, preferred and other labels of every entity."""
    english = _english()
    for entity in cards.entities():
        about = entity_iri(entity)
        yield about, node("rdf:type"), node(f"kgo:{class_of(entity)}")
        yield about, node("rdfs:label"), label(entity.name)
        if entity.kind in CONCEPTS:
            yield about, node("skos:prefLabel"), label(entity.name)
        for name in cards.names(entity):
            yield about, node("skos:altLabel"), label(name)
        if entity.kind is EntityType.REGION and entity.name in english:
            yield about, node("rdfs:label"), label(english[entity.name], "en")


def reference_triples(cards: Cards) -> Iterator[Triple]:
    """Yield codes, the regions that regions lie in, members of groups, and broader industries."""
    entities = cards.entities()
    seen = {entity.name for entity in entities if entity.kind is EntityType.REGION}
    for entity in entities:
        if entity.kind is EntityType.REGION:
            yield from _region(entity, seen)
    yield from _industries({entity.name for entity in entities if entity.kind in CONCEPTS})


def _region(entity: EntityRef, seen: Iterable[str]) -> Iterator[Triple]:
    about = entity_iri(entity)
    if entity.code:
        code = full_code(entity.code)
        yield about, node("kgo:gbt2260"), text(code)
        above = parent(code)
        if above:
            yield about, node("kgo:within"), iri("region", above[0])
    for row in groups().get(entity.name, ()):
        if row["member"] in seen:
            yield iri("region", row["member"]), node("kgo:memberOf"), about


def codes(cards: Cards) -> set[str]:
    """Return the codes of GB/T 4754-2011 that the concepts of a graph have."""
    found = {
        _concepts().get(each.name, {}).get("code", "") for each in cards.entities() if each.kind in CONCEPTS
    }
    return found - {""}


@cache
def _concepts() -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in rows("concepts", "industries.csv")}


@cache
def _english() -> dict[str, str]:
    return {row["name"]: row["en"] for row in rows("reference", "region_names.csv")}


def _broader(names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        while (name := _concepts().get(name, {}).get("broader", "")) and name not in found:
            found.add(name)
    return found


def _industries(names: set[str]) -> Iterator[Triple]:
    for name in sorted(names):
        about = iri("concept", name)
        yield about, node("skos:inScheme"), PAPERS
        row = _concepts().get(name)
        if row and row["broader"]:
            yield about, node("skos:broader"), iri("concept", row["broader"])
        if row and row["code"]:
            yield about, node("kgo:gbt4754"), text(row["code"])
            yield about, node(match(name, row["code"])), iri("gbt4754", row["code"])


def assertion_label(about: ox.NamedNode, words: str) -> Triple:
    """Return the label of anything that is not an entity."""
    return about, node("rdfs:label"), label(words)
