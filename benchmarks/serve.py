"""Queries and the server, measured: heavier questions, embedded against rdflib in memory, and HTTP.

Each pair is measured in one run, in turns, and reported as a ratio: machines differ, ratios less. Usage::

    python benchmarks/serve.py [--graph build] [--copies 1] [--seconds 5]

``--copies N`` multiplies the graph: N times the statements, about other places and things.
"""

from __future__ import annotations

import argparse
import http.client
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize
from rdflib import Dataset

from kg.rdf.iris import BASE, prologue
from kg.store import open_store

HEAVY = {
    "gap, plain": """SELECT ?r ?c { ?r kgo:promotes ?c .
        FILTER NOT EXISTS { ?f kgo:locatedIn ?r . ?c kgo:reliesOn ?f }
        FILTER NOT EXISTS { ?p kgo:locatedIn ?r ; kgo:hosts ?c } }""",
    "gap, grouped": """SELECT ?r ?c { ?r kgo:promotes ?c .
        MINUS { SELECT DISTINCT ?r ?c { { ?c kgo:reliesOn ?f . ?f kgo:locatedIn ?r }
                                        UNION { ?p kgo:hosts ?c ; kgo:locatedIn ?r } } } }""",
    "overlap of all pairs": """SELECT ?a ?b (COUNT(DISTINCT ?c) AS ?n) { ?a kgo:promotes ?c .
        ?b kgo:promotes ?c FILTER(STR(?a) < STR(?b)) } GROUP BY ?a ?b ORDER BY DESC(?n)""",
    "only here": """SELECT ?r ?c { ?r kgo:promotes ?c .
        FILTER NOT EXISTS { ?o kgo:promotes ?c FILTER(?o != ?r) } }""",
    "at odds": """SELECT DISTINCT ?a ?b ?c { ?a kgo:promotes ?c .
        ?x kgo:restrictedConcept ?c ; kgo:place ?b }""",
    "contents, deep": """SELECT ?c (COUNT(DISTINCT ?d) AS ?n) { ?c kgo:includes+ ?d }
        GROUP BY ?c ORDER BY DESC(?n)""",
    "quoted": """SELECT ?r ?q ?l { ?s kgo:predicate kgo:promotes ; kgo:subject ?r ; kgo:quote ?q ;
        kgo:statedIn ?k . ?k kgo:line ?l }""",
    "by clause": """SELECT ?k (COUNT(*) AS ?n) { GRAPH ?k { ?m kgo:refersTo ?e } }
        GROUP BY ?k ORDER BY DESC(?n)""",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--graph", default="build")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--no-rdflib", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = copied(Path(args.graph), args.copies, Path(folder) / "graph.nq")
        queries(path, against=not args.no_rdflib)
        throughput(path, args.seconds)


def copied(graph: Path, copies: int, path: Path) -> Path:
    """Write a graph ``copies`` times over; each copy after the first is about other things."""
    source = graph / "graph.nq" if graph.is_dir() else graph
    quads = list(parse(path=str(source), format=RdfFormat.N_QUADS))

    def moved(term: object, copy: int) -> object:
        if copy and isinstance(term, NamedNode) and term.value.startswith(f"{BASE}id/"):
            return NamedNode(f"{term.value}_{copy}")
        return term

    def all_copies() -> Iterator[Quad]:
        for copy in range(copies):
            for q in quads:
                yield Quad(*(moved(term, copy) for term in q))  # type: ignore[arg-type]

    serialize(all_copies(), str(path), RdfFormat.N_QUADS)
    print(f"{len(quads) * copies} quads")
    return path


def timed(work: Callable[[], object], times: int = 3) -> float:
    """Return the median of some runs, in seconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
        if taken[-1] > 5:
            break
    return statistics.median(taken)


def queries(path: Path, *, against: bool) -> None:
    """Print how long each query takes embedded, and rdflib's time as a multiple of it."""
    begun = time.perf_counter()
    store = open_store(path)
    print(f"opened in {time.perf_counter() - begun:.2f} s")
    other = Dataset(default_union=True)
    if against:
        begun = time.perf_counter()
        other.parse(path, format="nquads")
        print(f"rdflib opened in {time.perf_counter() - begun:.2f} s")
    print(f"{'query':22} {'rows':>7} {'ms':>9} {'rdflib/embedded':>16}")
    for name, text in HEAVY.items():
        rows = len(store.select(text))
        embedded = timed(lambda text=text: store.select(text))  # type: ignore[misc]
        ratio = ""
        if against and embedded < 1:
            ratio = f"{timed(lambda text=text: list(other.query(prologue() + text)), 1) / embedded:.1f}"  # type: ignore[misc]
        print(f"{name:22} {rows:7d} {embedded * 1000:9.1f} {ratio:>16}")
    print(
        f"memory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


def throughput(path: Path, seconds: float) -> None:
    """Print answers a second and latencies with 1, 8 and 32 clients, and the memory of all processes."""
    command = [sys.executable, "-m", "kg", "serve", "--graph", str(path), "--port", "0", "--queue", "64"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline().split("/")[2].rpartition(":")[2])
        print(f"{'clients':>7} {'answers/s':>10} {'p50 ms':>8} {'p99 ms':>8}")
        for clients in (1, 8, 32):
            taken, begun = list[float](), time.perf_counter()
            threads = [
                threading.Thread(target=ask, args=(port, begun + seconds, taken)) for _ in range(clients)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            spent = time.perf_counter() - begun
            taken.sort()
            p50, p99 = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
            print(f"{clients:7d} {len(taken) / spent:10.0f} {p50 * 1000:8.1f} {p99 * 1000:8.1f}")
    finally:
        process.terminate()
        process.wait(20)


def ask(port: int, end: float, taken: list[float]) -> None:
    """Ask a short question over one connection until the time is over."""
    query = urllib.parse.quote("SELECT ?c { region:沈阳市 kgo:promotes ?c } LIMIT 20")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while time.perf_counter() < end:
        begun = time.perf_counter()
        connection.request(
            "GET", f"/sparql?query={query}", headers={"Accept": "application/sparql-results+json"}
        )
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        taken.append(time.perf_counter() - begun)


if __name__ == "__main__":
    main()
