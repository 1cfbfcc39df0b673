"""``usesInput``: what a product or industry is made from; inputs are no products that the paper wants."""

from __future__ import annotations

import re

from kg.model import EntityType, Predicate, Statement
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
        if any(match.end() <= m.start <= match.end() + 1 for m in scene.of(T.PROJECT)):
            continue
        made = [m for m in scene.of(T.PRODUCT, T.INDUSTRY) if match.end() <= m.start < end]
        cue = "为原料" if group == "inputs" else "利用"
        for one in inputs if made else []:
            found.append(scene.state(made[0], Predicate.USES_INPUT, one, rule="inputs:" + group, cue=cue))
    return unique(found)
