"""What a server allows: its limits in one frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits of a server. Times are in seconds, sizes in bytes.

    ``hosts`` are the names that a request may be addressed to; another name is refused, so that a page from
    elsewhere cannot reach a local server by having its own name point here. ``token`` allows writing; ""
    makes the server read-only. ``save`` is the file that takes what was written, None to keep it in memory.
    """

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    token: str = ""
    save: Path | None = None
    workers: int = 4
    queue: int = 32
    queue_wait: float = 10.0
    timeout: float = 30.0
    rows: int = 100_000
    memory: int = 1 << 30
    query_size: int = 64 << 10
    body_size: int = 64 << 20
    answer_size: int = 256 << 20
    body_wait: float = 20.0
    connections: int = 256

    @property
    def writable(self) -> bool:
        """Whether the server takes updates from those who have the token."""
        return bool(self.token)
