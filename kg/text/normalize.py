"""One way to write a clause: half-width letters and digits, Chinese punctuation, no OCR spaces.

Every character of the normal form knows the characters of the source that it stands for, so that a span
found in it can be quoted from the source.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Span

_CHINESE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", "[": "〔", "]": "〕"}
"""Half-width marks and the Chinese ones that stand for them, except between digits (35,522 · 8.0:50.2)."""

_VARIANTS = (
    {wide: half for half, wide in _CHINESE.items() if half not in "[]"}
    | {"∶": ":", "﹒": ".", "．": ".", "｡": "。", "､": "、", "‧": "·", "•": "·"}
    | dict.fromkeys("－‐‑−", "-")
    | dict.fromkeys("―─", "—")
    | {"〜": "~", "「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”", "＂": '"'}
)
_AS_WRITTEN = frozenset("“”‘’—…·。、《》〈〉【】〔〕①②③④⑤⑥⑦⑧⑨⑩±×°")
_DROPPED = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))
"""Unicode categories that are no text: control, format (zero width, direction), private use, surrogates."""

_SINGLE_DIGITS = re.compile(r"(?<![0-9])[0-9](?: [0-9])+(?![0-9])")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f“”‘’—…·，。；：！？（）〔〕]")


_Chars = list[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Normalized:
    """A clause's normal form and its way back: ``starts[i]:ends[i]`` is what character ``i`` stands for."""

    source: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the span of the source that ``text[start:end]`` stands for.

        >>> normalize("到2 0 0 5年").span(1, 5)
        Span(start=1, end=8)
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} outside a text of {len(self.text)} characters")
        if start == end:
            at = self.starts[start] if start < len(self.starts) else len(self.source)
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])


@lru_cache(maxsize=2048)
def normalize(source: str) -> Normalized:
    """Return the normal form of a clause's text.

    White space at both ends, inside Chinese, between Chinese and Latin or digits, and between single digits
    (OCR) goes; control, private-use, zero-width and direction marks go; straight quotes become “ and ” in
    turn; width follows NFKC except for Chinese punctuation and ideographs. Idempotent.

    >>> normalize("　　１．以“互联网＋”为导向 , 发展 TOD 模式 , 达到8．5％").text
    '1.以“互联网+”为导向，发展TOD模式，达到8.5%'
    """
    marked = _marks(_folded(source))
    kept = _spaced(marked)
    return Normalized(
        source,
        "".join(char for char, _, _ in kept),
        tuple(start for _, start, _ in kept),
        tuple(end for _, _, end in kept),
    )


def _folded(source: str) -> _Chars:
    """Fold width character by character and drop what is no text."""
    return [(folded, at, at + 1) for at, char in enumerate(source) for folded in _fold(char)]


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    if char.isspace():
        return " "
    if unicodedata.category(char) in _DROPPED:
        return ""
    if char in _VARIANTS or char in _AS_WRITTEN:
        return _VARIANTS.get(char, char)
    if "\u2e80" <= char <= "\ufaff" and not "\u3200" <= char <= "\u33ff":
        return unicodedata.normalize("NFC", char)
    return "".join(_VARIANTS.get(c, c) for c in unicodedata.normalize("NFKC", char) if not c.isspace())


def _marks(chars: _Chars) -> _Chars:
    """Write punctuation the Chinese way, except inside numbers; pair straight quotes."""
    result: _Chars = []
    opened = False
    for at, (char, start, end) in enumerate(chars):
        if char == '"':
            opened = not opened
            char = "“" if opened else "”"
        elif char in _CHINESE and not (_digit(chars, at - 1) and _digit(chars, at + 1)):
            char = _CHINESE[char]
        result.append((char, start, end))
    return result


def _digit(chars: _Chars, at: int) -> bool:
    return 0 <= at < len(chars) and "0" <= chars[at][0] <= "9"


def _spaced(chars: _Chars) -> _Chars:
    """Drop white space that Chinese text does not need; one space stays between Latin words and numbers."""
    text = "".join(char for char, _, _ in chars)
    glued = {at for found in _SINGLE_DIGITS.finditer(text) for at in range(*found.span())}
    result: _Chars = []
    for at, item in enumerate(chars):
        if item[0] != " ":
            result.append(item)
            continue
        before = result[-1][0] if result else ""
        after = next((char for char, _, _ in chars[at + 1 :] if char != " "), "")
        keep = before and after and before != " " and not _WIDE.match(before) and not _WIDE.match(after)
        if keep and at not in glued:
            result.append(item)
    return result
