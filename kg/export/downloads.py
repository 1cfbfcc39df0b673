"""An export in memory: for a server's answer, and for a notebook, which shows it as a link."""

from __future__ import annotations

import base64
import io
import shutil
import tempfile
import zipfile
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import BinaryIO, Final

from kg.export.crate import media_type
from kg.export.exporting import default_out, write_files
from kg.export.formats import Format, format_named
from kg.export.selection import Selection, Subgraph, take
from kg.store import Repository

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away: its name, media type and content."""

    name: str
    type: str
    content: bytes = field(repr=False)

    def _repr_html_(self) -> str:
        """Return the link that a notebook shows; the file is inside it."""
        name, data = escape(self.name, quote=True), base64.b64encode(self.content).decode()
        return f'<a download="{name}" href="data:{self.type};base64,{data}">{name}</a>'


def download(
    repository: Repository,
    *,
    format: str | Format,
    city: str = "",
    selection: Selection | None = None,
) -> Download:
    """Return a city, or any selection, in a format; several files come as one zip.

    The bytes are those that :func:`kg.export.export` writes. Raise UsageError for an unknown name or format.
    """
    form = format_named(format)
    return packed(take(repository, selection or Selection("city", city)), form)


def packed(subgraph: Subgraph, form: Format) -> Download:
    """Return a subgraph in a format as one file."""
    name = default_out(subgraph, form).name + (".zip" if form.write is None else "")
    out = io.BytesIO()
    if form.write is not None:
        form.write(subgraph, out)
    else:
        with tempfile.TemporaryDirectory() as folder:
            write_files(subgraph, form, Path(folder))
            _zip(Path(folder), out)
    return Download(name, type_of(form), out.getvalue())


def _zip(folder: Path, out: BinaryIO) -> None:
    """Pack a folder's files by name, without the time of day."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(folder.iterdir()):
            about = zipfile.ZipInfo(path.name, _EPOCH)
            about.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, package.open(about, "w") as target:
                shutil.copyfileobj(source, target)


def type_of(form: Format) -> str:
    """Return the media type of a format's download."""
    return media_type("x.zip" if form.write is None else f"x{form.suffix}")
