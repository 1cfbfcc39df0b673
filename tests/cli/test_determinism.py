"""One corpus gives the same bytes whatever the surroundings."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.main import main
from kg.resources import data_path

FILES = ("graph.nq", "silent.csv", "conflicts.csv", "manifest.json")


_LINES = 90
"""How many lines of each paper are built: headings, statements, restrictions, chains, targets, a citation."""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the beginnings of the shipped papers, their sidecar, and a build of them."""
    folder = tmp_path_factory.mktemp("papers")
    for path in data_path("documents").glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / path.name).write_text("".join(lines[:_LINES]), encoding="utf-8")
    shutil.copy(data_path("documents") / "index.csv", folder)
    assert main(["build", *map(str, sorted(folder.glob("*.txt"))), "--out", str(folder / "built")]) == 0
    return folder


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("surroundings", "words", "turned"),
    [
        ({"PYTHONHASHSEED": "0", "TZ": "Asia/Shanghai"}, [], False),
        ({"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C"}, ["--processes", "2"], True),
        ({"PYTHONHASHSEED": "random", "LC_ALL": "POSIX", "PYTHONUTF8": "0"}, [], True),
    ],
    ids=["seed-0", "seed-1-turned-two-processes", "seed-random-other-folder"],
)
def test_the_same_papers_give_the_same_bytes(
    papers: Path, tmp_path: Path, surroundings: dict[str, str], words: list[str], turned: bool
) -> None:
    folder = tmp_path / "他处 elsewhere"
    shutil.copytree(papers, folder, ignore=shutil.ignore_patterns("built"))
    ordered = sorted(folder.glob("*.txt"), reverse=turned)
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))
    }
    subprocess.run(
        [sys.executable, "-m", "kg", "build", *ordered, "--out", "out", *words],
        cwd=tmp_path,
        env={**kept, **surroundings},
        check=True,
        capture_output=True,
    )
    for name in FILES:
        assert digest(tmp_path / "out" / name) == digest(papers / "built" / name), name
