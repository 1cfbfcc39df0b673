"""``kg export``: take a part of the graph away."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.opened import add_opening, opened
from kg.cli.parser import Parser, one_of
from kg.cli.terminal import say
from kg.errors import QueryError, UsageError
from kg.export import (
    FORMATS,
    KINDS,
    WHOLE,
    Evidence,
    Selection,
    export,
    export_all,
)

ABOUT = """\
取走图谱的一部分，连同每条陈述的依据：一个城市或地区、产业链、企业、产业、园区、文件，或查询所答，或全图。
A part of the graph with the evidence of each statement: a city or any region, a chain, firm, industry,
park or paper, what a query answers, or all of it. Nothing is overwritten unasked; what a format leaves
out is said below and in the file."""

EXAMPLES = """\
kg export --city 沈阳市 --format xlsx
kg export --city 沈阳市 --format docx       # a brief, to read and to print
kg export --city 大连市 --format gexf --out dalian.gexf --force
kg export --city 沈阳市 --format ttl --out - | head
kg export --enterprise 沈阳机床 --depth 1 --format graphml
kg export --region 辽西北 --evidence quotes --format csv
kg export --whole --inferred --format nt    # all of it, however large
kg export --all-cities --format jsonld --out cities
"""

_THINGS = {
    "city": "城市\na city, by name or alias",
    "region": "任一级地区或区域组合\na region of any level, or a group of regions",
    "chain": "产业链\na chain",
    "enterprise": "企业\na firm",
    "industry": "产业或产品\nan industry or product",
    "park": "园区\na park",
    "paper": "文件，按标题或编号\na paper, by title or id",
    "thing": "机构、部门、项目或政策\nan institution, agency, project or policy",
}
assert _THINGS.keys() == KINDS.keys()


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.usage = "kg export (--city NAME | --region NAME | …) --format FORMAT [--out PATH] …"
    what = parser.add_argument_group("取什么（选一） what to take (one of)").add_mutually_exclusive_group(
        required=True
    )
    for kind, words in _THINGS.items():
        what.add_argument(f"--{kind}", metavar="NAME", help=words)
    what.add_argument(
        "--query", type=Path, metavar="F.rq", help="查询文件：所答的事物\nwhat a query in a file answers"
    )
    what.add_argument("--whole", action="store_true", help="整个图谱\nthe whole graph")
    what.add_argument(
        "--all-cities",
        action="store_true",
        help="每个城市一份，另加省级部分\na folder with every city and the provincial part",
    )
    _add_extent(parser)
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
        help="写到哪里，- 为标准输出（默认以所取命名）\nwhere to write, - for stdout (default: its name)",
    )
    parser.add_argument("--force", action="store_true", help="覆盖已有的文件\noverwrite what is there")
    add_opening(parser)
    parser.epilog = f"{parser.epilog or ''}\n\n{_left_out()}".strip()


def _add_extent(parser: Parser) -> None:
    parser.add_argument(
        "--depth",
        type=_steps,
        default=0,
        metavar="N",
        help="向外走几步（默认 0）\nhow many steps outward (default: 0)",
    )
    parser.add_argument(
        "--evidence",
        type=one_of("evidence", list(Evidence)),
        default=Evidence.FULL,
        metavar="LEVEL",
        help="依据：none 不带，quotes 引语，full 连条款全文和提及（默认）\n"
        "none, quotes, or full: clause texts and mentions too (default)",
    )
    parser.add_argument("--inferred", action="store_true", help="连同推理所得\nwith what is inferred")


def _left_out() -> str:
    """Return which format leaves out what, formats that leave out the same together."""
    same: dict[str, list[str]] = {}
    for name, form in FORMATS.items():
        same.setdefault(form.drops, []).append(name)
    lines = []
    for drops, names in same.items():
        between = " " if len(names) == 1 else "\n    "
        lines.append(f"  {', '.join(names)}:{between}" + (drops or "无 nothing").replace(" / ", "\n    "))
    held = ", ".join(name for name, form in FORMATS.items() if not form.streams)
    size = [
        "在内存中写成，适于一个城市，不适于百万条的全图；其余格式边读边写:",
        "made in memory, for a city rather than a graph of millions; the other formats stream:",
        f"  {held}",
    ]
    return "\n".join(["各格式略去什么 what each format leaves out:", *lines, "", *size])


def run(args: argparse.Namespace) -> int:
    """Write the files and say where they are."""
    repository = opened(args, inferred=args.inferred or args.format == "html")
    form = FORMATS[args.format]
    extent = {"depth": args.depth, "evidence": Evidence(args.evidence), "inferred": args.inferred}
    if args.all_cities:
        folder = args.out or f"各市-{args.format}"
        taken: Path | None = export_all(repository, format=form, out=folder, force=args.force, **extent)
    else:
        selection = _selection(args, **extent)
        taken = export(repository, selection=selection, format=form, out=args.out, force=args.force)
    if taken is not None:
        say(f"已写出 written: {taken}{'/' if taken.is_dir() else ''}")
    return 0


def _selection(args: argparse.Namespace, *, depth: int, evidence: Evidence, inferred: bool) -> Selection:
    if args.whole:
        return Selection(WHOLE, "", 0, evidence, inferred)
    if args.query is not None:
        text = _read(args.query)
        return Selection("query", text, depth, evidence, inferred, title=args.query.stem)
    kind = next(kind for kind in KINDS if getattr(args, kind) is not None)
    name = getattr(args, kind)
    if not name:
        raise UsageError(f"--{kind}: expected a name")
    return Selection(kind, name, depth, evidence, inferred)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read: {error}; expected a file with a SPARQL query") from None


def _steps(text: str) -> int:
    if text.isdecimal():
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 0")
