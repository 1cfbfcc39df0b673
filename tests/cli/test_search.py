"""``kg search``: clauses and things by words, best first, the words marked; and the same from SPARQL."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli.words import cut
from kg.store import open_store
from kg.store.searching import search

Run = Callable[..., tuple[int, str, str]]


def lines(out: str) -> list[list[str]]:
    """The cells of a table's rows."""
    return [re.split(r"  +", line.strip()) for line in out.splitlines()[2:]]


def test_clauses_best_first_with_their_place_and_the_words_marked(kg: Run, small: Path) -> None:
    code, out, err = kg("search", "--graph", small, "机器人", "沈阳")
    assert (code, err) == (0, "")
    rows = lines(out)
    assert [float(row[0]) for row in rows] == sorted((float(row[0]) for row in rows), reverse=True)
    assert rows[0][1] == "沈阳市装备制造业行动方案:4"
    assert rows[0][2].startswith("2.智能[机器人]。依托[沈阳]新松[机器人]，加快发展工业[机器人]")
    assert all("[机器人]" in row[2] or "[沈阳]" in row[2] for row in rows)
    assert len(lines(kg("search", "--graph", small, "沈阳", "--limit", "2")[1])) == 2


def test_the_rank_is_what_any_store_gives_in_plain_sparql(small: Path) -> None:
    store = open_store(small)
    words = cut("沈阳机器人电解铝产业")
    assert len(words) > 2
    scores, known = Counter[str](), defaultdict[str, set[str]](set)
    rows = store.select(
        "SELECT ?c ?word ?n ?r { GRAPH graph:search { ?c kgo:hasTokens ?t . "
        "?t kgo:token ?word ; kgo:times ?n ; kgo:rarity ?r } FILTER(CONTAINS(STR(?c), '/id/clause/')) }"
    )
    for row in rows:
        if row.text("word") in words:
            times = int(row.text("n"))
            scores[row.text("c")] += float(row.text("r")) * times / (times + 1)  # type: ignore[assignment]
            known[row.text("c")].add(row.text("word"))
    found = search(store, "沈阳机器人电解铝产业", cut)
    assert len(found) == len(scores) > 3
    assert {hit.iri: hit.score for hit in found} == pytest.approx(dict(scores), abs=0.001)
    assert [hit.iri for hit in found] == sorted(
        scores, key=lambda clause: (-len(known[clause]), -round(scores[clause], 3), clause)
    )


def test_things_by_any_of_their_names(kg: Run, small: Path) -> None:
    code, out, _ = kg("search", "--graph", small, "--things", "Dalian")
    assert code == 0 and [row[1:] for row in lines(out)] == [["region:大连市", "大连市（[Dalian]）"]]
    found = [row[1] for row in lines(kg("search", "--graph", small, "--things", "机器人")[1])]
    assert "concept:工业机器人" in found and len(found) > 3


def test_nothing_found_is_said(kg: Run, small: Path) -> None:
    assert kg("search", "--graph", small, "没有这个词") == (0, "", "没有找到 nothing found\n")
    assert kg("search", "--graph", small, "，") == (0, "", "没有找到 nothing found\n")


def test_a_graph_without_an_index_is_named(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "bare.nq"
    path.write_text("<urn:a> <urn:b> <urn:c> <urn:g> .\n", encoding="utf-8")
    code, out, err = kg("search", "--graph", path, "机器人")
    assert (code, out) == (1, "") and "bare.nq: 没有检索索引" in err
