"""The committed model is what the committed annotation makes, and the annotation is sound."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pycrfsuite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import pipeline
from kg.documents import read_corpus
from kg.entities.features import View, rows_of
from kg.entities.tagger import MODEL, spans_of
from kg.entities.training import labels_of, train
from kg.model import EntityType, Mode, Predicate
from kg.resources import data_path

GOLD = Path(__file__).resolve().parents[1] / "gold" / "gold.jsonl"
FIX = "kg train --out data/models/mentions.crfsuite"


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def annotated() -> list[dict[str, Any]]:
    """Return every record that the model is trained on."""
    return [one for path in sorted(data_path("training").glob("*.jsonl")) for one in records(path)]


@pytest.fixture(scope="module")
def lines() -> dict[tuple[str, int], str]:
    """Return the text of each line of the shipped papers."""
    papers = read_corpus([data_path("documents")])
    return {(clause.doc, clause.line): clause.text for paper in papers for clause in paper.clauses}


def squeezed(text: str) -> str:
    return re.sub(r"[\s“”\"'‘’《》]", "", unicodedata.normalize("NFKC", text))


def stands_in(name: str, line: str) -> bool:
    """Say whether the characters of a name stand in a line in order, in pieces where it was distributed."""
    rest: Iterator[str] = iter(squeezed(line))
    return all(char in rest for char in squeezed(name))


def test_no_clause_is_annotated_twice_and_none_is_of_the_gold(annotated: list[dict[str, Any]]) -> None:
    keys = [(one["doc"], one["line"]) for one in annotated]
    assert len(keys) == len(set(keys)) > 100
    assert not set(keys) & {(one["doc"], one["line"]) for one in records(GOLD)}


def test_names_stand_in_their_lines(
    annotated: list[dict[str, Any]], lines: dict[tuple[str, int], str]
) -> None:
    strange = [
        (one["doc"], one["line"], name)
        for one in annotated
        for name, _ in one["entities"]
        if not stands_in(name, lines[one["doc"], one["line"]])
    ]
    assert not strange


def test_types_predicates_and_modes_are_those_of_the_model(annotated: list[dict[str, Any]]) -> None:
    assert {kind for one in annotated for _, kind in one["entities"]} <= set(EntityType)
    assert {predicate for one in annotated for _, predicate, _ in one["relations"]} <= set(Predicate)
    assert {held["mode"] for one in annotated for held in one["restrictions"]} <= set(Mode)


@given(st.lists(st.sampled_from(("电主轴", "铝材", "机器人", "工业机器人")), max_size=4))
def test_labels_give_back_the_names(names: list[str]) -> None:
    text = "发展" + "、".join(names)
    labels = labels_of(text, [(name, "Product") for name in names])
    assert len(labels) == len(text)
    assert [span.of(text) for span, _ in spans_of(labels)] == names


def test_a_distributed_name_is_not_labelled() -> None:
    assert set(labels_of("镁、钛加工材", [("镁加工材", "Product")])) == {"O"}


def labelled(model: Path, views: dict[tuple[str, int], View]) -> dict[tuple[str, int], list[str]]:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    return {key: tagger.tag(rows_of(view)) for key, view in views.items() if view.text}


@pytest.mark.slow
def test_the_committed_model_is_what_training_makes(annotated: list[dict[str, Any]], tmp_path: Path) -> None:
    views = pipeline.views(read_corpus([data_path("documents")]))
    fresh = tmp_path / "fresh.crfsuite"
    assert train(views, annotated, fresh) == len(annotated)
    if fresh.read_bytes() == data_path(*MODEL).read_bytes():
        return
    old, new = labelled(data_path(*MODEL), views), labelled(fresh, views)
    other = [key for key in old if old[key] != new[key]]
    assert not other, (
        f"the model is older than rules or annotation: it reads {len(other)} clauses otherwise; run {FIX}"
    )
