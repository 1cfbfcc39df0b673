"""The pages: one renderer for graph views, from which the site, the server and reports take theirs.

``view(repository, iri)`` is the page of one entity; ``render_site(repository, out_dir)`` writes them all as
a folder of static files that works from file:// and from any web server, and asks nothing of the network.
"""

from kg.viz.atlas import Atlas
from kg.viz.model import Edge, Evidence, Fact, GraphView, Mark, Node, Paper, Passage
from kg.viz.pages import LANGUAGES, Frame, Page, graph_page
from kg.viz.site import SiteReport, page_named, page_of, render_site, site_pages, view
from kg.viz.source import load
from kg.viz.views import view_of

__all__ = [
    "LANGUAGES",
    "Atlas",
    "Edge",
    "Evidence",
    "Fact",
    "Frame",
    "GraphView",
    "Mark",
    "Node",
    "Page",
    "Paper",
    "Passage",
    "SiteReport",
    "graph_page",
    "load",
    "page_named",
    "page_of",
    "render_site",
    "site_pages",
    "view",
    "view_of",
]
