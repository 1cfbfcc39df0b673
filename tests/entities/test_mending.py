"""What form tells about names after they were found, on mentions made by hand."""

from __future__ import annotations

from dataclasses import replace

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
    ],
)
def test_form_puts_right(
    text: str, given: list[tuple[str, EntityType]], expected: list[tuple[str, EntityType]]
) -> None:
    assert sorted((f.name, f.type) for f in mended(view(text), found(text, *given))) == sorted(expected)


def test_a_member_marked_as_a_name_needs_no_head() -> None:
    text = "集成电路、图像、新型元器件"
    given = found(text, ("集成电路", T.PRODUCT), ("图像", T.PRODUCT), ("新型元器件", T.PRODUCT))
    head = Span(text.index("元器件"), len(text))
    shared = [replace(f, name=f.name + "元器件", pieces=(*f.pieces, head), rule="list") for f in given[:2]]
    names = {f.name for f in mended(view(text), (*given, *shared))}
    assert "集成电路元器件" not in names
    assert "图像元器件" in names


def test_a_firms_base_before_an_event_is_works_and_a_site_is_none() -> None:
    text = "华远光电生产基地建成投产"
    given = found(text, ("华远光电生产基地", T.PARK), ("华远光电", T.ENTERPRISE))
    assert {f.name: f.type for f in works(given, view(text))}["华远光电生产基地"] is T.PROJECT
    text = "加快旅顺轨道交通产业园建设"
    (site,) = works(found(text, ("旅顺轨道交通产业园", T.PROJECT)), view(text))
    assert site.type is T.PARK
