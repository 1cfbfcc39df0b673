"""Figures of the evaluation, by hand and beside the reference scorer where that is at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.evaluation import Figures, normalise, normalise_end, read_records, score

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "eval"

GOLD: dict[str, Any] = {
    "doc": "a",
    "line": 1,
    "entities": [["沈阳", "Region"], ["“电主轴”", "Product"], ["高档数控机床", "Industry"]],
    "relations": [["沈阳市", "promotes", "高档数控机床"]],
    "restrictions": [{"region": "沈阳市", "object": "电解铝", "mode": "prohibit"}],
    "chains": [{"name": "铝", "stages": ["原铝", "铝加工", "铝应用"]}],
    "targets": [
        {"indicator": "贡献率", "baseline": 59, "value": 65, "unit": "%", "bound": "min", "year": 2020}
    ],
}


def figures(pred: dict[str, Any], *, relaxed: bool = False) -> dict[str, tuple[int, int, int]]:
    result = score({("a", 1): GOLD}, {("a", 1): pred})
    table = result.relaxed if relaxed else result.strict
    return {name: (row.hits, row.gold, row.predicted) for name, row in table.items()}


def test_a_record_scores_itself_fully() -> None:
    assert all(hits == gold == predicted for hits, gold, predicted in figures(GOLD).values())


def test_each_family_counts_its_items() -> None:
    assert figures({}) == {
        "entity/Region": (0, 1, 0),
        "entity/Product": (0, 1, 0),
        "entity/Industry": (0, 1, 0),
        "entity/ALL": (0, 3, 0),
        "entity/CORE": (0, 1, 0),
        "entity/CONTENT": (0, 2, 0),
        "entity/CONTENT-untyped": (0, 2, 0),
        "relation/promotes": (0, 1, 0),
        "relation/ALL": (0, 1, 0),
        "restriction": (0, 1, 0),
        "chain": (0, 2, 0),
        "target": (0, 1, 0),
        "target-full": (0, 1, 0),
    }


def test_quotes_width_and_a_prefectures_suffix_do_not_count() -> None:
    got = figures({"entities": [["电主轴", "Product"]], "relations": [["沈阳", "promotes", "高档数控机床"]]})
    assert got["entity/Product"] == (1, 1, 1)
    assert got["relation/promotes"] == (1, 1, 1)


def test_a_wrong_type_is_right_only_untyped() -> None:
    got = figures({"entities": [["电主轴", "Industry"]]})
    assert got["entity/ALL"] == (0, 3, 1)
    assert got["entity/CONTENT-untyped"] == (1, 2, 1)


def test_a_boundary_a_word_off_counts_relaxed_only() -> None:
    pred = {"entities": [["高档数控机床产业", "Industry"]]}
    assert figures(pred)["entity/Industry"] == (0, 1, 1)
    assert figures(pred, relaxed=True)["entity/Industry"] == (1, 1, 1)


def test_a_target_is_full_only_with_unit_bound_year_and_baseline() -> None:
    got = figures({"targets": [{**GOLD["targets"][0], "year": 2015}]})
    assert got["target"] == (1, 1, 1)
    assert got["target-full"] == (0, 1, 1)


def test_lines_without_gold_do_not_count() -> None:
    result = score({("a", 1): GOLD}, {("a", 1): GOLD, ("a", 2): GOLD})
    assert result.lines == 1
    assert result.strict["entity/ALL"] == Figures(3, 3, 3)


def test_differences_are_listed_with_side_and_place() -> None:
    result = score(
        {("a", 1): {"entities": [["沈阳", "Region"]]}}, {("a", 1): {"entities": [["沈阳", "Park"]]}}
    )
    assert [(d.doc, d.line, d.side, d.item) for d in result.differences] == [
        ("a", 1, "extra", ("Park", "沈阳")),
        ("a", 1, "missed", ("Region", "沈阳")),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "gold:1: not a JSON record"),
        ('{"doc": "a"}', "gold:1: not an annotation record"),
        ('{"doc": "a", "line": 1, "entities": [["x"]]}', "gold:1: not an annotation record"),
        ('{"doc": "a", "line": 1}\n{"doc": "a", "line": 1}', "gold:2: second record for a, line 1"),
    ],
)
def test_a_bad_record_is_named_with_its_line(line: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read_records(line.splitlines(), name="gold")


@given(st.text(alphabet="沈阳市省Ａａ％＋“”《》「」 \u3000①Ⅲ㎡"))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert normalise_end(normalise(text)) == normalise_end(text)


names = st.text(alphabet="沈阳市大连机床产业电主轴数控“” 高档", min_size=1, max_size=7)
numbers = st.integers(0, 3)
records = st.fixed_dictionaries(
    {
        "entities": st.lists(
            st.tuples(names, st.sampled_from(["Region", "Product", "Industry"])), max_size=5
        ),
        "relations": st.lists(st.tuples(names, st.sampled_from(["promotes", "includes"]), names), max_size=4),
        "restrictions": st.lists(
            st.fixed_dictionaries(
                {"region": names, "object": names, "mode": st.sampled_from(["prohibit", "limit"])}
            ),
            max_size=2,
        ),
        "chains": st.lists(
            st.fixed_dictionaries({"name": names, "stages": st.lists(names, max_size=3)}), max_size=2
        ),
        "targets": st.lists(
            st.fixed_dictionaries(
                {
                    "indicator": names,
                    "baseline": st.none() | numbers,
                    "value": st.none() | numbers,
                    "unit": st.sampled_from(["%", ""]),
                    "bound": st.sampled_from(["min", "exact"]),
                    "year": st.none() | st.just(2020),
                }
            ),
            max_size=3,
        ),
    }
)


def ours(gold: Path, pred: Path) -> dict[str, Any]:
    result = score(*(read_records(path.open(encoding="utf-8"), name=path.name) for path in (gold, pred)))
    return {
        name: {
            key: {
                "precision": round(row.precision, 4),
                "recall": round(row.recall, 4),
                "f1": round(row.f1, 4),
                "gold": row.gold,
                "predicted": row.predicted,
            }
            for key, row in table.items()
        }
        for name, table in (("strict", result.strict), ("relaxed", result.relaxed))
    } | {"lines": result.lines}


def reference(gold: Path, pred: Path) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, REFERENCE / "score.py", gold, pred, "--json"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    told: dict[str, Any] = json.loads(run.stdout)
    for table in ("strict", "relaxed"):  # a line of zeros there is no line here
        told[table] = {key: row for key, row in told[table].items() if row["gold"] or row["predicted"]}
    return told


needs_reference = pytest.mark.skipif(
    not (REFERENCE / "score.py").exists(), reason="the reference scorer is not beside this checkout"
)


@needs_reference
@pytest.mark.parametrize("name", ["gold", "other"])
def test_gold_damaged_in_known_ways_scores_as_the_reference_says(tmp_path: Path, name: str) -> None:
    gold = REFERENCE / "dev" / f"{name}.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line]
    for number, row in enumerate(rows):
        row["entities"] = [[text[number % 2 :], kind] for text, kind in row["entities"][number % 3 :]]
        row["relations"] = row["relations"][: -1 - number % 3]
        row["targets"] = [target | {"unit": ""} for target in row["targets"]]
    pred = tmp_path / "pred.jsonl"
    pred.write_text("\n".join(json.dumps(row) for row in rows[1:]), encoding="utf-8")
    assert ours(gold, pred) == reference(gold, pred)


@needs_reference
@settings(max_examples=25, deadline=None)
@given(pairs=st.lists(st.tuples(records, records), min_size=1, max_size=8))
def test_any_records_score_as_the_reference_says(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    folder = tmp_path_factory.mktemp("records")
    paths = (folder / "gold.jsonl", folder / "pred.jsonl")
    for side, path in enumerate(paths):
        rows = [{"doc": "a", "line": number, **pair[side]} for number, pair in enumerate(pairs, 1)]
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert ours(*paths) == reference(*paths)
