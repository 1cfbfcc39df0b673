from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store
from rocrate.rocrate import ROCrate

from kg.errors import UsageError
from kg.export import PROVINCIAL, Evidence, bundles, export, export_all
from kg.export.closure import kind_of
from kg.store import Repository, open_store


@pytest.fixture(scope="module")
def folder(graph: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_all(graph, format="nq", out=tmp_path_factory.mktemp("all") / "各市")


def test_the_files_together_are_the_whole_graph(folder: Path, whole: frozenset[Quad]) -> None:
    store = Store()
    for path in folder.glob("*.nq"):
        store.load(path=str(path), format=RdfFormat.N_QUADS)
    extra = set(store) - whole
    assert whole <= set(store)
    assert {kind_of(quad.graph_name) for quad in extra} == {"dataset"}


def test_the_index_names_every_file_with_its_hash(folder: Path) -> None:
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["name"] for row in rows] == ["大连市", "沈阳市", PROVINCIAL]
    for row in rows:
        body = (folder / row["file"]).read_bytes()
        assert row["sha256"] == hashlib.sha256(body).hexdigest()
        assert int(row["quads"]) == body.count(b"\n") - body.count(
            b"/id/dataset/" + row["name"].encode() + b"> .\n"
        )


@pytest.mark.parametrize("evidence", list(Evidence))
def test_less_evidence_leaves_no_more_than_it_says(
    graph: Repository, whole: frozenset[Quad], evidence: Evidence
) -> None:
    held = {quad for part in bundles(graph, evidence=evidence) for quad in part.quads}
    assert held <= whole
    assert (held == whole) is (evidence is Evidence.FULL)
    predicates = {quad.predicate.value.rpartition("#")[2] for quad in held}
    assert ("text" in predicates) is (evidence is Evidence.FULL)
    assert ("quote" in predicates) is (evidence is not Evidence.NONE)
    described = {quad.subject for quad in held}
    known = {quad.subject for quad in whole}
    assert {term for quad in held for term in quad if kind_of(term)} & known <= described  # type: ignore[operator]


def test_a_crate_library_reads_the_metadata(folder: Path) -> None:
    crate = ROCrate(str(folder))
    files = {entity.id: entity for entity in crate.data_entities}
    assert set(files) == {path.name for path in folder.iterdir()} - {"ro-crate-metadata.json"}
    for name, entity in files.items():
        assert entity["sha256"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    assert crate.root_dataset["license"].id.endswith("LICENSE-2.0")
    assert [paper["name"] for paper in crate.root_dataset["isBasedOn"]] == ["辽宁省工业指导意见"]
    assert crate.root_dataset["datePublished"] == "2015-12-12"


def test_folder_formats_carry_a_crate_too(graph: Repository, tmp_path: Path) -> None:
    path = export(graph, city="沈阳市", format="csv", out=tmp_path / "x")
    assert path is not None
    found = json.loads((path / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    files = {part["@id"] for part in found["@graph"] if part["@type"] == "File"}
    assert files == {"nodes.csv", "edges.csv", "SOURCE.txt"}


def test_a_folder_of_folders(graph: Repository, tmp_path: Path) -> None:
    made = export_all(graph, format="csv", out=tmp_path / "all")
    assert (made / "沈阳市-csv" / "edges.csv").is_file()
    with pytest.raises(UsageError, match="is there already"):
        export_all(graph, format="csv", out=tmp_path / "all")
    export_all(graph, format="csv", out=tmp_path / "all", force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["all"]


def test_cities_of_one_name_have_files_of_their_own(graph_file: Path, tmp_path: Path) -> None:
    twin = graph_file.read_text(encoding="utf-8").replace('"大连市"@zh', '"沈阳市"@zh')
    (tmp_path / "graph.nq").write_text(twin, encoding="utf-8")
    made = export_all(open_store(tmp_path), format="nq", out=tmp_path / "all")
    with (made / "index.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = [(row["name"], row["file"]) for row in csv.DictReader(handle)]
    assert [name for name, _ in rows] == ["沈阳市", "沈阳市", PROVINCIAL]
    assert len({file for _, file in rows}) == 3
    assert all((made / file).is_file() for _, file in rows)


def test_all_cities_cannot_go_to_standard_output(graph: Repository) -> None:
    with pytest.raises(UsageError, match="cannot go to standard output"):
        export_all(graph, format="ttl", out="-")
