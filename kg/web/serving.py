"""Run the application on a socket until it is told to stop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from kg.errors import UsageError
from kg.store.searching import Cut
from kg.web.app import application
from kg.web.keeper import Opening
from kg.web.operations import opening
from kg.web.pool import Pool
from kg.web.settings import Settings

_HEADERS_SIZE = 256 << 10
_LOOK = 0.1


def serve(
    where: str | Path,
    *,
    cut: Cut,
    host: str,
    port: int,
    settings: Settings,
    on_ready: Callable[[str], None],
    day: str | None = None,
) -> None:
    """Serve a graph, perhaps as of a day, until SIGINT or SIGTERM; call ``on_ready`` with the address.

    Raise UsageError for an address that cannot be taken and GraphError for a graph that cannot be opened.
    """
    listener = _listener(host, port)
    asyncio.run(_serve(opening(where, cut, day), listener, settings, on_ready))


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise UsageError(f"{host}:{port}: cannot be listened on: {error.strerror or error}") from None
    # connections inherit it: without it a small answer waits 40 ms for the client's acknowledgement
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


async def _serve(
    opened: Opening, listener: socket.socket, settings: Settings, on_ready: Callable[[str], None]
) -> None:
    pool = Pool(opened, settings)
    try:
        await pool.opened()
        config = uvicorn.Config(
            application(pool),
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            http="h11",
            ws="none",
            limit_concurrency=settings.connections,
            h11_max_incomplete_event_size=_HEADERS_SIZE,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=3,
        )
        host, port = listener.getsockname()[:2]
        on_ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        server = uvicorn.Server(config)
        ending = asyncio.create_task(_end_with(server, pool))
        await server.serve(sockets=[listener])
        await ending
    finally:
        pool.close()


async def _end_with(server: uvicorn.Server, pool: Pool) -> None:
    """End the pool as soon as the server is told to stop, so that nobody waits for a query that runs."""
    while not server.should_exit:
        await asyncio.sleep(_LOOK)
    pool.close()
