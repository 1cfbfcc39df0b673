"""The cues of the genre as compiled patterns, and what a governed list is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.model import EntityType, Role, Span, Strength
from kg.resources import rows
from kg.text import lexicon
from kg.text.lexicon import Lexicon, alternation


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


STRENGTH = re.compile("优先|重点|积极|稳步|适度|探索")
_AFTER_WITH = (
    "(?:坚持|要|是|并|形成|建成|构建|打造)?以(?P<list>[^，。；]+?)(?P<noun>)为(?P<as>[^，。；]{0,4}?"
)


@lru_cache(maxsize=1)
def frames() -> dict[str, Role]:
    """Return what the noun of 以…为 makes of its list (以…为龙头: leaned on)."""
    return {r["form"]: Role(r["role"]) for r in rows("lexicon", "frames.csv")}


@lru_cache(maxsize=1)
def with_frame() -> re.Pattern[str]:
    """Return the frame 以…为…."""
    return re.compile(_AFTER_WITH + alternation(frames()) + ")(?:的)?")


@dataclass(frozen=True)
class Patterns:
    """Openers, tails and heads of lists, compiled."""

    opener: re.Pattern[str]
    inner: re.Pattern[str]
    openers: re.Pattern[str]
    tail: re.Pattern[str]
    after: re.Pattern[str]
    actor: re.Pattern[str]
    head: re.Pattern[str]
    head_type: dict[str, EntityType]


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    """Compile the lexicon once."""
    lex: Lexicon = lexicon.load()
    hard, soft = alternation(lex.hard_tails), alternation(lex.hard_tails | lex.soft_tails)
    every = lex.strong | lex.weak | lex.adverbs | lex.restrictive
    join = "(?:和|及|与|、|以及|并)"
    return Patterns(
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
