"""The pool: which worker answers what, how many at once, who waits, and the end of those past their time."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from kg.errors import GraphError
from kg.web.keeper import Opening, start
from kg.web.replies import Reply, refusal
from kg.web.settings import Settings
from kg.web.wire import Lost, Message, receive_in_loop, send_from_loop
from kg.web.worker import cpu_of, step_back

_PATIENCE = 0.05
_TOO_LONG = "the query was stopped after {:g} s / 查询超过 {:g} 秒，已停止"
_BUSY = "too many queries at once; try again soon / 查询过多，请稍后再试"
_DIED = "the query ended its process (too deep, or too much memory) / 查询耗尽资源，已停止"
_ENDED = "the server is ending / 服务正在停止"


@dataclass(eq=False, slots=True)
class _Worker:
    channel: socket.socket
    pid: int
    generation: int
    resident: int = 0
    dead: bool = False
    slow: bool = False
    cpu: float = 0.0
    timer: asyncio.TimerHandle | None = None


class Lane:
    """A number of workers for one sort of work, and a queue before them; ``shut`` ones can open nothing."""

    def __init__(self, pool: Pool, size: int, *, queue: int, shut: bool) -> None:
        self._pool, self._queue, self._shut = pool, queue, shut
        self._free = asyncio.Semaphore(size)
        self._idle: list[_Worker] = []
        self.waiting = self.running = 0

    async def ask(self, head: dict[str, Any], body: bytes = b"", *, timeout: float = 0) -> Reply:
        """Have a worker answer, waiting for a free one; a reply of 503 says why nobody did."""
        settings = self._pool.settings
        if self._free.locked():
            if self.waiting >= self._queue:
                return refusal(503, _BUSY, Retry_After="2")
            self.waiting += 1
            try:
                async with asyncio.timeout(settings.queue_wait):
                    await self._free.acquire()
            except TimeoutError:
                return refusal(503, _BUSY, Retry_After="5")
            finally:
                self.waiting -= 1
        else:
            await self._free.acquire()
        self.running += 1
        try:
            return await self._run(head, body, timeout or settings.timeout)
        finally:
            self.running -= 1
            self._free.release()

    async def _run(self, head: dict[str, Any], body: bytes, timeout: float) -> Reply:
        pool, worker = self._pool, None
        try:
            worker = self._idle.pop() if self._idle else await pool.hire(shut=self._shut)
            message = await pool.exchange(worker, head, body, timeout)
        except TimeoutError:
            return refusal(503, _TOO_LONG.format(timeout, timeout), Retry_After="30")
        except Lost:
            return refusal(503, _DIED if worker and not pool.ended else _ENDED)
        finally:
            if worker is not None:
                self._back(worker)
        return reply_of(message)

    def _back(self, worker: _Worker) -> None:
        pool = self._pool
        fresh = worker.generation == pool.generation and worker.resident < pool.settings.memory // 2
        if fresh and not worker.dead and not worker.slow and not pool.ended:
            self._idle.append(worker)
        else:
            pool.let_go(worker)

    def dismiss(self) -> None:
        """Close the workers that wait, so that new ones see the graph as it is now."""
        while self._idle:
            self._pool.let_go(self._idle.pop())


class Pool:
    """The keeper, and lanes of workers: ``queries`` from outside, ``pages`` for the server's own."""

    def __init__(self, opening: Opening, settings: Settings) -> None:
        self.settings, self.generation, self.ended = settings, 0, False
        self._keeper, self._control = start(opening, memory=settings.memory, timeout=settings.timeout)
        self._writing = asyncio.Lock()
        self._hired: set[_Worker] = set()
        self.queries = Lane(self, settings.workers, queue=settings.queue, shut=True)
        self.pages = Lane(self, max(2, settings.workers // 2), queue=settings.queue * 4, shut=False)

    async def opened(self) -> None:
        """Wait until the graph is read; raise GraphError where it cannot be."""
        self._control.setblocking(False)
        try:
            said = (await receive_in_loop(self._control)).head
        except Lost:
            raise GraphError("the process that reads the graph ended") from None
        if "error" in said:
            raise GraphError(said["error"])

    def close(self) -> None:
        """End all processes; whoever still waits for an answer is told so."""
        if self.ended:
            return
        self.ended = True
        for worker in list(self._hired):
            kill(worker)
        self._control.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._keeper, 0)

    async def hire(self, *, shut: bool) -> _Worker:
        """Have the keeper fork a worker, one that is ``shut`` unable to open anything; raise Lost."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            socket.send_fds(self._control, [b"s" if shut else b"o"], [theirs.fileno()])
        except OSError as error:
            ours.close()
            raise Lost(str(error)) from None
        finally:
            theirs.close()
        generation = self.generation
        try:
            hello = await asyncio.wait_for(receive_in_loop(ours), 10)
        except (TimeoutError, Lost):
            ours.close()
            raise Lost("no worker could be started") from None
        worker = _Worker(ours, hello.head["pid"], generation)
        self._hired.add(worker)
        return worker

    def let_go(self, worker: _Worker) -> None:
        """Part with a worker that does nothing; without a channel it ends by itself."""
        self._hired.discard(worker)
        if worker.channel is not self._control:
            worker.channel.close()

    async def exchange(
        self,
        worker: _Worker,
        head: dict[str, Any],
        body: bytes,
        timeout: float,
        *,
        patience: float = _PATIENCE,
    ) -> Message:
        """Send a worker a message and wait for its answer; whatever else happens, the worker is killed.

        After ``patience`` seconds of its processor's time it goes behind all others.
        """
        message: Message | None = None
        _watch(worker, patience)
        try:
            async with asyncio.timeout(timeout):
                await send_from_loop(worker.channel, head, body)
                message = await receive_in_loop(worker.channel)
        finally:
            if worker.timer is not None:
                worker.timer.cancel()
            if message is None:
                kill(worker)
        worker.resident, worker.cpu = message.head.get("resident", 0), message.head.get("cpu", 0.0)
        return message

    async def write(self, head: dict[str, Any], body: bytes) -> Reply:
        """Have a new worker change the graph; once that is saved, the worker holds it for all others."""
        async with self._writing, self._writer() as worker:
            save = self.settings.save is not None
            try:
                limit = self.settings.timeout  # it is to hold the graph, so it never steps back
                message = await self.exchange(worker, {**head, "save": save}, body, limit, patience=limit * 2)
            except TimeoutError:
                return refusal(503, _TOO_LONG.format(self.settings.timeout, self.settings.timeout))
            except Lost:
                return refusal(503, _DIED)
            reply = reply_of(message)
            if reply.status < 300:
                if self.settings.save is not None:
                    await asyncio.to_thread(_save, self.settings.save, reply.body)
                await self._promote(worker)
                reply = Reply(reply.status, reply.type, b"", reply.headers)
            return reply

    @asynccontextmanager
    async def _writer(self) -> AsyncIterator[_Worker]:
        worker = await self.hire(shut=True)
        try:
            yield worker
        finally:
            self.let_go(worker)

    async def _promote(self, worker: _Worker) -> None:
        await send_from_loop(worker.channel, {"op": "keep"})
        await receive_in_loop(worker.channel)
        before, self._control = self._control, worker.channel
        before.close()
        self.generation += 1
        self.queries.dismiss()
        self.pages.dismiss()


def kill(worker: _Worker) -> None:
    """End a worker's process now, whatever it is doing; who waits for it sees the channel closed."""
    if not worker.dead:
        worker.dead = True
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)


def _watch(worker: _Worker, patience: float) -> None:
    worker.timer = asyncio.get_running_loop().call_later(patience, _look, worker, patience)


def _look(worker: _Worker, patience: float) -> None:
    """Have a worker that takes long go after all others; there is no way back, so this is its last answer.

    One that only waited for its turn, on a busy machine, is looked at again.
    """
    if cpu_of(worker.pid) - worker.cpu < patience:
        _watch(worker, patience)
    else:
        worker.slow = True
        step_back(worker.pid)


def reply_of(message: Message) -> Reply:
    """Return a worker's message as a reply."""
    head = message.head
    return Reply(head["status"], head["type"], message.body, head["headers"])


def _save(path: Any, body: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(body)
    fresh.replace(path)
