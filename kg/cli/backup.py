"""``kg backup``: a build with its papers in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.building.backup import back_up
from kg.building.lock import locked
from kg.building.making import told
from kg.building.publishing import CACHE
from kg.cli.arguments import BUILD
from kg.cli.built import add_wait, say_waiting
from kg.cli.parser import Parser
from kg.cli.terminal import say
from kg.errors import GraphError
from kg.store.opening import made_in

ABOUT = """\
把图谱、其文件、index.csv 和改正写进一个 zip，kg restore 可在别处还原并继续建图。同样的内容得到同样的字节。
Writes the graph, its papers, their index.csv and its corrections into one zip, from which kg restore goes on
elsewhere. The same content gives the same bytes."""

EXAMPLES = """\
kg backup mine-2016.zip
kg backup --from mine mine.zip
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="写到哪里\nwhere to write")
    parser.add_argument(
        "--from",
        dest="out",
        type=Path,
        default=Path(BUILD),
        metavar="DIR",
        help=f"建成的文件夹（默认 {BUILD}）\nthe build folder",
    )
    add_wait(parser)


def run(args: argparse.Namespace) -> int:
    """Write the backup and say what it holds."""
    if made_in(args.out) is None:
        raise GraphError(f"{args.out}: no whole build here; `kg build` makes one")
    with told(args.file), locked(args.out, args.out / CACHE, wait=args.wait, on_wait=say_waiting(args.out)):
        backup = back_up(args.out, args.file)
    print(
        f"备份 backup: {args.file}（{backup.papers} 个文件 papers, {args.file.stat().st_size / 1e6:.1f} MB）"
    )
    for file in backup.missing:
        say(f"{file}: 已不在原处，未备份 / no longer there, not in the backup")
    return 0
