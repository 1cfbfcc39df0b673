"""The page to which static pages take a query; a folder has no engine, so it says where to run it."""

from __future__ import annotations

from kg.rdf.iris import prologue
from kg.viz.legend import strings
from kg.viz.pages import ASK, Frame, Page, render

#: Where ``kg serve`` listens unless told otherwise.
SERVER = "http://127.0.0.1:8000/"
_EXAMPLE = """SELECT ?region (COUNT(DISTINCT ?industry) AS ?industries)
WHERE { ?region kgo:promotes ?industry }
GROUP BY ?region
ORDER BY DESC(?industries) ?region
"""


def ask_page(frame: Frame) -> Page:
    """Return the page that shows the query of its address, copies it, and opens it on a server."""
    title = strings()["ask"][frame.language]
    example = prologue(["kgo"]) + _EXAMPLE
    html = render(ASK, ASK, frame, title=title, example=example, server=frame.server or SERVER)
    return Page(ASK, title, html)
