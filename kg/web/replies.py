"""What a worker answers, and which media type of several a client likes best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import QueryResultsFormat, RdfFormat

TEXT = "text/plain; charset=utf-8"
JSON = "application/json"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a request: HTTP status, media type, further headers and body."""

    status: int
    type: str = TEXT
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def head(self) -> dict[str, Any]:
        """Return all but the body, to be sent over the wire."""
        return {"status": self.status, "type": self.type, "headers": dict(self.headers)}


def refusal(status: int, message: str, **headers: str) -> Reply:
    """Return an answer of one line of plain text; ``_`` in names of headers stands for ``-``."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, TEXT, (" ".join(message.split()) + "\n").encode("utf-8", "replace"), said)


@dataclass(frozen=True, slots=True)
class Offer:
    """A format that can be answered: its short name, its media types, and the engine's word for it."""

    name: str
    types: tuple[str, ...]
    form: QueryResultsFormat | RdfFormat


ROWS: Sequence[Offer] = (
    Offer("json", ("application/sparql-results+json", "application/json"), QueryResultsFormat.JSON),
    Offer("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), QueryResultsFormat.XML),
    Offer("csv", ("text/csv",), QueryResultsFormat.CSV),
    Offer("tsv", ("text/tab-separated-values",), QueryResultsFormat.TSV),
)
"""Formats of rows and truth values; the first is answered to those who name none."""

TRIPLES: Sequence[Offer] = (
    Offer("ttl", ("text/turtle", "application/x-turtle"), RdfFormat.TURTLE),
    Offer("nt", ("application/n-triples", "text/plain"), RdfFormat.N_TRIPLES),
    Offer("jsonld", ("application/ld+json", "application/json"), RdfFormat.JSON_LD),
    Offer("rdf", ("application/rdf+xml", "application/xml"), RdfFormat.RDF_XML),
    Offer("nq", ("application/n-quads",), RdfFormat.N_QUADS),
    Offer("trig", ("application/trig",), RdfFormat.TRIG),
)
"""Formats of triples."""


def negotiate(accept: str, types: Sequence[str]) -> str | None:
    """Return the type that a client's Accept header likes best; the earlier one of equals; None for none.

    >>> negotiate("text/html;q=0.5, text/*", ["text/html", "text/csv"])
    'text/csv'
    """
    ranges = _ranges(accept or "*/*")
    liked = [(_quality(offered, ranges), -place, offered) for place, offered in enumerate(types)]
    best = max(liked, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else None


def choose(accept: str, name: str, offers: Sequence[Offer]) -> tuple[Offer, str] | None:
    """Return the offer of a short name or media type, else the one Accept likes best, and its media type."""
    if name:
        for offer in offers:
            if name == offer.name or name in offer.types:
                return offer, offer.types[0]
        return None
    best = negotiate(accept, [kind for offer in offers for kind in offer.types])
    return next(((offer, best) for offer in offers if best in offer.types), None) if best else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.lower().split(",")[:64]:
        kind, *parameters = (word.strip() for word in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                quality = _number(parameter[2:])
        if "/" in kind:
            found.append((kind, quality))
    return found


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(offered: str, ranges: list[tuple[str, float]]) -> float:
    """Return the quality of the most specific range that covers a type (RFC 9110, section 12.5.1)."""
    whole, family = offered.partition(";")[0], offered.partition("/")[0] + "/*"
    for wanted in (whole, family, "*/*"):
        for kind, quality in ranges:
            if kind == wanted:
                return quality
    return 0.0
