"""Find the mentions of a clause: heading, governed lists, quoted policies, known names, typed suffixes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kg.entities import bodies, firms, tagger
from kg.entities.chunks import Chunk, chunks, phrases, sentences
from kg.entities.features import View
from kg.entities.found import Context, Found
from kg.entities.items import STRONG, names
from kg.entities.matcher import matcher
from kg.entities.names import ends_abstract, is_abstract, nominal, trim
from kg.model import Clause, EntityType, Role, Span
from kg.text import lexicon
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
            if pieces and (pieces[-1].end == start or pieces[-1] == Span(start, end)):
                pieces[-1] = Span(pieces[-1].start, end)
            else:
                pieces.append(Span(start, end))
    return replace(one, name="".join(p.of(normal.source) for p in pieces), pieces=tuple(pieces))


def recognise(text: str, *, lead: Span | None, heading: bool, context: Context) -> View:
    """Return ``text`` with its governed lists and the mentions of the rules in order, overlaps resolved.

    ``lead`` is the span of the heading that opens the clause (the whole line if ``heading``).
    """
    found: list[Found] = []
    governed: tuple[Chunk, ...] = ()
    body = 0
    if heading and _PAPER.search(text):
        title = trim(text, Span(0, len(text)))
        paper = Found(title.of(text), T.POLICY, (title,), "heading:paper", Role.NONE)
        return View(text, lead, context, (), (paper,))
    if lead is not None:
        found += _lead(text, lead, context)
        body = lead.end
    if not heading:
        governed = tuple(
            _moved(chunk, body) for chunk in chunks(text[body:], places=matcher(context.region).places)
        )
        for group, chunk in enumerate(governed):
            found += [replace(one, group=group) for one in names(text, chunk, context)]
            found += [replace(one, group=group) for one in _inside(text, chunk, context)]
        found += _topics(text, body, context)
        found += _policies(text)
        found += bodies.responsible(text)
        found += bodies.agencies(text)
        found += bodies.institutes(text)
        found += _known(text, body, context)
        found += _towns(text)
    kept = list(resolve(found))
    kept += _nested(kept, context)
    topic = "".join(f.name for f in kept if f.role is Role.LEAD and f.type is T.INDUSTRY)
    listed = Counter(f.group for f in kept if f.type is T.PARK and f.group >= 0)
    hosts = [f for f in kept if not topic or (listed[f.group] > 2 and not _kindred(f.name, topic))]
    kept += _hosted(hosts, context, {f.name for f in kept})
    return View(text, lead, context, governed, tuple(sorted(kept, key=lambda f: (f.start, f.end, f.name))))


def _kindred(name: str, title: str) -> bool:
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


def _hosted(kept: list[Found], context: Context, seen: set[str]) -> Iterator[Found]:
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


def _nested(kept: list[Found], context: Context) -> Iterator[Found]:
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
                "nested:project",
                Role.NONE,
                "",
                one.sentence,
            )


def _moved(chunk: Chunk, by: int) -> Chunk:
    if not by:
        return chunk
    head = chunk.head_span
    return replace(
        chunk,
        items=Span(chunk.items.start + by, chunk.items.end + by),
        head_span=Span(head.start + by, head.end + by) if head else None,
    )


_PAPER = re.compile("(?:指导意见|实施意见|实施方案|行动计划|发展规划|工作方案|若干意见|若干措施)$")
_LEAD_AND = re.compile("与|及|和|、")


def _lead(text: str, lead: Span, context: Context) -> Iterator[Found]:
    """Read a heading: an industry named outright, or what its verb governs."""
    title = lead.of(text)
    governed = list(chunks(title))
    verbal = any(c.role is not Role.SUBJECT for c in governed)
    if verbal:
        for chunk in governed:
            chunk = _moved(chunk, lead.start)
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


_INDUSTRY = re.compile(
    "[^、，和及与的在对由向以将把为]+?(?:产业(?!链|集群|园|基地|化|带|区)|工业(?!园|化|区)|行业"
    "|(?:造|服务|加工|农|林|牧|渔|物流|旅游|金融|保险|地产|饮|件|品|材|输|运|畜|殖|植|贸|通|筑|会展|养老)业"
    "(?!园|务|集群|链|基地|主|态|化))"
)


def _inside(text: str, chunk: Chunk, context: Context) -> Iterator[Found]:
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


_QUOTED = re.compile("《(?P<name>[^《》]{2,60})》|[“](?P<quoted>[^“”]{2,24})[”](?P<after>[^，。；、]{0,8})")


def _topics(text: str, body: int, context: Context) -> Iterator[Found]:
    """Find the trades that sentences are about: 船舶海工，重点发展…；泵阀产业，形成…."""
    for number, sentence in enumerate(sentences(text[body:])):
        first, *rest = [Span(p.start + body, p.end + body) for p in phrases(text[body:], sentence)]
        name = first.of(text)
        if (
            not rest
            or text[first.end] not in "，："
            or not 2 < len(name) < 13
            or re.search("[、的在以为是]", name)
        ):
            continue
        if (
            lexicon.load().suffix_type(name) in STRONG
            or is_abstract(name)
            or ends_abstract(name)
            or not nominal(name)
        ):
            continue
        begins = chunks(rest[0].of(text))
        if (
            begins
            and begins[0].role is Role.FOCUS
            and not any(c.role is not Role.SUBJECT for c in chunks(name))
        ):
            yield Found(name, T.INDUSTRY, (first,), "topic", Role.SUBJECT, "", number)


def _policies(text: str) -> Iterator[Found]:
    """Find papers in 《》, quoted strategies (“一带一路”), campaigns and quoted trades (做深“钢铁冶炼”)."""
    for match in _QUOTED.finditer(text):
        if match.group("name"):
            yield Found(match.group("name"), T.POLICY, (Span(*match.span("name")),), "quote:《》")
            continue
        start, end = match.span("quoted")
        quoted, span = match.group("quoted"), Span(start, end)
        named = _CAMPAIGN.match(text, end + 1)
        if named:
            tail = Span(*named.span("tail"))
            kind = T.PROJECT if named.group("tail").endswith("工程") else T.POLICY
            yield Found(quoted + tail.of(text), kind, (span, tail), "quote:“”")
        elif quoted in _STRATEGIES:
            yield Found(quoted, T.POLICY, (span,), "quote:“”")
        elif _STRONGER.search(text, 0, start - 1) and not is_abstract(quoted):
            sentence = sum(text.count(mark, 0, start) for mark in "。；！？")
            yield Found(quoted, T.INDUSTRY, (span,), "quote:trade", Role.SUBJECT, "做强", sentence)


_STRATEGIES = frozenset(("一带一路", "互联网+", "双碳", "中国制造2025", "双循环"))
_CAMPAIGN = re.compile(
    "(?:“[^“”]{2,12}”)*(?P<tail>[^，。；、“”]{0,4}?(?:行动计划|发展战略|战略|规划|行动|工程))(?![一-龥])"
)
_STRONGER = re.compile("(?:^|[。；])做[大强优精深实好活]$")


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
    if re.match(
        r"(?:[、和及与][一-龥]{2,6}){0,6}(?:等地区|等地|等)?(?:为重点|为核心|为主)", after
    ) and re.search("以[^，。]*$", before):
        return Role.PLACE
    return Role.NONE


_PRIORITY = {
    T.POLICY: 9,
    T.AGENCY: 8,
    T.PROJECT: 7,
    T.PARK: 6,
    T.INSTITUTION: 6,
    T.ENTERPRISE: 5,
    T.INDUSTRY: 4,
    T.PRODUCT: 3,
    T.REGION: 2,
}


def resolve(found: list[Found]) -> tuple[Found, ...]:
    """Keep the longest name where names overlap; a name with several pieces overlaps only as a whole."""
    ordered = sorted(
        found,
        key=lambda f: (-(f.end - f.start if len(f.pieces) == 1 else 99), -_PRIORITY[f.type], f.start, f.name),
    )
    kept: list[Found] = []
    for one in ordered:
        if any(_clash(one, other) for other in kept):
            continue
        kept.append(one)
    return tuple(sorted(kept, key=lambda f: (f.start, f.end, f.name)))


def _clash(one: Found, other: Found) -> bool:
    if one.name == other.name and one.type is other.type and one.pieces == other.pieces:
        return True
    if len(one.pieces) > 1 and len(other.pieces) > 1:
        return one.pieces == other.pieces
    if len(one.pieces) > 1 or len(other.pieces) > 1:
        many, single = (one, other) if len(one.pieces) > 1 else (other, one)
        span = single.pieces[0]
        return any(
            p.start <= span.start and span.end <= p.end and (p != span or single.type is T.REGION)
            for p in many.pieces
        )
    return any(a.start < b.end and b.start < a.end for a in one.pieces for b in other.pieces)
