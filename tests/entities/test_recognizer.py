"""The mentions of a clause: quotes, bodies, places and names in names, each where it stands in the source."""

from __future__ import annotations

import pytest
from clause_makers import clause, named, read
from hypothesis import given
from hypothesis import strategies as st

from kg.entities.found import Context, Found
from kg.entities.recognizer import mentions_of, with_given
from kg.model import EntityType, Role, Span


def rules(text: str, region: str = "辽宁省") -> dict[str, str]:
    """Return what the rules alone find."""
    return named(read(text, region=region, learned=False))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("落实《中国制造2025》。", {"中国制造2025": "Policy"}),
        ("实施“机器换人”行动计划。", {"机器换人行动计划": "Policy"}),
        ("做强“装备制造”。", {"装备制造": "Industry"}),
        ("由省发展改革委会同财政部组织实施。", {"省发展改革委": "Agency", "财政部": "Agency"}),
        ("依托601所、606所。", {"601所": "Institution", "606所": "Institution"}),
        ("由省自然资源厅、生态环境厅会同省大数据局负责。", {"生态环境厅": "Agency", "省大数据局": "Agency"}),
        ("被中国粮食行业协会评为稻米之乡。", {"中国粮食行业协会": "Institution"}),
        ("发展铝产业、新材料。", {"铝产业": "Industry", "新材料": "Industry"}),
        ("延长玉米深加工产业链，培育稀土产业链。", {"玉米深加工": "Industry", "稀土": "Industry"}),
        ("禁止平板玻璃、船舶等过剩产能行业项目。", {"平板玻璃": "Industry", "船舶": "Industry"}),
        ("禁止平板玻璃、船舶项目。", {"平板玻璃": "Product", "船舶": "Product"}),
    ],
)
def test_what_form_alone_tells(text: str, expected: dict[str, str]) -> None:
    assert expected.items() <= rules(text).items()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支持盛远微芯开发电源芯片。", {"盛远微芯": "Enterprise", "电源芯片": "Product"}),
        (
            "引导恒丰饲料发展水产饲料、鱼粉。",
            {"恒丰饲料": "Enterprise", "水产饲料": "Product", "鱼粉": "Product"},
        ),
        ("大连、鞍山建设轴承基地。", {"大连": "Region", "鞍山": "Region", "轴承基地": "Park"}),
        ("支持沈阳机床等企业发展电主轴。", {"沈阳机床": "Enterprise", "电主轴": "Product"}),
    ],
)
def test_who_is_to_do_something_is_no_part_of_what(text: str, expected: dict[str, str]) -> None:
    assert rules(text) == expected


@pytest.mark.parametrize("text", ["完善产业链。", "支持骨干企业开发新产品。", "打造10个左右特色园区。"])
def test_words_without_a_name_name_nothing(text: str) -> None:
    assert named(read(text)) == {}


def test_a_place_as_heading_is_a_place_and_a_paper_a_paper() -> None:
    assert named(read("德阳市。", lead="德阳市", region="四川省", learned=False)) == {"德阳市": "Region"}
    title = "芜湖市2024年政府工作报告"
    assert named(read(title, heading=title, region="芜湖市")) == {title: "Policy"}


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("完善政策。（省科技厅、省财政厅牵头，省商务厅配合）", ["省科技厅", "省财政厅", "省商务厅"]),
        ("完善政策。（责任单位：市工信局、市科技局，各区县政府）", ["市工信局", "市科技局"]),
        ("完善政策。（责任单位：各有关部门）", []),
    ],
)
def test_agencies_in_closing_brackets(text: str, agencies: list[str]) -> None:
    found = rules(text)
    assert [name for name, kind in found.items() if kind == "Agency"] == agencies
    assert set(found) == set(agencies)


def test_an_institute_in_a_closing_bracket_is_no_agency() -> None:
    found = rules("完善政策。（市发展改革委牵头，沈阳化工研究院配合）")
    assert found == {"市发展改革委": "Agency", "沈阳化工研究院": "Institution"}


@pytest.mark.parametrize(
    ("text", "firm", "project"),
    [
        ("推进沈鼓集团鲅鱼圈临港基地建设。", "沈鼓集团", "沈鼓集团鲅鱼圈临港基地"),
        ("加快恒力石化炼化一体化、鞍钢集团鲅鱼圈二期等项目建设。", "恒力石化", "恒力石化炼化一体化"),
        ("推进恒力2000万吨炼化一体化项目。", "恒力", "恒力2000万吨炼化一体化项目"),
        ("推进华晨宝马铁西工厂扩建项目。", "华晨宝马", "华晨宝马铁西工厂扩建项目"),
    ],
)
def test_the_firm_of_a_project_is_named_too(text: str, firm: str, project: str) -> None:
    assert {firm: "Enterprise", project: "Project"}.items() <= rules(text).items()


def test_the_industry_of_a_park_is_named_as_the_park_has_it() -> None:
    assert rules("建设法库陶瓷制品产业集群。") == {"法库陶瓷制品产业集群": "Park", "陶瓷制品产业": "Industry"}


def test_places_inside_longer_names_are_no_mentions() -> None:
    found = rules("依托沈阳机床、大连机床，建设大连软件园。")
    assert "Region" not in found.values()
    assert {"沈阳机床", "大连机床", "大连软件园"} <= found.keys()


def test_a_heading_that_is_a_whole_line_gives_its_name_alone() -> None:
    reading = read("　　（一）高档数控机床", lead="高档数控机床", heading=True)
    (mention,) = reading.mentions
    assert (mention.name, mention.role) == ("高档数控机床", Role.LEAD)
    assert reading.clause.text[mention.start : mention.end] == mention.name


@pytest.mark.parametrize(
    ("text", "name", "pieces"),
    [
        ("重点发展电 主轴、数控系统等产品。", "电主轴", ["电", "主轴"]),
        ("推进“互联网＋”行动计划。", "互联网＋行动计划", ["互联网＋", "行动计划"]),
        ("发展ＡＢＣ树脂、铝型材等产品。", "ＡＢＣ树脂", ["ＡＢＣ树脂"]),
        ("限制发展３２．５等级水泥。", "３２．５等级水泥", ["３２．５等级水泥"]),
        ("严禁新建钢 铁、水泥项目。", "钢铁", ["钢", "铁"]),
    ],
)
def test_pieces_point_at_the_source(text: str, name: str, pieces: list[str]) -> None:
    mention = next(m for m in read(text, learned=False).mentions if m.name == name)
    assert [piece.of(text) for piece in mention.pieces] == pieces


def test_a_character_of_two_letters_is_counted_once() -> None:
    text = "推进二类新药Ⅲ期临床研究中心建设。"
    for mention in read(text, learned=False).mentions:
        assert "".join(piece.of(text) for piece in mention.pieces) == mention.name
        assert "ⅢⅢ" not in mention.name


def test_given_names_replace_what_overlaps_them() -> None:
    def one(name: str, start: int, role: Role = Role.FOCUS) -> Found:
        return Found(name, EntityType.PRODUCT, (Span(start, start + len(name)),), "test", role)

    held = one("钢铁", 4, Role.RESTRICTED)
    assert with_given((one("新增钢铁", 2), one("水泥", 9)), (held,)) == (held, one("水泥", 9))
    assert with_given((one("水泥", 9),), ()) == (one("水泥", 9),)


@given(st.text(max_size=60), st.booleans())
def test_any_text_has_mentions_in_order_inside_it(text: str, learned: bool) -> None:
    found = mentions_of(clause(text), Context("沈阳市"), learned=learned)
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(0 <= piece.start < piece.end <= len(text) for one in found for piece in one.pieces)
