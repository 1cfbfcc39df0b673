"""Exports: a selection's closure, and one writer a format."""

from kg.export.briefs import atlas_of
from kg.export.bundles import PROVINCIAL, bundles, export_all
from kg.export.closure import Evidence
from kg.export.downloads import Download, download, packed, type_of
from kg.export.exporting import STDOUT, default_out, export, file_name, write
from kg.export.formats import FORMATS, Format, format_named
from kg.export.losses import BRIEF, said
from kg.export.ordered import Ordered
from kg.export.review import read_review
from kg.export.selection import KINDS, WHOLE, Selection, Subgraph, about, bundle, cities, find, take

__all__ = [
    "BRIEF",
    "FORMATS",
    "KINDS",
    "PROVINCIAL",
    "STDOUT",
    "WHOLE",
    "Download",
    "Evidence",
    "Format",
    "Ordered",
    "Selection",
    "Subgraph",
    "about",
    "atlas_of",
    "bundle",
    "bundles",
    "cities",
    "default_out",
    "download",
    "export",
    "export_all",
    "file_name",
    "find",
    "format_named",
    "packed",
    "read_review",
    "said",
    "take",
    "type_of",
    "write",
]
