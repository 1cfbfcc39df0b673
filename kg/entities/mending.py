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
from kg.entities.names import is_abstract, trim
from kg.model import EntityType, Role, Span
from kg.text import lexicon
from kg.text.shared_heads import words
from kg.text.tokens import tokens

T = EntityType


def mended(view: View, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Return the mentions of a clause with what their form tells put right, in order."""
    text = view.text
    found = _by_themselves(found)
    found = tuple(fixed for one in found if (fixed := _cut(view, one)) is not None)
    found = tuple(_town(_whole_firm(text, one)) for one in _alike(text, found))
    made = [part for one in found for part in _bare_project(view, one)]
    made += list(_clusters(text, made))
    return tuple(sorted(made, key=lambda f: (f.start, f.end, f.name)))


def _by_themselves(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Leave members of a list without a head that they do not need: marked as names, they are complete.

    Short ones before a class are no products by themselves (图像、光电等智能传感器).
    """
    whole = {one.pieces[0] for one in found if len(one.pieces) == 1}
    return tuple(
        one
        for one in found
        if len(one.pieces) < 2
        or one.type not in _ODD_ONE
        or one.pieces[0] not in whole
        or one.pieces[0].end - one.pieces[0].start < 3
    )


_LIMIT = re.compile(r"[0-9]+(?:[.][0-9]+)?(?:[^个家名项年月人\W0-9_]{1,3})(?:及其?)?以[上下]的?$")
_CHAIN = re.compile("链条?")
_WORKS = re.compile("项目(?=建设|$|[，。；、])")


def _cut(view: View, one: Found) -> Found | None:
    """Return a mention of one piece with its ends where the form of its name has them, None if it is none.

    A verb before it goes; a limit before it belongs to it (400兆帕及以上…钢筋); an industry whose chain is
    spoken of is named without 产业 where it ends in its work (粮谷加工|产业链); a site's works are a project.
    """
    if len(one.pieces) != 1:
        return one
    text, known = view.text, matcher(view.context.region)
    span, kind = one.pieces[0], one.type
    if kind in _ODD_ONE:
        bare = _after_verbs(text, span)
        span = bare if bare.of(text) in known.forms else span
        limit = _LIMIT.search(text, max(0, span.start - 16), span.start)
        if limit and kind is T.PRODUCT and span.of(text)[0] not in "0123456789":
            span = Span(limit.start(), span.end)
        if span.of(text) in words().modifiers or span.end <= span.start:
            return None
        done = span.of(text).removesuffix("产业")
        if kind is T.INDUSTRY and done != span.of(text) and _CHAIN.match(text, span.end) and _worked(done):
            span = Span(span.start, span.end - 2)
        if span != one.pieces[0] and span.of(text) in known.forms:
            kind = known.forms[span.of(text)][0]
    elif kind is T.PARK and (works := _WORKS.match(text, span.end)):
        span, kind = Span(span.start, works.end()), T.PROJECT
    if span == one.pieces[0]:
        return one
    return replace(one, name=span.of(text), type=kind, pieces=(span,))


def _worked(name: str) -> bool:
    return name.endswith(("加工", "制造", "利用", "养殖", "种植", "装备"))


def _after_verbs(text: str, span: Span) -> Span:
    """Cut the verbs that open a name (严格控制|鞍钢)."""
    lex = lexicon.load()
    for token in tokens(text):
        inside = token.start == span.start and span.end - token.end > 1 and token.end - token.start > 1
        if inside and token.word in lex.restrictive | lex.strong:
            span = Span(token.end, span.end)
    return span


_ODD_ONE = {T.INDUSTRY, T.PRODUCT}
_JOINS = ("、", "和", "及", "与")


def _alike(text: str, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Let the one member of a list that is typed unlike its neighbours be what they are.

    Lists name things of one kind (冶金、制糖、纺织行业); a member whose own ending tells its kind keeps it.
    """
    made = list(found)
    places = [i for i, f in enumerate(found) if len(f.pieces) == 1 and f.type in _ODD_ONE]
    for before, here, after in zip(places, places[1:], places[2:], strict=False):
        left, one, right = made[before], made[here], made[after]
        joined = text[left.end : one.start] in _JOINS and text[one.end : right.start] in _JOINS
        own = lexicon.load().suffix_type(one.name)
        if joined and left.type is right.type is not one.type and own in (None, left.type):
            made[here] = replace(one, type=left.type)
    return tuple(made)


_TOWN = re.compile("[一-龥]{2,4}(?<![城村重家入下返小大各新等])[镇乡]")


def _town(one: Found) -> Found:
    """Let a town that stands where an industry might be a place (以佟二堡镇为重点)."""
    if one.type not in _ODD_ONE or not _TOWN.fullmatch(one.name):
        return one
    return replace(one, type=T.REGION, role=Role.PLACE if one.cue.startswith("以…为") else Role.NONE)


_REST = re.compile("[一-龥]{0,6}?(?:有限公司|公司|总厂)")
_NO_REST = re.compile("[和及与等的在将为对]|企业|分公司")


def _whole_firm(text: str, one: Found) -> Found:
    """Let a firm's name reach its own end (昆明钢铁|公司, 鞍钢|自动化公司)."""
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


def works(found: tuple[Found, ...], view: View) -> tuple[Found, ...]:
    """Tell works from sites: a firm's own base in a list of works or before an event is a project.

    超聚变服务器北方生产基地建成投产 is one; 旅顺轨道交通产业园 is no firm's and in no such list.
    """
    owners = [f for f in found if f.type is T.ENTERPRISE and len(f.pieces) == 1]
    made = []
    for one in found:
        owned = any(f.start == one.start and f.end < one.end for f in owners)
        chunk = next((c for c in view.chunks if c.items.start <= one.start and one.end <= c.items.end), None)
        listed = chunk is not None and (chunk.head_type is T.PROJECT or chunk.tail in EVENTS)
        site = lexicon.load().suffix_type(one.name) is T.PARK
        if one.type is T.PARK and owned and listed:
            one = replace(one, type=T.PROJECT)
        elif one.type is T.PROJECT and site and not owned and not listed and one.rule == "model":
            one = replace(one, type=T.PARK)
        made.append(one)
    return tuple(made)
