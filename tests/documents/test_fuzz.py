"""A short fuzz of the readers, and the inputs that once failed."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz_documents import CRASHES, FILES, damaged, read
from hypothesis import given, settings
from hypothesis import strategies as st

KEPT = sorted(CRASHES.glob("*"))


@pytest.mark.parametrize("seed", range(0, 1000, 200))
def test_damaged_papers_are_read_or_refused(seed: int) -> None:
    for one in range(seed, seed + 200):
        read(*damaged(one))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_inputs_that_failed_once_do_no_more(path: Path) -> None:
    read(path.name, path.read_bytes())


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    read(name, data)
