"""``kg viz``: write the pages."""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import urlsplit

from kg.cli.arguments import BUILD
from kg.cli.opened import add_opening, opened
from kg.cli.parser import Parser, one_of
from kg.errors import KGError, UsageError
from kg.rdf.serialize import replacing
from kg.store import Repository
from kg.viz import LANGUAGES, load, page_named, page_of, render_site

ABOUT = """\
首页、每个城市一页、每份文件一页，可离线打开；点击一条关系即见原文。
A home page, a page a city and a page a paper, readable offline; a click shows the words behind a line."""

EXAMPLES = """\
kg viz
kg viz --graph mine --out pages --language en
kg viz --single-file 沈阳市 --out 沈阳市.html
kg viz --single-file 机器人产业链 --server http://127.0.0.1:8000/
kg viz --as-of 2016-06-01                 # the papers in force on a day, into build/site-2016-06-01
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="写到哪里（默认图谱旁的 site）\nwhere to write (default: site beside the graph)",
    )
    parser.add_argument(
        "--single-file",
        metavar="NAME",
        help="只写一个事物、一条产业链或“全图”的网页，全部内容在一个文件里，便于邮寄\n"
        "the page of one thing, one chain or 全图 (the whole graph), all in one file, for mailing",
    )
    parser.add_argument(
        "--every",
        action="store_true",
        help="每个产业、产品都写一页（默认只写两个以上城市提到的）\n"
        "a page for each industry and product (default: those that two cities speak of)",
    )
    parser.add_argument(
        "--language",
        type=one_of("language", LANGUAGES),
        default="zh",
        metavar="LANG",
        help="打开时的语言，zh 或 en，页内可切换\nlanguage at first, zh or en; a page can switch",
    )
    parser.add_argument(
        "--server",
        type=_server,
        default=None,
        metavar="URL",
        help="kg serve 的地址，网页上的查询即在那里打开\nwhere kg serve runs, for queries to open there",
    )
    add_opening(parser)


def run(args: argparse.Namespace) -> int:
    """Write the pages and say where they are."""
    repository = opened(args)
    if args.single_file is not None:
        return _single(repository, args)
    out = args.out or _beside(args.graph, args.as_of)
    report = render_site(repository, out, language=args.language, every=args.every, server=args.server or "")
    size = f"{len(report.pages)} 页 pages, {report.size / 1e6:.1f} MB"
    print(f"网页 pages: {report.folder / 'index.html'}（{size}）")
    return 0


def _single(repository: Repository, args: argparse.Namespace) -> int:
    """Write the page of one thing into one file."""
    atlas = load(repository)
    iri = page_named(repository, atlas, args.single_file)
    page = page_of(atlas, iri, language=args.language, single=True, server=args.server or "")
    path: Path = args.out or Path(Path(page.path).name)
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; --single-file writes a file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as handle:
            handle.write(page.html.encode("utf-8"))
    except OSError as error:
        raise KGError(f"{path}: cannot be written: {error.strerror or error}") from None
    print(f"网页 page: {path}（{path.stat().st_size / 1e6:.1f} MB）")
    return 0


def _server(text: str) -> str:
    """Return a server's address with ``/`` at its end, an argument type."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as http://127.0.0.1:8000/")
    return text.rstrip("/") + "/"


def _beside(graph: str, day: str | None) -> Path:
    """Return ``site`` in the build folder, beside a graph file, or in the default folder for an endpoint.

    Pages as of a day have the day in the folder's name.
    """
    path = Path(BUILD if "://" in graph else graph)
    return (path.parent if path.is_file() else path) / (f"site-{day}" if day else "site")
