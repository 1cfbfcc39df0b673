"""The ontology's reference as one HTML page that needs no network, made by pyLODE.

pyLODE is not needed for anything else and comes with the extra ``reference``.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from pylode import OntPub
from rdflib import BNode, Graph, Literal

from kg.errors import UsageError
from kg.rdf.diagram import class_diagram
from kg.rdf.iris import BASE
from kg.resources import ontology_path

LANGUAGES = ("zh", "en")
_BEFORE = '<div class="section" id="classes">'


class _Ordered(Graph):
    """A graph that gives its triples in order, since pyLODE writes them as they come."""

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        yield from sorted(super().triples(triple))


def reference_page(language: str = "zh") -> str:
    """Return the reference with labels and definitions in ``zh`` or ``en``, and a diagram of the classes.

    The same bytes every time. What has no name of its own (lists of disjoint classes, chains) stays in
    ontology.ttl.
    """
    if language not in LANGUAGES:
        raise UsageError(f"{language}: expected one of {', '.join(LANGUAGES)}")
    whole, page = Graph().parse(ontology_path()), _Ordered()
    for prefix, namespace in whole.namespaces():
        page.bind(prefix, namespace)
    for subject, predicate, target in whole:
        foreign = isinstance(target, Literal) and target.language not in (None, language)
        unnamed = isinstance(subject, BNode) or isinstance(target, BNode)
        if not foreign and not unnamed and not str(subject).startswith(f"{BASE}id/"):
            page.add((subject, predicate, target))
    html: str = OntPub(ontology=page).make_html()
    return html.replace("<html>", f'<html lang="{language}">', 1).replace(
        _BEFORE, f'<div class="figure" id="diagram">{class_diagram(language)}</div>{_BEFORE}', 1
    )
