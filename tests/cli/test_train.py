"""``kg train`` makes a model from records, the same one each time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pycrfsuite

from kg.resources import data_path

Run = Callable[..., tuple[int, str, str]]
DOC = "liaoning-2015-traditional-industry"


def some_records(path: Path, lines: range) -> int:
    rows = [
        json.loads(row)
        for row in data_path("training", "liaoning.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    chosen = [row for row in rows if row["doc"] == DOC and row["line"] in lines]
    path.write_text("\n".join(json.dumps(row) for row in chosen), encoding="utf-8")
    return len(chosen)


def test_the_same_records_make_the_same_model(kg: Run, tmp_path: Path) -> None:
    count = some_records(tmp_path / "some.jsonl", range(39, 49))
    assert count > 4
    for name in ("one", "two"):
        code, out, err = kg("train", tmp_path / "some.jsonl", "--out", tmp_path / name)
        assert (code, err) == (0, "")
        assert f"{count} 个条款 clauses" in out
    names = ["digest.txt", "firms.crfsuite", "mentions.crfsuite"]
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == names
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    tagger = pycrfsuite.Tagger()
    tagger.open(str(tmp_path / "one" / "mentions.crfsuite"))
    assert "B-Industry" in tagger.labels()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "some.jsonl", "two"]


def test_a_record_of_no_line_is_named(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text(
        json.dumps({"doc": DOC, "line": 99999, "entities": []}), encoding="utf-8"
    )
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "mentions.crfsuite").write_bytes(b"mine")
    code, _, err = kg("train", tmp_path / "some.jsonl", "--out", tmp_path / "model")
    assert code == 1
    assert f"{DOC}:99999" in err
    assert err.count("\n") == 1
    assert [path.read_bytes() for path in (tmp_path / "model").iterdir()] == [b"mine"]
