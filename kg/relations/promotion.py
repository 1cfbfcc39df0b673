"""``promotes``: a region is the place for which the paper wants an industry or a product."""

from __future__ import annotations

from kg.model import EntityRef, EntityType, Mention, Predicate, Role, Statement
from kg.relations.scene import Scene, unique

T = EntityType


def extract(scene: Scene) -> tuple[Statement, ...]:
    """Return who is to develop what.

    Industries are promoted; products only where the line names no industry that they fall under. The
    regions are those that the line names as the place, else the region that it governs.
    """
    if scene.analysis:
        return ()
    wanted = [m for m in scene.of(T.INDUSTRY) if scene.wanted(m) and _promoted(m)]
    wanted += [
        m
        for m in scene.of(T.PRODUCT)
        if scene.wanted(m) and m.role in (Role.FOCUS, Role.LEAD) and scene.head(m) is None
    ]
    found = []
    for mention in wanted:
        for place in places(scene, mention):
            found.append(
                scene.state(
                    place,
                    Predicate.PROMOTES,
                    mention,
                    rule="promotion:" + (mention.role.value or "named"),
                    cue=mention.cue,
                    strength=mention.strength,
                )
            )
    return unique(found)


def _promoted(mention: Mention) -> bool:
    return mention.role in (Role.LEAD, Role.FOCUS, Role.SUBJECT, Role.RELIED, Role.NONE)


def places(scene: Scene, mention: Mention) -> list[EntityRef]:
    """Return the regions that are to develop ``mention``."""
    named = [m.entity for m in placed(scene, mention)]
    if named:
        return list(dict.fromkeys(named))
    actor = [
        m
        for m in scene.of(T.REGION)
        if m.sentence == mention.sentence and m.role in (Role.SUBJECT, Role.FOCUS) and m.end <= mention.start
    ]
    if actor:
        return [actor[-1].entity]
    return [scene.region]


def placed(scene: Scene, mention: Mention) -> list[Mention]:
    """Return the regions named as the place of ``mention``: its sentence's, or all for a heading."""
    return [
        m
        for m in scene.of(T.REGION)
        if m.role is Role.PLACE and (m.sentence == mention.sentence or mention.role is Role.LEAD)
    ]
