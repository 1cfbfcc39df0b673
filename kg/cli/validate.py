"""``kg validate``: check a graph against its shapes and rules."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.cli.arguments import BUILD
from kg.cli.parser import Parser, one_of
from kg.cli.terminal import print_table
from kg.errors import GraphError, UsageError
from kg.rdf.validation import Report, Severity, validate
from kg.viz.validation import report_page

ABOUT = """\
用 SHACL 形状和规则检查图谱，列出每一处不符；有违反时退出码为 1，只有警告时为 0。
Checks a graph by SHACL shapes and rules and lists each finding; exit code 1 where one is violated, 0 where
there are only warnings."""

EXAMPLES = """\
kg validate
kg validate mine/graph.nq --quick
kg validate --format ttl > report.ttl
kg validate --format html > report.html
"""

_MANY = 100
_COLUMNS = ("程度 severity", "检查 check", "对象 focus", "属性 path", "值 value", "要求 asked")


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="图谱文件或建成的文件夹，与 --graph 相同\na graph file or a build folder, as --graph",
    )
    parser.add_argument(
        "--graph",
        type=Path,
        metavar="PATH",
        help=f"建成的文件夹或图谱文件（默认 {BUILD}）\na build folder or a graph file",
    )
    parser.add_argument("--quick", action="store_true", help="只查规则，不查形状\nrules only, without shapes")
    parser.add_argument(
        "--format",
        type=one_of("format", ("table", "ttl", "html")),
        default="table",
        metavar="FORMAT",
        help="table（默认）、ttl（SHACL 报告）或 html（网页）\n"
        "table (default), ttl, a SHACL report, or html, a page",
    )


def run(args: argparse.Namespace) -> int:
    """Print the findings; return 1 where the graph does not conform."""
    if args.file and args.graph:
        raise UsageError("validate: FILE and --graph name the same; give one of them")
    where = args.file or args.graph or Path(BUILD)
    if not where.exists():
        raise GraphError(f"{where}: not found; `kg build` makes a graph")
    report = validate(where, shapes=not args.quick)
    if args.format == "ttl":
        sys.stdout.write(report.turtle())
    elif args.format == "html":
        sys.stdout.write(report_page(report, name=where.name).html)
    else:
        _print(report)
    return 0 if report.conforms else 1


def _print(report: Report) -> None:
    if report.findings:
        rows = [
            (
                each.severity.value,
                each.check,
                each.focus,
                each.path,
                each.value,
                f"{each.zh} {each.en}".strip(),
            )
            for each in report.findings[:_MANY]
        ]
        print_table(_COLUMNS, rows)
        if len(report.findings) > _MANY:
            print(f"… 另有 {len(report.findings) - _MANY} 处 more")
        print()
    verdict = "符合 conforms" if report.conforms else "不符合 does not conform"
    violations, warnings = report.count(Severity.VIOLATION), report.count(Severity.WARNING)
    print(
        f"{report.source}: {verdict}（{report.checks} 项检查 checks, {report.triples} 条三元组 triples, "
        f"{violations} 处违反 violations, {warnings} 处警告 warnings）"
    )
