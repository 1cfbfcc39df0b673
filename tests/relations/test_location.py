"""Where things are, what parks are for, and whose projects they are."""

from __future__ import annotations

import pytest
from clause_makers import read, stated

from kg.model import Predicate
from kg.relations.location import prefecture
from kg.relations.scene import is_city


def told(text: str, predicate: str, *, lead: str = "", region: str = "辽宁省") -> set[tuple[str, str]]:
    return {
        (a, b) for a, p, b in stated(read(text, lead=lead, region=region, learned=False)) if p == predicate
    }


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("依托沈阳机床、大连机床等企业。", "辽宁省", {("沈阳机床", "沈阳市"), ("大连机床", "大连市")}),
        (
            "建设沈阳、大连、丹东汽车产业基地。",
            "辽宁省",
            {(f"{city}汽车产业基地", f"{city}市") for city in ("沈阳", "大连", "丹东")},
        ),
        ("建设法库陶瓷制品产业集群。", "沈阳市", {("法库陶瓷制品产业集群", "法库")}),
        ("推进沈鼓集团鲅鱼圈临港基地建设。", "辽宁省", {("沈鼓集团鲅鱼圈临港基地", "鲅鱼圈")}),
        ("建设国家机器人检测与评定中心。", "沈阳市", {("国家机器人检测与评定中心", "沈阳市")}),
        ("建设国家机器人检测与评定中心。", "辽宁省", set()),
    ],
)
def test_places_of_things(text: str, region: str, expected: set[tuple[str, str]]) -> None:
    assert told(text, "locatedIn", region=region) == expected


def test_a_site_is_where_the_line_names_the_place() -> None:
    text = "石化工业：以大连、盘锦、营口等地区为重点，建设世界级石化产业基地。"
    assert told(text, "locatedIn", lead="石化工业") == {
        ("石化产业基地", "大连市"),
        ("石化产业基地", "盘锦市"),
        ("石化产业基地", "营口市"),
    }


@pytest.mark.parametrize(
    ("text", "lead", "expected"),
    [
        ("建设法库陶瓷制品产业集群。", "", {("法库陶瓷制品产业集群", "陶瓷制品产业")}),
        (
            "2．铝加工。重点发展铝型材，建设辽阳铝型材产业基地。",
            "铝加工",
            {("辽阳铝型材产业基地", "铝加工")},
        ),
    ],
)
def test_what_a_park_is_for(text: str, lead: str, expected: set[tuple[str, str]]) -> None:
    assert told(text, "hosts", lead=lead) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进沈鼓集团鲅鱼圈临港基地建设。", {("沈鼓集团", "沈鼓集团鲅鱼圈临港基地")}),
        (
            "加快推进恒力石化炼化一体化、鞍钢集团鲅鱼圈二期等项目建设。",
            {("恒力石化", "恒力石化炼化一体化"), ("鞍钢集团", "鞍钢集团鲅鱼圈二期")},
        ),
        ("建设国家机器人检测与评定中心。", set()),
        ("依托沈鼓，推进沈鼓集团临港基地建设。", {("沈鼓集团", "沈鼓集团临港基地")}),
    ],
)
def test_whose_project_it_is(text: str, expected: set[tuple[str, str]]) -> None:
    assert told(text, "undertakes") == expected


def test_prefectures_have_full_names_and_counties_stay_as_written() -> None:
    assert prefecture("沈阳") == prefecture("沈阳市") == "沈阳市"
    assert prefecture("辽宁") == "辽宁省"
    assert prefecture("法库") == prefecture("东北") == prefecture("") == ""
    assert is_city("沈阳市")
    assert not is_city("辽宁省")


def test_projects_that_a_sentence_lists_are_the_firms() -> None:
    text = "重点推进忠旺集团系列项目建设，包括辽阳型材加工项目、盘锦车架项目。"
    assert {("忠旺集团", "辽阳型材加工项目"), ("忠旺集团", "盘锦车架项目")} <= {
        (s.subject_name, s.object_name)
        for s in read(text, region="辽宁省").statements
        if s.predicate is Predicate.UNDERTAKES
    }
    assert not told(text.replace("忠旺集团系列", "一批"), "undertakes")
