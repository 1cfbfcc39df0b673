"""``kg restore``: a build and its papers out of a backup."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from pathlib import Path

from kg.building.backup import unpack
from kg.building.lock import locked
from kg.building.publishing import CACHE
from kg.cli.arguments import BUILD
from kg.cli.built import add_wait, say_waiting
from kg.cli.parser import Parser
from kg.cli.terminal import say
from kg.export.exporting import replacing_folder
from kg.store.opening import FORMAT, made_in

ABOUT = """\
把 kg backup 写出的备份还原成建成的文件夹，原文件在其中的 papers/，此后 kg build、kg add 照常。
还原完整之前，原有的不动。
Makes a build folder of what kg backup wrote, its papers in papers/ inside; kg build and kg add go on from
there. What was there stays until the new folder is whole."""

EXAMPLES = """\
kg restore mine-2016.zip --out mine
kg restore mine-2016.zip --out mine --force
"""


def configure(parser: Parser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="备份\na backup")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(BUILD),
        metavar="DIR",
        help=f"还原到哪里（默认 {BUILD}）\nwhere to (default {BUILD})",
    )
    parser.add_argument("--force", action="store_true", help="替换原有的\nreplace what is there")
    add_wait(parser)


def run(args: argparse.Namespace) -> int:
    """Restore the build and say where it is."""
    held = args.force and args.out.is_dir()
    lock = locked(args.out, args.out / CACHE, wait=args.wait, on_wait=say_waiting(args.out))
    with lock if held else nullcontext(), replacing_folder(args.out, force=args.force) as folder:
        papers = unpack(args.file, folder)
    print(f"已还原 restored: {args.out}（{papers} 个文件 papers）")
    if made_in(args.out) != FORMAT:
        say(f"{args.out}: 旧格式，请运行 kg build / an earlier format of build folder, run kg build")
    return 0
