"""Run `kg serve` and talk to it: a real server in its own process on a free port."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

TOKEN = "a-token-that-only-the-tests-know"
SMALL = Path(__file__).parent / "store" / "small.trig"


@dataclass(frozen=True)
class Response:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Server:
    """A running ``kg serve``."""

    port: int
    process: subprocess.Popen[str]
    token: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(
        self,
        method: str,
        path: str,
        *,
        body: bytes | str = b"",
        headers: Mapping[str, str] | None = None,
        timeout: float = 60,
    ) -> Response:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            content = body.encode() if isinstance(body, str) else body
            sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
            connection.request(method, path, content or None, {**sent, **(headers or {})})
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Response(answer.status, found, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **fields: str) -> Response:
        accept = fields.pop("accept", "")
        query = f"?{urllib.parse.urlencode(fields)}" if fields else ""
        return self.send(
            "GET", urllib.parse.quote(path) + query, headers={"Accept": accept} if accept else {}
        )

    def query(
        self,
        text: str,
        *,
        accept: str = "",
        timeout: float = 60,
        fields: Sequence[tuple[str, str]] = (),
    ) -> Response:
        headers = {"Content-Type": "application/sparql-query"} | ({"Accept": accept} if accept else {})
        path = "/sparql" + (f"?{urllib.parse.urlencode(fields)}" if fields else "")
        return self.send("POST", path, body=text, headers=headers, timeout=timeout)

    def update(self, text: str) -> Response:
        return self.send("POST", "/sparql", body=text, headers={"Content-Type": "application/sparql-update"})


@contextmanager
def serving(graph: Path, *options: str, token: str = "") -> Iterator[Server]:
    """Run ``kg serve`` and stop it as a person would."""
    command = [sys.executable, "-m", "kg", "serve", "--graph", str(graph), "--port", "0", *options]
    environment = {**os.environ, **({"KG_TOKEN": token} if token else {})}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stdout is not None and process.stderr is not None
        said = process.stdout.readline()
        assert said.startswith("http://127.0.0.1:"), said + process.stderr.read()
        yield Server(int(said.split("/")[2].rpartition(":")[2]), process, token)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            _, complaints = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            _, complaints = process.communicate()
            pytest.fail("the server did not stop on Ctrl-C")
        assert "Traceback" not in complaints, complaints


def workers_of(server: Server) -> list[int]:
    """Return the processes that a server started, straight or through its keeper."""
    found, generation = list[int](), [server.process.pid]
    while generation:
        children = []
        for parent in generation:
            with contextlib.suppress(OSError):
                text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
                children += [int(word) for word in text.split()]
        found += children
        generation = children
    return found


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU that a process has used, 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def until(true: object, *, within: float) -> bool:
    """Wait until a function gives something true."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False
