"""A graph as of a day is the graph of the papers in force on it."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, Store

from kg.documents import read_corpus
from kg.model import DocumentReading
from kg.pipeline import read_all
from kg.rdf.assembly import assemble
from kg.rdf.iris import PREFIXES, graph_iri, iri
from kg.store import EmbeddedRepository, Rows, named_queries, named_query
from kg.store.in_force import Standing, as_of, standing

SIDECAR = """\
doc,title,issuer,region,date,status,effective,expires,replaced_by
old,沈阳市旧方案,沈阳市人民政府,沈阳市,2010-01-01,失效,2010-06-01,2015-01-01,
first,沈阳市行动方案,沈阳市人民政府,沈阳市,2014-06-01,,,,second
second,沈阳市新方案,沈阳市人民政府,沈阳市,2016-01-15,现行,2016-03-01,,
undated,大连市意见,大连市人民政府,大连市,,,,,
"""
TEXTS = {
    "old": "沈阳市旧方案\n　　1.重点发展轴承产业，依托沈阳机床。\n　　2.禁止发展电解铝产业。\n",
    "first": "沈阳市行动方案\n　　1.重点发展轴承产业、机器人产业。\n　　2.严格控制水泥行业新增产能。\n",
    "second": "沈阳市新方案\n　　1.加快发展机器人产业、新材料产业。\n",
    "undated": "大连市意见\n　　1.重点发展轴承产业。\n",
}


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DocumentReading]:
    folder = tmp_path_factory.mktemp("papers")
    (folder / "index.csv").write_text(SIDECAR, encoding="utf-8")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return {one.document.id: one for one in read_all(read_corpus([folder]))}


@pytest.fixture(scope="module")
def whole(readings: dict[str, DocumentReading]) -> EmbeddedRepository:
    return repository(assemble(readings.values()))


def repository(quads: list[Quad]) -> EmbeddedRepository:
    store = Store()
    store.bulk_extend(quads)
    return EmbeddedRepository(store)


N, U, F, E = Standing.NOT_YET, Standing.UNKNOWN, Standing.IN_FORCE, Standing.ENDED
DAYS = {  # old, first, second, undated
    "2010-05-31": (N, N, N, U),
    "2010-06-01": (F, N, N, U),
    "2014-06-01": (F, F, N, U),
    "2015-01-01": (E, F, N, U),
    "2016-02-29": (E, F, N, U),
    "2016-03-01": (E, E, F, U),
}


@pytest.mark.parametrize("day", DAYS)
def test_a_paper_is_in_force_from_its_first_day_until_it_ends_or_is_replaced(
    whole: EmbeddedRepository, day: str
) -> None:
    found = as_of(whole, day, inferred=False)
    assert {paper.value.rpartition("/")[2]: stands for paper, stands in found.papers.items()} == dict(
        zip(("old", "first", "second", "undated"), DAYS[day], strict=True)
    )
    assert found.count(*Standing) == 4
    assert found.count(U) == 1


@pytest.mark.parametrize("day", ["2010-06-01", "2016-03-01"])
def test_the_graph_as_of_a_day_says_what_a_build_of_its_papers_says(
    whole: EmbeddedRepository, readings: dict[str, DocumentReading], day: str
) -> None:
    found = as_of(whole, day)
    there = {paper.value.rpartition("/")[2] for paper, stands in found.papers.items() if stands.counts}
    alone = repository(assemble(readings[name] for name in sorted(there)))
    assert len(there) == 2
    assert said(found.repository) == said(alone)
    for query in named_queries():
        if query.name not in ("papers", "missing_papers") and not query.parameters:
            assert texts(query.run(found.repository)) == texts(query.run(alone)), query.name  # type: ignore[arg-type]


def said(repository: EmbeddedRepository) -> set[tuple[str, ...]]:
    """Every statement, in its own graph and its clause's, and what follows from them about regions."""
    inferred = graph_iri("inferred")
    return {
        tuple(map(str, quad))
        for quad in repository.match()
        if quad.graph_name == graph_iri("statements")
        or quad.graph_name.value.startswith(PREFIXES["clause"])
        or (quad.graph_name == inferred and str(quad.subject).startswith(f"<{PREFIXES['region']}"))
    }


def texts(rows: Rows) -> list[list[str]]:
    return [[row.text(column) for column in rows.columns] for row in rows]


def test_what_two_papers_say_stays_while_one_of_them_is_in_force(whole: EmbeddedRepository) -> None:
    bearing = {"thing": iri("region", "沈阳市"), "what": iri("concept", "轴承")}
    query = "ASK { ?thing kgo:promotes ?what }"
    assert [as_of(whole, day, inferred=False).repository.ask(query, bindings=bearing) for day in DAYS] == [
        False, True, True, True, True, False,
    ]  # fmt: skip


def test_a_graph_all_of_whose_papers_count_is_returned_itself(readings: dict[str, DocumentReading]) -> None:
    alone = repository(assemble([readings["second"]], inferred=False))
    assert as_of(alone, "2020-01-01").repository is alone


def test_a_question_shows_the_dates_of_the_papers_that_answer(whole: EmbeddedRepository) -> None:
    query = named_query("promoters_of_industry")
    for day, dates in (("2014-07-01", {"2010-01-01", "2014-06-01", ""}), ("2016-03-01", {""})):
        rows = query.run(as_of(whole, day).repository, {"industry": "轴承"})
        assert {row.text("date") for row in rows} == dates  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("begins", "ends", "status", "stands"),
    [
        ("2015", [], "现行", F),
        ("2015-05", ["2015-05-01"], "未知", E),
        ("2015-06-02", [], "现行", N),
        ("", [], "现行", U),
        ("", ["2014"], "未知", E),
        ("2014", ["", "2016"], "失效", F),
        ("2014", [], "失效", U),
    ],
)
def test_standing_on_the_first_of_june_2015(
    begins: str, ends: list[str], status: str, stands: Standing
) -> None:
    assert standing("2015-06-01", begins=begins, ends=ends, status=status) is stands
