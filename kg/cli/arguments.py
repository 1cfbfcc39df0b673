"""Options that several verbs share."""

from __future__ import annotations

import os

from kg.cli.parser import Parser

BUILD = "build"
"""The folder that ``kg build`` writes and the other verbs read unless told otherwise."""


def add_graph(parser: Parser) -> None:
    """Add ``--graph``: where the graph is."""
    parser.add_argument(
        "--graph",
        "--endpoint",
        dest="graph",
        default=os.environ.get("KG_ENDPOINT") or BUILD,
        metavar="WHERE",
        help="建成的文件夹、RDF 文件或 SPARQL 端点（默认环境变量 KG_ENDPOINT，否则 build）\n"
        "a build folder, an RDF file or an endpoint (default: KG_ENDPOINT, else build)",
    )
