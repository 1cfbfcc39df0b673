"""A whole graph in memory, as pages are cut out of it: frozen records, filled by :mod:`kg.viz.source`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.analysis.chain_gaps import ChainReport, Gap
from kg.analysis.evidence import Ground
from kg.analysis.records import outward
from kg.viz.model import Edge, Evidence, Paper, Passage


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity as the store knows it; ``classes`` are local names of ontology classes."""

    iri: str
    label: str
    kind: str
    label_en: str = ""
    aliases: tuple[str, ...] = ()
    code: str = ""
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StageOf:
    """A stage of a chain: its IRI, name, position from 1 (upstream) and the concept that it stands for."""

    iri: str
    name: str
    position: int
    concept: str


@dataclass(frozen=True, slots=True)
class ChainOf:
    """A chain as one clause orders it."""

    iri: str
    name: str
    place: str
    evidence: Evidence
    stages: tuple[StageOf, ...]


@dataclass(frozen=True, slots=True)
class TargetOf:
    """A number to be reached, ready to be shown."""

    place: str
    indicator: str
    value: str
    year: str
    baseline: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Atlas:
    """A whole graph in memory, keyed by IRI.

    ``around`` maps an entity to the statements that it stands in, ``within`` a region to the one above it;
    ``reports`` say which links of which reference chain each city has, ``said`` what papers say is wanting.
    """

    things: Mapping[str, Thing]
    edges: tuple[Edge, ...]
    around: Mapping[str, tuple[Edge, ...]]
    passages: Mapping[str, Passage]
    papers: tuple[Paper, ...]
    chains: tuple[ChainOf, ...]
    targets: tuple[TargetOf, ...]
    within: Mapping[str, str]
    headings: frozenset[str]
    ground: Ground
    reports: tuple[ChainReport, ...]
    said: tuple[Gap, ...]

    def above(self, region: str) -> Iterator[str]:
        """Yield a region and the regions around it, innermost first."""
        return outward(self.within, region)


def reference_iri(chain: str) -> str:
    """Return the id of a reference chain's page, by the chain's id; the graph does not hold it.

    >>> reference_iri("robots")
    'reference/robots'
    """
    return f"reference/{chain}"
