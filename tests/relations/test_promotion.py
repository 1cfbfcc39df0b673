"""Who is to develop what: the named place, else the governing region; never what is held back."""

from __future__ import annotations

from typing import Any

import pytest
from clause_makers import read, stated
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Predicate, Strength

CITIES = {
    "沈阳": "沈阳市",
    "大连": "大连市",
    "鞍山": "鞍山市",
    "抚顺": "抚顺市",
    "锦州": "锦州市",
    "营口": "营口市",
}
GOODS = ("电主轴", "工业机器人", "铝型材", "电解铝", "平板玻璃", "水泥", "变压器", "精密轴承")


def promoted(text: str, **more: Any) -> set[tuple[str, str]]:
    """Return region and what it is the place for."""
    reading = read(text, learned=False, **more)
    return {(a, b) for a, predicate, b in stated(reading) if predicate == "promotes"}


def test_industries_are_for_the_governing_region() -> None:
    assert promoted("重点发展生物医药、节能环保等产业。", region="锦州市") == {
        ("锦州市", "生物医药"),
        ("锦州市", "节能环保"),
    }


@given(st.lists(st.sampled_from(sorted(CITIES)), min_size=1, max_size=4, unique=True))
def test_named_places_take_the_place_of_the_region(places: list[str]) -> None:
    text = f"以{'、'.join(places)}为重点，加快发展轴承产业。"
    assert promoted(text, region="辽宁省") == {(CITIES[place], "轴承产业") for place in places}


def test_a_heading_is_for_the_places_that_its_line_names() -> None:
    text = "石化工业：以大连、盘锦、营口等地区为重点，建设世界级石化产业基地。"
    assert promoted(text, lead="石化工业", region="辽宁省") == {
        ("大连市", "石化工业"),
        ("盘锦市", "石化工业"),
        ("营口市", "石化工业"),
    }


def test_products_are_promoted_only_without_an_industry_above_them() -> None:
    assert promoted("重点发展工业机器人、洁净机器人等产品。") == {
        ("沈阳市", "工业机器人"),
        ("沈阳市", "洁净机器人"),
    }
    text = "1．机器人。重点发展工业机器人、洁净机器人等产品。"
    assert promoted(text, lead="机器人") == {("沈阳市", "机器人")}


def test_a_place_that_is_to_act_is_the_place() -> None:
    wanted = {("沈阳市", "新能源汽车"), ("大连市", "变压器")}
    assert promoted("沈阳要大力发展新能源汽车，大连要重点发展变压器。", region="辽宁省") == wanted


@pytest.mark.parametrize(
    "text",
    [
        "禁止发展电解铝产业。",
        "严禁钢铁、水泥等产能过剩行业新增产能项目。",
        "不再新建焦化项目。",
        "加强与GE、西门子合作。",
        "提高发展质量和效益。",
    ],
)
def test_what_is_not_wanted_is_not_promoted(text: str) -> None:
    assert promoted(text) == set()


@given(
    st.sampled_from(("严禁新建", "禁止发展", "不再新增", "限制发展", "逐步淘汰", "严格控制")),
    st.lists(st.sampled_from(GOODS), min_size=2, max_size=5, unique=True),
    st.integers(1, 4),
    st.booleans(),
)
def test_the_restricted_is_never_promoted_beside_the_wanted(
    cue: str, goods: list[str], cut: int, first: bool
) -> None:
    held, wanted = goods[:cut], goods[cut:]
    parts = [f"{cue}{'、'.join(held)}项目", f"重点发展{'、'.join(wanted)}等产品" if wanted else "提高水平"]
    reading = read("，".join(parts if first else parts[::-1]) + "。", learned=False)
    restricted = {one.object_name for one in reading.restrictions}
    assert restricted == set(held)
    assert not {b for _, b in promoted(reading.clause.text)} & set(held)


def test_analysis_of_where_things_stand_wants_nothing() -> None:
    text = "装备制造业规模不断壮大，机器人产业快速发展。"
    assert promoted(text, titles=("规划", "发展现状")) == set()


def test_the_strength_is_that_of_the_words_before() -> None:
    statements = read("优先发展生物医药产业，稳步发展铝加工产业。", learned=False).statements
    strengths = {s.object_name: s.strength for s in statements if s.predicate is Predicate.PROMOTES}
    assert strengths == {"生物医药产业": Strength.PRIORITY, "铝加工产业": Strength.STEADY}


def test_the_evidence_quotes_what_was_read() -> None:
    reading = read("以沈阳、大连为重点，加快发展轴承产业。", region="辽宁省", learned=False)
    for statement in reading.statements:
        assert "轴承产业" in statement.evidence.of(reading.clause.text)
        assert statement.rule.startswith("promotion:")
        assert statement.cue


@pytest.mark.parametrize(
    "text",
    [
        "1．中介服务业。重点抓好会计、评估、广告等类别的中介组织，对科研、家政等类别的机构给予扶持。",
        "1．中介服务业。引进轴承制造、石油炼制等领域的研发中心、研究院。",
        "1．中介服务业。提高轴承制造水平。",
    ],
)
def test_the_field_or_quality_of_something_else_is_not_promoted(text: str) -> None:
    assert promoted(text, lead="中介服务业") == {("沈阳市", "中介服务业")}


def test_links_of_a_chain_to_be_formed_are_content() -> None:
    text = "石化产业形成重油加工业、精细化工业、纤维加工业等完整的产业链条。"
    assert promoted(text) == {("沈阳市", "石化产业")}


def test_what_one_firm_turns_to_is_the_firms_matter() -> None:
    text = "推进本钢集团向装备制造业、医药产业方向转变。"
    assert not [s for s in read(text).statements if s.predicate is Predicate.PROMOTES]
    assert [s for s in read(text.replace("本钢集团", "本溪")).statements if s.predicate is Predicate.PROMOTES]


def test_members_stand_for_the_class_that_they_spell_out() -> None:
    assert promoted("发展氟橡胶、氟涂料等精细化学品。") == {("沈阳市", "氟橡胶"), ("沈阳市", "氟涂料")}


def test_a_heading_among_what_is_not_to_be_developed_promotes_nothing() -> None:
    text = "4．船舶行业：禁止新建船台。"
    assert promoted(text, lead="船舶行业", titles=("工业", "限制发展的产业")) == set()
    assert promoted(text, lead="船舶行业", titles=("工业", "重点发展的产业")) == {("沈阳市", "船舶行业")}


def test_a_park_of_another_place_says_what_that_place_does() -> None:
    text = "重点建设阜新氟化工产业基地、锦州光伏产业基地。"
    assert promoted(text, region="辽宁省") == set()
    assert promoted("重点建设光伏产业基地、轴承产业基地。", region="锦州市") == {
        ("锦州市", "光伏产业"),
        ("锦州市", "轴承产业"),
    }


def test_a_region_that_opens_the_text_takes_the_heading() -> None:
    text = "（一）发展旅游业。沿海六城市要发挥旅游优势，开发海岛旅游线路。"
    assert promoted(text, lead="发展旅游业", region="葫芦岛市") == {("沿海六城市", "旅游业")}


def test_joined_industries_are_promoted_one_by_one_in_the_graph() -> None:
    reading = read("1．智能装备与机器人。", lead="智能装备与机器人", learned=False)
    assert {s.object.name for s in reading.statements if s.object} == {
        "智能装备与机器人",
        "智能制造装备",
        "机器人",
    }
    assert {s.object_name for s in reading.statements} == {"智能装备与机器人"}
    one = read("1．船舶和海洋工程装备。", lead="船舶和海洋工程装备", learned=False)
    assert [s.object.name for s in one.statements if s.object] == ["船舶和海洋工程装备"]
