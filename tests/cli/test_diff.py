"""``kg diff`` tells what was added, dropped and changed, and its patch takes one graph into the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store

from kg.documents import read_corpus
from kg.pipeline import read_all
from kg.rdf.assembly import assemble
from kg.rdf.serialize import write_nquads

Run = Callable[..., tuple[int, str, str]]
OLD = """\
沈阳市装备制造业行动方案
　　1.重点发展轴承产业、机器人产业。
　　2.严格控制水泥行业新增产能。
　　3.到2018年，装备制造业主营业务收入达到3000亿元以上。
　　4.发展陶瓷产业。
"""
NEW = """\
沈阳市装备制造业行动方案
　　1.重点发展轴承产业。
　　2.禁止发展水泥产业。
　　3.到2018年，装备制造业主营业务收入达到5000亿元以上。
　　4.重点发展新材料产业。

　　5.发展陶瓷产业。
"""
INDEX = "doc,title,issuer,region,date\nplan,{title},沈阳市人民政府,沈阳市,{date}\n"


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an older and a newer form of one paper, ``old/`` and ``new/``, and their graphs."""
    home = tmp_path_factory.mktemp("sides")
    for name, text, date in (("old", OLD, "2015-01-01"), ("new", NEW, "2017-01-01")):
        (home / name).mkdir()
        (home / name / "plan.txt").write_text(text, encoding="utf-8")
        index = INDEX.format(title=f"沈阳市<b>{name}</b>方案", date=date)
        (home / name / "index.csv").write_text(index, encoding="utf-8")
        write_nquads(assemble(read_all(read_corpus([home / name]))), home / f"{name}.nq")
    return home


def cells(out: str) -> set[tuple[str, ...]]:
    """The first columns of a table's rows, and the date."""
    rows = [re.split(r"\s{2,}", line) for line in out.splitlines()[2:]]
    return {tuple(row[:4]) for row in rows}


def test_the_table_has_what_the_papers_say_and_nothing_else(kg: Run, sides: Path) -> None:
    code, out, said = kg("diff", sides / "old.nq", sides / "new.nq")
    assert code == 0
    assert cells(out) == {
        ("改变 changed", "沈阳市", "约束 restricts", "水泥"),
        ("改变 changed", "沈阳市", "指标 target", "装备制造业主营业务收入（2018）"),
        ("去掉 dropped", "沈阳市", "发展 promotes", "机器人"),
        ("新增 added", "沈阳市", "发展 promotes", "新材料"),
    }
    assert "新增 added 1，去掉 dropped 1，改变 changed 2；1 个事物 things" in said
    line = next(line for line in out.splitlines() if "restricts" in line)
    assert re.search(r"水泥\s+控制新增产能\s+禁止\s+plan:3\s+2017-01-01\s+2\.禁止发展水泥产业", line)
    assert re.search(r"≥3000亿元\s+≥5000亿元", out)


def test_a_graph_does_not_differ_from_itself_nor_from_a_paper_with_another_line(
    kg: Run, sides: Path, tmp_path: Path
) -> None:
    assert kg("diff", sides / "old.nq", sides / "old.nq")[1] == "没有变化 nothing changed\n"
    assert kg("diff", sides / "old.nq", sides / "old.nq", "--format", "ttl")[1] == ""
    moved = tmp_path / "moved.txt"
    moved.write_text(OLD.replace("\n　　2", "\n\n　　2"), encoding="utf-8")
    out = kg("diff", sides / "old.nq", moved, "--region", "沈阳市")[1]
    assert out == "没有变化 nothing changed\n"


def test_a_patch_takes_one_graph_into_the_other(kg: Run, sides: Path) -> None:
    patch = kg("diff", sides / "old.nq", sides / "new.nq", "--format", "ttl")[1]
    store = Store()
    store.bulk_load(path=str(sides / "old.nq"), format=RdfFormat.N_QUADS)
    store.update(patch)
    wanted = Store()
    wanted.bulk_load(path=str(sides / "new.nq"), format=RdfFormat.N_QUADS)
    assert quads(store) == quads(wanted)
    assert patch == kg("diff", sides / "old.nq", sides / "new.nq", "--format", "ttl")[1]


def quads(store: Store) -> set[Quad]:
    return set(store.quads_for_pattern(None, None, None, None))


def test_a_patch_between_papers_holds_what_they_say_and_no_trace_of_where(kg: Run, sides: Path) -> None:
    patch = kg("diff", "plan", sides / "new", "--graph", sides / "old.nq", "--format", "ttl")[1]
    dropped, added = re.findall(r"DATA \{\nGRAPH graph:statements \{\n(.*?)\}\n\}", patch, re.S)
    assert dropped == "region:沈阳市 kgo:capsCapacityOf concept:水泥 ;\n    kgo:promotes concept:机器人 .\n"
    assert added == "region:沈阳市 kgo:prohibits concept:水泥 ;\n    kgo:promotes concept:新材料 .\n"


def test_the_page_says_the_same_escaped_and_loads_nothing(kg: Run, sides: Path, tmp_path: Path) -> None:
    page = tmp_path / "changes.html"
    words = ("diff", "plan", sides / "new.nq", "--graph", sides / "old.nq", "--format", "html", "--out", page)
    assert kg(*words)[0] == 0
    html = page.read_text(encoding="utf-8")
    assert "沈阳市&lt;b&gt;old&lt;/b&gt;方案" in html and "<b>old</b>" not in html
    assert not re.search(r"<(?:script|link|img)[^>]*\s(?:src|href)=\"(?!data:)", html)
    text = re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]+>", " ", html, flags=re.S)
    for said in ("控制新增产能", "禁止发展水泥产业", "plan:3 · 2017-01-01", "新材料产业", "≥5000亿元"):
        assert said in text, said


def test_one_thing_alone(kg: Run, sides: Path) -> None:
    out = kg("diff", sides / "old.nq", sides / "new.nq", "--entity", "新材料")[1]
    assert cells(out) == {("新增 added", "沈阳市", "发展 promotes", "新材料")}
    gone = kg("diff", sides / "old.nq", sides / "new.nq", "--entity", "机器人")[1]
    assert cells(gone) == {("去掉 dropped", "沈阳市", "发展 promotes", "机器人")}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("plam", "new.nq"), "plam: no such graph or file, and no such paper in"),
        (("old.nq", "gone.nq"), "gone.nq: not found"),
        (("old.nq", "new.nq", "--format", "ttl", "--entity", "沈阳市"), "a patch is whole"),
        (("old.nq", "new.nq", "--out", "x"), "give --format html or ttl"),
        (("old.nq", "new.nq", "--entity", "火星"), "火星: no such thing in the graph"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(
    kg: Run, sides: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(sides)
    code, out, err = kg("diff", *words, "--graph", "old.nq")
    assert code in (1, 2)
    assert out == ""
    assert said in err and err.count("\n") == 1
