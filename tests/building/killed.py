"""Build over and over, be killed at any point, and look whether the folder is whole: a program of its own.

Usage: ``python killed.py FOLDER KILLS SEED``. Each build runs in a fork of this process, whose libraries are
loaded, so that fifty builds take a minute.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from kg.building import Listing, make
from kg.building.lock import holder
from kg.building.publishing import OUTPUTS

ONE = "沈阳市某工作方案\n　　一、任务\n　　重点发展高档数控机床、机器人产业。\n"
TWO = "大连市某规划\n　　加快发展造船产业，禁止发展电解铝产业。\n"


def fork(out: Path, listing: Listing) -> int:
    """Begin a build in a process group of its own and return its id."""
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        code = 1
        try:
            make(out, lambda _: listing, processes=2, wait=20)
            code = 0
        finally:
            os._exit(code)
    return pid


def finished(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def outputs(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in (*OUTPUTS, "manifest.json", "papers.json")}


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill builds and print at how many points; assert that nothing is ever half done."""
    rng = random.Random(seed)
    papers = [folder / "one.txt", folder / "two.txt"]
    for path, text in zip(papers, (ONE, TWO), strict=True):
        path.write_text(text, encoding="utf-8")
    out, listings = folder / "out", [Listing.of(papers), Listing.of(papers[:1])]
    whole = []
    for listing in listings:
        make(out, lambda _, listing=listing: listing)  # type: ignore[misc]
        whole.append(outputs(out))
    begun = time.perf_counter()
    assert finished(fork(out, listings[0])) == 0
    took = time.perf_counter() - begun
    turn, killed, between = 1, 0, 0
    while killed < kills:
        if rng.random() < 0.3:
            for reading in (out / "cache" / "readings").iterdir():
                reading.unlink()
        pid = fork(out, listings[turn])
        time.sleep(rng.random() * took)
        os.kill(pid, signal.SIGKILL)
        if finished(pid) == 0:
            turn = 1 - turn
            continue
        killed += 1
        graph = (out / "graph.nq").read_bytes()
        assert graph in [one["graph.nq"] for one in whole], "the graph is neither of the two"
        between += outputs(out) not in whole
        assert finished(fork(out, listings[turn])) == 0, "the next build fails"
        odd = [name for name, content in outputs(out).items() if content != whole[turn][name]]
        assert not odd, f"the next build is not whole: {odd}"
        left = sorted(path.name for path in (out / "cache").iterdir())
        assert left == ["lock", "made.txt", "readings"], left
        assert "another" in holder(out / "cache"), "somebody still holds the lock"
        turn = 1 - turn
    print(killed, between)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
