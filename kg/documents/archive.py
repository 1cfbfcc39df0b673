"""Zip archives: their members by readable names and within limits."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

from kg.documents.limits import ARCHIVE_BYTES, ARCHIVE_MEMBERS, EXPANSION, FILE_BYTES
from kg.errors import DocumentError

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError),
    *(OSError, OverflowError, RuntimeError, ValueError),
)
"""What zipfile raises for an archive that is damaged, encrypted or packed by an unknown method."""


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """Return a member's bytes; raise DocumentError where it is encrypted, broken or unpacks beyond limits."""
    where = f"{name}!/{readable(info)}"
    if info.flag_bits & 1:
        raise DocumentError(f"{where}: 已加密 (encrypted)")
    try:
        with archive.open(info) as handle:
            data = handle.read(FILE_BYTES + 1)
    except BROKEN as error:
        raise DocumentError(f"{where}: 压缩包损坏 (broken archive): {error}") from None
    if len(data) > FILE_BYTES or (len(data) > 1 << 20 and len(data) > EXPANSION * max(info.compress_size, 1)):
        raise DocumentError(f"{where}: 解压后过大 (unpacks to too much)")
    return data


def opened(path: Path, name: str) -> zipfile.ZipFile:
    """Return an open zip; raise DocumentError where it is missing, broken or holds more than the limits."""
    try:
        package = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise DocumentError(f"{name}: 文件不存在 (no such file)") from None
    except BROKEN as error:
        raise DocumentError(f"{name}: 压缩包损坏 (broken archive): {error}") from None
    infos = files(package)
    if len(infos) > ARCHIVE_MEMBERS or sum(info.file_size for info in infos) > ARCHIVE_BYTES:
        package.close()
        raise DocumentError(f"{name}: 压缩包过大 (too many files, or unpacks to too much)")
    return package


def files(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the members that are files."""
    return [info for info in package.infolist() if not info.is_dir()]


def readable(info: zipfile.ZipInfo) -> str:
    """Return a member's path; names that Chinese Windows packed in GBK are decoded."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.replace("\\", "/")
