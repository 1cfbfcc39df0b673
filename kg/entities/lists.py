"""A noun phrase as lists: cut at 等 and its head, stripped of what is to be done with the names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.entities.cues import Chunk, patterns
from kg.model import Role, Span, Strength
from kg.text import lexicon


def lists(
    text: str, span: Span, role: Role, cue: str, sentence: int, strength: Strength | None
) -> Iterator[Chunk]:
    """Cut a noun phrase at its 等+head groups and strip what is to be done with it."""
    pos = span.start
    while pos < span.end:
        match = patterns().head.search(text, pos, span.end)
        if not match:
            break
        head, kind = match.group("head"), patterns().head_type.get(match.group("head"))
        yield Chunk(
            _trim(text, Span(pos, match.start())),
            role,
            cue,
            sentence,
            head,
            kind,
            Span(match.start() + 1, match.end()),
            strength,
            "",
            True,
            match.group("mod"),
        )
        pos = match.end()
        done = patterns().after.match(text, pos, span.end)
        pos = done.end() if done else pos
        rest = text[pos : span.end]
        tail = re.match("(?:的)?(?:[^、和及与]*)", rest)
        if not re.match("[、和及与]|以及", rest):
            pos += len(tail.group()) if tail else 0
            if pos < span.end and text[pos] in "、和及与":
                pos += 1
        else:
            pos += 2 if rest.startswith("以及") else 1
    if pos < span.end:
        yield from _last(text, Span(pos, span.end), role, cue, sentence, strength)


_MERGING = re.compile("融合|互动|结合|对接|衔接")


def _last(
    text: str, span: Span, role: Role, cue: str, sentence: int, strength: Strength | None
) -> Iterator[Chunk]:
    body, tails = span, []
    while True:
        found = patterns().tail.search(text, body.start, body.end)
        if not found or found.start() <= body.start:
            break
        tails.append(found.group())
        body = Span(body.start, found.start())
    listed = False
    etc = re.search("等(?:等)?$", text[body.start : body.end])
    if etc:
        body, listed = Span(body.start, body.start + etc.start()), True
    head, kind, head_span = "", None, None
    inner = re.search("等(?P<head>[^、，等]{1,20})$", text[body.start : body.end])
    if inner:
        head = inner.group("head")
        head_span = Span(body.start + inner.start("head"), body.end)
        kind = lexicon.load().suffix_type(head)
        body, listed = Span(body.start, body.start + inner.start()), True
    body = _trim(text, body)
    if role is Role.FOCUS and _MERGING.search("".join(tails)) and re.search("[与和]", body.of(text)):
        role = Role.MARKET
    if body.end > body.start:
        yield Chunk(
            body, role, cue, sentence, head, kind, head_span, strength, "".join(reversed(tails)), listed
        )


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in "、和及与或的 　":
        start += 1
    while end > start and text[end - 1] in "、和及与或的 　":
        end -= 1
    return Span(start, end)
