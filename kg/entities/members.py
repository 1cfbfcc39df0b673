"""What the members of a list tell about each other: their kind, their ends, the head that they share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.entities.cues import Chunk
from kg.entities.features import View
from kg.entities.found import Found
from kg.entities.matcher import matcher
from kg.entities.names import is_abstract, nominal, trim
from kg.model import EntityType, Role, Span
from kg.text import lexicon
from kg.text.coordination import leaves, split_list

T = EntityType
_ODD_ONE = {T.INDUSTRY, T.PRODUCT}
_JOINS = ("、", "和", "及", "与")


def members(view: View, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Return the mentions of a clause with what their lists tell put right."""
    made = _alike(view.text, found)
    made = _without_doubles(view.text, made)
    for group, chunk in enumerate(view.chunks):
        if chunk.listed and chunk.head_type in (*_ODD_ONE, T.INSTITUTION):
            made = _completed(view, group, chunk, made)
        if chunk.listed and chunk.head_type is T.PROJECT:
            made = tuple(_with_head(view, chunk, one) for one in made)
    made = tuple(_continued(view, one, made) for one in made)
    return (*made, *_distributed(view, made))


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


def _without_doubles(text: str, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Leave out a name made with a neighbour's head where the name without it was found by itself."""
    whole = {(one.type, one.pieces[0]) for one in found if len(one.pieces) == 1}

    def double(one: Found) -> bool:
        if len(one.pieces) == 1 or (one.type, one.pieces[0]) not in whole:
            return False
        closing = text[one.pieces[-1].start - 1] == "等"
        return one.type is T.PARK or not closing

    return tuple(one for one in found if not double(one))


def _completed(view: View, group: int, chunk: Chunk, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Let the members of a list that 等 closes reach their commas, and find the one between two others."""
    items = leaves(split_list(view.text, chunk.items.start, chunk.items.end))
    spans = [trim(view.text, item.span) for item in items]
    made = list(found)
    if len(spans) < 3 or chunk.role is not Role.FOCUS or not all(_plain(view, span) for span in spans):
        return found
    for span in spans:
        inside = [one for one in made if one.start < span.end and span.start < one.end]
        if len(inside) == 1 and inside[0].rule == "model" and inside[0].end < span.end:
            one = inside[0]
            if one.start == span.start and one.type in _ODD_ONE:
                made[made.index(one)] = replace(
                    one, name=span.of(view.text), pieces=(span,), rule="form:member"
                )
    by_span = {one.pieces[0]: one for one in made if len(one.pieces) == 1}
    for left, here, right in zip(spans, spans[1:], spans[2:], strict=False):
        a, b = by_span.get(left), by_span.get(right)
        free = not any(one.start < here.end and here.start < one.end for one in made)
        if a and b and free and a.type is b.type and a.type in _ODD_ONE:
            fresh = replace(a, name=here.of(view.text), pieces=(here,), rule="form:member", group=group)
            made.append(fresh)
            by_span[here] = fresh
    return tuple(made)


def _plain(view: View, span: Span) -> bool:
    name = span.of(view.text)
    return (
        1 < len(name) < 9
        and not re.search("[的（）“”]|[0-9]", name)
        and nominal(name)
        and not is_abstract(name)
    )


def _with_head(view: View, chunk: Chunk, one: Found) -> Found:
    """Give the last works of a list the 项目 that the others have (…甲项目、年产8万辆专用车等项目)."""
    alone = one.type is T.PROJECT and len(one.pieces) == 1 and one.end == chunk.items.end
    if not alone or chunk.head_span is None or "项目" not in chunk.head or one.name.endswith("项目"):
        return one
    items = split_list(view.text, chunk.items.start, chunk.items.end)
    others = [item.span.of(view.text) for item in items[:-1]]
    if not others or not all(name.endswith("项目") for name in others):
        return one
    at = view.text.find("项目", chunk.head_span.start, chunk.head_span.end)
    pieces = (*one.pieces, Span(at, at + 2))
    return replace(one, name="".join(p.of(view.text) for p in pieces), pieces=pieces)


_LEANED = (T.INSTITUTION, T.ENTERPRISE)


def _continued(view: View, one: Found, found: tuple[Found, ...]) -> Found:
    """Let a body behind a comma be leaned on as the bodies before it (依托甲所，乙大学等科研实力)."""
    if one.type not in _LEANED or one.role not in (Role.SUBJECT, Role.NONE):
        return one
    if view.text[one.end : one.end + 1] not in ("等", "、"):
        return one
    before = [f for f in found if f.end == one.start - 1 and f.type in _LEANED and f.role is Role.RELIED]
    if not before or view.text[one.start - 1] not in "，、":
        return one
    return replace(one, role=Role.RELIED, cue=before[0].cue, sentence=before[0].sentence)


def _distributed(view: View, found: tuple[Found, ...]) -> Iterator[Found]:
    """Yield the parks of a list of places that share a head behind 等, which form alone tells.

    沈阳、大连等通用航空产业基地 are 沈阳通用航空产业基地 and 大连通用航空产业基地.
    """
    known = matcher(view.context.region)
    names = {one.name for one in found}
    for one in view.found:
        if one.type is not T.PARK or len(one.pieces) != 2 or one.name in names:
            continue
        place, head = (piece.of(view.text) for piece in one.pieces)
        if place in known.places and len(head) > 6 and view.text[one.pieces[1].start - 1] == "等":
            yield one


_ACADEMY = re.compile("中科院|中国科学院")


def institutes(view: View, found: tuple[Found, ...]) -> Iterator[Found]:
    """Yield the institutes of an academy that its name is shared with (中科院生态所、化物所)."""
    for one in found:
        academy = _ACADEMY.match(one.name) if one.type is T.INSTITUTION and len(one.pieces) == 1 else None
        next_ = re.compile("、(?P<name>[一-龥]{2,6}?所)(?=[、和及与等，。])").match(view.text, one.end)
        if academy is None or next_ is None:
            continue
        span = Span(next_.start("name"), next_.end("name"))
        if any(other.start < span.end and span.start < other.end for other in found):
            continue
        pieces = (Span(one.start, one.start + academy.end()), span)
        name = "".join(piece.of(view.text) for piece in pieces)
        yield replace(one, name=name, pieces=pieces, rule="form:academy")
