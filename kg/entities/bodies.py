"""Agencies and institutions by form: the brackets that say who is responsible, and typed names elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.entities.found import Found
from kg.model import EntityType, Role, Span

T = EntityType

_BRACKET = re.compile(r"（(?P<inside>[^（）]*(?:责任单位|牵头|配合|负责|分工)[^（）]*)）")
_LABEL = re.compile(r"^(?:责任单位|牵头单位|配合单位|负责单位|责任部门|牵头部门)[：:]?")
_GENERIC = re.compile(
    r"^(?:各|有关|相关|其他|及|等)|(?:等|各|相关|有关)(?:部门|单位)|成员单位|主管部门|^[区县市、]+政府$|区、市政府|部门$|单位$"
)
_AGENCY_END = re.compile(
    r"(?:发展改革委|发改委|经济和信息化委|经信委|工业和信息化[厅局部]|工信[厅局部]|[一-龥]{1,12}(?:厅|局|委|办|部|政府|委员会|管委会|党委|办公室|法院|检察院|银保监局|中心支行)|国务院|人民政府)$"
)
_INSTITUTION_END = re.compile(
    r"(?:大学|学院|研究院|研究所|科学院|中心|实验室|协会|商会|联盟|学会|医院|集团|公司)$"
)


def responsible(text: str) -> Iterator[Found]:
    """Find the bodies in a closing bracket of responsibility."""
    for match in _BRACKET.finditer(text):
        pos = match.start("inside")
        for part in re.split(r"([、，；]|牵头负责|牵头|配合|负责)", match.group("inside")):
            begin, pos = pos, pos + len(part)
            label = _LABEL.match(part)
            if label:
                begin, part = begin + label.end(), part[label.end() :]
            cut = re.search(r"等(?:有关|相关)?部门$|等$|及(?:专班|相关|有关|各).*$", part)
            name = part[: cut.start()] if cut else part
            if len(name) < 2 or _GENERIC.search(name):
                continue
            span = Span(begin, begin + len(name))
            if _AGENCY_END.search(name):
                yield Found(name, T.AGENCY, (span,), "bracket:responsible", Role.NONE, "responsible")
            elif _INSTITUTION_END.search(name):
                yield Found(name, T.INSTITUTION, (span,), "bracket:responsible", Role.NONE, "responsible")


_FREE_AGENCY = re.compile(
    r"(?:国务院|国家发展改革委|商务部|工信部|工业和信息化部|科技部|财政部|[省市县区](?:政府)?(?:发展改革委|发改委|经济和信息化委|工业和信息化[厅局]|科技[厅局]|财政[厅局]|商务[厅局]|工信[厅局]|教育[厅局]|环保[厅局]|国资委|金融办|统计局|质监局|工商局))"
)


def agencies(text: str) -> Iterator[Found]:
    """Find agencies named in running text by form."""
    for match in _FREE_AGENCY.finditer(text):
        yield Found(match.group(), T.AGENCY, (Span(*match.span()),), "form:agency")


_INSTITUTE = re.compile(r"(?<![A-Za-z0-9])[0-9]{3}所")


def institutes(text: str) -> Iterator[Found]:
    """Find the numbered institutes of defence industry (601所)."""
    for match in _INSTITUTE.finditer(text):
        yield Found(match.group(), T.INSTITUTION, (Span(*match.span()),), "form:numbered institute")
