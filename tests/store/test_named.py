from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import DataError, UsageError
from kg.rdf.iris import prologue
from kg.store import (
    Form,
    Literal,
    NamedNode,
    NamedQuery,
    Query,
    Repository,
    named_queries,
    named_query,
    open_store,
)
from kg.store.named import parse_named


def test_there_are_queries_on_every_topic_and_their_names_are_their_files() -> None:
    queries = named_queries()
    assert len(queries) >= 10
    assert len({query.name for query in queries}) == len(queries)
    assert {"地区", "产业", "企业和项目", "依据", "目标", "产业链", "比较", "责任"} <= {
        q.topic for q in queries
    }


@pytest.mark.parametrize("query", named_queries(), ids=lambda query: query.name)
def test_a_query_binds_every_parameter_and_orders_its_rows(small: Repository, query: NamedQuery) -> None:
    parsed = Query(query.text)
    assert parsed.form is Form.SELECT
    assert {parameter.name for parameter in query.parameters} <= set(parsed.variables)
    order = query.text.rpartition("ORDER BY")[2]
    # stores order what is left open as they like; a row of a group is known by what it is grouped by
    groups = re.findall(r"GROUP BY (.*)", query.text)
    bindings = {parameter.name: NamedNode("http://a/b") for parameter in query.parameters}
    columns = small.select(query.text, bindings=bindings).columns
    known = re.findall(r"\?(\w+)", groups[-1]) if groups else columns
    assert set(known) <= set(re.findall(r"\?(\w+)", order))
    # stores differ in what a plain pattern beside a GRAPH sees
    assert not (parsed.has_graph and parsed.has_dataset)


def test_every_answer_shows_its_papers_date_or_rests_on_no_paper() -> None:
    undated = {query.name for query in named_queries() if "date" not in _columns(query)}
    assert undated == {query.name for query in named_queries() if not query.dated}
    assert undated == {"cities_of_province", "codes_of_industry", "members_of_group", "places_within"}
    for query in named_queries():
        assert query.dated or not {"kgo:sourceDocument", "kgo:inDocument"} & set(query.text.split())


def _columns(query: NamedQuery) -> set[str]:
    """The columns of a query's outermost SELECT."""
    head = query.text[query.text.index("SELECT") : query.text.index("\nWHERE")]
    return set(Query(head).variables)


def test_parameters_are_names_of_things(small: Repository) -> None:
    query = named_query("common_to_two_regions")
    rows = query.run(small, {"region": "沈阳", "other": "region:大连市"})
    assert rows[0].text("industry").endswith("/concept/高档数控机床")  # type: ignore[index, union-attr]
    with pytest.raises(UsageError, match="did you mean 沈阳"):
        query.run(small, {"region": "沈阳城"})
    with pytest.raises(
        UsageError, match="no parameter 'regoin'; it takes region, other; did you mean region"
    ):
        query.run(small, {"regoin": "沈阳"})


CARRIED = """
GRAPH_statements {
  region:甲市 kgo:promotes concept:轴承 , concept:机床 , concept:机器人 .
  region:甲市 kgo:promotes concept:船舶 , concept:造纸 , concept:水泥 .
  region:乙市 kgo:promotes concept:轴承 .
  concept:轴承 kgo:reliesOn enterprise:甲轴 . enterprise:甲轴 kgo:locatedIn region:甲市 .
  concept:机床 kgo:reliesOn enterprise:县机床 . enterprise:县机床 kgo:locatedIn region:甲县 .
  park:甲园 kgo:hosts concept:机器人 ; kgo:locatedIn region:甲市 .
  project:船坞 kgo:locatedIn region:甲县 . project:别处纸厂 kgo:locatedIn region:乙市 .
}
GRAPH_reference { region:甲县 kgo:within region:甲市 . }
GRAPH_labels { project:船坞 a kgo:Project . project:别处纸厂 a kgo:Project . }
GRAPH_documents {
  clause:a_1 kgo:mentions project:船坞 , concept:船舶 .
  clause:a_2 kgo:mentions project:别处纸厂 , concept:造纸 .
}
"""


def test_a_gap_is_what_no_local_firm_park_or_project_carries(tmp_path: Path) -> None:
    path = tmp_path / "carried.trig"
    path.write_text(prologue() + CARRIED.replace("GRAPH_", "graph:"), encoding="utf-8")
    store = open_store(path)

    def answer(name: str) -> list[tuple[str, ...]]:
        rows = named_query(name).run(store, {"region": "region:甲市"} if name == "gaps_by_region" else {})
        columns = [column for column in rows.columns if column != "date"]
        return [tuple(row.text(column).rpartition("/")[2] for column in columns) for row in rows]

    assert answer("gaps_by_region") == [("水泥",), ("造纸",)]
    assert answer("gaps_everywhere") == [("乙市", "轴承"), ("甲市", "水泥"), ("甲市", "造纸")]
    assert answer("gaps") == [("乙市", "1", "0"), ("甲市", "6", "4")]


def test_unknown_queries_are_met_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean industries_by_region"):
        named_query("industries_by_regoin")


HEADER = "# title: 题\n# title@en: t\n# topic: 题目\n"


def test_headers_are_read() -> None:
    text = (
        HEADER
        + "# parameter: n integer 3 | 数 | a number\n# parameter: t text a b | 文 | words\nASK { ?n ?t ?x }"
    )
    query = parse_named("x", text)
    assert [parameter.default for parameter in query.parameters] == ["3", "a b"]
    nothing = None
    assert query.parameters[0].term(nothing, "4") == Literal(4)  # type: ignore[arg-type]
    assert query.parameters[1].term(nothing, "4") == Literal("4")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="n: a whole number was expected, not 'four'"):
        query.parameters[0].term(nothing, "four")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# title: a\nASK {}", "its header lacks title@en, topic"),
        (HEADER + "# tiltle: x\nASK {}", "x.rq:4: unknown key 'tiltle'; did you mean title"),
        (HEADER + "# a remark\nASK {}", "x.rq:4: a header line is"),
        (HEADER + "# parameter: n\nASK {}", "x.rq:4: a parameter is"),
        (HEADER + "# parameter: n citty a | 市 | a city\nASK {}", "x.rq:4: unknown type 'citty'"),
    ],
)
def test_malformed_headers_are_named(text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_named("x", text)
    assert said in str(caught.value)
