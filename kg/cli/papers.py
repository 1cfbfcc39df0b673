"""Papers named on the command line, read with one rule for what cannot be."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.parser import Parser
from kg.documents import read_corpus
from kg.errors import DocumentError
from kg.model import Document
from kg.resources import data_path

FILES = "政策文件、文件夹或 zip：txt、html、docx、pdf、doc、wps、odt\npapers, folders or zips of papers"


def add_reading(parser: Parser) -> None:
    """Add the options that say how papers are read."""
    parser.add_argument("--region", metavar="NAME", help="文件适用的地区\nthe region that the papers govern")


def shipped() -> list[Path]:
    """Return where the papers lie that come with the project."""
    return [data_path("documents")]


def read_papers(args: argparse.Namespace, paths: list[Path]) -> list[Document]:
    """Return the papers at paths in order of their ids; raise DocumentError where there is none."""
    documents = read_corpus(paths, region=args.region)
    if not documents:
        named = ", ".join(map(str, paths))
        raise DocumentError(f"{named}: 没有文件可读 (no paper inside; expected .txt, .docx, .pdf or .html)")
    return documents


def add_documents(parser: Parser, default: str = "默认随附文件 (default: those shipped)") -> None:
    """Add ``--documents``, those shipped by default, and how they are read."""
    parser.add_argument(
        "--documents",
        nargs="+",
        type=Path,
        metavar="FILE",
        help=f"{FILES}\n{default}",
    )
    add_reading(parser)
