"""``kg diff``: what changed between two graphs or papers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import pipeline
from kg.analysis.corpus import load
from kg.analysis.differences import RELATIONS, Difference, Kind, concerning, differences
from kg.cli.arguments import add_graph
from kg.cli.papers import add_reading, read_papers
from kg.cli.parser import Parser, one_of
from kg.cli.terminal import print_table, say
from kg.errors import KGError, UsageError, suggest
from kg.rdf.assembly import assemble
from kg.rdf.iris import iri, split_iri
from kg.rdf.serialize import replacing, to_patch
from kg.store import EmbeddedRepository, Repository, open_store
from kg.store.dataset import STATEMENTS
from kg.store.embedded import SUFFIXES
from kg.store.names import resolve
from kg.store.opening import GRAPH_FILE
from kg.viz.changes import WORDS, changes_page

ABOUT = """\
比较两个图谱或两份文件：新增、去掉、改变了什么，按事物列出，带原文。A 和 B 各是建成的文件夹、RDF 文件、
端点、还没有建图的文件，或 --graph 图谱中一份文件的编号。换了行号或重新读取不算变化；去掉只是后者没有说，
不等于撤回。
ttl 是补丁（TurtlePatch，即 SPARQL 1.1 Update 的 DELETE DATA 和 INSERT DATA）：图谱之间为全部四元组，
文件之间为两份文件直接陈述的三元组。
Compares two graphs or two papers: what was added, dropped and changed, by the thing it is said of, quoted.
A and B are each a build folder, an RDF file, an endpoint, a paper not built yet, or the id of a paper in the
graph at --graph. Another line number or another reading is no change; dropped means that the later one does
not say it, which is no withdrawal. ttl is a patch (TurtlePatch: DELETE DATA and INSERT DATA of SPARQL 1.1
Update): of all quads between graphs, of the plain statements between papers."""

EXAMPLES = """\
kg diff build-2015 build-2016
kg diff liaoning-2015-traditional-industry liaoning-2015-industrial-layout
kg diff build new-plan.docx --entity 沈阳市
kg diff old/graph.nq build --format html --out changes.html
kg diff old build --format ttl > patch.ru
"""

_COLUMNS = (
    "变化 change",
    "事物 thing",
    "关系 relation",
    "对象 object",
    "之前 before",
    "之后 after",
    "出处 source",
    "日期 date",
    "原文 quote",
)
_INNER = ("statement", "restriction", "target", "chain", "stage", "mention", "clause", "")


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two: what it is called, its graph, and the paper in it, "" for all of them."""

    name: str
    repository: Repository
    doc: str = ""
    paper: bool = False


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    for name, about in (("A", "之前\nbefore"), ("B", "之后\nafter")):
        parser.add_argument(name.lower(), metavar=name, help=about)
    parser.add_argument(
        "--entity",
        metavar="NAME",
        help="只看一个事物（不用于 ttl）\nonly what is said of a thing or about it (not with ttl)",
    )
    parser.add_argument(
        "--format",
        type=one_of("format", ("table", "ttl", "html")),
        default="table",
        metavar="FORMAT",
        help="table（默认）、ttl、html\ntable (default), ttl or html",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="写到哪里（默认标准输出）\nwhere to write (default: standard output)",
    )
    add_reading(parser)
    add_graph(parser)


def run(args: argparse.Namespace) -> int:
    """Print what differs."""
    if args.entity and args.format == "ttl":
        raise UsageError("--entity chooses rows of a table or page; a patch is whole")
    if args.out is not None and args.format == "table":
        raise UsageError("--out writes a page or a patch; give --format html or ttl")
    before, after = (_side(word, args) for word in (args.a, args.b))
    if args.format == "ttl":
        _write(_patch(before, after), args.out)
        return 0
    found = differences(load(before.repository), load(after.repository), docs=(before.doc, after.doc))
    if args.entity:
        found = concerning(found, _thing(args.entity, after.repository, before.repository))
    if args.format == "html":
        _write(changes_page(found, before.name, after.name).html, args.out)
        return 0
    _print(found)
    return 0


def _side(word: str, args: argparse.Namespace) -> _Side:
    """Return what a word on the command line names; raise UsageError where it names nothing."""
    path = Path(word)
    if "://" in word or path.suffix in SUFFIXES or (path / GRAPH_FILE).is_file():
        return _Side(word, open_store(word))
    if path.exists():
        store = ox.Store()
        store.bulk_extend(assemble(pipeline.read_all(read_papers(args, [path])), inferred=False))
        return _Side(word, EmbeddedRepository(store, where=word), paper=True)
    repository = open_store(args.graph)
    rows = repository.select(_PAPERS)
    papers = {split[1]: row.text("title") for row in rows if (split := split_iri(row.text("paper")))}
    if word in papers:
        return _Side(papers[word] or word, repository, word, paper=True)
    raise UsageError(
        f"{word}: no such graph or file, and no such paper in {args.graph}{suggest(word, papers)}"
    )


_PAPERS = "SELECT ?paper ?title WHERE { ?paper a kgo:PolicyDocument ; kgo:title ?title }"
_CLAUSES = "SELECT ?clause WHERE { ?clause a kgo:Clause ; kgo:inDocument ?paper }"


def _thing(name: str, *repositories: Repository) -> str:
    """Return the IRI of a thing that the first or else the second graph knows."""
    *others, last = repositories
    for repository in others:
        try:
            return resolve(repository, name).value
        except UsageError:
            continue
    return resolve(last, name).value


def _patch(before: _Side, after: _Side) -> str:
    quads: Callable[[_Side], set[ox.Quad]] = _plain if before.paper or after.paper else _whole
    old, new = quads(before), quads(after)
    return to_patch(old - new, new - old)


def _whole(side: _Side) -> set[ox.Quad]:
    return set(side.repository.match())


def _plain(side: _Side) -> set[ox.Quad]:
    """Return what a paper, or a whole graph, says as plain triples, in the graph of statements."""
    bound = {"paper": iri("doc", side.doc)} if side.doc else {}
    clauses = {row["clause"] for row in side.repository.select(_CLAUSES, bindings=bound)}
    return {
        ox.Quad(quad.subject, quad.predicate, quad.object, STATEMENTS)
        for quad in side.repository.match()
        if quad.graph_name in clauses and _prefix(quad.subject) not in _INNER
    }


def _prefix(term: object) -> str:
    split = split_iri(term.value) if isinstance(term, ox.NamedNode) else None
    return split[0] if split else ""


def _print(found: Sequence[Difference]) -> None:
    counts = [(kind, sum(one.kind is kind for one in found)) for kind in Kind]
    things = len({one.matter.entity for one in found})
    say(
        "，".join(f"{WORDS[kind][0]} {kind} {number}" for kind, number in counts)
        + f"；{things} 个事物 things"
    )
    if not found:
        print("没有变化 nothing changed")
        return
    print_table(_COLUMNS, [_row(one) for one in found])


def _row(one: Difference) -> tuple[str, ...]:
    words = one.shown
    return (
        f"{WORDS[one.kind][0]} {one.kind}",
        one.name,
        f"{RELATIONS.get(one.matter.relation, '')} {one.matter.relation}".strip(),
        one.object,
        *one.values,
        words.quote.place,
        words.date,
        words.quote.text,
    )


def _write(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    try:
        with replacing(out) as handle:
            handle.write(text.encode("utf-8"))
    except OSError as error:
        raise KGError(f"{out}: cannot be written: {error.strerror or error}") from None
    print(f"{out}（{out.stat().st_size / 1e6:.1f} MB）")
