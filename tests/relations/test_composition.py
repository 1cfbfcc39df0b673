"""What a line names under an industry belongs to it."""

from __future__ import annotations

import pytest
from clause_makers import linked
from hypothesis import given
from hypothesis import strategies as st

PARTS = ("工业机器人", "洁净机器人", "移动机器人", "特种机器人", "焊接机器人", "搬运机器人")


def included(text: str, lead: str = "", region: str = "沈阳市") -> set[tuple[str, str]]:
    return linked(text, "includes", lead, region)


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5, unique=True))
def test_a_heading_includes_what_its_line_wants(parts: list[str]) -> None:
    text = f"（一）智能机器人。重点发展{'、'.join(parts)}等产品。"
    assert included(text, "智能机器人") == {("智能机器人", part) for part in parts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "船舶海工，重点发展液化天然气船、散货船等产品。",
            {("船舶海工", "液化天然气船"), ("船舶海工", "散货船")},
        ),
        (
            "轴承产业，加快发展精密轴承、风电轴承等产品。",
            {("轴承产业", "精密轴承"), ("轴承产业", "风电轴承")},
        ),
    ],
)
def test_a_trade_that_opens_its_sentence_includes_what_follows(
    text: str, expected: set[tuple[str, str]]
) -> None:
    assert included(text) == expected


def test_the_restricted_is_no_part() -> None:
    text = "（一）钢铁。重点发展高速铁轨、船板等产品，不再新建焦化项目。"
    assert included(text, "钢铁") == {("钢铁", "高速铁轨"), ("钢铁", "船板")}


@pytest.mark.parametrize(
    "text",
    [
        "重点发展工业机器人、洁净机器人等产品。",
        "重点发展生物医药、节能环保等产业。",
        "依托沈阳机床，发展数控机床产业。",
    ],
)
def test_lists_of_equals_include_nothing(text: str) -> None:
    assert included(text) == set()


def test_nothing_includes_itself() -> None:
    assert included("（一）机器人。加快机器人、工业机器人研发。", "机器人") <= {("机器人", "工业机器人")}


def test_an_industry_that_is_to_turn_is_no_part_of_its_own_kind() -> None:
    text = "1．菱镁新材料产业。促进菱镁产业由粗加工向精深加工转型。重点发展镁合金。"
    got = included(text, "菱镁新材料产业")
    assert ("菱镁新材料产业", "镁合金") in got and ("菱镁新材料产业", "菱镁产业") not in got


def test_raw_materials_are_no_content() -> None:
    text = "1．新能源产业。重点发展以玉米、秸秆为原料的燃料乙醇。"
    assert not {("新能源产业", "玉米"), ("新能源产业", "秸秆")} & included(text, "新能源产业")
