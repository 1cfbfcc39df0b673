"""``kg serve``: answer SPARQL and show pages over HTTP."""

from __future__ import annotations

import argparse
import os
import secrets
from pathlib import Path

from kg.cli.opened import add_opening
from kg.cli.parser import Parser, count
from kg.cli.terminal import say
from kg.cli.words import cut
from kg.errors import UsageError
from kg.store.opening import GRAPH_FILE
from kg.web.serving import serve
from kg.web.settings import Settings

ABOUT = """\
查询页、SPARQL 端点和每个事物的网页，默认只在本机、只读，不访问任何外部地址。
--as-of 使一切都只看某一天现行的文件；单个查询用 &as-of=DATE。
Query page, SPARQL endpoint and a page for each thing; local and read-only unless told otherwise, and nothing
outside is ever asked. Writing needs --writable and the token in the environment variable KG_TOKEN; without
one a token is made and shown. With --as-of everything is as of a day; a single query is with
&as-of=DATE."""

EXAMPLES = """\
kg serve
kg serve --graph build --port 8080 --timeout 10
KG_TOKEN=$(cat token) kg serve --writable
curl 'http://127.0.0.1:8000/sparql?format=csv' --data-urlencode 'query=ASK { ?s ?p ?o }' -G
"""

_LOCAL = ("localhost", "127.0.0.1", "[::1]")


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    add_opening(parser)
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="监听地址（默认本机）\nwhere to listen (default: this machine only)",
    )
    parser.add_argument(
        "--port", type=int, default=8000, metavar="N", help="端口（默认 8000，0 为任选）\nport; 0 takes any"
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="允许的主机名，可重复\na name by which the server may be addressed; repeatable",
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=30.0,
        metavar="S",
        help="查询时限，秒（默认 30）\nseconds a query may take",
    )
    parser.add_argument(
        "--workers",
        type=count,
        default=4,
        metavar="N",
        help="同时回答的查询数（默认 4）\nqueries answered at once",
    )
    parser.add_argument(
        "--memory",
        type=count,
        default=1024,
        metavar="MB",
        help="每个查询的内存上限，MB（默认 1024）\nmemory a query may take",
    )
    parser.add_argument(
        "--queue",
        type=count,
        default=32,
        metavar="N",
        help="等候的查询数上限（默认 32）\nqueries that may wait",
    )
    parser.add_argument(
        "--rows",
        type=count,
        default=100_000,
        metavar="N",
        help="行数上限（默认 100000）\nmost rows of an answer",
    )
    parser.add_argument(
        "--writable",
        action="store_true",
        help="凭令牌可写，写入图谱文件\ntake updates from those with the token, into the graph's file",
    )


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    if args.writable and args.as_of is not None:
        raise UsageError("--as-of serves a part of the graph, which --writable would save as the whole")
    token = _token() if args.writable else ""
    settings = Settings(
        hosts=(*_LOCAL, *_named(args.host), *args.allow_host),
        token=token,
        save=_file(args.graph) if args.writable else None,
        workers=args.workers,
        queue=args.queue,
        memory=args.memory << 20,
        timeout=args.timeout,
        rows=args.rows,
    )

    def ready(address: str) -> None:
        print(f"{address} （查询 query: {address}sparql，停止 stop: Ctrl-C）", flush=True)
        if token and "KG_TOKEN" not in os.environ:
            say(f"写入令牌 token for writing: {token}")

    where = {"host": args.host, "port": args.port, "day": args.as_of}
    serve(args.graph, cut=cut, settings=settings, on_ready=ready, **where)
    return 0


def _token() -> str:
    token = os.environ.get("KG_TOKEN") or secrets.token_urlsafe(24)
    if len(token) < 16:
        raise UsageError("KG_TOKEN: a token of at least 16 characters is expected")
    return token


def _file(graph: str) -> Path:
    path = Path(graph)
    path = path / GRAPH_FILE if path.is_dir() else path
    if path.suffix != ".nq":
        raise UsageError(f"{path}: --writable needs an .nq file or a build folder")
    return path


def _named(host: str) -> tuple[str, ...]:
    """Return the name that a server on a host is addressed by; none for all addresses of the machine."""
    if host in ("0.0.0.0", "::"):
        return ()
    return (f"[{host}]",) if ":" in host else (host,)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0, at most 3600")
    return value
