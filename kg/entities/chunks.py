"""Noun-phrase lists between the verbs of a policy sentence: what is governed, by which cue, in what role.

A policy sentence is a row of phrases; a phrase is ``opener* list (等 head)? tail*``: verbs and adverbs that
open it, names joined by 、和及与, a generic head that types them, and what is to be done with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from kg.entities.cues import STRENGTH, Chunk, frames, patterns, with_frame
from kg.entities.lists import lists
from kg.model import EntityType, Role, Span, Strength
from kg.text import lexicon
from kg.text.tokens import boundaries, tokens

Actor = Callable[[str], bool]


def never(name: str) -> bool:
    """Say no: without a gazetteer nothing is known to act."""
    return False


SENTENCE_END = "。；！？;"
PHRASE_END = "，：,:"
OPEN, CLOSE = "（(《“‘〔【「", "）)》”’〕】」"


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


def chunks(text: str, *, actor: Actor = never) -> tuple[Chunk, ...]:
    """Return the lists of names that ``text`` governs, in order.

    ``text`` is one clause without its leading number; offsets are into ``text``. ``actor`` says
    whether a name may be the subject of a phrase: a place, a firm.
    """
    edges = boundaries(text)
    found: list[Chunk] = []
    for number, sentence in enumerate(sentences(text)):
        open_role: Chunk | None = None
        for phrase in phrases(text, sentence):
            got = list(_phrase(text, phrase, number, edges, open_role, actor))
            found += got
            open_role = got[-1] if got else None
    return tuple(found)


_COUNTING = re.compile("(?:第?[一二三四五六七八九十]+(?:是|要|，|来)|（[一二三四五六七八九十]+）|[①-⑩])")
_TOGETHER = re.compile("集(?P<list>.+?)(?:等)?(?P<noun>[^、，]{0,6})(?:于一体|为一体)的?")
_MARKET = re.compile(
    r"(?:紧紧|重点|主要)?(?:围绕|面向|针对|服务于|服务(?!业|体系|机构|平台|中心|外包|贸易|水平)|瞄准|适应|满足|紧盯|聚焦)"
)
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
    subject: Actor,
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
        opener = patterns().opener.match(text, pos, end)
        if opener and _opens(text, opener, edges, end):
            form = opener.group()
            found = STRENGTH.search(form)
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
        actor = patterns().actor.match(text, pos, end) if opened else None
        if actor:
            pos = actor.end()
            continue
        caused = _caused(text, pos, end, edges) if cue in _CAUSING else None
        stop = _stop(text, pos, end, edges, subject) if caused is None else caused
        current = role or (Role.FOCUS if opened else Role.SUBJECT)
        for made_ in lists(text, Span(pos, stop), current, cue, sentence, strength):
            if caused is not None and made_.head_type is None:
                made_ = replace(made_, head="企业", head_type=EntityType.ENTERPRISE, listed=True)
            yield made_
        pos = stop


def _opens(text: str, opener: re.Match[str], edges: frozenset[int], end: int) -> bool:
    """Say whether a verb form stands as a verb: at word boundaries and with something to govern."""
    if opener.end() in edges or opener.end() == end:
        return True
    for token in tokens(text):
        if token.start <= opener.start() < token.end:
            return token.end < opener.end() or bool(patterns().openers.fullmatch(token.word))
    return True


def _special(text: str, pos: int, end: int) -> tuple[list[Chunk], int] | None:
    """Match the frames 以…为…, 依托…, 围绕…, 在…领域, 与…合作, 由…向… at ``pos``."""
    match = with_frame().match(text, pos, end)
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
        return [Chunk(a, Role.AIM, "由…向…", 0), Chunk(b, Role.FOCUS, "由…向…", 0)], match.end()
    for pattern, role in ((_ON, Role.RELIED), (_MARKET, Role.MARKET), (_USE, Role.INPUT)):
        match = pattern.match(text, pos, end)
        if match:
            stop = end
            if match.group().endswith("围绕") and not re.search("需求|市场|目标|任务|主题", text[pos:end]):
                role = Role.FOCUS
            cut = match.end() + len(_OF.sub("", text[match.end() : stop]))
            stop = _stop(text, match.end(), cut, boundaries(text), never) if match.end() < cut else stop
            return list(lists(text, Span(match.end(), stop), role, match.group(), 0, None)), max(
                stop, match.end()
            )
    return None


def _role_of(noun: str) -> Role:
    known = frames()
    return next((known[noun[i:]] for i in range(len(noun)) if noun[i:] in known), Role.FOCUS)


_ASSET = "(?:生产|研发|技术|品牌|市场|人才|科研|创新|制造|资源|产业)"
_OF = re.compile(
    f"(?<=..){_ASSET}(?:[、和与及]{_ASSET})*(?:优势|实力|基础|能力)$"
    "|的[^、，的]{0,16}(?:基础|优势|作用|机遇|契机|实力|特点|条件|力量|资源|需求|要求|优势资源|优越条件)$"
)


def _framed(text: str, match: re.Match[str], role: Role, cue: str, noun: str) -> list[Chunk]:
    start, stop = match.span("list")
    stop = start + len(_OF.sub("", text[start:stop]))
    made = list(lists(text, Span(start, stop), role, cue, 0, None))
    if noun and made:
        kind = lexicon.load().heads.get(noun)
        last = made[-1]
        if not last.head:
            made[-1] = replace(last, head=noun, head_type=kind, listed=True)
    return made


_CAUSING = frozenset(
    ("支持", "鼓励", "引导", "督促", "扶持", "鼓励引导", "鼓励支持", "鼓励和支持", "支持和鼓励")
)
_CAUSED = re.compile(
    "开发|研发|研制|发展|建设|生产|打造|做大|做强|扩大|布局|实施|推广|建立|申报|开展|引进|创建"
)


def _caused(text: str, pos: int, end: int, edges: frozenset[int]) -> int | None:
    """Return where a firm's name ends that is to do something (支持华微电子|开发…), known or not."""
    for match in _CAUSED.finditer(text, pos + 2, min(end, pos + 16)):
        left, after = text[pos : match.start()], text[match.end() : match.end() + 1]
        if match.end() >= end or not {match.start(), match.end()} <= edges or after in "的、，和及与等":
            continue
        kind = lexicon.load().suffix_type(left)
        free = kind in (None, EntityType.ENTERPRISE, EntityType.PRODUCT)
        return match.start() if free and not re.search("[，、的等以在]|企业$|地区$", left) else None
    return None


def _stop(text: str, pos: int, end: int, edges: frozenset[int], subject: Actor) -> int:
    """Return where the noun phrase that begins at ``pos`` ends: before the next real verb."""
    depth = 0
    for i in range(pos, end):
        if text[i] in OPEN:
            depth += 1
        elif text[i] in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and i > pos and i in edges:
            verb = patterns().inner.match(text, i, end)
            if verb and verb.group() in ("由", "在"):
                return i
            doing = i - pos < 15 and patterns().opener.match(text, i, end)
            governs = doing and (doing.group() in lexicon.load().strong or doing.group() in _ACTING)
            if doing and governs and doing.end() in edges and _all_act(text[pos:i], subject):
                return i
            if (
                i in edges
                and text[i - 2 : i] in ("企业", "院所", "地区", "单位")
                and _LISTED_ACTORS.search(text[pos:i])
            ):
                acting = patterns().opener.match(text, i, end)
                if acting and acting.end() in edges and acting.end() < end:
                    return i
            if verb and _NAMING.match(text, verb.end(), end):
                continue
            if (
                verb
                and not _in_suffix(text, i, verb.end())
                and (verb.end() in edges or verb.group() in "依托以要将应需由")
                and verb.end() < end
                and (_closed(text, pos, i) or _all_act(text[pos:i], subject))
            ):
                return i
    return end


def _all_act(names: str, subject: Actor) -> bool:
    """Say whether a name, or each of a list's (拉萨、山南和昌都|建设…), may act."""
    return subject(names) or all(map(subject, re.split("[、和及与]", names)))


_LISTED_ACTORS = re.compile("等[^、，]{0,8}(?:企业|院所|地区|单位)$")
"""A list of firms or places that are to do what follows: 支持沈阳机床、沈鼓集团等企业|发展高端装备."""
_ACTING = frozenset(("开发", "研发", "发展", "建设", "生产", "积极", "大力", "加快", "重点"))


def _in_suffix(text: str, start: int, stop: int) -> bool:
    """Say whether a verb form only begins the ending of a name (集聚|区, 示范|带)."""
    return any(text[start : stop + more] in lexicon.load().suffixes for more in (1, 2, 3))


def _closed(text: str, start: int, stop: int) -> bool:
    """Say whether ``text[start:stop]`` can end a list: by 等+head, a typed suffix, a join or a tail."""
    left = text[start:stop]
    lex = lexicon.load()
    if left[-1] in "和及与并、":
        return True
    if patterns().tail.search(left) or re.search("等[^、，]{0,8}$", left):
        return True
    kind = lex.suffix_type(left)
    return (kind is not None and kind is not EntityType.PRODUCT) or bool(
        re.search("[一-龥](?:市|县|镇|区|省)$", left)
    )
