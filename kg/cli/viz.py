"""``kg viz``: write the pages."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.arguments import BUILD, add_graph
from kg.cli.parser import Parser
from kg.store import open_store
from kg.viz import render_site

ABOUT = """\
首页、每个城市一页、每份文件一页，可离线打开；点击一条关系即见原文。
A home page, a page a city and a page a paper, readable offline; a click shows the words behind a line."""

EXAMPLES = """\
kg viz
kg viz --graph mine --out pages
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="写到哪里（默认图谱旁的 site）\nwhere to write (default: site beside the graph)",
    )
    add_graph(parser)


def run(args: argparse.Namespace) -> int:
    """Write the pages and say where they are."""
    out = args.out or _beside(args.graph)
    report = render_site(open_store(args.graph), out)
    size = f"{len(report.pages)} 页 pages, {report.size / 1e6:.1f} MB"
    print(f"网页 pages: {report.folder / 'index.html'}（{size}）")
    return 0


def _beside(graph: str) -> Path:
    """Return ``site`` in the build folder, beside a graph file, or in the default folder for an endpoint."""
    if "://" in graph:
        return Path(BUILD, "site")
    path = Path(graph)
    return (path.parent if path.is_file() else path) / "site"
