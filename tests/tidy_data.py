"""The order and shape of every table below data/, and the command that puts a table into it.

    python tests/tidy_data.py            report what is not in order
    python tests/tidy_data.py --fix      rewrite the tables in order

A table is UTF-8 with LF line ends: comment lines that start with ``#``, a header, then the rows, sorted by
all columns from left to right (numbers by value, text by code point), each once. White space around a cell
and empty lines are not kept. The papers' own sidecar (documents/index.csv) obeys the same rule.
"""

from __future__ import annotations

import csv
import io
import sys
import unicodedata
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
FIX = "python tests/tidy_data.py --fix"


def tables(root: Path = DATA) -> list[Path]:
    """Return every table below a folder, in order of its path."""
    return sorted(root.rglob("*.csv"))


def order(row: list[str]) -> list[tuple[int, float, str]]:
    """Return what a row is sorted by: numbers by value before text by code point."""
    return [(0, float(cell), "") if cell.isdecimal() else (1, 0.0, cell) for cell in row]


def tidied(text: str) -> str:
    """Return a table's text in order; a second tidying changes nothing."""
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n"))
    lines = text.splitlines(keepends=True)
    comments = [line for line in lines if line.startswith("#")]
    parsed = csv.reader(line for line in lines if not line.startswith("#"))
    header, *rows = [[cell.strip() for cell in row] for row in parsed if any(cell.strip() for cell in row)]
    out = io.StringIO()
    out.writelines(comments)
    unique = {tuple(row): row for row in rows}
    csv.writer(out, lineterminator="\n").writerows([header, *sorted(unique.values(), key=order)])
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Report or fix the tables; return the number that are not in order (0 after a fix)."""
    loose = [path for path in tables() if tidied(path.read_text(encoding="utf-8")) != path.read_text("utf-8")]
    for path in loose:
        print(
            f"{path.relative_to(DATA.parent)}: {'put in order' if '--fix' in arguments else 'not in order'}"
        )
        if "--fix" in arguments:
            path.write_text(tidied(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return 0 if "--fix" in arguments else len(loose)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
