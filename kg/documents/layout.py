"""Positioned lines of pages to paragraphs: running heads and page numbers go, wrapped lines are joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from kg.documents.headings import heading

MARGIN = 0.12
"""The share of a page's height, at the top and at the bottom, where running heads and page numbers stand."""

_PAGE_NUMBER = re.compile(
    r"[—–\-－·\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})\s*页?\s*(?:[/／共,，]\s*共?\s*\d{1,4}\s*页?)?[—–\-－·\s]*"
)
_ENDED = re.compile(r"[。；！？：:;]”?$")
_LATIN = re.compile(r"[A-Za-z0-9.,;:!?)]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: text and box in points, ``top`` and ``bottom`` measured down from the page's top."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Height of the line's box, near the size of its font."""
        return self.bottom - self.top


def flow(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Return the paragraphs of pages of lines, in order.

    A line goes on in the next when it reaches the right margin and the next is neither indented nor opens
    with a number; a large centred title may take several lines.
    """
    kept = [line for page in without_running(pages) for line in page]
    if not kept:
        return []
    size = median(line.height for line in kept) or 1.0
    left = _margin([line.left for line in kept], size, first=True)
    right = _margin([line.right for line in kept], size, first=False)
    paragraphs: list[str] = []
    before: Line | None = None
    for line in kept:
        if before is not None and _goes_on(before, line, left, right, size):
            glue = " " if _LATIN.search(paragraphs[-1]) and re.match(r"[A-Za-z]", line.text) else ""
            paragraphs[-1] += glue + line.text
        else:
            paragraphs.append(line.text)
        before = line
    return paragraphs


def without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without page numbers and without lines that recur at the edge of pages."""
    ends = [(min(x.top for x in page), max(x.bottom for x in page)) for page in pages if page]
    if not ends:
        return [list(page) for page in pages]
    head, foot = min(top for top, _ in ends), max(bottom for _, bottom in ends)
    depth = (foot - head) * MARGIN

    def edge(line: Line) -> bool:
        return line.bottom <= head + depth or line.top >= foot - depth

    seen = Counter(key for page in pages for key in {_shape(line) for line in page if edge(line)})
    often = {key for key, count in seen.items() if count >= 3 and count >= len(pages) / 3}
    return [
        [
            line
            for line in page
            if not (edge(line) and (_PAGE_NUMBER.fullmatch(line.text) or _shape(line) in often))
        ]
        for page in pages
    ]


def _shape(line: Line) -> tuple[str, int]:
    """Return what makes a line the same running head on each page: its words, and its height."""
    return re.sub(r"[\d\s]+", "", line.text), round(line.top / 4)


def _margin(edges: list[float], size: float, *, first: bool) -> float:
    """Return the margin that most lines share: their commonest edge, to the nearest half size."""
    step = size / 2
    counts = Counter(round(edge / step) for edge in edges)
    often = [place for place, count in counts.items() if count >= max(2, len(edges) // 10)] or list(counts)
    return (min(often) if first else max(often)) * step


def _goes_on(before: Line, line: Line, left: float, right: float, size: float) -> bool:
    large = min(before.height, line.height) > 1.15 * size
    if large:
        same = abs(before.height - line.height) < 0.1 * size and not _ENDED.search(before.text)
        return same and 0 <= line.top - before.bottom < 1.5 * line.height
    short = right - before.right > (1.6 if _ENDED.search(before.text) else 5) * size
    if abs(before.height - line.height) > 0.25 * size or short:
        return False
    if line.left > left + 0.9 * size:
        return False
    return not (heading(line.text, 1) and _ENDED.search(before.text))
