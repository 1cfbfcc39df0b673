"""``kg build``: read papers and write the graph, whole or not at all."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.building import Listing
from kg.cli.built import add_making, build
from kg.cli.papers import FILES, add_reading, shipped
from kg.cli.parser import Parser
from kg.cli.reviewed import add_corrections

ABOUT = """\
读取文件，写出 graph.nq、silent.csv（未得陈述的条款及原因）、conflicts.csv（未能采用的改正）、failures.csv
（未能读取的文件）和 manifest.json（输入输出的指纹）。data/corrections/ 中的改正一并采用。
没有改动的文件不再重读。
Writes graph.nq, silent.csv (clauses that gave nothing, and why), conflicts.csv (reviewers' corrections that
could not be made), failures.csv (papers that could not be read) and manifest.json (hashes of inputs and
outputs). What data/corrections/ holds is applied. Papers that did not change are not read again. An earlier
build stays as it is until the new one is complete."""

EXAMPLES = """\
kg build                                  # the shipped papers, into build/
kg build --out mine papers/ notice.docx
kg build --out mine                       # the same papers, as they are now
kg build --keep-going 'archive/**/*.pdf'  # leave out what cannot be read
kg build --region 沈阳市 plan.pdf
kg build --corrections mine.csv           # what kg import wrote
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help=f"{FILES}\n默认：已有图谱的文件，否则随附文件\n"
        "(default: those of the build there, else those shipped)",
    )
    add_reading(parser)
    add_corrections(parser)
    add_making(parser)


def run(args: argparse.Namespace) -> int:
    """Build the graph and print what is in it."""

    def change(listing: Listing | None) -> Listing:
        anew = Listing.of(args.files or shipped(), region=args.region or "", corrections=args.corrections)
        if args.files or listing is None:
            return anew
        return listing.again(region=args.region or "", corrections=anew.corrections)

    return build(args, change)
