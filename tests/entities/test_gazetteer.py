"""The gazetteer knows every division by today's and older names, and leaves out what it is told to."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.entities import gazetteer
from kg.entities.regions import Level, divisions, level_of, stem
from kg.resources import rows

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "gbt2260.csv"
GAZ = gazetteer.load()


def only(name: str) -> gazetteer.Region:
    (found,) = GAZ.by_name[name]
    return found


def test_every_level_of_every_province_is_there() -> None:
    living = [region for region in divisions() if not region.ended]
    count = {level: sum(region.level is level for region in living) for level in Level}
    assert count[Level.PROVINCE] == 34
    assert 330 <= count[Level.PREFECTURE] <= 340
    assert count[Level.COUNTY] > 2800
    assert {region.code[:2] for region in living if region.level is Level.COUNTY} >= {"11", "21", "53", "65"}


def test_living_divisions_are_those_of_the_standard() -> None:
    if not REFERENCE.exists():
        pytest.skip(f"{REFERENCE} is not here")
    with REFERENCE.open(encoding="utf-8", newline="") as handle:
        standard = {row["code"].ljust(6, "0"): row["name"] for row in csv.DictReader(handle)}
    ours = {region.code: region.name for region in divisions() if not region.ended}
    missing = {
        code: name
        for code, name in standard.items()
        if ours.get(code) != name
        and not 71 <= int(code[4:]) < 80
        and name not in ("市辖区", "县", "嘉峪关市")
        and not name.endswith("行政区划")
    }
    assert not missing, "put these into region_changes.csv"
    wrong = {code: name for code, name in ours.items() if standard.get(code) != name and code[:2] < "70"}
    assert not wrong, "these are not in the standard; end them in region_changes.csv"


def test_labels_are_unique() -> None:
    labels = [region.label for region in divisions()]
    assert len(labels) == len(set(labels))
    assert GAZ.by_label["沈阳市和平区"].code == "210102"
    assert GAZ.by_label["天津市和平区"].code == "120101"


@pytest.mark.parametrize(
    ("older", "today"),
    [
        ("思茅市", "普洱市"),
        ("思茅地区", "普洱市"),
        ("襄樊市", "襄阳市"),
        ("新城子区", "沈北新区"),
        ("东陵区", "浑南区"),
        ("辽中县", "辽中区"),
        ("普兰店市", "普兰店区"),
        ("莱城区", "莱芜区"),
        ("上饶县", "广信区"),
    ],
)
def test_an_older_name_is_the_same_region(older: str, today: str) -> None:
    assert only(older).name == today
    assert older in only(older).former


def test_a_division_that_went_up_in_another_stays_its_own() -> None:
    assert only("塘沽区").name == "塘沽区"
    assert only("塘沽区").ended


@pytest.mark.parametrize("table", ["region_shorts.csv", "region_changes.csv"])
def test_codes_in_the_tables_are_those_of_the_named_divisions(table: str) -> None:
    bad = [
        row
        for row in rows("gazetteers", table)
        if row.get("change") != "ended" and GAZ.by_code[row["code"]].name != row["name"]
    ]
    assert not bad


def test_members_of_groups_are_official_names() -> None:
    unknown = [
        (group.name, member.name)
        for group in GAZ.groups
        for member in group.members
        if member.name not in GAZ.by_label
    ]
    assert not unknown, "write the official name of each member"
    assert {group.province for group in GAZ.groups} - {""} <= set(GAZ.by_label)


def test_a_group_has_the_members_of_its_time() -> None:
    (delta,) = (group for group in GAZ.groups if group.name == "长三角")
    assert "安徽省" in delta.members_in(2020)
    assert "安徽省" not in delta.members_in(2015)
    (coast,) = (group for group in GAZ.groups if group.name == "沿海六城市")
    assert set(coast.members_in()) == {"大连市", "丹东市", "锦州市", "营口市", "盘锦市", "葫芦岛市"}


def test_county_short_names_are_searched_for_at_home_only() -> None:
    liaoning = {surface.text for surface in GAZ.surfaces(region="辽宁省")}
    yunnan = {surface.text for surface in GAZ.surfaces(region="云南省")}
    assert {"法库", "法库县", "沈阳", "昆明", "云南"} <= liaoning
    assert "法库" not in yunnan
    assert {"法库县", "沈阳", "弥勒"} <= yunnan
    assert not {"和平", "城区", "资源"} & (liaoning | yunnan)


def test_entries_can_be_left_out() -> None:
    less = gazetteer.load(frozenset({"region:210124", "group:辽宁省沿海六城市"}))
    assert "法库" not in less.by_name
    assert "沿海六城市" not in {group.name for group in less.groups}
    assert "法库" in gazetteer.load().by_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("内蒙古自治区", "内蒙古"),
        ("湘西土家族苗族自治州", "湘西"),
        ("东乡族自治县", "东乡"),
        ("城区", ""),
        ("鄂温克族自治旗", "鄂温克"),
    ],
)
def test_stems(name: str, short: str) -> None:
    assert stem(name) == short


def test_levels() -> None:
    assert [level_of(code) for code in ("210000", "210100", "210101")] == list(Level)
