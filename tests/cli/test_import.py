"""A reviewer's export comes back by ``kg import``, and ``kg build`` makes what it says."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from kg.store import Repository, open_store

Run = Callable[..., tuple[int, str, str]]
Cells = Mapping[str, str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that the test works in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit_book(path: Path, sheet: str, match: Cells, values: Cells) -> None:
    """Write cells of the first row whose cells match, or of a new row where match is empty."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    head = [cell.value for cell in page[1]]
    row = page.max_row + 1
    if match:
        rows = range(2, page.max_row + 1)
        row = next(
            n for n in rows if all(page.cell(n, head.index(k) + 1).value == v for k, v in match.items())
        )
    for name, value in values.items():
        page.cell(row, head.index(name) + 1).value = value
    book.save(path)


def edit_table(path: Path, match: Cells, values: Cells) -> None:
    """Write cells of the first row of a table that matches, with new columns where there are none."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        columns, rows = [*(reader.fieldnames or ())], list(reader)
    next(row for row in rows if match.items() <= row.items()).update(values)
    columns += [name for name in values if name not in columns]
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def rebuilt(kg: Run, small: Path, *words: str) -> tuple[Repository, str]:
    """Build the short paper anew with corrections and return the graph and what was said."""
    code, out, err = kg("build", small.parent / "plan.txt", "--out", "after", *words)
    assert code == 0
    return open_store("after"), out + err


def test_a_reviewed_workbook_changes_the_next_build(kg: Run, small: Path, here: Path) -> None:
    assert kg("export", "--graph", small, "--city", "沈阳市", "--format", "xlsx")[0] == 0
    book = here / "沈阳市.xlsx"
    edit_book(book, "陈述", {"关系": "包括", "宾语": "洁净机器人"}, {"审核": "拒绝", "备注": "只是例子"})
    edit_book(book, "陈述", {"关系": "包括", "宾语": "电主轴"}, {"审核": "接受"})
    edit_book(book, "陈述", {"关系": "依托", "宾语": "沈阳机床"}, {"改后宾语": "Enterprise:沈阳第一机床厂"})
    edit_book(book, "产品", {"名称": "特种机器人"}, {"名称": "特种作业机器人"})
    row = {
        "主语": "沈阳市",
        "关系": "发展",
        "宾语": "Industry:首台套装备",
        "文件": "沈阳市装备制造业行动方案",
    }
    edit_book(book, "陈述", {}, {**row, "行": "8", "原文引语": "装备制造业主营业务收入"})
    code, out, err = kg("import", "--graph", small, book, "--reviewer", "审核员")
    assert (code, err) == (0, "")
    patch = Path("data", "corrections", "沈阳市.csv")
    assert "accept 1, add 1, correct 1, reject 1, rename 1" in out
    assert f"kg build --corrections {patch}" in out

    after, said = rebuilt(kg, small, "--corrections", str(patch))
    assert "审核改正 corrections" in said
    assert not after.ask("ASK { ?s kgo:includes concept:洁净机器人 }")
    assert after.ask("ASK { concept:高档数控机床 kgo:reliesOn enterprise:沈阳第一机床厂 }")
    assert not after.ask("ASK { ?s kgo:reliesOn enterprise:沈阳机床 }")
    assert after.ask("ASK { ?s kgo:includes concept:特种作业机器人 }")
    assert not after.ask("ASK { ?s ?p concept:特种机器人 }")
    rules = {
        row.text("o"): row.text("rule")
        for row in after.select("SELECT ?o ?rule { ?s kgo:object/rdfs:label ?o ; kgo:rule ?rule }")
    }
    assert rules["电主轴"].endswith(" review:accept 审核员")
    assert rules["首台套装备"] == "review:add 审核员"
    assert Path("after", "conflicts.csv").read_text(encoding="utf-8").count("\n") == 1
    told = json.loads(Path("after", "manifest.json").read_text(encoding="utf-8"))
    assert told["corrections"][0] == 5
    assert kg("validate", "--graph", "after")[0] == 0


def test_a_folder_of_tables_can_be_reviewed_too(kg: Run, small: Path, here: Path) -> None:
    assert kg("export", "--graph", small, "--city", "沈阳市", "--format", "csv", "--out", "t")[0] == 0
    edit_table(
        here / "t/edges.csv",
        {"predicate": "includes", "target_label": "洁净机器人"},
        {"verdict": "reject", "note": "an example"},
    )
    edit_table(
        here / "t/edges.csv",
        {"predicate": "includes", "target_label": "数控系统"},
        {"target": "concept:电主轴"},
    )
    edit_table(here / "t/nodes.csv", {"id": "concept:特种机器人"}, {"label": "特种作业机器人"})
    edit_table(here / "t/edges.csv", {"target": "concept:特种机器人"}, {"target_label": "特种作业机器人"})
    code, out, _ = kg("import", "--graph", small, "t", "--reviewer", "Reviewer", "--out", "patch.csv")
    assert code == 0
    assert "correct 1, reject 1, rename 1" in out, "a name that was replaced everywhere is one renaming"
    after, _ = rebuilt(kg, small, "--corrections", "patch.csv")
    assert not after.ask("ASK { VALUES ?o { concept:洁净机器人 concept:数控系统 } ?s kgo:includes ?o }")
    assert after.ask("ASK { ?s kgo:includes concept:特种作业机器人 }")


def test_corrections_that_cannot_be_made_are_listed(kg: Run, small: Path, here: Path) -> None:
    columns = (
        "doc,digest,line,action,subject,predicate,object,new_subject,new_predicate,new_object,"
        "quote,reviewer,note,source\n"
    )
    gone = "plan,0000000000000000,3,reject,Region:沈阳市,promotes,Industry:轴承,,,,,审核员,,clause plan:3\n"
    other = (
        "paper,0000000000000000,3,reject,Region:沈阳市,promotes,Industry:轴承,,,,,审核员,,clause paper:3\n"
    )
    name = ",,0,rename,Enterprise:没有的,,,Enterprise:别名,,,,审核员,,editor's judgement\n"
    (here / "fixes").mkdir()
    (here / "fixes" / "a.csv").write_text(columns + gone, encoding="utf-8")
    (here / "fixes" / "b.csv").write_text(columns + name + other, encoding="utf-8")
    _, said = rebuilt(kg, small, "--corrections", "fixes")
    with Path("after", "conflicts.csv").open(encoding="utf-8", newline="") as handle:
        reasons = [row["reason"] for row in csv.DictReader(handle)]
    assert reasons == [
        "no entity has this name",
        "its paper was not read",
        "its clause is no longer in the paper",
    ]
    assert "plan:3 reject Region:沈阳市 promotes Industry:轴承: its clause is no longer in the paper" in said
    assert Path("after", "graph.nq").read_bytes() == (small / "graph.nq").read_bytes()


def test_an_untouched_export_writes_nothing(kg: Run, small: Path, here: Path) -> None:
    for form in ("xlsx", "csv"):
        out = f"x.{form}" if form == "xlsx" else "x"
        assert kg("export", "--graph", small, "--city", "沈阳市", "--format", form, "--out", out)[0] == 0
        code, printed, err = kg("import", "--graph", small, out, "--reviewer", "审核员")
        assert (code, printed) == (0, "")
        assert "nothing was changed" in err
    assert not Path("data").exists()


def test_what_cannot_be_imported_is_named(kg: Run, small: Path, here: Path) -> None:
    (here / "a.csv").write_text("name\nx\n", encoding="utf-8")
    (here / "taken.csv").write_text("", encoding="utf-8")
    (here / "empty").mkdir()
    for words, code, said in (
        (("a.csv", "--reviewer", "x"), 1, "a.csv:1: no column id"),
        (("empty", "--reviewer", "x"), 1, "empty: holds none of nodes.csv, edges.csv"),
        (("none.xlsx", "--reviewer", "x"), 1, "none.xlsx"),
        (("a.csv",), 2, "--reviewer"),
        (("a.csv", "--reviewer", " "), 2, "--reviewer"),
        (("a.csv", "--reviewer", "x", "--out", "taken.csv"), 2, "taken.csv: is there already"),
    ):
        got, _, err = kg("import", "--graph", small, *words)
        assert (got, err.count("\n")) == (code, 1)
        assert said in err
    code, _, err = kg("build", small.parent / "plan.txt", "--out", "after", "--corrections", "empty")
    assert (code, err.count("\n")) == (1, 1)
    assert "empty: no .csv inside" in err
