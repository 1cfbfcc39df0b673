"""Restrictions: objects, modes, scopes, thresholds, times and exceptions, as policy papers write them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Clause, EntityRef, EntityType, Mention, Mode, Scope, Span
from kg.relations.restrictions import extract, restricted_objects


def link(name: str, type: EntityType, *, region: str = "") -> EntityRef:
    return EntityRef(type, name)


def clause(text: str, **more: str) -> Clause:
    return Clause(doc="d", line=1, text=text, section="d", region="沈阳市", digest="0" * 16, **more)


def said(text: str) -> str:
    got = [f"{o.mode.value}:{o.name}:{o.scope.value}" for o in restricted_objects(text)]
    return " ".join(got)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("禁止发展煤炭、电解铝产业", "prohibit:煤炭:whole prohibit:电解铝产业:whole"),
        ("严禁钢铁、水泥等产能过剩行业新增产能项目。", "prohibit:钢铁:newCapacity prohibit:水泥:newCapacity"),
        ("禁止发展电解铝项目", "prohibit:电解铝:whole"),
        ("不再新增炼油项目", "prohibit:炼油:newBuild"),
        ("严禁审批钢铁新增产能项目", "prohibit:钢铁:newCapacity"),
        ("不再新建钢铁、焦化项目", "prohibit:钢铁:newBuild prohibit:焦化:newBuild"),
        ("其它地区不再布局发展石化项目", "prohibit:石化:outsideNamedBases"),
        ("限制高毒、高残留农药项目", "limit:高毒农药:grade limit:高残留农药:grade"),
        ("严格控制水泥行业规模", "control:水泥行业:newCapacity"),
        ("对高耗能的钢铁、电解铝企业全部退出", "phaseout:钢铁:grade phaseout:电解铝:grade"),
        ("淘汰和禁止新建污染严重的印染企业", "phaseout:印染:grade prohibit:印染:grade"),
        (
            "淘汰钢铁、焦炭等行业，并禁止新增项目",
            "phaseout:钢铁:whole phaseout:焦炭:whole prohibit:钢铁:newBuild prohibit:焦炭:newBuild",
        ),
        (
            "淘汰落后设备 、 技术和工艺 , 压缩过剩生产能力 。",
            "phaseout:落后设备:grade phaseout:落后技术:grade phaseout:落后工艺:grade "
            "phaseout:过剩生产能力:grade",
        ),
        ("依法关闭浪费资源、污染严重的厂矿", "phaseout:浪费资源的厂矿:grade phaseout:污染严重的厂矿:grade"),
        ("继续压缩钢铁产能、限制造纸项目", "phaseout:钢铁:grade limit:造纸:newBuild"),
        ("坚决禁止“小高炉”、“小炼铁”等项目建设", "prohibit:小高炉:grade prohibit:小炼铁:grade"),
        ("引导经营困难企业逐步退出水泥行业", "phaseout:水泥行业:grade"),
        ("推动亏损的企业退出造纸行业", "phaseout:造纸行业:grade"),
        ("引导全部企业退出造纸行业", "phaseout:造纸行业:whole"),
        ("严格控制高耗能、高污染行业发展", "control:高耗能行业:whole control:高污染行业:whole"),
        ("逐步淘汰高污染行业落后产能", "phaseout:高污染行业:grade"),
        ("禁止能耗高的焦化产业新增产能", "prohibit:焦化产业:newCapacity"),
        ("禁止新增普通压延玻璃的产能", "prohibit:普通压延玻璃:newCapacity"),
        ("全省化肥施用量基本控制在目前水平", "control:化肥施用量:whole"),
        ("对现有水泥行业不扩产、不扩能", "prohibit:水泥行业:newCapacity"),
        (
            "严禁新增船台、船坞等造船基础设施",
            "prohibit:船台:newCapacity prohibit:船坞:newCapacity prohibit:造船基础设施:newCapacity",
        ),
        ("对化工、造纸等行业中高耗能、高污染的项目限制发展", "limit:化工:grade limit:造纸:grade"),
    ],
)
def test_objects_modes_and_scopes(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "重点发展智能控制系统、控制阀和自动控制装备",
        "未来禁止和限制发展的产业",
        "建立健全市场化退出机制，实现优胜劣汰",
        "制定鼓励类项目、限制类项目、淘汰类项目目录",
        "坚持控制总量、淘汰落后、集约发展的原则",
        "降低冶金产业比重，严格化工行业准入条件",
        "严控一般性支出，压缩政府日常开支",
        "烟草产量控制在60万吨以上",
        "按等量淘汰的原则发展绿色建材",
        "",
    ],
)
def test_words_that_look_like_a_restriction(text: str) -> None:
    assert said(text) == ""


def test_a_threshold_keeps_comparator_value_and_unit() -> None:
    (got,) = restricted_objects("禁止新建30万千瓦及以下纯凝小燃煤发电机组项目")
    assert got.name == "30万千瓦及以下纯凝小燃煤发电机组"
    assert got.scope is Scope.SIZE
    assert got.threshold is not None
    assert (got.threshold.comparator, got.threshold.value, got.threshold.unit) == ("<=", 30.0, "万千瓦")


def test_an_exception_names_what_is_kept() -> None:
    text = "在保留华油石化公司和缘泰石油化工炼化一体化项目基础上，不再新建炼化一体化项目"
    (got,) = restricted_objects(text)
    assert (got.name, got.mode, got.scope) == ("炼化一体化", Mode.PROHIBIT, Scope.NEW_BUILD)
    assert got.kept == ("华油石化公司", "缘泰石油化工")


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("保留甲水泥、乙水泥等企业产能，严格控制新建水泥项目", Scope.NEW_BUILD),
        ("在稳定甲水泥、乙水泥等企业现有产能基础上，严禁水泥行业新增产能项目", Scope.NEW_CAPACITY),
        ("在保留甲水泥、乙水泥等企业基础上，不再发展水泥产业", Scope.EXISTING_KEPT),
    ],
)
def test_what_is_kept_leaves_the_scope_that_the_words_name(text: str, scope: Scope) -> None:
    (got,) = restricted_objects(text)
    assert (got.scope, got.kept) == (scope, ("甲水泥", "乙水泥"))


def test_control_of_what_firms_have_is_of_what_exists() -> None:
    (got,) = restricted_objects("严格控制甲钢、乙钢等企业现有钢铁产能")
    assert (got.name, got.scope, got.kept) == ("钢铁", Scope.EXISTING_KEPT, ("甲钢", "乙钢"))


def test_an_amount_in_a_list_is_a_limit_as_the_one_before_it() -> None:
    first, second = restricted_objects("限制新建500万吨/年以下常减压装置、100万吨催化裂化装置")
    assert first.threshold and second.threshold
    assert (second.threshold.comparator, second.threshold.value, second.threshold.unit) == ("<", 100, "万吨")
    assert second.scope is first.scope is Scope.SIZE


def test_its_own_time_is_kept_as_written() -> None:
    assert [o.when for o in restricted_objects("到2015年底基本淘汰落后水泥产能")] == ["到2015年底"]
    assert [o.when for o in restricted_objects("近期不再建设大型炼化一体化项目")] == ["近期"]


def test_the_same_object_and_mode_count_once_a_clause() -> None:
    assert said("严禁钢铁行业新增产能。禁止新增钢铁产能。禁止新建钢铁项目。").count(":钢铁:") == 1


def test_a_mention_lends_its_entity_and_headings_restrict_nothing() -> None:
    entity = EntityRef(EntityType.INDUSTRY, "钢铁工业", "alias:钢铁")
    mention = Mention("钢铁", EntityType.INDUSTRY, (Span(2, 4),), "test", entity=entity)
    (got,) = extract(clause("限制钢铁产业、钢铁项目"), (mention,), link=link)[1:]
    assert got.object == entity
    assert got.region.name == "沈阳市"
    assert extract(clause("淘汰落后生产能力", heading="淘汰落后生产能力"), (), link=link) == ()


@given(
    st.text(
        alphabet="严禁限制淘汰控不再新建增产能项目钢铁水泥等行业、，。和的对在基础上“”0123万吨以下 ",
        max_size=60,
    )
)
def test_names_are_made_of_the_source_and_inside_it(text: str) -> None:
    for item in restricted_objects(text):
        assert item.name.replace(" ", "") == "".join(p.of(text) for p in item.pieces).replace(" ", "")
        assert all(a.end <= b.start for a, b in pairwise(item.pieces))
        assert 0 <= item.evidence.start < item.evidence.end <= len(text)
