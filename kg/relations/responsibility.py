"""Who is to do it: the bodies that a clause makes responsible for the measures of its section.

（A、B牵头，C、D等部门配合）, （责任单位：A、B，C）, 牵头单位：A；配合单位：B. Bodies without a name of
their own (有关部门, 各区、市政府) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Clause, EntityRef, EntityType, Mention, Predicate, Span, Statement
from kg.resources import rows
from kg.text.coordination import leaves, split_list
from kg.text.normalize import normalize

Link = Callable[..., EntityRef]

_BRACKET = re.compile("（(?P<in>[^（）]*(?:牵头|责任单位|责任部门|配合|负责|主办|协办|参与)[^（）]*)）")
_ANY_ROLE = re.compile("牵头|责任|配合|负责|主办|协办|参与|参加")
_LABEL = re.compile(
    "(?P<label>牵头(?:责任)?(?:单位|部门)|责任(?:单位|部门)|主办单位|配合(?:单位|部门)|参与(?:单位|部门)|协办单位|参加单位)："
)
_ROLE = re.compile(
    "(?P<bodies>[^；。]+?)(?:共同|分别|负责)?(?P<role>牵头(?:负责|组织)?|配合|参与|协助|负责)(?:，|；|。|$)"
)
_ASSISTS = re.compile("配合|参与|协助|协办|参加")


@dataclass(frozen=True, slots=True)
class Body:
    """A responsible body: its name, where it stands in the source, a likely type, and what it does."""

    name: str
    span: Span
    type: EntityType
    predicate: Predicate
    cue: str
    evidence: Span


@lru_cache(maxsize=2048)
def bodies(text: str) -> tuple[Body, ...]:
    """Return the bodies that a clause's source text makes responsible, in order.

    >>> [(b.name, b.predicate.value) for b in bodies("（省经济和信息化委牵头，省科技厅等部门配合）")]
    [('省经济和信息化委', 'leads'), ('省科技厅', 'assists')]
    """
    if not _ANY_ROLE.search(text):
        return ()
    normal = normalize(text)
    found: dict[tuple[str, Predicate], Body] = {}
    for span, predicate, cue, around in _groups(normal.text):
        for name in _names(normal.text, span):
            word = name.of(normal.text)
            body = Body(
                word,
                normal.span(name.start, name.end),
                EntityType.INSTITUTION if re.search(rf"{_any('institution')}$", word) else EntityType.AGENCY,
                predicate,
                cue,
                normal.span(around.start, around.end),
            )
            found.setdefault((word, predicate), body)
    return tuple(found.values())


def extract(clause: Clause, mentions: tuple[Mention, ...], *, link: Link) -> tuple[Statement, ...]:
    """Return who leads and who assists the section; a body that is a mention takes its entity."""
    known = {m.name: m.entity for m in mentions}
    return tuple(
        Statement(
            subject=known.get(b.name) or link(b.name, b.type, region=clause.region),
            predicate=b.predicate,
            object=None,
            subject_name=b.name,
            object_name="SECTION",
            evidence=b.evidence,
            cue=b.cue,
            rule="responsibility:" + b.predicate.value,
        )
        for b in bodies(clause.text)
    )


def _groups(text: str) -> Iterator[tuple[Span, Predicate, str, Span]]:
    """Yield the lists of bodies with what they do, the cue and the words around."""
    for match in _BRACKET.finditer(text):
        around = Span(match.start("in"), match.end("in"))
        if _LABEL.search(match["in"]):
            yield from _labelled(text, around)
        else:
            yield from _acting(text, around)
    stripped = text.strip()
    if _LABEL.match(stripped):
        start = text.index(stripped)
        yield from _labelled(text, Span(start, start + len(stripped)))


def _labelled(text: str, around: Span) -> Iterator[tuple[Span, Predicate, str, Span]]:
    labels = list(_LABEL.finditer(text, around.start, around.end))
    led = any(m["label"].startswith(("牵头", "主办")) for m in labels)
    for k, match in enumerate(labels):
        end = labels[k + 1].start() if k + 1 < len(labels) else around.end
        assists = _ASSISTS.search(match["label"]) or (led and not match["label"].startswith(("牵头", "主办")))
        predicate = Predicate.ASSISTS if assists else Predicate.LEADS
        yield Span(match.end(), end), predicate, match["label"], around


def _acting(text: str, around: Span) -> Iterator[tuple[Span, Predicate, str, Span]]:
    for match in _ROLE.finditer(text, around.start, around.end):
        predicate = Predicate.ASSISTS if _ASSISTS.search(match["role"]) else Predicate.LEADS
        yield Span(match.start("bodies"), match.end("bodies")), predicate, match["role"], around


def _names(text: str, span: Span) -> Iterator[Span]:
    general = False
    for item in leaves(split_list(text, span.start, span.end, atoms=_one_body)):
        name = re.sub(r"^由|等(?:部门|单位|有关部门|相关部门)?$|[。；]+$", "", item.span.of(text))
        start = item.span.start + item.span.of(text).find(name) if name else item.span.start
        if not name or _general(name):
            general = True
            continue
        if general and re.fullmatch("[省市县区]+(?:人民)?政府", name):
            continue
        general = False
        yield Span(start, start + len(name))


def _one_body(words: str) -> bool:
    """Whether a conjunction stands inside one body's name: 市工业和信息化局."""
    parts = re.split("以及|和|与|及", words)
    return (
        len(parts) == 2
        and bool(parts[1])
        and not re.search(rf"{_any('body')}$|^{_any('general-opening')}", parts[0])
    )


def _general(name: str) -> bool:
    """Whether ``name`` names no body of its own: 有关部门, 各区, 市相关行业主管部门."""
    opening, ending = _any("general-opening"), _any("general-ending")
    return bool(re.search(rf"^{opening}|{opening}.*{ending}$|{ending}$", name))


@lru_cache(maxsize=8)
def _any(kind: str) -> str:
    forms = [row["form"] for row in rows("lexicon", "responsibility_words.csv") if row["kind"] == kind]
    return "(?:" + "|".join(sorted(forms, key=lambda f: (-len(f), f))) + ")"
