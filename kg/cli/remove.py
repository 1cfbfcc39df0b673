"""``kg remove``: take papers out of a graph."""

from __future__ import annotations

import argparse

from kg.building import Listing
from kg.cli.built import add_making, build, listed
from kg.cli.parser import Parser

ABOUT = """\
文件本身不动；图谱与从来没有这些文件的完全相同。kg add 可再加入。
The files themselves stay; the graph is the same as one that never had them. kg add brings them back."""

EXAMPLES = """\
kg remove liaoning-2015-industrial-layout
kg remove papers/notice.docx --out mine
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "papers",
        nargs="+",
        metavar="DOC",
        help="文档编号（kg query --name papers）或文件\nthe id of a paper, or its file",
    )
    add_making(parser)


def run(args: argparse.Namespace) -> int:
    """Remove the papers and print what is in the graph."""

    def change(listing: Listing | None) -> Listing:
        return listed(listing, args.out).removing(args.papers)

    return build(args, change)
