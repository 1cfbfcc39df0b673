"""A reviewer's workbook comes back as corrections, and the next build makes them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kg.corrections import Action, Conflict, Correction, apply, dump, load
from kg.errors import DataError
from kg.export.review import read_review
from kg.export.table_writers import guarded, unguarded
from kg.model import DocumentReading, Predicate
from kg.rdf.builder import quads
from kg.rdf.serialize import write_nquads
from kg.store import Repository, open_store

Edit = Callable[[Any], None]


@pytest.fixture
def review(
    graph: Repository, exported: Callable[..., Path], tmp_path: Path
) -> Callable[..., list[Correction]]:
    def edited(edit: Edit, city: str = "沈阳市") -> list[Correction]:
        path = tmp_path / "review.xlsx"
        book = openpyxl.load_workbook(exported("xlsx", city))
        edit(book)
        book.save(path)
        return read_review(graph, path, reviewer="审核员")

    return edited


def fill(book: Any, sheet: str, match: dict[str, str], values: dict[str, str]) -> None:
    """Write cells of the one row whose cells match, or of a new row where match is empty."""
    page = book[sheet]
    head = [cell.value for cell in page[1]]
    rows = [page.max_row + 1] if not match else []
    for number in range(2, page.max_row + 1):
        if match and all(page.cell(number, head.index(k) + 1).value == v for k, v in match.items()):
            rows.append(number)
    (row,) = rows
    for name, value in values.items():
        page.cell(row, head.index(name) + 1).value = value


def rebuilt(corrected: list[DocumentReading], tmp_path: Path) -> Repository:
    write_nquads(quads(corrected), tmp_path / "graph.nq")
    return open_store(tmp_path / "graph.nq")


RELIES = {"主语": "高档数控机床", "关系": "依托", "宾语": "沈阳机床"}


def test_an_untouched_workbook_says_nothing(review: Callable[..., list[Correction]]) -> None:
    assert review(lambda book: None) == []
    assert review(lambda book: None, "大连市") == []


def test_a_rejected_statement_is_gone_from_the_next_build(
    review: Callable[..., list[Correction]], corpus: list[DocumentReading], tmp_path: Path
) -> None:
    (made,) = review(lambda book: fill(book, "陈述", RELIES, {"审核": "拒绝", "备注": "只是例子"}))
    assert (made.action, made.subject, made.predicate, made.object) == (
        Action.REJECT,
        "Industry:高档数控机床",
        "reliesOn",
        "Enterprise:沈阳机床",
    )
    assert (made.reviewer, made.note, made.source) == ("审核员", "只是例子", "clause p:2")
    corrected, conflicts = apply(corpus, [made])
    assert conflicts == []
    after = rebuilt(corrected, tmp_path)
    assert not after.ask("ASK { concept:高档数控机床 kgo:reliesOn enterprise:沈阳机床 }")
    assert after.ask("ASK { concept:高档数控机床 kgo:reliesOn enterprise:大连机床 }")


def test_a_correction_keeps_its_quote_and_names_the_reviewer(
    review: Callable[..., list[Correction]], corpus: list[DocumentReading], tmp_path: Path
) -> None:
    found = review(
        lambda book: fill(book, "陈述", RELIES, {"改后宾语": "Enterprise:沈阳机床集团", "备注": "全称"})
    )
    corrected, conflicts = apply(corpus, found)
    assert conflicts == []
    rows = rebuilt(corrected, tmp_path).select(
        "SELECT ?quote ?rule WHERE"
        " { ?s kgo:object enterprise:沈阳机床集团 ; kgo:quote ?quote ; kgo:rule ?rule }"
    )
    assert [(row.text("quote"), row.text("rule")) for row in rows] == [
        ("依托沈阳机床", "test review:correct 审核员 全称")
    ]


def test_a_changed_cell_is_a_correction_too(review: Callable[..., list[Correction]]) -> None:
    (made,) = review(lambda book: fill(book, "陈述", RELIES, {"关系": "包括"}))
    assert (made.action, made.new_predicate, made.new_object) == (Action.CORRECT, "includes", "")


def test_an_added_row_rests_on_its_quote(
    review: Callable[..., list[Correction]], corpus: list[DocumentReading], tmp_path: Path
) -> None:
    row = {"主语": "沈阳市", "关系": "发展", "宾语": "陶瓷制品", "文件": "辽宁省工业指导意见", "行": "4"}
    found = review(lambda book: fill(book, "陈述", {}, {**row, "原文引语": "加快法库陶瓷制品产业集群建设"}))
    corrected, conflicts = apply(corpus, found)
    assert conflicts == []
    assert rebuilt(corrected, tmp_path).ask("ASK { region:沈阳市 kgo:promotes concept:陶瓷制品 }")
    (lost,) = review(lambda book: fill(book, "陈述", {}, {**row, "原文引语": "不在文中"}))
    assert [each.reason for each in apply(corpus, [lost])[1]] == ["its quote does not stand in the clause"]


def test_a_renamed_thing_is_renamed_everywhere(
    review: Callable[..., list[Correction]], corpus: list[DocumentReading], tmp_path: Path
) -> None:
    found = review(lambda book: fill(book, "企业", {"名称": "沈阳机床"}, {"名称": "沈阳机床股份"}))
    corrected, conflicts = apply(corpus, found)
    assert conflicts == []
    after = rebuilt(corrected, tmp_path)
    assert after.ask("ASK { enterprise:沈阳机床股份 kgo:locatedIn region:沈阳市 }")
    assert not after.ask("ASK { { enterprise:沈阳机床 ?p ?o } UNION { ?s ?p enterprise:沈阳机床 } }")


def test_a_restriction_can_be_rejected(
    review: Callable[..., list[Correction]], corpus: list[DocumentReading], tmp_path: Path
) -> None:
    (made,) = review(lambda book: fill(book, "限制", {"主语": "沈阳市"}, {"审核": "拒绝"}))
    assert made.predicate == "restricts/phaseout/size"
    corrected, conflicts = apply(corpus, [made])
    assert conflicts == []
    assert not rebuilt(corrected, tmp_path).ask("ASK { ?r a kgo:Restriction }")


def test_a_target_is_corrected_rejected_and_added(
    review: Callable[..., list[Correction]], corpus: list[DocumentReading], tmp_path: Path
) -> None:
    def edit(book: Any) -> None:
        fill(
            book, "目标", {"指标": "陶瓷制品产业产值"}, {"目标值": "600", "年份": "2025", "备注": "据修订稿"}
        )
        fill(
            book,
            "目标",
            {},
            {
                "地区": "沈阳市",
                "指标": "机组容量",
                "界限": "上限",
                "目标值": "30",
                "单位": "万千瓦",
                "文件": "辽宁省工业指导意见",
                "行": "4",
                "原文引语": "30万千瓦以下",
            },
        )

    added, corrected = review(edit)
    assert (added.action, added.object) == (Action.ADD, "机组容量||max|30|万千瓦|")
    assert (corrected.action, corrected.object, corrected.new_object) == (
        Action.CORRECT,
        "陶瓷制品产业产值|300.5|min|500|亿元|2020",
        "陶瓷制品产业产值|300.5|min|600|亿元|2025",
    )
    made, conflicts = apply(corpus, [added, corrected])
    assert conflicts == []
    rows = rebuilt(made, tmp_path).select(
        "SELECT ?indicator ?value ?rule WHERE { ?t a kgo:Target ; kgo:place region:沈阳市 ;"
        " kgo:indicator ?indicator ; kgo:value ?value ; kgo:rule ?rule }"
        " ORDER BY ?value"
    )
    assert [tuple(row.text(name) for name in ("indicator", "value", "rule")) for row in rows] == [
        ("机组容量", "30", "review:add 审核员"),
        ("陶瓷制品产业产值", "600", "test review:correct 审核员 据修订稿"),
    ]
    (no,) = review(lambda book: fill(book, "目标", {"指标": "陶瓷制品产业产值"}, {"审核": "拒绝"}))
    made, conflicts = apply(corpus, [no])
    assert conflicts == []
    assert not any(each.targets for paper in made for each in paper.readings)


def test_the_stages_of_a_chain_are_corrected_and_a_chain_is_added(
    review: Callable[..., list[Correction]], corpus: list[DocumentReading], tmp_path: Path
) -> None:
    def edit(book: Any) -> None:
        fill(
            book, "产业链", {"名称": "陶瓷产业链"}, {"环节": "原料|成型|烧成|釉面", "名称": "陶瓷制品产业链"}
        )
        row = {
            "地区": "沈阳市",
            "名称": "机组链",
            "环节": "燃煤|发电",
            "文件": "辽宁省工业指导意见",
            "行": "4",
        }
        fill(book, "产业链", {}, {**row, "原文引语": "燃煤发电机组"})

    found = review(edit)
    assert sorted((each.action, each.object, each.new_object) for each in found) == [
        (Action.ADD, "机组链|燃煤|发电", ""),
        (Action.CORRECT, "陶瓷产业链|原料|成型|烧成", "陶瓷制品产业链|原料|成型|烧成|釉面"),
    ]
    made, conflicts = apply(corpus, found)
    assert conflicts == []
    rows = rebuilt(made, tmp_path).select(
        "SELECT ?chain ?stage WHERE { ?c a kgo:IndustrialChain ; rdfs:label ?chain ; kgo:hasStage ?s ."
        " ?s rdfs:label ?stage ; kgo:position ?at } ORDER BY ?chain ?at"
    )
    links: dict[str, list[str]] = {}
    for row in rows:
        links.setdefault(row.text("chain"), []).append(row.text("stage"))
    assert links == {"机组链": ["燃煤", "发电"], "陶瓷制品产业链": ["原料", "成型", "烧成", "釉面"]}
    (no,) = review(lambda book: fill(book, "产业链", {"名称": "陶瓷产业链"}, {"审核": "拒绝"}))
    assert not any(each.chains for paper in apply(corpus, [no])[0] for each in paper.readings)


def test_a_restriction_is_corrected_and_added(
    review: Callable[..., list[Correction]], corpus: list[DocumentReading], tmp_path: Path
) -> None:
    def edit(book: Any) -> None:
        fill(book, "限制", {"主语": "沈阳市"}, {"方式": "限制", "界限值": "60"})
        row = {"主语": "沈阳市", "宾语": "陶瓷制品", "方式": "禁止", "范围": "新增产能"}
        row |= {"文件": "辽宁省工业指导意见", "行": "4", "原文引语": "陶瓷制品"}
        fill(book, "限制", {}, row)

    added, changed = review(edit)
    assert added.predicate == "restricts/prohibit/newCapacity"
    assert changed.new_predicate == "restricts/limit/size/</60/万千瓦"
    made, conflicts = apply(corpus, [added, changed])
    assert conflicts == []
    after = rebuilt(made, tmp_path)
    assert after.ask("ASK { region:沈阳市 kgo:capsCapacityOf concept:陶瓷制品 }")
    assert after.ask("ASK { ?r kgo:mode mode:limit ; kgo:threshold ?n ; kgo:kept ?kept FILTER (?n = 60) }")


def test_a_resaved_paper_does_not_move_a_correction(
    review: Callable[..., list[Correction]], corpus: list[DocumentReading]
) -> None:
    (made,) = review(lambda book: fill(book, "陈述", RELIES, {"审核": "拒绝"}))
    (paper,) = corpus
    moved = tuple(
        replace(each, clause=replace(each.clause, line=each.clause.line + 7)) for each in paper.readings
    )
    corrected, conflicts = apply([replace(paper, readings=moved)], [made])
    assert conflicts == []
    said = [
        s for each in corrected[0].readings for s in each.statements if s.predicate is Predicate.RELIES_ON
    ]
    assert [s.object_name for s in said] == ["大连机床"]


def test_conflicts_are_listed_and_not_applied(
    review: Callable[..., list[Correction]], corpus: list[DocumentReading]
) -> None:
    (no,) = review(lambda book: fill(book, "陈述", RELIES, {"审核": "拒绝"}))
    yes = replace(no, action=Action.ACCEPT, reviewer="另一人")
    gone = replace(no, digest="0" * 16)
    unsaid = replace(no, object="Enterprise:没有的")
    corrected, conflicts = apply(corpus, [no, yes, gone, unsaid])
    assert corrected == corpus
    assert {(each.correction, each.reason) for each in conflicts} == {
        (no, "contradicts another correction"),
        (yes, "contradicts another correction"),
        (gone, "its clause is no longer in the paper"),
        (unsaid, "the reading no longer says this"),
    }
    assert all(isinstance(each, Conflict) for each in conflicts)


def test_a_patch_file_is_read_as_it_was_written(
    review: Callable[..., list[Correction]], tmp_path: Path
) -> None:
    found = review(lambda book: fill(book, "陈述", RELIES, {"审核": "接受", "备注": '逗号，"引号"\n换行'}))
    path = tmp_path / "patch.csv"
    path.write_bytes(dump([*found, *found]))
    assert load([path]) == found
    assert dump(load([path])) == path.read_bytes()


def test_bad_cells_and_files_are_named(
    graph: Repository, review: Callable[..., list[Correction]], tmp_path: Path
) -> None:
    for values, said in (
        ({"审核": "好"}, "verdict '好'"),
        ({"审核": "改正"}, "nothing stands in its place"),
        ({"改后宾语": "没有的公司"}, "a new one is written Enterprise:没有的公司"),
        ({"改后关系": "依靠"}, "did you mean 依托"),
    ):
        with pytest.raises(DataError, match=r"陈述, row \d+") as caught:
            review(lambda book, values=values: fill(book, "陈述", RELIES, values))  # type: ignore[misc]
        assert said in str(caught.value)
    for sheet, values, said in (
        ("目标", {"目标值": "很多"}, "'很多' is no number"),
        ("目标", {"年份": "2025.5"}, "'2025.5' is no year"),
        ("目标", {"界限": "下线"}, "did you mean 下限"),
        ("目标", {"指标": ""}, "a target needs 指标 indicator"),
        ("产业链", {"环节": "原料"}, "with two stages or more"),
        ("限制", {"方式": "禁用"}, "方式 '禁用'"),
        ("环节", {"名称": "坯料"}, "stages are changed in the row of their chain"),
    ):
        first = {"环节": {"名称": "原料"}, "限制": {"主语": "沈阳市"}}.get(sheet, {"地区": "沈阳市"})
        with pytest.raises(DataError, match=rf"{sheet}, row \d+: .*{re.escape(said)}"):
            review(lambda book, at=(sheet, first, values): fill(book, *at))  # type: ignore[misc]
    (tmp_path / "no.xlsx").write_bytes(b"not a zip")
    with pytest.raises(DataError, match=r"no\.xlsx: not a workbook"):
        read_review(graph, tmp_path / "no.xlsx")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match=r"bad\.csv:1: the columns are doc, digest"):
        load([tmp_path / "bad.csv"])
    row = "p,d,1,refuse" + "," * 10
    (tmp_path / "bad.csv").write_text(dump([]).decode() + row + "\n")
    with pytest.raises(DataError, match=r"bad\.csv:2: .*did you mean reject|bad\.csv:2: 'refuse'"):
        load([tmp_path / "bad.csv"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_table_is_read_back_however_it_was_saved(
    graph: Repository, exported: Callable[..., Path], tmp_path: Path, encoding: str
) -> None:
    with (exported("csv", "沈阳市") / "edges.csv").open(encoding="utf-8-sig", newline="") as handle:
        head, *rows = list(csv.reader(handle))
    (row,) = [row for row in rows if row[head.index("target_label")] == "沈阳机床"]
    row += ["拒绝", "-3 见‘原文’"]
    path = tmp_path / "edges.csv"
    with path.open("w", encoding=encoding, newline="") as handle:
        csv.writer(handle).writerows([[*head, "审核", "备注"], *rows])
    (made,) = read_review(graph, path, reviewer="审核员")
    assert (made.action, made.object, made.note) == (Action.REJECT, "Enterprise:沈阳机床", "-3 见‘原文’")


@pytest.mark.parametrize("name", ["=1+1", "+A1", "-40℃冷库", "@SUM(A1)", "'=1+1", "\tx", "\rx"])
def test_no_cell_of_a_table_is_a_formula(name: str) -> None:
    cell = guarded("label", name)
    assert cell[0] == "'"
    assert unguarded(cell) == name
    assert {guarded("label", same) for same in ("沈阳", "'沈阳'", "")} == {"沈阳", "'沈阳'", ""}
    assert unguarded("'沈阳'") == "'沈阳'"
