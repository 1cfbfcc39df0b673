"""The shipped papers' graph, read once for all tests of analyses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import pipeline
from kg.analysis.corpus import load
from kg.analysis.records import Corpus
from kg.documents import read_corpus
from kg.rdf.builder import quads
from kg.rdf.serialize import write_nquads
from kg.resources import data_path
from kg.store import Repository, open_store


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the file of the graph that the shipped papers give."""
    papers = sorted(data_path("documents").glob("*.txt"))
    path = tmp_path_factory.mktemp("papers") / "graph.nq"
    write_nquads(quads(pipeline.read_all(read_corpus(papers))), path)
    yield path


@pytest.fixture(scope="session")
def repository(graph: Path) -> Repository:
    return open_store(graph)


@pytest.fixture(scope="session")
def corpus(repository: Repository) -> Corpus:
    return load(repository)
