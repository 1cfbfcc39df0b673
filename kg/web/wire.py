"""Messages between the server and its workers: a JSON head and bytes, with their lengths before them."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Mapping
from typing import Any, NamedTuple

from kg.errors import GraphError

_LENGTHS = struct.Struct(">IQ")
_AT_ONCE = 1 << 16


class Message(NamedTuple):
    """A head of plain JSON values and a body."""

    head: dict[str, Any]
    body: bytes = b""


class Lost(GraphError):  # noqa: N818 - as in "connection lost"
    """The process at the other end is gone."""


def packed(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """Return a message as it goes over the wire."""
    written = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _LENGTHS.pack(len(written), len(body)) + written + body


def send(channel: socket.socket, head: Mapping[str, Any], body: bytes = b"") -> None:
    """Send a message from a worker."""
    channel.sendall(packed(head, body))


def receive(channel: socket.socket) -> Message | None:
    """Wait in a worker for a message; None when the server has closed the channel."""
    lengths = _exactly(channel, _LENGTHS.size)
    if lengths is None:
        return None
    head_size, body_size = _LENGTHS.unpack(lengths)
    head, body = _exactly(channel, head_size), _exactly(channel, body_size)
    return None if head is None or body is None else Message(_read(head), body)


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(min(size - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


async def send_from_loop(channel: socket.socket, head: Mapping[str, Any], body: bytes = b"") -> None:
    """Send a message from the server's event loop; raise Lost."""
    try:
        await asyncio.get_running_loop().sock_sendall(channel, packed(head, body))
    except OSError as error:
        raise Lost(str(error)) from None


async def receive_in_loop(channel: socket.socket) -> Message:
    """Wait in the server's event loop for a message, the only one on its way; raise Lost."""
    loop, parts, wanted = asyncio.get_running_loop(), bytearray(), _LENGTHS.size
    while len(parts) < wanted:
        try:
            part = await loop.sock_recv(channel, max(wanted - len(parts), _AT_ONCE))
        except OSError as error:
            raise Lost(str(error)) from None
        if not part:
            raise Lost("the worker is gone")
        parts += part
        if wanted == _LENGTHS.size and len(parts) >= wanted:
            head_size, body_size = _LENGTHS.unpack_from(parts)
            wanted += head_size + body_size
    begin = _LENGTHS.size + head_size
    return Message(_read(bytes(parts[_LENGTHS.size : begin])), bytes(parts[begin:]))


def _read(head: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(head.decode("utf-8", "surrogatepass"))
    return found
