"""Targets: numbers to be reached, as five-year plans and government work reports write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Bound, Clause, EntityRef, EntityType, Span, Target
from kg.relations.targets import extract


def link(name: str, type: EntityType, *, region: str = "") -> EntityRef:
    return EntityRef(type, name)


def read(text: str, *, year: int | None = 2025, past: bool = False, heading: str = "") -> list[str]:
    clause = Clause("d", 1, text, "d", "某市", "0" * 16, heading=heading, year=year)
    got = extract(clause, (), link=link, past=past)
    return [_line(t, year) for t in got]


def _line(t: Target, year: int | None) -> str:
    """Indicator|baseline→value unit|bound, and the year where it is not the clause's."""
    base = "" if t.baseline is None else f"{t.baseline:g}→"
    own = "" if t.year == year else f"|{t.year}"
    return f"{t.indicator}|{base}{t.value:g}{t.unit}|{t.bound.value}{own}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("农业科技进步贡献率由目前的59%提高到65%以上", ["农业科技进步贡献率|59→65%|min"]),
        ("全省农机总动力由目前的2800万千瓦提高到3300万千瓦", ["农机总动力|2800→3300万千瓦|exact"]),
        ("灌溉用水有效利用系数由0．58提高到0．64", ["灌溉用水有效利用系数|0.58→0.64|exact"]),
        ("秸秆利用率、清洁能源利用率分别达到70%、90%以上", ["秸秆利用率|70%|min", "清洁能源利用率|90%|min"]),
        ("经营规模达到30亩左右，较目前提高近1倍", ["经营规模|30亩|exact"]),
        ("到2 0 0 5年 , 力争产业产值达到6 0 0亿元以上", ["产业产值|600亿元|min|2005"]),
        ("失业率控制在4.5%以内", ["失业率|4.5%|max"]),
        ("新组建行业技术创新平台15个", ["行业技术创新平台|15个|exact"]),
        ("建成12个布局合理、功能完善的商贸集聚区", ["商贸集聚区|12个|exact"]),
        ("建成12个具有专利的新药中试基地", ["具有专利的新药中试基地|12个|exact"]),
        ("企业开办时间压缩至30分钟以内", ["企业开办时间|30分钟|max"]),
        ("规模工业增加值增长6%-7%", ["规模工业增加值增长|6%|min"]),
        (
            "新认定高新技术企业60户、科技型中小企业200户",
            ["新认定高新技术企业|60户|exact", "新认定科技型中小企业|200户|exact"],
        ),
        ("打造通用航空、能源电力等7个产教联盟", ["产教联盟|7个|exact"]),
        (
            "打造10个左右人工智能特色园区，培育20家左右领军企业",
            ["人工智能特色园区|10个|exact", "领军企业|20家|exact"],
        ),
        ("支持甲公司60万吨ABS新项目增产25%以上", ["甲公司60万吨ABS新项目增产|25%|min"]),
        ("实施5000万元以上项目407个", ["5000万元以上项目|407个|exact"]),
        ("新增设施农业1万亩、改造提升5000亩", ["新增设施农业|1万亩|exact", "改造提升设施农业|5000亩|exact"]),
        ("肉牛、生猪饲养量分别达到145万头、400万头", ["肉牛饲养量|145万头|min", "生猪饲养量|400万头|min"]),
        ("旅游收入、接待人次均增长20%以上", ["旅游收入增长|20%|min", "接待人次增长|20%|min"]),
        (
            "信息业产值达到300亿元左右，年均增长20%以上",
            ["信息业产值|300亿元|exact", "信息业产值年均增长|20%|min"],
        ),
        ("粮食产量迈上百亿斤台阶", ["粮食产量|100亿斤|min"]),
        ("到2027年，产业规模突破千亿元", ["产业规模|1000亿元|min|2027"]),
        (
            "三次产业比例由8．0∶50．2∶41．8调整为7．0∶46∶47",
            [
                "三次产业比例|8→7|exact",
                "三次产业比例|50.2→46|exact",
                "三次产业比例|41.8→47|exact",
            ],
        ),
        ("推动甲、乙、丙3个站点建设", []),
        ("建设年产20万吨电解铜项目和15分钟生活圈", []),
        ("固定资产投资1000万元及以上的，给予10%奖励", []),
        ("实施三大工程，抓好五个方面重点工作", []),
        ("根据规划提出的9项任务", []),
        ("比上年增长5%，同比提高3个百分点", []),
    ],
)
def test_targets(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_a_section_that_looks_back_sets_no_target() -> None:
    text = "新建高标准农田12万亩，粮食产量达到93亿斤"
    assert read(text, year=None, past=True) == []
    assert read(text, year=2024) != []


def test_a_heading_and_a_description_set_no_target() -> None:
    assert read("新增就业6万人", heading="新增就业6万人") == []
    assert read("公司占地面积3800平方米，年产葡萄酒1000吨", year=None) == []


def test_without_a_year_a_phrase_must_aim_by_itself() -> None:
    assert read("建成18个服务业集聚区", year=None) == ["服务业集聚区|18个|exact"]
    assert read("服务业比重达到41．8%", year=None) == []
    assert read("市级集聚区要达到10个以上", year=None) == ["市级集聚区|10个|min"]


def test_evidence_and_region() -> None:
    text = "　　努力工作。到2027年，城镇化率达到6 5％以上"
    (got,) = extract(Clause("d", 1, text, "d", "某市", "0" * 16), (), link=link)
    assert got.region.name == "某市"
    assert got.bound is Bound.MIN
    assert got.evidence == Span(text.index("城"), len(text))


@given(
    st.text(
        "力争新增打造到2025年产值达增长率分别0123456789.%万亿元个家项户、，。；的等以上左右由提高至（）“”",
        max_size=60,
    )
)
def test_any_text_gives_sound_targets(text: str) -> None:
    clause = Clause("d", 1, text, "d", "某市", "0" * 16, year=2025)
    for target in extract(clause, (), link=link):
        assert target.indicator
        assert target.value >= 0
        assert 0 <= target.evidence.start < target.evidence.end <= len(text)


def test_a_phrase_that_is_a_year_dates_what_follows_where_the_sentence_aims() -> None:
    aim = "力争提高综合生产能力，2022年，全市粮食总产量稳定在90亿斤以上"
    assert read(aim, year=None) == ["粮食总产量|90亿斤|min|2022"]
