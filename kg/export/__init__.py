"""Exports: a selection's closure, and one writer a format."""

from kg.export.closure import Evidence
from kg.export.exporting import STDOUT, default_out, export, file_name, write
from kg.export.formats import FORMATS, Format, format_named
from kg.export.selection import KINDS, Selection, Subgraph, cities, take

__all__ = [
    "FORMATS",
    "KINDS",
    "STDOUT",
    "Evidence",
    "Format",
    "Selection",
    "Subgraph",
    "cities",
    "default_out",
    "export",
    "file_name",
    "format_named",
    "take",
    "write",
]
