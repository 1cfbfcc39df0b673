"""Processes that are forks of the tests' own: real ones, which need not load the dictionaries again."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.cli.main import main


@dataclass(frozen=True)
class Ended:
    """How a process ended and what it wrote."""

    returncode: int
    stderr: str


class Fork:
    """A process that runs a function, which returns its exit code; it may be killed and must be ended."""

    def __init__(self, work: Callable[[], int], before: Callable[[], None] = lambda: None) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            code = 99
            try:
                os.close(reading)
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                os.dup2(writing, 2)
                sys.stdout, sys.stderr = (open(number, "w", closefd=False) for number in (1, 2))  # noqa: SIM115
                before()
                code = work()
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)
        os.close(writing)
        self._said = os.fdopen(reading, encoding="utf-8")
        self._ended: Ended | None = None

    def line(self) -> str:
        """Return the next line that the process writes to standard error."""
        return self._said.readline()

    def running(self) -> bool:
        """Whether the process goes on."""
        return self._ended is None and os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def end(self, signal: int = 0) -> Ended:
        """Wait for the end of the process, after a signal if there is one."""
        if self._ended is None:
            if signal:
                os.kill(self.pid, signal)
            said = self._said.read()
            code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            self._said.close()
            self._ended = Ended(code, said)
        return self._ended


def kg(*words: str | Path, before: Callable[[], None] = lambda: None) -> Ended:
    """Run a command line in a process of its own, after ``before`` in that process."""
    return begun(*words, before=before).end()


def begun(*words: str | Path, before: Callable[[], None] = lambda: None) -> Fork:
    """Begin a command line in a process of its own."""
    return Fork(lambda: main([str(word) for word in words]), before)
