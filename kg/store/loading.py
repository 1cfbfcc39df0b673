"""Load a graph into a store behind HTTP, in parts, so that it can be repeated and taken up again."""

from __future__ import annotations

import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.errors import GraphError

_PAUSES = (0.5, 2.0, 6.0)
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much was sent: graphs, triples, and requests that had to be repeated."""

    graphs: int
    triples: int
    repeated: int


def load(
    quads: Iterable[Quad],
    address: str,
    *,
    token: str = "",
    timeout: float = 120,
    wait: Callable[[float], None] = time.sleep,
    on_done: Callable[[int, int], None] = lambda done, all_: None,
) -> Loaded:
    """Put each named graph of quads in the place of the one of its name in a store.

    ``address`` is the store's Graph Store HTTP Protocol address (SPARQL 1.1); a graph of more than
    20,000 triples is put with the first of them and the others are added. Repeating a load changes nothing,
    and graphs that the quads do not name stay as they are. A request that fails for a passing reason is
    repeated after 0.5, 2 and 6 s. Quads must be without blank nodes. Raise GraphError, naming the graph.
    """
    graphs: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        if not isinstance(quad.graph_name, NamedNode):
            raise GraphError(f"{quad}: a triple outside any named graph cannot be loaded")
        graphs[quad.graph_name.value].append(f"{quad.triple} .\n")
    triples = repeated = 0
    for done, (name, lines) in enumerate(sorted(graphs.items()), 1):
        for begin in range(0, len(lines), _MOST):
            body = "".join(sorted(lines)[begin : begin + _MOST]).encode()
            repeated += _send(address, name, body, "POST" if begin else "PUT", token, timeout, wait)
        triples += len(lines)
        on_done(done, len(graphs))
    return Loaded(len(graphs), triples, repeated)


def _send(
    address: str,
    graph: str,
    body: bytes,
    method: str,
    token: str,
    timeout: float,
    wait: Callable[[float], None],
) -> int:
    """Send a part of a graph and return how often that had to be repeated."""
    headers = {"Content-Type": "application/n-triples"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    place = f"{address}{'&' if '?' in address else '?'}{urllib.parse.urlencode({'graph': graph})}"
    problem = ""
    for repeated, pause in enumerate((*_PAUSES, 0.0)):
        request = urllib.request.Request(place, data=body, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                answer.read()
            return repeated
        except urllib.error.HTTPError as error:
            problem = f"{error.code} {error.reason}: {error.read(300).decode('utf-8', 'replace').strip()}"
            if error.code not in _PASSING:
                break
        except OSError as error:
            problem = str(getattr(error, "reason", error))
        if pause:
            wait(pause)
    raise GraphError(f"{address}: graph {graph} was not loaded: {problem}")
