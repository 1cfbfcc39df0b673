"""Extraction keeps what the committed score card says it gets right."""

from __future__ import annotations

import json
from typing import Any

import pytest
from scorecard import CARD, CORPORA, FIX, SLACK, allowed, card, changes, losses, measure

from kg.evaluation import Figures


@pytest.mark.parametrize("name", CORPORA)
def test_no_family_loses_what_it_had(name: str) -> None:
    corpus = CORPORA[name]
    if not corpus.present:
        pytest.skip(f"the papers of corpus {name!r} are not beside this checkout")
    before: dict[str, Any] = json.loads(CARD.read_text(encoding="utf-8"))[name]
    now = card(measure(corpus))
    lost = losses(before, now)
    assert not lost, (
        "\n".join([*lost, "what changed (+ differs from gold now, - no longer does):", *changes(before, now)])
        + f"\nwhere the loss is meant, say why in the commit and run: {FIX}"
    )


def row(hits: int, gold: int, predicted: int) -> dict[str, int]:
    return {"hits": hits, "gold": gold, "predicted": predicted}


def with_entities(**counts: int) -> dict[str, Any]:
    empty = {name: row(0, 0, 0) for name in json.loads(CARD.read_text("utf-8"))["gold"]["figures"]}
    return {"figures": {**empty, "entity/ALL": counts}, "differences": []}


@pytest.mark.parametrize(
    ("hits", "lost"), [(900, False), (896, False), (895, False), (894, True), (850, True)]
)
def test_a_large_family_may_lose_half_a_point(hits: int, lost: bool) -> None:
    before, now = with_entities(**row(900, 1000, 1000)), with_entities(**row(hits, 1000, 1000))
    assert bool(losses(before, now)) is lost


@pytest.mark.parametrize(("hits", "lost"), [(8, False), (7, False), (6, True)])
def test_a_small_family_may_lose_one_item(hits: int, lost: bool) -> None:
    before, now = with_entities(**row(8, 10, 10)), with_entities(**row(hits, 10, 10))
    assert bool(losses(before, now)) is lost


def test_an_extra_item_counts_as_a_loss_too() -> None:
    assert losses(with_entities(**row(900, 1000, 1000)), with_entities(**row(900, 1000, 1020)))
    assert allowed(Figures(900, 1000, 1000)) == SLACK


def test_changes_are_listed_with_their_sign() -> None:
    before = {"differences": ["a", "b"]}
    assert changes(before, {"differences": ["b", "c"]}) == ["+ c", "- a"]
