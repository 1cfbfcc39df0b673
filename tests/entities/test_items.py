"""A governed list becomes typed names: shared heads distributed, glosses and mere praise left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities.chunks import chunks
from kg.entities.found import Context, Found
from kg.entities.items import names

CITIES = ("沈阳", "大连", "鞍山", "抚顺", "丹东", "锦州", "营口", "盘锦")
PRODUCTS = (
    "电主轴",
    "工业机器人",
    "精密轴承",
    "铝型材",
    "风电叶片",
    "高压泵",
    "变压器",
    "起重机",
    "离心压缩机",
)


def found(text: str, region: str = "辽宁省") -> list[Found]:
    return [one for chunk in chunks(text) for one in names(text, chunk, Context(region))]


def typed(text: str) -> dict[str, str]:
    return {one.name: one.type.value for one in found(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发展聚乙烯、聚丙烯、ABS五大通用合成树脂", "聚乙烯 聚丙烯 ABS 通用合成树脂"),
        ("发展PX（对二甲苯）、PTA等产品", "PX PTA"),
        ("发展特种橡胶产品", "特种橡胶"),
        ("发展高性能镁、钛加工材", "高性能镁加工材 高性能钛加工材"),
    ],
)
def test_products(text: str, expected: str) -> None:
    assert typed(text) == dict.fromkeys(expected.split(), "Product")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "建设大连、盘锦、葫芦岛高技术船舶和海洋工程产业基地",
            "大连高技术船舶和海洋工程产业基地 盘锦高技术船舶和海洋工程产业基地 "
            "葫芦岛高技术船舶和海洋工程产业基地",
        ),
        ("建设沈阳、大连、丹东汽车产业基地", "沈阳汽车产业基地 大连汽车产业基地 丹东汽车产业基地"),
    ],
)
def test_places_share_the_head_of_a_site(text: str, expected: str) -> None:
    assert typed(text) == dict.fromkeys(expected.split(), "Park")


@given(st.lists(st.sampled_from(CITIES), min_size=2, max_size=5, unique=True))
def test_each_place_of_a_list_gets_its_site(places: list[str]) -> None:
    text = f"建设{'、'.join(places)}新材料产业基地"
    assert [one.name for one in found(text)] == [f"{place}新材料产业基地" for place in places]
    for one in found(text):
        assert "".join(piece.of(text) for piece in one.pieces) == one.name


@given(
    st.lists(st.sampled_from(PRODUCTS), min_size=1, max_size=6, unique=True),
    st.sampled_from(("、", "，", "和")),
)
def test_every_product_of_a_list_is_found_once_and_in_order(products: list[str], last: str) -> None:
    listed = "、".join(products[:-1]) + (last.replace("，", "、") if products[1:] else "") + products[-1]
    text = f"重点发展{listed}等产品"
    assert [one.name for one in found(text)] == products
    assert {one.type.value for one in found(text)} == {"Product"}


def test_the_class_decides_the_type() -> None:
    assert set(typed("培育生物医药、节能环保等产业").values()) == {"Industry"}
    assert set(typed("支持沈阳机床、大连机床等企业").values()) == {"Enterprise"}
    assert set(typed("加快推进恒力石化炼化一体化、鞍钢集团鲅鱼圈二期等项目建设").values()) == {"Project"}


@pytest.mark.parametrize("text", ["建设一批重点企业、龙头企业", "提高发展质量和效益", "培育骨干企业"])
def test_praise_names_nothing(text: str) -> None:
    assert typed(text) == {}


def test_both_parts_of_a_joined_name_stay_together() -> None:
    assert typed("建设国家机器人检测与评定中心") == {"国家机器人检测与评定中心": "Project"}


def test_a_firm_and_an_amount_are_a_project() -> None:
    assert typed("推进吉恩镍业6万吨硫酸镍") == {"吉恩镍业6万吨硫酸镍": "Project"}
