"""Which graphs a plain pattern sees, and the prefixes that queries may use without declaring them."""

from __future__ import annotations

from typing import Final

from kg.rdf.iris import ALL_PREFIXES, graph_iri

STATEMENTS: Final = graph_iri("statements")
DEFAULT_GRAPHS: Final = (STATEMENTS, graph_iri("labels"), graph_iri("documents"))
PREFIXES: Final = ALL_PREFIXES
