"""Draw outputs of analyses to be judged against the papers, by a fixed seed, before anybody looks.

    python tests/analysis/draw.py gaps GRAPH > tests/analysis/judgements/gaps.csv
    python tests/analysis/draw.py tensions GRAPH > tests/analysis/judgements/tensions.csv

Forty rows of all that the analysis gives for the graph, in a fixed order, with empty columns ``verdict``
(right, wrong or unclear; unclear counts as wrong) and ``reason``.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable
from typing import Any

from kg.analysis.chain_gaps import gaps
from kg.analysis.corpus import load
from kg.analysis.frames import records
from kg.analysis.records import Corpus
from kg.analysis.tensions import tensions
from kg.store import open_store

SEEDS, SIZE = {"gaps": 20261127, "tensions": 20261122}, 40
COLUMNS = {
    "gaps": ("grade", "place", "chain", "link", "about", "quote", "source"),
    "tensions": (
        *(
            "kind",
            "also",
            "promoted_in",
            "promoted",
            "restricted_in",
            "restricted",
            "mode",
            "scope",
            "kinship",
        ),
        *("kinship_source", "want", "hold"),
    ),
}
DRAWN: dict[str, Callable[[Corpus], tuple[Any, ...]]] = {"gaps": gaps, "tensions": tensions}


def draw(kind: str, corpus: Corpus) -> list[dict[str, Any]]:
    """Return forty rows drawn from all of an analysis."""
    rows = records(DRAWN[kind](corpus), corpus)
    return [
        {name: row[name] for name in COLUMNS[kind]} for row in random.Random(SEEDS[kind]).sample(rows, SIZE)
    ]


def main(kind: str, graph: str) -> None:
    """Print the rows that are to be judged."""
    writer = csv.DictWriter(sys.stdout, [*COLUMNS[kind], "verdict", "reason"], lineterminator="\n")
    writer.writeheader()
    for row in draw(kind, load(open_store(graph))):
        writer.writerow({**row, "verdict": "", "reason": ""})


if __name__ == "__main__":
    main(*sys.argv[1:3])
