"""Targets: numbers to be reached, with indicator, baseline, unit, bound and year.

A number stands behind its indicator (贡献率由59%提高到65%以上) or, with a measure word, before what it counts
(打造7个产教联盟). Numbers inside names (60万吨ABS项目), thresholds, counts that only enumerate, comparisons
and what has been reached already are no targets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kg.model import Bound, Clause, EntityRef, EntityType, Mention, Span, Target
from kg.relations import aims, indicators
from kg.relations.indicators import Indicator
from kg.text.coordination import CLOSING, OPENING, coordinate, leaves, split_list
from kg.text.normalize import Normalized, normalize
from kg.text.numbers import Quantity, doublings, quantities, ratios
from kg.text.phrases import phrases, sentences

Link = Callable[..., EntityRef]

_RISE = re.compile(
    "^(?:左右|上下)?(?:调整|提高|提升|增加|增长|扩大|发展|上升|下降|降低|减少|压缩|缩短|增|升|降)(?:到|至|为)"
)
_FROM = re.compile(r"(?:由|从)(?:目前|现在|现有|现状|当前|上年)?的?(?:20\d\d年的?)?(?P<less>不足|约|近)?$")
_NUMERIC = re.compile(r"\d|[百千万亿翻]")
_RATIO_FROM = re.compile(r"(?P<name>[^，。；]+?)(?:由|从)(?:目前|现在)?的?$")


@dataclass(frozen=True, slots=True)
class _Found:
    """A target in the normal form, before region and year are put to it."""

    indicator: str
    value: float
    unit: str
    bound: Bound
    span: Span
    rule: str
    baseline: float | None = None
    year: int | None = None


def extract(
    clause: Clause, mentions: tuple[Mention, ...], *, link: Link, past: bool = False
) -> tuple[Target, ...]:
    """Return the targets of a clause; ``past`` says that its section looks back, and gives none."""
    if past or clause.heading:
        return ()
    if not _NUMERIC.search(clause.text):
        return ()
    normal = normalize(clause.text)
    body = _body(clause, normal)
    region = link(clause.region, EntityType.REGION, region=clause.region)
    found = dict.fromkeys(_all(normal.text, body, clause.year))
    return tuple(
        Target(
            indicator=t.indicator,
            value=t.value,
            unit=t.unit,
            bound=t.bound,
            region=region,
            evidence=normal.span(t.span.start, t.span.end),
            rule=t.rule,
            baseline=t.baseline,
            year=t.year,
        )
        for t in found
    )


def _body(clause: Clause, normal: Normalized) -> int:
    """Where a clause's text begins behind its lead, in the normal form."""
    if clause.lead_span is None:
        return 0
    end = clause.lead_span.end
    return next((i for i, at in enumerate(normal.starts) if at >= end), len(normal.text))


def _all(text: str, body: int, year: int | None) -> Iterator[_Found]:
    own = None
    if year is None and aims.describes(text):
        return
    for sentence in sentences(text):
        if sentence.end <= body:
            continue
        earlier: list[_Found] = []
        aimed = False
        if text[sentence.start - 1 : sentence.start] != "；":
            own = None
        for phrase in phrases(text, sentence):
            own, back = aims.year_of(phrase.of(text), own, year)
            if back or aims.looks_back(phrase.of(text), year):
                break
            own = aims.bare_year(phrase.of(text)) or own if aimed else own
            aimed = aimed or year is not None or own is not None or aims.aims(phrase.of(text))
            for found in _phrase(text, phrase, tuple(earlier)) if aimed else ():
                earlier.append(replace(found, year=own or year))
                yield earlier[-1]


def _phrase(text: str, phrase: Span, earlier: tuple[_Found, ...]) -> Iterator[_Found]:
    yield from _proportions(text, phrase)
    yield from _coefficients(text, phrase)
    conditional = text[phrase.end - 1 : phrase.end + 1] == "的，"
    if conditional or re.search(indicators.any_of("reward"), phrase.of(text)):
        return
    outside = _outside(text, phrase)
    found = [q for q in _numbers(phrase.of(text)) if phrase.start + q.number.start in outside]
    shifted = [_shift(q, phrase.start) for q in found]
    counted = [q for q in shifted if not _inside_name(text, q, phrase)]
    yield from _targets(text, phrase, counted, earlier)


def _numbers(phrase: str) -> list[Quantity]:
    """The numbers of a phrase that can be aims: Arabic, or Chinese hundreds and more."""
    arabic = [q for q in quantities(phrase) if not q.han or q.value >= 100 or q.unit[:1] in "万亿"]
    return sorted([*arabic, *doublings(phrase)], key=lambda q: q.span)


def _shift(q: Quantity, by: int) -> Quantity:
    return replace(
        q,
        span=Span(q.span.start + by, q.span.end + by),
        number=Span(q.number.start + by, q.number.end + by),
    )


def _outside(text: str, span: Span) -> set[int]:
    depth, found = 0, set()
    for i in range(span.start, span.end):
        depth += (text[i] in OPENING) - (text[i] in CLOSING)
        if depth <= 0:
            found.add(i)
    return found


def _inside_name(text: str, q: Quantity, phrase: Span) -> bool:
    """Whether a number qualifies the noun behind it: 60万吨ABS项目, 5000万元以上项目, 30分钟通勤圈."""
    rest = text[q.span.end : phrase.end]
    if _ends(rest):
        return bool(re.match("的$|的（", rest)) or (
            rest[:1] == "的" and text[phrase.end : phrase.end + 1] == "，"
        )
    if q.han and q.unit != "倍":
        return True
    if q.kind in ("count", "people") or q.kind == "percent" or _RISE.match(rest):
        return rest.startswith("的") and q.kind == "percent"
    return True


def _ends(rest: str) -> bool:
    """Whether nothing that a number could qualify follows it."""
    closing = "等各项指标|等指标|的?目标|的?水平|台阶|大关|用于|（[^）]*）|的"
    return bool(re.match(rf"$|[、，）”]|(?:和|及)(?=[^，]*\d)|(?:{closing})(?:$|[、，])|用于", rest))


def _targets(
    text: str, phrase: Span, numbers: list[Quantity], earlier: tuple[_Found, ...]
) -> Iterator[_Found]:
    begin, verb, baseline, group = phrase.start, "", None, ""
    waiting: list[Quantity] = []
    for k, q in enumerate(numbers):
        rest = text[q.span.end : phrase.end]
        left = text[begin : (waiting[0] if waiting else q).span.start]
        source = _FROM.search(left)
        if source and (_RISE.match(rest) or rest.startswith("左右")) and k + 1 < len(numbers):
            baseline, group, begin = q, left[: source.start()], q.span.end
            continue
        if _compared(left):
            begin = q.span.end
            continue
        if not _ends(rest) and q.kind in ("count", "people"):
            got = list(_counted(text, phrase, q, numbers[k + 1 :], left))
            yield from got
            begin = q.span.end if not got else got[-1].span.end
            continue
        if _listed(text, numbers, k, left) and k + 1 < len(numbers):
            waiting.append(q)
            continue
        name = indicators.before(group + left if baseline else left)
        if q.kind == "percent" and not _ends(rest):
            name = replace(name, name=name.name + re.split("[、，]", rest)[0])
        for found in _measured(text, phrase, [*waiting, q], name, verb, earlier, baseline, rest):
            earlier = (*earlier, found)
            yield found
        verb = name.verb or ("" if indicators.words().light.match(left.strip("、")) else verb)
        begin, baseline, waiting = q.span.end, None, []


def _compared(left: str) -> bool:
    """Whether a number says by how much something moves against an earlier state."""
    move = "(?:提高|增长|增加|下降|降低|减少|提升|翻)"
    return bool(re.search(rf"(?:较|(?<!占)比(?!例|重|率))[^，]{{1,10}}?{move}了?近?$", left))


def _listed(text: str, numbers: list[Quantity], k: int, left: str) -> bool:
    """Whether the next number answers to the same list of names: 分别达到70%、90%以上."""
    if k + 1 >= len(numbers):
        return False
    between = text[numbers[k].span.end : numbers[k + 1].span.start]
    return between in ("、", "和", "，") and bool(left.strip("、，和"))


def _measured(
    text: str,
    phrase: Span,
    numbers: list[Quantity],
    name: Indicator,
    verb: str,
    earlier: tuple[_Found, ...],
    baseline: Quantity | None,
    rest: str,
) -> Iterator[_Found]:
    """Targets whose numbers stand behind their names."""
    names = _names(name.name, len(numbers), text[phrase.start : numbers[0].span.start])
    subjects = earlier[-len(names) :] if len(earlier) >= len(names) else earlier[-1:] * len(names)
    pairs = zip(names, numbers if len(numbers) > 1 else numbers * len(names), strict=False)
    for k, (one, q) in enumerate(pairs):
        full = _completed(one, verb, name.verb, subjects[k] if subjects else None, rest)
        if not _nameable(full) or re.search("(?:政策|措施|新政|意见|条例)$", full):
            continue
        yield _Found(
            full,
            q.value,
            q.unit,
            _bound(q, name.bound, baseline),
            Span(phrase.start, q.span.end),
            "target:behind",
            baseline=baseline.value if baseline else None,
        )


def _names(name: str, count: int, left: str) -> list[str]:
    """The names a list of numbers answers to, with their shared head."""
    growth = indicators.words().growth.search(name)
    shared = re.search("均|都", left[-6:])
    ending = growth.group() if growth else ""
    if growth:
        name = re.sub("(?:均|都|分别)$", "", name[: growth.start()]) + growth.group()
    split = [d.name for d in coordinate(name, 0, len(name))]
    if count > 1 and len(split) == count:
        head = ending or _measure_noun(split[-1])
        return [n if n.endswith(head) else n + head for n in split]
    if count == 1 and len(split) > 1 and shared:
        return [n if n.endswith(ending) else n + ending for n in split]
    return [name] * count


def _measure_noun(name: str) -> str:
    match = re.search(
        "(?:饲养量|存栏量|出栏量|产量|面积|产值|总量|数量|规模|收入|利用率|覆盖率|普及率|比重|占比|率)$", name
    )
    return match.group() if match else ""


def _completed(name: str, verb: str, own: str, before: _Found | None, rest: str) -> str:
    """Add the verb that an item shares with the one before it, or the subject of a bare 年均增长 or 达到."""
    lex = indicators.words()
    if before is not None and (indicators.growth_only(name) or name == own):
        subject = lex.growth.sub("", before.indicator)
        return name + lex.kept.sub("", subject, count=1) if own else subject + name
    if rest.startswith("用于"):
        name += re.split("[，、]", rest)[0]
    if verb and not own and not lex.kept.match(name):
        return verb + name
    return name


def _counted(text: str, phrase: Span, q: Quantity, following: list[Quantity], left: str) -> Iterator[_Found]:
    """Targets whose number stands before what it counts."""
    end = phrase.end
    for other in following:
        mark = text.rfind("、", q.span.end, other.span.start + 1)
        if mark > 0:
            end = mark
            break
        return
    name = indicators.after(text[q.span.end : end])
    if "的" in name and quantities(name[: name.rindex("的")]):
        name = name[name.rindex("的") + 1 :]
    if _governed(left) or re.search("基础上|^(?:方面|维度)|以来", name):
        return
    if re.search(
        rf"(?:^|的){indicators.any_of('generic')}$|^{indicators.any_of('generic')}", name
    ) or not _nameable(name):
        return
    if _enumerated(left, q.value):
        return
    yield _Found(
        name, q.value, q.unit, _bound(q, Bound.EXACT, None), Span(phrase.start, end), "target:before"
    )


def _governed(left: str) -> bool:
    """Whether a preposition or 每 before a count makes it no number to be reached."""
    opening = "^(?:一是|二是|三是)?(?:根据|按照|依据|依托|围绕|针对|在(?!全[省市县区])|与|同|以)"
    tail = rf"{indicators.any_of('before')}(?:重点|全市|全省|区外|国内)?$"
    return bool(re.search(rf"{opening}|{tail}|每个|各县|各市|[^每]年$|(?<!没)有$", left))


def _enumerated(left: str, value: float) -> bool:
    """Whether the words before a number list as many things as it counts: 天岗、木箕河、榆树沟3个站点."""
    named = re.sub("等$", "", indicators.named(left))
    items = leaves(split_list(named, 0, len(named)))
    return len(items) >= 2 and len(items) == int(value)


def _bound(q: Quantity, linked: Bound, baseline: Quantity | None) -> Bound:
    if q.bound is not None:
        return q.bound
    if q.near:
        return Bound.EXACT
    if q.high is not None:
        return Bound.MIN
    return Bound.EXACT if baseline is not None else linked


def _nameable(name: str) -> bool:
    return (
        2 <= len(name) <= 60
        and bool(re.search(r"[\u4e00-\u9fffA-Za-z]{2}", name))
        and not re.match("[的、，]", name)
    )


def _proportions(text: str, phrase: Span) -> Iterator[_Found]:
    """Targets of a ratio, one a component: 由8.0:50.2:41.8调整为7.0:46:47."""
    found = ratios(phrase.of(text))
    if not found:
        return
    said = phrase.of(text)
    aim = found[-1]
    base = found[0].values if len(found) > 1 else ()
    start = found[0].span.start
    match = _RATIO_FROM.search(said[:start])
    named = match["name"] if match else said[:start]
    name = indicators.before(re.split("将?(?:实现|形成|达到)(?=.{2})", named)[-1]).name
    values = aim.values[:1] if len(aim.values) == 2 and aim.values[1] == 1 else aim.values
    for k, value in enumerate(values):
        yield _Found(
            name,
            value,
            "",
            Bound.EXACT,
            Span(phrase.start, phrase.start + aim.span.end),
            "target:ratio",
            baseline=base[k] if k < len(base) else None,
        )


_COEFFICIENT = re.compile(
    r"(?P<name>[^，、]{2,30}?(?:系数|指数|密度|强度|得分)?)(?:(?:由|从)(?:目前|现在|现有)?的?(?P<base>\d+(?:\.\d+)?))?"
    r"(?P<link>提高到|提升到|提高至|提升至|增加到|达到|降到|降至|下降到|降低到|控制在)(?P<value>\d+(?:\.\d+)?)(?P<over>以上|以下|左右|以内)?(?=$|[、])"
)


def _coefficients(text: str, phrase: Span) -> Iterator[_Found]:
    """Targets whose number has no unit: 有效利用系数由0.58提高到0.64."""
    for match in _COEFFICIENT.finditer(phrase.of(text)):
        name = indicators.before(match["name"] + match["link"])
        over = match["over"] or ""
        bound = Bound.MIN if over == "以上" else Bound.MAX if over in ("以下", "以内") else name.bound
        yield _Found(
            name.name,
            float(match["value"]),
            "",
            Bound.EXACT if over == "左右" or (match["base"] and not over) else bound,
            Span(phrase.start + match.start(), phrase.start + match.end()),
            "target:coefficient",
            baseline=float(match["base"]) if match["base"] else None,
        )
