"""``kg load``: put a graph into a store behind HTTP."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from kg.cli.arguments import BUILD
from kg.cli.parser import Parser
from kg.cli.terminal import progress
from kg.errors import UsageError
from kg.rdf.serialize import read_nquads
from kg.store.loading import load
from kg.store.opening import GRAPH_FILE

ABOUT = """\
把图谱逐图写入支持 Graph Store 协议的存储，可重复执行，暂时的失败会重试。
Puts each named graph into a store by the Graph Store HTTP Protocol; repeating it changes nothing, and passing
failures are retried. Where the store wants a token it is read from KG_TOKEN, a login (name:password) from
KG_LOGIN."""

EXAMPLES = """\
kg load --endpoint http://127.0.0.1:7878/store                        # an oxigraph server
KG_LOGIN=dba:$(cat password) kg load --endpoint http://127.0.0.1:8890/sparql-graph-crud-auth  # Virtuoso
KG_TOKEN=$(cat token) kg load --endpoint http://127.0.0.1:8000/store  # kg serve --writable
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "--graph",
        default=BUILD,
        metavar="WHERE",
        help=f"建成的文件夹或 .nq 文件（默认 {BUILD}）\na build folder or an .nq file",
    )
    parser.add_argument(
        "--endpoint",
        default=os.environ.get("KG_STORE", ""),
        metavar="URL",
        help="存储的 Graph Store 地址（默认环境变量 KG_STORE）\nthe store's address (default: KG_STORE)",
    )


def run(args: argparse.Namespace) -> int:
    """Load the graph and say how much that was."""
    if not args.endpoint.startswith(("http://", "https://")):
        raise UsageError("--endpoint: an http(s) address of a graph store was expected")
    path = Path(args.graph)
    quads = list(read_nquads(path / GRAPH_FILE if path.is_dir() else path))
    graphs = len({quad.graph_name for quad in quads})
    token, login = os.environ.get("KG_TOKEN", ""), os.environ.get("KG_LOGIN", "")
    if login and ":" not in login:
        raise UsageError("KG_LOGIN: name:password was expected")
    with progress("写入 loading", graphs) as step:
        loaded = load(quads, args.endpoint, token=token, login=login, on_done=lambda *_: step())
    print(f"{loaded.graphs} 个图 graphs, {loaded.triples} 条 triples, 重试 repeated {loaded.repeated}")
    return 0
