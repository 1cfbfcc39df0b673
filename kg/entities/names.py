"""From a list item to a name: strip what is no part of it, and say what kind of thing it names."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.model import EntityType, Span
from kg.resources import rows
from kg.text import lexicon
from kg.text.lexicon import alternation
from kg.text.tokens import tag, tokens

_COUNT = "(?:[一二两三四五六七八九十百]|[0-9０-９]+)"
_GLOSS = re.compile(r"[（(][^（）()]*[）)]")
_PLACE_BRACKET = (EntityType.PARK, EntityType.REGION)


@lru_cache(maxsize=1)
def _lead() -> re.Pattern[str]:
    mods = alternation(lexicon.load().modifiers)
    return re.compile(
        rf"(?:{mods}的?|(?:一|若干|数|多|首)(?:批|个|家|条|系列|些)|{_COUNT}(?:余|多|大)?(?:个|家|批|条|项|种|类|座|处|所|只)(?:左右|以上)?|[一二三四五六七八九十]大(?=[^型中小])"
        rf"|(?:全国|世界|国内|国际|亚洲|东北|全省)(?:最大|领先|一流|先进|重要|知名|唯一)的?|(?:最大|领先|一流|先进|重要|知名|唯一)的|其他|其它|以及|及其|和|及|与|等|其|对|把|将|使|让|从|向|到|由|在|为|是|有|具备|该|本|各|全)"
    )


_DE = re.compile(r"^(?P<mod>[^、（）]{2,40})的(?P<rest>[^的]{2,30})$")
_COUNTED = re.compile(
    rf"(?P<name>.+?)(?:等)?(?P<n>{_COUNT})(?P<u>大|个|家|类|种|条|项|座)(?P<head>[^、]{{2,14}})$"
)


def trim(text: str, span: Span) -> Span:
    """Strip evaluative modifiers in front and generic words behind a list item.

    Returns an empty span (start == end) when nothing that could be a name is left.
    """
    start, end = span.start, span.end
    changed = True
    while changed and start < end:
        changed = False
        while start < end and text[start] in "、和及与或的 　“”‘’《》〔":
            start += 1
        match = _lead().match(text, start, end)
        if match and match.end() > start and _may_strip(text, start, match.end(), end):
            start, changed = match.end(), True
            continue
        relative = _DE.match(text[start:end])
        if relative:
            start, changed = start + relative.start("rest"), True
    works = re.search("(?:园区|产业园|开发区|集聚区|基地|新区)(?P<works>(?:的)?基础设施)$", text[start:end])
    if works:
        end = start + works.start("works")
    if re.search("(?:龙头|骨干|领军|知名|示范|小微|中小|重点|优势|规模以上)企业$", text[start:end]):
        return Span(start, start)
    firm = re.search("(?<=[一-龥]{4})(?:类)?企业$", text[start:end])
    if firm and not is_abstract(text[start : start + firm.start()]):
        end = start + firm.start()
    while end > start and text[end - 1] in "、和及与或的 　“”‘’》":
        end -= 1
    return Span(start, end)


def _may_strip(text: str, start: int, cut: int, end: int) -> bool:
    """Do not cut inside a dictionary word, nor strip a name to nothing."""
    if cut >= end:
        return text[start:end] in lexicon.load().modifiers or text[start:end] in lexicon.load().abstract
    return all(not (token.start < cut < token.end) for token in tokens(text) if token.start >= start)


def counted(text: str, span: Span) -> tuple[Span, Span] | None:
    """Split ``ABS五大通用合成树脂`` into the item and its counted class, None if there is no count."""
    match = _COUNTED.match(text[span.start : span.end])
    if not match or match.group("name")[-1] in "第0123456789":
        return None
    return (
        Span(span.start, span.start + match.end("name")),
        Span(span.start + match.start("head"), span.end),
    )


def without_gloss(text: str, span: Span) -> tuple[Span, ...]:
    """Return the pieces of a name outside its bracketed glosses."""
    pieces, pos = [], span.start
    for match in _GLOSS.finditer(text, span.start, span.end):
        if match.start() > pos:
            pieces.append(Span(pos, match.start()))
        pos = match.end()
    if pos < span.end:
        pieces.append(Span(pos, span.end))
    return tuple(pieces)


NAMED_HEADS = frozenset(("现代服务业", "生产性服务业", "生活性服务业", "服务业", "农业", "制造业", "新材料"))
"""Generic heads of lists that are industries all the same."""
_MAKING = frozenset(
    ("制造", "装备", "设备", "材料", "加工", "物流", "旅游", "金融", "医疗", "化工", "汽车", "电子")
)
"""Words that are vague alone but make a name with a qualifier (高端装备制造)."""
_GOODS = frozenset(
    "钢铁铜铝镁钛镍锂锌铅金银锡钨钼硅煤油气盐糖茶酒药粮棉麻丝竹木菜菌花羊牛猪鸡鸭鹅鱼虾参米烟纸船车"
)
"""Materials and goods of one character, which make a name of a class word (铝产业)."""


@lru_cache(maxsize=65536)
def is_abstract(name: str) -> bool:
    """Say whether ``name`` names no particular thing: generic heads, qualities, administration."""
    lex = lexicon.load()
    if name in NAMED_HEADS:
        return False
    if len(name) < 2 or name in lex.abstract or name in lex.heads:
        return True
    words = [t.word for t in tokens(name)]
    if not any(len(w) > 1 for w in words):
        return len(name) < 2
    return all(
        (len(w) == 1 and w not in _GOODS)
        or (len(w) > 1 and w not in _MAKING and (w in lex.abstract or w in lex.modifiers))
        for w in words
    )


@lru_cache(maxsize=1)
def _abstract_ending() -> re.Pattern[str]:
    return re.compile(alternation(r["form"] for r in rows("lexicon", "abstract_endings.csv")) + "$")


@lru_cache(maxsize=65536)
def ends_abstract(name: str) -> bool:
    """Say whether the last word of ``name`` is a quality rather than a thing."""
    return bool(_abstract_ending().search(name))


@lru_cache(maxsize=1)
def _nominal_verbs() -> frozenset[str]:
    return frozenset(r["form"] for r in rows("lexicon", "nominal_verbs.csv"))


_AMOUNT = re.compile(
    "[0-9.]+(?:%|[万亿千百]?[一-龥]{0,3}(?:以上|以下|左右|以内)?)$|(?:以上|以下|左右|末期|期间|年底|前列|全面|之一)$|^[0-9]"
)


@lru_cache(maxsize=65536)
def nominal(name: str) -> bool:
    """Say whether ``name`` reads as a noun phrase: no finite verb inside, no adjective at its end."""
    words = tokens(name)
    last = words[-1]
    if _AMOUNT.search(name) and not re.match("[0-9]+[A-Za-z一-龥]{1,4}.*[一-龥]{2}$", name):
        return False
    if len(last.word) > 1 and last.word not in _nominal_verbs():
        kind = tag(last.word)
        if kind in ("v", "vd", "a", "ad", "d", "r", "c", "p") or last.word in lexicon.load().strong:
            return False
    return not any(
        w.word in lexicon.load().strong and w.word not in _nominal_verbs() and len(w.word) > 1
        for w in words[:-1]
    )
