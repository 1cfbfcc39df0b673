"""Corrections of reviewers on the command line: which apply, and which could not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.cli.parser import Parser
from kg.cli.terminal import say, say_first
from kg.corrections import Conflict, Correction


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


def say_conflicts(conflicts: Sequence[Conflict], table: Path) -> None:
    """Tell the person at the terminal which corrections were not made."""
    if not conflicts:
        return
    say(f"{len(conflicts)} 条改正未能采用，见 {table} / corrections not made, listed there:")
    say_first([f"{described(conflict.correction)}: {conflict.reason}" for conflict in conflicts])


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
