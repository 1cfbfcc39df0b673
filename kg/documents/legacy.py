"""Old office files (.doc, .wps, .rtf, .odt): LibreOffice, where it is installed, turns them into .docx."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from kg.documents import worddocument
from kg.documents.extract import Extract
from kg.errors import DocumentError

SECONDS = 180
_PROGRAMS = ("soffice", "libreoffice")


def program() -> str | None:
    """Return the path of LibreOffice, or None where it, or its word processor, is not installed."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name)) and _has_writer(path)), None)


def _has_writer(path: str) -> bool:
    """Tell whether Writer's library lies beside the program; where no library does, take it on trust."""
    folder = Path(path).resolve().parent
    return any(folder.glob("*swlo*")) or not any(folder.glob("*sofficeapp*"))


def _ending(data: bytes, name: str) -> str:
    """Return the ending that makes LibreOffice take the right filter; WPS writes Word's own format."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return ".doc"
    return ".rtf" if data.startswith(b"{\\rtf") else Path(name).suffix


def read(data: bytes, name: str) -> Extract:
    """Return the paper in an old office file.

    LibreOffice runs without a window, in a profile and folder of its own that are removed afterwards.
    Raises DocumentError where it is not installed, fails, or takes longer than SECONDS.
    """
    office = program()
    if office is None:
        raise DocumentError(
            f"{name}: 旧版文档需要 LibreOffice Writer 才能读取，或另存为 .docx "
            "(needs LibreOffice Writer to read, or save it as .docx)"
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"paper{_ending(data, name)}"
        source.write_bytes(data)
        command = [
            *(
                office,
                "--headless",
                "--norestore",
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            ),
            *("--convert-to", "docx", "--outdir", folder, str(source)),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=True, cwd=folder)
        except (subprocess.SubprocessError, OSError) as error:
            raise DocumentError(f"{name}: LibreOffice 转换失败 (conversion failed): {error}") from None
        made = source.with_suffix(".docx")
        if not made.exists():
            raise DocumentError(f"{name}: LibreOffice 转换失败 (conversion failed)")
        return worddocument.read(made.read_bytes(), name)
