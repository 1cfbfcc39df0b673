"""The declarative cues of data/lexicon as typed, compiled look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.model import EntityType, Strength
from kg.resources import rows

STRENGTHS = {s.value: s for s in Strength}


def alternation(forms: Iterable[str]) -> str:
    """Return a regular expression that matches the longest of ``forms`` first."""
    return "(?:" + "|".join(re.escape(f) for f in sorted(set(forms), key=lambda f: (-len(f), f))) + ")"


@dataclass(frozen=True)
class Lexicon:
    """Cues of the genre: what opens, closes and heads a list, and what a name ends in."""

    strong: frozenset[str]
    weak: frozenset[str]
    adverbs: frozenset[str]
    restrictive: frozenset[str]
    hard_tails: frozenset[str]
    soft_tails: frozenset[str]
    heads: dict[str, EntityType]
    suffixes: dict[str, EntityType]
    abstract: frozenset[str]
    modifiers: frozenset[str]

    def suffix_type(self, name: str) -> EntityType | None:
        """Return the type that the longest suffix of ``name`` speaks for, None if none does."""
        for length in range(min(len(name), self.longest), 0, -1):
            found = self.suffixes.get(name[-length:])
            if found is not None:
                return found
        return None

    @cached_property
    def longest(self) -> int:
        """Length of the longest suffix."""
        return max(map(len, self.suffixes))


@lru_cache(maxsize=1)
def load() -> Lexicon:
    """Read data/lexicon once."""
    openers = list(rows("lexicon", "openers.csv"))
    tails = list(rows("lexicon", "tails.csv"))
    return Lexicon(
        strong=frozenset(r["form"] for r in openers if r["kind"] == "strong"),
        weak=frozenset(r["form"] for r in openers if r["kind"] == "weak"),
        adverbs=frozenset(r["form"] for r in openers if r["kind"] == "adverb"),
        restrictive=frozenset(r["form"] for r in openers if r["kind"] == "restrict"),
        hard_tails=frozenset(r["form"] for r in tails if r["kind"] == "hard"),
        soft_tails=frozenset(r["form"] for r in tails if r["kind"] == "soft"),
        heads={r["form"]: EntityType(r["type"]) for r in rows("lexicon", "heads.csv")},
        suffixes={r["form"]: EntityType(r["type"]) for r in rows("lexicon", "suffixes.csv")},
        abstract=frozenset(r["form"] for r in rows("lexicon", "abstract.csv")),
        modifiers=frozenset(r["form"] for r in rows("lexicon", "modifiers.csv")),
    )
