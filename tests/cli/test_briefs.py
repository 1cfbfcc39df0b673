"""A city's brief in Markdown and Word: read back by others, nothing lost, the same each time."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import docx
import pypdfium2
import pytest
from markdown_it import MarkdownIt

from kg.store import Repository, open_store
from kg.viz import load
from kg.viz.brief import Brief, Table, brief_of, to_markdown
from kg.viz.brief_docx import to_docx

Run = Callable[..., tuple[int, str, str]]
SHENYANG = "https://w3id.org/industry-kg/id/region/沈阳市"


@pytest.fixture(scope="module")
def graph(built: Path) -> Repository:
    return open_store(built)


@pytest.fixture(scope="module")
def brief(graph: Repository) -> Brief:
    return brief_of(load(graph), SHENYANG, origin=("来源 source: 甲",), author="industry-kg")


def markdown_tables(text: str) -> list[list[list[str]]]:
    """Return the tables of a Markdown text as a Markdown reader sees them: rows of cells."""
    tables: list[list[list[str]]] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for before, token in pairwise(tokens):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type == "inline" and before.type in ("th_open", "td_open"):
            tables[-1][-1].append("".join(child.content for child in token.children or ()))
    return tables


def word_tables(body: bytes) -> list[list[list[str]]]:
    document = docx.Document(io.BytesIO(body))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_the_brief_names_what_the_city_promotes_and_restricts(brief: Brief, graph: Repository) -> None:
    tables = {table.en: table for table in brief.tables}
    for name, query in (
        ("Promoted", "SELECT DISTINCT ?label { region:沈阳市 kgo:promotes/rdfs:label ?label }"),
        (
            "Restricted",
            "SELECT DISTINCT ?label { ?r kgo:place region:沈阳市 ; kgo:restrictedConcept/rdfs:label ?label }",
        ),
    ):
        told = {word for row in tables[name].rows for word in row[0].split("、")}
        asked = {
            row.text("label") for row in graph.select(query) if getattr(row["label"], "language", "") == "zh"
        }
        assert asked
        assert asked <= told


def test_every_row_ends_in_words_of_its_paper(brief: Brief, graph: Repository) -> None:
    texts = {
        (row.text("title"), int(row.text("line"))): " ".join(row.text("text").split())
        for row in graph.select(
            "SELECT ?title ?line ?text"
            " { ?c a kgo:Clause ; kgo:text ?text ; kgo:line ?line ; kgo:inDocument/kgo:title ?title }"
        )
    }
    rows = [row for table in brief.tables for row in table.rows]
    assert len(rows) > 100
    for row in rows:
        told = re.match(r"“…?(.*?)…?”\[(\d+)\]第(\d+)行", row[-1])
        assert told, row
        assert told[1] in texts[brief.papers[int(told[2]) - 1].title, int(told[3])], row


def test_markdown_and_word_hold_the_same_tables(brief: Brief) -> None:
    wanted = [[list(table.columns), *map(list, table.rows)] for table in brief.tables]
    assert word_tables(to_docx(brief)) == wanted
    assert markdown_tables(to_markdown(brief)) == wanted


def test_no_name_is_read_as_markup() -> None:
    rows = (("a|b`c`", "<b>*x*</b>", "“[1](y)”_z_ #"),)
    brief = Brief(
        "*标题*", "", (), (Table("表", "Table", ("一", "二", "三"), rows, 1),), (), ("# 源",), "", ""
    )
    assert markdown_tables(to_markdown(brief))[0][1] == list(rows[0])
    html = MarkdownIt("commonmark").enable("table").render(to_markdown(brief))
    assert "<b>" not in html
    assert "<h1>*标题*</h1>" in html
    assert word_tables(to_docx(brief))[0][1] == list(rows[0])


def test_the_bytes_do_not_tell_the_time(brief: Brief) -> None:
    first = to_docx(brief)
    time.sleep(2.1)  # zip archives count in twos
    assert to_docx(brief) == first
    told = docx.Document(io.BytesIO(first)).core_properties
    assert (told.title, told.author) == ("沈阳市产业政策简报", "industry-kg")
    assert told.created is not None
    assert told.created.isoformat().startswith("2015-12-12")


def test_libreoffice_opens_the_word_file(brief: Brief, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "install libreoffice-writer-nogui"
    (tmp_path / "brief.docx").write_bytes(to_docx(brief))
    words = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*words, "brief.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    document = pypdfium2.PdfDocument(tmp_path / "brief.pdf")
    text = document[0].get_textpage().get_text_range()
    assert "沈阳市产业政策简报" in text
    assert "依据" in document[1].get_textpage().get_text_range(), "the head of a table repeats"
    assert "略去" in text


def test_the_command_writes_briefs(
    kg: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = kg("export", "--graph", small, "--city", "沈阳市", "--format", "md", "--out", "-")
    assert code == 0
    assert out.startswith("# 沈阳市产业政策简报")
    assert "略去 left out" in out
    assert "引用 cite as" in out
    assert kg("export", "--graph", small, "--all-cities", "--format", "docx", "--out", "all")[0] == 0
    with Path("all", "index.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert [row["file"] for row in csv.DictReader(handle)] == ["沈阳市.docx"]
    code, _, err = kg("export", "--graph", small, "--enterprise", "沈阳机床", "--format", "docx")
    assert (code, err.count("\n")) == (2, 1)
    assert "a brief is of a city or another region" in err
