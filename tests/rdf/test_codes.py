"""Codes of the standards: what the graph writes is what the standards say."""

from __future__ import annotations

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import GraphError
from kg.model import DocumentReading, EntityRef, EntityType
from kg.rdf.builder import quads
from kg.rdf.divisions import class_of, code_of, full_code, parent
from kg.rdf.industries import class_name, match, scheme_triples
from kg.rdf.iris import iri, prologue
from kg.resources import rows

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"
reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason=f"no copy of the standards at {REFERENCE}")


def listed(name: str) -> dict[str, str]:
    with (REFERENCE / name).open(encoding="utf-8") as handle:
        return {row["code"].strip(): "".join(row["name"].split()) for row in csv.DictReader(handle)}


@reference
def test_the_classes_of_industry_are_those_of_the_standard() -> None:
    ours = {row["code"]: row["name"] for row in rows("reference", "gbt4754-2011.csv")}
    assert ours == listed("gbt4754-2011.csv")


def test_every_concept_has_a_code_that_exists() -> None:
    coded = [row for row in rows("concepts", "industries.csv") if row["code"]]
    assert len(coded) > 100
    assert [class_name(row["code"]) for row in coded]


def test_an_unknown_class_is_an_error() -> None:
    with pytest.raises(GraphError, match="99999"):
        class_name("99999")


@reference
def test_provinces_and_prefectures_are_those_of_the_standard() -> None:
    theirs = {code.ljust(6, "0"): name for code, name in listed("gbt2260.csv").items()}
    for name in ("辽宁省", "沈阳市", "大连市", "葫芦岛市", "内蒙古自治区", "延边朝鲜族自治州"):
        assert theirs[code_of(name)] == name


@reference
def test_every_division_lies_where_the_standard_puts_it() -> None:
    theirs = {code.ljust(6, "0"): name for code, name in listed("gbt2260.csv").items()}
    wrong = [
        (code, name, above)
        for code, name in theirs.items()
        if (above := parent(code)) is not None and theirs.get(above[1]) != above[0]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("辽宁省", "210000", "Province"),
        ("沈阳市", "2101", "City"),
        ("法库县", "210124", "County"),
        ("仙桃市", "429004", "County"),
        ("沈抚新区", "210171", "Zone"),
        ("沈抚新城", "", "Zone"),
        ("辽西北", "", "RegionGroup"),
        ("佟二堡镇", "", "Township"),
        ("内蒙古自治区", "", "Province"),
        ("登沙河", "", "Region"),
    ],
)
def test_the_class_of_a_region(name: str, code: str, kind: str) -> None:
    assert class_of(EntityRef(EntityType.REGION, name, code=code)) == kind


@pytest.mark.parametrize("code", ["21010", "21x", "A"])
def test_a_code_of_another_form_is_an_error(code: str) -> None:
    with pytest.raises(GraphError, match="GB/T 2260"):
        full_code(code)


def test_counties_that_a_province_governs_lie_in_the_province() -> None:
    assert parent("429004") == ("湖北省", "420000")


def test_a_match_is_exact_only_if_the_names_are_one() -> None:
    assert match("平板玻璃", "3041") == "skos:exactMatch"
    assert match("炼油", "2511") == "skos:closeMatch"


def test_the_scheme_holds_the_classes_in_use_and_all_above() -> None:
    graphs = dict(scheme_triples(["3011"]))
    placed = {
        triple[0].value.rpartition("/")[2] for triple in graphs["reference"] if "broader" in str(triple[1])
    }
    assert placed == {"3011", "301", "30"}
    assert (iri("gbt4754", "C"), ox.NamedNode("http://www.w3.org/2004/02/skos/core#topConceptOf")) in {
        triple[:2] for triple in graphs["reference"]
    }


def test_concepts_of_the_graph_match_their_class(readings: list[DocumentReading]) -> None:
    store = ox.Store()
    store.extend(quads(readings))
    query = prologue() + (
        "SELECT ?code ?label { concept:钢铁 kgo:gbt4754 ?code ; skos:closeMatch ?class ."
        ' ?class skos:prefLabel ?label ; skos:inScheme scheme:gbt4754-2011 FILTER(LANG(?label) = "en") }'
    )
    (row,) = store.query(query, use_default_graph_as_union=True)
    assert (row["code"].value, row["label"].value) == ("31", "Smelting and pressing of ferrous metals")
