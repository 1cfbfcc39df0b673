"""What is made from what: the goods after 为原料, or those that works are named by."""

from __future__ import annotations

import pytest
from clause_makers import read

from kg.model import Predicate


def made(text: str) -> set[tuple[str, str]]:
    """Return product and raw material, as the graph has them."""
    return {
        (s.subject.name, s.object.name)
        for s in read(text).statements
        if s.predicate is Predicate.USES_INPUT and s.object is not None
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("积极推进以玉米为原料的燃料乙醇项目。", {("燃料乙醇", "玉米")}),
        ("以秸秆为原料，发展纤维素乙醇。", {("纤维素乙醇", "秸秆")}),
        ("积极推进以玉米为原料的沈阳燃料乙醇二期项目。", set()),
    ],
)
def test_goods_and_plainly_named_works_use_raw_materials(text: str, expected: set[tuple[str, str]]) -> None:
    assert made(text) == expected
