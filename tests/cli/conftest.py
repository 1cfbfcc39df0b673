"""The graph of the shipped papers, built once through the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli.main import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a build of the shipped papers; tests only read it."""
    folder = tmp_path_factory.mktemp("built") / "build"
    assert main(["build", "--out", str(folder)]) == 0
    return folder


@pytest.fixture
def kg(capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command line and gives exit code, standard output and error."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(word) for word in words])
        out, err = capfd.readouterr()
        return code, out, err

    return run
