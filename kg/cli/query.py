"""``kg query``: ask the graph."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from kg.cli.opened import add_opening, opened
from kg.cli.parser import Parser, assignment, one_of
from kg.cli.terminal import print_table, say
from kg.errors import QueryError, UsageError
from kg.store import Answer, Query, dump, named_queries, named_query, table

ABOUT = """\
查询可以直接写出、放在文件里，或用现成的问题（--list 列出）。项目的前缀不必声明。
--as-of 只问某一天现行的文件：自施行日（没有则自发布日）起，至失效日或被替代之日止；效力不明的文件计入并说明。
现成问题的 date 列是文件的日期，几份文件都这样说时是最早的；只问参考数据的问题没有。
The query is given in words, in a file or by the name of a shipped one (--list). Prefixes are known.
--as-of asks only the papers in force on a day: from when they take effect (else from their date) until they
expire or are replaced; papers of unknown standing count, and the answer says so. The column date of a
shipped query is the paper's date, the earliest where several say the same; questions about reference data
have none."""

EXAMPLES = """\
kg query --list
kg query --name industries_by_region --set region=沈阳市
kg query --name industries_by_region --as-of 2015-10-01
kg query 'SELECT ?c WHERE { region:沈阳市 kgo:promotes ?c } LIMIT 5'
kg query --file question.rq --format csv > answer.csv
"""

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl")


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    source = parser.add_mutually_exclusive_group()
    source.add_argument("query", nargs="?", metavar="QUERY", help="SPARQL 查询\na SPARQL query")
    source.add_argument("--file", type=Path, metavar="F.rq", help="查询文件\na file that holds the query")
    source.add_argument("--name", metavar="NAME", help="现成问题的名称\na shipped query")
    source.add_argument("--list", action="store_true", help="列出现成的问题\nlist the shipped queries")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=assignment,
        metavar="PARAM=VALUE",
        help="现成问题的参数，可重复\na parameter of the shipped query; repeatable",
    )
    parser.add_argument(
        "--format",
        type=one_of("format", FORMATS),
        metavar="FORMAT",
        help=f"{'、'.join(FORMATS)}\n(default: table, ttl for CONSTRUCT)",
    )
    add_opening(parser)


def run(args: argparse.Namespace) -> int:
    """Print the answer."""
    if args.list:
        _list()
        return 0
    if args.set and args.name is None:
        raise UsageError("--set gives a parameter of a shipped query and needs --name")
    named = named_query(args.name) if args.name is not None else None
    text = _text(args) if named is None else ""
    query = Query(named.text if named else text)  # only GRAPH and FROM reach what is inferred
    repository = opened(args, inferred=query.has_graph or query.has_dataset)
    if args.as_of is not None and named and not named.dated:
        say("答案出自参考数据，与文件无关 / the answer rests on reference data, on no paper")
    answer = named.run(repository, dict(args.set)) if named else repository.query(text)
    if named and args.format in (None, "table"):
        say(f"{named.title_zh} / {named.title_en}")
    _write(answer, args.format)
    return 0


def _text(args: argparse.Namespace) -> str:
    if args.file is not None:
        return _read(args.file)
    if args.query is None:
        raise UsageError("expected a QUERY, --file F.rq or --name NAME (kg query --list shows the names)")
    return str(args.query)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(
            f"{path}: cannot be read: {error.strerror}; expected a file with a SPARQL query"
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError(
            f"{path}: not UTF-8 at byte {error.start}; expected a file with a SPARQL query"
        ) from error


def _write(answer: Answer, form: str | None) -> None:
    form = form or ("ttl" if isinstance(answer, tuple) else "table")
    if form == "table" and sys.stdout.isatty():
        print(table(answer, width=shutil.get_terminal_size().columns), end="")
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(dump(answer, form))


def _list() -> None:
    rows = [
        (
            query.name,
            query.title_zh,
            query.title_en,
            " ".join(f"{p.name}={p.default}" for p in query.parameters),
        )
        for query in named_queries()
    ]
    print_table(("名称 name", "问题", "question", "参数 parameters"), rows)
