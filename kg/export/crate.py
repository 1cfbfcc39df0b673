"""RO-Crate 1.1 metadata beside a folder export: files with their hashes, papers, software, licence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from kg.export.provenance import Paper, Provenance

FILE_NAME: Final = "ro-crate-metadata.json"

_MEDIA_TYPES: Final = {
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".rdf": "application/rdf+xml",
    ".jsonld": "application/ld+json",
    ".graphml": "application/graphml+xml",
    ".gexf": "application/gexf+xml",
    ".json": "application/json",
    ".cyjs": "application/json",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".cypher": "text/plain",
    ".txt": "text/plain",
    ".html": "text/html",
    ".zip": "application/zip",
    ".md": "text/markdown",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def media_type(name: str) -> str:
    """Return the media type of a file by its name.

    >>> media_type("沈阳市.framed.jsonld")
    'application/ld+json'
    """
    return _MEDIA_TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")


def write_crate(folder: Path, provenance: Provenance, papers: Iterable[Paper]) -> None:
    """Describe every file below a folder in its ``ro-crate-metadata.json``; no time of day is written."""
    sources = sorted(set(papers))
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != FILE_NAME)
    found = (_file(path.relative_to(folder).as_posix(), path) for path in paths)
    parts = sorted(found, key=lambda part: str(part["@id"]))
    root: dict[str, object] = {
        "@id": "./",
        "@type": "Dataset",
        "name": provenance.title,
        "description": provenance.citation,
        "license": {"@id": provenance.licence},
        "hasPart": [{"@id": part["@id"]} for part in parts],
        "isBasedOn": [{"@id": paper.iri} for paper in sources],
        "creator": {"@id": "#software"},
        "identifier": f"sha256:{provenance.graph}",
    }
    dates = [paper.date for paper in sources if paper.date]
    if dates:
        root["datePublished"] = max(dates)
    graph = [
        {
            "@id": FILE_NAME,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        root,
        {"@id": provenance.licence, "@type": "CreativeWork", "name": provenance.rights},
        _software(provenance.software),
        *(_paper(paper) for paper in sources),
        *parts,
    ]
    content = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / FILE_NAME).write_bytes(text.encode())


def _file(name: str, path: Path) -> dict[str, object]:
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return {
        "@id": name,
        "@type": "File",
        "name": name.rpartition("/")[2],
        "encodingFormat": media_type(name),
        "contentSize": str(path.stat().st_size),
        "sha256": digest,
    }


def _software(software: str) -> dict[str, object]:
    name, _, version = software.partition(" ")
    return {"@id": "#software", "@type": "SoftwareApplication", "name": name, "softwareVersion": version}


def _paper(paper: Paper) -> dict[str, object]:
    facts = {
        "@id": paper.iri,
        "@type": "CreativeWork",
        "name": paper.title,
        "datePublished": paper.date,
        "identifier": paper.number,
        "publisher": paper.issuer,
    }
    return {name: value for name, value in facts.items() if value}
