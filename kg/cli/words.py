"""Words to search by, as texts and questions are both cut."""

from __future__ import annotations

import unicodedata

from kg.text.tokens import tag, tokens

_EMPTY = tuple("upcyeo")
"""How the tags of words begin that nobody searches for: particles, prepositions, conjunctions …"""


def cut(text: str) -> tuple[str, ...]:
    """Return the words of a text in order, folded, without punctuation and words that only join others.

    >>> cut("发展CNC的数控机床。")
    ('发展', 'cnc', '数控机床')
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return tuple(
        token.word
        for token in tokens(folded)
        if any(character.isalnum() for character in token.word) and not tag(token.word).startswith(_EMPTY)
    )
