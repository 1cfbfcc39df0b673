"""Load a graph into a store behind HTTP, in parts, so that it can be repeated and taken up again."""

from __future__ import annotations

import re
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
_LONGEST_MESSAGE = 1000
_TAG = re.compile("<[^>]*>")


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
    login: str = "",
    timeout: float = 120,
    wait: Callable[[float], None] = time.sleep,
    on_done: Callable[[int, int], None] = lambda done, all_: None,
) -> Loaded:
    """Put each named graph of quads in the place of the one of its name in a store.

    ``address`` is the store's Graph Store HTTP Protocol address (SPARQL 1.1); a graph of more than
    20,000 triples is put with the first of them and the others are added. Repeating a load changes nothing,
    and graphs that the quads do not name stay as they are. A request that fails for a passing reason is
    repeated after 0.5, 2 and 6 s. Quads must be without blank nodes. ``token`` is sent as a bearer token;
    ``login`` is name:password, sent where the store asks for it, as it asks: digest or basic. Raise
    GraphError, naming the graph.
    """
    opener = _opener(address, login)
    graphs: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        if not isinstance(quad.graph_name, NamedNode):
            raise GraphError(f"{quad}: a triple outside any named graph cannot be loaded")
        graphs[quad.graph_name.value].append(f"{quad.triple} .\n")
    triples = repeated = 0
    for done, (name, lines) in enumerate(sorted(graphs.items()), 1):
        for begin in range(0, len(lines), _MOST):
            body = "".join(sorted(lines)[begin : begin + _MOST]).encode()
            repeated += _send(opener, address, name, body, "POST" if begin else "PUT", token, timeout, wait)
        triples += len(lines)
        on_done(done, len(graphs))
    return Loaded(len(graphs), triples, repeated)


def _opener(address: str, login: str) -> urllib.request.OpenerDirector:
    """Return what opens addresses, and logs in where a store asks for it."""
    if not login:
        return urllib.request.build_opener()
    known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    known.add_password(None, address, *login.split(":", 1))
    return urllib.request.build_opener(
        urllib.request.HTTPDigestAuthHandler(known), urllib.request.HTTPBasicAuthHandler(known)
    )


def _send(
    opener: urllib.request.OpenerDirector,
    address: str,
    graph: str,
    body: bytes,
    method: str,
    token: str,
    timeout: float,
    wait: Callable[[float], None],
) -> int:
    """Send a part of a graph and return how often that had to be repeated."""
    # N-Triples are Turtle, and the name of Turtle is the one that every store knows
    headers = {"Content-Type": "text/turtle"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    place = f"{address}{'&' if '?' in address else '?'}{urllib.parse.urlencode({'graph': graph})}"
    problem = ""
    for repeated, pause in enumerate((*_PAUSES, 0.0)):
        request = urllib.request.Request(place, data=body, headers=headers, method=method)
        try:
            with opener.open(request, timeout=timeout) as answer:
                answer.read()
            return repeated
        except urllib.error.HTTPError as error:
            said = _TAG.sub(" ", error.read(_LONGEST_MESSAGE).decode("utf-8", "replace"))
            problem = f"{error.code} {error.reason}: {' '.join(said.split())}"
            if error.code not in _PASSING:
                break
        except OSError as error:
            problem = str(getattr(error, "reason", error))
        if pause:
            wait(pause)
    raise GraphError(f"{address}: graph {graph} was not loaded: {problem}")
