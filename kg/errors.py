"""The one error tree: every error says what is wrong and where.

The command line maps :class:`UsageError` to exit code 2 and every other :class:`KGError` to 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class KGError(Exception):
    """Base of every error that the package raises on purpose."""

    exit_code = 1


class UsageError(KGError):
    """The call's words are off: an unknown option value, name or format."""

    exit_code = 2


class DocumentError(KGError):
    """A paper cannot be read: missing, empty, binary, wrong encoding, doubled id."""


class DataError(KGError):
    """A declarative file below data/ (or a user's sidecar) is malformed."""


class GraphError(KGError):
    """A graph cannot be built, read, validated or found."""


class QueryError(KGError):
    """A SPARQL query cannot be parsed or evaluated."""


class VocabularyError(KGError):
    """A term is used that ontology.ttl does not define."""


def suggest(name: str, known: Iterable[str], *, limit: int = 3) -> str:
    """Return a clause that names the nearest known words, or an empty string.

    >>> suggest("沈阳", ["沈阳市", "大连市"])
    '; did you mean 沈阳市?'
    """
    near = get_close_matches(name, sorted(known), n=limit, cutoff=0.5)
    return f"; did you mean {', '.join(near)}?" if near else ""
