"""The page that begins with a search box: what was found, with the words found marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.viz.pages import Frame, Page, render


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: where its page is, its name, its kind in two languages, and words around the place.

    ``pieces`` are stretches of the words, each with whether it is one that was looked for.
    """

    href: str
    name: str
    zh: str
    en: str
    pieces: tuple[tuple[str, bool], ...] = ()


def found_page(words: str, things: Sequence[Hit], clauses: Sequence[Hit], frame: Frame) -> Page:
    """Return the page of what a search found; the site's front page where no words are given."""
    html = render(
        "found.html",
        "search",
        frame,
        title=f"检索 {words}".strip() if frame.language == "zh" else f"Search {words}".strip(),
        asked=words,
        things=things,
        clauses=clauses,
    )
    return Page("search", words, html)


def pieces(text: str, words: Iterable[str], *, width: int = 140) -> tuple[tuple[str, bool], ...]:
    """Cut a text where it holds the most of some words, and mark each of them.

    >>> pieces("发展机器人产业", ["机器人"])
    (('发展', False), ('机器人', True), ('产业', False))
    """
    wanted = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    begin = _fullest(_folded(text), wanted, width)
    text = ("…" if begin else "") + text[begin : begin + width] + ("…" if begin + width < len(text) else "")
    done, at, out = 0, 0, list[tuple[str, bool]]()
    folded = _folded(text)
    while at < len(text):
        word = next((word for word in wanted if folded.startswith(word, at)), "")
        if word:
            out += [(text[done:at], False)] if at > done else []
            out.append((text[at : at + len(word)], True))
            done = at = at + len(word)
        else:
            at += 1
    return (*out, (text[done:], False)) if done < len(text) else tuple(out)


def _folded(text: str) -> str:
    """Return a text as its words are compared, each character in its place."""
    folded = (unicodedata.normalize("NFKC", character).lower() for character in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(folded, text, strict=True))


def _fullest(folded: str, words: Sequence[str], width: int) -> int:
    """Return where the stretch of a width begins that holds the most of some words; the first of equals."""
    places = [match.start() for word in words for match in re.finditer(re.escape(word), folded)]
    begins = sorted({max(0, place - width // 3) for place in places})
    held = {begin: sum(word in folded[begin : begin + width] for word in words) for begin in begins}
    return max(begins, key=lambda begin: held[begin], default=0)
