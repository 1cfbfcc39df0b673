"""The questions of analysts, measured: the embedded store beside rdflib in memory and Virtuoso.

The competency questions, and eight heavier ones, are asked of the same graph in each store in one run, and
reported as ratios: machines differ, ratios less. Usage::

    python benchmarks/stores.py [--graph build] [--size 1x|100k|1m ...] [--limit 1] [--no-virtuoso]

Sizes: ``1x`` is the graph as it was built, ``100k`` the same without the graphs of clauses, of inference and
of search, ``1m`` three copies, each about other things. A question is asked three times and the middle time
counts. The other stores are stopped at the limit, in seconds, which then counts: a ratio that rests on it is
a least one (≥). Virtuoso answers over HTTP and runs with its default settings.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import select
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize
from rdflib import Dataset

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from competency_questions import questions
from store_runs import serving_virtuoso

from kg.errors import KGError
from kg.rdf.iris import BASE, graph_iri
from kg.store import Repository, named_query, open_store
from kg.store.dataset import DEFAULT_GRAPHS, PREFIXES
from kg.store.endpoint import EndpointRepository
from kg.store.syntax import Query

_TIMES = 3
HEAVY = {
    "gap, plain": """SELECT ?r ?c { ?r kgo:promotes ?c .
        FILTER NOT EXISTS { ?f kgo:locatedIn ?r . ?c kgo:reliesOn ?f }
        FILTER NOT EXISTS { ?p kgo:locatedIn ?r ; kgo:hosts ?c } }""",
    "gap, shipped": named_query("gaps_everywhere").text,
    "overlap of all pairs": """SELECT ?a ?b (COUNT(DISTINCT ?c) AS ?n) { ?a kgo:promotes ?c .
        ?b kgo:promotes ?c FILTER(STR(?a) < STR(?b)) } GROUP BY ?a ?b ORDER BY DESC(?n)""",
    "only here": """SELECT ?r ?c { ?r kgo:promotes ?c .
        FILTER NOT EXISTS { ?o kgo:promotes ?c FILTER(?o != ?r) } }""",
    "at odds": """SELECT DISTINCT ?a ?b ?c { ?a kgo:promotes ?c .
        ?x kgo:restrictedConcept ?c ; kgo:place ?b }""",
    "contents, deep": """SELECT ?r (COUNT(DISTINCT ?d) AS ?n) { ?r kgo:promotes ?c . ?c kgo:includes+ ?d }
        GROUP BY ?r ORDER BY DESC(?n)""",
    "quoted": """SELECT ?r ?q ?l { ?s kgo:predicate kgo:promotes ; kgo:subject ?r ; kgo:quote ?q ;
        kgo:statedIn ?k . ?k kgo:line ?l }""",
    "words of a city": """SELECT ?w (SUM(?n) AS ?all) {
        GRAPH graph:statements { ?s kgo:subject region:沈阳市 ; kgo:statedIn ?k }
        GRAPH graph:search { ?k kgo:hasTokens ?t . ?t kgo:token ?w ; kgo:times ?n } }
        GROUP BY ?w ORDER BY DESC(?all)""",
}


@dataclass(frozen=True)
class Measured:
    """How a store did: seconds to load, MB held, and seconds (None: over the limit) and rows a question."""

    loaded: float
    memory: float
    taken: Mapping[str, float | None]
    rows: Mapping[str, int]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--graph", default="build")
    parser.add_argument("--size", nargs="+", choices=list(SIZES), default=["1x"])
    parser.add_argument("--limit", type=float, default=1)
    parser.add_argument("--no-virtuoso", action="store_true")
    args = parser.parse_args()
    for size in args.size:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "graph.nq"
            print(f"== {size}: {SIZES[size](Path(args.graph), path)} quads", flush=True)
            asked = {**competency(Path(args.graph)), **heavy()}
            found = {
                "embedded": apart(embedded, path, asked, args.limit),
                "rdflib": apart(rdflib, path, asked, args.limit),
            }
            if not args.no_virtuoso:
                found["virtuoso"] = virtuoso(path, Path(folder), asked, args.limit)
            report(found, args.limit)


def as_built(graph: Path, path: Path) -> int:
    """Write the graph as it was built."""
    return copied(graph, 1, path)


def plain(graph: Path, path: Path) -> int:
    """Write what papers state, with labels, documents and reference."""
    return copied(graph, 1, path, only={*DEFAULT_GRAPHS, graph_iri("reference")})


def threefold(graph: Path, path: Path) -> int:
    """Write three copies."""
    return copied(graph, 3, path)


SIZES: dict[str, Callable[[Path, Path], int]] = {"1x": as_built, "100k": plain, "1m": threefold}


def copied(graph: Path, copies: int, path: Path, *, only: set[NamedNode] | None = None) -> int:
    """Write a graph ``copies`` times over, each copy after the first about other things; count the quads."""
    source = graph / "graph.nq" if graph.is_dir() else graph
    quads = [q for q in parse(path=str(source), format=RdfFormat.N_QUADS) if not only or q.graph_name in only]

    def moved(term: object, copy: int) -> object:
        if copy and isinstance(term, NamedNode) and term.value.startswith(f"{BASE}id/"):
            return NamedNode(f"{term.value}_{copy}")
        return term

    def all_copies() -> Iterator[Quad]:
        for copy in range(copies):
            for q in quads:
                yield Quad(*(moved(term, copy) for term in q))  # type: ignore[arg-type]

    serialize(all_copies(), str(path), RdfFormat.N_QUADS)
    return len(quads) * copies


def competency(graph: Path) -> dict[str, str]:
    """Return the competency questions as they are sent, by the name of the question."""
    names = open_store(graph)
    asked = {}
    for question in questions():
        query = named_query(question.query)
        asked[question.id] = sent(Query(query.text).substitute(query.bindings(names, question.parameters)))
    return asked


def heavy() -> dict[str, str]:
    """Return the heavier questions as they are sent."""
    return {name: sent(Query(text)) for name, text in HEAVY.items()}


def sent(query: Query) -> str:
    """Return a query that declares its prefixes."""
    return query.with_prefixes(PREFIXES).text


Ask = Callable[[str], int]


def embedded(path: Path) -> Ask:
    """Open a graph as the program does."""
    store = open_store(path)
    return lambda text: len(store.select(text))


def rdflib(path: Path) -> Ask:
    """Open a graph in rdflib, with the same unnamed graph that the embedded store makes."""
    g = Dataset()
    g.parse(path, format="nquads")
    for name in DEFAULT_GRAPHS:
        for triple in g.graph(name.value):
            g.default_graph.add(triple)
    return lambda text: len(list(g.query(text)))


def apart(opened: Callable[[Path], Ask], path: Path, asked: Mapping[str, str], limit: float) -> Measured:
    """Measure a store in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as processes:
        return processes.submit(_measured, opened, path, asked, limit).result()


def _measured(opened: Callable[[Path], Ask], path: Path, asked: Mapping[str, str], limit: float) -> Measured:
    before, begun = memory_of(os.getpid()), time.perf_counter()
    ask = opened(path)
    loaded = time.perf_counter() - begun
    held = memory_of(os.getpid()) - before
    if opened is embedded:
        return _asked(lambda text: timed(lambda: ask(text)), asked, loaded, held)
    return _asked(lambda text: _within(ask, text, limit), asked, loaded, held)


def _asked(
    ask: Callable[[str], tuple[float, int] | None], asked: Mapping[str, str], loaded: float, held: float
) -> Measured:
    taken, rows = dict[str, float | None](), dict[str, int]()
    for name, text in asked.items():
        answer = ask(text)
        taken[name] = answer[0] if answer else None
        rows[name] = answer[1] if answer else 0
    return Measured(loaded, held, taken, rows)


def _within(ask: Ask, text: str, limit: float) -> tuple[float, int] | None:
    """Time a question in a forked process, which is killed at the limit."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            for _ in range(_TIMES):
                begun = time.perf_counter()
                rows = ask(text)
                os.write(writing, f"{time.perf_counter() - begun} {rows}\n".encode())
        except Exception as error:  # a store that cannot answer is told of, and the others go on
            print(f"not answered: {type(error).__name__}: {error}"[:160], flush=True)
        finally:
            os._exit(0)
    os.close(writing)
    told = ""
    while told.count("\n") < _TIMES and select.select([reading], [], [], limit)[0]:
        part = os.read(reading, 1000).decode()
        if not part:
            break
        told += part
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    runs = [line.split() for line in told.splitlines()]
    return (statistics.median(float(run[0]) for run in runs), int(runs[0][1])) if runs else None


def virtuoso(path: Path, folder: Path, asked: Mapping[str, str], limit: float) -> Measured:
    """Measure a Virtuoso that is started for it."""
    home = folder / "virtuoso"
    home.mkdir()
    with serving_virtuoso(home) as server:
        before, begun = memory_of(server.pid), time.perf_counter()
        store: Repository = EndpointRepository(server.hold(path), timeout=limit)
        loaded = time.perf_counter() - begun

        def ask(text: str) -> tuple[float, int] | None:
            try:
                return timed(lambda: len(store.select(text)))
            except KGError as error:
                print(f"virtuoso: {error}"[:160], flush=True)
                return None

        found = _asked(ask, asked, loaded, 0)
        return Measured(loaded, memory_of(server.pid) - before, found.taken, found.rows)


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Return the middle time of some runs, and what the last gave."""
    taken, given = [], 0
    for _ in range(_TIMES):
        begun = time.perf_counter()
        given = work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken), given


def memory_of(pid: int) -> float:
    """Return what a process holds in memory, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def report(found: Mapping[str, Measured], limit: float) -> None:
    """Print loading, memory, the competency questions together and the heavier ones one by one."""
    own = found["embedded"]
    others = [name for name in found if name != "embedded"]
    print(f"{'':28} {'embedded':>10} " + " ".join(f"{name:>18}" for name in others))
    print(
        f"{'loading, s':28} {own.loaded:10.1f} "
        + " ".join(f"{found[n].loaded:8.1f} {shown(found[n].loaded / own.loaded):>9}" for n in others)
    )
    print(
        f"{'memory, MB':28} {own.memory:10.0f} "
        + " ".join(f"{found[n].memory:8.0f} {shown(found[n].memory / own.memory):>9}" for n in others)
    )
    easy = [name for name in own.taken if name not in HEAVY]
    _line(f"{len(easy)} competency questions, ms", easy, found, others, limit)
    for name in HEAVY:
        _line(f"{name}, ms ({own.rows[name]} rows)", [name], found, others, limit)
    for other in others:
        ratios = [seconds(found[other].taken[name], limit) / seconds(own.taken[name], limit) for name in easy]
        over = sum(found[other].taken[name] is None for name in easy)
        middle = math.exp(statistics.fmean(map(math.log, ratios)))
        differing = [
            n for n in own.rows if found[other].taken[n] is not None and found[other].rows[n] != own.rows[n]
        ]
        print(
            f"{other}: competency questions one by one: geometric mean {middle:.1f} times, least "
            f"{min(ratios):.2f}, most {max(ratios):.0f}; not answered within {limit:g} s: {over}; "
            f"another number of rows: {', '.join(differing) or 'none'}"
        )
    print(flush=True)


def _line(
    title: str, names: Sequence[str], found: Mapping[str, Measured], others: Sequence[str], limit: float
) -> None:
    own = sum(seconds(found["embedded"].taken[name], limit) for name in names)
    cells = []
    for other in others:
        taken = [found[other].taken[name] for name in names]
        total = sum(seconds(one, limit) for one in taken)
        least = "≥" if None in taken else ""
        cells.append(f"{least}{total * 1000:.0f}".rjust(8) + f" {least + shown(total / own):>9}")
    print(f"{title:28} {own * 1000:10.1f} " + " ".join(cells))


def seconds(taken: float | None, limit: float) -> float:
    """Return a time, the limit where it was passed."""
    return limit if taken is None else taken


def shown(ratio: float) -> str:
    """Return a ratio as it is written."""
    return f"{ratio:.2f}x" if ratio < 10 else f"{ratio:.0f}x"


if __name__ == "__main__":
    main()
