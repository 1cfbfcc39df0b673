"""A build on a terminal shows what it is at and how much there is; elsewhere it shows nothing of that."""

from __future__ import annotations

import os
import pty
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli.main import main

Run = Callable[..., tuple[int, str, str]]
ALONE = ("--processes", "1")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in (
        ("a", "沈阳市方案\n　　重点发展轴承产业。\n"),
        ("b", "大连市方案\n　　发展造船产业。\n"),
    ):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    return folder


def on_a_terminal(*words: str | Path) -> tuple[int, str]:
    """Run a command line on a terminal of its own; return its exit code and what that showed."""
    pid, terminal = pty.fork()
    if pid == 0:
        code = 99
        try:
            os.environ["TERM"] = "xterm"
            sys.stdout, sys.stderr = (open(number, "w", closefd=False) for number in (1, 2))  # noqa: SIM115
            code = main([str(word) for word in words])
            sys.stdout.flush()
        finally:
            os._exit(code)
    seen = bytearray()
    try:
        while part := os.read(terminal, 65536):
            seen += part
    except OSError:  # the terminal is closed when its last process ends
        pass
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen.decode("utf-8", "replace")


def test_elsewhere_only_what_failed_is_told(kg: Run, papers: Path, tmp_path: Path) -> None:
    code, out, err = kg("build", papers, *ALONE, "--keep-going", "--out", tmp_path / "out")
    assert code == 3
    assert "reading" not in out + err
    assert err.splitlines()[0].startswith("1 个文件未能读取")
    assert "picture.jpg" in err.splitlines()[1]
    code, _, err = kg("build", papers, *ALONE, "--strict", "--out", tmp_path / "out")
    assert (code, err.count("\n")) == (1, 1)
    assert "picture.jpg" in err


def test_a_terminal_shows_papers_of_all_papers_and_then_the_assembly(papers: Path, tmp_path: Path) -> None:
    code, shown = on_a_terminal(
        "build", papers, "--keep-going", "--processes", "1", "--out", tmp_path / "out"
    )
    words = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown)
    assert code == 3, words
    assert re.search(r"读取 reading\s.*3/3", words)
    assert re.search(r"组图 assembling\s.*2/2", words)
    assert "picture.jpg: 不支持的格式" in words.replace("\r\n", "")
