"""Options that several verbs share."""

from __future__ import annotations

from kg.cli.parser import Parser

BUILD = "build"
"""The folder that ``kg build`` writes and the other verbs read unless told otherwise."""


def add_graph(parser: Parser) -> None:
    """Add ``--graph``: where the graph is."""
    parser.add_argument(
        "--graph",
        default=BUILD,
        metavar="WHERE",
        help=f"建成的文件夹、RDF 文件或 SPARQL 端点（默认 {BUILD}）\n"
        "a build folder, an RDF file or an endpoint",
    )
