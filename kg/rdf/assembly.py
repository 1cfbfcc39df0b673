"""The whole graph in one call: what clauses say, what follows from it, and what the graph says of itself."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.model import DocumentReading
from kg.rdf.builder import quads
from kg.rdf.description import describe
from kg.rdf.inference import infer


def assemble(readings: Iterable[DocumentReading], *, inferred: bool = True) -> list[ox.Quad]:
    """Return all quads of readings, with ``graph:inferred`` unless told not to, and their description.

    Inference takes most of the time: some seconds a hundred thousand quads.
    """
    whole = list(quads(readings))
    if inferred:
        whole += infer(whole)
    return whole + list(describe(whole))
