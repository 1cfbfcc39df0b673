"""Annexes: which a paper announces, and where the text of each begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.documents.headings import fold
from kg.model import Annex

_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_LINE = re.compile(rf"\s*附\s*([件录表])\s*({_NUMBER})?\s*(:?)\s*(.*?)\s*$")
_ITEM = re.compile(r"\s*(\d{1,2})\s*[.、]\s*(?=\S)")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Annexes:
    """Where annexes are told of and where they stand; lines count from 1.

    ``announced`` holds label, title and line, ``starts`` line → label and title, ``listed`` lines of lists.
    """

    announced: tuple[tuple[str, str, int], ...] = ()
    starts: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    listed: frozenset[int] = frozenset()

    def records(self) -> tuple[Annex, ...]:
        """Return the annexes announced, then those only found, saying which are there."""
        present = {label for label, _ in self.starts.values()}
        known = {label for label, _, _ in self.announced}
        return tuple(Annex(label, name, at, label in present) for label, name, at in self.announced) + tuple(
            Annex(label, name, at, True) for at, (label, name) in self.starts.items() if label not in known
        )


def find(lines: Sequence[str]) -> Annexes:
    """Return a paper's annexes.

    An annex is announced by ``附件：…`` with one title or a numbered list, or by lines ``附件1：…`` that come
    back later; it begins at a line that is its label, alone or with the title announced.
    """
    announced: dict[str, tuple[str, int]] = {}
    starts: dict[int, tuple[str, str]] = {}
    listed: set[int] = set()
    heads = {at: head for at, line in enumerate(lines, 1) if (head := _head(line))}
    for at, (label, colon, name) in heads.items():
        if at in listed:
            continue
        items = _list(lines, at, label, colon, name)
        if items and not any(item in announced for item, _, _ in items):
            announced |= {item: (title, line) for item, title, line in items}
            listed |= {at, *(line for _, _, line in items)}
        elif not name or label in announced or not _comes_back(label, at, heads):
            starts.setdefault(at, (label, name or _below(lines, at, label)))
        else:
            announced[label] = (name, at)
            listed.add(at)
    return Annexes(tuple((label, *found) for label, found in announced.items()), starts, frozenset(listed))


def _head(line: str) -> tuple[str, bool, str] | None:
    """Return label, whether a colon follows, and title, of a line that an annex's label opens."""
    if not line.lstrip().startswith("附") or len(line) > _LONGEST:
        return None
    found = _LINE.match(fold(line))
    if not found:
        return None
    kind, number, colon, name = found.groups()
    if name and (name.endswith("。") or not (number or colon)):
        return None
    return f"附{kind}{number or ''}", bool(colon), line.rstrip()[found.start(4) :] if name else ""


def _list(lines: Sequence[str], at: int, label: str, colon: bool, name: str) -> list[tuple[str, str, int]]:
    """Return the annexes that ``附件：`` announces at a line and below it, none if it is no list."""
    if not colon or label[-1] not in "件录表":
        return []
    first = _ITEM.match(fold(name))
    items = [(f"{label}{first.group(1)}", name[first.end() :], at)] if first else []
    if name and not first:
        return [(label, name, at)]
    for line, text in enumerate(lines[at:], at + 1):
        item = _ITEM.match(fold(text))
        if not item or len(text) > _LONGEST or int(item.group(1)) != len(items) + 1:
            break
        items.append((f"{label}{item.group(1)}", text[item.end() :].strip(), line))
    return items


def _comes_back(label: str, at: int, heads: Mapping[int, tuple[str, bool, str]]) -> bool:
    return any(line > at and other == label for line, (other, _, _) in heads.items())


def _below(lines: Sequence[str], at: int, label: str) -> str:
    """Return the title on one of the three lines below a label that stands alone."""
    name = next((line.strip() for line in lines[at : at + 3] if line.strip()), "")
    return name if 0 < len(name) <= 60 else label
