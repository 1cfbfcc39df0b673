"""``usesInput``: what a product or industry is made from; inputs are no products that the paper wants."""

from __future__ import annotations

import re

from kg.entities import firms
from kg.entities.matcher import matcher
from kg.model import EntityRef, EntityType, Mention, Predicate, Statement
from kg.relations.scene import Scene, unique

T = EntityType
_MADE_FROM = re.compile(
    "(?:以|利用|用)(?P<inputs>[^，。；以]{1,40}?)(?:等)?为(?:主要)?原料(?:的)?"
    "|(?:综合)?利用(?P<waste>[^，。；]{1,40}?)(?:等)?(?:资源|废弃物)?，"
)


def extract(scene: Scene) -> tuple[Statement, ...]:
    """Return what is made from what (以玉米为原料的燃料乙醇; 利用煤矸石、粉煤灰，发展绿色建材)."""
    found = []
    for match in _MADE_FROM.finditer(scene.clause.text):
        group = "inputs" if match.group("inputs") else "waste"
        start, stop = match.span(group)
        inputs = [m for m in scene.of(T.PRODUCT) if start <= m.start and m.end <= stop]
        rest = re.compile("[^。；]*").match(scene.clause.text, match.end())
        end = rest.end() if rest else match.end()
        if group == "waste" and re.search("技术|文化|作物|优势", match.group("waste")):
            continue
        works = next(
            (m for m in scene.of(T.PROJECT) if match.end() <= m.start <= match.end() + 1),
            None,
        )
        made = [m for m in scene.of(T.PRODUCT, T.INDUSTRY) if match.end() <= m.start < end]
        product = _product_of(scene, works) if works else made[0] if made else None
        cue = "为原料" if group == "inputs" else "利用"
        if product is None:
            continue
        for one in inputs:
            found.append(
                scene.state(
                    product, Predicate.USES_INPUT, one, evidence=works, rule="inputs:" + group, cue=cue
                )
            )
    return unique(found)


def _product_of(scene: Scene, works: Mention) -> EntityRef | None:
    """Return what works are to make, where their name says no more than that (燃料乙醇项目)."""
    name = works.name.removesuffix("项目")
    plain = name != works.name and not re.search(r"\d|[一二三四五六]期|扩建|改造|搬迁|基地$", name)
    known = matcher(scene.clause.region)
    named = plain and not known.place(name) and not firms.firm_prefix(works.name, known)
    return scene.link(name, T.PRODUCT) if named and len(name) > 1 else None


def raw_material(scene: Scene, mention: Mention) -> bool:
    """Say whether ``mention`` is what something is made from (以玉米为原料的…), not what is wanted."""
    text = scene.clause.text
    return any(
        match.group("inputs")
        and match.start("inputs") <= mention.start
        and mention.end <= match.end("inputs")
        for match in _MADE_FROM.finditer(text)
    )
