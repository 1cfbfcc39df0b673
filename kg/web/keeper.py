"""The keeper: a process that holds the graph and, when asked, forks workers that share its memory.

Reading a graph takes seconds and forking takes milliseconds: a worker that had to be killed is replaced at
once, and all workers together need little more memory than one. A worker that carried out an update keeps
the changed graph and becomes the keeper; the earlier one ends. So an update is all or nothing, even one that
is killed half way.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping

from kg.errors import KGError
from kg.web.wire import send
from kg.web.worker import Operation, work

Opening = Callable[[], Mapping[str, Operation]]


def start(opening: Opening, *, memory: int, timeout: float) -> tuple[int, socket.socket]:
    """Fork the keeper; return its process id and the server's end of its channel.

    ``opening`` reads the graph, in the keeper, and returns what workers can do. The keeper's first message
    has ``ready``, or ``error`` and ``code`` where the graph cannot be opened.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid:
        theirs.close()
        return pid, ours
    ours.close()
    status = 1
    try:
        status = _hold(theirs, opening, memory=memory, timeout=timeout)
    finally:
        if sys.exc_info()[0] is not None:  # a fault of ours: it ends a worker, never the server
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _hold(control: socket.socket, opening: Opening, *, memory: int, timeout: float) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries workers
    try:
        operations = opening()
    except KGError as error:
        send(control, {"error": str(error), "kind": type(error).__name__})
        return 1
    gc.collect()
    gc.freeze()
    # the engine's own threads only wait; nothing is locked while the keeper forks
    warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*fork.*")
    send(control, {"ready": os.getpid()})
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not order or not descriptors:
            return 0  # the server has closed the channel
        channel = socket.socket(fileno=descriptors[0])
        if os.fork():
            channel.close()
            continue
        control.close()
        kept = work(channel, operations, memory=memory, timeout=timeout, shut=order == b"s")
        if kept is None:
            return 0
        control = kept
        send(control, {"ready": os.getpid()})
