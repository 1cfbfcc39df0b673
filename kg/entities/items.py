"""From chunks to typed names: split a list, distribute shared heads, clean and type each item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from kg.entities import firms
from kg.entities.cues import Chunk
from kg.entities.found import Context, Found
from kg.entities.matcher import Matcher, matcher
from kg.entities.names import NAMED_HEADS, counted, ends_abstract, is_abstract, nominal, trim, without_gloss
from kg.model import EntityType, Role, Span
from kg.resources import rows
from kg.text import lexicon
from kg.text.coordination import Item, distribute, leaves, split_list
from kg.text.lexicon import alternation
from kg.text.shared_heads import looks_complete

T = EntityType
EVENTS = frozenset(
    [
        "建成投产",
        "建成投用",
        "投产",
        "主体完工",
        "完工",
        "开工建设",
        "开工",
        "全面开工",
        "达产达效",
        "竣工",
        "投入使用",
        "投用",
    ]
)
STRONG = frozenset({T.PARK, T.PROJECT, T.INSTITUTION, T.AGENCY, T.ENTERPRISE, T.POLICY})


@lru_cache(maxsize=1)
def _evaluative() -> re.Pattern[str]:
    forms = alternation(r["form"] for r in rows("lexicon", "evaluative.csv"))
    return re.compile(rf"(?:{forms}|[一二两三四五六七八九十]+(?:大|个|类|种))*$")


def names(text: str, chunk: Chunk, context: Context) -> Iterator[Found]:
    """Yield the typed names of a chunk."""
    known = matcher(context.region)
    span, head, head_type = chunk.items, chunk.head_span, chunk.head_type
    lex = lexicon.load()
    extra: Span | None = None
    split = counted(text, span)
    if split is not None and head is None:
        span, head = split
        name = head.of(text)
        head_type = lex.heads.get(name) or lex.suffix_type(name)
        extra = head if not is_abstract(name) and name not in lex.heads else None
    relative = _ADJECTIVES.match(text, span.start, span.end)
    if relative and relative.end() < span.end:
        span = Span(relative.end(), span.end)
    items = _rejoined(text, leaves(split_list(text, span.start, span.end)), known)
    shared = _shared(text, chunk, head)
    for item in distribute(
        text, items, head=shared, complete=_complete, place=lambda name: len(known.place(name))
    ):
        pieces = _kept(text, item.pieces, shared)
        site = (
            head_type is T.PARK
            and chunk.head.endswith(("园区", "基地", "集群", "街", "购物区"))
            and lex.suffix_type(pieces[0].of(text)) is not T.PARK
        )
        if shared is not None and site and len(pieces) == 1 and not firms.is_firm(pieces[0].of(text), known):
            pieces = (pieces[0], shared)
        if shared is not None and chunk.mod in _MAKING and len(pieces) == 1 and not _made(pieces[0].of(text)):
            pieces = (pieces[0], shared)
        if (
            head_type is T.PROJECT
            and chunk.head_span
            and len(pieces) == 1
            and _bare(pieces[0].of(text), chunk, known)
        ):
            pieces = (pieces[0], _project(chunk))
        yield from _one(text, pieces, chunk, head_type, context)
    if extra is not None:
        yield from _one(text, (extra,), chunk, head_type, context)
    yield from _class(text, chunk, context)


_ADJECTIVES = re.compile(
    "(?:[高大小多超低轻新优强重节环][^、的，]{1,5}、)*[高大小多超低轻新优强重节环][^、的，]{1,5}的(?=.{2})"
)


_PARTS = frozenset(("系统", "制品", "零部件", "配件", "部件", "组件", "设备", "装备", "产品", "关键零部件"))


def _rejoined(text: str, items: tuple[Item, ...], known: Matcher) -> tuple[Item, ...]:
    """Undo a cut at 和与及 inside one name: 检测与评定中心, 储能电池及系统, 海洋大模型和智能超算产业基地."""
    lex = lexicon.load()
    joined: list[Item] = []
    for item in items:
        if joined and item.delimiter in ("和", "与", "及"):
            left, right = joined[-1].span.of(text), item.span.of(text)
            strong = lex.suffix_type(right) in (T.PARK, T.PROJECT, T.INSTITUTION)
            bare = (
                lex.suffix_type(left) not in STRONG
                and left not in known.forms
                and not firms.is_firm(left, known)
            )
            whole = strong and bare and not known.place(right) and len(right) > 3 and not _listed(joined)
            if whole or (item.delimiter == "及" and right in _PARTS):
                joined[-1] = Item(Span(joined[-1].span.start, item.span.end), joined[-1].delimiter)
                continue
        joined.append(item)
    return tuple(joined)


def _listed(items: list[Item]) -> bool:
    """Say whether the last items are members of one enumeration of short names."""
    return len(items) > 2 and items[-1].delimiter == "、" and items[-2].delimiter == "、"


def _kept(text: str, pieces: tuple[Span, ...], shared: Span | None) -> tuple[Span, ...]:
    """Leave an item alone that is a name without the head it was offered."""
    if len(pieces) < 2:
        return pieces
    own = lexicon.load().suffix_type(pieces[0].of(text))
    if own in (T.PARK, T.PROJECT, T.INSTITUTION):
        return pieces[:1]
    if shared is not None and pieces[-1] == shared:
        kind = lexicon.load().suffix_type(shared.of(text))
        if kind in (T.PRODUCT, T.INDUSTRY, None) and len(pieces[0].of(text)) > 2:
            return pieces[:1]
    return pieces


def _complete(name: str) -> bool:
    """Say whether a list item is a name without its list's head."""
    return lexicon.load().suffix_type(name) is not None or looks_complete(name)


def _made(name: str) -> bool:
    """Say whether an item already ends in what is done (粮油加工、乳品等加工产业)."""
    return name.endswith(tuple(_MAKING)) or lexicon.load().suffix_type(name) is T.INDUSTRY


def _bare(name: str, chunk: Chunk, known: Matcher) -> bool:
    """Say whether a project is named by its firm alone (长寿药业等项目)."""
    return firms.is_firm(name, known) or (bool(known.place(name)) and len(name) < 6 and bool(chunk.mod))


def _project(chunk: Chunk) -> Span:
    """The words that a bare firm takes: 项目, with what they say of it (中行、农行等数据中心项目)."""
    assert chunk.head_span is not None
    plain = chunk.mod and _evaluative().match(chunk.mod)
    return Span(chunk.head_span.end - len(chunk.head), chunk.head_span.end) if plain else chunk.head_span


_MAKING = frozenset(("加工", "制造", "深加工", "精深加工", "种植", "养殖"))


def _shared(text: str, chunk: Chunk, head: Span | None) -> Span | None:
    """Return the head behind 等 that items may need; a merely generic or evaluative one is none."""
    if head is None:
        return None
    name = head.of(text)
    known = lexicon.load().heads.get(name) or lexicon.load().heads.get(chunk.head)
    mod = name[: -len(chunk.head)] if chunk.head and name.endswith(chunk.head) else ""
    if name.endswith("产品") and len(name) > 4:
        head = Span(head.start, head.end - 2)
    if known in (T.ENTERPRISE, T.REGION, T.POLICY) or (known is T.INDUSTRY and mod not in _MAKING):
        return None
    if known is T.PRODUCT and (name in lexicon.load().heads or _evaluative().match(mod)):
        return None
    if known in (T.PROJECT, T.PARK, T.INSTITUTION) and _evaluative().match(mod) and mod:
        return None
    return head


def _class(text: str, chunk: Chunk, context: Context) -> Iterator[Found]:
    """Yield the class name behind 等 when it is a name (等纺织产品, 等通用合成橡胶)."""
    span, kind = chunk.head_span, chunk.head_type
    works = kind is T.PROJECT and len(chunk.mod) > 3 and not _evaluative().match(chunk.mod)
    if works and span is not None and chunk.head == "工程":
        yield Found(span.of(text), T.PROJECT, (span,), "class", chunk.role, chunk.cue, chunk.sentence)
    if span is None or kind not in (T.INDUSTRY, T.PRODUCT, None):
        return
    name = text[span.start : span.end]
    mod = name[: -len(chunk.head)] if chunk.head and name.endswith(chunk.head) else ""
    if (name in lexicon.load().heads and name not in NAMED_HEADS) or (
        _evaluative().match(mod) and mod != name and chunk.head != name
    ):
        return
    cut = trim(text, span)
    name = text[cut.start : cut.end]
    if is_abstract(name) or ends_abstract(name) or len(name) < 3 or re.search("[的为]", name):
        return
    kind = kind or lexicon.load().suffix_type(name) or T.PRODUCT
    yield Found(name, kind, (cut,), "class", chunk.role, chunk.cue, chunk.sentence, chunk.strength)


_CHAIN = re.compile("(?:全|上下游|现有)?产业链(?:条)?$")
"""The chain of an industry speaks of the industry (稀土产业链 → 稀土)."""


def _one(
    text: str, pieces: tuple[Span, ...], chunk: Chunk, head_type: EntityType | None, context: Context
) -> Iterator[Found]:
    first = trim(text, pieces[0])
    if first.end <= first.start:
        return
    pieces = (first, *pieces[1:])
    name = "".join(p.of(text) for p in pieces)
    chain = _CHAIN.search(pieces[-1].of(text))
    if chain and len(chain.group()) < min(pieces[-1].end - pieces[-1].start, len(name) - 1):
        cut = Span(pieces[-1].start, pieces[-1].end - len(chain.group()))
        pieces = (*pieces[:-1], cut)
        name = "".join(p.of(text) for p in pieces)
        kind = None if is_abstract(name) or not nominal(name) or "的" in name else T.INDUSTRY
    else:
        kind = _type(name, chunk, head_type, context)
    if kind is None:
        return
    if kind not in (T.PARK, T.REGION):
        pieces = tuple(piece for p in pieces for piece in without_gloss(text, p))
        name = "".join(p.of(text) for p in pieces)
    if kind is T.PARK and name.startswith("国家级") and pieces[0].end - pieces[0].start > 3:
        name, pieces = name[3:], (Span(pieces[0].start + 3, pieces[0].end), *pieces[1:])
    name, pieces = _strip_redundant(name, pieces, kind)
    found = Found(
        name,
        kind,
        pieces,
        f"list:{chunk.cue or 'subject'}",
        chunk.role,
        chunk.cue,
        chunk.sentence,
        chunk.strength,
    )
    if kind is T.ENTERPRISE and chunk.role is Role.FOCUS:
        found = replace(found, role=Role.RELIED)
    if kind is T.REGION and (
        chunk.cue.startswith("以…为") or (chunk.head_type is T.REGION and chunk.cue in _BACKING)
    ):
        found = replace(found, role=Role.PLACE)
    if name and not re.search("[，。；：]", name):
        yield found


_DOING = re.compile(
    "(?:自主)?(?:研发设计|研发制造|设计制造|研发与制造|研发|设计|技术创新|技术|成套化|部品化|国内国际合作|国际合作|产品|改造|制造)$"
)


_BACKING = frozenset(("支持", "推动", "鼓励", "推进", "依托"))


def _strip_redundant(name: str, pieces: tuple[Span, ...], kind: EntityType) -> tuple[str, tuple[Span, ...]]:
    """Drop a redundant 产品 behind a product's name (特种橡胶产品 → 特种橡胶)."""
    doing = _DOING.search(name)
    if kind is T.PRODUCT and doing and len(name) > 4:
        rest, size = name[: doing.start()], len(doing.group())
        own = lexicon.load().suffix_type(rest)
        if own is T.PRODUCT and pieces[-1].end - pieces[-1].start > size and doing.group() != "技术":
            return rest, (*pieces[:-1], Span(pieces[-1].start, pieces[-1].end - size))
    return name, pieces


def _field(chunk: Chunk) -> bool:
    """Say whether 等…企业 names a trade (等智能硬件企业), so that the items are what it makes."""
    return len(chunk.mod) > 1 and not _evaluative().match(chunk.mod)


_WORKS = re.compile("[0-9０-９]|(?:期|改造|扩建|搬迁|建设|一体化|开发|项目|工程|基地|园|站|中心)$")


def _particular(name: str, chunk: Chunk, known: Matcher) -> bool:
    """Say whether an item of a list of projects names one, where the head also says what they are about."""
    if not chunk.mod or _evaluative().match(chunk.mod):
        return True
    return bool(_WORKS.search(name) or known.place(name) or firms.firm_prefix(name, known))


_VAGUE_PARK = re.compile(
    "(?:专业化|标准化|规模化|县域|大型|专用|现代化|特色|重点|各类|优质|产业|生产|原料|种植|养殖|农业|示范|试点|开发"
    "|高新|经济|细分领域|国家先进|工业|制造业|专业|科技|创新|领域)*"
    "(?:基地|园区|集群|集聚区|示范区|开发区|试验区|先导区|区|批发市场|专业市场)$"
)


def _specific(name: str) -> bool:
    """Say whether a site's name tells which site or which industry."""
    return not _VAGUE_PARK.match(name)


def _type(name: str, chunk: Chunk, head: EntityType | None, context: Context) -> EntityType | None:
    lex = lexicon.load()
    if is_abstract(name) or len(name) > 40:
        return None
    known = matcher(context.region)
    if name in known.forms:
        return known.forms[name][0]
    own = lex.suffix_type(name)
    if firms.has_amount(name):
        return T.PROJECT
    if own is T.PARK and (head is T.PROJECT or (chunk.tail in EVENTS and firms.firm_prefix(name, known))):
        return T.PROJECT
    if own is T.PARK and name.endswith("基地") and "产业" not in name and firms.firm_prefix(name, known):
        return T.PROJECT
    if own is T.PARK:
        return own if _specific(name) else None
    if own in STRONG:
        return own
    if head in (T.PARK, T.PROJECT, T.INSTITUTION, None) and firms.is_firm(name, known):
        return T.ENTERPRISE if head is not T.PROJECT else T.PROJECT
    if head in (T.ENTERPRISE, T.INSTITUTION) and own in (None, T.INDUSTRY, T.PRODUCT):
        if head is T.ENTERPRISE and _field(chunk):
            return own or T.PRODUCT
        return head if head is T.ENTERPRISE and len(name) <= 14 and "的" not in name else None
    if head is T.PROJECT and not _particular(name, chunk, known):
        return own or T.PRODUCT
    if head in (T.PROJECT, T.PARK):
        return head
    if chunk.tail in EVENTS and chunk.role is Role.SUBJECT:
        return T.PROJECT
    if not nominal(name):
        return None
    if ends_abstract(name):
        return None
    if chunk.role is Role.RELIED and head is None and own is None:
        return T.ENTERPRISE if firms.may_be_firm(name, known) else None
    if own is T.INDUSTRY or (head is T.INDUSTRY and own is not T.PRODUCT):
        return T.INDUSTRY
    if own is T.PRODUCT and chunk.head in ("板块", "领域", "方向"):
        return own
    if name.endswith("加工") and head is None:
        return T.INDUSTRY
    if chunk.role is Role.SUBJECT and not chunk.listed:
        return None
    if chunk.role is Role.AIM:
        return None
    if head in (T.INDUSTRY, T.PRODUCT):
        return head
    if chunk.role is Role.MARKET:
        return T.INDUSTRY if "、" in name or own else None
    if own is T.PRODUCT:
        return own
    return T.INDUSTRY if context.services else T.PRODUCT
