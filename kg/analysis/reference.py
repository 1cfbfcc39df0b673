"""Reference chains: what a chain consists of, link by link, each with its source (``data/chains/*.yaml``).

A source is ``clause DOC:LINE``, the address of a text that was opened, a standard's code, or
``editor's judgement``; what rests on the last is graded *inferred*. Links come from upstream to downstream.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.errors import DataError, UsageError, suggest
from kg.resources import data_path

JUDGEMENT = "editor's judgement"
STAGES = ("upstream", "midstream", "downstream", "service")
_SOURCE = re.compile(r"https?://\S+|clause [\w-]+:\d+|GB/T \d+(-\d+)?|editor's judgement")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a chain; ``words`` are all names by which a paper may call it, its own first.

    ``alike`` are those of the words that mean one thing wherever it is promoted or restricted (硅料,
    多晶硅料), ``kinds`` those that are kinds of the link's name (钛铁 of 铁合金). The other words only show
    that a city covers the link: PTA and 己内酰胺 are two things.
    """

    name: str
    name_en: str
    stage: str
    words: tuple[str, ...]
    source: str
    alike: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def judged(self) -> bool:
        """Whether only the editor's judgement says that the chain has this link."""
        return self.source == JUDGEMENT


@dataclass(frozen=True, slots=True)
class ReferenceChain:
    """A chain; ``words`` are the names of the industry as a whole."""

    id: str
    name: str
    name_en: str
    words: tuple[str, ...]
    links: tuple[Link, ...]

    def link(self, name: str) -> Link:
        """Return a link by its name; raise UsageError for an unknown one."""
        for link in self.links:
            if link.name == name:
                return link
        raise UsageError(f"{self.name}: no link {name!r}{suggest(name, [one.name for one in self.links])}")


@cache
def reference_chains() -> tuple[ReferenceChain, ...]:
    """Return the reference chains in the order of their files' names; raise DataError for a malformed one."""
    return tuple(read_chain(path) for path in sorted(data_path("chains").glob("*.yaml")))


def chain_named(name: str) -> ReferenceChain:
    """Return a reference chain by id, name or English name; raise UsageError for an unknown one."""
    for chain in reference_chains():
        if name in (chain.id, chain.name, chain.name_en, *chain.words):
            return chain
    known = [word for chain in reference_chains() for word in (chain.id, chain.name)]
    raise UsageError(
        f"no reference chain {name!r}{suggest(name, known) or '; there are ' + ', '.join(known)}"
    )


def read_chain(path: Path) -> ReferenceChain:
    """Read a chain's file; raise DataError, naming file and entry, for what is missing or unknown."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise DataError(f"{path}: not readable as YAML: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        raise DataError(f"{path}: expected a mapping with name, name_en, words, links")
    links = _list(content, "links", path)
    return ReferenceChain(
        id=path.stem,
        name=_text(content, "name", path),
        name_en=_text(content, "name_en", path),
        words=tuple(str(word) for word in _list(content, "words", path)),
        links=tuple(_link(entry, path, place) for place, entry in enumerate(links, 1)),
    )


def _link(entry: Any, path: Path, place: int) -> Link:
    where = f"{path}: link {place}"
    if not isinstance(entry, dict):
        raise DataError(f"{where}: expected a mapping with name, name_en, stage, source")
    name, stage, source = (_text(entry, key, where) for key in ("name", "stage", "source"))
    if stage not in STAGES:
        raise DataError(f"{where}: unknown stage {stage!r}{suggest(stage, STAGES)}")
    if not _SOURCE.fullmatch(source):
        raise DataError(f"{where}: source {source!r} is no clause, address, standard or editor's judgement")
    words = tuple(dict.fromkeys([name, *(str(word) for word in entry.get("words", ()))]))
    alike, kinds = (tuple(str(word) for word in entry.get(key, ())) for key in ("alike", "kinds"))
    if strange := sorted({*alike, *kinds} - {*words}):
        raise DataError(f"{where}: {', '.join(strange)} in alike or kinds, but not in words")
    return Link(name, _text(entry, "name_en", where), stage, words, source, alike, kinds)


def _text(content: dict[str, Any], key: str, where: object) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not value:
        raise DataError(f"{where}: {key} is missing or no text")
    return value


def _list(content: dict[str, Any], key: str, where: object) -> list[Any]:
    value = content.get(key)
    if not isinstance(value, list) or not value:
        raise DataError(f"{where}: {key} is missing or no list")
    return value
