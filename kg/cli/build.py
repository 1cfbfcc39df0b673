"""``kg build``: read papers and write the graph, whole or not at all."""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg import __version__, pipeline
from kg.cli.papers import FILES, add_reading, read_papers, shipped
from kg.cli.parser import Parser, count
from kg.cli.reviewed import add_corrections, conflicts_table, read_corrections, say_conflicts
from kg.cli.terminal import print_table, progress, say
from kg.corrections import apply, dump
from kg.documents.sources import expand
from kg.errors import DataError
from kg.ledger import Summary, silent_clauses, summarise
from kg.model import Document, DocumentReading
from kg.rdf.builder import quads
from kg.rdf.serialize import write_nquads
from kg.resources import data_path, ontology_path

ABOUT = """\
读取文件，写出 graph.nq、silent.csv（未得陈述的条款及原因）、conflicts.csv（未能采用的改正）
和 manifest.json（输入输出的指纹）。data/corrections/ 中的改正一并采用。
Writes graph.nq, silent.csv (clauses that gave nothing, and why), conflicts.csv (reviewers' corrections that
could not be made) and manifest.json (hashes of inputs and outputs). What data/corrections/ holds is applied.
An earlier build stays as it is until the new one is complete."""

EXAMPLES = """\
kg build                                  # the shipped papers, into build/
kg build --out mine papers/ notice.docx
kg build --region 沈阳市 plan.pdf
kg build --corrections mine.csv           # what kg import wrote
"""

GRAPH, SILENT, CONFLICTS, MANIFEST = "graph.nq", "silent.csv", "conflicts.csv", "manifest.json"


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help=f"{FILES}\n默认随附文件 (default: those shipped)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("build"),
        metavar="DIR",
        help="写到哪里（默认 build）\nwhere to write",
    )
    add_reading(parser)
    add_corrections(parser)
    parser.add_argument(
        "--processes", type=count, default=1, metavar="N", help="并行进程数\nhow many processes read at once"
    )


def run(args: argparse.Namespace) -> int:
    """Build the graph and print what is in it."""
    papers = args.files or shipped()
    documents = read_papers(args, papers)
    corrections = read_corrections(args.corrections, {doc.id for doc in documents})
    readings, conflicts = apply(_read(documents, processes=args.processes), corrections)
    summary = summarise(readings)
    before = _hash_of(args.out / GRAPH)
    with _renamed(args.out) as folder:
        write_nquads(quads(readings), folder / GRAPH)
        _write_silent(readings, folder / SILENT)
        (folder / CONFLICTS).write_bytes(conflicts_table(conflicts))
        manifest = _manifest(papers, documents, summary, folder)
        manifest["corrections"] = [len(corrections), _hash(dump(corrections))]
        _write_manifest(manifest, folder / MANIFEST)
    _print(summary, made=len(corrections) - len(conflicts))
    print(f"\n图谱 graph: {args.out / GRAPH}\n未得陈述的条款 silent clauses: {args.out / SILENT}")
    say_conflicts(conflicts, args.out / CONFLICTS)
    if before not in ("", _hash_of(args.out / GRAPH)) and (args.out / "site").exists():
        say(f"{args.out / 'site'}: 网页出自以前的图谱，请运行 kg viz / pages of an earlier graph, run kg viz")
    return 0


def _read(documents: Sequence[Document], *, processes: int) -> list[DocumentReading]:
    with progress("读取 reading", len(documents)) as step:
        return list(pipeline.read_all(documents, processes=processes, on_done=lambda *_: step()))


@contextmanager
def _renamed(out: Path) -> Iterator[Path]:
    """Yield a temporary folder whose files move to ``out`` at the end, the manifest last.

    On any failure before that the temporary folder goes and ``out`` is as it was.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            yield folder
            out.mkdir(exist_ok=True)
            for name in (GRAPH, SILENT, CONFLICTS, MANIFEST):
                (folder / name).replace(out / name)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise DataError(
            f"{out}: 无法写入 (cannot be written): {error.strerror}; expected a folder"
        ) from error


def _write_silent(readings: Sequence[DocumentReading], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("doc", "line", "section", "reason", "text"))
        writer.writerows(
            (item.doc, item.line, item.section, item.reason.value, item.text)
            for item in silent_clauses(readings)
        )


def _manifest(
    papers: Sequence[Path], documents: Sequence[Document], summary: Summary, folder: Path
) -> dict[str, Any]:
    """Describe a build by what went in and what came out, never by when or where it ran.

    An input is a paper's file name, the hash of its bytes and that of what a sidecar says of it.
    """
    return {
        "generator": f"industry-kg {__version__}",
        "documents": [doc.id for doc in documents],
        "inputs": sorted(
            [source.file, _hash(source.load()), _hash(repr(source.facts()).encode())]
            for source in expand(papers)
        ),
        "data": _hash_of_tree(data_path()),
        "ontology": _hash_of(ontology_path()),
        "outputs": {name: _hash_of(folder / name) for name in (GRAPH, SILENT, CONFLICTS)},
        "summary": asdict(summary),
    }


def _write_manifest(manifest: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _hash_of(path: Path) -> str:
    return _hash(path.read_bytes()) if path.exists() else ""


def _hash_of_tree(root: Path) -> str:
    """Return one hash over names and contents of all files below a folder, the papers left out."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.startswith("documents/"):
            digest.update(f"{name}\0{_hash_of(path)}\n".encode())
    return digest.hexdigest()


_COUNTED = (
    ("提及 mentions", "mentions"),
    ("实体 entities", "entities"),
    ("陈述 statements", "statements"),
    ("限制 restrictions", "restrictions"),
    ("未得陈述 silent clauses", "silent"),
)


def _print(summary: Summary, *, made: int) -> None:
    counts = asdict(summary)
    rows = [
        ("文件 documents", str(summary.documents), ""),
        ("章节 sections", str(summary.sections), ""),
        ("条款 clauses", str(summary.clauses), ""),
        *((title, str(sum(counts[name].values())), _listed(counts[name])) for title, name in _COUNTED),
        ("产业链 chains", str(summary.chains), ""),
        ("指标 targets", str(summary.targets), ""),
        *((("审核改正 corrections", str(made), ""),) if made else ()),
    ]
    print_table(("", "总数 total", "分类 by kind"), rows)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in counts.items())
