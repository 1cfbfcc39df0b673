"""Aliases, negative aliases and relative names: the reviewed tables that decide before any general rule.

``data/aliases/aliases.csv`` says which names are one thing (``=``) and which are not however alike they
look (``≠``); ``relative_names.csv`` which names mean something only where they stand (高新区);
``whole_stems.csv`` which words name no activity without an ending (文化 of 文化产业), ``thing_endings.csv``
which do.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from kg.errors import DataError
from kg.model import EntityType
from kg.resources import rows

_QUOTES = str.maketrans("", "", "“”‘’\"'《》〈〉「」『』 　\t")

EQUAL, UNEQUAL = "=", "≠"
CONCEPTS = frozenset({EntityType.INDUSTRY, EntityType.PRODUCT})


@dataclass(frozen=True, slots=True)
class Aliases:
    """``same``: (alias, kind) → entity; ``apart``: (alias, kind) → entities that it is not."""

    same: dict[tuple[str, EntityType], str]
    apart: dict[tuple[str, EntityType], frozenset[str]]

    def forbids(self, alias: str, kind: EntityType, entity: str) -> bool:
        """Say whether no rule may link ``alias`` to ``entity``."""
        return entity in self.apart.get((alias, kind), frozenset())


def clean(name: str) -> str:
    """Return a name without quotes and white space, in NFKC but for the full-width brackets and plus sign.

    >>> clean(" “互联网+”行动 计划")
    '互联网＋行动计划'
    """
    text = unicodedata.normalize("NFKC", name).translate(_QUOTES)
    return text.replace("(", "（").replace(")", "）").replace("+", "＋")


def shared(kind: EntityType) -> EntityType:
    """Return the kind under which names are looked up: Industry and Product share one name space."""
    return EntityType.INDUSTRY if kind in CONCEPTS else kind


@cache
def load(without: frozenset[str] = frozenset()) -> Aliases:
    """Return the alias table without the entries whose ids (``alias:NAME``) are given.

    Raises DataError for a polarity other than = and ≠, and for an alias of two entities.
    """
    same: dict[tuple[str, EntityType], str] = {}
    apart: dict[tuple[str, EntityType], set[str]] = {}
    for row in rows("aliases", "aliases.csv"):
        if f"alias:{row['alias']}" in without:
            continue
        key = clean(row["alias"]), shared(EntityType(row["type"]))
        if row["polarity"] == UNEQUAL:
            apart.setdefault(key, set()).add(row["entity"])
        elif row["polarity"] != EQUAL:
            raise DataError(
                f"aliases/aliases.csv: {row['alias']}: polarity {row['polarity']!r}, expected = or ≠"
            )
        elif same.setdefault(key, row["entity"]) != row["entity"]:
            raise DataError(
                f"aliases/aliases.csv: {row['alias']}: alias of {same[key]} and of {row['entity']}"
            )
    return Aliases(same, {key: frozenset(entities) for key, entities in apart.items()})


@cache
def relative_names() -> dict[tuple[str, EntityType], str]:
    """Return (name, kind) → customary form of the names that mean something only where they stand.

    >>> relative_names()["高新技术产业开发区", EntityType.PARK]
    '高新区'
    """
    found = {}
    for row in rows("aliases", "relative_names.csv"):
        for name in (row["name"], *row["alts"].split(";")):
            if name:
                found[name, EntityType(row["type"])] = row["name"]
    return found


@cache
def names_thing(stem: str) -> bool:
    """Say whether the stem of an industry's name (碳纤维 of 碳纤维产业) names what is made, by its ending."""
    return any(stem.endswith(row["form"]) for row in rows("aliases", "thing_endings.csv"))


@cache
def single() -> frozenset[str]:
    """Return the customary forms of which a city has one (高新区)."""
    return frozenset(row["name"] for row in rows("aliases", "relative_names.csv") if row["one"])


@cache
def whole_stems() -> frozenset[str]:
    """Return the stems that name no activity without an ending."""
    return frozenset(row["stem"] for row in rows("aliases", "whole_stems.csv"))
