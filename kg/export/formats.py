"""Every export format, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO, Final

from kg.errors import UsageError, suggest
from kg.export.database_writers import neo4j_files, parquet_files, write_cypher, write_sqlite
from kg.export.jsonld_writers import write_framed, write_jsonld
from kg.export.losses import GRAPHS, PROJECTED
from kg.export.network_writers import write_cytoscape, write_gexf, write_graphml, write_node_link
from kg.export.rdf_writers import (
    write_nquads,
    write_ntriples,
    write_rdfxml,
    write_trig,
    write_turtle,
    write_turtle12,
)
from kg.export.selection import Subgraph
from kg.export.table_writers import csv_files
from kg.export.workbook import write_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how its file ends (a folder's name where there are several files) and what it drops.

    It has ``write``, to a stream, or ``files``, names and contents. ``rooted`` formats are about one thing,
    so that the provincial part, which has no root, has none.
    """

    name: str
    suffix: str
    about_zh: str
    about_en: str
    drops: str
    write: Callable[[Subgraph, BinaryIO], None] | None = None
    files: Callable[[Subgraph], Iterable[tuple[str, bytes]]] | None = None
    rooted: bool = False


FORMATS: Final[dict[str, Format]] = {
    format.name: format
    for format in (
        Format("ttl", ".ttl", "Turtle", "Turtle", GRAPHS, write_turtle),
        Format("trig", ".trig", "TriG，带命名图", "TriG, with named graphs", "", write_trig),
        Format("nt", ".nt", "N-Triples", "N-Triples", GRAPHS, write_ntriples),
        Format("nq", ".nq", "N-Quads，带命名图", "N-Quads, with named graphs", "", write_nquads),
        Format("rdf", ".rdf", "RDF/XML", "RDF/XML", GRAPHS, write_rdfxml),
        Format("jsonld", ".jsonld", "JSON-LD，紧凑易读", "compact JSON-LD", GRAPHS, write_jsonld),
        Format(
            "framed",
            ".framed.jsonld",
            "JSON-LD，以所取为根的树",
            "framed JSON-LD, a tree from what is taken",
            GRAPHS,
            write_framed,
        ),
        Format(
            "ttl12",
            ".rdf12.ttl",
            "RDF 1.2 Turtle，断言注在三元组上",
            "RDF 1.2 Turtle, assertions annotate their triples",
            GRAPHS,
            write_turtle12,
        ),
        Format("graphml", ".graphml", "GraphML（Gephi、yEd、igraph）", "GraphML", PROJECTED, write_graphml),
        Format(
            "gexf", ".gexf", "GEXF，带颜色（Gephi）", "GEXF with colours, for Gephi", PROJECTED, write_gexf
        ),
        Format(
            "json", ".json", "节点连接 JSON（networkx、D3）", "node-link JSON", PROJECTED, write_node_link
        ),
        Format("cyjs", ".cyjs", "Cytoscape JSON", "Cytoscape JSON", PROJECTED, write_cytoscape),
        Format(
            "csv",
            "-csv",
            "节点表和边表（Excel、pandas）",
            "a folder with tables of nodes and edges",
            PROJECTED,
            files=csv_files,
        ),
        Format("xlsx", ".xlsx", "Excel，每类一张表，可审核", "Excel, a sheet a class", PROJECTED, write_xlsx),
        Format(
            "parquet",
            "-parquet",
            "Parquet 节点表和边表",
            "a folder with Parquet tables",
            PROJECTED,
            files=parquet_files,
        ),
        Format("sqlite", ".sqlite", "SQLite 数据库", "a SQLite database", PROJECTED, write_sqlite),
        Format("cypher", ".cypher", "Cypher 脚本（Neo4j）", "a Cypher script", PROJECTED, write_cypher),
        Format(
            "neo4j",
            "-neo4j",
            "Neo4j 批量导入表",
            "tables for Neo4j's bulk import",
            PROJECTED,
            files=neo4j_files,
        ),
    )
}


def format_named(name: str | Format) -> Format:
    """Return a format by its name, or itself; raise UsageError, with the nearest, for an unknown one."""
    if isinstance(name, Format):
        return name
    if name not in FORMATS:
        raise UsageError(f"format {name!r}: one of {', '.join(FORMATS)} expected{suggest(name, FORMATS)}")
    return FORMATS[name]
