"""Names in headings, and the trades that open sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.entities.chunks import chunks, phrases, sentences
from kg.entities.cues import Chunk
from kg.entities.found import Context, Found
from kg.entities.items import STRONG, names
from kg.entities.matcher import matcher
from kg.entities.names import ends_abstract, is_abstract, nominal, trim
from kg.model import EntityType, Role, Span
from kg.text import lexicon

T = EntityType


def moved(chunk: Chunk, by: int) -> Chunk:
    """Shift a list by ``by`` characters."""
    if not by:
        return chunk
    head = chunk.head_span
    return replace(
        chunk,
        items=Span(chunk.items.start + by, chunk.items.end + by),
        head_span=Span(head.start + by, head.end + by) if head else None,
    )


PAPER = re.compile(
    "(?:指导意见|实施意见|实施方案|行动计划|发展规划|工作方案|若干意见|若干措施)$"
    "|^(?:关于|[一-龥]{2,12}?[省市县区州盟]|.*[0-9]年|.*“).*"
    "(?:行动方案|规划|纲要|若干政策|工作报告|指导目录)(?:（[^（）]*）)?$"
)
_LEAD_AND = re.compile("与|及|和|、")


def in_heading(text: str, lead: Span, context: Context) -> Iterator[Found]:
    """Read a heading: an industry named outright, or what its verb governs."""
    title = lead.of(text)
    if title.strip("。") in ("农业", "工业", "服务业"):
        return
    governed = list(chunks(title))
    verbal = any(c.role is not Role.SUBJECT for c in governed)
    if verbal:
        for chunk in governed:
            chunk = moved(chunk, lead.start)
            for one in names(text, chunk, context):
                if one.type in STRONG or (one.type in (T.INDUSTRY, T.PRODUCT) and chunk.role is Role.FOCUS):
                    kind = T.INDUSTRY if one.type is T.PRODUCT else one.type
                    yield replace(one, type=kind, role=Role.LEAD, rule="lead:" + chunk.cue)
        return
    count = re.match("[0-9一二三四五六七八九十]+大(?=.{3})", title)
    if count:
        lead, title = Span(lead.start + count.end(), lead.end), title[count.end() :]
    span = trim(text, lead)
    name = span.of(text)
    if not is_abstract(name):
        span, name = lead, title
    if is_abstract(name) or ends_abstract(name) or len(name) > 24 or re.search("[的，]", name):
        return
    known = matcher(context.region)
    if known.place(name) == name:
        yield Found(name, T.REGION, (span,), "lead", Role.LEAD)
        return
    own = lexicon.load().suffix_type(name)
    if own in (T.PARK, T.INSTITUTION, T.AGENCY) and own is not None:
        yield Found(name, own, (span,), "lead", Role.LEAD)
        return
    for part in _titles(text, span):
        yield Found(part.of(text), T.INDUSTRY, (part,), "lead", Role.LEAD)


def _titles(text: str, span: Span) -> tuple[Span, ...]:
    """Split a heading with two industries where each part is an industry's name by itself."""
    lex = lexicon.load()
    for match in _LEAD_AND.finditer(text, span.start, span.end):
        left, right = Span(span.start, match.start()), Span(match.end(), span.end)
        if len(left.of(text)) < 3 or len(right.of(text)) < 3:
            continue
        if lex.suffix_type(left.of(text)) is T.INDUSTRY and lex.suffix_type(right.of(text)) is T.INDUSTRY:
            return (left, *_titles(text, right))
    return (span,)


def topics(text: str, body: int, context: Context) -> Iterator[Found]:
    """Find the trades that sentences are about: 船舶海工，重点发展…；泵阀产业，形成…."""
    for number, sentence in enumerate(sentences(text[body:])):
        parts = [Span(p.start + body, p.end + body) for p in phrases(text[body:], sentence)]
        if len(parts) < 2:
            continue
        first, second = parts[:2]
        name = first.of(text)
        if text[first.end] not in "，：" or not 2 < len(name) < 13 or re.search("[、的在以为是]", name):
            continue
        if (
            lexicon.load().suffix_type(name) in STRONG
            or is_abstract(name)
            or ends_abstract(name)
            or not nominal(name)
        ):
            continue
        begins = chunks(second.of(text))
        if (
            begins
            and begins[0].role is Role.FOCUS
            and not any(c.role is not Role.SUBJECT for c in chunks(name))
        ):
            yield Found(name, T.INDUSTRY, (first,), "topic", Role.SUBJECT, "", number)
