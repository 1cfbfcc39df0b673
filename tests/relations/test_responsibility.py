"""Responsible bodies: who leads and who assists, names with 和 inside, bodies without a name left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Clause, EntityRef, EntityType, Predicate
from kg.relations.responsibility import bodies, extract


def link(name: str, type: EntityType, *, region: str = "") -> EntityRef:
    return EntityRef(type, name)


def said(text: str) -> str:
    return " ".join(f"{b.name}:{b.predicate.value}" for b in bodies(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "　　（省经济和信息化委、省科技厅牵头，省教育厅、省环保厅等部门配合）",
            "省经济和信息化委:leads 省科技厅:leads 省教育厅:assists 省环保厅:assists",
        ),
        ("（省发展改革委、省外经贸厅牵头负责）", "省发展改革委:leads 省外经贸厅:leads"),
        (
            "提升水平。（责任单位：市工业和信息化局、市大数据局，青岛海洋科技中心）",
            "市工业和信息化局:leads 市大数据局:leads 青岛海洋科技中心:leads",
        ),
        ("（责任单位：市工业和信息化局，有关区、市政府）", "市工业和信息化局:leads"),
        ("（责任单位：市科技局及相关行业主管部门，市委网信办）", "市科技局:leads 市委网信办:leads"),
        ("（责任单位：崂山区政府、市教育局，各区、市政府）", "崂山区政府:leads 市教育局:leads"),
        ("牵头单位：省商务厅；配合单位：省财政厅、各市人民政府", "省商务厅:leads 省财政厅:assists"),
        (
            "（市文化和旅游局负责，市商务局和市财政局配合）",
            "市文化和旅游局:leads 市商务局:assists 市财政局:assists",
        ),
        ("各部门要密切配合，做好工作（含企业）。", ""),
        ("发挥龙头企业牵头作用，引导企业配合", ""),
    ],
)
def test_who_leads_and_who_assists(text: str, expected: str) -> None:
    assert said(text) == expected


def test_statements_point_to_the_section() -> None:
    text = "（责任单位：市教育局，青岛海洋科技中心）"
    office, centre = extract(Clause("d", 1, text, "d", "青岛市", "0" * 16), (), link=link)
    assert (office.subject.kind, centre.subject.kind) == (EntityType.AGENCY, EntityType.INSTITUTION)
    assert (office.predicate, office.object, office.object_name) == (Predicate.LEADS, None, "SECTION")
    assert office.evidence.of(text) == "责任单位：市教育局，青岛海洋科技中心"


@given(st.text("（责任单位：省市局委厅科技财政和、，；牵头配合负责等部门有关各区政府）", max_size=50))
def test_bodies_stand_in_the_source(text: str) -> None:
    for body in bodies(text):
        assert body.span.of(text) == body.name
        assert body.evidence.start <= body.span.start <= body.span.end <= body.evidence.end
