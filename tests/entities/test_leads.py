"""Headings name an industry or govern one; some sentences open with the trade they are about."""

from __future__ import annotations

import pytest

from kg.entities.found import Context
from kg.entities.leads import in_heading, topics
from kg.model import Role, Span

CONTEXT = Context("辽宁省")


def heading(text: str) -> dict[str, str]:
    found = list(in_heading(text, Span(0, len(text)), CONTEXT))
    assert all(one.role is Role.LEAD for one in found)
    return {one.name: one.type.value for one in found}


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("高档数控机床", ["高档数控机床"]),
        ("加快发展现代物流业", ["现代物流业"]),
        ("现代商贸与商务服务", ["现代商贸", "商务服务"]),
        ("现代物流业和商务服务业", ["现代物流业", "商务服务业"]),
        ("汽车及零部件", ["汽车及零部件"]),
        ("船舶和海洋工程装备", ["船舶和海洋工程装备"]),
    ],
)
def test_a_heading_names_its_industries(title: str, names: list[str]) -> None:
    assert heading(title) == dict.fromkeys(names, "Industry")


def test_a_heading_may_name_a_site() -> None:
    assert heading("沈阳机器人产业园") == {"沈阳机器人产业园": "Park"}


@pytest.mark.parametrize("title", ["保障措施", "五大产业集群", "提高发展质量，增强创新能力"])
def test_a_heading_without_an_industry_names_none(title: str) -> None:
    assert heading(title) == {}


def test_a_trade_that_opens_its_sentence_is_the_topic() -> None:
    text = "船舶海工，重点发展液化天然气船。轴承产业，加快发展风电轴承。"
    found = list(topics(text, 0, CONTEXT))
    assert [(one.name, one.sentence, one.role) for one in found] == [
        ("船舶海工", 0, Role.SUBJECT),
        ("轴承产业", 1, Role.SUBJECT),
    ]
    assert all(one.pieces[0].of(text) == one.name for one in found)


@pytest.mark.parametrize(
    "text", ["到2020年，重点发展风电。", "提高质量，重点发展风电。", "在沈阳，重点发展风电。", "风电产业。"]
)
def test_other_openings_are_no_topic(text: str) -> None:
    assert list(topics(text, 0, CONTEXT)) == []
