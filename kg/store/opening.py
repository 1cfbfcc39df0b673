"""Open a graph wherever it is."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path

from kg.errors import GraphError
from kg.store.embedded import EmbeddedRepository
from kg.store.endpoint import EndpointRepository
from kg.store.repository import Repository

GRAPH_FILE = "graph.nq"
"""The name of the graph in a build folder."""
MANIFEST_FILE = "manifest.json"
"""The name of what a build says of itself."""
FORMAT = 2
"""The format of the build folders that this version writes and reads; 1 had none written down."""


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
        if made_in(path) not in (None, FORMAT):
            raise GraphError(f"{path}: 旧格式 (an earlier format of build folder); `kg build` makes it anew")
        path = path / GRAPH_FILE
    if not path.exists():
        raise GraphError(f"{path}: not found; `kg build` makes a graph")
    return EmbeddedRepository.read(path)


def made_in(folder: Path) -> int | None:
    """Return the format of a build folder; None where there is no manifest.

    Raise GraphError for a manifest of a later format or of another program.
    """
    path = folder / MANIFEST_FILE
    try:
        told = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise GraphError(f"{path}: cannot be read: {error.strerror or error}") from None
    except ValueError:
        told = None
    if not isinstance(told, dict) or not str(told.get("generator", "")).startswith("industry-kg "):
        raise GraphError(f"{path}: 不是本程序所建 (not made by kg build); use another folder")
    form = told.get("format", 1)
    if not isinstance(form, int) or form > FORMAT:
        raise GraphError(
            f"{path}: 格式 {form} 较新 (made by {told['generator']}, which is later than this version)"
        )
    return form
