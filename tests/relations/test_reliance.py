"""Industries lean on firms, institutes and parks that a line leans on."""

from __future__ import annotations

import pytest
from clause_makers import linked, read
from hypothesis import given
from hypothesis import strategies as st

FIRMS = ("沈阳机床", "大连机床", "鞍钢集团", "华晨宝马", "沈鼓集团", "忠旺集团", "三一重装")


def leans(text: str, lead: str = "", region: str = "辽宁省") -> set[tuple[str, str]]:
    return linked(text, "reliesOn", lead, region)


@given(st.lists(st.sampled_from(FIRMS), min_size=1, max_size=4, unique=True))
def test_the_headings_industry_leans_on_each_firm(firms: list[str]) -> None:
    text = f"（一）高端装备。依托{'、'.join(firms)}等龙头企业，重点发展电主轴、数控系统等产品。"
    assert leans(text, "高端装备") == {("高端装备", firm) for firm in firms}


@pytest.mark.parametrize(
    ("text", "lead", "expected"),
    [
        ("以华晨宝马为龙头，发展汽车产业。", "", {("汽车产业", "华晨宝马")}),
        ("依托沈阳机床，发展数控机床产业。", "", {("数控机床产业", "沈阳机床")}),
        (
            "2．铝加工。重点发展铝板带箔、铝型材，依托忠旺集团，建设辽阳铝型材产业基地。",
            "铝加工",
            {("铝加工", "忠旺集团")},
        ),
    ],
)
def test_who_leans_on_whom(text: str, lead: str, expected: set[tuple[str, str]]) -> None:
    assert leans(text, lead) == expected


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("（一）汽车。加强与GE、西门子合作，重点发展汽车电子。", "汽车"),
        ("推进华晨宝马铁西工厂扩建项目。", ""),
        ("依托沈阳机床、大连机床。", ""),
    ],
)
def test_partners_and_owners_are_not_leaned_on(text: str, lead: str) -> None:
    assert leans(text, lead) == set()


def test_cue_and_rule_are_kept() -> None:
    reading = read("依托沈阳机床，发展数控机床产业。", learned=False)
    (statement,) = [s for s in reading.statements if s.predicate.value == "reliesOn"]
    assert (statement.cue, statement.rule) == ("依托", "reliance:relied")
    assert statement.evidence.of(reading.clause.text) == "沈阳机床，发展数控机床产业"
