"""How fast and in how much memory a graph is taken away, beside rdflib's and Oxigraph's serialisers.

    python benchmarks/export.py BUILD                 the graph of a build folder, repeated to a million quads
    python benchmarks/export.py BUILD --quads 200000 --formats nt ttl

Copies of the graph differ in the names of their things, so that cities, papers and clauses multiply as they
would with more papers. Each format has a process of its own, which has opened the graph and then writes
files: one city, then all of it (``kg export --whole --inferred``). "s" is processor time, "MB before" the
memory with the graph open, "MB peak" the most while the file was written (VmHWM, reset before), "MB more"
the difference. Oxigraph dumps and rdflib serialises the same quads from their own memory, in the order in
which they come; ratios below 1 mean that kg took less.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import rdflib
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse, serialize

from kg.export import FORMATS, WHOLE, Selection, export, export_all
from kg.store import open_store

_THING = re.compile(r"(/id/(?!mode|scope|strength|bound|silence|status|unit|gbt4754|scheme)\w+/[^>]+)>")
PEERS: Final = {"nt": "nt", "ttl": "longturtle", "rdf": "xml", "nq": "nquads", "trig": "trig"}
"""Formats of rdflib by ours: what it writes of the same quads from its own memory."""
DUMPED: Final = {
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
}
"""Formats that Oxigraph dumps, unsorted."""


def repeated(source: Path, target: Path, quads: int) -> int:
    """Write a graph as often as needed, each copy with names of its own; return how many lines there are."""
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    written = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        for copy in range(-(-quads // len(lines))):
            for line in lines:
                out.write(line if copy == 0 else _THING.sub(rf"\1_{copy}>", line))
            written += len(lines)
    return written


def memory(*, now: bool = False) -> float:
    """Return the most memory that this process has held, in MB; ``now``: what it holds, and start anew."""
    if now:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the most is what there is now
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


Job = Callable[[], int]
"""What writes a file and returns its size."""


def ours(path: Path, name: str, city: str) -> list[Job]:
    """Return the jobs that write a city and all of a graph in a format."""
    repository = open_store(path)

    def job(selection: Selection) -> Job:
        def run() -> int:
            with tempfile.TemporaryDirectory() as folder:
                made = export(repository, selection=selection, format=name, out=Path(folder, "out"))
                return size_of(made)

        return run

    return [job(Selection("city", city)), job(Selection(WHOLE, "", inferred=True))]


def all_cities(path: Path, name: str, _: str) -> list[Job]:
    """Return the one job that writes every city and the provincial part into a folder."""
    repository = open_store(path)

    def run() -> int:
        with tempfile.TemporaryDirectory() as folder:
            return size_of(export_all(repository, format=name, out=Path(folder, "all")))

    return [run]


def by_oxigraph(path: Path, name: str, _: str) -> list[Job]:
    """Return the one job that dumps a graph by Oxigraph; a format without graphs gets the merge of all."""
    store, form = Store(), DUMPED[name]
    store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    if not form.supports_datasets or form == RdfFormat.JSON_LD:
        merged = Store()
        merged.bulk_extend(Quad(*quad.triple) for quad in store)
        store = merged

    def run() -> int:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "out")
            if form.supports_datasets:
                store.dump(str(out), form)
            else:
                store.dump(str(out), form, from_graph=DefaultGraph())
            return size_of(out)

    return [run]


def by_rdflib(path: Path, name: str, _: str) -> list[Job]:
    """Return the one job that writes a whole graph by rdflib."""
    form = PEERS[name]
    g = rdflib.Dataset() if name in ("nq", "trig") else rdflib.Graph()
    quads = parse(path=str(path), format=RdfFormat.N_QUADS)
    if name in ("nq", "trig"):
        g.parse(path, format="nquads")
    else:
        body = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
        assert body is not None
        g.parse(data=body, format="nt")

    def run() -> int:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "out")
            g.serialize(str(out), format=form)
            return size_of(out)

    return [run]


def size_of(made: Path | None) -> int:
    """Return the bytes of a file, or of a folder's files."""
    assert made is not None
    files = made.rglob("*") if made.is_dir() else [made]
    return sum(file.stat().st_size for file in files if file.is_file())


MAKERS: Final = {"kg": ours, "all cities": all_cities, "oxigraph": by_oxigraph, "rdflib": by_rdflib}


@dataclass(frozen=True)
class Measured:
    """How a job did: seconds of CPU and of the clock, MB held before it, at most, and written."""

    cpu: float
    clock: float
    before: float
    peak: float
    size: float

    @property
    def more(self) -> float:
        """The memory that came with the job, in MB."""
        return self.peak - self.before


def measured(path: Path, who: str, name: str, city: str) -> list[Measured]:
    """Run jobs one after another in this process."""
    found = []
    for job in MAKERS[who](path, name, city):
        gc.collect()
        before, cpu, clock = memory(now=True), time.process_time(), time.perf_counter()
        size = job()
        spent, passed = time.process_time() - cpu, time.perf_counter() - clock
        found.append(Measured(spent, passed, before, memory(), size / 1e6))
    return found


def apart(path: Path, who: str, name: str, city: str, limit: float) -> list[Measured]:
    """Run jobs in a process of their own; none where they take longer than the limit."""
    words = [sys.executable, __file__, str(path), "--job", json.dumps([who, name, city])]
    try:
        run = subprocess.run(words, check=True, capture_output=True, encoding="utf-8", timeout=limit)
    except subprocess.TimeoutExpired:
        return []
    return [Measured(**each) for each in json.loads(run.stdout.splitlines()[-1])]


def main() -> None:
    """Print a line for each job."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("build", type=Path)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--formats", nargs="*", default=list(FORMATS))
    parser.add_argument("--city", default="沈阳市")
    parser.add_argument("--limit", type=float, default=300)
    parser.add_argument("--all-cities", nargs="*", default=["nq"], metavar="FORMAT")
    parser.add_argument("--beside", nargs="*", default=["nt", "ttl"], metavar="FORMAT")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.job:
        print(json.dumps([asdict(each) for each in measured(args.build, *json.loads(args.job))]))
        return
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder, "graph.nq")
        quads = repeated(args.build / "graph.nq", graph, args.quads)
        print(f"{quads:,} quads, {graph.stat().st_size / 1e6:.0f} MB of N-Quads")
        print(
            f"{'':24}{'s':>7}{'quads/s':>10}{'MB before':>11}{'MB peak':>9}{'MB more':>9}{'written':>9}"
            f"   beside oxigraph, rdflib: time, memory",
            flush=True,
        )
        for name in args.formats:
            others = [
                apart(graph, who, name, "", args.limit)
                for who, known in (("oxigraph", DUMPED), ("rdflib", PEERS))
                if name in known and name in args.beside
            ]
            own = apart(graph, "kg", name, args.city, args.limit)
            _line(f"{name} {args.city}", own[:1], [], 0)
            _line(f"{name} whole", own[1:], others, quads)
        for name in args.all_cities:
            _line(f"{name} all cities", apart(graph, "all cities", name, "", args.limit), [], quads)


def _line(title: str, found: list[Measured], others: list[list[Measured]], quads: int) -> None:
    if not found:
        print(f"{title:24} not within the limit", flush=True)
        return
    own = found[0]
    rate = f"{quads / own.cpu:10,.0f}" if quads else f"{'':10}"
    beside = [
        f"{own.cpu / other[0].cpu:.2f}x, {own.peak / other[0].peak:.2f}x" if other else "not within the limit"
        for other in others
    ]
    print(
        f"{title:24}{own.cpu:7.1f}{rate}{own.before:11,.0f}{own.peak:9,.0f}{own.more:9,.0f}{own.size:9,.0f}"
        f"   {' | '.join(beside)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
