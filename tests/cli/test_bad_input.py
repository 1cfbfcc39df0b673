"""What is wrong is told in one line that names it and what was expected; earlier output stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

PAPER = "辽宁省某工作方案\n　　一、目标\n　　沈阳市重点发展高档数控机床产业。\n"

FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.txt": " \n\u3000\n".encode(),
    "picture.txt": bytes(range(256)) * 40,
    "korean.txt": "산업 발전 계획을 추진한다. ".encode("euc-kr") * 50,
}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / "good.txt").write_text(PAPER, encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def one_line(err: str, *told: str) -> None:
    assert err.count("\n") == 1, err
    assert err.startswith("kg: ")
    assert "Traceback" not in err
    for words in told:
        assert words in err


@pytest.mark.parametrize("verb", ["extract", "build"])
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("missing.txt", "no such file"),
        ("empty.txt", "empty"),
        ("blank.txt", "white space"),
        ("picture.txt", "binary"),
        ("korean.txt", "expected UTF-8"),
    ],
)
def test_a_file_that_is_no_paper(kg: Run, papers: Path, verb: str, name: str, told: str) -> None:
    out = ["--out", papers.parent / "out"] if verb == "build" else []
    code, printed, err = kg(verb, papers / "good.txt", papers / name, *out)
    assert code == 1
    assert not printed, "nothing is printed before all papers are read"
    one_line(err, name, told)
    assert not (papers.parent / "out").exists()


def test_an_unknown_region_suggests_the_nearest(kg: Run, papers: Path) -> None:
    code, _, err = kg("extract", papers / "good.txt", "--region", "沈阳巿")
    assert code == 2
    one_line(err, "沈阳巿", "did you mean 沈阳市?")


def test_two_papers_of_one_id_are_both_named(kg: Run, papers: Path) -> None:
    other = papers.parent / "good.txt"
    other.write_text(PAPER, encoding="utf-8")
    code, _, err = kg("extract", "--region", "辽宁省", papers / "good.txt", other)
    assert code == 1
    one_line(err, str(papers / "good.txt"), str(other))


def test_a_folder_without_papers(kg: Run, tmp_path: Path) -> None:
    code, _, err = kg("build", tmp_path, "--out", tmp_path / "out")
    assert code == 1
    one_line(err, str(tmp_path), ".txt")


def test_a_place_that_cannot_be_written(kg: Run, papers: Path) -> None:
    taken = papers.parent / "taken"
    taken.write_text("mine", encoding="utf-8")
    code, _, err = kg("build", papers / "good.txt", "--region", "辽宁省", "--out", taken)
    assert code == 1
    one_line(err, str(taken), "expected a folder")
    assert taken.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["query", "--name", "industries_by_regoin"], 2, "industries_by_region"),
        (["query", "--name", "industries_by_region", "--set", "regoin=沈阳市"], 2, "region"),
        (["query", "--name", "industries_by_region", "--set", "region=沈阳巿"], 2, "沈阳市"),
        (["query", "SELECT ?s WHERE { ?s ?p"], 1, "line"),
        (["query", "--format", "ttl", "SELECT ?s WHERE { ?s ?p ?o }"], 2, "ttl"),
        (["query", "--file", "no-such.rq"], 1, "no-such.rq"),
        (["export", "--city", "沈阳巿", "--format", "csv"], 2, "沈阳市"),
        (["export", "--city", "沈阳市", "--format", "cvs"], 2, "csv"),
    ],
)
def test_what_the_graph_or_the_verb_does_not_know(
    kg: Run, small: Path, tmp_path: Path, words: list[str], code: int, told: str
) -> None:
    out = ["--out", tmp_path / "out"] if words[0] == "export" else []
    got, printed, err = kg(*words, "--graph", small, *out)
    assert got == code
    assert not printed
    one_line(err, told)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("verb", ["query", "viz", "validate", "export"])
def test_no_graph_yet(kg: Run, tmp_path: Path, verb: str) -> None:
    words = {"query": ["ASK {}"], "export": ["--city", "沈阳市", "--format", "csv"]}.get(verb, [])
    code, _, err = kg(verb, *words, "--graph", tmp_path / "nowhere")
    assert code == 1
    one_line(err, "nowhere", "kg build")


@pytest.mark.parametrize("content", ["{", '{"doc": "x"}', "[]"])
def test_records_that_are_none(kg: Run, tmp_path: Path, content: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(content, encoding="utf-8")
    code, _, err = kg("evaluate", gold)
    assert code == 1
    one_line(err, "gold.jsonl:1")


def test_gold_of_a_paper_that_is_not_there(kg: Run, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"doc": "liaoning-2015-industrial-layuot", "line": 1}\n', encoding="utf-8")
    code, _, err = kg("evaluate", gold)
    assert code == 1
    one_line(err, "did you mean liaoning-2015-industrial-layout")


def test_an_earlier_build_survives_a_failed_one(kg: Run, papers: Path) -> None:
    out = papers.parent / "out"
    assert kg("build", papers / "good.txt", "--region", "辽宁省", "--out", out)[0] == 0
    before = files(out)
    assert before.keys() == {
        "graph.nq",
        "silent.csv",
        "conflicts.csv",
        "failures.csv",
        "manifest.json",
        "papers.json",
    }
    for name in ("missing.txt", *FILES):
        assert kg("build", papers / "good.txt", papers / name, "--out", out)[0] == 1
    assert files(out) == before
    assert sorted(path.name for path in papers.parent.iterdir()) == ["out", "papers"], "nothing is left over"


def test_an_earlier_build_survives_a_killed_one(kg: Run, papers: Path) -> None:
    out = papers.parent / "out"
    assert kg("build", papers / "good.txt", "--region", "辽宁省", "--out", out)[0] == 0
    before = files(out)
    for seconds in (0.3, 0.8, 1.3):
        build = subprocess.Popen(
            [sys.executable, "-m", "kg", "build", "--out", out],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(seconds)
        build.send_signal(signal.SIGKILL)
        killed = build.wait() != 0
        if killed:
            assert files(out) == before


def test_a_reader_that_stops_reading_is_no_error(small: Path) -> None:
    query = f"{sys.executable} -m kg query --graph {small} 'SELECT * {{ ?s ?p ?o }}' --format csv | head -1"
    run = subprocess.run(
        query, shell=True, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": ""}
    )
    assert run.stdout == "s,p,o\n"
    assert not run.stderr
