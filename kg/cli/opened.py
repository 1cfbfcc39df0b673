"""The graph that a verb asks: where ``--graph`` says, on the day that ``--as-of`` says."""

from __future__ import annotations

import argparse

from kg.cli.arguments import add_graph
from kg.cli.parser import Parser, day
from kg.cli.terminal import say
from kg.store import Repository, open_store
from kg.store.in_force import as_of


def add_opening(parser: Parser) -> None:
    """Add ``--graph`` and ``--as-of``: which graph, and on which day."""
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="DATE",
        help="只看这一天现行的文件，如 2016-06-01\nonly the papers in force on this day",
    )
    add_graph(parser)


def opened(args: argparse.Namespace, *, inferred: bool = True) -> Repository:
    """Open the graph; as of a day, say which papers it holds.

    ``inferred`` is whether what follows from these papers is needed, which takes some seconds.
    """
    repository = open_store(args.graph)
    if args.as_of is None:
        return repository
    found = as_of(repository, args.as_of, inferred=inferred)
    say(found.told())
    return found.repository
