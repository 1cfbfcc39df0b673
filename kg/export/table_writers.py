"""Tables: CSV files of nodes and edges."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.export.losses import PROJECTED, said
from kg.export.projection import EDGE_COLUMNS, NODE_COLUMNS, project
from kg.export.selection import Subgraph


def write_csv(subgraph: Subgraph, folder: Path) -> None:
    """Write nodes.csv and edges.csv (UTF-8 with a mark that Excel needs) and SOURCE.txt into a folder."""
    projection = project(subgraph)
    (folder / "nodes.csv").write_bytes(_csv(NODE_COLUMNS, (each.values for each in projection.nodes)))
    (folder / "edges.csv").write_bytes(_csv(EDGE_COLUMNS, (each.values for each in projection.edges)))
    lines = [*subgraph.provenance.lines(), said(PROJECTED), ""]
    (folder / "SOURCE.txt").write_text("\n".join(lines), encoding="utf-8")


def _csv(columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
