"""``kg export``: take a part of the graph away."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.arguments import add_graph
from kg.cli.parser import Parser, one_of
from kg.cli.terminal import say
from kg.export import FORMATS, export
from kg.store import open_store

ABOUT = """\
一个城市的陈述及其依据：ttl、jsonld 给 RDF 工具，graphml 给 Gephi，csv 给 Excel 和 Neo4j。
A city's statements with their evidence: ttl and jsonld for RDF tools, graphml for Gephi, csv for Excel
and Neo4j. Nothing is overwritten unasked."""

EXAMPLES = """\
kg export --city 沈阳市 --format csv
kg export --city 大连市 --format graphml --out dalian.graphml --force
kg export --city 沈阳市 --format ttl --out - | head
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "--city", required=True, metavar="NAME", help="城市的名称或别名\nthe city, by name or alias"
    )
    parser.add_argument(
        "--format",
        required=True,
        type=one_of("format", FORMATS),
        metavar="FORMAT",
        help="\n".join(f"{name:<8} {form.about_zh} / {form.about_en}" for name, form in FORMATS.items()),
    )
    parser.add_argument(
        "--out",
        metavar="PATH",
        help="写到哪里，- 为标准输出（默认以城市命名）\nwhere to write, - for stdout (default: its name)",
    )
    parser.add_argument("--force", action="store_true", help="覆盖已有的文件\noverwrite what is there")
    add_graph(parser)


def run(args: argparse.Namespace) -> int:
    """Write the files and say where they are."""
    out = export(open_store(args.graph), city=args.city, format=args.format, out=args.out, force=args.force)
    if out is not None:
        say(f"已写出 written: {out}{'/' if Path(out).is_dir() else ''}")
    return 0
