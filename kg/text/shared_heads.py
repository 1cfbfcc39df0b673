"""What the items of a list can share: heads behind the last one, modifiers before the first one.

The words are data (lexicon/shared_heads.csv, shared_modifiers.csv); kg.text.coordination does the sharing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.resources import rows

PREDICATE = re.compile(
    "^(?:不|无|未|浪费|违反|影响|危害|具有|符合)|(?:严重|低劣|枯竭|落后|过剩|散乱|[大小高低重差弱散乱])$"
)
QUALITY = re.compile("(?:科学|先进|可靠|完善|鲜明|合理|齐全|配套|领先|一流|明显|突出|完备|集中|优良)$")
"""What praises a thing behind its subject: 定位科学、特色鲜明、系统配套的基地."""


@dataclass(frozen=True, slots=True)
class SharedWords:
    """Heads (form → always or lacking; form → kind), modifiers, words that hold a conjunction's character."""

    heads: dict[str, str]
    kinds: dict[str, str]
    modifiers: frozenset[str]
    joined: tuple[str, ...]


@lru_cache(maxsize=1)
def words() -> SharedWords:
    """Read the shared words once."""
    heads = list(rows("lexicon", "shared_heads.csv"))
    return SharedWords(
        heads={row["form"]: row["when"] for row in heads},
        kinds={row["form"]: row["kind"] for row in heads},
        modifiers=frozenset(row["form"] for row in rows("lexicon", "shared_modifiers.csv")),
        joined=tuple(row["form"] for row in rows("lexicon", "conjunction_words.csv")),
    )


def own_head(name: str) -> str:
    """Return the longest shared head that ``name`` ends in, "" if none."""
    heads = words().heads
    return next((name[i:] for i in range(len(name)) if name[i:] in heads), "")


def looks_complete(name: str) -> bool:
    """Guess from its form whether ``name`` names something without a head behind it.

    >>> looks_complete("聚乙烯"), looks_complete("高残留"), looks_complete("集约型")
    (True, False, False)
    """
    if own_head(name) and own_head(name) != name:
        return True
    if len(name) < 2 or name in words().modifiers or name.endswith("的"):
        return False
    return not re.search(r"^[高低超][^、]{1,3}$|[型性化级式类]$|性能$", name)


def is_site(head: str) -> bool:
    """Say whether ``head`` ends the name of a place that hosts firms."""
    return head.endswith(("基地", "园", "园区", "集群", "集聚区", "示范区", "开发区", "产业带", "中心"))


def leading_adjective(name: str) -> str:
    """The adjective that opens ``name``, if more follows it: 环保|船型, 高残留|农药, 循环型|农业."""
    match = re.match(_adjective(), name)
    if match and match.end() < len(name):
        return match.group()
    modifiers = words().modifiers
    return next((name[:n] for n in range(min(len(name) - 1, 8), 0, -1) if name[:n] in modifiers), "")


@lru_cache(maxsize=1)
def _adjective() -> re.Pattern[str]:
    heads = "|".join(sorted(words().heads, key=lambda h: (-len(h), h)))
    return re.compile(rf"[^的]{{1,6}}?[型性式](?=[^能])|[高低超][^型性]{{1,3}}(?=(?:{heads})$)")


def modifier_before(name: str, end: int, left: str) -> int:
    """Length of the longest modifier that ends at ``end`` and that ``left`` does not end in itself."""
    known = [m for m in words().modifiers if name.endswith(m, 0, end) and not left.endswith(m)]
    return max((len(m) for m in known), default=0)


def is_bare(name: str, *, modified: bool = False) -> bool:
    """Say whether ``name`` is a generic head, with ``modified`` one behind modifiers only."""
    head = own_head(name)
    if words().kinds.get(head) != "generic":
        return False
    rest = name[: len(name) - len(head)]
    if rest and not modified:
        return False
    while rest:
        cut = max((len(m) for m in words().modifiers if rest.endswith(m)), default=0)
        if not cut:
            return False
        rest = rest[:-cut]
    return True
