"""What changed between two graphs or papers as a page of its own, thing by thing, with the quoted clauses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from kg.analysis.differences import RELATIONS, Difference, Kind, Words
from kg.viz.pages import Frame, Page, render

WORDS = {Kind.ADDED: ("新增", "added"), Kind.DROPPED: ("去掉", "dropped"), Kind.CHANGED: ("改变", "changed")}
_TITLE = {"zh": "变化", "en": "Changes"}


def changes_page(found: Sequence[Difference], before: str, after: str, *, language: str = "zh") -> Page:
    """Return differences as one HTML file that needs no other: counts, and a table for each thing.

    ``before`` and ``after`` are what to call the two sides.
    """
    counts = [(*WORDS[kind], sum(one.kind is kind for one in found)) for kind in Kind]
    groups = [(entity, list(rows)) for entity, rows in groupby(found, key=lambda one: one.matter.entity)]
    html = render(
        "changes.html",
        "changes.html",
        Frame(language=language, single=True),
        title=_TITLE[language],
        titles=(_TITLE["zh"], _TITLE["en"]),
        sides=(before, after),
        figures=[
            {"zh": zh, "en": en, "value": f"{value:,}"}
            for zh, en, value in (*counts, ("涉及事物", "things", len(groups)))
        ],
        groups=[{"name": rows[0].name, "rows": [_row(one) for one in rows]} for _, rows in groups],
    )
    return Page("changes.html", _TITLE["zh"], html)


def _row(one: Difference) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "words": WORDS[one.kind],
        "relation": (RELATIONS.get(one.matter.relation, one.matter.relation), one.matter.relation),
        "object": one.object,
        "values": one.values,
        "before": [_quoted(words) for words in one.before],
        "after": [_quoted(words) for words in one.after],
    }


def _quoted(words: Words) -> dict[str, str]:
    return {"text": words.quote.text, "place": words.quote.place, "date": words.date}
