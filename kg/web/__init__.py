"""The server: SPARQL, graphs, pages and search over HTTP, answered in processes that can be stopped."""

from kg.web.app import application
from kg.web.pool import Pool
from kg.web.settings import Settings

__all__ = ["Pool", "Settings", "application"]
