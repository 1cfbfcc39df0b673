from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
import reading_makers as make
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import UsageError
from kg.export import Evidence, Selection, bundles, cities, take
from kg.export.closure import DOCUMENTS, INFERRED, STATEMENTS, kind_of, remainder
from kg.model import ClauseReading, DocumentReading, Silence, Span
from kg.rdf import builder
from kg.rdf.iris import clause_iri, graph_iri, iri
from kg.rdf.validation import Report, validate
from kg.rdf.vocabulary import node
from kg.store import EmbeddedRepository, Repository

SHENYANG, DALIAN = iri("region", "沈阳市"), iri("region", "大连市")


def taken(graph: Repository, kind: str = "city", name: str = "沈阳市", **more: object) -> frozenset[Quad]:
    return frozenset(take(graph, Selection(kind, name, **more)).quads)  # type: ignore[arg-type]


def dangling(whole: frozenset[Quad], quads: frozenset[Quad]) -> set[object]:
    """Things that a triple points to, that the whole graph describes and the part does not."""
    described = {quad.subject for quad in quads}
    missing = {term for quad in quads for term in quad if kind_of(term)} - described
    return missing and missing & {quad.subject for quad in whole}


@pytest.fixture(scope="module")
def judged(whole: frozenset[Quad]) -> Report:
    """What validation says of the whole graph."""
    return validate(whole)


def statements(quads: frozenset[Quad]) -> set[tuple[str, str, str]]:
    plain = {q for q in quads if q.graph_name == STATEMENTS and kind_of(q.object) and kind_of(q.subject)}
    carriers = {"statement", "restriction", "target", "chain", "stage"}
    found = {q for q in plain if kind_of(q.subject) not in carriers}
    return {tuple(str(term).rstrip(">").rsplit("/", 1)[-1] for term in q.triple) for q in found}  # type: ignore[misc]


def test_a_city_has_what_its_clauses_say_and_what_names_it(graph: Repository) -> None:
    assert statements(taken(graph)) == {
        ("沈阳市", "ontology#promotes", "高档数控机床"),
        ("沈阳机床", "ontology#locatedIn", "沈阳市"),
        ("高档数控机床", "ontology#reliesOn", "沈阳机床"),
        ("法库陶瓷制品产业集群", "ontology#locatedIn", "法库县"),
        ("法库陶瓷制品产业集群", "ontology#hosts", "陶瓷制品"),
        ("沈阳市", "ontology#restrictsPartOf", "纯凝小燃煤发电机组"),
    }


def test_a_shared_clause_comes_with_its_text_but_not_with_the_neighbours_statements(
    graph: Repository,
) -> None:
    quads = taken(graph)
    shared = clause_iri("p", 2)
    inside = {quad for quad in quads if quad.graph_name == shared}
    assert any(quad.predicate == node("kgo:text") for quad in inside)
    assert DALIAN not in {term for quad in quads for term in quad}
    assert not any(kind_of(quad.subject) == "mention" for quad in inside)
    own = {quad for quad in quads if quad.graph_name == clause_iri("p", 4)}
    assert own == set(graph.match(None, None, None, clause_iri("p", 4)))


def test_silent_clauses_of_the_city_come_along(graph: Repository) -> None:
    reasons = {q.subject for q in taken(graph) if q.predicate == node("kgo:silence")}
    assert reasons == {clause_iri("p", 3)}


@pytest.mark.parametrize("evidence", list(Evidence))
@pytest.mark.parametrize("depth", [0, 1, 2])
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("city", "沈阳市"),
        ("city", "大连市"),
        ("region", "辽宁省"),
        ("region", "法库县"),
        ("chain", "陶瓷产业链"),
        ("enterprise", "沈阳机床"),
        ("industry", "高档数控机床"),
        ("park", "法库陶瓷制品产业集群"),
        ("paper", "辽宁省工业指导意见"),
    ],
)
def test_a_selection_is_part_of_the_graph_and_nothing_dangles(
    graph: Repository, whole: frozenset[Quad], kind: str, name: str, depth: int, evidence: Evidence
) -> None:
    quads = taken(graph, kind, name, depth=depth, evidence=evidence)
    assert quads
    assert quads <= whole
    assert dangling(whole, quads) == set()


def test_all_cities_and_the_provincial_part_are_the_whole_graph(
    graph: Repository, whole: frozenset[Quad]
) -> None:
    found = [city.value for city in cities(graph)]
    assert found == [DALIAN.value, SHENYANG.value]
    parts = [taken(graph, "city", city) for city in found]
    rest = remainder(graph, frozenset().union(*parts))
    assert frozenset().union(*parts, rest) == whole
    assert dangling(whole, rest) == set()
    assert not statements(rest) & (statements(parts[0]) | statements(parts[1]))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("city", "沈阳市"),
        ("city", "大连市"),
        ("enterprise", "沈阳机床"),
        ("chain", "陶瓷产业链"),
        ("paper", "doc:p"),
    ],
)
def test_a_part_is_valid_on_its_own_where_the_whole_is(
    graph: Repository, judged: Report, kind: str, name: str
) -> None:
    part = validate(taken(graph, kind, name))
    assert judged.conforms
    assert part.conforms, part.findings
    assert {(found.check, found.path) for found in part.findings} <= {
        (found.check, found.path) for found in judged.findings
    }
    assert part.checks > 20


def stored(quads: Iterable[Quad]) -> Repository:
    store = Store()
    store.extend(quads)
    return EmbeddedRepository(store)


def test_a_part_with_a_repeated_clause_is_valid_too(corpus: list[DocumentReading]) -> None:
    text = corpus[0].document.clauses[3].text
    again = ClauseReading(make.clause(text, "大连市", doc="q", line=1), silence=Silence.NOT_UNDERSTOOD)
    graph = stored(builder.quads([*corpus, make.paper("q", "大连市工业意见", [again], date="2016-01-01")]))
    part = taken(graph, "city", "大连市")
    repeated = Quad(clause_iri("q", 1), node("kgo:repeats"), clause_iri("p", 4), DOCUMENTS)
    assert repeated in part
    report = validate(part)
    assert report.conforms, report.findings


def test_the_provincial_part_is_valid_where_a_city_says_the_same(corpus: list[DocumentReading]) -> None:
    spoken = corpus[0].readings[1].statements[-1]
    clause = make.clause(spoken.evidence.of(corpus[0].document.clauses[1].text), "大连市", doc="q", line=1)
    said = replace(spoken, evidence=Span(0, len(clause.text)))
    paper = make.paper("q", "大连市工业意见", [ClauseReading(clause, statements=(said,))], date="2016-01-01")
    graph = stored(builder.quads([*corpus, paper]))
    *_, rest = bundles(graph)
    assert ("高档数控机床", "ontology#includes", "电主轴") in statements(frozenset(rest.quads))
    report = validate(rest.quads)
    assert report.conforms, report.findings


def test_all_parts_with_what_is_derived_are_the_whole_graph(whole: frozenset[Quad]) -> None:
    tools, words = iri("concept", "高档数控机床"), iri("token", "机床")
    derived = {
        Quad(SHENYANG, node("kgo:promotesPartOf"), tools, INFERRED),
        Quad(SHENYANG, node("kgo:promotesPartOf"), DALIAN, INFERRED),
        Quad(clause_iri("p", 2), node("kgo:hasTokens"), words, graph_iri("search")),
        Quad(words, node("kgo:token"), Literal("机床"), graph_iri("search")),
    }
    graph = stored({*whole, *derived})
    plain, every = (
        frozenset().union(*(part.quads for part in bundles(graph, inferred=inferred)))
        for inferred in (False, True)
    )
    assert plain == whole
    assert every == whole | derived


def test_depth_follows_things_but_not_regions(graph: Repository) -> None:
    near = statements(taken(graph, "enterprise", "沈阳机床"))
    assert near == {
        ("沈阳机床", "ontology#locatedIn", "沈阳市"),
        ("高档数控机床", "ontology#reliesOn", "沈阳机床"),
    }
    far = statements(taken(graph, "enterprise", "沈阳机床", depth=1))
    assert ("高档数控机床", "ontology#includes", "电主轴") in far
    assert ("沈阳市", "ontology#restrictsPartOf", "纯凝小燃煤发电机组") not in far


def test_evidence_says_how_much_comes_along(graph: Repository) -> None:
    none, quotes, full = (taken(graph, evidence=each) for each in Evidence)
    assert statements(none) == statements(quotes) == statements(full)
    assert none < quotes < full
    texts = node("kgo:text")
    assert {q.predicate for q in full} >= {texts, node("kgo:quote")}
    assert texts not in {q.predicate for q in quotes}
    assert node("kgo:quote") in {q.predicate for q in quotes}
    assert node("kgo:quote") not in {q.predicate for q in none}


def test_inferred_triples_come_on_request(whole: frozenset[Quad]) -> None:
    tools = iri("concept", "高档数控机床")
    inside = Quad(SHENYANG, node("kgo:promotesPartOf"), tools, INFERRED)
    outside = Quad(SHENYANG, node("kgo:promotesPartOf"), DALIAN, INFERRED)
    larger = stored({*whole, inside, outside})
    assert inside not in taken(larger)
    with_it = taken(larger, inferred=True)
    assert inside in with_it
    assert outside not in with_it


def test_a_query_selects_what_it_answers(graph: Repository) -> None:
    query = "SELECT ?firm WHERE { ?firm kgo:locatedIn region:大连市 }"
    assert statements(taken(graph, "query", query)) == {
        ("大连机床", "ontology#locatedIn", "大连市"),
        ("高档数控机床", "ontology#reliesOn", "大连机床"),
    }


def test_unknown_names_are_met_with_the_nearest(graph: Repository) -> None:
    with pytest.raises(UsageError, match="did you mean 沈阳市"):
        take(graph, Selection("city", "沈阳巿"))
    with pytest.raises(UsageError, match="辽宁省: not a city; --region takes any region"):
        take(graph, Selection("city", "辽宁省"))
    with pytest.raises(UsageError, match="'town': one of city, region"):
        take(graph, Selection("town", "沈阳市"))
    with pytest.raises(UsageError, match="depth -1"):
        take(graph, Selection("city", "沈阳市", depth=-1))


def test_names_of_the_root(graph: Repository) -> None:
    subgraph = take(graph, Selection("city", "沈阳市"))
    assert (subgraph.name, subgraph.root) == ("沈阳市", NamedNode(SHENYANG.value))
    assert [paper.title for paper in subgraph.provenance.papers] == ["辽宁省工业指导意见"]
    assert subgraph.provenance.papers[0].issuer == "辽宁省人民政府"
