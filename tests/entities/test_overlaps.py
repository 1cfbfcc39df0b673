"""Where candidate names overlap, one stays."""

from __future__ import annotations

from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from kg.entities.found import Found
from kg.entities.overlaps import resolve
from kg.model import EntityType, Span

T = EntityType


def one(name: str, kind: EntityType, *spans: tuple[int, int]) -> Found:
    return Found(name, kind, tuple(Span(*span) for span in spans), "test")


def test_the_longest_stays() -> None:
    short, long = one("沈阳", T.REGION, (0, 2)), one("沈阳机床", T.ENTERPRISE, (0, 4))
    apart = one("电主轴", T.PRODUCT, (5, 8))
    assert resolve([short, long, apart]) == (long, apart)


def test_of_equals_the_more_formal_type_stays() -> None:
    park, product = one("大连软件园", T.PARK, (0, 5)), one("大连软件园", T.PRODUCT, (0, 5))
    assert resolve([product, park]) == (park,)


def test_distributed_names_share_their_head() -> None:
    first = one("沈阳汽车产业基地", T.PARK, (0, 2), (5, 11))
    second = one("大连汽车产业基地", T.PARK, (3, 5), (5, 11))
    place = one("沈阳", T.REGION, (0, 2))
    assert resolve([place, first, second]) == (first, second)


FOUND = st.builds(
    lambda start, size, kind: one("字" * size, kind, (start, start + size)),
    st.integers(0, 20),
    st.integers(1, 6),
    st.sampled_from(list(T)),
)


@given(st.lists(FOUND, max_size=8))
def test_what_stays_does_not_overlap_and_covers_what_went(found: list[Found]) -> None:
    kept = resolve(found)
    assert all(a.end <= b.start for a, b in pairwise(kept))
    assert set(kept) <= set(found)
    assert all(any(f.start < k.end and k.start < f.end for k in kept) for f in found)


@given(st.lists(FOUND, max_size=4))
def test_the_order_of_candidates_does_not_matter(found: list[Found]) -> None:
    assert len({resolve(list(order)) for order in permutations(found)}) == 1
