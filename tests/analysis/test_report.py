"""The report's section on restrictions: some pairs of every kind, each with both quotes."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.analysis.records import Corpus
from kg.analysis.tensions import tensions
from kg.viz.report_material import Material
from kg.viz.report_model import Grid, Notes
from kg.viz.report_sections import apart


@pytest.mark.parametrize("city", ["", "锦州市"])
def test_every_kind_of_tension_is_shown_with_two_quotes(city: str, corpus: Corpus) -> None:
    iri = next((one for one in corpus.cities if corpus.name(one) == city), "")
    grid = apart(Material(corpus, Notes(corpus), iri)).blocks[1]
    assert isinstance(grid, Grid)
    shown = Counter(row[0].tone for row in grid.rows)
    assert set(shown) == {f"kind-{row.kind}" for row in tensions(corpus, city=iri)}
    assert max(shown.values()) <= 8
    assert all(row[1].notes and row[2].notes for row in grid.rows)


def test_a_ban_of_one_kind_is_no_ban_of_the_industry(corpus: Corpus) -> None:
    grid = apart(Material(corpus, Notes(corpus), "")).blocks[0]
    assert isinstance(grid, Grid)
    tones = {
        (row[0].text, city): cell.tone
        for row in grid.rows
        for city, cell in zip(grid.columns[1:], row[1:], strict=True)
    }
    assert tones["钢铁", "丹东"] == "part"  # 引导企业退出铁合金
    assert tones["有色金属", "本溪"] == "part"  # 禁止发展电解铝
    assert tones["钢铁", "阜新"] == tones["水泥", "营口"] == "whole"
