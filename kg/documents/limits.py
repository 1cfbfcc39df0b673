"""How much a paper may hold before it is refused: hostile input ends in one clear line, not out of memory."""

from __future__ import annotations

from kg.errors import DocumentError

FILE_BYTES = 64 << 20
"""The largest file or archive member that is read."""
TEXT_BYTES = 16 << 20
"""The largest text file or web page that is read."""
ARCHIVE_BYTES = 512 << 20
"""The most that the members of one archive may unpack to, read one by one."""
ARCHIVE_MEMBERS = 10_000
EXPANSION = 200
"""How many times larger than its packed form a member above 1 MB may be."""
LINES = 200_000
LINE_CHARACTERS = 200_000
PAGES = 3_000


def check_lines(lines: list[str], name: str) -> list[str]:
    """Return the lines; raise DocumentError where there are too many or one is too long."""
    if len(lines) > LINES:
        raise DocumentError(f"{name}: 行数过多 (more than {LINES:,} lines)")
    for at, line in enumerate(lines, 1):
        if len(line) > LINE_CHARACTERS:
            raise DocumentError(f"{name}:{at}: 行过长 (a line of more than {LINE_CHARACTERS:,} characters)")
    return lines


def check_size(size: int, name: str, *, most: int = FILE_BYTES) -> None:
    """Raise DocumentError where a file is larger than ``most``."""
    if size > most:
        raise DocumentError(f"{name}: 文件过大 (larger than {most >> 20} MB)")
