"""``kg search``: find clauses and things by words."""

from __future__ import annotations

import argparse

from kg.cli.opened import add_opening, opened
from kg.cli.parser import Parser, count
from kg.cli.terminal import print_table, say
from kg.cli.words import cut
from kg.errors import GraphError
from kg.store import shorten
from kg.store.searching import Found, search
from kg.viz.found import pieces

ABOUT = """\
按词检索条款原文与名称，相关的在前，命中的词加标记。
Clauses by their text and things by their names, best first, the words found marked."""

EXAMPLES = """\
kg search 数控机床
kg search 电解铝 产能 --limit 5
kg search 机器人 --things
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("words", nargs="+", metavar="WORD", help="要找的词\nwords to find")
    parser.add_argument(
        "--things", action="store_true", help="找事物的名称，而不是条款\nnames of things, not clauses"
    )
    parser.add_argument(
        "--limit", type=count, default=20, metavar="N", help="最多几条（默认 20）\nhow many at most"
    )
    add_opening(parser)


def run(args: argparse.Namespace) -> int:
    """Print what was found."""
    question = " ".join(args.words)
    repository = opened(args, inferred=False)
    found = search(repository, question, cut, clauses=not args.things, limit=args.limit)
    if not found:
        if not repository.ask("ASK { GRAPH graph:search { ?s ?p ?o } }"):
            raise GraphError(
                f"{args.graph}: 没有检索索引 (no graph:search to look words up in); kg build makes one"
            )
        say("没有找到 nothing found")
    elif args.things:
        rows = [(f"{hit.score:.2f}", shorten(hit.iri), _marked(hit)) for hit in found]
        print_table(("分 score", "事物 thing", "名称 name"), rows)
    else:
        rows = [(f"{hit.score:.2f}", f"{hit.title}:{hit.line}", _marked(hit)) for hit in found]
        print_table(("分 score", "出处 where", "原文 text"), rows)
    return 0


def _marked(hit: Found) -> str:
    """Return the words around the first place, those found in brackets."""
    opening, closing = "[", "]"
    cut_out = pieces(hit.text.strip(), hit.words, width=80)
    return "".join(f"{opening}{text}{closing}" if marked else text for text, marked in cut_out)
