"""Whatever the lines, sections are a tree that holds every line once; and every numbering style is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import annexes, read_document, years
from kg.documents.headings import Rank, heading
from kg.documents.regions import leading, official
from kg.documents.structure import structure
from kg.errors import UsageError
from kg.model import Clause, Section


def parts(text: str) -> list[str]:
    return text.replace("\n", "|").split("|")


OPENINGS = parts("""|　　|一、|二 、|（一）|(二)|1．|2.|3、|1﹒|（1）|1)|①|--|——|● |第一编|第二章|第三节
第 1 条 |第 1 2 条  |10.1 |10.1.2 |１．|附件：1．|附件2|一是""")
TAILS = parts("""|工业|发展先进装备制造业。|高档数控机床。依托沈阳机床，加快发展。|石油化工，完成搬迁改造。
辽宁省人民政府|沈阳市优化产业布局和结构调整指导意见|2015年12月12日|2023年工作回顾|到2020年，产值达到3亿元。
钢铁行业：严禁审批新增产能项目。|《规划》（国发〔2015〕28号）""")
REST = st.one_of(st.sampled_from(TAILS), st.text(max_size=30))
LINES = st.lists(st.tuples(st.sampled_from(OPENINGS), REST).map("".join), max_size=40)


def check(lines: list[str], sections: tuple[Section, ...], clauses: tuple[Clause, ...]) -> None:
    """Assert what holds of every paper."""
    by_id = {section.id: section for section in sections}
    assert len(by_id) == len(sections)
    assert [clause.text for clause in clauses] == lines
    assert [section.start for section in sections] == sorted(section.start for section in sections)
    for section in sections[1:]:
        parent = by_id[section.parent]
        assert parent.start <= section.start <= section.end <= parent.end
        assert section.level == parent.level + 1 and section.id.startswith(f"{parent.id}.")
    for clause in clauses:
        holding = [section for section in sections if section.start <= clause.line <= section.end]
        assert max(holding, key=lambda section: section.level).id == clause.section
        assert sorted(section.level for section in holding) == list(range(len(holding)))
        assert clause.region == by_id[clause.section].region
        if clause.lead_span is not None:
            assert clause.lead_span.of(clause.text) == clause.lead != ""
        else:
            assert not clause.lead
        assert not (clause.heading and clause.lead)


@given(LINES)
@settings(max_examples=150, deadline=None)
def test_every_line_lies_in_one_innermost_section_of_a_tree(lines: list[str]) -> None:
    check(lines, *structure("paper", lines, title="", region="辽宁省", year=None))


@given(st.lists(st.text(), max_size=10), st.dictionaries(st.integers(1, 10), st.integers(1, 9)))
@settings(max_examples=100, deadline=None)
def test_any_text_and_any_outline_make_a_tree(lines: list[str], outline: dict[int, int]) -> None:
    check(lines, *structure("paper", lines, title="", region="辽宁省", year=2020, outline=outline))


def test_the_papers_of_other_places_make_trees_with_their_numbers() -> None:
    folder = Path(__file__).parents[3] / "shared" / "documents" / "other"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    papers = {path.stem: read_document(path) for path in sorted(folder.glob("*.txt"))}
    for doc in papers.values():
        check([clause.text for clause in doc.clauses], doc.sections, doc.clauses)

    def titles(doc: str, level: int) -> list[str]:
        return [section.title for section in papers[doc].sections if section.level == level]

    assert len(titles("liuhe-key-industry-opinions-2023", 1)) == 5
    articles = [s.label for s in papers["liuhe-key-industry-opinions-2023"].sections if "条" in s.label]
    assert len(articles) == 26
    assert len(titles("yunnan-10th-fyp-ch5-12", 1)) == 8
    assert titles("yunnan-10th-fyp-ch5-12", 2)[4] == "巩固提高烟革产业"
    assert len(titles("shanghai-145-ch10", 2)) == 6 and len(titles("shanghai-145-ch10", 3)) == 14
    assert papers["jilin-city-gwr-2024"].clauses[5].year is None
    assert papers["jilin-city-gwr-2024"].clauses[40].year == 2024
    assert papers["yunnan-10th-fyp-ch5-12"].clauses[3].year == 2005


@pytest.mark.parametrize(
    ("line", "rank", "title"),
    [
        ("　　一、重要意义", Rank.HAN, "重要意义"),
        ("二 、支持范围", Rank.HAN, "支持范围"),
        ("一．总体要求", Rank.HAN, "总体要求"),
        ("（一）、总体要求", Rank.HAN_BRACKET, "总体要求"),
        ("(五)鼓励企业做大做强", Rank.HAN_BRACKET, "鼓励企业做大做强"),
        ("　　10．节能环保。要发展高效节能锅炉。", Rank.NUMBER, "节能环保"),
        ("1﹒智能制造。突破机器人。", Rank.NUMBER, "智能制造"),
        ("１．智能制造。突破机器人。", Rank.NUMBER, "智能制造"),
        ("1、智能制造", Rank.NUMBER, "智能制造"),
        ("（1）石化产业", Rank.NUMBER_BRACKET, "石化产业"),
        ("①石化产业", Rank.CIRCLED, "石化产业"),
        ("--炼油行业。推动炼油行业。", Rank.DASH, "炼油行业"),
        ("——集群发展。打造园区。", Rank.DASH, "集群发展"),
        ("第 1 0 条 鼓励企业标准创制。对牵头制定的。", Rank.ARTICLE, "鼓励企业标准创制"),
        ("10.1.2 对标世界级滨水区。坚持还江于民。", Rank.DECIMAL_3, "对标世界级滨水区"),
        ("第二章 工业", Rank.CHAPTER, "工业"),
        (
            "第一节巩固提高烟革产业坚持科技兴烟,增强创新能力和市场能力,提高占有率。",
            Rank.SECTION,
            "巩固提高烟革产业",
        ),
    ],
)
def test_numbering_styles(line: str, rank: Rank, title: str) -> None:
    found = heading(line, 1)
    assert found is not None and (found.rank, found.title) == (rank, title)
    assert found.span.of(line) == title


@pytest.mark.parametrize(
    "line",
    parts(
        """1000万吨以下|2．5亿元以上的项目|3D打印装备产业。推进研发。|2015年|一是坚持改革|第1条、第2条规定的|--"""
    ),
)
def test_what_only_looks_like_a_number_is_no_heading(line: str) -> None:
    assert heading(line, 1) is None


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("力争到十三五末期，科技进步贡献率达到65%", 2020),
        ("“十三五”时期预期目标为", 2020),
        ("到2 0 0 5年 , 产值达到600亿元", 2005),
        ("到二〇二五年，", 2025),
        ("行动计划（2024—2026年）", 2026),
        ("2014年产值达到3亿元", None),
        ("发展十五个产业集群", None),
        ("力争到4549年", None),
    ],
)
def test_the_year_that_aims_run_to(line: str, year: int | None) -> None:
    assert years.of_line(line) == year


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("　　航空航天装备。积极推进干支线飞机合作。", "航空航天装备"),
        ("　　石油化工，完成城区老工业区石化企业的搬迁改造。", "石油化工"),
        ("旅游业，开发文化品位高的文化旅游名品。", "旅游业"),
        ("一是聚力打造全国一流化工产业基地。紧盯项目建设。", "聚力打造全国一流化工产业基地"),
        ("5．大健康产业，建设覆盖全生命周期的健康服务体系。", "大健康产业"),
        ("1．钢铁行业：严禁审批新增产能项目。", "钢铁行业"),
        ("3．保粮。实施化肥农药零增长行动。", "保粮"),
        ("七是树立全省一盘棋思想，加强统筹规划。", ""),
        ("5．稳步发展果业生产，大力发展休闲采摘农业。", ""),
        ("清洁能源产业集群完成产值700亿元。建成投产储能电站等项目。", ""),
        ("近期，重点推进机器人产业联盟。", ""),
        ("世界“白金水稻”带（北纬40。～45。）的中间地带。", ""),
        ("大力发展特色旅游业。", ""),
    ],
)
def test_leads(line: str, lead: str) -> None:
    (clause,) = structure("paper", [line], title="", region="辽宁省", year=None)[1]
    assert clause.lead == lead


@pytest.mark.parametrize(
    ("text", "records", "parts"),
    [
        ("附件：1．任务\n2．各市意见\n省政府\n2015年1月1日\n附件2\n各市意见\n一、工业", "1- 2+", ["附件2"]),
        ("附件：重点任务分工\n辽宁省人民政府\n2015年1月1日\n附件\n重点任务分工\n一、工业", "+", ["附件"]),
        ("附件：\n1.任务\n2.名单\n\n附件1\n任务\n附件2\n名单", "1+ 2+", ["附件1", "附件2"]),
        ("附件1：任务\n附件2：表\n2015年1月1日\n附件1：任务\n工业\n附件2：表", "1+ 2+", ["附件1", "附件2"]),
        ("一、工业\n附件：任务分工表", "-", []),
        ("附件所列项目要加快建设。\n一、工业", "", []),
    ],
)
def test_annexes_announced_and_present(text: str, records: str, parts: list[str]) -> None:
    lines = text.split("\n")
    found = annexes.find(lines).records()
    assert " ".join(f"{annex.label[2:]}{'-+'[annex.present]}" for annex in found) == records
    sections, _ = structure("paper", lines, title="", region="辽宁省", year=None)
    assert [section.label for section in sections if section.label.startswith("附")] == parts


def test_region_words() -> None:
    assert official("沈阳") == "沈阳市" and official("延边") == "延边朝鲜族自治州"
    assert leading("本溪市优化产业布局指导意见") == "本溪市" and leading("本市优化产业布局") == ""
    with pytest.raises(UsageError, match="吉林市 / 吉林省"):
        official("吉林")
    with pytest.raises(UsageError, match="did you mean"):
        official("沈羊市")
