"""Run other stores and talk to them: the Oxigraph server and Virtuoso, each really started."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_PATIENCE = 40.0
LOGIN = "dba:dba"
"""The login of a Virtuoso that was just made."""

_INI = """
[Database]
DatabaseFile = {home}/virtuoso.db
ErrorLogFile = {home}/virtuoso.log
LockFile = {home}/virtuoso.lck
TransactionFile = {home}/virtuoso.trx
xa_persistent_file = {home}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {home}/virtuoso-temp.db
TransactionFile = {home}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {home}
NumberOfBuffers = 30000
MaxDirtyBuffers = 22000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {home}
ServerThreads = 4
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass
class Virtuoso:
    """A running Virtuoso, with its database in a folder, that holds one graph file at a time."""

    home: Path
    sql: int
    http: int
    pid: int = 0
    _held: Path | None = field(default=None, init=False)

    @property
    def address(self) -> str:
        """Where it answers queries."""
        return f"http://127.0.0.1:{self.http}/sparql"

    @property
    def store(self) -> str:
        """Where it takes graphs from those who log in."""
        return f"http://127.0.0.1:{self.http}/sparql-graph-crud-auth"

    def hold(self, graph: Path) -> str:
        """Hold a graph file and nothing else; return where it answers queries."""
        if self._held != graph:
            self.empty()
            shutil.copy(graph, self.home / "graph.nq")
            read = f"file_to_string_output('{self.home}/graph.nq')"
            self._run(f"log_enable(2, 1); DB.DBA.TTLP_MT({read}, '', 'urn:unnamed', 512);")
            self._held = graph
        return self.address

    def empty(self) -> None:
        """Hold nothing."""
        self._run("log_enable(2, 1); RDF_GLOBAL_RESET();")
        self._held = None

    def _run(self, command: str) -> None:
        words = ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba", f"EXEC={command}"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and "Error" not in done.stdout + done.stderr, done


@dataclass(frozen=True)
class Oxigraph:
    """A running Oxigraph server."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """Where it answers queries."""
        return f"http://127.0.0.1:{self.port}/query"

    @property
    def store(self) -> str:
        """Where it takes graphs."""
        return f"http://127.0.0.1:{self.port}/store"


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"the server for {address} stopped with {process.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"{address}: the server did not come up within {_PATIENCE:g} s")


@contextmanager
def _running(command: list[str], address: str, home: Path | None = None) -> Iterator[int]:
    process = subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(address, process)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def serving_oxigraph(graph: Path | None = None) -> Iterator[Oxigraph]:
    """Give a running ``oxigraph serve`` that holds a graph."""
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if binary is None:
        pytest.skip("no `oxigraph` executable: pip install oxigraph")
    home = f"http://127.0.0.1:{(port := free_port())}"
    with _running([binary, "serve", "--bind", f"127.0.0.1:{port}"], home) as pid:
        if graph is not None:
            headers = {"Content-Type": "application/n-quads"}
            load = urllib.request.Request(f"{home}/store?no_transaction", graph.read_bytes(), headers)
            urllib.request.urlopen(load).close()
        yield Oxigraph(port, pid)


@contextmanager
def serving_virtuoso(home: Path) -> Iterator[Virtuoso]:
    """Give a running Virtuoso, with its database in a folder, that holds nothing."""
    binary = shutil.which("virtuoso-t")
    if binary is None or shutil.which("isql-vt") is None:
        pytest.skip("no `virtuoso-t` and `isql-vt`: apt-get install virtuoso-opensource-7")
    server = Virtuoso(home, free_port(), free_port())
    ini = home / "virtuoso.ini"
    ini.write_text(_INI.format(home=home, sql=server.sql, http=server.http))
    with _running([binary, "+foreground", "+configfile", str(ini)], server.address, home) as pid:
        server.pid = pid
        yield server
