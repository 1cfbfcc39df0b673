"""What the user points at: files, folders and zips become one stream of papers to read."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from kg.documents import archive, sidecar
from kg.documents.formats import ARCHIVES, ENDINGS
from kg.documents.limits import check_size
from kg.errors import DocumentError

_IGNORED = frozenset(("thumbs.db", "desktop.ini", sidecar.NAME))


@dataclass(frozen=True, slots=True)
class Source:
    """A paper's file: ``name`` for messages, ``file`` its base name, ``load`` and ``facts`` to be called.

    They give its bytes and its sidecar row, or raise DocumentError and DataError, so that one bad file can be
    left out.
    """

    name: str
    file: str
    load: Callable[[], bytes]
    facts: Callable[[], sidecar.Facts]

    @property
    def stem(self) -> str:
        """The file name without its ending, in characters that can be written."""
        return PurePosixPath(self.file).stem.encode("utf-8", "replace").decode("utf-8")


def shown(path: str | Path) -> str:
    """Return a path as it can be printed, whatever bytes the file system holds."""
    return os.fsencode(path).decode("utf-8", "replace")


def of_file(path: Path) -> Source:
    """Return the source of a single file, whatever its ending."""
    return Source(shown(path), path.name, partial(_bytes, path), partial(sidecar.of_paper, path))


def expand(paths: Iterable[str | Path]) -> Iterator[Source]:
    """Yield the papers at paths: files as they are, folders and zips by their files in order of names."""
    for path in map(Path, paths):
        if path.is_dir():
            for file in sorted(path.rglob("*"), key=lambda found: found.parts):
                if file.is_file() and not _hidden(file.relative_to(path).parts):
                    yield from _one(file, listed=True)
        else:
            yield from _one(path, listed=False)


def _one(path: Path, *, listed: bool) -> Iterator[Source]:
    if path.suffix.lower() in ARCHIVES:
        yield from _zipped(path)
    elif listed and path.suffix.lower() not in ENDINGS:
        yield Source(shown(path), path.name, partial(_refused, shown(path)), sidecar.Facts)
    else:
        yield of_file(path)


def listed(path: Path) -> bool:
    """Say whether a folder would yield a file of this name: no sidecar, nothing hidden."""
    return not _hidden((path.name,))


def _hidden(parts: tuple[str, ...]) -> bool:
    hidden = (part.startswith((".", "~$", "__MACOSX")) and part not in (".", "..") for part in parts)
    return any(hidden) or parts[-1].lower() in _IGNORED


def _zipped(path: Path) -> Iterator[Source]:
    """Yield the papers in a zip; a broken zip is one source whose loading fails."""
    name = shown(path)
    try:
        package = archive.opened(path, name)
    except DocumentError as error:
        yield Source(name, path.name, partial(_raise, error), sidecar.Facts)
        return
    with package:
        infos = {archive.readable(info): info for info in archive.files(package)}
        for inside, info in sorted(infos.items()):
            parts = PurePosixPath(inside).parts
            if _hidden(parts):
                continue
            where = f"{name}!/{inside}"
            if PurePosixPath(inside).suffix.lower() not in ENDINGS - set(ARCHIVES):
                yield Source(where, parts[-1], partial(_refused, where), sidecar.Facts)
                continue
            index = infos.get(str(PurePosixPath(inside).with_name(sidecar.NAME)))
            yield Source(
                where,
                parts[-1],
                partial(archive.member, package, info, name),
                partial(_inside_facts, package, index, name, parts[-1]),
            )


def _inside_facts(
    package: zipfile.ZipFile, index: zipfile.ZipInfo | None, name: str, file: str
) -> sidecar.Facts:
    if index is None:
        return sidecar.Facts()
    data = archive.member(package, index, name)
    return sidecar.row(sidecar.table(data, f"{name}!/{archive.readable(index)}"), file)


def _refused(name: str) -> bytes:
    raise DocumentError(f"{name}: 不支持的格式 (no reader for this kind of file)")


def _raise(error: DocumentError) -> bytes:
    raise error


def _bytes(path: Path) -> bytes:
    name = shown(path)
    try:
        check_size(path.stat().st_size, name)
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{name}: 文件不存在 (no such file)") from None
    except IsADirectoryError:
        raise DocumentError(f"{name}: 是文件夹，需要文件 (a folder, expected a file)") from None
    except (OSError, ValueError) as error:
        raise DocumentError(f"{name}: 无法读取 (cannot be read): {error}") from None
