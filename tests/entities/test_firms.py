"""Firms by ending, by what stands before an amount, and by words that no dictionary holds."""

from __future__ import annotations

import pytest

from kg.entities.firms import firm_prefix, has_amount, is_firm
from kg.entities.matcher import matcher

KNOWN = matcher("辽宁省")


@pytest.mark.parametrize(
    ("name", "firm"),
    [
        ("鞍钢集团鲅鱼圈二期项目", "鞍钢集团"),
        ("恒力2000万吨炼化一体化项目", "恒力"),
        ("韦加无人机项目", "韦加"),
        ("沈阳机器人产业园", ""),
        ("年产8万辆汽车项目", ""),
        ("大连60万吨乙烯项目", ""),
    ],
)
def test_the_firm_that_opens_a_name(name: str, firm: str) -> None:
    assert firm_prefix(name, KNOWN) == firm


@pytest.mark.parametrize(
    ("name", "expected"),
    [("沈阳机床", True), ("鞍钢", True), ("营口港务集团", True), ("铝型材", False), ("软件产业", False)],
)
def test_whole_names(name: str, expected: bool) -> None:
    assert is_firm(name, KNOWN) is expected


def test_an_amount_alone_makes_no_firm() -> None:
    assert has_amount("吉恩镍业6万吨硫酸镍")
    assert not has_amount("新增6万吨硫酸镍")


def test_known_names_are_found_longest_first_without_overlap() -> None:
    text = "沈阳机床、沈阳市和大连机床"
    found = [text[match.start : match.end] for match in KNOWN.find(text)]
    assert found == ["沈阳机床", "沈阳市", "大连机床"]
    assert KNOWN.place("沈阳市铁西区机床") == "沈阳市铁西区"
    assert KNOWN.place("机床") == ""
