"""Names inside longer names: the industry of a park, the firm of a project, the industry in a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.entities import firms
from kg.entities.cues import Chunk
from kg.entities.found import Context, Found
from kg.entities.matcher import matcher
from kg.entities.names import is_abstract, trim
from kg.model import EntityType, Role, Span
from kg.text import lexicon
from kg.text.tokens import tokens

T = EntityType


def kindred(name: str, title: str) -> bool:
    """Say whether two names share two characters in a row that are no mere ending."""
    return any(
        title[i : i + 2] in name
        for i in range(len(title) - 1)
        if title[i : i + 2] not in ("产业", "工业", "行业")
    )


_HOSTED = re.compile("(?P<name>.{2,}?(?:产业|工业))(?:集群|基地|园区?|集聚区|聚集区|创新园|带|示范区)$")


_SITE = re.compile(
    "^(?:（[^）]*）|世界级|国家级?|中国|北方|南方|东方|西部|东部|沿海|[一-龥]{0,6}?(?:新区|新城|开发区|高新区|产业基地))+"
)


def hosted(kept: list[Found], context: Context, seen: set[str]) -> Iterator[Found]:
    """Name the industry that a park's own name carries, where no heading names one or parks are listed."""
    known = matcher(context.region)
    for one in kept:
        match = _HOSTED.match(one.name) if one.type is T.PARK and len(one.pieces) == 1 else None
        if not match:
            continue
        skip = len(known.place(one.name))
        site = _SITE.match(match.group("name")[skip:])
        skip += site.end() if site else 0
        name = match.group("name")[skip:]
        if (
            len(name) > 3
            and name not in seen
            and not is_abstract(name)
            and not firms.firm_prefix(name, known)
        ):
            seen.add(name)
            span = Span(one.start + skip, one.start + match.end("name"))
            yield Found(
                name, T.INDUSTRY, (span,), "nested:park", one.role, one.cue, one.sentence, one.strength
            )


def owners(kept: list[Found], context: Context) -> Iterator[Found]:
    """Find the firms that projects and bases to be built carry in their names."""
    known = matcher(context.region)
    seen = {f.name for f in kept if f.type is T.ENTERPRISE}
    for one in kept:
        if one.type is not T.PROJECT:
            continue
        firm = firms.firm_prefix(one.name, known)
        first = one.pieces[0]
        if firm and firm not in seen and len(firm) <= first.end - first.start:
            seen.add(firm)
            yield Found(
                firm,
                T.ENTERPRISE,
                (Span(first.start, first.start + len(firm)),),
                "nested:project" if firms.is_firm(firm, known) else "nested:guess",
                Role.NONE,
                "",
                one.sentence,
            )


_INDUSTRY = re.compile(
    "[^、，和及与的在对由向以将把为]+?(?:产业(?!链|集群|园|基地|化|带|区)|工业(?!园|化|区)|行业"
    "|(?:造|服务|加工|农|林|牧|渔|物流|旅游|金融|保险|地产|饮|件|品|材|输|运|畜|殖|植|贸|通|筑|会展|养老)业"
    "(?!园|务|集群|链|基地|主|态|化))"
)


def inside(text: str, chunk: Chunk, context: Context) -> Iterator[Found]:
    """Find industries named by suffix inside a longer phrase (促进菱镁产业由粗加工向…)."""
    lex = lexicon.load()
    for match in _INDUSTRY.finditer(chunk.items.of(text)):
        span = trim(text, Span(chunk.items.start + match.start(), chunk.items.start + match.end()))
        span = _after_verb(text, span)
        name = span.of(text)
        if len(name) < 2 or is_abstract(name) or name in lex.heads:
            continue
        yield Found(
            name, T.INDUSTRY, (span,), "suffix:业", chunk.role, chunk.cue, chunk.sentence, chunk.strength
        )


def _after_verb(text: str, span: Span) -> Span:
    """Cut what stands before the last verb inside ``span``."""
    lex = lexicon.load()
    start = span.start
    for token in tokens(text):
        if start <= token.start < span.end and token.end < span.end - 1 and text[token.end] not in "性型化业":
            verbal = token.word in lex.strong | lex.adverbs | lex.restrictive or (
                token.start == start and token.word in lex.weak
            )
            if verbal or token.word in "等区由经中与":
                start = token.end
    return Span(start, span.end)
