"""What a file format yields: a paper's lines, and what the format itself says of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Extract:
    """Lines of a paper in reading order.

    ``title``, ``issuer``, ``date`` and ``number`` come from metadata that the format carries; ``published``
    is the day a web page went up, not the paper's own. ``outline`` maps a line (from 1) to the level (from 1)
    of a heading style. ``notes`` say what could not be read.
    """

    lines: tuple[str, ...]
    encoding: str
    title: str = ""
    issuer: str = ""
    date: str = ""
    number: str = ""
    published: str = ""
    outline: Mapping[int, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
