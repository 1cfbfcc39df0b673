"""``includes``: what a line names under an industry as its focus, content or part."""

from __future__ import annotations

import re

from kg.model import EntityType, Mention, Predicate, Role, Statement
from kg.relations.inputs import raw_material
from kg.relations.scene import Scene, akin, unique

T = EntityType


def extract(scene: Scene) -> tuple[Statement, ...]:
    """Return which industry includes which product or narrower industry."""
    found = []
    for mention in scene.of(T.PRODUCT, T.INDUSTRY):
        if mention.role is Role.LEAD or not scene.wanted(mention) or raw_material(scene, mention):
            continue
        head = scene.head(mention)
        if head is None or head.name == mention.name or not _falls_under(scene, head, mention):
            continue
        found.append(
            scene.state(
                head,
                Predicate.INCLUDES,
                mention,
                rule="composition:" + (head.role.value or "named"),
                cue=mention.cue,
                strength=mention.strength,
            )
        )
    return unique(found)


_SHIFT = re.compile("由[^，。；]{1,16}?向")


def _turning(scene: Scene, head: Mention, mention: Mention) -> bool:
    """Say whether an industry akin to its head is to turn (菱镁产业由粗加工向…转型): no part of it."""
    turns = bool(_SHIFT.match(scene.clause.text, mention.end))
    return turns and mention.type is T.INDUSTRY and akin(head.name, mention.name)


def _falls_under(scene: Scene, head: Mention, mention: Mention) -> bool:
    if mention.type is T.INDUSTRY and mention.role in (Role.SUBJECT, Role.NONE):
        opens = mention.role is Role.SUBJECT and head.role is Role.LEAD
        parallel = scene.clause.text[head.end : head.end + 1] in ("，", ",")
        return opens and not parallel and not akin(head.name, mention.name)
    if _turning(scene, head, mention):
        return False
    return mention.role in (Role.FOCUS, Role.RELIED, Role.INPUT, Role.SUBJECT)
