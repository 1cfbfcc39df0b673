"""Stores: one interface over a graph in the process and a graph behind a SPARQL 1.1 endpoint."""

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.store.embedded import EmbeddedRepository
from kg.store.named import NamedQuery, Parameter, named_queries, named_query
from kg.store.opening import open_store
from kg.store.repository import Answer, Repository, Row, Rows
from kg.store.results import dump, shorten, table
from kg.store.syntax import Form, Query, QuerySyntaxError
from kg.store.terms import Term

__all__ = [
    "Answer",
    "BlankNode",
    "EmbeddedRepository",
    "Form",
    "Literal",
    "NamedNode",
    "NamedQuery",
    "Parameter",
    "Quad",
    "Query",
    "QuerySyntaxError",
    "Repository",
    "Row",
    "Rows",
    "Term",
    "Triple",
    "dump",
    "named_queries",
    "named_query",
    "open_store",
    "shorten",
    "table",
]
