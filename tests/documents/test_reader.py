"""The two shipped papers and bad input, as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents import read_corpus, read_document
from kg.errors import DataError, DocumentError, UsageError
from kg.model import Document
from kg.resources import data_path

CITIES = [
    *("沈阳市", "大连市", "鞍山市", "抚顺市", "本溪市", "丹东市", "锦州市"),
    *("营口市", "阜新市", "辽阳市", "铁岭市", "朝阳市", "盘锦市", "葫芦岛市"),
]


@pytest.fixture(scope="module")
def layout() -> Document:
    return read_document(data_path("documents", "liaoning-2015-industrial-layout.txt"))


@pytest.fixture(scope="module")
def traditional() -> Document:
    return read_document(data_path("documents", "liaoning-2015-traditional-industry.txt"))


def test_every_line_is_one_clause_as_in_the_source(layout: Document, traditional: Document) -> None:
    for doc in (layout, traditional):
        source = data_path("documents", doc.file).read_text(encoding="utf-8").split("\n")
        while not source[-1]:
            source.pop()
        assert [clause.text for clause in doc.clauses] == source
        assert [clause.line for clause in doc.clauses] == list(range(1, len(source) + 1))


def test_city_parts_govern_their_city_and_nothing_else(layout: Document) -> None:
    parts = [section for section in layout.sections if section.label == "" and section.level == 2]
    assert [part.region for part in parts] == CITIES
    assert {clause.region for clause in layout.clauses[:113]} == {"辽宁省"}
    assert layout.clauses[114 - 1].region == "沈阳市"
    assert layout.clauses[561 - 1].region == "葫芦岛市"
    assert layout.issuer == "辽宁省人民政府"


def test_announced_annex_that_is_absent_is_known(layout: Document) -> None:
    assert [(annex.label, annex.present) for annex in layout.annexes] == [("附件1", False), ("附件2", True)]


def test_headings_and_leads(layout: Document, traditional: Document) -> None:
    def at(doc: Document, line: int) -> tuple[str, str]:
        return doc.clauses[line - 1].heading, doc.clauses[line - 1].lead

    assert at(layout, 122) == ("工业", "")
    assert at(layout, 42) == ("", "航空航天装备")
    assert at(layout, 546) == ("", "石油化工")
    assert at(layout, 41) == ("", "")
    assert at(layout, 144) == ("", "")
    assert at(traditional, 24) == ("发展先进装备制造业", "")
    assert at(traditional, 26) == ("", "高档数控机床")
    assert at(traditional, 40) == ("", "炼油行业")
    for doc in (layout, traditional):
        for clause in doc.clauses:
            if clause.lead:
                assert clause.lead_span is not None and clause.lead_span.of(clause.text) == clause.lead


def test_facts_come_from_the_text_where_the_sidecar_is_silent(tmp_path: Path) -> None:
    source = data_path("documents", "liaoning-2015-traditional-industry.txt").read_bytes()
    copy = tmp_path / "paper.txt"
    copy.write_bytes(source)
    doc = read_document(copy)
    assert (doc.title, doc.issuer, doc.region, doc.date, doc.id) == (
        "辽宁省传统工业转型升级实施方案",
        "辽宁省人民政府",
        "辽宁省",
        "2015-07-26",
        "paper",
    )
    assert ("中国制造2025", "国发〔2015〕28号") in {(cited.title, cited.number) for cited in doc.citations}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\x7fELF\x00\x01\x02" * 50, "binary"),
        (b"\xff\xff\xff\xfe" * 9, "encoding"),
    ],
)
def test_unreadable_files_give_one_clear_line(tmp_path: Path, content: bytes, words: str) -> None:
    paper = tmp_path / "bad.txt"
    paper.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read_document(paper, region="辽宁省")
    assert str(paper) in str(caught.value) and words in str(caught.value) and "\n" not in str(caught.value)


def test_missing_file_and_unknown_region_name_the_trouble(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_document(tmp_path / "none.txt")
    paper = tmp_path / "paper.txt"
    paper.write_text("一、工业\n大力发展工业。\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="--region"):
        read_document(paper)
    with pytest.raises(UsageError, match="unknown region"):
        read_document(paper, region="火星")
    assert read_document(paper, region="辽宁省").region == "辽宁省"


def test_two_files_with_one_id_are_both_named(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "paper.txt").write_text("一、工业\n大力发展工业。\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        read_corpus([tmp_path / "a" / "paper.txt", tmp_path / "b" / "paper.txt"], region="辽宁省")
    assert str(tmp_path / "a") in str(caught.value) and str(tmp_path / "b") in str(caught.value)


NOTICE = """辽宁省人民政府关于印发辽宁省装备制造业发展规划的通知
辽政发〔2016〕12号

各市人民政府，省政府各厅委、各直属机构：
　　现将《辽宁省装备制造业发展规划》印发给你们。
　　一、提高认识。各地区要高度重视，加强领导。
　　二、抓好落实。各地区要制定方案，明确分工。

辽宁省人民政府
二〇一六年二月二十六日
（此件公开发布）

辽宁省装备制造业发展规划

　　一、总体要求
　　到2020年，主营业务收入达到1.5万亿元。
附件：重点任务分工
"""


def test_a_notice_with_an_attached_paper(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    doc = read_document(tmp_path / "notice.txt")
    assert (doc.title, doc.number) == ("辽宁省装备制造业发展规划", "辽政发〔2016〕12号")
    assert doc.date == "2016-02-26"
    assert (doc.issuer, doc.region) == ("辽宁省人民政府", "辽宁省")
    assert [(section.level, section.title) for section in doc.sections[1:]] == [
        (1, "提高认识"),
        (1, "抓好落实"),
        (1, "辽宁省装备制造业发展规划"),
        (2, "总体要求"),
    ]
    assert doc.clauses[9 - 1].section == doc.sections[0].id
    assert [(annex.label, annex.title, annex.present) for annex in doc.annexes] == [
        ("附件", "重点任务分工", False)
    ]


def test_cited_papers_are_not_books_or_plays(tmp_path: Path) -> None:
    text = "一、文化\n演《昭君和亲》，落实《预算法》《青年规划（试行）》和《意见》（国发〔2015〕32号）。\n"
    (tmp_path / "paper.txt").write_text(text, encoding="utf-8")
    doc = read_document(tmp_path / "paper.txt", region="辽宁省")
    assert [(cited.title, cited.number) for cited in doc.citations] == [
        *(("预算法", ""), ("青年规划（试行）", ""), ("意见", "国发〔2015〕32号"))
    ]
    assert doc.citations[2].span.of(doc.clauses[1].text) == "《意见》（国发〔2015〕32号）"


def test_a_paper_that_speaks_of_its_place_needs_no_sidecar(tmp_path: Path) -> None:
    line = "我市要发挥沈阳的优势，建设沈阳先进装备制造业基地，推动全市发展，走在全省前列。\n"
    (tmp_path / "report.txt").write_text("一、工业\n" + line * 3, encoding="utf-8")
    assert read_document(tmp_path / "report.txt").region == "沈阳市"


def test_a_title_without_a_word_for_a_paper_tells_its_place(tmp_path: Path) -> None:
    (tmp_path / "guide.txt").write_text("湖北省制造业空间布局指引\n重点发展汽车。\n", encoding="utf-8")
    assert read_document(tmp_path / "guide.txt").region == "湖北省"


def test_the_sidecar_fills_in_and_a_malformed_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    index = tmp_path / "index.csv"
    index.write_text("doc,file,region,status,horizon\nplan,notice.txt,沈阳,现行,2030\n", encoding="gb18030")
    doc = read_document(tmp_path / "notice.txt")
    assert (doc.id, doc.region, doc.status) == ("plan", "沈阳市", "现行")
    assert (doc.horizon, doc.effective) == ("2030", "")
    for content, words in (
        ("title\nx\n", "no column named doc"),
        ("doc,title\na\n", "columns"),
        ("doc,title\na,b\na,c\n", "listed twice"),
        ("doc,region\nnotice,火星市\n", "unknown region"),
    ):
        index.write_text(content, encoding="utf-8")
        with pytest.raises(DataError, match=words) as caught:
            read_document(tmp_path / "notice.txt")
        assert "index.csv" in str(caught.value)
