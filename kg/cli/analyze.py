"""``kg analyze``: what is central, what is missing, where statements pull apart, who overlaps."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.analysis import results
from kg.analysis.centrality import (
    MEASURES,
    bridges,
    centrality,
)
from kg.analysis.chain_gaps import chain_reports, gaps
from kg.analysis.communities import communities
from kg.analysis.corpus import load
from kg.analysis.frames import Plain, plain, records
from kg.analysis.matrix import Polarity, matrix
from kg.analysis.network import PROJECTIONS, projection
from kg.analysis.papers import concept_changes, in_order, sentence_changes
from kg.analysis.records import Corpus
from kg.analysis.reference import chain_named, reference_chains
from kg.analysis.resilience import anchors, removals, robustness
from kg.analysis.specialisation import (
    INDICES,
    adjacent,
    distinctive,
    likenesses,
    ranks,
    specialities,
)
from kg.analysis.tensions import tensions
from kg.building.lock import locked
from kg.building.making import told
from kg.building.publishing import CACHE
from kg.cli import remarks
from kg.cli.built import add_wait, say_waiting
from kg.cli.opened import add_opening, opened
from kg.cli.parser import Parser, count, one_of
from kg.cli.terminal import print_table, say
from kg.errors import DataError, UsageError, suggest
from kg.viz.report import write_report

ABOUT = """\
由图谱回答规划部门的问题，每一行都带原文依据；结果同时写入图谱的 graph:analysis，可用 SPARQL 查询。
Answers a planning office's questions, each line with its quote; results also go into graph:analysis of the
build folder, where SPARQL finds them.

分析 analyses:
  centrality   谁是中心（--projection、--measure） / what is central
  communities  抱团的实体 / communities
  bridges      一断即散的联系 / ties that hold parts together
  gaps         产业链缺口，按依据分级（--chain、--city） / chain gaps, graded by evidence
  chains       各市各链环节由谁承担 / which city covers which link, by whom
  tensions     发展与限制相遇之处 / where promotion and restriction meet
  overlap      城市之间的趋同 / how alike cities are
  speciality   各市所长，与偶然相比 / what cities name more than chance gives
  distinctive  只有一市提出的 / what one city alone names
  adjacent     近在手边的产业 / the adjacent possible
  ranks        城市指数及名次区间 / indices of cities, with intervals of ranks
  resilience   失去谁，哪条链断 / what goes with a firm, park or city
  robustness   逐步移除的曲线 / the curve of removals
  papers       两份文件相比（概念） / paper against paper, by concept
  sentences    两份文件相比（句子） / paper against paper, by sentence
  report       写成报告（HTML、Markdown、docx） / the report"""

EXAMPLES = """\
kg analyze centrality --projection firm --measure betweenness --top 10
kg analyze gaps --city 大连市 --chain 机器人
kg analyze tensions --city 锦州市 --format csv > tensions.csv
kg analyze report --out report
kg analyze report --city 沈阳市
"""

FORMATS = ("table", "csv", "json")


@dataclass(frozen=True)
class Found:
    """What an analysis gave: rows of frozen records, and what of them goes into the graph."""

    rows: Sequence[Any]
    columns: tuple[str, ...]
    quads: tuple[ox.Quad, ...] = ()
    replaces: Callable[[str], bool] | None = None
    notes: tuple[str, ...] = ()
    """What must be said with the rows, lest they be misread."""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "analysis",
        type=one_of("analysis", (*ANALYSES, "report")),
        metavar="ANALYSIS",
        help="上列之一\none of the above",
    )
    parser.add_argument("--city", metavar="NAME", help="只看一个城市\none city only")
    parser.add_argument("--chain", metavar="NAME", help="只看一条参考产业链\none reference chain only")
    parser.add_argument(
        "--projection",
        default="typed",
        type=one_of("projection", PROJECTIONS),
        metavar="NAME",
        help=f"{'、'.join(PROJECTIONS)}（默认 typed）\nwhich network",
    )
    parser.add_argument(
        "--measure",
        type=one_of("measure", (*MEASURES, *INDICES)),
        metavar="NAME",
        help=f"{'、'.join(MEASURES[:6])}、\n{'、'.join(MEASURES[6:])}\nranks: {'、'.join(INDICES)}",
    )
    parser.add_argument(
        "--polarity",
        default=Polarity.PROMOTED,
        type=one_of("polarity", list(Polarity)),
        metavar="NAME",
        help="promoted（默认）、restricted\nwhich statements a matrix counts",
    )
    parser.add_argument("--top", type=count, metavar="N", help="只列前 N 行\nthe first N rows only")
    parser.add_argument(
        "--format", default="table", type=one_of("format", FORMATS), metavar="FORMAT", help="、".join(FORMATS)
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("report"),
        metavar="DIR",
        help="报告写到哪里（默认 report）\nwhere the report goes",
    )
    parser.add_argument("--no-save", action="store_true", help="不写入图谱\nleave the graph as it is")
    add_wait(parser)
    add_opening(parser)


def run(args: argparse.Namespace) -> int:
    """Print the rows, or write the report; put results into the graph."""
    written = _written(args)
    corpus = load(opened(args))
    args.place = _city(corpus, args.city)
    if args.analysis == "report":
        for path in write_report(corpus, args.out, city=args.place):
            print(path)
        return 0
    found = ANALYSES[args.analysis](corpus, args)
    for note in found.notes:
        say(note)
    rows = found.rows[: args.top]
    shown = [{name: plain(getattr(row, name), corpus) for name in found.columns} for row in rows]
    _print(shown if args.format == "table" else records(rows, corpus), found.columns, args.format)
    sys.stdout.flush()
    _save(args, found, written)
    return 0


def _city(corpus: Corpus, name: str | None) -> str:
    if name is None:
        return ""
    known = {corpus.name(city): city for city in corpus.cities}
    short = {label.removesuffix("市"): city for label, city in known.items()}
    found = known.get(name) or short.get(name)
    if found is None:
        raise UsageError(f"--city: no city {name} speaks in these papers{suggest(name, known)}")
    return found


def _written(args: argparse.Namespace) -> int:
    """Return when the build's graph was written, in nanoseconds; 0 for a graph that is no build's."""
    path = Path(args.graph) / results.GRAPH_FILE
    return path.stat().st_mtime_ns if "://" not in args.graph and path.is_file() else 0


def _save(args: argparse.Namespace, found: Found, written: int) -> None:
    """Put results into the graph they were drawn from, as the only one who writes it; say what was done."""
    folder = Path(args.graph)
    if args.no_save or found.replaces is None:
        return
    if not written:
        say("未写入图谱：不是建成的文件夹 / not saved: the graph is no build folder")
        return
    if args.as_of is not None:
        say("未写入图谱：结果只属于这一天 / not saved: the results are those of a day")
        return
    with told(folder), locked(folder, folder / CACHE, wait=args.wait, on_wait=say_waiting(folder)):
        if _written(args) != written:
            raise DataError(f"{folder}: 图谱已重建，未写入 (built anew meanwhile; not saved, run it again)")
        results.save(folder, found.quads, replaces=found.replaces)
    say(f"已写入 saved: {folder / results.GRAPH_FILE} graph:analysis")


def _print(rows: list[dict[str, Plain]], columns: Iterable[str], form: str) -> None:
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif form == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]) if rows else list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        sys.stdout.write(out.getvalue())
    else:
        cells = [["" if value is None else str(value) for value in row.values()] for row in rows]
        print_table(tuple(columns), cells)


def _centrality(corpus: Corpus, args: argparse.Namespace) -> Found:
    chosen = [args.measure] if args.measure else list(MEASURES)
    if not set(chosen) <= set(MEASURES):
        raise UsageError(f"--measure: {args.measure} ranks cities; see kg analyze ranks")
    G = projection(corpus, args.projection)  # noqa: N806 - a networkx graph
    rows = centrality(G, measures=chosen)
    quads = tuple(results.centrality_quads(rows, args.projection))
    mine = {results.name_of(quad) for quad in quads}
    columns = ("measure", "rank", "label", "kind", "value", "of")
    return Found(rows, columns, quads, mine.__contains__, tuple(remarks.of_measures(G, chosen)))


def _gaps(corpus: Corpus, args: argparse.Namespace) -> Found:
    every = gaps(corpus)
    chain = chain_named(args.chain).id if args.chain else ""
    rows = [
        gap
        for gap in every
        if (not args.place or gap.place == args.place) and (not chain or gap.chain == chain)
    ]
    columns = ("grade", "place", "chain", "link", "about", "quote", "source", "nearest", "kilometres")
    quads = tuple(results.gap_quads(every, corpus))
    return Found(rows, (*columns, "nearest_quote"), quads, _kind("ChainGap"), (remarks.ABSENCE,))


def _chains(corpus: Corpus, args: argparse.Namespace) -> Found:
    chains = (chain_named(args.chain),) if args.chain else reference_chains()
    cities = [args.place] if args.place else None
    reports = chain_reports(corpus, chains=chains, cities=cities)
    rows = [one for report in reports for one in report.coverage]
    columns = ("chain", "city", "link", "stage", "level", "single", "carriers", "quote")
    return Found(rows, columns, notes=(remarks.ABSENCE,))


def _tensions(corpus: Corpus, args: argparse.Namespace) -> Found:
    every = tensions(corpus)
    rows = [row for row in every if not args.place or args.place in (row.promoted_in, row.restricted_in)]
    columns = ("kind", "also", "promoted_in", "promoted", "restricted_in", "restricted", "mode", "scope")
    quads = tuple(results.tension_quads(every, corpus))
    return Found(rows, (*columns, "threshold", "when", "kept", "want", "hold"), quads, _kind("Tension"))


def _overlap(corpus: Corpus, args: argparse.Namespace) -> Found:
    rows = likenesses(matrix(corpus, polarity=args.polarity))
    kept = [row for row in rows if not args.place or args.place in (row.one, row.other)]
    columns = ("one", "other", "cosine", "jaccard", "krugman", "p", "apart", "shared")
    return Found(kept, columns, notes=(remarks.MENTIONS, remarks.of_chance(rows)))


def _speciality(corpus: Corpus, args: argparse.Namespace) -> Found:
    rows = specialities(matrix(corpus, polarity=args.polarity))
    kept = [row for row in rows if not args.place or row.city == args.place]
    columns = ("city", "industry", "clauses", "location_quotient", "p", "apart", "cities")
    return Found(kept, columns, notes=(remarks.MENTIONS, remarks.of_chance(rows)))


def _adjacent(corpus: Corpus, args: argparse.Namespace) -> Found:
    every = adjacent(matrix(corpus))
    rows = [row for row in every if not args.place or row.city == args.place]
    columns = ("city", "industry", "density", "complexity", "p", "apart")
    return Found(rows, columns, notes=(remarks.MENTIONS, remarks.of_chance(every)))


def _distinctive(corpus: Corpus, args: argparse.Namespace) -> Found:
    rows = [row for row in distinctive(corpus) if not args.place or row.city == args.place]
    return Found(rows, ("city", "concept", "quote"))


def _ranks(corpus: Corpus, args: argparse.Namespace) -> Found:
    chosen = [args.measure] if args.measure else list(INDICES)
    if not set(chosen) <= set(INDICES):
        raise UsageError(f"--measure: {args.measure} is no index of cities; there are {', '.join(INDICES)}")
    found = matrix(corpus, polarity=args.polarity)
    rows = [row for name in chosen for row in ranks(found, name)]
    quads = tuple(results.rank_quads(rows, corpus))
    mine = {results.name_of(quad) for quad in quads}
    columns = ("measure", "rank", "low", "high", "city", "value", "of")
    return Found(rows, columns, quads, mine.__contains__, (remarks.MENTIONS, remarks.of_ranks(rows)))


def _resilience(corpus: Corpus, args: argparse.Namespace) -> Found:
    chains = (chain_named(args.chain),) if args.chain else None
    found = anchors(corpus, chains=chains)
    kept = [one for one in found if not args.place or one.city == args.place]
    return Found(removals(corpus, kept), ("removed", "kind", "anchored", "chains", "links", "here"))


def _papers(corpus: Corpus, args: argparse.Namespace) -> Found:
    rows = concept_changes(corpus, *in_order(corpus))
    return Found(rows, ("change", "polarity", "concept", "in_scope", "before", "after"))


def _sentences(corpus: Corpus, args: argparse.Namespace) -> Found:
    rows = sentence_changes(corpus, *in_order(corpus))
    return Found(rows, ("change", "in_scope", "similarity", "before", "after"))


def _communities(corpus: Corpus, args: argparse.Namespace) -> Found:
    found = communities(projection(corpus, args.projection))
    rows = [Group(place, len(group), group) for place, group in enumerate(found.groups, 1)]
    say(f"模块度 modularity {found.modularity:.4f}")
    return Found(rows, ("group", "size", "members"))


@dataclass(frozen=True, slots=True)
class Group:
    """A community as a row."""

    group: int
    size: int
    members: tuple[str, ...]


def _bridges(corpus: Corpus, args: argparse.Namespace) -> Found:
    return Found(bridges(projection(corpus, args.projection)), ("one", "other", "weight", "smaller"))


def _robustness(corpus: Corpus, args: argparse.Namespace) -> Found:
    return Found(robustness(projection(corpus, args.projection)), ("removed", "targeted", "random"))


def _kind(kind: str) -> Callable[[str], bool]:
    return lambda name: name.startswith(f"{kind}_")


ANALYSES: dict[str, Callable[[Corpus, argparse.Namespace], Found]] = {
    "centrality": _centrality,
    "communities": _communities,
    "bridges": _bridges,
    "gaps": _gaps,
    "chains": _chains,
    "tensions": _tensions,
    "overlap": _overlap,
    "speciality": _speciality,
    "distinctive": _distinctive,
    "adjacent": _adjacent,
    "ranks": _ranks,
    "resilience": _resilience,
    "robustness": _robustness,
    "papers": _papers,
    "sentences": _sentences,
}
"""The registry of analyses."""
