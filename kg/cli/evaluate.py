"""``kg evaluate``: precision, recall and F1 of records against gold records."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg import evaluation, pipeline
from kg.cli.parser import Parser
from kg.cli.terminal import print_table
from kg.documents import read_corpus
from kg.errors import DataError, DocumentError, suggest
from kg.evaluation import Figures, Key, Record, Score
from kg.resources import data_path

ABOUT = """\
只比对标准答案中的行；不给 RECORDS 时当场从文件中读出。
Scores only the lines that GOLD holds; without RECORDS the papers are read on the spot."""

EXAMPLES = """\
kg evaluate gold.jsonl
kg evaluate gold.jsonl records.jsonl --errors
kg extract paper.txt | kg evaluate gold.jsonl -
"""

_COLUMNS = ("", "P", "R", "F1", "relaxed F1", "gold", "pred")


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "gold", type=Path, metavar="GOLD", help="标准答案（JSON 行）\ngold records, JSON lines"
    )
    parser.add_argument(
        "records", nargs="?", metavar="RECORDS", help="待评记录，- 为标准输入\nrecords to score, - for stdin"
    )
    parser.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help="标准答案所据文件所在的文件夹（默认随附文件）\nwhere GOLD's papers lie (default: those shipped)",
    )
    parser.add_argument(
        "--errors", action="store_true", help="列出漏报和误报\nlist what was missed, what is extra"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出\nprint JSON")


def run(args: argparse.Namespace) -> int:
    """Print the figures."""
    gold = read_gold(args.gold)
    if args.records is None:
        predicted = _extracted({doc for doc, _ in gold}, args.documents or data_path("documents"))
    elif args.records == "-":
        predicted = evaluation.read_records(sys.stdin, name="standard input")
    else:
        predicted = read_gold(Path(args.records))
    result = evaluation.score(gold, predicted)
    if args.json:
        print(json.dumps(_as_json(result), ensure_ascii=False, indent=1))
        return 0
    if args.errors:
        for item in result.differences:
            print(f"{item.doc}:{item.line}\t{item.side}\t{item.family}\t{' | '.join(item.item)}")
    print_table(_COLUMNS, _rows(result), title=f"{result.lines} 行 lines")
    return 0


def read_gold(path: Path) -> dict[Key, Record]:
    """Return the records of a file of JSON lines."""
    try:
        return evaluation.read_records(path.read_text(encoding="utf-8").splitlines(), name=str(path))
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}; expected a file of JSON lines") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 at byte {error.start}; expected a file of JSON lines") from error


def _extracted(docs: Iterable[str], folder: Path) -> dict[Key, Record]:
    """Read the papers whose ids are asked for out of a folder."""
    papers = {document.id: document for document in read_corpus([folder])}
    for doc in sorted(docs):
        if doc not in papers:
            raise DocumentError(f"{folder}: 没有这份文件 (holds no paper): {doc}{suggest(doc, papers)}")
    readings = pipeline.read_all([papers[doc] for doc in sorted(docs)])
    return {
        (reading.document.id, clause.clause.line): pipeline.record(clause)
        for reading in readings
        for clause in reading.readings
    }


def _rows(result: Score) -> Iterable[tuple[str, ...]]:
    for name, row in result.strict.items():
        strict, relaxed = _figures(row), _figures(result.relaxed[name])
        shown = (strict["precision"], strict["recall"], strict["f1"], relaxed["f1"])
        yield (name, *(f"{figure:.3f}" for figure in shown), str(row.gold), str(row.predicted))


def _as_json(result: Score) -> Mapping[str, Any]:
    return {
        "strict": {name: _figures(row) for name, row in result.strict.items()},
        "relaxed": {name: _figures(row) for name, row in result.relaxed.items()},
        "lines": result.lines,
    }


def _figures(row: Figures) -> dict[str, float]:
    return {
        "precision": round(row.precision, 4),
        "recall": round(row.recall, 4),
        "f1": round(row.f1, 4),
        "gold": row.gold,
        "predicted": row.predicted,
    }
