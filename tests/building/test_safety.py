"""Two at once, a kill, a full disk, a read-only folder: the earlier build stays, one line says why."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PAPER = "沈阳市某工作方案\n　　一、任务\n　　重点发展高档数控机床、机器人产业。\n"
HOLD = """
import sys, time
from pathlib import Path
from kg.building.lock import locked
out = Path(sys.argv[1])
with locked(out, out / "cache", wait=0, on_wait=print):
    print("held", flush=True)
    sys.stdin.read(1)
"""


def kg(*words: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, words)], capture_output=True, encoding="utf-8", **options
    )


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    """Return a folder, which any user may read, with a paper and a build."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "plan.txt").write_text(PAPER, encoding="utf-8")
    done = kg("build", folder / "plan.txt", "--out", folder / "out")
    assert done.returncode == 0, done.stderr
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def other(shared: Path) -> Iterator[subprocess.Popen[str]]:
    """Return another process that holds the lock of the build until it is written to."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, shared / "out"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def one_line(err: str, *told: str) -> None:
    assert err.count("\n") == 1, err
    assert "Traceback" not in err
    for words in told:
        assert words in err


def test_the_second_of_two_builds_says_who_holds_the_lock(shared: Path, other: subprocess.Popen[str]) -> None:
    done = kg("build", "--out", shared / "out", "--wait", "0")
    assert done.returncode == 1
    one_line(done.stderr, str(other.pid), os.uname().nodename, "--wait")


def test_the_second_of_two_builds_waits(shared: Path, other: subprocess.Popen[str]) -> None:
    second = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", "--out", shared / "out", "--wait", "60"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
    )
    assert second.stderr is not None
    assert str(other.pid) in second.stderr.readline()
    assert second.poll() is None
    other.communicate("x")
    assert second.wait(timeout=60) == 0
    second.stderr.close()


def test_a_killed_holder_holds_nothing(shared: Path, other: subprocess.Popen[str]) -> None:
    other.kill()
    other.wait()
    assert kg("build", "--out", shared / "out", "--wait", "0").returncode == 0


def test_two_first_builds_at_once(tmp_path: Path) -> None:
    paper = tmp_path / "plan.txt"
    paper.write_text(PAPER, encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", str(paper), "--out", str(tmp_path / "out")]
    builds = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(3)
    ]
    assert [build.wait(timeout=120) for build in builds] == [0, 0, 0]
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
    done = kg("add", shared / "more.txt", "--out", shared / "out", preexec_fn=full_at(size))
    assert done.returncode == 1
    one_line(done.stderr, "no space left", str(shared / "out"))
    assert files(shared / "out") == before
    assert not (shared / "out" / "cache" / "new").exists()


def test_a_full_disk_on_a_first_build_leaves_nothing(shared: Path) -> None:
    done = kg("build", shared / "plan.txt", "--out", shared / "first", preexec_fn=full_at(40_000))
    assert done.returncode == 1
    one_line(done.stderr, "no space left")
    assert not (shared / "first").exists()


def bound() -> None:
    """Make a process heed permissions even when root runs it: drop CAP_DAC_OVERRIDE for good."""
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(24, 1, 0, 0, 0):
        raise OSError("the right to override permissions cannot be dropped")


@pytest.mark.parametrize("out", ["out", "new"])
def test_a_folder_that_may_not_be_written(shared: Path, out: str) -> None:
    before = files(shared / "out")
    folders = [shared, *(path for path in (shared / "out").rglob("*") if path.is_dir()), shared / "out"]
    for folder in folders:
        folder.chmod(0o555)
    try:
        done = kg("build", shared / "plan.txt", "--out", shared / out, preexec_fn=bound)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert done.returncode == 1
    one_line(done.stderr, "read-only", out)
    assert files(shared / "out") == before
