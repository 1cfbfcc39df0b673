"""Every format for tools that know no RDF is read by another reader than its writer; nothing is missing."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import duckdb
import igraph
import ladybug
import networkx as nx
import openpyxl
import pytest
from pyoxigraph import RdfFormat, Store

from kg.errors import UsageError
from kg.export import FORMATS, Subgraph, workbook, write
from kg.export.database_writers import label_of, type_of
from kg.export.projection import EDGE_COLUMNS, NODE_COLUMNS, NUMBERS, Projection, typed
from kg.export.rdf_writers import merged
from kg.export.workbook import HEADERS, REVIEW

Nodes = dict[str, dict[str, object]]
Edges = dict[str, tuple[str, str, dict[str, object]]]
ENDS = ("source", "target", "source_label", "target_label")


def filled(values: dict[str, object], *without: str) -> dict[str, object]:
    return {k: v for k, v in values.items() if v not in (None, "") and k not in without and v == v}


def read_graphml(path: Path) -> tuple[Nodes, Edges]:
    G = igraph.Graph.Read_GraphML(str(path))  # noqa: N806
    names = G.vs["id"]
    nodes = {v["id"]: filled(v.attributes(), "id") for v in G.vs}
    edges = {
        e["edge_id"]: (names[e.source], names[e.target], filled(e.attributes(), "id", "edge_id"))
        for e in G.es
    }
    return nodes, edges


def read_gexf(path: Path) -> tuple[Nodes, Edges]:
    space = {"g": "http://gexf.net/1.3", "v": "http://gexf.net/1.3/viz"}
    root = ET.parse(path).getroot()
    titles = {
        (group.get("class"), each.get("id")): each.get("title")
        for group in root.iterfind(".//g:attributes", space)
        for each in group.iterfind("g:attribute", space)
    }

    def values(element: ET.Element, kind: str) -> dict[str, object]:
        found = element.iterfind("g:attvalues/g:attvalue", space)
        return {str(titles[kind, each.get("for")]): each.get("value") for each in found}

    nodes: Nodes = {}
    for each in root.iterfind(".//g:node", space):
        assert each.find("v:color", space) is not None
        assert each.find("v:size", space) is not None
        nodes[each.attrib["id"]] = {"label": each.attrib["label"], **values(each, "node")}
    edges: Edges = {}
    for each in root.iterfind(".//g:edge", space):
        assert each.get("label")
        found = values(each, "edge")
        found.pop("networkx_key", None)
        edges[each.attrib["id"]] = (each.attrib["source"], each.attrib["target"], found)
    return nodes, edges


def read_node_link(path: Path) -> tuple[Nodes, Edges]:
    G = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")  # noqa: N806
    nodes = {name: dict(values) for name, values in G.nodes(data=True)}
    return nodes, {key: (a, b, dict(values)) for a, b, key, values in G.edges(keys=True, data=True)}


def read_cytoscape(path: Path) -> tuple[Nodes, Edges]:
    elements = json.loads(path.read_text(encoding="utf-8"))["elements"]
    nodes = {e["data"]["id"]: filled(e["data"], "id", "name", "color") for e in elements["nodes"]}
    edges = {
        e["data"]["id"]: (
            e["data"]["source"],
            e["data"]["target"],
            filled(e["data"], "id", "interaction", *ENDS),
        )
        for e in elements["edges"]
    }
    return nodes, edges


def of_tables(nodes: list[dict[str, object]], edges: list[dict[str, object]]) -> tuple[Nodes, Edges]:
    return (
        {str(row["id"]): filled(row, "id") for row in nodes},
        {str(row["id"]): (str(row["source"]), str(row["target"]), filled(row, "id", *ENDS)) for row in edges},
    )


def read_csv(path: Path) -> tuple[Nodes, Edges]:
    rows = []
    for name in ("nodes.csv", "edges.csv"):
        with (path / name).open(encoding="utf-8-sig", newline="") as handle:
            rows.append([dict[str, object](row) for row in csv.DictReader(handle)])
    return of_tables(*rows)


def read_parquet(path: Path) -> tuple[Nodes, Edges]:
    tables = []
    for name in ("nodes", "edges"):
        found = duckdb.sql(f"SELECT * FROM '{path / name}.parquet'")
        tables.append([dict(zip(found.columns, row, strict=True)) for row in found.fetchall()])
    return of_tables(*tables)


def read_sqlite(path: Path) -> tuple[Nodes, Edges]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = [
        [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in ("nodes", "edges")
    ]
    connection.close()
    return of_tables(*tables)


def read_neo4j(path: Path) -> tuple[Nodes, Edges]:
    nodes: Nodes = {}
    edges: Edges = {}
    for file in sorted(path.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                plain = {
                    name.partition(":")[0]: value for name, value in row.items() if not name.startswith(":")
                }
                key = plain.pop("id")
                if file.name.startswith("nodes-"):
                    kind = row[":LABEL"].lower()
                    assert key not in nodes
                    nodes[key] = {"kind": kind, **filled(dict(plain))}
                else:
                    edges[key] = (row[":START_ID"], row[":END_ID"], filled(dict(plain)))
    assert all(end in nodes for start, target, _ in edges.values() for end in (start, target))
    return nodes, edges


def read_cypher(path: Path) -> tuple[Nodes, Edges]:
    """Run the script in an embedded Cypher engine, twice, since it says that it may run twice."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("//")]
    statements = [line for line in lines if not line.startswith("CREATE CONSTRAINT")]
    connection = ladybug.Connection(ladybug.Database(":memory:"))
    for statement in _schema(statements):
        connection.execute(statement)
    for statement in [*statements, *statements]:
        connection.execute(statement)
    nodes: Nodes = {}
    answer = connection.execute("MATCH (n) RETURN n")
    while answer.has_next():
        values = answer.get_next()[0]
        kept = filled(values, "id", "_ID", "_LABEL")
        nodes[values["id"]] = {"kind": values["_LABEL"].lower(), **kept}
    edges: Edges = {}
    answer = connection.execute("MATCH (a)-[r]->(b) RETURN a.id, r, b.id")
    while answer.has_next():
        start, values, end = answer.get_next()
        edges[values["id"]] = (start, end, filled(values, "id", "_ID", "_LABEL", "_SRC", "_DST"))
    return nodes, edges


def _schema(statements: list[str]) -> list[str]:
    """Tables for an engine that wants them declared before use."""
    kinds = {name: "INT64" if name in ("line", "position") else "DOUBLE" for name in NUMBERS}
    labels = sorted({found[1] for line in statements if (found := re.match(r"MERGE \(n:(\w+)", line))})
    columns = ", ".join(f"`{name}` {kinds.get(name, 'STRING')}" for name in NODE_COLUMNS[1:])
    made = [f"CREATE NODE TABLE {label} (id STRING PRIMARY KEY, {columns})" for label in labels]
    links: dict[str, set[tuple[str, str]]] = {}
    for line in statements:
        if found := re.match(r"MATCH \(a:(\w+) .*, \(b:(\w+) .* MERGE \(a\)-\[r:(\w+) ", line):
            links.setdefault(found[3], set()).add((found[1], found[2]))
    columns = ", ".join(f"`{name}` {kinds.get(name, 'STRING')}" for name in ("id", *EDGE_COLUMNS[4:]))
    for name, pairs in sorted(links.items()):
        between = ", ".join(f"FROM {a} TO {b}" for a, b in sorted(pairs))
        made.append(f"CREATE REL TABLE {name} ({between}, {columns})")
    return made


READERS: dict[str, Callable[[Path], tuple[Nodes, Edges]]] = {
    "graphml": read_graphml,
    "gexf": read_gexf,
    "json": read_node_link,
    "cyjs": read_cytoscape,
    "csv": read_csv,
    "parquet": read_parquet,
    "sqlite": read_sqlite,
    "neo4j": read_neo4j,
    "cypher": read_cypher,
}
SHOWN = {"md", "docx", "html"}
"""Formats for people; tests/cli/test_briefs.py and the browser read them."""
RDF = {"ttl", "trig", "nt", "nq", "rdf", "jsonld", "framed", "ttl12"}


def test_every_format_has_a_reader() -> None:
    assert {*READERS, *RDF, *SHOWN, "xlsx"} == set(FORMATS)
    assert all(form.about_zh and form.about_en for form in FORMATS.values())
    assert [name for name, form in FORMATS.items() if not form.drops] == ["trig", "nq"]


def as_read(values: dict[str, object]) -> dict[str, object]:
    """Numbers as numbers, whatever the format kept them as."""
    return {name: float(str(value)) if name in NUMBERS else str(value) for name, value in values.items()}


@pytest.mark.parametrize("name", READERS)
def test_another_reader_finds_every_node_edge_and_value(
    exported: Callable[[str], Path], projection: Projection, name: str
) -> None:
    nodes, edges = READERS[name](exported(name))
    wanted = {node.id: as_read(filled(dict(node.values), "id")) for node in projection.nodes}
    assert {key: as_read(values) for key, values in nodes.items()} == wanted
    bare = name in ("cypher", "neo4j")
    links = {}
    for edge in projection.edges:
        values = as_read(filled(dict(edge.values), "id", *ENDS, *(["predicate"] if bare else [])))
        links[edge.id] = (edge.source, edge.target, values)
    assert {key: (a, b, as_read(values)) for key, (a, b, values) in edges.items()} == links


def test_reified_triples_are_the_asserted_ones(exported: Callable[[str], Path], subgraph: Subgraph) -> None:
    store = Store()
    store.load(path=str(exported("ttl12")), format=RdfFormat.TURTLE)
    triples = {quad.triple for quad in store}
    reified = {t for t in triples if t.predicate.value.endswith("#reifies")}
    assert triples - reified == set(merged(subgraph))
    assert {t.object for t in reified} <= triples
    kinds = {"Statement", "Restriction"}
    asserting = {t.subject for t in triples if str(t.object)[1:-1].rpartition("#")[2] in kinds}
    assert {t.subject for t in reified} == asserting


def sheet(book: openpyxl.Workbook, title: str) -> list[dict[str, object]]:
    head, *rows = list(book[title].iter_rows(values_only=True))
    return [dict(zip([str(name) for name in head], row, strict=True)) for row in rows]


def test_the_workbook_has_every_edge_and_node(
    exported: Callable[[str], Path], projection: Projection
) -> None:
    book = openpyxl.load_workbook(exported("xlsx"))
    assert book.sheetnames[:3] == ["说明", "陈述", "限制"]
    rows = [row for title in ("陈述", "限制", "其他关系") for row in sheet(book, title)]
    found = {str(row["编号"]): filled(row, *REVIEW) for row in rows}
    assert len(found) == len(rows) == len(projection.edges)
    for edge in projection.edges:
        for column, header in HEADERS.items():
            if column in edge.values and header in found[edge.id]:
                assert found[edge.id][header] == typed(column, edge.values[column])
        if edge.id.startswith(("statement:", "restriction:")):
            assert found[edge.id]["原文引语"] == edge.values["quote"]
    ids = {row["编号"] for title in book.sheetnames[4:] for row in sheet(book, title)}
    assert ids == {node.id for node in projection.nodes if node.values["kind"] != "section"}


def test_the_workbook_is_filtered_frozen_and_holds_no_formula(exported: Callable[[str], Path]) -> None:
    book = openpyxl.load_workbook(exported("xlsx"))
    for page in book.worksheets[1:]:
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref
        assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)
    assert book["陈述"].data_validations.count == 1


def test_libreoffice_opens_the_workbook(
    exported: Callable[[str], Path], projection: Projection, tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no `soffice`: apt-get install libreoffice-calc-nogui")
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", options, "--outdir", str(tmp_path), str(exported("xlsx"))]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (made,) = tmp_path.glob("*.csv")
    with made.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    statements = [edge for edge in projection.edges if edge.id.startswith("statement:")]
    assert {row["编号"]: row["原文引语"] for row in rows} == {e.id: e.values["quote"] for e in statements}
    assert [int(row["行"]) for row in rows] == sorted(int(edge.values["line"]) for edge in statements)


def test_labels_and_types_are_names_that_cypher_takes(projection: Projection) -> None:
    words = {label_of(node) for node in projection.nodes} | {type_of(edge) for edge in projection.edges}
    assert all(re.fullmatch(r"[A-Za-z]+", word) for word in words)


def test_a_workbook_never_leaves_out_what_excel_cannot_hold(
    subgraph: Subgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_LONGEST", 6)
    path = write(subgraph, FORMATS["xlsx"], out=tmp_path / "cut.xlsx")
    assert path is not None
    quotes = [str(row["原文引语"]) for row in sheet(openpyxl.load_workbook(path), "陈述")]
    assert any(len(quote) == 6 and quote.endswith("…") for quote in quotes)
    monkeypatch.setattr(workbook, "_MOST_ROWS", 3)
    with pytest.raises(UsageError, match="more than Excel holds"):
        write(subgraph, FORMATS["xlsx"], out=tmp_path / "many.xlsx")
    assert [each.name for each in tmp_path.iterdir()] == ["cut.xlsx"]
