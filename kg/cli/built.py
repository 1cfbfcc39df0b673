"""What ``kg build``, ``kg add`` and ``kg remove`` share: options, the build itself, and what it gave."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from kg.building import Failure, Listing, Made, Stage, make
from kg.building.making import Change
from kg.building.publishing import CONFLICTS, FAILURES, SILENT
from kg.cli.arguments import BUILD
from kg.cli.parser import Parser, count, seconds
from kg.cli.reviewed import say_conflicts
from kg.cli.terminal import print_table, say, say_first, stages
from kg.cli.words import cut
from kg.errors import UsageError
from kg.ledger import Summary
from kg.store.opening import FORMAT, made_in
from kg.store.opening import GRAPH_FILE as GRAPH

IN_PART = 3
"""The exit code of a build from which papers that could not be read are left out."""


def add_making(parser: Parser) -> None:
    """Add the options that say where and how a build is made."""
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(BUILD),
        metavar="DIR",
        help=f"写到哪里（默认 {BUILD}）\nwhere to write",
    )
    parser.add_argument(
        "--processes",
        type=count,
        default=_cores(),
        metavar="N",
        help="并行进程数（默认：处理器核数）\nhow many processes read at once (default: one a core)",
    )
    add_wait(parser)
    policy = parser.add_mutually_exclusive_group()
    policy.add_argument(
        "--strict",
        action="store_true",
        help="有文件无法读取即停止（默认）\nstop at a paper that cannot be read (default)",
    )
    policy.add_argument(
        "--keep-going",
        action="store_true",
        help=f"略过无法读取的文件，最后列出，退出码 {IN_PART}\n"
        f"leave out papers that cannot be read, list them at the end, exit with {IN_PART}",
    )


def add_wait(parser: Parser) -> None:
    """Add ``--wait``: how long to wait for who writes into the same build folder."""
    parser.add_argument(
        "--wait",
        type=seconds,
        default=60,
        metavar="SECONDS",
        help="另一进程正在建图时等多久（默认 60）\nhow long to wait for another build of the same folder",
    )


def say_waiting(out: Path) -> Callable[[str], None]:
    """Return what tells the person at the terminal whom a command waits for."""
    return lambda holder: say(f"{out}: 等待 waiting for {holder}")


def build(args: argparse.Namespace, change: Change) -> int:
    """Bring the build in step with a changed list of papers, tell what it gave, return the exit code."""
    if made_in(args.out) not in (None, FORMAT):
        say(f"{args.out}: 旧格式，重新建图 / an earlier format of build folder, built anew")
    with stages() as step:
        made = make(
            args.out,
            change,
            processes=args.processes,
            strict=not args.keep_going,
            wait=args.wait,
            cut=cut,
            on_wait=say_waiting(args.out),
            on_step=lambda stage, done, total: step(_STAGES[stage], done, total),
        )
    _tell(args.out, made)
    return IN_PART if made.failures else 0


def listed(listing: Listing | None, out: Path) -> Listing:
    """Return the list of papers of a build; raise UsageError where there is none."""
    if listing is None:
        raise UsageError(f"{out}: 还没有文件清单 (no list of papers here); name the papers: kg build FILE…")
    return listing


_STAGES = {Stage.READING: "读取 reading", Stage.ASSEMBLING: "组图 assembling", Stage.SORTING: "排序 sorting"}


def _tell(out: Path, made: Made) -> None:
    _print(made.summary, corrections=made.corrections)
    if made.same:
        print("\n没有变化 nothing changed")
    print(f"\n图谱 graph: {out / GRAPH}\n未得陈述的条款 silent clauses: {out / SILENT}")
    say_conflicts(made.conflicts, out / CONFLICTS)
    if made.moved_on and (out / "site").exists():
        say(f"{out / 'site'}: 网页出自以前的图谱，请运行 kg viz / pages of an earlier graph, run kg viz")
    _say_failures(made.failures, out / FAILURES)


def _say_failures(failures: Sequence[Failure], table: Path) -> None:
    if not failures:
        return
    say(f"{len(failures)} 个文件未能读取，见 {table} / papers not read, listed there:")
    say_first([f"{failure.file}: {' '.join(failure.reason.split())}" for failure in failures])


def _cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


_COUNTED = (
    ("提及 mentions", "mentions"),
    ("实体 entities", "entities"),
    ("陈述 statements", "statements"),
    ("限制 restrictions", "restrictions"),
    ("未得陈述 silent clauses", "silent"),
)


def _print(summary: Summary, *, corrections: int) -> None:
    counts = asdict(summary)
    rows = [
        ("文件 documents", str(summary.documents), ""),
        ("章节 sections", str(summary.sections), ""),
        ("条款 clauses", str(summary.clauses), ""),
        *((title, str(sum(counts[name].values())), _listed(counts[name])) for title, name in _COUNTED),
        ("产业链 chains", str(summary.chains), ""),
        ("指标 targets", str(summary.targets), ""),
        *((("审核改正 corrections", str(corrections), ""),) if corrections else ()),
    ]
    print_table(("", "总数 total", "分类 by kind"), rows)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in counts.items())
