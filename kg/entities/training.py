"""Train the sequence model from annotated records of papers that are at hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pycrfsuite

from kg.entities.features import OUTSIDE, View, rows_of

SETTINGS = {"c1": 0.1, "c2": 0.1, "max_iterations": 80, "feature.possible_transitions": True}


def labels_of(text: str, entities: Iterable[tuple[str, str]]) -> list[str]:
    """Return B-/I-/O labels for the names that stand in ``text`` in one piece, longest first.

    >>> labels_of("发展电主轴", [("电主轴", "Product")])
    ['O', 'O', 'B-Product', 'I-Product', 'I-Product']
    """
    plain, back = _plain(text)
    labels = [OUTSIDE] * len(text)
    for name, kind in sorted(entities, key=lambda e: (-len(e[0]), e)):
        wanted, _ = _plain(name)
        at = plain.find(wanted) if wanted else -1
        while at >= 0:
            start, end = back[at], back[at + len(wanted) - 1] + 1
            if all(label == OUTSIDE for label in labels[start:end]):
                labels[start:end] = ["B-" + kind] + ["I-" + kind] * (end - start - 1)
            at = plain.find(wanted, at + 1)
    return labels


def _plain(text: str) -> tuple[str, list[int]]:
    kept = [
        (folded, i)
        for i, char in enumerate(text)
        for folded in unicodedata.normalize("NFKC", char)
        if not folded.isspace() and folded not in "“”\"'‘’《》「」"
    ]
    return "".join(char for char, _ in kept), [i for _, i in kept]


def train(views: Mapping[tuple[str, int], View], records: Iterable[Mapping[str, Any]], out: Path) -> int:
    """Write a model that was trained on ``records``; return how many clauses it saw.

    ``views`` are the rules' readings by document and line.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    count = 0
    for record in sorted(records, key=lambda r: (r["doc"], r["line"])):
        view = views[record["doc"], record["line"]]
        if view.text:
            trainer.append(rows_of(view), labels_of(view.text, [(n, k) for n, k in record["entities"]]))
            count += 1
    trainer.set_params(SETTINGS)
    trainer.train(str(out))
    return count
