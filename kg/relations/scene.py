"""What relation rules see of a clause: mentions by role, and the industry that heads each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from kg.model import Clause, EntityRef, EntityType, Mention, Predicate, Role, Span, Statement, Strength

T = EntityType
Link = Callable[[str, EntityType], EntityRef]
"""Surface and type → entity, in the region that the clause governs."""

UNWANTED = frozenset({Role.MARKET, Role.PARTNER, Role.RESTRICTED, Role.AIM})


@dataclass(frozen=True)
class Scene:
    """A clause with its mentions, ready for relation rules.

    ``restricted`` are the names that a restriction of this clause holds back; ``past`` says that the clause
    reviews what was achieved, ``analysis`` that it says why and where things stand, ``withheld`` that the
    sections around it list what is not to be developed.
    """

    clause: Clause
    mentions: tuple[Mention, ...]
    link: Link
    restricted: frozenset[str] = frozenset()
    past: bool = False
    analysis: bool = False
    withheld: bool = False

    @cached_property
    def leads(self) -> tuple[Mention, ...]:
        """Industries that the clause's heading names."""
        return tuple(m for m in self.mentions if m.role is Role.LEAD and m.type is T.INDUSTRY)

    @cached_property
    def region(self) -> EntityRef:
        """The region that the clause governs."""
        return self.link(self.clause.region, T.REGION)

    def of(self, *types: EntityType) -> tuple[Mention, ...]:
        """Return the mentions of the given types, in order."""
        return tuple(m for m in self.mentions if m.type in types)

    def wanted(self, mention: Mention) -> bool:
        """Say whether the clause wants what ``mention`` names."""
        return mention.role not in UNWANTED and mention.name not in self.restricted

    def head(self, mention: Mention) -> Mention | None:
        """Return the industry that ``mention`` falls under.

        In this order: the industry that its sentence is about (石化行业继续…；冶金行业…), the heading's first
        industry, the industry that opens its sentence or closes its list.
        """
        topic = self.topic(mention)
        if topic is not None:
            return topic
        if self.leads:
            return self.leads[0]
        return self.local_head(mention)

    def topic(self, mention: Mention) -> Mention | None:
        """Return the industry that opens the sentence of ``mention`` as subject or numbered point."""
        before = [
            m
            for m in self.of(T.INDUSTRY)
            if m.sentence == mention.sentence
            and m.start < mention.start
            and self.wanted(m)
            and m.role is not Role.LEAD
            and not self._taken_over(m, mention)
        ]
        if not before:
            return None
        first = before[0]
        opening = self.clause.text[self._begin(first) : first.start]
        if first.role is Role.SUBJECT and len(opening.strip()) <= 2:
            return first
        if re.match(r"\s*[一二三四五六七八九十]是", opening) and first.group != mention.group:
            return first
        return None

    def _begin(self, mention: Mention) -> int:
        text = self.clause.text
        return max((text.rfind(mark, 0, mention.start) for mark in "。；;"), default=-1) + 1

    def sentence_industry(self, mention: Mention) -> Mention | None:
        """Return the industry of the sentence whose name is akin to ``mention``, else the first before it."""
        same = [
            m
            for m in self.of(T.INDUSTRY)
            if m.sentence == mention.sentence and m.role is not Role.LEAD and self.wanted(m)
        ]
        near = [m for m in same if akin(m.name, mention.name) and m.rule != "nested:park"]
        before = [m for m in same if m.start < mention.start and m.rule != "nested:park"]
        return near[-1] if near else before[0] if before else None

    def local_head(self, mention: Mention) -> Mention | None:
        """Return the industry that opens the sentence of ``mention``, or the class that closes its list."""
        same = [m for m in self.of(T.INDUSTRY) if m.sentence == mention.sentence and self.wanted(m)]
        classes = [m for m in same if m.rule == "class" and m.group == mention.group]
        if classes and classes[0] is not mention:
            return classes[0]
        return next(
            (
                m
                for m in same
                if m.start < mention.start
                and (m.group != mention.group or m.group < 0)
                and not self._taken_over(m, mention)
            ),
            None,
        )

    def _taken_over(self, one: Mention, other: Mention) -> bool:
        """Say whether another place becomes the subject between two mentions (…，大连要重点发展…)."""
        return any(
            place.role is Role.SUBJECT and one.end <= place.start < other.start
            for place in self.of(T.REGION)
            if place.sentence == other.sentence
        )

    def state(
        self,
        subject: Mention | EntityRef,
        predicate: Predicate,
        target: Mention | EntityRef | None,
        *,
        evidence: Mention | None = None,
        rule: str,
        cue: str = "",
        target_name: str = "",
        strength: Strength | None = None,
    ) -> Statement:
        """Make a statement, quoting from the first to the last mention that it rests on."""
        ends = [m for m in (subject, target, evidence) if isinstance(m, Mention)]
        start = min((m.start for m in ends), default=0)
        end = max((m.end for m in ends), default=len(self.clause.text))
        return Statement(
            subject=subject.entity if isinstance(subject, Mention) else subject,
            predicate=predicate,
            object=target.entity if isinstance(target, Mention) else target,
            subject_name=subject.name,
            object_name=target_name or (target.name if target else "SECTION"),
            evidence=Span(start, end),
            cue=cue,
            rule=rule,
            strength=strength,
        )


def is_city(region: str) -> bool:
    """Say whether a region is below the provinces."""
    return region.endswith(("市", "县", "区", "旗", "州", "盟"))


_GENERIC = frozenset(
    ("产业", "工业", "行业", "服务", "务业", "造业", "加工", "工业", "制造", "业园", "业基", "基地", "集群")
)


def akin(name: str, other: str) -> bool:
    """Say whether two names share two characters in a row that are no mere ending.

    >>> akin("智能机器人", "沈阳机器人产业园"), akin("文化产业", "旅游产业")
    (True, False)
    """
    return any(name[i : i + 2] in other for i in range(len(name) - 1) if name[i : i + 2] not in _GENERIC)


def unique(statements: list[Statement]) -> tuple[Statement, ...]:
    """Drop repeated statements of a clause; the first one stays."""
    seen: dict[tuple[str, str, str, str], Statement] = {}
    for one in statements:
        target = one.object.name if one.object else ""
        seen.setdefault((one.subject_name, one.predicate.value, one.object_name, target), one)
    return tuple(seen.values())
