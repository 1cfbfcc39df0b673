"""Names, colours and shapes of kinds and predicates, read from ``legend.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of node or a predicate looks; ``dash`` and ``end`` are for edges, ``shape`` for nodes."""

    zh: str
    en: str
    light: str = "#6b7078"
    dark: str = "#a5adb9"
    shape: str = "dot"
    dash: tuple[int, ...] = ()
    end: str = "arrow"


@dataclass(frozen=True, slots=True)
class Legend:
    """The legend as loaded; ``raw`` is what the browser gets."""

    raw: dict[str, dict[str, Any]]

    def kind(self, name: str) -> Style:
        """Return the style of a kind of node, a neutral one if it is unknown."""
        return _style(self.raw["kinds"].get(name), name)

    def predicate(self, name: str) -> Style:
        """Return the style of a predicate, a neutral one if it is unknown."""
        return _style(self.raw["predicates"].get(name), name)

    def word(self, family: str, name: str) -> Style:
        """Return the words for a value of another family (``modes``, ``scopes`` …)."""
        return _style(self.raw[family].get(name), name)


@cache
def legend() -> Legend:
    """Return the legend."""
    return Legend(json.loads((_FOLDER / "legend.json").read_text(encoding="utf-8")))


@cache
def strings() -> dict[str, dict[str, str]]:
    """Return the words of the pages: key → language → text."""
    loaded: dict[str, dict[str, str]] = json.loads((_FOLDER / "strings.json").read_text(encoding="utf-8"))
    return loaded


def _style(entry: dict[str, Any] | None, name: str) -> Style:
    if entry is None:
        return Style(name, name)
    return Style(**{**entry, "dash": tuple(entry.get("dash", ()))})
