"""Corrections of reviewers on the command line: which apply, and which could not."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from kg.cli.parser import Parser
from kg.cli.terminal import say
from kg.corrections import COLUMNS, Conflict, Correction, load
from kg.errors import DataError
from kg.resources import data_path

FOLDER = "corrections"
"""The folder below ``data/`` whose patch files every build applies."""

_SHOWN = 20


def add_corrections(parser: Parser) -> None:
    """Add ``--corrections``: patch files of one's own."""
    parser.add_argument(
        "--corrections",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="另加的审核改正（kg import 写出的 .csv 或其文件夹），可重复\n"
        "corrections beside the shipped ones, a .csv of kg import or a folder of them; repeatable",
    )


def read_corrections(own: Iterable[Path], papers: Collection[str]) -> list[Correction]:
    """Return the corrections that a build of papers, by id, is to make, sorted: the shipped ones of those
    papers, and all of a user's patch files and folders. Raise DataError for a place without any.
    """
    shipped = load((data_path() / FOLDER).glob("*.csv"))  # a project without corrections has no such folder
    found = {each for each in shipped if not each.doc or each.doc in papers}
    for path in own:
        held = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if not held:
            raise DataError(f"{path}: no .csv inside; expected corrections, as kg import writes them")
        found |= set(load(held))
    return sorted(found)


def conflicts_table(conflicts: Iterable[Conflict]) -> bytes:
    """Return conflicts as a table: the columns of a patch file and the reason in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("reason", *COLUMNS))
    for each in conflicts:
        writer.writerow([each.reason, *(getattr(each.correction, column) for column in COLUMNS)])
    return out.getvalue().encode()


def say_conflicts(conflicts: Sequence[Conflict], table: Path) -> None:
    """Tell the person at the terminal which corrections were not made."""
    if not conflicts:
        return
    say(f"{len(conflicts)} 条改正未能采用，见 {table} / corrections not made, listed there:")
    for conflict in conflicts[:_SHOWN]:
        say(f"  {described(conflict.correction)}: {conflict.reason}")
    if len(conflicts) > _SHOWN:
        say(f"  … {len(conflicts) - _SHOWN} more")


def described(correction: Correction) -> str:
    """Return a correction in one line: where, what, of what.

    >>> described(Correction("p", "", 2, "reject", "Region:沈阳市", "promotes", "Industry:轴承"))
    'p:2 reject Region:沈阳市 promotes Industry:轴承'
    """
    place = f"{correction.doc}:{correction.line}" if correction.doc else ""
    new = [correction.new_subject, correction.new_predicate, correction.new_object]
    words = [place, correction.action, correction.subject, correction.predicate, correction.object]
    said = " ".join(word for word in words if word)
    return said + (f" → {' '.join(word for word in new if word)}" if any(new) else "")
