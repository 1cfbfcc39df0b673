"""The grammar of lists: where a list of names splits, and which head or modifier its items share.

A list joins names by 、 ， 和 及 与 或. Marks inside brackets, quotes and known names do not split it, and
a conjunction before the last 、 binds tighter than the list. A head behind the last item is shared by the
items that are no names without it (高毒、高残留农药), a modifier before the first one by bare heads
(落后设备、技术和工艺). Everything here is pure: each name is the concatenation of its pieces of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Span
from kg.text.shared_heads import (
    PREDICATE,
    is_bare,
    is_site,
    leading_adjective,
    looks_complete,
    modifier_before,
    own_head,
    words,
)

Predicate = Callable[[str], bool]
PrefixLength = Callable[[str], int]

OPENING = "（(《“‘〔【「[〈"
CLOSING = "）)》”’〕】」]〉"
MARKS = "、，,"
RANKS = {"以及": 0, "和": 1, "或": 1, "与": 2, "及": 3}
"""Conjunctions by how wide they join; the widest of a list splits it, the others nest."""

_CONJUNCTION = re.compile("以及(?!其)|(?<!以)及(?![时其以])|和|与|或(?!者)")
_ETC = re.compile("(?<![平高中初优上同对特])等(?![级量同式离高效价待于])")
_CLASS_COUNT = re.compile("(?<=.)(?:[一二三四五六七八九十两]+|[0-9]+)大(?=[^型中小规])")
_SPACES = " \t　"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: ``delimiter`` stands before it ("" for the first), ``nested`` are its own items."""

    span: Span
    delimiter: str = ""
    nested: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class DistributedItem:
    """A full name; ``pieces`` are the spans, in text order, whose concatenation it is."""

    name: str
    pieces: tuple[Span, ...]


def split_list(text: str, start: int, end: int, *, atoms: Predicate | None = None) -> tuple[Item, ...]:
    """Split ``text[start:end]`` into the items of its list, in order.

    ``atoms`` says of a string whether it is one known name; a conjunction inside one does not split.
    Spans are code points of ``text``, without the marks, conjunctions and white space around them.

    >>> text = "苯、环己酮及深加工"
    >>> [item.span.of(text) for item in split_list(text, 0, len(text))]
    ['苯', '环己酮', '深加工']
    """
    outside = _outside(text, start, end)
    marks = [(i, i + 1) for i in outside if text[i] in MARKS]
    conjunctions = _conjunctions(text, start, end, atoms)
    last = marks[-1][1] if marks else start
    early = [c for c in conjunctions if c[0] < last]
    late = [c for c in conjunctions if c[0] >= last]
    widest = min((RANKS[text[a:b]] for a, b in late), default=0)
    cuts = list(marks)
    if not (marks and early):
        cuts += [(a, b) for a, b in late if RANKS[text[a:b]] == widest]
    if cuts:
        counts = _CLASS_COUNT.finditer(text, max(b for _, b in cuts) + 1, end)
        cuts += [c.span() for c in counts if c.start() in outside][:1]
    return _items(text, start, end, sorted(cuts), conjunctions)


def leaves(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the innermost items, in order."""
    return tuple(leaf for item in items for leaf in (leaves(item.nested) if item.nested else (item,)))


def list_end(text: str, start: int, end: int) -> tuple[int, Span | None]:
    """Return where the list in ``text[start:end]`` ends, and the class that 等 puts behind it.

    >>> list_end("图像、光电等智能传感器", 0, 11)
    (5, Span(start=6, end=11))
    """
    outside = set(_outside(text, start, end))
    for match in _ETC.finditer(text, start, end):
        if match.start() in outside and match.start() > start:
            return match.start(), Span(match.end(), end)
    if end - 1 > start and text[end - 1] == "等" and end - 1 in outside:
        return end - 1, None
    return end, None


def distribute(
    text: str,
    items: Sequence[Item],
    *,
    head: Span | None = None,
    complete: Predicate | None = None,
    place: PrefixLength | None = None,
) -> tuple[DistributedItem, ...]:
    """Give every item of a list the head or modifier that it shares with its neighbours.

    ``head`` is the class behind 等, if the list has one. ``complete`` says of an item whether it is a name by
    itself (default: a guess by form). ``place`` returns how many characters of a string's beginning are a
    place name; a list of places shares all that follows the last one.

    >>> text = "高毒、高残留农药"
    >>> [d.name for d in distribute(text, split_list(text, 0, len(text)))]
    ['高毒农药', '高残留农药']
    """
    spans, joints = _flat(items)
    spans, joints = _merge_names(text, spans, joints, place)
    pieces: list[tuple[Span, ...]] = [(span,) for span in spans]
    _share_heads(text, spans, pieces, head, complete, place)
    if head is None:
        _share_modifiers(text, spans, joints, pieces)
    return tuple(DistributedItem("".join(p.of(text) for p in ps), ps) for ps in pieces)


def coordinate(
    text: str,
    start: int,
    end: int,
    *,
    atoms: Predicate | None = None,
    complete: Predicate | None = None,
    place: PrefixLength | None = None,
) -> tuple[DistributedItem, ...]:
    """Split a list, its 等 and class included, and distribute what its items share.

    >>> [d.name for d in coordinate("图像、光电等智能传感器", 0, 11)]
    ['图像智能传感器', '光电智能传感器']
    """
    stop, head = list_end(text, start, end)
    items = split_list(text, start, stop, atoms=atoms)
    crossed = _cross(text, items, head, atoms) if head else ()
    return crossed or distribute(text, items, head=head, complete=complete, place=place)


def _cross(
    text: str, items: Sequence[Item], tail: Span, atoms: Predicate | None
) -> tuple[DistributedItem, ...]:
    """Pair items and class with every head behind them: 菱镁、滑石等矿产品初级产品和粗加工."""
    parts = [leaf.span for leaf in leaves(split_list(text, tail.start, tail.end, atoms=atoms))]
    head = own_head(parts[0].of(text)) if parts else ""
    if len(parts) < 2 or len(head) == len(parts[0].of(text)):
        return ()
    if words().heads.get(head) != "always" or not all(is_bare(p.of(text)) for p in parts[1:]):
        return ()
    genus = Span(parts[0].start, parts[0].end - len(head))
    stems = [*(leaf.span for leaf in leaves(items)), genus]
    heads = [Span(genus.end, parts[0].end), *parts[1:]]
    pairs = [(stem, last) for last in heads for stem in stems]
    return tuple(DistributedItem(a.of(text) + b.of(text), _joined(a, b)) for a, b in pairs)


def _joined(a: Span, b: Span) -> tuple[Span, ...]:
    return (Span(a.start, b.end),) if a.end == b.start else (a, b)


def _outside(text: str, start: int, end: int) -> list[int]:
    """Offsets that stand outside brackets and quotes (marks themselves excluded)."""
    depth, straight, found = 0, False, []
    for i in range(start, end):
        char = text[i]
        if char == '"':
            straight = not straight
        elif char in OPENING:
            depth += 1
        elif char in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and not straight:
            found.append(i)
    return found


def _conjunctions(text: str, start: int, end: int, atoms: Predicate | None) -> list[tuple[int, int]]:
    outside = set(_outside(text, start, end))
    found = []
    for match in _CONJUNCTION.finditer(text, start, end):
        a, b = match.span()
        if a not in outside or a == start or b == end or text[a - 1] in MARKS:
            continue
        if _inside_word(text, a, start, end) or (atoms and _inside_atom(text, a, b, start, end, atoms)):
            continue
        found.append((a, b))
    return found


def _inside_word(text: str, at: int, start: int, end: int) -> bool:
    return any(
        text.startswith(word, at - k, end)
        for word in words().joined
        for k in range(len(word))
        if word[k] == text[at] and at - k >= start
    )


def _inside_atom(text: str, a: int, b: int, start: int, end: int, atoms: Predicate) -> bool:
    left, right = a, b
    while left > start and text[left - 1] not in MARKS and a - left < 14:
        left -= 1
    while right < end and text[right] not in MARKS and right - b < 14:
        right += 1
    return any(atoms(text[i:j]) for i in range(left, a) for j in range(right, b, -1))


def _items(
    text: str, start: int, end: int, cuts: list[tuple[int, int]], inner: list[tuple[int, int]]
) -> tuple[Item, ...]:
    edges = [(start, start), *cuts, (end, end)]
    found = []
    for (a, begin), (stop, _) in pairwise(edges):
        span = _trim(text, begin, stop)
        if span is None:
            continue
        own = [c for c in inner if span.start < c[0] and c[1] < span.end]
        nested = _items(text, span.start, span.end, own, []) if own else ()
        found.append(Item(span, text[a:begin], nested if len(nested) > 1 else ()))
    return tuple(found)


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _SPACES:
        start += 1
    while end > start and text[end - 1] in _SPACES:
        end -= 1
    return Span(start, end) if start < end else None


def _flat(items: Sequence[Item]) -> tuple[list[Span], list[str]]:
    spans, joints = [], []
    for item in items:
        for k, leaf in enumerate(leaves((item,))):
            spans.append(leaf.span)
            joints.append(leaf.delimiter if k else item.delimiter)
    return spans, joints


def _merge_names(
    text: str, spans: list[Span], joints: list[str], place: PrefixLength | None
) -> tuple[list[Span], list[str]]:
    """Join what a conjunction cut out of one name: 葫芦岛高技术船舶 | 海洋工程产业基地."""
    merged: list[Span] = []
    kept: list[str] = []
    for span, joint in zip(spans, joints, strict=True):
        left = merged[-1].of(text) if merged else ""
        if left and joint in RANKS and _one_name(left, span.of(text), place):
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
            kept.append(joint)
    return merged, kept


def _one_name(left: str, right: str, place: PrefixLength | None) -> bool:
    head = own_head(right)
    if not head or not place or place(right) or is_site(own_head(left)):
        return False
    return is_site(head) and 0 < place(left) < len(left)


def _share_heads(
    text: str,
    spans: list[Span],
    pieces: list[tuple[Span, ...]],
    tail: Span | None,
    complete: Predicate | None,
    place: PrefixLength | None,
) -> None:
    shared, when = _tail_head(text, tail)
    for i in range(len(spans) - 1, -1, -1):
        name = spans[i].of(text)
        if i + 1 < len(spans) and tail is None and spans[i + 1].of(text).startswith(name):
            shared = None
        if shared is not None and _takes(name, shared.of(text), when, complete, place):
            pieces[i] = (spans[i], shared)
        elif tail is None:
            left = spans[i - 1].of(text) if i else ""
            shared, when = _offered(text, spans[i], left, place)
            if shared is not None and place and place(name) and text[shared.start - 1] == "的":
                pieces[i] = (Span(spans[i].start, shared.start - 1), shared)


def _tail_head(text: str, tail: Span | None) -> tuple[Span | None, str]:
    if tail is None:
        return None, ""
    head = own_head(tail.of(text))
    return (tail, words().heads[head]) if head else (None, "")


def _offered(text: str, span: Span, left: str, place: PrefixLength | None) -> tuple[Span | None, str]:
    """The head that the item at ``span`` offers to the one before it, whose text is ``left``."""
    name = span.of(text)
    if place and left and place(left) == len(left) and 0 < place(name) < len(name):
        skip = place(name) + (name[place(name)] == "的")
        return Span(span.start + skip, span.end), "always"
    of = name.rfind("的")
    if of > 0 and "的" not in left and PREDICATE.search(left):
        return Span(span.start + of, span.end), "always"
    adjective = leading_adjective(name)
    if left and adjective and not looks_complete(left) and not own_head(left):
        return Span(span.start + len(adjective), span.end), "lacking"
    head = own_head(name)
    if not head or head == name:
        return None, ""
    begin = len(name) - len(head)
    while (cut := modifier_before(name, begin, left)) and begin - cut > 0:
        begin -= cut
    return Span(span.start + begin, span.end), words().heads[head]


def _takes(name: str, head: str, when: str, complete: Predicate | None, place: PrefixLength | None) -> bool:
    if name.endswith(head) or (own_head(name) and own_head(name) != name and not head.startswith("的")):
        return False
    if head.startswith("的"):
        return bool(PREDICATE.search(name))
    if place and place(name) == len(name):
        return when == "always"
    if complete is not None and when != "always":
        return not complete(name)
    return when == "always" or not looks_complete(name)


def _share_modifiers(text: str, spans: list[Span], joints: list[str], pieces: list[tuple[Span, ...]]) -> None:
    """Hand a modifier on to what follows: 落后设备、技术, 机器人整机及智能控制系统, 高性能镁、钛加工材."""
    shared, whole = None, False
    for i, span in enumerate(spans):
        name = span.of(text)
        if shared is not None and is_bare(name, modified=whole and joints[i] in RANKS):
            pieces[i] = (shared, *pieces[i])
            continue
        adjective = leading_adjective(name)
        if len(pieces[i]) > 1 and adjective and len(name) - len(adjective) == 1:
            _hand_on(text, spans, pieces, i, Span(span.start, span.start + len(adjective)))
        head = own_head(name)
        fits = head and head != name
        shared = Span(span.start, span.end - len(head)) if fits else None
        whole = words().kinds.get(head) == "whole"


def _hand_on(text: str, spans: list[Span], pieces: list[tuple[Span, ...]], at: int, modifier: Span) -> None:
    shared = pieces[at][1].of(text)
    for j in range(at + 1, len(spans)):
        rest = spans[j].of(text).removesuffix(shared)
        if len(rest) > 2 or pieces[j][0] == modifier:
            return
        pieces[j] = (modifier, *pieces[j])
