"""``reliesOn``: the firms, institutes and parks that an industry leans on."""

from __future__ import annotations

from kg.model import EntityType, Predicate, Role, Statement
from kg.relations.scene import Scene, unique

T = EntityType


def extract(scene: Scene) -> tuple[Statement, ...]:
    """Return what industries rely on (依托, 以…为龙头, 支持…企业)."""
    found = []
    for mention in scene.of(T.ENTERPRISE, T.INSTITUTION, T.PARK):
        if mention.role is not Role.RELIED:
            continue
        head = scene.head(mention) or _next(scene, mention.end, mention.sentence)
        if head is not None:
            found.append(
                scene.state(head, Predicate.RELIES_ON, mention, rule="reliance:relied", cue=mention.cue)
            )
    return unique(found)


def _next(scene: Scene, after: int, sentence: int):  # type: ignore[no-untyped-def]
    for mention in scene.of(T.INDUSTRY):
        if mention.start >= after and mention.sentence == sentence and scene.wanted(mention):
            return mention
    return None
