"""The server, measured: answers a second, how long they take, and memory, beside ``oxigraph serve``.

Both servers hold the same graph and are asked the same question in turns, by 1, 8 and 32 clients that each
keep a connection open, and reported as ratios: machines differ, ratios less. Usage::

    python benchmarks/serve.py [--graph build] [--size 1x|100k|1m] [--seconds 5] [--workers 2]

The clients run on the same machine and take their share of it; "CPU ms" is what the server's processes spent
on an answer, which other work on the machine changes least. Memory is the proportional set size of all the
processes of a server, after the questions.
"""

from __future__ import annotations

import argparse
import http.client
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from stores import SIZES, sent

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from server_runs import cpu_of, serving, workers_of
from store_runs import serving_oxigraph

from kg.store.syntax import Query

CLIENTS = (1, 8, 32)
QUESTION = "SELECT ?c { GRAPH graph:statements { region:沈阳市 kgo:promotes ?c } } LIMIT 20"


@dataclass(frozen=True)
class Peer:
    """A running server: where it answers, and its processes."""

    name: str
    port: int
    path: str
    processes: Callable[[], tuple[int, ...]]

    @property
    def cpu(self) -> float:
        """Seconds of CPU that its processes have used; of those that have ended nothing is known."""
        return sum(cpu_of(process) for process in self.processes())

    @property
    def memory(self) -> float:
        """What its processes hold in memory, in MB, what they share counted once."""
        total = 0
        for process in self.processes():
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--graph", default="build")
    parser.add_argument("--size", choices=list(SIZES), default="1x")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / "graph.nq"
        print(f"== {args.size}: {SIZES[args.size](Path(args.graph), path)} quads", flush=True)
        options = ("--queue", "64", "--workers", str(args.workers))
        own = stack.enter_context(serving(path, *options))
        other = stack.enter_context(serving_oxigraph(path))
        peers = (
            Peer("kg serve", own.port, "/sparql", lambda: (own.process.pid, *workers_of(own))),
            Peer("oxigraph serve", other.port, "/query", lambda: (other.pid,)),
        )
        print(f"{'clients':>7} {'server':>15} {'answers/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>8}")
        for clients in CLIENTS:
            rates = [throughput(peer, clients, args.seconds) for peer in peers]
            print(f"{'':7} kg serve answers {rates[0] / rates[1]:.2f} of oxigraph serve's", flush=True)
        held = [peer.memory for peer in peers]
        print(f"memory: kg serve {held[0]:.0f} MB, oxigraph serve {held[1]:.0f} MB, {held[0] / held[1]:.2f}x")


def throughput(peer: Peer, clients: int, seconds: float) -> float:
    """Ask for some seconds, print and return the answers a second."""
    taken, begun, spent = list[float](), time.perf_counter(), peer.cpu
    threads = [threading.Thread(target=ask, args=(peer, begun + seconds, taken)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(taken) / (time.perf_counter() - begun)
    each = (peer.cpu - spent) / len(taken)
    taken.sort()
    p50, p99 = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    print(f"{clients:7d} {peer.name:>15} {rate:10.0f} {p50 * 1000:8.1f} {p99 * 1000:8.1f} {each * 1000:8.2f}")
    return rate


def ask(peer: Peer, end: float, taken: list[float]) -> None:
    """Ask a short question over one connection until the time is over."""
    query = urllib.parse.quote(sent(Query(QUESTION)))
    connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=60)
    while time.perf_counter() < end:
        begun = time.perf_counter()
        connection.request(
            "GET", f"{peer.path}?query={query}", headers={"Accept": "application/sparql-results+json"}
        )
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        taken.append(time.perf_counter() - begun)


if __name__ == "__main__":
    main()
