"""Files for databases: SQLite, Neo4j (a Cypher script, and tables for its bulk importer), Parquet."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final

from kg.errors import UsageError
from kg.export.losses import PROJECTED, said
from kg.export.network_writers import source_of
from kg.export.ordered import parts_of
from kg.export.projection import EDGE_COLUMNS, NODE_COLUMNS, NUMBERS, Edge, Node, Projection, project, typed
from kg.export.selection import Subgraph

_NODE_VALUES: Final = tuple(name for name in NODE_COLUMNS if name != "kind")
_EDGE_VALUES: Final = tuple(
    name
    for name in EDGE_COLUMNS
    if name not in ("source", "target", "source_label", "target_label", "predicate")
)


def write_sqlite(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write a SQLite database: tables nodes, edges and source, edges indexed by both ends and predicate."""
    with tempfile.TemporaryDirectory(prefix="kg-export-") as folder:
        path = Path(folder, "graph.sqlite")
        connection = sqlite3.connect(path)
        try:
            _fill(connection, project(subgraph), source_of(subgraph))
        finally:
            connection.close()
        with path.open("rb") as made:
            shutil.copyfileobj(made, out)


def _fill(connection: sqlite3.Connection, projection: Projection, source: Mapping[str, str]) -> None:
    tables: tuple[tuple[str, tuple[str, ...], Iterable[Node | Edge]], ...] = (
        ("nodes", NODE_COLUMNS, projection.nodes),
        ("edges", EDGE_COLUMNS, projection.edges),
    )
    for table, columns, items in tables:
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
    connection.executemany("INSERT INTO source VALUES (?, ?)", source.items())
    connection.commit()


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
    head = (f"// {line}" for line in (*subgraph.provenance.lines(), said(PROJECTED)))
    out.writelines(f"{line}\n".encode() for line in chain(head, _script(projection)))


def _script(projection: Projection) -> Iterator[str]:
    labels = {node.id: label_of(node) for node in projection.nodes}
    for name in sorted(set(labels.values())):
        yield f"CREATE CONSTRAINT {name.lower()}_id IF NOT EXISTS FOR (n:{name}) REQUIRE n.id IS UNIQUE;"
    for node in projection.nodes:
        merged = f"MERGE (n:{label_of(node)} {{id: {_cypher(node.id)}}})"
        yield merged + _sets("n", node.values, _NODE_VALUES[1:]) + ";"
    for edge in projection.edges:
        yield (
            f"MATCH (a:{labels[edge.source]} {{id: {_cypher(edge.source)}}}),"
            f" (b:{labels[edge.target]} {{id: {_cypher(edge.target)}}})"
            f" MERGE (a)-[r:{type_of(edge)} {{id: {_cypher(edge.id)}}}]->(b)"
            f"{_sets('r', edge.values, _EDGE_VALUES[1:])};"
        )


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


def write_neo4j(subgraph: Subgraph, folder: Path) -> None:
    """Write tables for ``neo4j-admin database import full``: a file a label or type, and how to load."""
    projection = project(subgraph)
    columns = [*(_neo4j_column(column) for column in _NODE_VALUES[1:]), ":LABEL"]
    with ExitStack() as stack:
        files = _Tables(stack, folder, "nodes", ["id:ID", *columns])
        for node in projection.nodes:
            name = label_of(node)
            files.of(name).writerow([*(node.values.get(column, "") for column in _NODE_VALUES), name])
        links = [*(_neo4j_column(column) for column in _EDGE_VALUES), ":END_ID", ":TYPE"]
        others = _Tables(stack, folder, "relationships", [":START_ID", *links])
        for edge in projection.edges:
            values = (edge.values.get(column, "") for column in _EDGE_VALUES)
            others.of(type_of(edge)).writerow([edge.source, *values, edge.target, type_of(edge)])
    command = ["neo4j-admin database import full neo4j"]
    command += [f"--{tables.kind}={name}" for tables in (files, others) for name in tables.names()]
    text = [*subgraph.provenance.lines(), said(PROJECTED), "", " \\\n  ".join(command), ""]
    (folder / "README.txt").write_bytes("\n".join(text).encode())


class _Tables:
    """Tables of one kind, a file a label or type, opened when the first row comes."""

    def __init__(self, stack: ExitStack, folder: Path, kind: str, header: list[str]) -> None:
        self.kind, self._stack, self._folder, self._header = kind, stack, folder, header
        self._writers: dict[str, Any] = {}

    def of(self, name: str) -> Any:
        """Return the writer of a label or type."""
        if name not in self._writers:
            path = self._folder / f"{self.kind}-{name}.csv"
            out = self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            self._writers[name] = csv.writer(out, lineterminator="\n")
            self._writers[name].writerow(self._header)
        return self._writers[name]

    def names(self) -> list[str]:
        """Return the names of the files."""
        return [f"{self.kind}-{name}.csv" for name in sorted(self._writers)]


def _neo4j_column(name: str) -> str:
    kind = {"line": "long", "position": "long"}.get(name, "double" if name in NUMBERS else "")
    return f"{name}:{kind}" if kind else name


def write_parquet(subgraph: Subgraph, folder: Path) -> None:
    """Write nodes.parquet and edges.parquet with the provenance in their metadata; needs pyarrow."""
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError("format parquet needs pyarrow: pip install 'industry-kg[parquet]'") from None
    projection = project(subgraph)
    tables: tuple[tuple[str, tuple[str, ...], Iterable[Node | Edge]], ...] = (
        ("nodes", NODE_COLUMNS, projection.nodes),
        ("edges", EDGE_COLUMNS, projection.edges),
    )
    for name, columns, items in tables:
        whole = ("line", "position")
        fields = [
            arrow.field(
                c, arrow.int64() if c in whole else arrow.float64() if c in NUMBERS else arrow.string()
            )
            for c in columns
        ]
        schema = arrow.schema(fields, metadata=source_of(subgraph))
        with parquet.ParquetWriter(folder / f"{name}.parquet", schema) as out:
            for part in parts_of(items, _ROW_GROUP):
                data = {c: [_sql_value(c, item.values) for item in part] for c in columns}
                out.write_table(arrow.table(data, schema=schema))


_ROW_GROUP: Final = 50_000
