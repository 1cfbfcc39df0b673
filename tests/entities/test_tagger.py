"""The sequence model corrects what the rules found, and only that."""

from __future__ import annotations

import pytest
from clause_makers import clause, read
from hypothesis import given
from hypothesis import strategies as st

from kg import pipeline
from kg.entities import recognizer
from kg.entities.features import View, rows_of
from kg.entities.found import Context
from kg.entities.tagger import FORMAL, corrected, spans_of
from kg.model import EntityType, Span
from kg.text.normalize import normalize

T = EntityType
KINDS = ("Product", "Industry", "Park")
LABELS = st.lists(st.sampled_from(["O", *(f"{mark}-{kind}" for mark in "BI" for kind in KINDS)]), max_size=20)


def view(text: str) -> View:
    one = clause(text)
    return recognizer.view_of(one, normalize(text), pipeline.context_of(one, ()))


@given(LABELS)
def test_labelled_stretches_begin_at_their_labels_and_do_not_overlap(labels: list[str]) -> None:
    found = list(spans_of(labels))
    assert [labels[span.start] for span, _ in found] == [f"B-{kind.value}" for _, kind in found]
    assert len(found) == sum(label.startswith("B-") for label in labels)
    for span, kind in found:
        assert set(labels[span.start + 1 : span.end]) <= {f"I-{kind.value}"}
        assert labels[span.end : span.end + 1] != [f"I-{kind.value}"]


@given(st.text("重点发展机器人、铝材和沈阳集团产业园。，2020（）“”", max_size=40))
def test_each_character_has_features(text: str) -> None:
    rows = rows_of(view(text))
    assert len(rows) == len(normalize(text).text)
    assert len({row.index("bias") for row in rows}) <= 1


@pytest.mark.parametrize("text", ["", "　　", "。", "坚持质量第一的方针。"])
def test_what_the_rules_leave_empty_stays_empty(text: str) -> None:
    empty = View(text, None, Context("沈阳市"), (), ())
    assert corrected(empty) == ()


@pytest.mark.parametrize(
    "text",
    [
        "完善政策。（省科技厅、省财政厅牵头，省商务厅配合）",
        "由省发展改革委会同财政部组织实施。",
        "推进沈鼓集团鲅鱼圈临港基地建设。",
    ],
)
def test_what_form_alone_decides_is_left_as_it_is(text: str) -> None:
    rules = view(text).found
    formal = [one for one in rules if one.type in FORMAL or one.rule.startswith("nested:project")]
    assert formal
    assert set(formal) <= set(corrected(view(text)))


def test_a_name_of_the_models_takes_its_role_from_the_list_around_it() -> None:
    made = [
        mention
        for text in ("重点发展新能源、新材料、生物医药等产业。", "泵阀产业，加快发展高压泵、特种阀门等产品。")
        for mention in read(text).mentions
        if mention.rule == "model"
    ]
    assert all(mention.pieces[0] == Span(mention.start, mention.end) for mention in made)
    assert all(mention.role for mention in made)


def test_a_model_reads_the_same_twice() -> None:
    text = "依托沈阳机床等企业，重点发展电主轴、数控系统，建设沈阳数控机床产业园。"
    assert corrected(view(text)) == corrected(view(text))
