"""A corpus of some hundred papers: what its build takes, beside the same graph in pyoxigraph's memory.

    make bench-corpus
    python benchmarks/corpus.py --papers 300 --lines 12

The papers are made from the shipped ones: each takes some lines in a row from one of them, with other
numbers in a third of the lines and a city in the title. Each job runs in a process of its own; memory is
the peak of its resident set. ``kg build`` reads and assembles; ``assembly`` goes on from its readings;
``pyoxigraph`` puts the quads of the same readings, and what follows from them, into a store in memory and
sorts its dump, without a description or an index of words.
"""

from __future__ import annotations

import argparse
import filecmp
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.building.cache import decode
from kg.cli.main import main as kg
from kg.cli.words import cut
from kg.model import DocumentReading
from kg.rdf.assembly import write_graph
from kg.rdf.builder import quads
from kg.rdf.inference import infer
from kg.resources import data_path

CITIES = ("沈阳市", "大连市", "鞍山市", "抚顺市", "本溪市", "丹东市", "锦州市", "营口市", "阜新市", "辽阳市")
SEED = 20150101


def make_papers(folder: Path, papers: int, lines: int) -> list[Path]:
    """Write papers into a folder and return their paths; the same ones for the same numbers."""
    sources = [path.read_text(encoding="utf-8").splitlines() for path in data_path("documents").glob("*.txt")]
    sources.sort(key=len)
    rng = random.Random(SEED)
    made = []
    for number in range(papers):
        source = rng.choices(sources, [len(each) for each in sources])[0]
        start = rng.randrange(max(1, len(source) - lines))
        body = [_other_numbers(line, rng) for line in source[start : start + lines]]
        title = f"{rng.choice(CITIES)}产业发展规划之{number}"
        path = folder / f"paper-{number:04}.txt"
        path.write_text("\n".join([title, *body]) + "\n", encoding="utf-8")
        made.append(path)
    return made


def _other_numbers(line: str, rng: random.Random) -> str:
    if rng.random() < 2 / 3:
        return line
    return re.sub(r"(?<!\d)[2-9]\d{2,3}(?=亿|万|个|家|项)", lambda _: str(rng.randrange(200, 9999)), line)


def peak() -> int:
    """Return the most memory that this process has had, in MB (VmHWM, which Linux gives in KiB)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 // 1_000_000


def build(place: Path) -> None:
    """Build the papers from nothing."""
    if kg(["build", str(place / "papers"), "--out", str(place / "out")]):
        raise SystemExit("the build failed")


def readings(place: Path) -> Iterator[DocumentReading]:
    """Yield what the build read."""
    for path in sorted((place / "out" / "cache" / "readings").iterdir()):
        yield decode(path.read_bytes().partition(b"\n")[2])


def assembly(place: Path) -> None:
    """Write the graph of the readings again."""
    write_graph(readings(place), place / "again.nq", cut=cut)
    if not filecmp.cmp(place / "again.nq", place / "out" / "graph.nq", shallow=False):
        raise SystemExit("assembled otherwise than built")


def pyoxigraph(place: Path) -> None:
    """Put the quads into a store in memory and write its dump sorted."""
    store = ox.Store()
    store.bulk_extend(quads(readings(place)))
    store.bulk_extend(list(infer(store)))
    lines = sorted((store.dump(format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    with (place / "peer.nq").open("wb") as handle:
        handle.writelines(lines)


JOBS: dict[str, Callable[[Path], None]] = {"build": build, "assembly": assembly, "pyoxigraph": pyoxigraph}


def measured(job: str, place: Path) -> tuple[float, int]:
    """Return seconds and the peak of memory in MB of a job in a process of its own, and print them."""
    start = time.monotonic()
    command = [sys.executable, __file__, "--job", job, str(place)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    seconds, most = time.monotonic() - start, int(done.stdout.split()[-1])
    print(f"{job:12}{seconds:8.1f} s{most:8} MB", flush=True)
    return seconds, most


def main() -> None:
    """Print a line for each job."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--papers", type=int, default=300)
    asked.add_argument("--lines", type=int, default=12, help="lines a paper")
    asked.add_argument("--job", nargs=2, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.job:
        JOBS[options.job[0]](Path(options.job[1]))
        print(peak())
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "papers").mkdir()
        papers = make_papers(place / "papers", options.papers, options.lines)
        size = sum(path.stat().st_size for path in papers)
        found = {job: measured(job, place) for job in JOBS}
        graph = (place / "out" / "graph.nq").stat().st_size
    print(f"{len(papers)} papers, {size / 1e6:.1f} MB of text, a graph of {graph / 1e6:.0f} MB")
    seconds, most = (mine / peer for mine, peer in zip(found["assembly"], found["pyoxigraph"], strict=True))
    print(f"assembly takes {most:.2f} times the memory and {seconds:.2f} times the time of pyoxigraph")


if __name__ == "__main__":
    main()
