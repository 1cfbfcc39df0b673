"""What form tells about names after they were found, on mentions made by hand."""

from __future__ import annotations

import pytest

from kg.entities.chunks import chunks
from kg.entities.features import View
from kg.entities.found import Context, Found
from kg.entities.mending import mended, works
from kg.model import EntityType, Role, Span

T = EntityType


def found(text: str, *names: tuple[str, EntityType]) -> tuple[Found, ...]:
    """Return mentions of names where they first stand."""
    spans = [(Span(text.index(name), text.index(name) + len(name)), kind) for name, kind in names]
    return tuple(Found(span.of(text), kind, (span,), "model", Role.FOCUS) for span, kind in spans)


def view(text: str) -> View:
    return View(text, None, Context("沈阳市"), chunks(text), ())


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        (
            "冶金、制糖、纺织行业",
            [("冶金", T.INDUSTRY), ("制糖", T.PRODUCT), ("纺织行业", T.INDUSTRY)],
            [("冶金", T.INDUSTRY), ("制糖", T.INDUSTRY), ("纺织行业", T.INDUSTRY)],
        ),
        (
            "风力发电、压力容器、体育休闲",
            [("风力发电", T.INDUSTRY), ("压力容器", T.PRODUCT), ("体育休闲", T.INDUSTRY)],
            [("风力发电", T.INDUSTRY), ("压力容器", T.PRODUCT), ("体育休闲", T.INDUSTRY)],
        ),
        ("依托昆明钢铁公司", [("昆明钢铁", T.ENTERPRISE)], [("昆明钢铁公司", T.ENTERPRISE)]),
        ("依托昆明钢铁和有关公司", [("昆明钢铁", T.ENTERPRISE)], [("昆明钢铁", T.ENTERPRISE)]),
        (
            "推进盛远微芯等项目",
            [("盛远微芯", T.PROJECT)],
            [("盛远微芯", T.ENTERPRISE), ("盛远微芯项目", T.PROJECT)],
        ),
        ("推进智能电网改造等项目", [("智能电网改造", T.PROJECT)], [("智能电网改造", T.PROJECT)]),
        ("生物医药产业集群加快壮大", [], [("生物医药产业集群", T.PARK)]),
        ("加快壮大产业集群", [], []),
        ("佟二堡镇突出裘皮", [("佟二堡镇", T.PRODUCT)], [("佟二堡镇", T.REGION)]),
        ("推进沼气发电等项目", [("沼气发电", T.PROJECT)], [("沼气发电", T.PROJECT)]),
        ("严格控制鞍钢的产能", [("严格控制鞍钢", T.INDUSTRY)], [("鞍钢", T.ENTERPRISE)]),
        ("生产增强复合材料", [("增强复合材料", T.PRODUCT)], [("增强复合材料", T.PRODUCT)]),
        ("发展500兆帕及以上耐候钢板", [("耐候钢板", T.PRODUCT)], [("500兆帕及以上耐候钢板", T.PRODUCT)]),
        ("建设100个以上充电站", [("充电站", T.PRODUCT)], [("充电站", T.PRODUCT)]),
        ("完善薯类加工产业链", [("薯类加工产业", T.INDUSTRY)], [("薯类加工", T.INDUSTRY)]),
        ("壮大薯类加工产业", [("薯类加工产业", T.INDUSTRY)], [("薯类加工产业", T.INDUSTRY)]),
        ("完善光伏产业链", [("光伏产业", T.INDUSTRY)], [("光伏产业", T.INDUSTRY)]),
        ("加快西湖光电产业园项目建设", [("西湖光电产业园", T.PARK)], [("西湖光电产业园项目", T.PROJECT)]),
        ("加快西湖光电产业园建设", [("西湖光电产业园", T.PARK)], [("西湖光电产业园", T.PARK)]),
        ("发展落后、低端装备", [("落后", T.PRODUCT)], []),
        ("在严格控制本钢等企业产能基础上", [("严格控制本钢", T.INDUSTRY)], [("本钢", T.ENTERPRISE)]),
        ("推出冰雪旅游系列旅游产品", [("冰雪旅游", T.INDUSTRY)], [("冰雪旅游", T.PRODUCT)]),
        ("推进鞍钢集团系列项目建设", [("鞍钢集团系列项目", T.PROJECT)], [("鞍钢集团", T.ENTERPRISE)]),
        ("支持上海期货交易所拓展业务", [("上海", T.REGION)], [("上海期货交易所", T.ENTERPRISE)]),
        ("到交易所挂牌", [], []),
        ("打造阜新现代商务区", [("现代商务区", T.PARK)], []),
        ("建设沈阳重点产业集群", [("沈阳重点产业集群", T.PARK)], []),
        ("建设沈阳汽车产业集群", [("沈阳汽车产业集群", T.PARK)], [("沈阳汽车产业集群", T.PARK)]),
    ],
)
def test_form_puts_right(
    text: str, given: list[tuple[str, EntityType]], expected: list[tuple[str, EntityType]]
) -> None:
    assert sorted((f.name, f.type) for f in mended(view(text), found(text, *given))) == sorted(expected)


def test_a_seat_in_brackets_is_part_of_a_firms_name() -> None:
    text = "以华远半导体（大连）有限公司为依托"
    firm = Found("华远半导体有限公司", T.ENTERPRISE, (Span(1, 6), Span(10, 14)), "list", Role.RELIED)
    (got,) = mended(view(text), (firm, *found(text, ("大连", T.REGION))))
    assert (got.name, got.pieces) == ("华远半导体（大连）有限公司", (Span(1, 14),))


def test_a_park_made_of_a_quality_is_none() -> None:
    text = "建成布局合理、配套的轴承产业基地"
    made = Found("布局合理产业基地", T.PARK, (Span(2, 6), Span(12, 16)), "list", Role.FOCUS)
    assert mended(view(text), (made,)) == ()


def test_a_base_that_is_leaned_on_is_a_firm_and_one_to_be_built_a_project() -> None:
    for text, cue, role, kind in (
        ("依托本钢北方生产基地", "依托", Role.RELIED, T.ENTERPRISE),
        ("建设本钢北方生产基地", "建设", Role.FOCUS, T.PROJECT),
    ):
        base = Found("本钢北方生产基地", T.PROJECT, (Span(2, 10),), "list", role, cue)
        firm = Found("本钢", T.ENTERPRISE, (Span(2, 4),), "nested:project")
        got = works((base, firm), view(text))
        assert got[0].type is kind
        assert (firm in got) == (kind is T.PROJECT)


def test_an_institute_to_be_founded_is_a_project() -> None:
    for text, cue, kind in (
        ("成立沈阳轴承学院", "成立", T.PROJECT),
        ("支持沈阳轴承学院", "支持", T.INSTITUTION),
    ):
        school = Found("沈阳轴承学院", T.INSTITUTION, (Span(2, 8),), "list", Role.FOCUS, cue)
        assert [f.type for f in works((school,), view(text))] == [kind]


def test_the_place_of_works_is_no_part_of_their_owner() -> None:
    text = "推进鞍钢鲅鱼圈三期工程"
    project = Found("鞍钢鲅鱼圈三期工程", T.PROJECT, (Span(2, 11),), "list", Role.FOCUS)
    owner = Found("鞍钢鲅鱼圈", T.ENTERPRISE, (Span(2, 7),), "nested:project")
    assert [f.name for f in works((project, owner), view(text))] == ["鞍钢鲅鱼圈三期工程", "鞍钢"]


def test_a_firms_base_before_an_event_is_works_and_a_site_is_none() -> None:
    text = "华远光电生产基地建成投产"
    given = found(text, ("华远光电生产基地", T.PARK), ("华远光电", T.ENTERPRISE))
    assert {f.name: f.type for f in works(given, view(text))}["华远光电生产基地"] is T.PROJECT
    text = "加快旅顺轨道交通产业园建设"
    (site,) = works(found(text, ("旅顺轨道交通产业园", T.PROJECT)), view(text))
    assert site.type is T.PARK
