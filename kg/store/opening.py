"""Open a graph wherever it is."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from kg.errors import GraphError
from kg.store.embedded import EmbeddedRepository
from kg.store.endpoint import EndpointRepository
from kg.store.repository import Repository

GRAPH_FILE = "graph.nq"
"""The name of the graph in a build folder."""


def open_store(where: str | PathLike[str]) -> Repository:
    """Open a build folder, an RDF file, or an http(s) SPARQL 1.1 endpoint.

    Raise GraphError, naming the place, where there is no graph.
    """
    address = str(where)
    if address.lower().startswith(("http://", "https://")):
        return EndpointRepository(address)
    path = Path(where)
    if path.is_dir():
        if not (path / GRAPH_FILE).is_file():
            raise GraphError(f"{path}: no {GRAPH_FILE} in this folder; `kg build` makes one")
        path = path / GRAPH_FILE
    if not path.exists():
        raise GraphError(f"{path}: not found; `kg build` makes a graph")
    return EmbeddedRepository.read(path)
