"""Two at once, a kill, a full disk, a read-only folder: the earlier build stays, one line says why."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from forks import Fork, begun, kg

from kg.building.lock import locked
from kg.cli.main import main

PAPER = "沈阳市某工作方案\n　　一、任务\n　　重点发展高档数控机床、机器人产业。\n"


def held(out: Path) -> int:
    """Hold the lock of a build folder until the process gets SIGUSR1."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    with locked(out, out / "cache", wait=0, on_wait=print):
        print("held", file=sys.stderr, flush=True)
        signal.sigwait({signal.SIGUSR1})
    return 0


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    """Return a folder, which any user may read, with a paper and a build."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "plan.txt").write_text(PAPER, encoding="utf-8")
    assert main(["build", str(folder / "plan.txt"), "--out", str(folder / "out")]) == 0
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def other(shared: Path) -> Iterator[Fork]:
    """Return another process that holds the lock of the build until it gets SIGUSR1."""
    process = Fork(lambda: held(shared / "out"))
    assert process.line() == "held\n"
    yield process
    process.end(signal.SIGKILL)


def one_line(err: str, *told: str) -> None:
    assert err.count("\n") == 1, err
    assert "Traceback" not in err
    for words in told:
        assert words in err


def test_the_second_of_two_builds_says_who_holds_the_lock(shared: Path, other: Fork) -> None:
    done = kg("build", "--out", shared / "out", "--wait", "0")
    assert done.returncode == 1
    one_line(done.stderr, str(other.pid), os.uname().nodename, "--wait")


def test_an_analysis_is_not_saved_into_a_graph_that_is_being_built(
    shared: Path, other: Fork, capfd: pytest.CaptureFixture[str]
) -> None:
    before = files(shared / "out")
    words = ("analyze", "centrality", "--measure", "degree", "--graph", str(shared / "out"), "--wait", "0")
    assert main(list(words)) == 1
    one_line(capfd.readouterr().err, str(other.pid), "--wait")
    assert files(shared / "out") == before


def test_the_second_of_two_builds_waits(shared: Path, other: Fork) -> None:
    second = begun("build", "--out", shared / "out", "--wait", "60")
    assert str(other.pid) in second.line()
    assert second.running()
    assert other.end(signal.SIGUSR1).returncode == 0
    assert second.end().returncode == 0


def test_a_killed_holder_holds_nothing(shared: Path, other: Fork) -> None:
    assert other.end(signal.SIGKILL).returncode == -signal.SIGKILL
    assert kg("build", "--out", shared / "out", "--wait", "0").returncode == 0


def test_three_first_builds_at_once(tmp_path: Path) -> None:
    paper = tmp_path / "plan.txt"
    paper.write_text(PAPER, encoding="utf-8")
    builds = [begun("build", paper, "--out", tmp_path / "out") for _ in range(3)]
    assert [build.end().returncode for build in builds] == [0, 0, 0]
    assert files(tmp_path / "out").keys() == {
        "graph.nq",
        "silent.csv",
        "conflicts.csv",
        "failures.csv",
        "manifest.json",
        "papers.json",
    }


def test_killed_at_fifty_points_the_graph_is_good_and_the_next_build_whole(tmp_path: Path) -> None:
    program = Path(__file__).with_name("killed.py")
    done = subprocess.run(
        [sys.executable, program, tmp_path, "50", "20260101"], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("50 ")
    time.sleep(1)
    orphans = subprocess.run(["pgrep", "-f", str(tmp_path)], capture_output=True, encoding="utf-8").stdout
    assert not orphans.split()


def full_at(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [100, 40_000])
def test_a_full_disk(shared: Path, size: int) -> None:
    before = files(shared / "out")
    (shared / "more.txt").write_text(PAPER.replace("机器人", "轴承"), encoding="utf-8")
    done = kg("add", shared / "more.txt", "--out", shared / "out", before=full_at(size))
    assert done.returncode == 1
    one_line(done.stderr, "no space left", str(shared / "out"))
    assert files(shared / "out") == before
    assert not (shared / "out" / "cache" / "new").exists()


def test_a_full_disk_on_a_first_build_leaves_nothing(shared: Path) -> None:
    done = kg("build", shared / "plan.txt", "--out", shared / "first", before=full_at(40_000))
    assert done.returncode == 1
    one_line(done.stderr, "no space left")
    assert not (shared / "first").exists()


def bound() -> None:
    """Make a process heed permissions even when root runs it: give up CAP_DAC_OVERRIDE (capset(2))."""
    system = ctypes.CDLL(None)
    header, held = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert system.capget(header, held) == 0
    held[0] &= ~(1 << 1)
    assert system.capset(header, held) == 0


@pytest.mark.parametrize("out", ["out", "new"])
def test_a_folder_that_may_not_be_written(shared: Path, out: str) -> None:
    before = files(shared / "out")
    folders = [shared, *(path for path in (shared / "out").rglob("*") if path.is_dir()), shared / "out"]
    for folder in folders:
        folder.chmod(0o555)
    try:
        done = kg("build", shared / "plan.txt", "--out", shared / out, before=bound)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert done.returncode == 1
    one_line(done.stderr, "read-only", out)
    assert files(shared / "out") == before
