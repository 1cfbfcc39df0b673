"""``kg``: find the verb, run it, turn errors into one line and an exit code.

Exit codes: 0 done, 1 the data is at fault, 2 the call is, 3 done but for papers that could not be read,
130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import keyword
import os
import sys
from collections.abc import Sequence
from typing import Protocol, TextIO

from kg import __version__
from kg.cli.parser import Parser, one_of
from kg.errors import (
    DataError,
    DocumentError,
    GraphError,
    KGError,
    QueryError,
    UsageError,
    VocabularyError,
)

VERBS: dict[str, str] = {
    "extract": "从文件中读出记录 / read records out of papers",
    "build": "建图谱 / build the graph",
    "add": "向图谱加入文件 / put papers into a graph that is there",
    "remove": "从图谱中去掉文件 / take papers out of a graph",
    "backup": "把图谱和文件写进一个备份 / put a graph and its papers into a backup",
    "restore": "从备份还原 / make a graph and its papers of a backup",
    "query": "用 SPARQL 提问 / ask the graph in SPARQL",
    "serve": "提供 SPARQL 端点、查询页和网页 / serve SPARQL, a query page and pages",
    "search": "按词检索条款和名称 / find clauses and things by words",
    "load": "把图谱写入一个存储 / put the graph into a store",
    "explain": "说明一个条款或实体的由来 / show what a clause or an entity rests on",
    "export": "导出一个城市的子图 / take a city's subgraph away as a file",
    "import": "读回审核过的导出，写成改正 / read a reviewed export back as corrections",
    "analyze": "分析：中心、缺口、张力、趋同、韧性 / analyse: centre, gaps, tensions, overlap, resilience",
    "viz": "生成城市网页 / write the city pages",
    "diff": "比较两个图谱或两份文件 / compare two graphs or two papers",
    "validate": "用 SHACL 检查图谱 / check the graph against its shapes",
    "evaluate": "与标准答案比对 / score records against gold records",
    "train": "训练序列模型 / train the sequence model",
}
"""Each verb has a module of its name in this package (``import_`` where that is a keyword), loaded only when
it is called."""

_KINDS: dict[type[KGError], str] = {
    UsageError: "用法有误 usage error",
    DocumentError: "文件有误 document error",
    DataError: "数据有误 data error",
    GraphError: "图谱有误 graph error",
    QueryError: "查询有误 query error",
    VocabularyError: "术语有误 vocabulary error",
    KGError: "出错 error",
}

_ABOUT = """\
从中国产业政策文件建知识图谱：每一条陈述都能追溯到原文。
A knowledge graph from Chinese industrial-policy papers: every statement traces to its words.
"""

_EXAMPLES = """\
示例 examples:
  kg build                                   建图谱 / build the graph of the shipped papers
  kg query --name industries_by_region       问一个现成的问题 / ask a shipped question
  kg export --city 沈阳市 --format csv       导出沈阳 / take Shenyang away for Excel
  kg VERB --help                             每个动词的说明 / help on a verb
"""


class Verb(Protocol):
    """What a verb's module offers."""

    ABOUT: str
    EXAMPLES: str

    def configure(self, parser: Parser) -> None:
        """Add the verb's arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do the job and return the exit code."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code."""
    _speak_utf8()
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(words)
        sys.stdout.flush()
        return code
    except KGError as error:
        print(f"kg: {_kind(error)}: {_one_line(error)}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader has seen enough (kg extract … | head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("kg: 已中断 interrupted", file=sys.stderr)
        return 130


def _run(words: list[str]) -> int:
    if not words or words[0].startswith("-"):
        parser = _top()
        parser.parse_args(words)
        parser.print_help()
        return 0 if words else UsageError.exit_code
    try:
        verb = one_of("verb", VERBS)(words[0])
    except argparse.ArgumentTypeError as error:
        raise UsageError(str(error)) from error
    name = f"{verb}_" if keyword.iskeyword(verb) else verb
    module: Verb = importlib.import_module(f"kg.cli.{name}")
    parser = Parser(
        prog=f"kg {verb}", description=f"{VERBS[verb]}\n\n{module.ABOUT}", epilog=_examples(module)
    )
    module.configure(parser)
    return module.run(parser.parse_args(words[1:]))


def _top() -> Parser:
    verbs = "\n".join(f"  {verb:<10} {about}" for verb, about in VERBS.items())
    parser = Parser(
        prog="kg", usage="kg VERB …", description=f"{_ABOUT}\n动词 verbs:\n{verbs}", epilog=_EXAMPLES
    )
    parser.add_argument(
        "--version", action="version", version=f"industry-kg {__version__}", help="版本 / version"
    )
    return parser


def _examples(module: Verb) -> str:
    lines = "\n".join(f"  {line}" for line in module.EXAMPLES.strip().splitlines())
    return f"示例 examples:\n{lines}\n"


def _kind(error: KGError) -> str:
    return next(_KINDS[kind] for kind in type(error).__mro__ if kind in _KINDS)


def _one_line(error: KGError) -> str:
    return " ".join(str(error).split())


def _speak_utf8() -> None:
    """Write UTF-8 with plain line ends whatever locale and system say: output is data."""
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream)


def _reconfigure(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:  # a test's replacement may be no text wrapper
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
