"""A worker: one process, one request at a time, limits set by the kernel, and nothing it can open."""

from __future__ import annotations

import contextlib
import gc
import math
import os
import resource
import socket
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from kg.errors import KGError
from kg.web.replies import Reply, refusal
from kg.web.wire import Message, receive, send

Operation: TypeAlias = Callable[[dict[str, Any], bytes], Reply]
_CPU_GRACE = 5
_CHANNEL = 3
_OWN = os.getpriority(os.PRIO_PROCESS, 0)
_BEHIND, _LAST = 3, 15
"""How much nicer a worker is than the server's own process, and a slow one."""


def work(
    channel: socket.socket,
    operations: Mapping[str, Operation],
    *,
    memory: int,
    timeout: float,
    shut: bool = True,
) -> socket.socket | None:
    """Answer messages until the server closes the channel; return the channel if told to keep the graph.

    The process takes at most ``memory`` more bytes, and a request no more CPU time than its time. A ``shut``
    one gets no file descriptor beyond those it has, so that no engine in it can open a file or a socket
    whatever a query says.
    """
    os.setpriority(os.PRIO_PROCESS, 0, min(_OWN + _BEHIND, 19))
    channel = _alone(channel)
    if shut:
        _limit(resource.RLIMIT_NOFILE, channel.fileno() + 1)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, _address_space() + memory)
    send(channel, {"pid": os.getpid()})
    while (message := receive(channel)) is not None:
        if message.head["op"] == "keep":
            _unlimit()
            return channel
        _limit(resource.RLIMIT_CPU, int(_cpu() + timeout) + _CPU_GRACE)
        reply = _answer(message, operations)
        send(channel, {**reply.head(), "resident": _resident(), "cpu": _cpu()}, reply.body)
    return None


def _answer(message: Message, operations: Mapping[str, Operation]) -> Reply:
    try:
        return operations[message.head["op"]](message.head, message.body)
    except KGError as error:
        return refusal(400, str(error))
    except MemoryError:
        gc.collect()
        return refusal(503, "the answer needs too much memory / 查询所需内存超出上限", Retry_After="5")


def _limit(what: int, soft: int) -> None:
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _unlimit() -> None:
    for what in (resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_CPU):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (hard, hard))


def step_back(pid: int) -> None:
    """Let all others go before a worker from now on: its query is a long one. There is no way back."""
    with contextlib.suppress(ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, pid, min(_OWN + _LAST, 19))
        if hasattr(os, "sched_setscheduler"):
            os.sched_setscheduler(pid, os.SCHED_BATCH, os.sched_param(0))


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU that a process has used; infinity where the system does not say."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as handle:  # noqa: PTH123 - of the kernel
            fields = handle.read().rpartition(")")[2].split()
    except OSError:
        return math.inf
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _cpu() -> float:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


def _alone(channel: socket.socket) -> socket.socket:
    """Return the channel as file descriptor 3, the highest one, with all others closed."""
    number = channel.detach()
    if number != _CHANNEL:
        os.dup2(number, _CHANNEL, inheritable=False)
    os.closerange(_CHANNEL + 1, min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 16))
    return socket.socket(fileno=_CHANNEL)


def _address_space() -> int:
    """Return the bytes of address space in use, 1 GiB where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as handle:  # noqa: PTH123 - a file of the kernel
            return int(handle.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 30


def _resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
