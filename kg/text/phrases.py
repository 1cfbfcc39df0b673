"""Sentences and phrases of a clause's normal form, by punctuation outside brackets and quotes."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Span
from kg.text.coordination import CLOSING, OPENING

SENTENCE_MARKS = "。；！？"
PHRASE_MARKS = "，：;:"


def cut(text: str, start: int, end: int, marks: str) -> Iterator[Span]:
    """Yield the parts of ``text[start:end]`` between ``marks``; a 。 closes every open bracket.

    >>> text = "限制水泥；淘汰（铁；钢）"
    >>> [span.of(text) for span in cut(text, 0, len(text), SENTENCE_MARKS)]
    ['限制水泥', '淘汰（铁；钢）']
    """
    depth, begin = 0, start
    for i in range(start, end):
        char = text[i]
        if char in OPENING:
            depth += 1
        elif char in CLOSING:
            depth = max(0, depth - 1)
        elif char in marks and (depth == 0 or char == "。") and not _inside_number(text, i):
            depth = 0
            if i > begin:
                yield Span(begin, i)
            begin = i + 1
    if end > begin:
        yield Span(begin, end)


def _inside_number(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of ``text``, those between semicolons too."""
    return tuple(cut(text, 0, len(text), SENTENCE_MARKS))


def phrases(text: str, sentence: Span) -> tuple[Span, ...]:
    """Return the phrases of a sentence."""
    return tuple(cut(text, sentence.start, sentence.end, PHRASE_MARKS))
