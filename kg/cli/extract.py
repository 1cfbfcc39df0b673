"""``kg extract``: read papers and print what each line says."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg import pipeline
from kg.cli.papers import FILES, add_reading, read_papers
from kg.cli.parser import Parser
from kg.model import DocumentReading

ABOUT = """\
每个非空行输出一条 JSON 记录：实体、关系、限制、产业链、指标。
Prints one JSON record for each line that is not blank: entities, relations, restrictions, chains, targets."""

EXAMPLES = """\
kg extract paper.txt > records.jsonl
kg extract --region 沈阳市 plan.docx
kg extract --full paper.txt          # offsets, rules, cues, scopes too
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=FILES)
    add_reading(parser)
    parser.add_argument("--full", action="store_true", help="输出全部读取结果\nprint all that was read")


def run(args: argparse.Namespace) -> int:
    """Print the records."""
    for reading in pipeline.read_all(read_papers(args, args.files)):
        for record in _records(reading, full=args.full):
            print(json.dumps(record, ensure_ascii=False))
    return 0


def _records(reading: DocumentReading, *, full: bool) -> Iterator[dict[str, Any]]:
    for clause_reading in reading.readings:
        if clause_reading.clause.text.strip():
            yield asdict(clause_reading) if full else pipeline.record(clause_reading)
