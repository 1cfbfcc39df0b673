"""The words that official papers are recognised by, from ``data/lexicon/paper_words.csv``."""

from __future__ import annotations

import re
from functools import cache

from kg.errors import DataError
from kg.resources import rows

KINDS = frozenset(
    [
        *("title_end", "cited_end", "issuer_end", "looking_back", "page_noise"),
        *("not_title_start", "noun_end", "verb_after_title", "body_start"),
        *("label_title", "label_issuer", "label_date", "label_number", "label_other"),
    ]
)


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the words of a kind, longest first; raise DataError for a table with an unknown kind."""
    table = [(row["form"], row["kind"]) for row in rows("lexicon", "paper_words.csv")]
    unknown = sorted({found for _, found in table} - KINDS)
    if unknown:
        raise DataError(f"paper_words.csv: unknown kind {unknown[0]}; one of {', '.join(sorted(KINDS))}")
    return tuple(
        sorted((form for form, found in table if found == kind), key=lambda form: (-len(form), form))
    )


def one_of(*kinds: str) -> str:
    """Return a regular expression for any word of the kinds; white space may stand inside (名　称)."""
    found = sorted((form for kind in kinds for form in words(kind)), key=lambda form: (-len(form), form))
    return "(?:" + "|".join(r"\s*".join(map(re.escape, form)) for form in found) + ")"
