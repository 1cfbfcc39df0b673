"""The graph from readings: named graphs, statements with evidence, restrictions, determinism."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import GraphError
from kg.model import DocumentReading
from kg.rdf.builder import quads
from kg.rdf.iris import KINDS, PREFIXES, prologue, split_iri
from kg.rdf.serialize import write_nquads

Readings = list[DocumentReading]
PLAIN = ["statements", "labels", "documents"]


@pytest.fixture
def graph(readings: Readings) -> list[ox.Quad]:
    return list(quads(readings))


@pytest.fixture
def store(graph: list[ox.Quad]) -> ox.Store:
    made = ox.Store()
    made.extend(graph)
    return made


def select(store: ox.Store, query: str) -> list[tuple[str | None, ...]]:
    """Rows of a query whose plain patterns see statements, labels and documents."""
    default = [ox.NamedNode(PREFIXES["graph"] + name) for name in PLAIN]
    found = store.query(prologue() + query, default_graph=default)
    return sorted(tuple(None if cell is None else cell.value for cell in row) for row in found)


def local(rows: list[tuple[str | None, ...]]) -> list[tuple[str, ...]]:
    return [tuple((split_iri(cell or "") or ("", cell or ""))[1] for cell in row) for row in rows]


def ask(store: ox.Store, query: str) -> bool:
    default = [ox.NamedNode(PREFIXES["graph"] + name) for name in PLAIN]
    return bool(store.query(prologue() + query, default_graph=default))


def test_a_store_gives_back_what_it_was_given(graph: list[ox.Quad], store: ox.Store) -> None:
    assert set(store) == set(graph), "some stores widen datatypes such as xsd:nonNegativeInteger"


def test_no_triple_is_unnamed_and_no_node_is_blank(graph: list[ox.Quad]) -> None:
    assert graph
    for quad in graph:
        assert isinstance(quad.graph_name, ox.NamedNode)
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)


def test_every_iri_of_the_project_is_of_a_known_kind(graph: list[ox.Quad]) -> None:
    for quad in graph:
        for term in quad:
            if isinstance(term, ox.NamedNode) and term.value.startswith("https://w3id.org/industry-kg/id"):
                parts = split_iri(term.value)
                assert parts and parts[0] in KINDS and parts[1]


def test_a_statement_is_once_in_statements_and_again_with_its_clause(store: ox.Store) -> None:
    assert select(store, "SELECT (COUNT(*) AS ?n) { region:沈阳市 kgo:promotes concept:高档数控机床 }") == [
        ("1",)
    ]
    rows = select(
        store,
        "SELECT ?clause ?text { GRAPH ?clause "
        "{ region:沈阳市 kgo:promotes concept:高档数控机床 . ?clause kgo:text ?text } }",
    )
    assert [row[0] for row in local(rows)] == ["layout-2015_3", "tools-2015_3"]
    assert all(row[1] and "重点发展高档数控机床" in row[1] for row in rows)
    assert ask(
        store,
        "ASK { GRAPH graph:statements { region:沈阳市 kgo:promotes concept:高档数控机床 } }",
    )


def test_evidence_names_clause_quote_cue_strength_time_and_actor(store: ox.Store) -> None:
    rows = select(
        store,
        "SELECT ?quote ?cue ?strength ?when ?issuer ?place ?date ?line { ?st kgo:subject region:沈阳市 ;"
        " kgo:predicate kgo:promotes ; kgo:quote ?quote ; kgo:cue ?cue ; kgo:strength ?strength ;"
        " kgo:when ?when ; kgo:assertedBy ?issuer ; kgo:place ?place ; kgo:asOf ?date ;"
        " kgo:statedIn ?clause . ?clause kgo:line ?line }",
    )
    assert local(rows)[0] == (
        *("重点发展高档数控机床", "发展", "重点", "近期"),
        *("辽宁省人民政府", "沈阳市", "2015-07-26", "3"),
    )
    assert len(rows) == 2


def test_offsets_select_the_quote_and_the_mention(store: ox.Store) -> None:
    wrong = (
        "{ ?x kgo:statedIn ?clause ; kgo:quote ?words ; kgo:quoteBegin ?b ; kgo:quoteEnd ?e }"
        " UNION { GRAPH ?clause { ?x nif:referenceContext ?clause ; nif:anchorOf ?words ;"
        " nif:beginIndex ?b ; nif:endIndex ?e } } ?clause kgo:text ?text ."
    )
    count = select(store, f"SELECT (COUNT(*) AS ?n) {{ {wrong} }}")
    assert int(count[0][0] or 0) > 40
    bad = f"SELECT ?x {{ {wrong} FILTER(SUBSTR(?text, ?b + 1, ?e - ?b) != ?words) }}"
    assert select(store, bad) == []


def test_a_capacity_ban_is_no_ban(store: ox.Store) -> None:
    assert local(select(store, "SELECT ?o { region:辽阳市 kgo:prohibits ?o }")) == [("电解铝",)]
    assert local(select(store, "SELECT ?o { region:辽阳市 kgo:capsCapacityOf ?o }")) == [("钢铁",)]
    rows = select(
        store,
        "SELECT ?p ?c ?v ?u ?until ?kept { ?r kgo:scope scope:size ; kgo:shortcut ?p ; kgo:comparator ?c ;"
        " kgo:threshold ?v ; kgo:unit ?u ; kgo:until ?until ; kgo:kept ?kept }",
    )
    assert local(rows)[0] == ("restrictsPartOf", "<=", "30", "万千瓦", "2015", "热电联产机组")


def test_a_chain_is_linked_in_order(store: ox.Store) -> None:
    query = (
        "SELECT ?doc ?position ?name { ?chain a kgo:IndustrialChain ; kgo:firstStage/kgo:nextStage* ?stage ;"
        " kgo:sourceDocument ?doc . ?stage kgo:position ?position ; kgo:surface ?name }"
    )
    assert [row[1:] for row in local(select(store, query))] == [
        ("1", "原铝"),
        ("2", "铝加工"),
        ("3", "铝应用"),
    ] * 2


def test_a_target_has_baseline_bound_unit_and_year(store: ox.Store) -> None:
    query = (
        "SELECT DISTINCT ?i ?v ?base ?bound ?unit ?year ?place { ?t a kgo:Target ; kgo:indicator ?i ;"
        " kgo:value ?v ; kgo:baseline ?base ; kgo:bound ?bound ; kgo:unit ?unit ; kgo:year ?year ;"
        " kgo:place ?place }"
    )
    assert local(select(store, query)) == [("贡献率", "65", "59", "min", "％", "2020", "辽宁省")]


def test_what_an_agency_leads_is_the_section(store: ox.Store) -> None:
    rows = select(store, "SELECT ?t { agency:辽宁省科技厅 kgo:leads ?s . ?s kgo:title ?t }")
    assert rows == [("重点产业",), ("重点产业",)]


def test_citations_and_annexes_that_are_missing_are_listed(store: ox.Store) -> None:
    missing = local(select(store, "SELECT ?x { ?x kgo:inCorpus false }"))
    assert missing == [("layout-2015_附件1",), ("tools-2015_附件1",), ("中国制造2025",)]
    assert local(select(store, "SELECT ?d { policy:机床意见 kgo:inCorpus true ; kgo:textIn ?d }")) == [
        ("tools-2015",)
    ]
    cited = "SELECT ?l { ?c kgo:cites policy:中国制造2025 ; kgo:line ?l }"
    assert local(select(store, cited)) == [("4",), ("4",)]


def test_a_paper_is_replaced_by_one_of_the_corpus_or_another(readings: Readings) -> None:
    old, new = readings
    for replaced_by, title, present in (("layout-2015", "布局意见", "true"), ("新规划", "新规划", "false")):
        made = ox.Store()
        made.extend(quads([replace(old, document=replace(old.document, replaced_by=replaced_by)), new]))
        query = "SELECT ?t ?here { doc:tools-2015 kgo:replacedBy ?p . ?p rdfs:label ?t ; kgo:inCorpus ?here }"
        assert select(made, query) == [(title, present)]


def test_silent_clauses_say_why(store: ox.Store) -> None:
    query = "SELECT ?l ?s { ?c kgo:inDocument doc:tools-2015 ; kgo:line ?l ; kgo:silence ?s }"
    assert local(select(store, query)) == [
        ("1", "formal"),
        ("2", "heading"),
        ("5", "heading"),
        ("8", "blank"),
    ]


def test_a_distributed_mention_says_from_which_pieces(store: ox.Store) -> None:
    query = (
        "SELECT ?words { GRAPH clause:tools-2015_9 { ?m a kgo:DistributedMention ;"
        " kgo:refersTo park:大连高技术船舶产业基地 ; kgo:hasPiece/nif:anchorOf ?words } }"
    )
    assert local(select(store, query)) == [("大连",), ("高技术船舶产业基地",)]


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        ("region:辽宁省", "Province"),
        ("region:沈阳市", "City"),
        ("region:沿海经济带", "RegionGroup"),
        ("park:大连高技术船舶产业基地", "Base"),
        ("park:沈阳机器人产业园", "IndustrialPark"),
        ("concept:电主轴", "Product"),
        ("institution:601所", "Institution"),
        ("agency:辽宁省人民政府", "Agency"),
        ("policy:中国制造2025", "Policy"),
    ],
)
def test_things_have_a_class_and_a_label(store: ox.Store, thing: str, kind: str) -> None:
    assert local(select(store, f"SELECT ?k {{ {thing} a ?k }}")) == [(kind,)]
    name = thing.partition(":")[2]
    assert (name,) in select(store, f"SELECT ?l {{ {thing} rdfs:label ?l }}")


def test_everything_that_is_stated_has_a_label(store: ox.Store) -> None:
    unlabelled = (
        "SELECT DISTINCT ?x { { ?x ?p ?o } UNION { ?s ?p ?x } FILTER(isIRI(?x))"
        ' FILTER(STRSTARTS(STR(?x), "https://w3id.org/industry-kg/id/"))'
        " FILTER NOT EXISTS { ?x rdfs:label ?l } }"
    )
    assert select(store, unlabelled) == []


def test_regions_lie_in_regions_by_their_codes(store: ox.Store) -> None:
    query = "SELECT ?a ?code { GRAPH graph:reference { region:沈阳市 kgo:within ?a ; kgo:gbt2260 ?code } }"
    assert local(select(store, query)) == [("辽宁省", "210100")]
    members = "SELECT ?m { GRAPH graph:reference { ?m kgo:memberOf region:沿海经济带 } }"
    assert local(select(store, members)) == [("大连市",)]


def test_surfaces_become_other_names(store: ox.Store) -> None:
    assert local(select(store, "SELECT ?l { agency:辽宁省科技厅 skos:altLabel ?l }")) == [("省科技厅",)]


def test_two_documents_of_one_id_are_an_error(readings: Readings) -> None:
    other = replace(readings[0], document=replace(readings[0].document, file="copy.txt"))
    with pytest.raises(GraphError, match=r"copy\.txt and tools-2015\.txt"):
        list(quads([readings[0], other]))


def test_an_unknown_status_is_an_error(readings: Readings) -> None:
    bad = replace(readings[0], document=replace(readings[0].document, status="现形"))
    with pytest.raises(GraphError, match="现行"):
        list(quads([bad]))


def test_order_does_not_change_the_bytes(readings: Readings, shuffled: Readings, tmp_path: Path) -> None:
    assert write_nquads(quads(readings), tmp_path / "a.nq") == write_nquads(
        quads(shuffled), tmp_path / "b.nq"
    )
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_hash_seed_locale_and_zone_do_not_change_the_bytes(
    seed: str, readings: Readings, tmp_path: Path
) -> None:
    write_nquads(quads(readings), tmp_path / "here.nq")
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]; import conftest; from pathlib import Path\n"
        "from kg.rdf.builder import quads; from kg.rdf.serialize import write_nquads\n"
        "made = [conftest.paper('layout-2015', '布局意见', '2015-12-12'),"
        " conftest.paper('tools-2015', '机床意见', '2015-07-26')]\n"
        "write_nquads(quads(made), Path('there.nq'))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Chatham", "LC_ALL": "C"}
    here = Path(__file__).parent
    subprocess.run([sys.executable, "-c", code, here, here.parent], check=True, cwd=tmp_path, env=environment)
    assert (tmp_path / "there.nq").read_bytes() == (tmp_path / "here.nq").read_bytes()


def test_many_readings_take_little_time(readings: Readings) -> None:
    started = time.process_time()
    many = [
        replace(
            read,
            document=replace(read.document, id=f"{read.document.id}-{n}"),
            readings=tuple(
                replace(one, clause=replace(one.clause, doc=f"{read.document.id}-{n}"))
                for one in read.readings
            ),
        )
        for n in range(50)
        for read in readings
    ]
    made = sum(1 for _ in quads(many))
    assert made > 50_000
    assert (time.process_time() - started) / made < 100e-6
