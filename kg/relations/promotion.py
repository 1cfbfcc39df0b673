"""``promotes``: a region is the place for which the paper wants an industry or a product."""

from __future__ import annotations

import re
from itertools import product

from kg.entities import concepts
from kg.entities.matcher import matcher
from kg.model import EntityRef, EntityType, Mention, Predicate, Role, Statement
from kg.relations import surroundings
from kg.relations.scene import Scene, is_city, unique

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
    for mention in (m for m in wanted if _for_itself(scene, m)):
        joined = parts(mention.entity) if mention.rule != _NESTED else ()
        for place, target in product(places(scene, mention), (mention.entity, *joined)):
            found.append(
                scene.state(
                    place,
                    Predicate.PROMOTES,
                    target,
                    evidence=mention,
                    rule="promotion:" + (mention.role.value or "named"),
                    cue=mention.cue,
                    target_name=mention.name,
                    strength=mention.strength,
                )
            )
    return unique(found)


def _promoted(mention: Mention) -> bool:
    return mention.role in (Role.LEAD, Role.FOCUS, Role.SUBJECT, Role.RELIED, Role.NONE)


def _for_itself(scene: Scene, mention: Mention) -> bool:
    """Say whether ``mention`` is wanted for itself, and not as part of what is said of something else."""
    if mention.role is Role.LEAD:
        return not scene.withheld
    return not (
        (mention.rule == _NESTED and _of_a_place(scene, mention))
        or surroundings.field_of_bodies(scene, mention)
        or surroundings.link_of_chain(scene, mention)
        or surroundings.turn_of_firm(scene, mention)
        or surroundings.spelled_out(scene, mention)
        or surroundings.quality_only(scene, mention)
    )


_NESTED = "nested:park"


def _of_a_place(scene: Scene, mention: Mention) -> bool:
    """Say whether a park's own place is meant (阜新氟化工产业基地), not the whole region of the clause.

    That is so in a province's words, and under a heading that says what the region wants.
    """
    known = matcher(scene.clause.region)
    if not scene.leads and is_city(scene.clause.region):
        return False
    around = [p for p in scene.of(T.PARK) if p.start < mention.start and mention.end <= p.end]
    own = [known.place(park.name) for park in around]
    return any(place and not scene.clause.region.startswith(place) for place in own)


_AND = re.compile("以及|与|和|及")


def parts(entity: EntityRef) -> tuple[EntityRef, ...]:
    """Return the industries that a name joins, where each is a concept of the tree and the whole is none.

    >>> [part.name for part in parts(EntityRef(EntityType.INDUSTRY, "机器人及智能装备"))]
    ['机器人', '智能制造装备']
    >>> parts(EntityRef(EntityType.INDUSTRY, "船舶和海洋工程装备"))
    ()
    """
    names = _AND.split(entity.name)
    if len(names) < 2 or concepts.find(entity.name) is not None:
        return ()
    found = [concepts.find(name) for name in names]
    joined = tuple(
        EntityRef(entity.kind, one.name, f"joined:{entity.name}", one.code)
        for one in found
        if one is not None
    )
    return joined if len(joined) == len(names) else ()


def places(scene: Scene, mention: Mention) -> list[EntityRef]:
    """Return the regions that are to develop ``mention``."""
    named = [m.entity for m in placed(scene, mention)]
    if named:
        return list(dict.fromkeys(named))
    if mention.role is Role.LEAD:
        return [_opening(scene) or scene.region]
    actor = [
        m
        for m in scene.of(T.REGION)
        if m.sentence == mention.sentence and m.role in (Role.SUBJECT, Role.FOCUS) and m.end <= mention.start
    ]
    if actor:
        return [actor[-1].entity]
    return [scene.region]


def _opening(scene: Scene) -> EntityRef | None:
    """Return the region that is the subject right behind the heading (发展旅游业。六城市应…)."""
    end = scene.clause.lead_span.end if scene.clause.lead_span else 0
    return next(
        (
            m.entity
            for m in scene.of(T.REGION)
            if end
            and m.role is Role.SUBJECT
            and re.fullmatch(r"[。：:\s]*", scene.clause.text[end : m.start])
        ),
        None,
    )


def placed(scene: Scene, mention: Mention) -> list[Mention]:
    """Return the regions named as the place of ``mention``: its sentence's, or all for a heading."""
    return [
        m
        for m in scene.of(T.REGION)
        if m.role is Role.PLACE and (m.sentence == mention.sentence or mention.role is Role.LEAD)
    ]
