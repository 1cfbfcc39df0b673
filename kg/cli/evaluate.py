"""``kg evaluate``: precision, recall and F1 of records against gold records."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg import evaluation, pipeline
from kg.cli.parser import Parser
from kg.cli.terminal import print_table
from kg.documents import read_corpus
from kg.entities import generality, tagger
from kg.errors import DataError, DocumentError, UsageError, suggest
from kg.evaluation import Figures, Key, Record, Score
from kg.model import Document, DocumentReading
from kg.resources import data_path
from kg.text.tokens import is_word

ABOUT = """\
只比对标准答案中的行；不给 RECORDS 时当场从文件中读出。
Scores only the lines that GOLD holds; without RECORDS the papers are read on the spot.

本地条目没有可查的来源，不是通用词典中的词，只见于随附文件，不见于 --others 的文件。
An entry of data/ is local when no opened source is recorded for it, it is no word of the general dictionary,
and it occurs in the shipped papers and in none of --others."""

EXAMPLES = """\
kg evaluate gold.jsonl
kg evaluate gold.jsonl records.jsonl --errors
kg evaluate gold.jsonl --without-local --others papers/ --fired
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
    parser.add_argument(
        "--without-local",
        action="store_true",
        help="不用本地条目，模型只用未见随附文件的\n"
        "leave out local entries; use the models that never saw the shipped papers",
    )
    parser.add_argument(
        "--others",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="其他地区的文件，用来辨认何为本地\npapers of other places, to tell what is local",
    )
    parser.add_argument(
        "--fired",
        action="store_true",
        help="列出本地条目和只在一份文件中起作用的规则、条目\n"
        "list local entries left out, and rules and entries that fired in one paper only",
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出\nprint JSON")


def run(args: argparse.Namespace) -> int:
    """Print the figures."""
    gold = read_gold(args.gold)
    if args.records is not None and (args.without_local or args.others or args.fired):
        raise UsageError(
            "--without-local、--others、--fired 须当场读文件，不能与 RECORDS 同用 (not with RECORDS)"
        )
    if args.others and not (args.without_local or args.fired):
        raise UsageError(
            "--others 须与 --without-local 或 --fired 同用 (only together with --without-local or --fired)"
        )
    others = read_corpus(args.others)
    left_out = [entry.id for entry in _local(others)] if args.without_local else []
    fired: dict[str, str] = {}
    if args.records is None:
        models = tagger.GENERAL if args.without_local else tagger.SHIPPED
        with generality.leaving_out(left_out), tagger.using(models):
            papers = _papers({doc for doc, _ in gold}, args.documents or data_path("documents"))
            readings = list(pipeline.read_all(papers))
            if args.fired:
                more = pipeline.read_all(others)
                fired = generality.in_one_paper([*readings, *more])
        predicted = _records(readings)
    elif args.records == "-":
        predicted = evaluation.read_records(sys.stdin, name="standard input")
    else:
        predicted = read_gold(Path(args.records))
    result = evaluation.score(gold, predicted)
    if args.json:
        extra = {"left_out": left_out} if args.without_local else {}
        told = {**_as_json(result), **extra, **({"fired": fired} if args.fired else {})}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return 0
    if args.fired:
        _print_fired(left_out, fired)
    if args.errors:
        for item in result.differences:
            print(f"{item.doc}:{item.line}\t{item.side}\t{item.family}\t{' | '.join(item.item)}")
    print_table(_COLUMNS, _rows(result), title=_title(result, left_out if args.without_local else None))
    return 0


def _title(result: Score, left_out: Sequence[str] | None) -> str:
    lines = f"{result.lines} 行 lines"
    if left_out is None:
        return lines
    without = f"未用 {len(left_out)} 条本地条目，模型未见随附文件"
    plain = f"without {len(left_out)} local entries, by models that never saw the shipped papers"
    return f"{lines}，{without} {plain}"


def _print_fired(left_out: Iterable[str], fired: Mapping[str, str]) -> None:
    for entry in left_out:
        print(f"local\t{entry}")
    for rule, paper in fired.items():
        print(f"{paper}\t{rule}")


def _local(others: Iterable[Document]) -> tuple[generality.TableEntry, ...]:
    """Return the entries that are local to the shipped papers."""
    own = read_corpus([data_path("documents")])
    return generality.local(_texts(own), _texts(others), known=is_word)


def _texts(papers: Iterable[Document]) -> list[str]:
    return ["\n".join(clause.text for clause in paper.clauses) for paper in papers]


def read_gold(path: Path) -> dict[Key, Record]:
    """Return the records of a file of JSON lines."""
    try:
        return evaluation.read_records(path.read_text(encoding="utf-8").splitlines(), name=str(path))
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}; expected a file of JSON lines") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 at byte {error.start}; expected a file of JSON lines") from error


def _papers(docs: Iterable[str], folder: Path) -> list[Document]:
    """Read the papers whose ids are asked for out of a folder."""
    papers = {document.id: document for document in read_corpus([folder])}
    for doc in sorted(docs):
        if doc not in papers:
            raise DocumentError(f"{folder}: 没有这份文件 (holds no paper): {doc}{suggest(doc, papers)}")
    return [papers[doc] for doc in sorted(docs)]


def _records(readings: Iterable[DocumentReading]) -> dict[Key, Record]:
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
