"""What workers can do, by name: the one registry of operations, made in the process that holds the graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.rdf.inference import prepare
from kg.store import EmbeddedRepository, open_store
from kg.store.in_force import as_of
from kg.store.searching import Cut
from kg.web.dataset import Dataset
from kg.web.keeper import Opening
from kg.web.pages import Pages
from kg.web.replies import Reply
from kg.web.sparql import answer_query, carry_out, read_graph, write_graph
from kg.web.worker import Operation


def opening(where: str | Path, cut: Cut, day: str | None = None) -> Opening:
    """Return what reads a graph, perhaps as of a day, and makes the operations over it.

    ``cut`` cuts questions into words.
    """

    def opened() -> Mapping[str, Operation]:
        repository = open_store(where)
        if day is not None:
            repository = as_of(repository, day).repository
        if not isinstance(repository, EmbeddedRepository):
            raise GraphError(f"{where}: a server needs a graph of its own, not another endpoint")
        return operations(Dataset(repository), cut)

    return opened


def operations(dataset: Dataset, cut: Cut) -> dict[str, Operation]:
    """Return the operations over a dataset."""
    pages = Pages(dataset, cut)
    pages.warm()
    prepare()

    def text(run: Callable[[Dataset, dict[str, Any], str], Reply]) -> Operation:
        return lambda head, body: run(dataset, head, body.decode("utf-8", "surrogatepass"))

    def saved(operation: Operation) -> Operation:
        """Return an operation whose successful reply carries the whole graph where the head asks for it."""

        def run(head: dict[str, Any], body: bytes) -> Reply:
            reply = operation(head, body)
            pages.forget()
            if reply.status >= 300 or not head.get("save"):
                return reply
            return Reply(reply.status, reply.type, dataset.nquads(), reply.headers)

        return run

    return {
        "page": pages.page,
        "thing": pages.thing,
        "export": pages.export,
        "void": pages.void,
        "complete": pages.complete,
        "search": pages.search,
        "compare": pages.compare,
        "example": pages.example,
        "terms": pages.terms,
        "query": text(answer_query),
        "read_graph": text(read_graph),
        "update": saved(text(carry_out)),
        "write_graph": saved(lambda head, body: write_graph(dataset, head, body)),
    }
