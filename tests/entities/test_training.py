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
from kg.entities.tagger import FIRMS, GENERAL, MENTIONS, SHIPPED, spans_of
from kg.entities.training import DIGEST, EXERCISE, digest, labels_of, layers_of, lesson_of, train
from kg.model import EntityType, Mode, Predicate
from kg.resources import data_path

GOLD = Path(__file__).resolve().parents[1] / "gold" / "gold.jsonl"
EXERCISES = data_path("training", "exercises")
FIX = "kg train --out data/models/shipped"
FIX_GENERAL = (
    "kg train data/training/exercises-*.jsonl --documents data/training/exercises --out data/models/general"
)


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def annotated() -> list[dict[str, Any]]:
    """Return every record that the model is trained on."""
    return [one for path in sorted(data_path("training").glob("*.jsonl")) for one in records(path)]


@pytest.fixture(scope="module")
def lines() -> dict[tuple[str, int], str]:
    """Return the text of each line of the shipped papers and of the exercises."""
    papers = read_corpus([data_path("documents"), EXERCISES])
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
    assert {predicate for one in annotated for _, predicate, _ in one.get("relations", ())} <= set(Predicate)
    assert {held["mode"] for one in annotated for held in one.get("restrictions", ())} <= set(Mode)


def test_every_line_of_an_exercise_is_annotated(
    annotated: list[dict[str, Any]], lines: dict[tuple[str, int], str]
) -> None:
    keys = {(one["doc"], one["line"]) for one in annotated}
    wanted = {
        key for key, text in lines.items() if key[0].startswith("exercise-") and key[1] > 1 and text.strip()
    }
    assert len(wanted) > 900
    assert not sorted(wanted - keys)


@given(st.lists(st.sampled_from(("电主轴", "铝材", "机器人", "工业机器人")), max_size=4))
def test_labels_give_back_the_names(names: list[str]) -> None:
    text = "发展" + "、".join(names)
    labels = labels_of(text, [(name, "Product") for name in names])
    assert len(labels) == len(text)
    assert [span.of(text) for span, _ in spans_of(labels)] == names


def test_a_distributed_name_is_not_labelled() -> None:
    assert set(labels_of("镁、钛加工材", [("镁加工材", "Product")])) == {"O"}


def test_a_firm_inside_a_name_is_of_the_second_layer() -> None:
    outer, inner = layers_of("恒远新材三期", [("恒远新材", "Enterprise"), ("恒远新材三期", "Project")])
    assert [kind for _, kind in spans_of(outer)] == [EntityType.PROJECT]
    assert [(span.of("恒远新材三期"), kind) for span, kind in spans_of(inner)] == [
        ("恒远新材", EntityType.ENTERPRISE)
    ]


def test_training_makes_the_same_bytes_each_time(annotated: list[dict[str, Any]], tmp_path: Path) -> None:
    (paper,) = read_corpus([EXERCISES / "exercise-county-01.txt"], region="中山市")
    views = pipeline.views([paper])
    chosen = [one for one in annotated if one["doc"] == paper.id]
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        assert train(views, chosen, tmp_path / name) == len(chosen)
        made.append([(tmp_path / name / file).read_bytes() for file in (MENTIONS, FIRMS, DIGEST)])
    assert made[0] == made[1]


@pytest.mark.slow
def test_the_committed_models_were_trained_on_what_is_committed(annotated: list[dict[str, Any]]) -> None:
    """The digest beside the models is that of annotation, features, rules and settings as they are now."""
    views = pipeline.views(read_corpus([data_path("documents"), EXERCISES]))
    marks = {
        (one["doc"], one["line"]): lesson.mark()
        for one in annotated
        if (lesson := lesson_of(views[one["doc"], one["line"]], one)) is not None
    }
    for models, fix in ((SHIPPED, FIX), (GENERAL, FIX_GENERAL)):
        chosen = [marks[key] for key in sorted(marks) if models == SHIPPED or key[0].startswith(EXERCISE)]
        committed = data_path("models", models, DIGEST).read_text(encoding="ascii").strip()
        assert digest(chosen) == committed, f"older than rules, features or annotation: run {fix}"


def test_the_shipped_models_know_more_than_the_general_ones() -> None:
    for name in (MENTIONS, FIRMS):
        taggers = [pycrfsuite.Tagger(), pycrfsuite.Tagger()]
        for tagger, folder in zip(taggers, (GENERAL, SHIPPED), strict=True):
            tagger.open(str(data_path("models", folder, name)))
        general, shipped = (tagger.info().state_features for tagger in taggers)
        assert len(shipped) > len(general)
