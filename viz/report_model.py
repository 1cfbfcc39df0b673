"""What a report consists of, free of HTML, Word and Markdown: sections of blocks, and footnotes of quotes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from kg.analysis.records import Corpus, Quote


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: ``notes`` are footnotes; ``shade`` (0 to 1) and ``tone`` colour it, ``bar`` is drawn."""

    text: str
    notes: tuple[int, ...] = ()
    shade: float = 0.0
    tone: str = ""
    bar: float | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """What has words in both languages: those of a paragraph, or what it is called."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Words(Bilingual):
    """A paragraph."""


@dataclass(frozen=True, slots=True)
class Grid(Bilingual):
    """A table, or a matrix (``dense``) with narrow columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    dense: bool = False
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LinkBox:
    """A link in a chain's diagram; ``grade`` is that of its gap, "" where there is none."""

    name: str
    name_en: str
    stage: str
    level: str
    grade: str
    carriers: str
    nearest: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChainBox(Bilingual):
    """A chain of a city, drawn from upstream to downstream."""

    links: tuple[LinkBox, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot as SVG for pages and PNG for offices."""

    name: str
    zh: str
    en: str
    svg: str
    png: bytes


Block: TypeAlias = "Grid | ChainBox | Figure | Words"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report."""

    key: str
    zh: str
    en: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: the words of a clause and where they stand."""

    number: int
    text: str
    paper: str
    line: int


@dataclass(frozen=True, slots=True)
class Report(Bilingual):
    """A report; footnotes count from 1 through all sections."""

    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


@dataclass
class Notes:
    """The footnotes as they are asked for: the same words get the same number."""

    corpus: Corpus
    _numbers: dict[Quote, int] = field(default_factory=dict)

    def of(self, *quotes: Quote | None) -> tuple[int, ...]:
        """Return the numbers of quotes; None gives none."""
        numbers = [
            self._numbers.setdefault(quote, len(self._numbers) + 1) for quote in quotes if quote is not None
        ]
        return tuple(dict.fromkeys(numbers))

    def all(self) -> tuple[Note, ...]:
        """Return the footnotes in the order of their numbers."""
        titles = {paper.id: paper.title for paper in self.corpus.papers.values()}
        return tuple(
            Note(number, quote.text, titles.get(quote.doc, quote.doc), quote.line)
            for quote, number in self._numbers.items()
        )
