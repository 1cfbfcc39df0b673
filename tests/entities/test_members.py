"""What the members of a list tell about each other, on mentions made by hand."""

from __future__ import annotations

from dataclasses import replace

from kg.entities.chunks import chunks
from kg.entities.features import View
from kg.entities.found import Context, Found
from kg.entities.members import institutes, members
from kg.model import EntityType, Role, Span

T = EntityType


def view(text: str, *found: Found) -> View:
    return View(text, None, Context("沈阳市"), chunks(text), found)


def mention(text: str, *parts: str, kind: EntityType, role: Role = Role.FOCUS) -> Found:
    """Return a mention of parts of the text where they first stand."""
    pieces = tuple(Span(text.index(part), text.index(part) + len(part)) for part in parts)
    return Found("".join(parts), kind, pieces, "model", role)


def names(found: tuple[Found, ...]) -> list[str]:
    return [one.name for one in sorted(found, key=lambda f: (f.start, f.end))]


def test_members_of_a_list_reach_their_commas_and_fill_its_gaps() -> None:
    text = "发展下游的个人护理、家居清洁、商业清洁、工业清洗等终端产品"
    given = tuple(mention(text, name, kind=T.PRODUCT) for name in ("个人护理", "家居", "工业清洗"))
    assert names(members(view(text), given)) == ["个人护理", "家居清洁", "商业清洁", "工业清洗"]


def test_a_list_without_a_class_behind_it_is_left_alone() -> None:
    text = "发展个人护理、家居清洁、商业清洁、工业清洗"
    given = tuple(mention(text, name, kind=T.PRODUCT) for name in ("个人护理", "家居", "工业清洗"))
    assert members(view(text), given) == given


def test_the_last_works_of_a_list_are_called_as_the_others() -> None:
    text = "推进高端型材项目、铝加工材项目、年产2万辆专用车等项目建设"
    given = tuple(
        mention(text, name, kind=T.PROJECT) for name in ("高端型材项目", "铝加工材项目", "年产2万辆专用车")
    )
    assert names(members(view(text), given))[-1] == "年产2万辆专用车项目"
    alone = text.replace("高端型材项目、铝加工材项目", "高端型材、铝加工材")
    last = mention(alone, "年产2万辆专用车", kind=T.PROJECT)
    assert members(view(alone), (last,)) == (last,)


def test_a_body_behind_a_comma_is_leaned_on_as_those_before_it() -> None:
    text = "依托某某化工所，某某大学等科研实力，发展膜材料"
    first = mention(text, "某某化工所", kind=T.INSTITUTION, role=Role.RELIED)
    second = mention(text, "某某大学", kind=T.INSTITUTION, role=Role.SUBJECT)
    assert [one.role for one in members(view(text), (first, second))] == [Role.RELIED, Role.RELIED]
    apart = replace(first, role=Role.FOCUS)
    assert members(view(text), (apart, second))[1].role is Role.SUBJECT


def test_places_before_a_shared_head_make_parks_that_form_alone_tells() -> None:
    text = "推动沈阳、大连等通用航空产业基地建设"
    made = tuple(mention(text, place, "通用航空产业基地", kind=T.PARK) for place in ("沈阳", "大连"))
    assert names(members(view(text, *made), ())) == ["沈阳通用航空产业基地", "大连通用航空产业基地"]


def test_a_complete_name_is_not_made_twice() -> None:
    text = "发展高端印染、高档服装加工"
    short = mention(text, "高端印染", kind=T.PRODUCT)
    double = mention(text, "高端印染", "加工", kind=T.PRODUCT)
    assert members(view(text), (short, double)) == (short,)
    assert members(view(text), (double,)) == (double,)


def test_an_academys_name_is_shared_by_its_institutes() -> None:
    text = "依托中科院生态所、化物所等科研机构"
    first = mention(text, "中科院生态所", kind=T.INSTITUTION, role=Role.RELIED)
    (got,) = institutes(view(text), (first,))
    assert (got.name, got.role) == ("中科院化物所", Role.RELIED)
