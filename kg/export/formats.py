"""Every export format, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from kg.errors import UsageError, suggest
from kg.export.briefs import write_docx, write_markdown, write_page
from kg.export.database_writers import write_cypher, write_neo4j, write_parquet, write_sqlite
from kg.export.jsonld_writers import write_framed, write_jsonld
from kg.export.losses import BRIEF, GRAPHS, PAGE, PROJECTED
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
from kg.export.table_writers import write_csv
from kg.export.workbook import write_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how its file ends (a folder's name where there are several files) and what it drops.

    It has ``write``, to a stream, or ``files``, into a folder. ``rooted`` formats are about one thing, so
    that the provincial part, which has no root, has none. ``streams`` says whether memory stays bounded
    however much is taken; what does not stream is made in memory, and its tools read it into memory too.
    """

    name: str
    suffix: str
    about_zh: str
    about_en: str
    drops: str
    write: Callable[[Subgraph, BinaryIO], None] | None = None
    files: Callable[[Subgraph, Path], None] | None = None
    rooted: bool = False
    streams: bool = False


FORMATS: Final[dict[str, Format]] = {
    format.name: format
    for format in (
        Format("ttl", ".ttl", "Turtle", "Turtle", GRAPHS, write_turtle, streams=True),
        Format("trig", ".trig", "TriG，带命名图", "TriG, with named graphs", "", write_trig, streams=True),
        Format("nt", ".nt", "N-Triples", "N-Triples", GRAPHS, write_ntriples, streams=True),
        Format(
            "nq", ".nq", "N-Quads，带命名图", "N-Quads, with named graphs", "", write_nquads, streams=True
        ),
        Format("rdf", ".rdf", "RDF/XML", "RDF/XML", GRAPHS, write_rdfxml, streams=True),
        Format(
            "jsonld", ".jsonld", "JSON-LD，紧凑易读", "compact JSON-LD", GRAPHS, write_jsonld, streams=True
        ),
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
            streams=True,
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
            files=write_csv,
            streams=True,
        ),
        Format("xlsx", ".xlsx", "Excel，每类一张表，可审核", "Excel, a sheet a class", PROJECTED, write_xlsx),
        Format(
            "parquet",
            "-parquet",
            "Parquet 节点表和边表",
            "a folder with Parquet tables",
            PROJECTED,
            files=write_parquet,
            streams=True,
        ),
        Format(
            "sqlite", ".sqlite", "SQLite 数据库", "a SQLite database", PROJECTED, write_sqlite, streams=True
        ),
        Format(
            "cypher",
            ".cypher",
            "Cypher 脚本（Neo4j）",
            "a Cypher script",
            PROJECTED,
            write_cypher,
            streams=True,
        ),
        Format(
            "neo4j",
            "-neo4j",
            "Neo4j 批量导入表",
            "tables for Neo4j's bulk import",
            PROJECTED,
            files=write_neo4j,
            streams=True,
        ),
        Format(
            "md", ".md", "地区简报 Markdown", "a region's brief, Markdown", BRIEF, write_markdown, rooted=True
        ),
        Format("docx", ".docx", "地区简报 Word", "a region's brief, Word", BRIEF, write_docx, rooted=True),
        Format(
            "html",
            ".html",
            "单个网页，可离线打开",
            "one page with the graph, opens offline",
            PAGE,
            write_page,
            rooted=True,
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
