"""``reliesOn``: the firms, institutes and parks that an industry leans on."""

from __future__ import annotations

from kg.model import EntityType, Mention, Predicate, Role, Statement
from kg.relations.scene import Scene, akin, unique

T = EntityType


def extract(scene: Scene) -> tuple[Statement, ...]:
    """Return what industries rely on (依托, 以…为龙头, 支持…企业)."""
    found = []
    for mention in scene.of(T.ENTERPRISE, T.INSTITUTION, T.PARK):
        head = _headed(scene, mention) if mention.role is Role.RELIED else None
        if head is not None:
            found.append(
                scene.state(head, Predicate.RELIES_ON, mention, rule="reliance:relied", cue=mention.cue)
            )
    return unique(found)


def _headed(scene: Scene, mention: Mention) -> Mention | None:
    """Return the industry that leans on ``mention``: the sentence's topic, else what is built on it.

    依托丰远热高等设施，发展旅游休闲娱乐业 is about 旅游休闲娱乐业; where a product or nothing follows, or a
    narrower name of the heading's industry, the heading's industry leans on it.
    """
    topic = scene.topic(mention)
    if topic is not None:
        return topic
    after = [
        m
        for m in scene.of(T.INDUSTRY, T.PRODUCT)
        if m.sentence == mention.sentence and m.start >= mention.end
    ]
    first = next((m for m in after if scene.wanted(m) and m.role is Role.FOCUS), None)
    other = first is not None and not (scene.leads and akin(scene.leads[0].name, first.name))
    if first is not None and first.type is T.INDUSTRY and other:
        return first
    return scene.head(mention) or next((m for m in after if m.type is T.INDUSTRY and scene.wanted(m)), None)
