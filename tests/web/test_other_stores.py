"""Loading another store, and the same answers from it: the Oxigraph server and a server of ours."""

from __future__ import annotations

import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from server_runs import TOKEN, serving

import kg
from kg.errors import GraphError
from kg.store import Repository, named_queries
from kg.store.loading import load


def free_port() -> int:
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        return int(server.server_port)


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[tuple[str, str]]:
    """Graph store and query addresses of a running, empty ``oxigraph serve``."""
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if binary is None:
        pytest.skip("no `oxigraph` executable: pip install oxigraph")
    home = f"http://127.0.0.1:{(port := free_port())}"
    process = subprocess.Popen(
        [binary, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(home, timeout=2).close()
                break
            except OSError:
                assert process.poll() is None
                time.sleep(0.05)
        yield f"{home}/store", f"{home}/query"
    finally:
        process.terminate()
        process.wait(10)


def run(*words: str, token: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"KG_TOKEN": token} if token else {})}
    return subprocess.run(
        [sys.executable, "-m", "kg", *words], capture_output=True, text=True, env=environment, check=False
    )


def answers(repository: Repository) -> dict[str, object]:
    found: dict[str, object] = {}
    for query in named_queries():
        try:
            answer = query.run(repository)
        except kg.errors.UsageError:  # the small graph lacks what the query asks for by default
            continue
        found[query.name] = (
            sorted(map(str, (row.terms for row in answer))) if not isinstance(answer, bool) else answer
        )  # type: ignore[union-attr]
    return found


def test_a_load_can_be_repeated_and_answers_are_equal(oxigraph: tuple[str, str], graph: Path) -> None:
    store, endpoint = oxigraph
    for _ in range(2):
        done = run("load", "--graph", str(graph), "--endpoint", store)
        assert (done.returncode, done.stderr) == (0, "")
    quads = set(parse(path=str(graph), format=RdfFormat.N_QUADS))
    remote = kg.open(endpoint)
    assert set(remote.match()) == quads
    here, there = answers(kg.open(graph)), answers(remote)
    assert len(here) >= 10 and here == there


def test_the_environment_names_the_endpoint(oxigraph: tuple[str, str], graph: Path) -> None:
    load(parse(path=str(graph), format=RdfFormat.N_QUADS), oxigraph[0])
    environment = {**os.environ, "KG_ENDPOINT": oxigraph[1]}
    command = [sys.executable, "-m", "kg", "query", "ASK { region:沈阳市 kgo:promotes ?c }"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.stdout == "yes\n"


def test_a_server_of_ours_is_loaded_with_its_token(tmp_path: Path) -> None:
    source, target = tmp_path / "in.nq", tmp_path / "out.nq"
    source.write_text(
        "".join(f"<urn:s{n}> <urn:p> <urn:o> <urn:g{n}> .\n" for n in range(3)), encoding="utf-8"
    )
    target.write_bytes(b"")
    with serving(target, "--writable", token=TOKEN) as server:
        store = f"{server.address}/store"
        assert run("load", "--graph", str(source), "--endpoint", store).returncode == 1
        assert run("load", "--graph", str(source), "--endpoint", store, token=TOKEN).returncode == 0
        assert kg.open(f"{server.address}/sparql").ask("ASK { GRAPH <urn:g2> { <urn:s2> ?p ?o } }")
    assert target.read_bytes() == source.read_bytes()


def test_passing_failures_are_retried_and_others_told(tmp_path: Path) -> None:
    answers_, seen, waited = [503, 429, 204, 400], list[str](), list[float]()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            seen.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(answers_.pop(0))
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        quads = list(parse("<urn:a> <urn:b> <urn:c> <urn:g> .", format=RdfFormat.N_QUADS))
        address = f"http://127.0.0.1:{server.server_port}/store"
        assert load(quads, address, wait=waited.append).repeated == 2
        assert waited == [0.5, 2.0]
        with pytest.raises(GraphError, match="graph urn:g was not loaded: 400"):
            load(quads, address, wait=waited.append)
    finally:
        server.shutdown()
        server.server_close()
    assert len(seen) == 4
