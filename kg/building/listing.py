"""The list of what a build is made of: papers, what is left out of them, corrections.

It lies in the build folder as ``papers.json``, its paths relative to that folder, so that a project can be
moved as a whole. It is no part of what must be the same on every machine.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from kg.documents.sources import listed, shown
from kg.errors import DataError, UsageError, suggest

PAPERS = "papers.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, folder or zip of papers; ``region`` is the region given for them, "" if none."""

    path: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a build is made of; an earlier entry goes before a later one that holds the same file.

    ``left_out`` are files inside folders and zips that were removed, ``documents`` the files by the ids of
    the papers in them as last built.
    """

    papers: tuple[Entry, ...] = ()
    left_out: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    documents: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, papers: Iterable[Path], *, region: str = "", corrections: Iterable[Path] = ()) -> Listing:
        """Return the list of some files, folders and zips."""
        held = tuple(absolute(path) for path in corrections)
        return cls(entries(papers, region), corrections=held)

    def again(self, *, region: str = "", corrections: tuple[str, ...] = ()) -> Listing:
        """Return the list with a region for all of its papers and other corrections, where they are given."""
        papers = tuple(replace(entry, region=region) for entry in self.papers) if region else self.papers
        return replace(self, papers=papers, corrections=corrections or self.corrections)

    def adding(self, papers: Iterable[Path], *, region: str = "") -> Listing:
        """Return the list with more papers; one that was removed comes back."""
        new = entries(papers, region)
        paths = {entry.path for entry in new}
        kept = tuple(entry for entry in self.papers if entry.path not in paths)
        out = tuple(path for path in self.left_out if not any(within(path, one) for one in paths))
        return replace(self, papers=(*new, *kept), left_out=out)

    def removing(self, documents: Iterable[str]) -> Listing:
        """Return the list without papers, named by id or file; raise UsageError for one it does not have."""
        made = self
        for document in documents:
            path = made.documents.get(shown(document), absolute(document))
            if path not in made.documents.values() and path not in {entry.path for entry in made.papers}:
                named = shown(document)
                raise UsageError(f"{named}: no such paper in the build{suggest(named, made.documents)}")
            kept = tuple(entry for entry in made.papers if entry.path != path)
            inside = any(within(path, entry.path) for entry in kept)
            made = replace(
                made,
                papers=kept,
                left_out=tuple(sorted({*made.left_out, path})) if inside else made.left_out,
                documents={doc: file for doc, file in made.documents.items() if file != path},
            )
        return made


def entries(papers: Iterable[Path], region: str) -> tuple[Entry, ...]:
    """Return an entry for each path, once; a pattern that no shell has spread out is spread out here.

    What a folder would not yield is passed over in a pattern and among several paths: a shell's ``papers/**``
    names sidecars and hidden files too.
    """
    paths: list[Path] = []
    for path in papers:
        spread = not path.exists() and glob.has_magic(str(path))
        found = sorted(map(Path, glob.glob(str(path), recursive=True))) if spread else []  # noqa: PTH207 - a pattern may be absolute
        paths += found or [path]
    if len(paths) > 1:
        paths = [path for path in paths if path.is_dir() or listed(path)]
    for path in paths:
        if native(shown(path)) != str(path):
            raise UsageError(f"{shown(path)}: 文件名不是有效的文字 (a file name that is no text; rename it)")
    return tuple(dict.fromkeys(Entry(absolute(path), region) for path in paths))


def absolute(path: str | Path) -> str:
    """Return a path from the root; a link stays a link, since a paper's id may be the link's name."""
    return os.path.abspath(path)  # noqa: PTH100


def native(name: str) -> str:
    """Return a path as the system wants it, from what :func:`~kg.documents.sources.shown` made of it.

    The two differ only where the locale is not one of UTF-8.
    """
    return os.fsdecode(name.encode("utf-8"))


def near(path: str) -> str:
    """Return a path as people like to read it: from the working folder where it lies in it."""
    return os.path.relpath(path) if path.startswith(f"{Path.cwd()}{os.sep}") else path


def within(path: str, holder: str) -> bool:
    """Say whether a path is that of a file, folder or zip, or inside it.

    >>> within("/a/b.zip!/c.txt", "/a/b.zip"), within("/a/bc", "/a/b")
    (True, False)
    """
    return path == holder or path.startswith((holder.rstrip(os.sep) + os.sep, f"{holder}!/"))


def read(out: Path) -> Listing | None:
    """Return the list in a build folder, None where there is none; raise DataError for a malformed one."""
    path = out / PAPERS
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Listing)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        raise DataError(f"{path}: {error}; name the papers: kg build FILE…") from None
    return _mapped(found, lambda name: absolute(out / native(name)))


def dump(listing: Listing, out: Path) -> bytes:
    """Return the list as it is written into a build folder."""
    home = absolute(out)
    data = msgspec.json.encode(_mapped(listing, lambda name: shown(_relative(name, home))))
    return msgspec.json.format(data, indent=1) + b"\n"


def _mapped(listing: Listing, new: Callable[[str], str]) -> Listing:
    return Listing(
        tuple(replace(entry, path=new(entry.path)) for entry in listing.papers),
        tuple(map(new, listing.left_out)),
        tuple(map(new, listing.corrections)),
        {doc: new(file) for doc, file in sorted(listing.documents.items())},
    )


def _relative(path: str, home: str) -> str:
    try:
        return Path(os.path.relpath(path, home)).as_posix()
    except ValueError:  # another drive
        return path
