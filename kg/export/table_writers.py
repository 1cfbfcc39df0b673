"""Tables: CSV files of nodes and edges."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from kg.export.losses import PROJECTED, said
from kg.export.projection import EDGE_COLUMNS, NODE_COLUMNS, project
from kg.export.selection import Subgraph


def csv_files(subgraph: Subgraph) -> Iterator[tuple[str, bytes]]:
    """Yield nodes.csv and edges.csv (UTF-8 with a mark that Excel needs) and SOURCE.txt."""
    projection = project(subgraph)
    yield "nodes.csv", _csv(NODE_COLUMNS, (each.values for each in projection.nodes))
    yield "edges.csv", _csv(EDGE_COLUMNS, (each.values for each in projection.edges))
    lines = [*subgraph.provenance.lines(), said(PROJECTED), ""]
    yield "SOURCE.txt", "\n".join(lines).encode()


def _csv(columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
