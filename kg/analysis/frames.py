"""Rows of any analysis as plain records for people: names in place of IRIs, quotes with their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kg.analysis.records import Corpus, Quote
from kg.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

Plain = str | int | float | bool | None


def records(rows: Iterable[Any], corpus: Corpus) -> list[dict[str, Plain]]:
    """Return rows (frozen dataclasses) as dicts of plain values, in the order of their fields.

    IRIs become names, tuples are joined by 、, a quote becomes ``doc:line「words」``.
    """
    return [{field.name: plain(getattr(row, field.name), corpus) for field in fields(row)} for row in rows]


def plain(value: Any, corpus: Corpus) -> Plain:
    """Return a field's value as people read it."""
    if isinstance(value, Quote):
        return f"{value.place}「{value.text}」"
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, str):
        return corpus.name(value) if value in corpus.things else value
    if isinstance(value, tuple):
        return "、".join(
            "·".join(str(plain(part, corpus)) for part in item)
            if isinstance(item, tuple)
            else str(plain(item, corpus))
            for item in value
        )
    if is_dataclass(value):
        return str(getattr(value, "name", ""))
    return value if isinstance(value, int | float) or value is None else str(value)


def frame(rows: Iterable[Any], corpus: Corpus) -> pd.DataFrame:
    """Return rows as a pandas DataFrame; raise UsageError where pandas is not installed."""
    try:
        import pandas
    except ImportError:
        raise UsageError("pandas is not installed; pip install 'industry-kg[pandas]'") from None
    return pandas.DataFrame(records(rows, corpus))
