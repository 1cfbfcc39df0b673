"""Every format is written, read back by an independent reader and compared with the source."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from pyoxigraph import Literal, Quad, RdfFormat, Store

from kg.errors import UsageError
from kg.export import FORMATS, Evidence, Selection, Subgraph, export, file_name, take
from kg.export.closure import STATEMENTS
from kg.export.projection import EDGE_COLUMNS, NODE_COLUMNS, Projection, project
from kg.export.rdf_writers import all_quads, merged
from kg.rdf import vocabulary
from kg.rdf.iris import iri
from kg.store import EmbeddedRepository, Repository, shorten

Exported = Callable[[str], Path]
SHENYANG = iri("region", "沈阳市")


@pytest.fixture(scope="module")
def source(subgraph: Subgraph) -> list[Quad]:
    return list(all_quads(subgraph))


TRIPLES = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld", "framed": "json-ld"}
QUADS = {"trig": "trig", "nq": "nquads"}


@pytest.mark.parametrize("name", TRIPLES)
def test_rdflib_reads_the_same_triples(exported: Exported, subgraph: Subgraph, name: str) -> None:
    g = rdflib.Graph().parse(exported(name), format=TRIPLES[name])
    read = {tuple(term.n3() for term in triple) for triple in g}
    triples = "".join(f"{triple} .\n" for triple in merged(subgraph))
    expected = rdflib.Graph().parse(data=triples, format="nt")
    assert read == {tuple(term.n3() for term in triple) for triple in expected}


@pytest.mark.parametrize("name", [*TRIPLES, *QUADS])
def test_oxigraph_reads_the_same(exported: Exported, source: list[Quad], name: str) -> None:
    store = Store()
    store.load(path=str(exported(name)), format=RdfFormat.from_extension(exported(name).suffix[1:]))
    if name in QUADS:
        assert set(store) == set(source)
    else:
        lost = {quad.triple for quad in store} - {quad.triple for quad in source}
        assert {quad.triple for quad in store} >= {quad.triple for quad in source}
        assert [str(triple.predicate) for triple in lost] == ["<http://purl.org/dc/terms/description>"]


@pytest.mark.parametrize("name", QUADS)
def test_rdflib_reads_the_same_graphs(exported: Exported, source: list[Quad], name: str) -> None:
    g = rdflib.Dataset().parse(exported(name), format=QUADS[name])
    assert isinstance(g, rdflib.Dataset)
    read = {str(graph.identifier): len(graph) for graph in g.graphs() if len(graph)}
    names = [quad.graph_name.value for quad in source]  # type: ignore[union-attr]
    assert read == {name: names.count(name) for name in set(names)}


def test_framed_json_starts_from_the_city(exported: Exported, subgraph: Subgraph) -> None:
    whole = json.loads(exported("framed").read_text(encoding="utf-8"))
    city = whole["@graph"][0]
    assert city["@id"] == "region:沈阳市"
    (aim,) = (each for each in city["asSubject"] if each["object"] == "concept:高档数控机床")
    assert aim["quote"] == "以沈阳、大连为重点发展高档数控机床"
    tools = city["promotes"]
    assert (tools["@id"], tools["rdfs:label"]["@value"]) == ("concept:高档数控机床", "高档数控机床")
    assert tools["asSubject"][0]["quote"] == "依托沈阳机床"
    names = Counter(_ids(whole["@graph"]))
    assert set(names) == {shorten(str(triple.subject)[1:-1]) for triple in merged(subgraph)}
    assert set(names.values()) == {1}


def _ids(value: object) -> Iterator[str]:
    """Yield the names of all nodes that say anything."""
    if isinstance(value, list):
        for each in value:
            yield from _ids(each)
    elif isinstance(value, dict):
        if "@id" in value and len(value) > 1:
            yield value["@id"]
        for each in value.values():
            yield from _ids(each)


def test_networkx_reads_graphml_with_all_values(exported: Exported, projection: Projection) -> None:
    G = nx.read_graphml(exported("graphml"), force_multigraph=True)  # noqa: N806
    assert set(G) == {node.id for node in projection.nodes}
    for node in projection.nodes:
        read = {name: str(value) for name, value in G.nodes[node.id].items()}
        assert read == {name: value for name, value in node.values.items() if name != "id"}
    edges = {edge.id: edge for edge in projection.edges}
    found = {key: (start, end, data) for start, end, key, data in G.edges(keys=True, data=True)}
    assert found.keys() == edges.keys()
    for key, (start, end, data) in found.items():
        assert (start, end) == (edges[key].source, edges[key].target)
        dropped = {"id", "source", "target", "source_label", "target_label"}
        kept = {name: value for name, value in edges[key].values.items() if name not in dropped}
        assert {name: str(value) for name, value in data.items() if name not in ("id", "edge_id")} == kept
    assert "辽宁省工业指导意见" in G.graph["source"]


def test_csv_has_every_node_and_edge(exported: Exported, projection: Projection) -> None:
    folder = exported("csv")
    for name, columns, items in (
        ("nodes.csv", NODE_COLUMNS, projection.nodes),
        ("edges.csv", EDGE_COLUMNS, projection.edges),
    ):
        with (folder / name).open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
        assert tuple(rows[0]) == columns
        assert [{key: value for key, value in row.items() if value} for row in rows] == [
            dict(item.values) for item in items
        ]
    assert "辽宁省人民政府" in (folder / "SOURCE.txt").read_text(encoding="utf-8")


def test_edges_carry_their_evidence(projection: Projection) -> None:
    (restricting,) = [edge for edge in projection.edges if edge.predicate == "restrictsPartOf"]
    assert restricting.values["mode"] == "淘汰"
    assert restricting.values["quote"] == "淘汰30万千瓦以下纯凝小燃煤发电机组"
    assert [restricting.values[name] for name in ("comparator", "threshold", "unit")] == ["<", "30", "万千瓦"]
    assert [restricting.values[name] for name in ("line", "date", "kept")] == ["4", "2015-12-12", "供热机组"]
    (target,) = [node for node in projection.nodes if node.values["kind"] == "target"]
    assert [target.values[name] for name in ("baseline", "value", "unit", "year")] == [
        "300.5",
        "500",
        "亿元",
        "2020",
    ]
    links = {(edge.source, edge.predicate, edge.target) for edge in projection.edges}
    assert ("region:法库县", "within", "region:沈阳市") in links
    assert sum(edge.predicate == "nextStage" for edge in projection.edges) == 2


def test_without_evidence_plain_triples_are_edges(graph: Repository) -> None:
    bare = project(take(graph, Selection("city", "沈阳市", evidence=Evidence.NONE)))
    assert ("region:沈阳市", "promotes", "concept:高档数控机床") in {
        (edge.source, edge.predicate, edge.target) for edge in bare.edges
    }
    assert not any("quote" in edge.values for edge in bare.edges)


def contents(path: Path) -> dict[str, str]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_are_the_same_every_time(
    exported: Exported, graph: Repository, tmp_path: Path, name: str
) -> None:
    again = export(graph, city="region:沈阳市", format=name, out=tmp_path / exported(name).name)
    assert again is not None
    assert contents(again) == contents(exported(name))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_overwritten_unasked(graph: Repository, tmp_path: Path, name: str) -> None:
    out = tmp_path / "here"
    out.write_text("mine")
    with pytest.raises(UsageError, match="is there already; --force overwrites it"):
        export(graph, city="沈阳市", format=name, out=out)
    assert out.read_text() == "mine"
    assert export(graph, city="沈阳市", format=name, out=out, force=True) == out
    assert export(graph, city="大连市", format=name, out=out, force=True) == out
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.write])
def test_standard_output_gets_the_same_bytes(
    exported: Exported, graph: Repository, capfdbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    assert export(graph, city="沈阳市", format=name, out="-") is None
    assert capfdbinary.readouterr().out == exported(name).read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_says_what_it_leaves_out(exported: Exported, name: str) -> None:
    path = exported(name)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    if name in ("xlsx", "docx"):
        inside = {"xlsx": "xl/sharedStrings.xml", "docx": "word/document.xml"}[name]
        said = zipfile.ZipFile(path).read(inside).decode()
    else:
        said = "".join(file.read_bytes().decode(errors="ignore") for file in files)
    drops = FORMATS[name].drops.partition("、")[0].partition("（")[0]
    coded = drops.encode("unicode_escape").decode().upper()
    assert drops in said or coded in said.upper()


def test_a_folder_cannot_go_to_standard_output(graph: Repository) -> None:
    with pytest.raises(UsageError, match="csv is several files"):
        export(graph, city="沈阳市", format="csv", out="-")


def test_formats_and_cities_that_do_not_exist_leave_nothing(graph: Repository, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'turtel'"):
        export(graph, city="沈阳市", format="turtel", out=tmp_path / "x")
    with pytest.raises(UsageError, match="did you mean 沈阳市"):
        export(graph, city="沈阳巿", format="ttl", out=tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_the_graph_hash_is_that_of_the_built_file(
    graph: Repository, graph_file: Path, exported: Exported
) -> None:
    built = hashlib.sha256(graph_file.read_bytes()).hexdigest()
    assert f"sha256:{built}" in exported("ttl").read_text(encoding="utf-8")


def test_the_hash_follows_a_change_of_the_store(graph_file: Path) -> None:
    repository = EmbeddedRepository.read(graph_file)
    before = repository.fingerprint()
    repository.store.add(Quad(SHENYANG, vocabulary.node("rdfs:label"), Literal("盛京"), STATEMENTS))
    repository.changed()
    lines = sorted({f"{quad} .\n" for quad in repository.match()})
    assert repository.fingerprint() == hashlib.sha256("".join(lines).encode()).hexdigest() != before


@pytest.mark.parametrize(
    "name", ["a/b", "CON", "aux.txt", "x" * 10 + ".", "a\x00b", "..", '<>:"|?*', "沈阳市"]
)
def test_file_names_suit_every_system(name: str) -> None:
    made = file_name(name)
    assert made
    assert not set(made) & set('<>:"/\\|?*\x00')
    assert not made.endswith((".", " "))
    assert made.split(".")[0].lower() not in {"con", "aux", "nul"}


def test_merged_triples_are_sorted_and_distinct(subgraph: Subgraph) -> None:
    triples = list(merged(subgraph))
    assert triples == sorted(set(triples), key=str)
