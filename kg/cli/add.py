"""``kg add``: put papers into a graph that is there."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.building import Listing
from kg.cli.built import add_making, build, listed
from kg.cli.papers import FILES, add_reading
from kg.cli.parser import Parser

ABOUT = """\
只读新增和改动过的文件，图谱与从头建立的完全相同。
Reads only what is new or changed; the graph is the same, byte for byte, as one built from nothing."""

EXAMPLES = """\
kg add notice.docx
kg add --region 沈阳市 plan.pdf
kg add --out mine more-papers/
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=FILES)
    add_reading(parser)
    add_making(parser)


def run(args: argparse.Namespace) -> int:
    """Add the papers and print what is in the graph."""

    def change(listing: Listing | None) -> Listing:
        return listed(listing, args.out).adding(args.files, region=args.region or "")

    return build(args, change)
