"""What a person sees: progress and words on standard error, tables on standard output.

On a terminal progress moves and tables are ruled; elsewhere there is no progress, no colour and no line is
cut, so that output can be piped and compared.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

Step = Callable[[], None]

_STYLES = ("bold cyan", "bold magenta", "bold green", "bold yellow", "bold blue", "bold red")


class Mark(NamedTuple):
    """A stretch of a text and what it is."""

    start: int
    end: int
    what: str


def say(line: str = "") -> None:
    """Write one line for the person at the terminal."""
    print(line, file=sys.stderr, flush=True)


def say_first(lines: Sequence[str], most: int = 20) -> None:
    """Write the first of many lines, indented, and how many more there are."""
    for line in lines[:most]:
        say(f"  {line}")
    if len(lines) > most:
        say(f"  … {len(lines) - most} more")


@contextmanager
def progress(what: str, total: int) -> Iterator[Step]:
    """Show a bar of ``total`` steps on a terminal, nothing elsewhere; call what it yields after each step."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with Progress(*_columns(), console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(what, total=total)
        yield lambda: bars.advance(task)


@contextmanager
def stages() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each stage of a work on a terminal, nothing elsewhere.

    What it yields is called with the stage's name, how much of it is done, and how much there is.
    """
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    with Progress(*_columns(), console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield step


def _columns() -> tuple[ProgressColumn, ...]:
    return TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """Write a table to standard output: ruled on a terminal, aligned by display width elsewhere."""
    cells = [tuple(row) for row in rows]
    if not sys.stdout.isatty():
        _print_plain(columns, cells, title)
        return
    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in cells:
        table.add_row(*(cell.replace("[", r"\[") for cell in row))
    Console().print(table)


def _print_plain(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    widths = [max(map(cell_len, column)) for column in zip(columns, *rows, strict=True)]
    if title:
        print(title)
    for row in (columns, ["-" * width for width in widths], *rows):
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        print("  ".join(padded).rstrip())


def print_marked(text: str, marks: Iterable[Mark]) -> None:
    """Write a text with its marks: coloured on a terminal with a legend, in brackets elsewhere.

    Elsewhere a mark that lies inside a longer one is left out.
    """
    ordered = sorted(set(marks), key=lambda mark: (mark.start, -mark.end))
    if not sys.stdout.isatty():
        print(_bracketed(text, ordered))
        return
    kinds = sorted({mark.what for mark in ordered})
    styles = {kind: _STYLES[place % len(_STYLES)] for place, kind in enumerate(kinds)}
    coloured = Text(text)
    for mark in ordered:
        coloured.stylize(styles[mark.what], mark.start, mark.end)
    console = Console()
    console.print(coloured)
    console.print(Text("  ").join(Text(kind, styles[kind]) for kind in kinds))


def _bracketed(text: str, ordered: Iterable[Mark]) -> str:
    """Return a text with its outermost marks in brackets.

    >>> _bracketed("依托沈阳机床", [Mark(2, 6, "Enterprise"), Mark(2, 4, "Region")])
    '依托[沈阳机床|Enterprise]'
    """
    written, done = "", 0
    for mark in ordered:
        if mark.start >= done:
            written += f"{text[done : mark.start]}[{text[mark.start : mark.end]}|{mark.what}]"
            done = mark.end
    return written + text[done:]
