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


_OFFICES = (
    "发展改革委|发展和改革委员会|发改委|经济和信息化委|经信委|国资委|金融办|卫生健康委|卫健委|住房城乡建设委"
    "|(?:工业和信息化|经济和信息化|工信|经信|科学技术|科技|教育|财政|商务|环保|环境保护|生态环境|自然资源|国土资源|水利|交通运输"
    "|农业农村|农业|林业和草原|林草|林业|文化和旅游|文旅|文广新|住房城乡建设|住房和城乡建设|应急管理|市场监管|市场监督管理|药监|药品监管"
    "|质监|工商|统计|税务|能源|大数据|大数据管理|投资促进|招商|人力资源社会保障|人社|民政|公安|卫生|海洋发展|海洋渔业|体育|广电|审计)[厅局]"
)
_FREE_AGENCY = re.compile(
    rf"(?:国务院|国家发展改革委|商务部|工信部|工业和信息化部|科技部|财政部|国家能源局"
    rf"|(?:自治区|[省市县区州])(?:政府)?(?:{_OFFICES})|(?<=、)(?:{_OFFICES})(?=[、，。）（等会和及与牵负配]))"
)


def agencies(text: str) -> Iterator[Found]:
    """Find agencies named in running text by form."""
    for match in _FREE_AGENCY.finditer(text):
        yield Found(match.group(), T.AGENCY, (Span(*match.span()),), "form:agency")


_INSTITUTE = re.compile(r"(?<![A-Za-z0-9])[0-9]{3}所")
_UNION = re.compile(r"(?:中国|全国)[一-龥]{2,12}?(?:协会|学会|联合会|研究会|商会)")


def institutes(text: str) -> Iterator[Found]:
    """Find the numbered institutes of defence industry (601所) and the national associations of trades."""
    for pattern, rule in ((_INSTITUTE, "form:numbered institute"), (_UNION, "form:association")):
        for match in pattern.finditer(text):
            yield Found(match.group(), T.INSTITUTION, (Span(*match.span()),), rule)
