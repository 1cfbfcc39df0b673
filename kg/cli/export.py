"""``kg export``: take a part of the graph away."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.arguments import add_graph
from kg.cli.briefs import brief_formats
from kg.cli.parser import Parser, one_of
from kg.cli.terminal import say
from kg.errors import KGError, QueryError, UsageError
from kg.export import FORMATS, KINDS, STDOUT, Evidence, Format, Selection, export, export_all, file_name, find
from kg.rdf.serialize import replacing
from kg.store import Repository, open_store
from kg.viz import view

ABOUT = """\
取走图谱的一部分，连同每条陈述的依据：一个城市或地区、产业链、企业、产业、园区、文件，或查询所答。
A part of the graph with the evidence of each statement: a city or any region, a chain, firm, industry,
park or paper, or what a query answers. Nothing is overwritten unasked; what a format leaves out is said
below and in the file."""

EXAMPLES = """\
kg export --city 沈阳市 --format xlsx
kg export --city 沈阳市 --format docx       # a brief, to read and to print
kg export --city 大连市 --format gexf --out dalian.gexf --force
kg export --city 沈阳市 --format ttl --out - | head
kg export --enterprise 沈阳机床 --depth 1 --format graphml
kg export --region 辽西北 --evidence quotes --format csv
kg export --all-cities --format jsonld --out cities
"""

HTML = "html"
"""The one format that the pages' renderer writes."""

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


def _known(repository: Repository | None = None) -> dict[str, Format]:
    """Return the formats by name, the briefs of a graph among them."""
    return {**FORMATS, **brief_formats(repository)}


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
    what.add_argument(
        "--all-cities",
        action="store_true",
        help="每个城市一份，另加省级部分\na folder with every city and the provincial part",
    )
    _add_extent(parser)
    parser.add_argument(
        "--format",
        required=True,
        type=one_of("format", (*_known(), HTML)),
        metavar="FORMAT",
        help="\n".join(f"{name:<8} {form.about_zh} / {form.about_en}" for name, form in _known().items())
        + f"\n{HTML:<8} 单个网页，可离线打开 / one page with the graph, opens offline",
    )
    parser.add_argument(
        "--out",
        metavar="PATH",
        help="写到哪里，- 为标准输出（默认以所取命名）\nwhere to write, - for stdout (default: its name)",
    )
    parser.add_argument("--force", action="store_true", help="覆盖已有的文件\noverwrite what is there")
    add_graph(parser)
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
    for name, form in _known().items():
        same.setdefault(form.drops, []).append(name)
    lines = [
        f"  {', '.join(names)}:\n    " + (drops or "无 nothing").replace(" / ", "\n    ")
        for drops, names in same.items()
    ]
    return "\n".join(["各格式略去什么 what each format leaves out:", *lines])


def run(args: argparse.Namespace) -> int:
    """Write the files and say where they are."""
    repository = open_store(args.graph)
    if args.format == HTML:
        made = _write_page(repository, args)
        say(f"已写出 written: {made}")
        return 0
    form = _known(repository)[args.format]
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


def _write_page(repository: Repository, args: argparse.Namespace) -> Path:
    """Write the page of one thing, all in one file."""
    kind = next((kind for kind in KINDS if getattr(args, kind) is not None), "")
    if not kind or kind == "paper" or args.out == STDOUT:
        raise UsageError(
            "format html is the page of one city, region, chain, firm, industry or park, in a file"
        )
    thing = find(repository, Selection(kind, getattr(args, kind)))
    page = view(repository, thing.value, single=True)
    path = Path(args.out) if args.out else Path(f"{file_name(getattr(args, kind))}.html")
    if path.exists() and not args.force:
        raise UsageError(f"{path}: is there already; --force overwrites it")
    try:
        with replacing(path) as handle:
            handle.write(page.html.encode("utf-8"))
    except OSError as error:
        raise KGError(f"{path}: cannot be written: {error.strerror or error}") from None
    return path


def _selection(args: argparse.Namespace, *, depth: int, evidence: Evidence, inferred: bool) -> Selection:
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
