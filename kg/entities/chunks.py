"""Noun-phrase lists between the verbs of a policy sentence: what is governed, by which cue, in what role.

A policy sentence is a row of phrases; a phrase is ``opener* list (等 head)? tail*``: verbs and adverbs that
open it, names joined by 、和及与, a generic head that types them, and what is to be done with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.model import EntityType, Role, Span, Strength
from kg.resources import rows
from kg.text import lexicon
from kg.text.lexicon import Lexicon, alternation
from kg.text.tokens import boundaries, tokens

SENTENCE_END = "。；！？;"
PHRASE_END = "，：,:"
OPEN, CLOSE = "（(《“‘〔【「", "）)》”’〕】」"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A list of names in one role; ``items`` are spans, ``head`` what follows 等 and its type."""

    items: Span
    role: Role
    cue: str
    sentence: int
    head: str = ""
    head_type: EntityType | None = None
    head_span: Span | None = None
    strength: Strength | None = None
    tail: str = ""
    listed: bool = False
    """Whether 等 closed the list."""
    mod: str = ""
    """What stands between 等 and the head."""


def sentences(text: str) -> Iterator[Span]:
    """Yield the sentences of ``text``, without their end mark; brackets and quotes are not cut."""
    yield from _cut(text, 0, len(text), SENTENCE_END)


def phrases(text: str, sentence: Span) -> Iterator[Span]:
    """Yield the phrases of a sentence between commas and colons outside brackets."""
    yield from _cut(text, sentence.start, sentence.end, PHRASE_END)


def _cut(text: str, start: int, end: int, marks: str) -> Iterator[Span]:
    depth, begin = 0, start
    for i in range(start, end):
        char = text[i]
        if char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth = max(0, depth - 1)
        elif char in marks and (depth == 0 or (marks == SENTENCE_END and char == "。")):
            depth = 0
            if i > begin:
                yield Span(begin, i)
            begin = i + 1
    if end > begin:
        yield Span(begin, end)


_STRENGTH = re.compile("优先|重点|积极|稳步|适度|探索")
_AFTER_WITH = (
    "(?:坚持|要|是|并|形成|建成|构建|打造)?以(?P<list>[^，。；]+?)(?P<noun>)为(?P<as>[^，。；]{0,4}?"
)


@lru_cache(maxsize=1)
def _frames() -> dict[str, Role]:
    """Return what the noun of 以…为 makes of its list (以…为龙头: leaned on)."""
    return {r["form"]: Role(r["role"]) for r in rows("lexicon", "frames.csv")}


@lru_cache(maxsize=1)
def _with() -> re.Pattern[str]:
    return re.compile(_AFTER_WITH + alternation(_frames()) + ")(?:的)?")


@dataclass(frozen=True)
class _Patterns:
    opener: re.Pattern[str]
    inner: re.Pattern[str]
    openers: re.Pattern[str]
    tail: re.Pattern[str]
    after: re.Pattern[str]
    actor: re.Pattern[str]
    head: re.Pattern[str]
    head_type: dict[str, EntityType]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    lex: Lexicon = lexicon.load()
    hard, soft = alternation(lex.hard_tails), alternation(lex.hard_tails | lex.soft_tails)
    every = lex.strong | lex.weak | lex.adverbs | lex.restrictive
    join = "(?:和|及|与|、|以及|并)"
    return _Patterns(
        opener=re.compile(alternation(every)),
        inner=re.compile(
            rf"{alternation(lex.adverbs)}+{alternation(lex.strong | lex.weak)}"
            rf"|{alternation(lex.strong | lex.restrictive)}"
            r"|依托|由(?=[^，。；]{1,16}向)|在(?=[^，。；]{1,60}(?:领域|方面|场景|生命周期|行业|环节|过程))|以(?=[^，。；]{1,30}为)|(?:要|将|应|需)(?=加快|大力|进一步)"
        ),
        openers=re.compile(rf"{alternation(every)}+"),
        actor=re.compile(
            rf"[一-龥]{{0,8}}?(?:企业|资本|机构|农民|院校|高校|各地|地区|园区)(?={alternation(every)}|利用|与|和企业)"
        ),
        after=re.compile(rf"(?:的)?{soft}(?:{join}?{soft})*(?=$|[、和及与，])"),
        tail=re.compile(rf"(?:(?:的|之){soft}(?:{join}?{soft})*|{hard}(?:{join}{soft})*|{join}{soft})$"),
        head=re.compile(
            rf"等(?P<mod>(?:[高低新多][^，。；、和及与的]{{1,5}}、)?[^，。；、和及与的]{{0,12}}?)"
            rf"(?P<head>{alternation(lex.heads)}|企业)"
            rf"(?:(?<=企业)|(?=$|[的，。；、和及与]|{alternation(lex.strong | lex.weak | lex.hard_tails)}))"
        ),
        head_type=lex.heads,
    )


def chunks(text: str, *, places: frozenset[str] = frozenset()) -> tuple[Chunk, ...]:
    """Return the lists of names that ``text`` governs, in order.

    ``text`` is one clause without its leading number; offsets are into ``text``. ``places`` are names that
    may be the subject of a phrase.
    """
    edges = boundaries(text)
    found: list[Chunk] = []
    for number, sentence in enumerate(sentences(text)):
        open_role: Chunk | None = None
        for phrase in phrases(text, sentence):
            got = list(_phrase(text, phrase, number, edges, open_role, places))
            found += got
            open_role = got[-1] if got else None
    return tuple(found)


_COUNTING = re.compile("(?:第?[一二三四五六七八九十]+(?:是|要|，|来)|（[一二三四五六七八九十]+）|[①-⑩])")
_TOGETHER = re.compile("集(?P<list>.+?)(?:等)?(?P<noun>[^、，]{0,6})(?:于一体|为一体)的?")
_MARKET = re.compile(r"(?:紧紧|重点|主要)?(?:围绕|面向|针对|服务于|服务|瞄准|适应|满足|紧盯|聚焦)")
_ON = re.compile(r"(?:充分|主要|进一步)?(?:依托|借助|跟踪)(?:于)?")
_USE = re.compile(r"(?:充分|综合)?利用")
_PARTNER = re.compile(
    r"(?:推进|加强|深化|推动|扩大|开展)?(?:与|同|和)(?P<list>[^，]+?)(?:的)?(?:战略|深度|全面)?(?:合作|对接)"
)
_IN = re.compile(
    r"在(?P<list>.+?)(?:等)?(?P<noun>[^、]{0,8})(?:领域|方面|行业|应用场景|场景|全生命周期|环节|过程|中|上|下|内)(?!的)"
)
_NAMING = re.compile("(?:工程|行动|计划|项目|中心|平台|基地|基金|服务业|示范)(?=$|[、，。；和及与]|建设)")
_GAINING = re.compile("[^，]{0,10}(?:形成|加速|突破|取得|培育|领先|发展|开展|建立)")
_BRING = re.compile(
    r"(?:充分|更好)?发挥(?P<list>.+?)(?:等)?(?P<noun>[^、，]{0,8})的?[^，、]{0,6}(?:带动|引领|辐射|龙头|主导)?(?:作用|优势|效应)"
)
_FROM_TO = re.compile(
    r"(?:实现)?由(?P<a>.+?)向(?P<b>.+?)(?:的)?(?:转型|转变|延伸|拓展|迈进|转化|跨越|提升|发展)"
)


def _phrase(
    text: str,
    phrase: Span,
    sentence: int,
    edges: frozenset[int],
    before: Chunk | None,
    places: frozenset[str],
) -> Iterator[Chunk]:
    """Read one phrase from left to right."""
    pos, end = phrase.start, phrase.end
    while pos < end and text[pos] in " 　　——-":
        pos += 1
    counted = _COUNTING.match(text, pos, end)
    pos = counted.end() if counted else pos
    role, cue, strength, opened = None, "", None, False
    if before is not None and "、" in text[pos:end] and not before.tail and not before.listed:
        role, cue, strength = before.role, before.cue, before.strength
    while pos < end:
        special = _special(text, pos, end)
        if special is not None:
            made, pos = special
            for chunk in made:
                yield replace(chunk, sentence=sentence)
            role = None
            continue
        opener = _patterns().opener.match(text, pos, end)
        if opener and _opens(text, opener, edges, end):
            form = opener.group()
            found = _STRENGTH.search(form)
            strength = Strength(found.group()) if found else strength
            if form in lexicon.load().restrictive:
                role, cue = Role.RESTRICTED, form
            elif form not in lexicon.load().adverbs and role is not Role.RESTRICTED:
                role, cue = Role.FOCUS, form
            opened, pos = True, opener.end()
            continue
        if text[pos] in "、和及与或的并":
            pos += 1
            continue
        actor = _patterns().actor.match(text, pos, end) if opened else None
        if actor:
            pos = actor.end()
            continue
        stop = _stop(text, pos, end, edges, places)
        current = role or (Role.FOCUS if opened else Role.SUBJECT)
        yield from _lists(text, Span(pos, stop), current, cue, sentence, strength)
        pos = stop


def _opens(text: str, opener: re.Match[str], edges: frozenset[int], end: int) -> bool:
    """Say whether a verb form stands as a verb: at word boundaries and with something to govern."""
    if opener.end() in edges or opener.end() == end:
        return True
    for token in tokens(text):
        if token.start <= opener.start() < token.end:
            return token.end < opener.end() or bool(_patterns().openers.fullmatch(token.word))
    return True


def _special(text: str, pos: int, end: int) -> tuple[list[Chunk], int] | None:
    """Match the frames 以…为…, 依托…, 围绕…, 在…领域, 与…合作, 由…向… at ``pos``."""
    match = _with().match(text, pos, end)
    if match:
        role, noun = _role_of(match.group("as")), match.group("noun")
        return _framed(text, match, role, "以…为" + match.group("as"), noun), match.end()
    match = _TOGETHER.match(text, pos, end)
    if match:
        return _framed(text, match, Role.FOCUS, "集…于一体", "产业"), match.end()
    match = _PARTNER.match(text, pos, end)
    if match:
        return _framed(text, match, Role.PARTNER, "与…合作", ""), match.end()
    match = _BRING.match(text, pos, end)
    if match:
        return _framed(text, match, Role.RELIED, "发挥…作用", match.group("noun")), match.end()
    match = _IN.match(text, pos, end)
    if match:
        role = Role.FOCUS if _GAINING.match(text, match.end(), end) else Role.MARKET
        return _framed(text, match, role, "在…领域", match.group("noun")), match.end()
    match = _FROM_TO.match(text, pos, end)
    if match:
        a, b = Span(*match.span("a")), Span(*match.span("b"))
        return [Chunk(a, Role.SUBJECT, "由…向…", 0), Chunk(b, Role.FOCUS, "由…向…", 0)], match.end()
    for pattern, role in ((_ON, Role.RELIED), (_MARKET, Role.MARKET), (_USE, Role.INPUT)):
        match = pattern.match(text, pos, end)
        if match:
            stop = end
            if match.group().endswith("围绕") and not re.search("需求|市场|目标|任务|主题", text[pos:end]):
                role = Role.FOCUS
            cut = match.end() + len(_OF.sub("", text[match.end() : stop]))
            stop = _stop(text, match.end(), cut, boundaries(text), frozenset()) if match.end() < cut else stop
            return list(_lists(text, Span(match.end(), stop), role, match.group(), 0, None)), max(
                stop, match.end()
            )
    return None


def _role_of(noun: str) -> Role:
    frames = _frames()
    return next((frames[noun[i:]] for i in range(len(noun)) if noun[i:] in frames), Role.FOCUS)


_OF = re.compile(
    "的[^、，的]{0,16}(?:基础|优势|作用|机遇|契机|实力|特点|条件|力量|资源|需求|要求|优势资源|优越条件)$"
)


def _framed(text: str, match: re.Match[str], role: Role, cue: str, noun: str) -> list[Chunk]:
    start, stop = match.span("list")
    stop = start + len(_OF.sub("", text[start:stop]))
    made = list(_lists(text, Span(start, stop), role, cue, 0, None))
    if noun and made:
        kind = lexicon.load().heads.get(noun)
        last = made[-1]
        if not last.head:
            made[-1] = replace(last, head=noun, head_type=kind, listed=True)
    return made


def _stop(text: str, pos: int, end: int, edges: frozenset[int], places: frozenset[str]) -> int:
    """Return where the noun phrase that begins at ``pos`` ends: before the next real verb."""
    depth = 0
    for i in range(pos, end):
        if text[i] in OPEN:
            depth += 1
        elif text[i] in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and i > pos and i in edges:
            verb = _patterns().inner.match(text, i, end)
            if verb and verb.group() in ("由", "在"):
                return i
            if verb and text[pos:i] in places:
                return i
            if verb and _NAMING.match(text, verb.end(), end):
                continue
            if (
                verb
                and not _in_suffix(text, i, verb.end())
                and (verb.end() in edges or verb.group() in "依托以要将应需由")
                and verb.end() < end
                and _closed(text, pos, i)
            ):
                return i
    return end


def _in_suffix(text: str, start: int, stop: int) -> bool:
    """Say whether a verb form only begins the ending of a name (集聚|区, 示范|带)."""
    return any(text[start : stop + more] in lexicon.load().suffixes for more in (1, 2, 3))


def _closed(text: str, start: int, stop: int) -> bool:
    """Say whether ``text[start:stop]`` can end a list: by 等+head, a typed suffix, a join or a tail."""
    left = text[start:stop]
    lex = lexicon.load()
    if left[-1] in "和及与并、":
        return True
    if _patterns().tail.search(left) or re.search("等[^、，]{0,8}$", left):
        return True
    kind = lex.suffix_type(left)
    return (kind is not None and kind is not EntityType.PRODUCT) or bool(
        re.search("[一-龥](?:市|县|镇|区|省)$", left)
    )


def _lists(
    text: str, span: Span, role: Role, cue: str, sentence: int, strength: Strength | None
) -> Iterator[Chunk]:
    """Cut a noun phrase at its 等+head groups and strip what is to be done with it."""
    pos = span.start
    while pos < span.end:
        match = _patterns().head.search(text, pos, span.end)
        if not match:
            break
        head, kind = match.group("head"), _patterns().head_type[match.group("head")]
        yield Chunk(
            _trim(text, Span(pos, match.start())),
            role,
            cue,
            sentence,
            head,
            kind,
            Span(match.start() + 1, match.end()),
            strength,
            "",
            True,
            match.group("mod"),
        )
        pos = match.end()
        done = _patterns().after.match(text, pos, span.end)
        pos = done.end() if done else pos
        rest = text[pos : span.end]
        tail = re.match("(?:的)?(?:[^、和及与]*)", rest)
        if not re.match("[、和及与]|以及", rest):
            pos += len(tail.group()) if tail else 0
            if pos < span.end and text[pos] in "、和及与":
                pos += 1
        else:
            pos += 2 if rest.startswith("以及") else 1
    if pos < span.end:
        yield from _last(text, Span(pos, span.end), role, cue, sentence, strength)


_MERGING = re.compile("融合|互动|结合|对接|衔接")


def _last(
    text: str, span: Span, role: Role, cue: str, sentence: int, strength: Strength | None
) -> Iterator[Chunk]:
    body, tails = span, []
    while True:
        found = _patterns().tail.search(text, body.start, body.end)
        if not found or found.start() <= body.start:
            break
        tails.append(found.group())
        body = Span(body.start, found.start())
    listed = False
    etc = re.search("等(?:等)?$", text[body.start : body.end])
    if etc:
        body, listed = Span(body.start, body.start + etc.start()), True
    head, kind, head_span = "", None, None
    inner = re.search("等(?P<head>[^、，等]{1,20})$", text[body.start : body.end])
    if inner:
        head = inner.group("head")
        head_span = Span(body.start + inner.start("head"), body.end)
        kind = lexicon.load().suffix_type(head)
        body, listed = Span(body.start, body.start + inner.start()), True
    body = _trim(text, body)
    if role is Role.FOCUS and _MERGING.search("".join(tails)) and re.search("[与和]", body.of(text)):
        role = Role.MARKET
    if body.end > body.start:
        yield Chunk(
            body, role, cue, sentence, head, kind, head_span, strength, "".join(reversed(tails)), listed
        )


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in "、和及与或的 　":
        start += 1
    while end > start and text[end - 1] in "、和及与或的 　":
        end -= 1
    return Span(start, end)
