"""``kg build`` writes graph, silent clauses and manifest, and says what is in them."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.documents import read_corpus
from kg.resources import data_path

Run = Callable[..., tuple[int, str, str]]


def manifest(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return told


def test_the_manifest_holds_hashes_of_inputs_and_outputs_and_no_time(built: Path) -> None:
    told = manifest(built)
    papers = sorted(data_path("documents").glob("*.txt"))
    assert [row[:2] for row in told["inputs"]] == [
        [path.name, hashlib.sha256(path.read_bytes()).hexdigest()] for path in papers
    ]
    for name, digest in told["outputs"].items():
        assert digest == hashlib.sha256((built / name).read_bytes()).hexdigest()
    assert str(built) not in json.dumps(told)
    assert not re.search(r"\d\d:\d\d", json.dumps(told))


def test_every_clause_without_a_statement_is_listed_with_its_reason(built: Path) -> None:
    with (built / "silent.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    counts = manifest(built)["summary"]
    assert len(rows) == sum(counts["silent"].values())
    texts = {
        (document.id, clause.line): clause.text.strip()
        for document in read_corpus(data_path("documents").glob("*.txt"))
        for clause in document.clauses
    }
    for row in rows:
        assert row["text"] == texts[row["doc"], int(row["line"])] != ""
        assert row["reason"] in {"heading", "formal", "general", "not-understood"}
        assert row["section"].startswith(row["doc"])


def test_what_is_read_adds_up(built: Path) -> None:
    counts = manifest(built)["summary"]
    lines = sum(
        bool(line.strip())
        for path in data_path("documents").glob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    assert counts["documents"] == 2
    assert counts["clauses"] == lines
    assert sum(counts["silent"].values()) < lines
    assert set(counts["mentions"]) == set(counts["entities"])
    for kind, number in counts["entities"].items():
        assert number <= counts["mentions"][kind] or kind == "Region", kind


def test_the_summary_is_printed_with_where_things_are(kg: Run, tmp_path: Path) -> None:
    paper = tmp_path / "plan.txt"
    paper.write_text("沈阳市某工作方案\n　　重点发展高档数控机床产业。\n", encoding="utf-8")
    code, out, err = kg("build", paper, "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    assert re.search(r"^文件 documents +1$", out, re.MULTILINE)
    assert re.search(r"^陈述 statements +1 +promotes 1$", out, re.MULTILINE)
    assert str(tmp_path / "out" / "graph.nq") in out


def test_pages_of_an_earlier_graph_are_pointed_out(kg: Run, tmp_path: Path) -> None:
    paper = tmp_path / "plan.txt"
    paper.write_text("沈阳市某工作方案\n　　重点发展高档数控机床产业。\n", encoding="utf-8")
    assert kg("build", paper, "--out", tmp_path / "out")[0] == 0
    (tmp_path / "out" / "site").mkdir()
    assert kg("build", paper, "--out", tmp_path / "out")[2] == "", "the graph is the same"
    paper.write_text("沈阳市某工作方案\n　　重点发展机器人产业。\n", encoding="utf-8")
    assert "kg viz" in kg("build", paper, "--out", tmp_path / "out")[2]


def test_what_a_sidecar_says_is_part_of_the_inputs(kg: Run, tmp_path: Path) -> None:
    paper = tmp_path / "plan.txt"
    paper.write_text("沈阳市某工作方案\n　　重点发展高档数控机床产业。\n", encoding="utf-8")
    assert kg("build", paper, "--out", tmp_path / "plain")[0] == 0
    (tmp_path / "index.csv").write_text("doc,status\nplan,失效\n", encoding="utf-8")
    assert kg("build", paper, "--out", tmp_path / "dated")[0] == 0
    plain, dated = (manifest(tmp_path / name)["inputs"] for name in ("plain", "dated"))
    assert plain[0][:2] == dated[0][:2]
    assert plain != dated


def test_papers_are_added_and_removed(kg: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "plan.txt", tmp_path / "规划.txt"
    first.write_text("沈阳市某工作方案\n　　重点发展高档数控机床产业。\n", encoding="utf-8")
    second.write_text("大连市某规划\n　　加快发展造船产业。\n", encoding="utf-8")
    out = ["--out", tmp_path / "out"]
    code, _, err = kg("add", second, *out)
    assert code == 2
    assert "kg build FILE" in err
    assert kg("build", first, *out)[0] == 0
    whole = (tmp_path / "out" / "graph.nq").read_bytes()
    code, told, err = kg("add", second, *out)
    assert (code, err) == (0, "")
    assert re.search(r"^文件 documents +2$", told, re.MULTILINE)
    assert kg("remove", "规划", *out)[0] == 0
    assert (tmp_path / "out" / "graph.nq").read_bytes() == whole
    assert "没有变化 nothing changed" in kg("build", *out)[1]


def test_papers_that_cannot_be_read_are_listed_at_the_end(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("沈阳市某工作方案\n　　重点发展高档数控机床产业。\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    out = ["--out", tmp_path / "out"]
    assert kg("build", tmp_path, *out)[0] == 1
    code, told, err = kg("build", tmp_path, "--keep-going", *out)
    assert code == 3
    assert re.search(r"^文件 documents +1$", told, re.MULTILINE)
    assert err.splitlines()[0].startswith("1 个文件未能读取")
    assert "empty.txt: " in err.splitlines()[1]
    assert manifest(tmp_path / "out")["unread"] == ["empty.txt"]


def test_an_earlier_format_is_told_and_built_anew(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("沈阳市某工作方案\n　　重点发展高档数控机床产业。\n", encoding="utf-8")
    out = tmp_path / "out"
    assert kg("build", tmp_path / "plan.txt", "--out", out)[0] == 0
    told = manifest(out)
    (out / "manifest.json").write_text(json.dumps({"generator": "industry-kg 0.1.0"}), encoding="utf-8")
    code, _, err = kg("query", "ASK {}", "--graph", out)
    assert code == 1
    assert "`kg build` makes it anew" in err
    assert "built anew" in kg("build", "--out", out)[2]
    assert manifest(out) == told
