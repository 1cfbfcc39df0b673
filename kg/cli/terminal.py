"""What a person sees: progress and words on standard error, tables on standard output.

On a terminal progress moves and tables are ruled; elsewhere there is no progress, no colour and no line is
cut, so that output can be piped and compared.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

Step = Callable[[], None]


def say(line: str = "") -> None:
    """Write one line for the person at the terminal."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def progress(what: str, total: int) -> Iterator[Step]:
    """Show a bar of ``total`` steps on a terminal, nothing elsewhere; call what it yields after each step."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(what, total=total)
        yield lambda: bars.advance(task)


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
