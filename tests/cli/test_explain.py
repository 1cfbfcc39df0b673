"""``kg explain`` shows what a clause or an entity rests on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Run = Callable[..., tuple[int, str, str]]
DOC = "liaoning-2015-traditional-industry"


def test_a_clause_is_shown_with_its_mentions_marked(kg: Run) -> None:
    code, out, err = kg("explain", f"{DOC}:26")
    assert (code, err) == (0, "")
    assert out.startswith(f"{DOC}:26  辽宁省  ")
    assert "依托[沈阳机床|Enterprise]、[大连机床|Enterprise]" in out
    row = next(line for line in out.splitlines() if "reliesOn" in line and "沈阳机床" in line)
    assert row.split()[:3] == ["高档数控机床", "reliesOn", "沈阳机床"]
    assert "依托" in row


def test_a_silent_clause_says_why(kg: Run) -> None:
    code, out, _ = kg("explain", f"{DOC}:1")
    assert code == 0
    assert "未得陈述 no statement: formal" in out


def test_an_entity_is_shown_with_each_mention_and_what_linked_it(kg: Run) -> None:
    code, out, _ = kg("explain", "沈阳市")
    assert code == 0
    rows = [line for line in out.splitlines() if line.startswith("liaoning-2015-")]
    assert rows
    assert f"沈阳市: {len(rows)} 处提及 mentions" in out
    assert any(line.split()[1] == "沈阳" for line in rows), "the short name is linked to the city"


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (f"{DOC}:9999", "no line 9999"),
        ("liaoning-2015-traditional-indstry:1", f"did you mean {DOC}"),
        ("沈阳机庆", "沈阳机床"),
    ],
)
def test_what_is_not_there_is_told_in_a_line(kg: Run, what: str, told: str) -> None:
    code, out, err = kg("explain", what)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1
