"""Corrections of reviewers in a build: which it makes, and a table of those it could not."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from pathlib import Path

from kg.corrections import COLUMNS, Conflict, Correction, load
from kg.errors import DataError
from kg.resources import data_path

FOLDER = "corrections"
"""The folder below ``data/`` whose patch files every build applies."""


def read_corrections(own: Iterable[Path], papers: Collection[str]) -> list[Correction]:
    """Return the corrections that a build of papers, by id, is to make, sorted: the shipped ones of those
    papers, and all of a user's patch files and folders. Raise DataError for a place without any.
    """
    shipped = load((data_path() / FOLDER).glob("*.csv"))  # a project without corrections has no such folder
    found = {each for each in shipped if not each.doc or each.doc in papers}
    for path in own:
        held = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if not held:
            raise DataError(f"{path}: no .csv inside; expected corrections, as kg import writes them")
        found |= set(load(held))
    return sorted(found)


def conflicts_table(conflicts: Iterable[Conflict]) -> bytes:
    """Return conflicts as a table: the columns of a patch file and the reason in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("reason", *COLUMNS))
    for each in conflicts:
        writer.writerow([each.reason, *(getattr(each.correction, column) for column in COLUMNS)])
    return out.getvalue().encode()
