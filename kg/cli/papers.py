"""Files and folders on the command line to a list of papers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import DocumentError

SUFFIXES = (".txt",)
"""What counts as a paper inside a folder; a file that is named itself is read whatever it is called."""


def find_papers(paths: Iterable[Path]) -> list[Path]:
    """Return the files, and the papers inside folders by name; raise DocumentError for an empty folder."""
    papers: list[Path] = []
    for path in paths:
        papers.extend(_inside(path) if path.is_dir() else [path])
    return papers


def _inside(folder: Path) -> list[Path]:
    papers = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    if not papers:
        raise DocumentError(f"{folder}: 没有文件可读 (no paper inside; expected {', '.join(SUFFIXES)})")
    return papers
