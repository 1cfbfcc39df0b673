"""``kg import``: read a reviewed export back as corrections."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from kg.building.reviewed import FOLDER
from kg.cli.arguments import add_graph
from kg.cli.parser import Parser
from kg.cli.reviewed import described
from kg.cli.terminal import say
from kg.corrections import Correction, dump
from kg.errors import KGError, UsageError
from kg.export import file_name, read_review
from kg.rdf.serialize import replacing
from kg.resources import data_path
from kg.store import open_store

ABOUT = """\
读回审核过的导出文件（xlsx 或 csv）：陈述、限制、目标、产业链和名称，写成可复核的改正，供 kg build 采用。
Reads an export back that a reviewer edited (xlsx, or csv tables) and writes what was accepted, rejected,
corrected, renamed or added (statements, restrictions, targets, chains, names) as a patch file that people can
read and kg build applies. A correction names its clause by paper and hash of the text, so a paper that is
saved anew does not move it."""

EXAMPLES = """\
kg export --city 沈阳市 --format xlsx      # then fill in 审核, or change cells
kg import 沈阳市.xlsx --reviewer 审核员    # into data/corrections/
kg import 沈阳市-csv --reviewer 审核员 --out mine.csv
kg build --corrections mine.csv
"""

_SHOWN = 20


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="审核过的 .xlsx、.csv，或导出的 csv 文件夹\n"
        "a reviewed .xlsx or .csv, or an exported folder of tables",
    )
    parser.add_argument(
        "--reviewer",
        required=True,
        metavar="NAME",
        help="审核人，随改正记入图谱\nwho reviewed; goes into the graph with the corrections",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="PATH",
        help=f"写到哪里（默认 data/{FOLDER}/，以文件命名）\n"
        f"where to write (default: in data/{FOLDER}/, named as the file)",
    )
    parser.add_argument("--force", action="store_true", help="覆盖已有的文件\noverwrite what is there")
    add_graph(parser)


def run(args: argparse.Namespace) -> int:
    """Write the patch file and say what is in it."""
    reviewer = " ".join(args.reviewer.split())
    if not reviewer:
        raise UsageError("--reviewer: expected a name")
    path: Path = args.out or Path("data", FOLDER, f"{file_name(args.file.stem)}.csv")
    if path.exists() and not args.force:
        raise UsageError(f"{path}: is there already; --force overwrites it, --out writes elsewhere")
    found = read_review(open_store(args.graph), args.file, reviewer=reviewer)
    if not found:
        say(f"{args.file}: 没有改动 / nothing was changed, nothing is written")
        return 0
    try:
        with replacing(path) as handle:
            handle.write(dump(found))
    except OSError as error:
        raise KGError(f"{path}: cannot be written: {error.strerror or error}") from None
    _tell(found, path)
    return 0


def _tell(found: list[Correction], path: Path) -> None:
    counts = ", ".join(
        f"{action} {number}" for action, number in sorted(Counter(c.action for c in found).items())
    )
    print(f"改正 corrections: {path}（{counts}）")
    for each in found[:_SHOWN]:
        print(f"  {described(each)}")
    if len(found) > _SHOWN:
        print(f"  … {len(found) - _SHOWN} more")
    read = path.resolve().parent == (data_path().resolve() / FOLDER)
    print(f"采用 apply them: kg build{'' if read else f' --corrections {path}'}")
