"""Search keys of names: the name, its aliases and their pinyin, computed when the page is made."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pypinyin import Style, lazy_pinyin


def keys(names: Iterable[str]) -> str:
    """Return the pinyin of names, full and initials, parted by spaces.

    >>> keys(["沈阳机床"])
    'shenyangjichuang syjc'
    """
    found: dict[str, None] = {}
    for name in names:
        for key in _pinyin(name):
            found.setdefault(key)
    return " ".join(found)


@lru_cache(maxsize=20_000)
def _pinyin(name: str) -> tuple[str, ...]:
    name = name[:64]
    if not any("\u3400" <= char <= "\u9fff" for char in name):
        return ()
    full = "".join(lazy_pinyin(name)).replace(" ", "").lower()
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).replace(" ", "").lower()
    return full, initials
