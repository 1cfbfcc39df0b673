"""Readings of papers kept as files: typed JSON behind its own hash, so that a damaged one is read anew."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from pathlib import Path

import msgspec

from kg.model import DocumentReading

_ENDING = ".json"


def encode(reading: DocumentReading) -> bytes:
    """Return a reading as JSON; raise ValueError for text that cannot be written as UTF-8."""
    return msgspec.json.encode(reading)


def decode(data: bytes) -> DocumentReading:
    """Return the reading in JSON; raise ValueError where it is none.

    >>> from kg.model import Document
    >>> reading = DocumentReading(Document("a", "a.txt", *[""] * 11, sections=(), clauses=()))
    >>> decode(encode(reading)) == reading
    True
    """
    try:
        return msgspec.json.decode(data, type=DocumentReading)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from None


class ReadingCache:
    """Readings in a folder, each under the key of everything it depends on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> DocumentReading | None:
        """Return the reading that is kept under a key, None where there is none or it is damaged."""
        try:
            digest, _, data = (self._folder / f"{key}{_ENDING}").read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        if digest != _digest(data):
            return None
        try:
            return decode(data)
        except ValueError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep an encoded reading under a key; raise OSError where it cannot be written."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{key}{_ENDING}"
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            part.write_bytes(_digest(data) + b"\n" + data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def keep_only(self, keys: Collection[str]) -> None:
        """Delete every file but the readings under these keys."""
        wanted = {f"{key}{_ENDING}" for key in keys}
        for path in self._folder.glob("*"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
