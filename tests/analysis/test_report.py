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
