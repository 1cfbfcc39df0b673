"""How fast and in how much memory a graph is taken away, beside rdflib's and Oxigraph's serialisers.

    python benchmarks/export.py BUILD                 the graph of a build folder, repeated to a million quads
    python benchmarks/export.py BUILD --quads 200000

Copies of the graph differ in the names of their things, so that cities, papers and clauses multiply as they
would with more papers. Each job runs in a process of its own with the graph open; "s" is the job's own CPU
time, "peak" the most memory that the process took, "over before" how much of it came with the job. rdflib
writes the same triples from its own memory: N-Triples unsorted, and Turtle sorted by subject as ours is.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import rdflib
from pyoxigraph import RdfFormat, parse, serialize

from kg.export import FORMATS, PROVINCIAL, Selection, Subgraph, export_all
from kg.export.selection import bundle
from kg.store import open_store

_THING = re.compile(r"(/id/(?!mode|scope|strength|bound|silence|status|unit|gbt4754|scheme)\w+/[^>]+)>")
PEER: Final = {"rdflib nt": "nt", "rdflib turtle": "turtle"}
OURS: Final = ("nt", "nq", "ttl", "trig", "jsonld", "graphml", "gexf", "csv", "xlsx", "sqlite", "cypher")
BESIDE: Final = {"nt": "rdflib nt", "ttl": "rdflib turtle"}


class Sink(io.RawIOBase):
    """A file that only counts."""

    size = 0

    def writable(self) -> bool:
        """Take bytes."""
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Count bytes and forget them."""
        self.size += len(data)
        return len(data)


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


def memory() -> float:
    """Return the peak memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def whole(path: Path) -> Subgraph:
    """Return a graph as one subgraph."""
    repository = open_store(path)
    return bundle(repository, Selection("rest", PROVINCIAL), PROVINCIAL, None, frozenset(repository.match()))


def one_format(path: Path, name: str) -> Callable[[], int]:
    """Return the job that writes a whole graph in a format, its bytes counted."""
    subgraph, form = whole(path), FORMATS[name]

    def run() -> int:
        sink = Sink()
        if form.write is not None:
            form.write(subgraph, sink)  # type: ignore[arg-type]
            return sink.size
        assert form.files is not None
        return sum(len(content) for _, content in form.files(subgraph))

    return run


def by_rdflib(path: Path, name: str) -> Callable[[], int]:
    """Return the job that writes the same triples by rdflib."""
    g = rdflib.Graph()
    body = serialize(
        (quad.triple for quad in parse(path=str(path), format=RdfFormat.N_QUADS)), format=RdfFormat.N_TRIPLES
    )
    assert body is not None
    g.parse(data=body, format="nt")

    def run() -> int:
        text: str = g.serialize(format=PEER[name])
        return len(text.encode())

    return run


def all_cities(path: Path, name: str) -> Callable[[], int]:
    """Return the job that writes every city and the provincial part into a folder."""
    repository, form = open_store(path), name.split()[-1]

    def run() -> int:
        with tempfile.TemporaryDirectory() as folder:
            made = export_all(repository, format=form, out=Path(folder, "all"))
            return sum(file.stat().st_size for file in made.rglob("*") if file.is_file())

    return run


def measured(path: Path, name: str) -> dict[str, float]:
    """Run one job in this process and return its time, memory and size."""
    make = by_rdflib if name in PEER else all_cities if name.startswith("all") else one_format
    job = make(path, name)
    before, start = memory(), time.process_time()
    size = job()
    return {"seconds": time.process_time() - start, "before": before, "peak": memory(), "size": size / 1e6}


def main() -> None:
    """Print a line for each job."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("build", type=Path)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--formats", nargs="*", default=[*OURS, *PEER, "all cities nq", "all cities csv"])
    parser.add_argument("--job", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.job:
        print(json.dumps(measured(args.build, args.job)))
        return
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder, "graph.nq")
        quads = repeated(args.build / "graph.nq", graph, args.quads)
        print(f"{quads:,} quads, {graph.stat().st_size / 1e6:.0f} MB of N-Quads")
        print(f"{'':18}{'s':>8}{'quads/s':>12}{'peak MB':>10}{'over before':>13}{'MB written':>12}")
        seconds: dict[str, float] = {}
        for name in args.formats:
            words = [sys.executable, __file__, str(graph), "--job", name]
            run = subprocess.run(words, check=True, capture_output=True, encoding="utf-8")
            told = json.loads(run.stdout.splitlines()[-1])
            seconds[name] = told["seconds"]
            more = told["peak"] - told["before"]
            print(
                f"{name:18}{told['seconds']:8.1f}{quads / told['seconds']:12,.0f}{told['peak']:10,.0f}"
                f"{more:13,.0f}{told['size']:12,.0f}",
                flush=True,
            )
        for ours, peer in BESIDE.items():
            if {ours, peer} <= seconds.keys():
                print(f"{ours} is {seconds[peer] / seconds[ours]:.1f} times as fast as {peer}")


if __name__ == "__main__":
    main()
