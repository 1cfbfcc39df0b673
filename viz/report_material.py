"""What the sections of a report draw on: a corpus, its footnotes, and results that several of them share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kg.analysis.chain_gaps import ChainReport, Gap, chain_reports, gaps
from kg.analysis.matrix import Matrix, matrix
from kg.analysis.records import Corpus
from kg.analysis.resilience import Anchor, anchors
from kg.analysis.tensions import Tension, tensions
from kg.viz.report_model import Notes


@dataclass(frozen=True)
class Material:
    """A corpus with what several sections need, computed once; ``city`` is "" for all."""

    corpus: Corpus
    notes: Notes
    city: str = ""

    def name(self, iri: str) -> str:
        """Return a thing's name."""
        return self.corpus.name(iri)

    def short(self, city: str) -> str:
        """Return a city's name without 市."""
        return self.name(city).removesuffix("市")

    @cached_property
    def wanted(self) -> Matrix:
        """The matrix of what cities promote."""
        return matrix(self.corpus)

    @cached_property
    def reports(self) -> tuple[ChainReport, ...]:
        """Every city's chains."""
        return chain_reports(self.corpus)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Every gap."""
        return gaps(self.corpus)

    @cached_property
    def tensions(self) -> tuple[Tension, ...]:
        """Every pair that pulls apart."""
        return tensions(self.corpus)

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every anchor of a chain's link."""
        return anchors(self.corpus)
