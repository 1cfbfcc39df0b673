"""Files for databases: SQLite, Neo4j (a Cypher script, and tables for its bulk importer), Parquet."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, BinaryIO, Final

from kg.errors import UsageError
from kg.export.losses import PROJECTED, said
from kg.export.network_writers import source_of
from kg.export.projection import EDGE_COLUMNS, NODE_COLUMNS, NUMBERS, Edge, Node, project, typed
from kg.export.selection import Subgraph

_NODE_VALUES: Final = tuple(name for name in NODE_COLUMNS if name != "kind")
_EDGE_VALUES: Final = tuple(
    name
    for name in EDGE_COLUMNS
    if name not in ("source", "target", "source_label", "target_label", "predicate")
)


def write_sqlite(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write a SQLite database: tables nodes, edges and source, edges indexed by both ends and predicate."""
    projection = project(subgraph)
    connection = sqlite3.connect(":memory:")
    try:
        for table, columns, items in (
            ("nodes", NODE_COLUMNS, projection.nodes),
            ("edges", EDGE_COLUMNS, projection.edges),
        ):
            declared = ", ".join(f'"{name}" {_sql_type(name)}' for name in columns)
            references = (
                ', FOREIGN KEY ("source") REFERENCES nodes(id), FOREIGN KEY ("target") REFERENCES nodes(id)'
            )
            connection.execute(f"CREATE TABLE {table} ({declared}{references if table == 'edges' else ''})")
            marks = ", ".join("?" * len(columns))
            connection.executemany(
                f"INSERT INTO {table} VALUES ({marks})",
                ([_sql_value(name, item.values) for name in columns] for item in items),
            )
        for column in ("source", "target", "predicate"):
            connection.execute(f'CREATE INDEX edges_{column} ON edges ("{column}")')
        connection.execute("CREATE TABLE source (name TEXT PRIMARY KEY, value TEXT)")
        connection.executemany("INSERT INTO source VALUES (?, ?)", source_of(subgraph).items())
        connection.commit()
        out.write(connection.serialize())
    finally:
        connection.close()


def _sql_type(column: str) -> str:
    return "TEXT PRIMARY KEY" if column == "id" else "NUMERIC" if column in NUMBERS else "TEXT"


def _sql_value(column: str, values: Mapping[str, str]) -> str | float | None:
    return typed(column, values[column]) if column in values else None


def label_of(node: Node) -> str:
    """Return a node's label in a property graph: its kind, as ``Region`` or ``Concept``."""
    return node.values["kind"].capitalize()


def type_of(edge: Edge) -> str:
    """Return an edge's type in a property graph: its predicate without a prefix."""
    return edge.predicate.rpartition(":")[2]


def write_cypher(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write a Cypher script that merges nodes and relationships by id, so that it may run twice."""
    projection = project(subgraph)
    labels = {node.id: label_of(node) for node in projection.nodes}
    lines = [f"// {line}" for line in (*subgraph.provenance.lines(), said(PROJECTED))]
    lines += [
        f"CREATE CONSTRAINT {name.lower()}_id IF NOT EXISTS FOR (n:{name}) REQUIRE n.id IS UNIQUE;"
        for name in sorted(set(labels.values()))
    ]
    for node in projection.nodes:
        merged = f"MERGE (n:{label_of(node)} {{id: {_cypher(node.id)}}})"
        lines.append(merged + _sets("n", node.values, _NODE_VALUES[1:]) + ";")
    for edge in projection.edges:
        lines.append(
            f"MATCH (a:{labels[edge.source]} {{id: {_cypher(edge.source)}}}),"
            f" (b:{labels[edge.target]} {{id: {_cypher(edge.target)}}})"
            f" MERGE (a)-[r:{type_of(edge)} {{id: {_cypher(edge.id)}}}]->(b)"
            f"{_sets('r', edge.values, _EDGE_VALUES[1:])};"
        )
    out.write(("\n".join(lines) + "\n").encode())


def _sets(variable: str, values: Mapping[str, str], columns: Iterable[str]) -> str:
    said = [
        f"{variable}.`{name}` = {_cypher(typed(name, values[name]))}" for name in columns if name in values
    ]
    return f" SET {', '.join(said)}" if said else ""


def _cypher(value: str | float) -> str:
    """Return a value as a Cypher literal; nothing in it can end it."""
    if not isinstance(value, str):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"


def neo4j_files(subgraph: Subgraph) -> Iterator[tuple[str, bytes]]:
    """Yield tables for ``neo4j-admin database import full``: a file a label or type, and how to load."""
    projection = project(subgraph)
    nodes: dict[str, list[Node]] = {}
    for node in projection.nodes:
        nodes.setdefault(label_of(node), []).append(node)
    edges: dict[str, list[Edge]] = {}
    for edge in projection.edges:
        edges.setdefault(type_of(edge), []).append(edge)
    command = ["neo4j-admin database import full neo4j"]
    for name, members in sorted(nodes.items()):
        header = ["id:ID", *(_neo4j_column(column) for column in _NODE_VALUES[1:]), ":LABEL"]
        rows = [[*(each.values.get(column, "") for column in _NODE_VALUES), name] for each in members]
        yield f"nodes-{name}.csv", _rows([header, *rows])
        command.append(f"--nodes=nodes-{name}.csv")
    for name, links in sorted(edges.items()):
        header = [":START_ID", *(_neo4j_column(column) for column in _EDGE_VALUES), ":END_ID", ":TYPE"]
        written = [
            [each.source, *(each.values.get(column, "") for column in _EDGE_VALUES), each.target, name]
            for each in links
        ]
        yield f"relationships-{name}.csv", _rows([header, *written])
        command.append(f"--relationships=relationships-{name}.csv")
    text = [*subgraph.provenance.lines(), said(PROJECTED), "", " \\\n  ".join(command), ""]
    yield "README.txt", "\n".join(text).encode()


def _neo4j_column(name: str) -> str:
    kind = {"line": "long", "position": "long"}.get(name, "double" if name in NUMBERS else "")
    return f"{name}:{kind}" if kind else name


def _rows(rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def parquet_files(subgraph: Subgraph) -> Iterator[tuple[str, bytes]]:
    """Yield nodes.parquet and edges.parquet with the provenance in their metadata; needs pyarrow."""
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError("format parquet needs pyarrow: pip install 'industry-kg[parquet]'") from None
    projection = project(subgraph)
    for name, columns, items in (
        ("nodes", NODE_COLUMNS, projection.nodes),
        ("edges", EDGE_COLUMNS, projection.edges),
    ):
        whole = ("line", "position")
        fields = [
            arrow.field(
                c, arrow.int64() if c in whole else arrow.float64() if c in NUMBERS else arrow.string()
            )
            for c in columns
        ]
        schema = arrow.schema(fields, metadata=source_of(subgraph))
        data = {c: [_sql_value(c, item.values) for item in items] for c in columns}
        table = io.BytesIO()
        parquet.write_table(arrow.table(data, schema=schema), table)
        yield f"{name}.parquet", table.getvalue()
