"""Train the sequence models from annotated records of papers that are at hand."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycrfsuite

from kg.entities.features import OUTSIDE, View, inner_rows_of, rows_of
from kg.entities.tagger import FIRM, FIRMS, HOLDERS, MENTIONS
from kg.model import Span

SETTINGS = {
    "c1": 0.1,
    "c2": 0.1,
    "max_iterations": 100,
    "feature.minfreq": 2,
    "feature.possible_transitions": True,
}


DIGEST = "digest.txt"
"""The file beside the models that says what they were trained on."""
EXERCISE = "exercise-"
"""How the ids of practice texts begin."""
WEIGHT = 6
"""A clause of a real paper counts as so many of practice."""


def labels_of(text: str, entities: Iterable[tuple[str, str]]) -> list[str]:
    """Return B-/I-/O labels for the names that stand in ``text`` in one piece, longest first.

    >>> labels_of("发展电主轴", [("电主轴", "Product")])
    ['O', 'O', 'B-Product', 'I-Product', 'I-Product']
    """
    return layers_of(text, entities)[0]


def layers_of(text: str, entities: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Return the labels of the longest names, and those of the names that lie inside one of them.

    >>> layers_of("韦加无人机项目", [("韦加无人机项目", "Project"), ("韦加", "Enterprise")])[1]
    ['B-Enterprise', 'I-Enterprise', 'O', 'O', 'O', 'O', 'O']
    """
    plain, back = _plain(text)
    outer, inner = [OUTSIDE] * len(text), [OUTSIDE] * len(text)
    around: list[Span | None] = [None] * len(text)
    for name, kind in sorted(entities, key=lambda e: (-len(e[0]), e)):
        wanted, _ = _plain(name)
        at = plain.find(wanted) if wanted else -1
        while at >= 0:
            span = Span(back[at], back[at + len(wanted) - 1] + 1)
            within, marks = around[span.start], ["B-" + kind] + ["I-" + kind] * (span.end - span.start - 1)
            if _free(outer, span):
                outer[span.start : span.end] = marks
                around[span.start : span.end] = [span] * len(marks)
            elif within not in (None, span) and _inside(around, span) and _free(inner, span):
                inner[span.start : span.end] = marks
            at = plain.find(wanted, at + 1)
    return outer, inner


def _inside(around: list[Span | None], span: Span) -> bool:
    """Say whether one longer name lies around the whole of ``span``."""
    return len(set(around[span.start : span.end])) == 1


def _free(labels: list[str], span: Span) -> bool:
    return all(label == OUTSIDE for label in labels[span.start : span.end])


def _plain(text: str) -> tuple[str, list[int]]:
    kept = [
        (folded, i)
        for i, char in enumerate(text)
        for folded in unicodedata.normalize("NFKC", char)
        if not folded.isspace() and folded not in "“”\"'‘’《》「」"
    ]
    return "".join(char for char, _ in kept), [i for _, i in kept]


def train(views: Mapping[tuple[str, int], View], records: Iterable[Mapping[str, Any]], out: Path) -> int:
    """Write the models of both layers, trained on ``records``, into a folder; return how many
    clauses they saw.

    ``views`` are the rules' readings by document and line. The folder gets the digest of what the models
    were trained on, too.
    """
    mentions, firms = pycrfsuite.Trainer(verbose=False), pycrfsuite.Trainer(verbose=False)
    marks = []
    for record in sorted(records, key=lambda r: (r["doc"], r["line"])):
        lesson = lesson_of(views[record["doc"], record["line"]], record)
        if lesson is None:
            continue
        for _ in range(lesson.times):
            mentions.append(lesson.rows, lesson.outer)
        if any(label[2:] in HOLDERS for label in lesson.outer):
            firms.append(
                inner_rows_of(lesson.rows, lesson.outer),
                [own if own[2:] == FIRM else OUTSIDE for own in lesson.inner],
            )
        marks.append(lesson.mark())
    for trainer, name in ((mentions, MENTIONS), (firms, FIRMS)):
        trainer.set_params(SETTINGS)
        trainer.train(str(out / name))
    (out / DIGEST).write_text(digest(marks) + "\n", encoding="ascii")
    return len(marks)


@dataclass(frozen=True)
class Lesson:
    """What a model learns from one clause: features and labels a character, and how often it is shown."""

    rows: list[list[str]]
    outer: list[str]
    inner: list[str]
    times: int

    def mark(self) -> str:
        """Return a hash that changes with anything that is learned."""
        said = repr((self.rows, self.outer, self.inner, self.times))
        return hashlib.sha256(said.encode()).hexdigest()


def lesson_of(view: View, record: Mapping[str, Any]) -> Lesson | None:
    """Return what an annotated clause teaches, None if it is empty."""
    if not view.text:
        return None
    outer, inner = layers_of(view.text, [(n, k) for n, k in record["entities"]])
    return Lesson(rows_of(view), outer, inner, 1 if record["doc"].startswith(EXERCISE) else WEIGHT)


def digest(marks: Iterable[str]) -> str:
    """Return the hash of lessons in order and of the settings that they are learned by."""
    return hashlib.sha256(repr((sorted(SETTINGS.items()), list(marks))).encode()).hexdigest()
