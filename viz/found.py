"""The page that begins with a search box: what was found, with the words found marked."""

from __future__ import annotations

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
    """Cut a text around the first of some words and mark each of them.

    >>> pieces("发展机器人产业", ["机器人"])
    (('发展', False), ('机器人', True), ('产业', False))
    """
    wanted = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    folded = text.lower()
    places = [place for word in wanted if (place := folded.find(word.lower())) >= 0]
    begin = max(0, min(places, default=0) - width // 3)
    text = ("…" if begin else "") + text[begin : begin + width] + ("…" if begin + width < len(text) else "")
    done, at, out = 0, 0, list[tuple[str, bool]]()
    folded = text.lower()
    while at < len(text):
        word = next((word for word in wanted if folded.startswith(word.lower(), at)), "")
        if word:
            out += [(text[done:at], False)] if at > done else []
            out.append((text[at : at + len(word)], True))
            done = at = at + len(word)
        else:
            at += 1
    return (*out, (text[done:], False)) if done < len(text) else tuple(out)
