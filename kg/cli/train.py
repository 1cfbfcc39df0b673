"""``kg train``: make the sequence models anew from annotated records."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from kg import pipeline
from kg.cli.evaluate import read_gold
from kg.cli.papers import add_documents, read_papers, shipped
from kg.cli.parser import Parser
from kg.entities.training import train
from kg.errors import DataError
from kg.evaluation import Key, Record
from kg.resources import data_path

ABOUT = """\
从标注记录训练修正规则的序列模型（CRF）：一个识别名称，一个识别名称之内的企业；记录所据文件须在手边。
Trains the sequence models that correct the rules (CRFs), one of names and one of the firms inside names,
from annotated records of papers at hand."""

EXAMPLES = """\
kg train --out data/models/shipped
kg train data/training/exercises-*.jsonl --documents data/training/exercises --out data/models/general
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "records",
        nargs="*",
        type=Path,
        metavar="RECORDS",
        help="标注记录（默认 data/training）\nannotated records (default: those of data/training)",
    )
    parser.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="DIR",
        help="存放模型的文件夹\nfolder to write the models to",
    )
    add_documents(parser, "默认随附文件和练习文本 (default: the papers and exercises that are shipped)")


def run(args: argparse.Namespace) -> int:
    """Write the models and say on how many clauses they were trained."""
    records: dict[Key, Record] = {}
    for path in args.records or sorted(data_path("training").glob("*.jsonl")):
        records |= read_gold(path)
    views = pipeline.views(
        read_papers(args, args.documents or [*shipped(), data_path("training", "exercises")])
    )
    for doc, line in sorted(records.keys() - views.keys()):
        raise DataError(
            f"{doc}:{line}: 标注了手边文件没有的行 (a record of a line that no paper at hand has)"
        )
    try:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".train-", dir=args.out.parent) as name:
            clauses = train(views, records.values(), Path(name))
            args.out.mkdir(exist_ok=True)
            for fresh in sorted(Path(name).iterdir()):
                fresh.replace(args.out / fresh.name)
    except OSError as error:
        raise DataError(f"{args.out}: 无法写入 (cannot be written): {error.strerror}") from error
    print(f"模型 models: {args.out}（{clauses} 个条款 clauses）")
    return 0
