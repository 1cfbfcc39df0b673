"""Lines to a tree of sections and to clauses."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.documents import metadata, years
from kg.documents.annexes import find
from kg.documents.headings import Heading, Rank, heading, sentence_lead
from kg.documents.regions import leading, official_names
from kg.model import Clause, Section, Span


@dataclass(slots=True)
class _Node:
    """A section while it grows."""

    id: str
    rank: int
    level: int
    label: str
    title: str
    start: int
    region: str
    parent: _Node | None = None
    end: int = 0
    children: int = 0
    year: int | None = None
    carried: int | None = None
    lines: list[int] = field(default_factory=list)


def digest(text: str) -> str:
    """Return 16 hex digits of SHA-256 over the NFKC text without white space.

    >>> digest("　工业１") == digest("工业 1")
    True
    """
    squeezed = "".join(unicodedata.normalize("NFKC", text).split())
    return hashlib.sha256(squeezed.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def structure(
    doc: str,
    lines: Sequence[str],
    *,
    title: str,
    region: str,
    year: int | None,
    outline: Mapping[int, int] | None = None,
) -> tuple[tuple[Section, ...], tuple[Clause, ...]]:
    """Return a paper's sections, in order of their lines, and one clause a line.

    ``title``, ``region`` and ``year`` hold for the root and are handed down until a heading says otherwise.
    ``outline`` gives the levels of heading styles, for headings without a number.
    """
    found, closing = headings(lines, outline or {})
    root = _Node(doc, -1, 0, "", title, 1, region, end=max(len(lines), 1), year=year)
    nodes, stack, clauses = [root], [root], []
    for at, text in enumerate(lines, 1):
        head = found.get(at)
        if at in closing:
            stack = _close(stack, _keep(stack), at)
        if head:
            stack = _close(stack, head.rank, at)
            stack.append(_open(stack[-1], head))
            nodes.append(stack[-1])
        clauses.append(_clause(doc, at, text, stack[-1], head, found.get(at + 1)))
    for node in stack:
        node.end = max(len(lines), 1)
    sections = tuple(
        Section(
            n.id, doc, n.parent.id if n.parent else "", n.level, n.label, n.title, n.start, n.end, n.region
        )
        for n in nodes
    )
    return sections, tuple(clauses)


def _keep(stack: list[_Node]) -> int:
    """Return the rank from which signature lines and lists of annexes close what is open."""
    return Rank.PLACE if any(node.rank == Rank.ANNEX for node in stack) else Rank.ANNEX


def _close(stack: list[_Node], rank: int, line: int) -> list[_Node]:
    while len(stack) > 1 and stack[-1].rank >= rank:
        stack.pop().end = line - 1
    return stack


def _open(parent: _Node, head: Heading) -> _Node:
    parent.children += 1
    decided, year = years.of_heading(head.title)
    return _Node(
        id=f"{parent.id}.{parent.children}",
        rank=head.rank,
        level=parent.level + 1,
        label=head.label,
        title=head.title,
        start=head.line,
        region=_governed(head) or parent.region,
        parent=parent,
        year=year if decided else parent.carried or parent.year,
    )


def _governed(head: Heading) -> str:
    """Return the region that a heading puts what it holds under: a place's own paper, or a bare place."""
    if head.rank == Rank.PLACE:
        return leading(head.title)
    return head.title if head.title in official_names() else ""


def _clause(doc: str, at: int, text: str, node: _Node, head: Heading | None, below: Heading | None) -> Clause:
    year = years.of_line(text)
    if year is not None and below is not None and not head:
        node.carried = year
    clause = Clause(doc, at, text, node.id, node.region, digest(text), year=year or node.year)
    if head and head.whole:
        return replace(clause, heading=head.title)
    if head:
        return replace(clause, lead=head.title, lead_span=head.span) if head.lead else clause
    if metadata.names_paper(text):
        return replace(clause, heading=text.strip())
    start = len(text) - len(text.lstrip())
    lead = sentence_lead(text, Span(start, len(text.rstrip())), numbered=False)
    return replace(clause, lead=lead.of(text), lead_span=lead) if lead else clause


def headings(lines: Sequence[str], outline: Mapping[int, int]) -> tuple[dict[int, Heading], set[int]]:
    """Return the headings by line, and the lines (annex lists, signatures) that close all sections."""
    annexes = find(lines)
    found: dict[int, Heading] = {}
    for at, text in enumerate(lines, 1):
        if at in annexes.listed:
            continue
        if at in annexes.starts:
            label, name = annexes.starts[at]
            found[at] = Heading(at, Rank.ANNEX, label, name, Span(0, len(text)), True)
        elif head := heading(text, at):
            found[at] = head
        elif at in outline and (styled := _styled(text, at, outline[at])):
            found[at] = styled
    closing = _closings(lines, annexes.listed)
    _places(lines, found)
    _attached(lines, found, closing)
    _articles(found)
    return {at: _settle(lines, found, head) for at, head in found.items()}, closing


def _styled(text: str, at: int, level: int) -> Heading | None:
    """Return the heading that a style makes of an unnumbered line; the title of a paper is none."""
    start = len(text) - len(text.lstrip())
    span = Span(start, len(text.rstrip()))
    if metadata.names_paper(text) or span.end - start > 60 or text.rstrip().endswith(("。", "；")):
        return None
    rank = (Rank.CHAPTER, Rank.SECTION, Rank.HAN, Rank.HAN_BRACKET)[min(level, 4) - 1]
    return Heading(at, rank, "", span.of(text), span, True)


def _places(lines: Sequence[str], found: dict[int, Heading]) -> None:
    """Add the headings that open a place's own paper inside a paper (沈阳市…指导意见)."""
    numbered = min((at for at, head in found.items() if head.rank > Rank.PLACE), default=len(lines) + 1)
    titles = [at for at, text in enumerate(lines, 1) if metadata.names_paper(text) and leading(text.strip())]
    for at in titles:
        if at not in found and (at > numbered or len({leading(lines[t - 1].strip()) for t in titles}) > 1):
            text = lines[at - 1]
            start = len(text) - len(text.lstrip())
            span = Span(start, len(text.rstrip()))
            found[at] = Heading(at, Rank.PLACE, "", span.of(text), span, True)


def _attached(lines: Sequence[str], found: dict[int, Heading], closing: set[int]) -> None:
    """Add the paper that follows a notice's signature, where the notice has numbered parts of its own."""
    numbered = min((at for at, head in found.items() if head.rank > Rank.PLACE), default=len(lines) + 1)
    for signed in sorted(closing):
        for at in range(max(signed, numbered) + 1, min(signed + 12, len(lines)) + 1):
            if at in found:
                break
            text = lines[at - 1]
            if metadata.names_paper(text):
                span = Span(len(text) - len(text.lstrip()), len(text.rstrip()))
                found[at] = Heading(at, Rank.PLACE, "", span.of(text), span, True)
                break


def _articles(found: dict[int, Heading]) -> None:
    """Move 第X条 below （一） where the paper's brackets hold articles and not the other way round."""
    before = Rank.HAN
    for at in sorted(found):
        if found[at].rank == Rank.HAN_BRACKET and re.search(r"一", found[at].label):
            break
        before = found[at].rank
    else:
        return
    if before != Rank.ARTICLE:
        for at, head in found.items():
            if head.rank == Rank.ARTICLE:
                found[at] = replace(head, rank=Rank.ARTICLE_INNER)


def _settle(lines: Sequence[str], found: dict[int, Heading], head: Heading) -> Heading:
    """Decide a line that ends in 。: it is a heading only where text of its own follows it."""
    if not head.open or not head.whole:
        return head
    after = head.line + 1
    while after <= len(lines) and not lines[after - 1].strip():
        after += 1
    follower = found.get(after)
    own = after <= len(lines) and (follower.rank > head.rank if follower else after == head.line + 1)
    return replace(head, whole=own)


def _closings(lines: Sequence[str], listed: frozenset[int]) -> set[int]:
    """Return the lines at which all parts end: lists of annexes and signatures above a date."""
    closing = {min(listed)} if listed else set()
    for at in range(1, len(lines)):
        above = lines[at - 1].strip()
        if metadata.date(lines[at : at + 1]) and 0 < len(above) <= 40:
            closing.add(at)
    return closing
