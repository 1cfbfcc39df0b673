"""A name links to what it stands for where it is said, and the rule says why."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities import aliases, concepts
from kg.entities.linker import link
from kg.model import EntityRef, EntityType
from kg.resources import rows

T = EntityType
STANDARD = Path(__file__).resolve().parents[3] / "shared" / "reference" / "gbt4754-2011.csv"


def name(surface: str, kind: EntityType, region: str = "") -> str:
    return link(surface, kind, region=region).name


def test_what_grades_a_thing_is_no_part_of_it() -> None:
    assert name("落后水泥", T.PRODUCT) == name("水泥生产", T.INDUSTRY) == name("水泥", T.PRODUCT)
    assert name("落后生产", T.PRODUCT) == "落后生产"


@pytest.mark.parametrize(
    ("kind", "same"),
    [
        (T.ENTERPRISE, ("鞍钢", "鞍钢集团")),
        (T.ENTERPRISE, ("特变沈变", "特变电工沈变集团")),
        (T.ENTERPRISE, ("沈阳新松", "沈阳新松机器人", "沈阳新松机器人自动化股份有限公司")),
        (T.INDUSTRY, ("石化工业", "石油化工产业", "石化产业", "石化", "石油化工")),
        (T.INDUSTRY, ("汽车及零部件", "汽车及汽车零部件", "汽车及零部件产业")),
        (T.INDUSTRY, ("钢铁", "钢铁行业", "钢铁工业", "钢铁产业", "钢铁业")),
        (T.INDUSTRY, ("文化产业", "文化")),
        (T.INDUSTRY, ("农产品加工业", "农产品加工", "农产品加工产业")),
        (T.INDUSTRY, ("聚氨酯产业", "聚氨酯")),
        (T.POLICY, ("“互联网+”", "互联网＋")),
        (T.REGION, ("长三角", "长江三角洲", "长三角地区")),
    ],
)
def test_one_thing_has_one_name(kind: EntityType, same: tuple[str, ...]) -> None:
    assert len({name(surface, kind) for surface in same}) == 1


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (T.ENTERPRISE, "鞍钢", "鞍钢自动化公司"),
        (T.ENTERPRISE, "鞍钢集团", "鞍钢股份"),
        (T.ENTERPRISE, "沈阳新松", "机器人"),
        (T.ENTERPRISE, "中国一汽", "一汽-大众"),
        (T.INDUSTRY, "汽车及零部件", "新能源汽车"),
        (T.INDUSTRY, "新能源汽车", "汽车"),
        (T.INDUSTRY, "农业", "现代农业"),
        (T.INDUSTRY, "玻璃", "平板玻璃"),
        (T.INDUSTRY, "先进制造业", "先进制造"),
        (T.REGION, "沿海经济带", "沈阳经济区"),
        (T.REGION, "海西", "海峡西岸经济区"),
    ],
)
def test_what_only_looks_alike_stays_apart(kind: EntityType, one: str, other: str) -> None:
    assert name(one, kind, "辽宁省") != name(other, kind, "辽宁省")


def test_industry_and_product_meet_in_one_concept() -> None:
    assert name("电解铝", T.PRODUCT) == name("电解铝行业", T.INDUSTRY) == "电解铝"
    assert link("电解铝", T.PRODUCT).kind is T.PRODUCT


@pytest.mark.parametrize(
    ("word", "here", "official", "code"),
    [
        ("沈阳", "辽宁省", "沈阳市", "210100"),
        ("法库", "沈阳市", "法库县", "210124"),
        ("朝阳", "辽宁省", "朝阳市", "211300"),
        ("朝阳", "朝阳市", "朝阳市", "211300"),
        ("朝阳", "北京市", "北京市朝阳区", "110105"),
        ("朝阳", "长春市", "长春市朝阳区", "220104"),
        ("和平区", "沈阳市", "沈阳市和平区", "210102"),
        ("和平区", "天津市", "天津市和平区", "120101"),
        ("沈阳市和平区", "", "沈阳市和平区", "210102"),
        ("沈阳和平区", "天津市", "沈阳市和平区", "210102"),
        ("吉林", "辽宁省", "吉林省", "220000"),
        ("吉林", "吉林省", "吉林市", "220200"),
        ("河北", "天津市", "河北省", "130000"),
        ("海南", "乌海市", "海南省", "460000"),
        ("思茅市", "云南省", "普洱市", "530800"),
        ("辽中县", "沈阳市", "辽中区", "210115"),
        ("喀左", "朝阳市", "喀喇沁左翼蒙古族自治县", "211324"),
        ("中山", "大连市", "中山区", "210202"),
        ("中山", "佛山市", "中山市", "442000"),
        ("全省", "辽宁省", "辽宁省", "210000"),
        ("沈阳地区", "辽宁省", "沈阳市", "210100"),
    ],
)
def test_regions(word: str, here: str, official: str, code: str) -> None:
    found = link(word, T.REGION, region=here)
    assert (found.name, found.code) == (official, code)


def test_a_word_for_several_regions_is_left_open_and_says_so() -> None:
    found = link("铁西区", T.REGION, region="辽宁省")
    assert found == EntityRef(T.REGION, "铁西区", "ambiguous:四平市铁西区|沈阳市铁西区|鞍山市铁西区")
    assert link("铁西区", T.REGION, region="鞍山市").name == "鞍山市铁西区"


def test_a_short_name_of_a_county_far_away_is_not_linked() -> None:
    assert link("金山", T.REGION, region="辽宁省").rule.startswith("ambiguous:")
    assert name("金山区", T.REGION, "辽宁省") == name("金山", T.REGION, "上海市") == "金山区"


@pytest.mark.parametrize("whole", ["规模以上工业", "未来空间产业", "先进制造业", "国家文化产业"])
def test_an_ending_that_the_name_needs_is_kept(whole: str) -> None:
    assert link(whole, T.INDUSTRY) == EntityRef(T.INDUSTRY, whole)


def test_groups_of_regions() -> None:
    assert link("辽西北", T.REGION, region="辽宁省").rule == "group:辽宁省辽西北"
    assert name("沿海六城市", T.REGION, "辽宁省") == name("沿海六市", T.REGION, "葫芦岛市") == "沿海六城市"
    assert name("沿海六城市", T.REGION, "福建省") == "福建省沿海六城市"


@pytest.mark.parametrize(
    ("surface", "kind", "here", "full"),
    [
        ("省科技厅", T.AGENCY, "辽宁省", "辽宁省科技厅"),
        ("省科技厅", T.AGENCY, "沈阳市", "辽宁省科技厅"),
        ("省科学技术厅", T.AGENCY, "云南省", "云南省科技厅"),
        ("市发展改革委", T.AGENCY, "青岛市", "青岛市发展改革委"),
        ("市发改委", T.AGENCY, "青岛市", "青岛市发展改革委"),
        ("青岛市发改委", T.AGENCY, "", "青岛市发展改革委"),
        ("区工信局", T.AGENCY, "六合区", "六合区工业和信息化局"),
        ("科技局", T.AGENCY, "吉林市", "吉林市科技局"),
        ("国务院", T.AGENCY, "辽宁省", "国务院"),
        ("工信部", T.AGENCY, "辽宁省", "工业和信息化部"),
        ("高新区", T.PARK, "鞍山市", "鞍山市高新区"),
        ("高新区激光产业园", T.PARK, "鞍山市", "鞍山高新区激光产业园"),
        ("鞍山高新区激光产业园", T.PARK, "辽宁省", "鞍山高新区激光产业园"),
        ("开发区标准厂房项目", T.PROJECT, "吉林省", "吉林省开发区标准厂房项目"),
        ("鞍山高新技术产业开发区", T.PARK, "辽宁省", "鞍山市高新区"),
        ("综保区", T.PARK, "沈阳市", "沈阳市综合保税区"),
        ("中央商务区", T.PARK, "大连市", "大连市中央商务区"),
        ("金融集聚区", T.PARK, "营口市", "营口市金融集聚区"),
        ("沈阳市机器人产业园", T.PARK, "沈阳市", "沈阳机器人产业园"),
        ("沈阳机器人产业园", T.PARK, "沈阳市", "沈阳机器人产业园"),
    ],
)
def test_relative_names_get_the_governing_region(
    surface: str, kind: EntityType, here: str, full: str
) -> None:
    assert name(surface, kind, here) == full


def test_relative_names_of_different_places_stay_apart() -> None:
    assert name("省科技厅", T.AGENCY, "辽宁省") != name("省科技厅", T.AGENCY, "吉林省")
    cities = ("鞍山市", "营口市", "阜新市", "辽阳市")
    assert len({name("高新区", T.PARK, city) for city in cities}) == 4


def test_legal_forms_are_no_part_of_a_name() -> None:
    assert name("抚顺新钢铁有限责任公司", T.ENTERPRISE) == "抚顺新钢铁"
    assert link("抚顺新钢铁有限责任公司", T.ENTERPRISE).rule == "legal:有限责任公司"


def test_a_negative_alias_says_that_it_decided() -> None:
    found = link("鞍钢股份", T.ENTERPRISE)
    assert (found.name, found.rule) == ("鞍钢股份", "not:鞍钢集团")


def test_no_alias_stands_for_a_name_that_is_itself_an_alias() -> None:
    same = aliases.load().same
    chained = [(alias, entity) for (alias, kind), entity in same.items() if (entity, kind) in same]
    assert not chained


def test_no_pair_is_both_one_and_two() -> None:
    table = aliases.load()
    assert not [key for key, entity in table.same.items() if table.forbids(*key, entity)]


def test_concepts_have_codes_of_the_standard() -> None:
    if not STANDARD.exists():
        pytest.skip(f"{STANDARD} is not here")
    with STANDARD.open(encoding="utf-8", newline="") as handle:
        codes = {row["code"] for row in csv.DictReader(handle)}
    assert not {
        concept.name for concept in concepts.load().values() if concept.code and concept.code not in codes
    }


def test_the_tree_of_concepts_has_no_ring_and_no_name_twice() -> None:
    assert len(concepts.load()) > 300
    names = [
        n for row in rows("concepts", "industries.csv") for n in (row["name"], *row["alts"].split(";")) if n
    ]
    assert len(names) == len(set(names))
    for concept in concepts.load():
        chain, current = [concept], concepts.load()[concept].broader
        while current:
            assert current not in chain, f"{concept} stands below itself"
            chain.append(current)
            current = concepts.load()[current].broader


def test_a_code_comes_with_the_concept() -> None:
    assert link("化工行业", T.INDUSTRY).code == "26"
    assert link("激光立体成形", T.PRODUCT).code == ""
    assert concepts.unlinked(["石化", "激光立体成形"]) == ("激光立体成形",)


@given(st.text(max_size=12), st.sampled_from(list(T)), st.sampled_from(["", "辽宁省", "沈阳市", "沈抚新城"]))
def test_every_name_links_to_something_and_linking_twice_changes_nothing(
    text: str, kind: EntityType, here: str
) -> None:
    found = link(text, kind, region=here)
    assert found.kind is kind
    assert found.name or not text.strip()
    assert link(text, kind, region=here) == found


def test_a_zone_named_by_its_kind_alone_is_its_citys_as_a_place_too() -> None:
    assert link("高新区", EntityType.REGION, region="阜新市").name == "阜新市高新区"
    assert link("鞍山高新区", EntityType.REGION, region="辽宁省").name != "辽宁省高新区"
