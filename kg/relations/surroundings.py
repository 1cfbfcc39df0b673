"""What the words right before and behind a name make of it, in the text of its clause.

An industry may be named without being what the paper wants there: as the field of agencies and
institutes (咨询、评估等类别的中介组织), as a link of a chain (形成烯烃、合成材料等产业链), as what one firm
turns to (推进某集团向精细化工方向转变), or as the class that the members of a list spell out.
"""

from __future__ import annotations

import re

from kg.model import EntityType, Mention, Role
from kg.relations.scene import Scene

_REST_OF_LIST = "(?:[、和及与或][^、，。；：等]{1,16}?)*"
_FIELD = re.compile(rf"{_REST_OF_LIST}等?(?:领域|类别|门类|专业|行业|方面)的[^，。；]{{0,4}}")
_BODIES = re.compile(
    rf"{_REST_OF_LIST}(?:等(?:领域|类别|门类|专业|行业|方面)?的?|(?:领域|类别|门类|专业|方面)的)[^、，。；的]{{0,6}}?"
    "(?:组织|机构|研发中心|技术中心|研究中心|研究院|研究所|实验室|孵化器|院校|人才)"
)
_CHAIN = re.compile(rf"{_REST_OF_LIST}等[^、，。；]{{0,8}}?(?:产业链|链条)")
_TOWARDS = re.compile("[^，。；]{0,6}?向[^，。；]*$")
_TURNED = re.compile("[^，。；]{0,16}?(?:转变|转型|转产|转移|延伸|拓展|迈进|发展)")
_COUNT = re.compile("(?:[一二两三四五六七八九十]|[0-9]+)(?:大|个|类|种)[^、，。；]{0,4}$")
_SPELLED = re.compile("，(?:即|包括|主要有|主要包括|分别是|分别为)|：")
_QUALITY = re.compile("[^、，。；的和与及业]{0,4}(?:水平|比重|占比)")


def behind(scene: Scene, mention: Mention) -> str:
    """Return the text behind ``mention``."""
    return scene.clause.text[mention.end :]


def before(scene: Scene, mention: Mention) -> str:
    """Return the text before ``mention``."""
    return scene.clause.text[: mention.start]


def field_of_bodies(scene: Scene, mention: Mention) -> bool:
    """Say whether ``mention`` tells the field of agencies, institutes or staff (等领域的研发中心)."""
    return bool(_BODIES.match(behind(scene, mention)))


def link_of_chain(scene: Scene, mention: Mention) -> bool:
    """Say whether ``mention`` stands in a list that a chain closes (烯烃、合成材料等完整的产业链条)."""
    return bool(_CHAIN.match(behind(scene, mention)))


def turn_of_firm(scene: Scene, mention: Mention) -> bool:
    """Say whether ``mention`` is what a firm is to turn to (推进某集团向精细化工方向转变)."""
    firms = [
        firm
        for firm in scene.of(EntityType.ENTERPRISE)
        if firm.sentence == mention.sentence and firm.end <= mention.start
    ]
    if not firms or not _TURNED.match(behind(scene, mention)):
        return False
    return bool(_TOWARDS.fullmatch(scene.clause.text[firms[-1].end : mention.start]))


def spelled_out(scene: Scene, mention: Mention) -> bool:
    """Say whether ``mention`` is a class of products whose members the sentence names instead."""
    if mention.type is not EntityType.PRODUCT:
        return False
    if mention.rule == "class":
        return any(m.group == mention.group and m is not mention for m in scene.of(EntityType.PRODUCT))
    counted = _COUNT.search(before(scene, mention))
    return bool(counted and _SPELLED.match(behind(scene, mention)))


def quality_only(scene: Scene, mention: Mention) -> bool:
    """Say whether a clause about another speaks of a quality of ``mention`` (提高船舶配套水平)."""
    return (
        bool(scene.leads) and mention.role is not Role.LEAD and bool(_QUALITY.match(behind(scene, mention)))
    )
