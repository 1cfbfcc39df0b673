"""What a reading and a graph depend on beside the papers: code, data, libraries; each as one hash."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from kg.resources import data_path, ontology_path

_PACKAGE = Path(__file__).resolve().parents[1]
_READING = ("model", "errors", "resources", "documents", "text", "entities", "relations", "pipeline")
_GRAPH = ("building", "corrections", "ledger", "rdf", "cli/built", "cli/words")
_NOT_READ = ("documents/", "corrections/")
"""Folders below data/ that hold papers and corrections, which are inputs of their own."""


def hash_of(content: bytes) -> str:
    """Return the SHA-256 of bytes, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def hash_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, "" where there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def hash_of_values(values: object) -> str:
    """Return one hash of lists, strings and numbers."""
    return hash_of(json.dumps(values, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"))


def hash_of_data(*, without: tuple[str, ...] = ("documents/",)) -> str:
    """Return one hash over names and contents of all files below data/, some folders left out."""
    root = data_path()
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.startswith(without):
            digest.update(f"{name}\0{hash_of_file(path)}\n".encode())
    return digest.hexdigest()


def reading_version() -> str:
    """Return what identifies everything but the paper that decides how a paper is read."""
    return hash_of_values([_hash_of_code(_READING), hash_of_data(without=_NOT_READ), _libraries()])


def graph_version(reading: str) -> str:
    """Return what identifies everything but the papers and corrections that decides what a build writes."""
    return hash_of_values([reading, _hash_of_code(_GRAPH), hash_of_file(ontology_path()), hash_of_data()])


def _hash_of_code(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        single = _PACKAGE / f"{part}.py"
        for path in [single] if single.is_file() else sorted((_PACKAGE / part).rglob("*.py")):
            digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\0{hash_of_file(path)}\n".encode())
    return digest.hexdigest()


@cache
def _libraries() -> tuple[tuple[str, str], ...]:
    """Return the interpreter and the libraries that the package may use, with their versions."""
    try:
        wanted = requires("industry-kg") or []
    except PackageNotFoundError:  # run from a checkout that was not installed
        wanted = []
    names = sorted({_name(line) for line in wanted})
    return (("python", sys.version), *((name, _version(name)) for name in names))


def _name(requirement: str) -> str:
    """Return the distribution that a requirement names.

    >>> _name("pylode<3.4,>=3.3; extra == 'dev'"), _name("charset-normalizer>=3.3")
    ('pylode', 'charset-normalizer')
    """
    end = next((at for at, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), None)
    return requirement[:end]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
