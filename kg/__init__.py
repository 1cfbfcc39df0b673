"""industry-kg: industries, cities and enterprises read out of Chinese industrial-policy papers.

>>> import kg
>>> rows = kg.open("build").query("SELECT ?c { region:沈阳市 kgo:promotes ?c }")  # doctest: +SKIP
>>> rows.to_pandas()  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kg.store import open_store as open

__all__ = ["__version__", "open"]


def __getattr__(name: str) -> object:
    """Load :func:`open` (:func:`kg.store.open_store`) when it is first used, and its libraries with it."""
    if name == "open":
        return import_module("kg.store").open_store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
