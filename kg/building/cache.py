"""Readings of papers kept as files: typed JSON behind its own hash, so that a damaged one is read anew."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import msgspec

from kg.errors import KGError
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


class Readings:
    """The readings of a build in order of their ids, which may be gone through again and again.

    One at a time is in memory; the others lie in the cache under their keys.
    """

    def __init__(self, cache: ReadingCache, keys: Mapping[str, str]) -> None:
        self._cache = cache
        self._keys = dict(sorted(keys.items()))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the papers, sorted."""
        return tuple(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[DocumentReading]:
        """Yield each reading; raise KGError where one was deleted or damaged since it was made."""
        for doc, key in self._keys.items():
            reading = self._cache.get(key)
            if reading is None:
                raise KGError(
                    f"{doc}: 读取结果已不在缓存中 (its reading is gone from the cache; build again)"
                )
            yield reading


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
