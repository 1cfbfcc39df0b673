"""What form tells about names once found: members of lists, ends of firms, firms that stand for works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.entities import firms
from kg.entities.features import View
from kg.entities.found import Found
from kg.entities.items import EVENTS
from kg.entities.matcher import matcher
from kg.entities.members import institutes, members
from kg.entities.names import is_abstract, trim
from kg.model import EntityType, Role, Span
from kg.text import lexicon
from kg.text.shared_heads import QUALITY, words
from kg.text.tokens import tokens

T = EntityType


def mended(view: View, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Return the mentions of a clause with what their form tells put right, in order."""
    text = view.text
    found = tuple(fixed for one in found if (fixed := _cut(view, one)) is not None)
    found = tuple(_line_of_goods(text, _town(_whole_firm(text, _bare_firm(view, one)))) for one in found)
    found = members(view, found)
    made = [part for one in found for part in _bare_project(view, one)]
    made = [part for one in made for part in _series(view, one)]
    made += list(_clusters(text, made))
    made += list(institutes(view, tuple(made)))
    made += list(_exchanges(view, made))
    made = [one for one in made if not vague_site(view, one) and not _in_firm(one, made)]
    return tuple(sorted(made, key=lambda f: (f.start, f.end, f.name)))


_LIMIT = re.compile(r"[0-9]+(?:[.][0-9]+)?(?:[^个家名项年月人\W0-9_]{1,3})(?:及其?)?以[上下]的?$")
_CHAIN = re.compile("链条?")
_WORKS = re.compile("项目(?=建设|$|[，。；、])")


def _cut(view: View, one: Found) -> Found | None:
    """Return a mention of one piece with its ends where the form of its name has them, None if it is none.

    A limit before it belongs to it (400兆帕及以上…钢筋); an industry whose chain is
    spoken of is named without 产业 where it ends in its work (粮谷加工|产业链); a site's works are a project.
    """
    if len(one.pieces) != 1:
        return one
    text, span, kind = view.text, one.pieces[0], one.type
    if kind in _ODD_ONE:
        limit = _LIMIT.search(text, max(0, span.start - 16), span.start)
        if limit and kind is T.PRODUCT and span.of(text)[0] not in "0123456789":
            span = Span(limit.start(), span.end)
        if span.of(text) in words().modifiers or span.end <= span.start:
            return None
        done = span.of(text).removesuffix("产业")
        if kind is T.INDUSTRY and done != span.of(text) and _CHAIN.match(text, span.end) and _worked(done):
            span = Span(span.start, span.end - 2)
    elif kind is T.PARK and (works := _WORKS.match(text, span.end)):
        span, kind = Span(span.start, works.end()), T.PROJECT
    if span == one.pieces[0]:
        return one
    return replace(one, name=span.of(text), type=kind, pieces=(span,))


def _worked(name: str) -> bool:
    return name.endswith(("加工", "制造", "利用", "养殖", "种植", "装备"))


_HOLDING_BACK = re.compile("^(?:严格|切实|进一步)?(?:控制|限制|稳定|保留|淘汰|压缩)")


def _bare_firm(view: View, one: Found) -> Found:
    """Take the verb off a firm that is known (严格控制鞍钢 → 鞍钢)."""
    verb = _HOLDING_BACK.match(one.name) if len(one.pieces) == 1 else None
    if verb is None or one.name[verb.end() :] not in matcher(view.context.region).firms:
        return one
    span = Span(one.start + verb.end(), one.end)
    return replace(one, name=span.of(view.text), type=T.ENTERPRISE, pieces=(span,), rule="form:firm")


def _line_of_goods(text: str, one: Found) -> Found:
    """Let what a line of goods is named by be a product (滨海旅游系列旅游产品)."""
    goods = re.compile("系列[^、，。；的]{0,6}产品").match(text, one.end)
    return replace(one, type=T.PRODUCT) if one.type is T.INDUSTRY and goods else one


_SERIES = re.compile("(?P<firm>.{2,12}?)(?:的)?系列(?:(?:项目|工程)$|$)")


def _series(view: View, one: Found) -> Iterator[Found]:
    """Yield the firm where its projects together are named, which are no project (忠旺集团系列项目)."""
    match = (
        _SERIES.fullmatch(one.name) if one.type in (T.PROJECT, T.PRODUCT) and len(one.pieces) == 1 else None
    )
    works = one.name.endswith(("项目", "工程")) or view.text.startswith(("项目", "工程"), one.end)
    if match is None or not works or not firms.is_firm(match["firm"], matcher(view.context.region)):
        yield one
        return
    span = Span(one.start, one.start + match.end("firm"))
    yield Found(span.of(view.text), T.ENTERPRISE, (span,), "form:series", Role.NONE, "", one.sentence)


_EXCHANGE = re.compile("[一-龥]{0,6}?交易所")


def _exchanges(view: View, found: list[Found]) -> Iterator[Found]:
    """Yield the exchanges that a place's name opens (上海期货交易所), which are firms."""
    known = matcher(view.context.region)
    for end in re.finditer("交易所", view.text):
        for start in range(max(0, end.start() - 8), end.start() - 1):
            place = known.place(view.text, start)
            if place and _EXCHANGE.fullmatch(view.text, start + len(place), end.end()):
                span = Span(start, end.end())
                if not any(
                    f.start < span.end and span.start < f.end for f in found if f.type is not T.REGION
                ):
                    yield Found(span.of(view.text), T.ENTERPRISE, (span,), "form:exchange")
                break


def _in_firm(one: Found, found: list[Found]) -> bool:
    """Say whether a place stands inside a firm's name that form has made longer."""
    return one.type is T.REGION and any(
        f.rule in ("form:exchange", "form:seat") and f.start <= one.start and one.end <= f.end for f in found
    )


_CLASS_OF_SITES = re.compile(
    "(?:重点|特色|优势|现代|大型|知名|新型|综合|标志性|研发|制造|生产|服务业|生产性|生活性|产业)*"
    "(?:产业集群|集群|集聚区|聚集区|商务区|产业园区|产业园|园区|基地)"
)


def vague_site(view: View, one: Found) -> bool:
    """Say whether a site's name tells only its class (现代商务区, 沈阳重点产业集群) or its qualities."""
    if one.type is not T.PARK:
        return False
    if len(one.pieces) > 1 and QUALITY.search(one.pieces[0].of(view.text)):
        return True
    rest = one.name[len(matcher(view.context.region).place(one.name)) :]
    named = rest != one.name and not rest.startswith(("重点", "特色", "优势", "现代", "大型"))
    return bool(_CLASS_OF_SITES.fullmatch(rest)) and not named


_ODD_ONE = {T.INDUSTRY, T.PRODUCT}
_TOWN = re.compile("[一-龥]{2,4}(?<![城村重家入下返小大各新等])[镇乡]")


def _town(one: Found) -> Found:
    """Let a town that stands where an industry might be a place (以佟二堡镇为重点)."""
    if one.type not in _ODD_ONE or not _TOWN.fullmatch(one.name):
        return one
    return replace(one, type=T.REGION, role=Role.PLACE if one.cue.startswith("以…为") else Role.NONE)


_SEAT = re.compile("[（(](?P<place>[一-龥]{2,6})[）)]")
_REST = re.compile("[一-龥]{0,6}?(?:有限公司|公司|总厂)")
_NO_REST = re.compile("[和及与等的在将为对]|企业|分公司")


def _seated_firm(text: str, one: Found) -> Found:
    """Keep the seat in brackets that is a part of a firm's name (某某半导体（大连）有限公司)."""
    if one.type is not T.ENTERPRISE or len(one.pieces) != 2:
        return one
    span = Span(one.start, one.end)
    between = Span(one.pieces[0].end, one.pieces[1].start)
    if not _SEAT.fullmatch(text, between.start, between.end):
        return one
    return replace(one, name=span.of(text), pieces=(span,), rule="form:seat")


def _whole_firm(text: str, one: Found) -> Found:
    """Let a firm's name reach its own end (昆明钢铁|公司, 鞍钢|自动化公司)."""
    one = _seated_firm(text, one)
    rest = _REST.match(text, one.end) if one.type is T.ENTERPRISE and len(one.pieces) == 1 else None
    if rest is None or _NO_REST.search(rest.group()):
        return one
    lex = lexicon.load()
    if any(t.word in lex.strong | lex.weak | lex.adverbs for t in tokens(rest.group()) if len(t.word) > 1):
        return one
    span = Span(one.start, rest.end())
    return replace(one, name=span.of(text), pieces=(span,), rule="form:company")


def _bare_project(view: View, one: Found) -> Iterator[Found]:
    """Yield a project that is named by its firm alone as firm and works (长寿药业等项目 → 长寿药业项目)."""
    around = [c for c in view.chunks if c.items.start <= one.start and one.end <= c.items.end]
    if one.type is not T.PROJECT or len(one.pieces) != 1 or not around:
        yield one
        return
    chunk, known = around[0], matcher(view.context.region)
    short = len(one.name) < 5 and re.fullmatch("[一-龥]+", one.name) and not known.place(one.name)
    short = short and not firms.is_common(one.name)
    bare = firms.is_firm(one.name, known) or (short and lexicon.load().suffix_type(one.name) is None)
    if not bare or "的" in chunk.mod or chunk.head_type is not T.PROJECT or chunk.head_span is None:
        yield one
        return
    head = Span(chunk.head_span.end - len(chunk.head), chunk.head_span.end)
    pieces = (*one.pieces, head)
    yield replace(one, name="".join(p.of(view.text) for p in pieces), pieces=pieces, rule="form:firm's works")
    yield Found(one.name, T.ENTERPRISE, one.pieces, "nested:works", Role.NONE, "", one.sentence)


_CLUSTER = re.compile("(?:(?<=^)|(?<=[。；，]))[^。；，、：的]{3,16}?产业集群")


def _clusters(text: str, found: list[Found]) -> Iterator[Found]:
    """Yield the clusters that open a phrase as what it is about (生物医药产业集群加快实施…)."""
    lex = lexicon.load()
    for match in _CLUSTER.finditer(text):
        span = trim(text, Span(*match.span()))
        name = span.of(text)
        if any(f.type is T.PARK and f.start < span.end and span.start < f.end for f in found):
            continue
        words = [t.word for t in tokens(name)]
        if is_abstract(name.removesuffix("集群")) or any(w in lex.strong or w in lex.adverbs for w in words):
            continue
        yield Found(name, T.PARK, (span,), "form:cluster", Role.SUBJECT)


_FOUNDED = frozenset(("成立", "组建", "筹建", "筹办", "设立", "创办", "新建"))
_BODIES = ("学院", "大学", "学校", "研究院", "研究所", "研究中心", "创新中心", "实验室")


def _to_be_founded(one: Found) -> bool:
    """Say whether a school or institute is still to be set up (成立某某学院)."""
    body = one.type is T.INSTITUTION and one.name.endswith(_BODIES)
    return body and one.cue in _FOUNDED and one.role is Role.FOCUS


def works(found: tuple[Found, ...], view: View) -> tuple[Found, ...]:
    """Tell works from sites: a firm's own base in a list of works or before an event is a project.

    超聚变服务器北方生产基地建成投产 is one; 旅顺轨道交通产业园 is no firm's and in no such list. A base that
    is leaned on exists and is a firm; an institute that is to be founded is a project.
    """
    found = tuple(_owner_alone(view, one) for one in found)
    owners = [f for f in found if f.type is T.ENTERPRISE and len(f.pieces) == 1]
    made = []
    for one in found:
        owned = any(f.start == one.start and f.end < one.end for f in owners)
        chunk = next((c for c in view.chunks if c.items.start <= one.start and one.end <= c.items.end), None)
        listed = chunk is not None and (chunk.head_type is T.PROJECT or chunk.tail in EVENTS)
        site = lexicon.load().suffix_type(one.name) is T.PARK
        if (one.type is T.PARK and owned and listed) or _to_be_founded(one):
            one = replace(one, type=T.PROJECT)
        elif one.type is T.PROJECT and owned and site and not listed and one.role is Role.RELIED:
            one = replace(one, type=T.ENTERPRISE)
        elif one.type is T.PROJECT and site and not owned and not listed and one.rule == "model":
            one = replace(one, type=T.PARK)
        made.append(one)
    bases = [f for f in made if f.type is T.ENTERPRISE and f.role is Role.RELIED and f not in found]
    inner = {f for f in made for base in bases if f.start == base.start and f.end < base.end}
    return tuple(dict.fromkeys(f for f in made if f not in inner))


def _owner_alone(view: View, one: Found) -> Found:
    """Take the place of the works off the firm that owns them (鞍钢鲅鱼圈二期工程 is 鞍钢's)."""
    if one.type is not T.ENTERPRISE or not one.rule.startswith("nested") or len(one.pieces) != 1:
        return one
    known = matcher(view.context.region)
    for size in range(len(one.name) - 2, 1, -1):
        rest = one.name[size:]
        if one.name[:size] in known.firms and known.place(rest) == rest:
            span = Span(one.start, one.start + size)
            return replace(one, name=span.of(view.text), pieces=(span,), rule="nested:owner")
    return one
