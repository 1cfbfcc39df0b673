"""A build with its papers in one zip: all that is needed to go on elsewhere, and nothing of this place.

The zip is a build folder without its cache, whose list of papers names copies in ``papers/`` (and
``corrections/``) inside it; its bytes depend on what it holds only.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kg.building import listing as listings
from kg.building import manifest
from kg.building.listing import PAPERS, Listing, absolute, native, within
from kg.building.publishing import FAILURES, KEPT, OUTPUTS, recover
from kg.building.reading import sources
from kg.documents.archive import BROKEN
from kg.documents.sidecar import NAME as SIDECAR
from kg.errors import DataError
from kg.rdf.serialize import replacing
from kg.store.opening import MANIFEST_FILE as MANIFEST
from kg.store.opening import made_in

_CORRECTIONS = "corrections"
_FILES = (*OUTPUTS, FAILURES, MANIFEST)
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Backup:
    """How many papers' files a backup holds, and the files on the list that are no longer at their place."""

    papers: int
    missing: tuple[str, ...]


def back_up(out: Path, target: Path) -> Backup:
    """Write a build, its papers, their sidecars and its corrections into a zip; only for who holds the lock.

    Raise DataError for a folder without a whole build, GraphError for one of a later format.
    """
    made_in(out)
    recover(out)
    listing = listings.read(out)
    if listing is None or not (out / MANIFEST).is_file():
        raise DataError(f"{out}: 没有完整的图谱 (no whole build here; kg build makes one)")
    _check(out)
    places = _Places(out, listing)
    with replacing(target) as handle, zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as package:
        for name in _FILES:
            if (out / name).is_file():
                _put(package, name, out / name)
        _put_bytes(package, PAPERS, listings.dump(places.moved(), out))
        for name, file in places.copies():
            _put(package, name, file)
    return Backup(len(places.files), places.missing)


def unpack(backup: Path, folder: Path) -> int:
    """Unpack a backup into an empty folder and return how many papers' files it holds.

    Raise DataError for what is no backup, is damaged or does not fit on the disk, GraphError for one of a
    later format.
    """
    try:
        with zipfile.ZipFile(backup) as package:
            infos = [info for info in package.infolist() if not info.is_dir()]
            for info in infos:
                if not _safe(info.filename):
                    raise DataError(f"{backup}: {info.filename!r} 不是备份中的文件 (no file of a backup)")
            if sum(info.file_size for info in infos) > shutil.disk_usage(folder).free:
                raise DataError(f"{backup}: 磁盘空间不足 (unpacks to more than there is room for)")
            for info in infos:
                (folder / info.filename).parent.mkdir(parents=True, exist_ok=True)
                with package.open(info) as packed, (folder / info.filename).open("xb") as handle:
                    shutil.copyfileobj(packed, handle)
    except FileNotFoundError:
        raise DataError(f"{backup}: 没有这个文件 (no such file)") from None
    except BROKEN as error:
        raise DataError(f"{backup}: 不是完整的备份 (no whole backup): {error}") from None
    if made_in(folder) is None or listings.read(folder) is None:
        raise DataError(f"{backup}: 不是备份 (no backup of a build; kg backup writes one)")
    _check(folder)
    kept = (PurePosixPath(info.filename) for info in infos)
    return sum(path.parts[0] == KEPT and path.name != SIDECAR for path in kept)


def _check(out: Path) -> None:
    """Raise DataError where an output is not what the manifest says was written."""
    told = json.loads((out / MANIFEST).read_bytes()).get("outputs", {})
    for name, digest in manifest.hashes(out).items():
        if name in told and told[name] != digest:
            raise DataError(f"{out / name}: 与清单不符 (not what the build wrote; kg build makes it anew)")


class _Places:
    """Where the files of a list go in a backup: each folder of papers becomes one with a number."""

    def __init__(self, out: Path, listing: Listing) -> None:
        self._out = absolute(out)
        self._listing = listing
        found = [_file(absolute(native(source.name))) for source, _ in sources(listing, out)]
        unique = dict.fromkeys(found)
        self.missing = tuple(file for file in unique if not Path(file).is_file())
        self.files = tuple(file for file in unique if Path(file).is_file())
        homes = [
            entry.path if Path(entry.path).is_dir() else os.path.dirname(entry.path)  # noqa: PTH120
            for entry in listing.papers
        ]
        self._homes = _numbered(KEPT, homes)
        self._corrections = _numbered(_CORRECTIONS, [os.path.dirname(path) for path in listing.corrections])  # noqa: PTH120

    def moved(self) -> Listing:
        """Return the list as it is in the backup, as though that were unpacked in the build's folder."""
        old = self._listing
        return Listing(
            tuple(replace(entry, path=self._new(entry.path)) for entry in old.papers),
            tuple(map(self._new, old.left_out)),
            tuple(os.path.join(self._out, _placed(path, self._corrections)) for path in old.corrections),  # noqa: PTH118
            {doc: self._new(file) for doc, file in old.documents.items()},
        )

    def copies(self) -> Iterator[tuple[str, Path]]:
        """Yield each file to copy with its name in the backup, sorted."""
        wanted = {_placed(file, self._homes): Path(file) for file in self.files}
        for file in self.files:
            index = Path(file).with_name(SIDECAR)
            if index.is_file():
                wanted[_placed(str(index), self._homes)] = index
        for given in map(Path, self._listing.corrections):
            for path in given.glob("*.csv") if given.is_dir() else [given]:
                wanted[_placed(str(path), self._corrections)] = path
        yield from sorted(wanted.items())

    def _new(self, path: str) -> str:
        return os.path.join(self._out, _placed(path, self._homes))  # noqa: PTH118


def _numbered(kind: str, folders: list[str]) -> dict[str, str]:
    return {folder: f"{kind}/{number}" for number, folder in enumerate(dict.fromkeys(folders), 1)}


def _placed(path: str, homes: dict[str, str]) -> str:
    """Return where a path goes that lies in one of some folders: below the outermost of them.

    >>> _placed("/a/b/c.txt", {"/a": "papers/1", "/a/b": "papers/2"})
    'papers/1/b/c.txt'
    """
    home = min((home for home in homes if within(path, home)), key=len, default="")
    inside = Path(os.path.relpath(path, home or "/")).as_posix()
    kept = homes.get(home, f"{KEPT}/0")
    return kept if inside == "." else f"{kept}/{inside}"


def _file(name: str) -> str:
    """Return the file on disk of a source: of a paper in a zip, the zip."""
    at = name.find("!/")
    while at >= 0 and not Path(name).is_file():
        if Path(name[:at]).is_file():
            return name[:at]
        at = name.find("!/", at + 1)
    return name


def _put(package: zipfile.ZipFile, name: str, file: Path) -> None:
    with file.open("rb") as handle, package.open(_info(name), "w", force_zip64=True) as packed:
        shutil.copyfileobj(handle, packed)


def _put_bytes(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    package.writestr(_info(name), data)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3
    return info


def _safe(name: str) -> bool:
    """Say whether a name in a zip is one that a backup has, inside the folder it is unpacked into.

    >>> [_safe(name) for name in ("graph.nq", "papers/1/a.txt", "papers/../../a", "/etc/a", "cache/lock")]
    [True, True, False, False, False]
    """
    parts = PurePosixPath(name).parts
    if name in (*_FILES, PAPERS):
        return True
    known = len(parts) > 2 and parts[0] in (KEPT, _CORRECTIONS) and parts[1].isdecimal()
    return known and ".." not in parts and not any(character in name for character in "\\:\0")
