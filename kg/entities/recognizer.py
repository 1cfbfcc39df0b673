"""Find the mentions of a clause: heading, governed lists, quoted policies, known names, typed suffixes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from kg.entities import bodies, firms, leads, nested, overlaps, policies, tagger
from kg.entities.chunks import chunks, sentences
from kg.entities.cues import Chunk
from kg.entities.features import View
from kg.entities.found import Context, Found
from kg.entities.items import names
from kg.entities.matcher import matcher
from kg.entities.names import trim
from kg.model import Clause, EntityType, Role, Span
from kg.text.normalize import Normalized, normalize
from kg.text.tokens import tokens

T = EntityType


def mentions_of(clause: Clause, context: Context, *, learned: bool = True) -> tuple[Found, ...]:
    """Return the mentions of a clause with pieces in the offsets of its source text.

    ``learned`` False leaves the rules' reading as it is.
    """
    normal = normalize(clause.text)
    view = view_of(clause, normal, context)
    found = tagger.corrected(view) if learned else view.found
    return tuple(_sourced(one, normal) for one in found)


def view_of(clause: Clause, normal: Normalized, context: Context) -> View:
    """Return the rules' reading of a clause in its normal form."""
    lead = clause.lead_span
    if clause.heading and lead is None:
        at = normal.text.find(clause.heading)
        lead = Span(at, at + len(clause.heading)) if at >= 0 else Span(0, len(normal.text))
    elif lead is not None:
        start = sum(1 for end in normal.ends if end <= lead.start)
        lead = Span(start, sum(1 for begin in normal.starts if begin < lead.end))
    return recognise(normal.text, lead=lead, heading=bool(clause.heading), context=context)


def with_given(found: tuple[Found, ...], given: tuple[Found, ...]) -> tuple[Found, ...]:
    """Add names that a relation's own grammar found; they replace what overlaps them."""
    if not given:
        return found
    spans = [p for one in given for p in one.pieces]
    names_ = {one.name for one in given}
    kept = [
        f
        for f in found
        if (f.role is not Role.RESTRICTED or f.type in (T.REGION, T.POLICY))
        and (
            f.name in names_
            or f.type in (T.POLICY, T.AGENCY, T.ENTERPRISE)
            or not any(p.start < s.end and s.start < p.end for p in f.pieces for s in spans)
        )
    ]
    have = {f.name for f in kept}
    fresh = {one.name: one for one in reversed(given) if one.name not in have}
    return tuple(sorted((*kept, *fresh.values()), key=lambda f: (f.start, f.end, f.name)))


def _sourced(one: Found, normal: Normalized) -> Found:
    """Translate a mention from the normal form to the source: a dropped space or quote cuts a piece."""
    pieces: list[Span] = []
    for piece in one.pieces:
        for at in range(piece.start, piece.end):
            if normal.text[at] in "“”‘’《》":
                continue
            start, end = normal.starts[at], normal.ends[at]
            if pieces and pieces[-1].start <= start <= pieces[-1].end:
                pieces[-1] = Span(pieces[-1].start, end)
            else:
                pieces.append(Span(start, end))
    return replace(one, name="".join(p.of(normal.source) for p in pieces), pieces=tuple(pieces))


_NUMBER = re.compile(
    r"\s*(?:[（(]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:[）)]|[．.、﹒](?![0-9]))|[—－-]{2,}|[①-⑳●■◆])\s*"
)
"""The number or mark of a clause, which is no part of its first phrase."""


def recognise(text: str, *, lead: Span | None, heading: bool, context: Context) -> View:
    """Return ``text`` with its governed lists and the mentions of the rules in order, overlaps resolved.

    ``lead`` is the span of the heading that opens the clause (the whole line if ``heading``).
    """
    found: list[Found] = []
    governed: tuple[Chunk, ...] = ()
    number = _NUMBER.match(text)
    body = number.end() if number else 0
    if heading and leads.PAPER.search(text):
        title = trim(text, Span(0, len(text)))
        paper = Found(title.of(text), T.POLICY, (title,), "heading:paper", Role.NONE)
        return View(text, lead, context, (), (paper,))
    if lead is not None:
        found += leads.in_heading(text, lead, context)
        body = lead.end
    if not heading:
        governed = tuple(
            leads.moved(chunk, body)
            for chunk in chunks(text[body:], actor=partial(firms.acts, known=matcher(context.region)))
        )
        for group, chunk in enumerate(governed):
            found += [replace(one, group=group) for one in names(text, chunk, context)]
            found += [replace(one, group=group) for one in nested.inside(text, chunk, context)]
        found += leads.topics(text, body, context)
        found += policies.policies(text)
        found += bodies.responsible(text)
        found += bodies.agencies(text)
        found += bodies.institutes(text)
        found += _known(text, body, context)
        found += _towns(text)
    kept = list(overlaps.resolve(found))
    kept += nested.owners(kept, context)
    topic = "".join(f.name for f in kept if f.role is Role.LEAD and f.type is T.INDUSTRY)
    listed = Counter(f.group for f in kept if f.type is T.PARK and f.group >= 0)
    hosts = [f for f in kept if not topic or (listed[f.group] > 2 and not nested.kindred(f.name, topic))]
    kept += nested.hosted(hosts, context, {f.name for f in kept})
    return View(text, lead, context, governed, tuple(sorted(kept, key=lambda f: (f.start, f.end, f.name))))


def _known(text: str, body: int, context: Context) -> Iterator[Found]:
    """Find the gazetteers' names in running text."""
    edges = {t.start for t in tokens(text)}
    starts = [(s.start, n) for n, s in enumerate(sentences(text[body:]))]
    for match in matcher(context.region).find(text):
        if match.start < body or (match.type is T.REGION and match.start not in edges):
            continue
        sentence = max((n for at, n in starts if at + body <= match.start), default=0)
        span = Span(match.start, match.end)
        role = _place_role(text, match.start, match.end) if match.type is T.REGION else Role.NONE
        yield Found(span.of(text), match.type, (span,), f"gazetteer:{match.entry}", role, "", sentence)


_TOWN = re.compile(
    "(?<![一-龥])(?P<a>[一-龥]{2,4}?[镇乡])(?![一-龥]?村)|(?<=[在到于以、及和与市县区对])(?P<b>[一-龥]{2,3}[镇乡])"
)
_NO_TOWN = re.compile("[城村重家入下返小大各新等]镇$|[城家入下返]乡$|^(?:全|各|和|及|与|等|以|在)|街道")


def _towns(text: str) -> Iterator[Found]:
    """Find towns and townships by form."""
    for match in _TOWN.finditer(text):
        name = match.group("a") or match.group("b")
        start = match.start("a") if match.group("a") else match.start("b")
        if not _NO_TOWN.search(name):
            span = Span(start, start + len(name))
            yield Found(name, T.REGION, (span,), "form:town", _place_role(text, span.start, span.end))


def _place_role(text: str, start: int, end: int) -> Role:
    """Say whether a place heads what follows: 支持沈阳建设…, 以沈阳、大连为重点."""
    before, after = text[max(0, start - 12) : start], text[end : end + 16]
    if re.match("(?:地区|各市)?(?:应|要|须|将)", after):
        return Role.SUBJECT
    if re.match(
        r"(?:[、和及与][一-龥]{2,6}){0,6}(?:等地区|等地|等)?(?:为重点|为核心|为主)", after
    ) and re.search("以[^，。]*$", before):
        return Role.PLACE
    return Role.NONE
