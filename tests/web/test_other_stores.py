"""Loading another store, and the same answers from it: the Oxigraph server, Virtuoso and a server of ours."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize
from server_runs import TOKEN, serving
from store_runs import LOGIN, Virtuoso, serving_oxigraph

import kg
from kg.cli.main import main
from kg.errors import GraphError
from kg.store import Repository, named_queries
from kg.store.loading import load


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[tuple[str, str]]:
    """Graph store and query addresses of a running, empty ``oxigraph serve``."""
    with serving_oxigraph() as server:
        yield server.store, server.address


Done = tuple[int, str, str]
Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a verb in this process with an environment; give exit code, standard output and error."""

    def run(*words: str, **environment: str) -> Done:
        capsys.readouterr()
        with monkeypatch.context() as changed:
            for name, value in environment.items():
                changed.setenv(name, value)
            code = main(list(words))
        return (code, *capsys.readouterr())

    return run


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


def test_a_load_can_be_repeated_and_answers_are_equal(
    oxigraph: tuple[str, str], graph: Path, run: Run
) -> None:
    store, endpoint = oxigraph
    for _ in range(2):
        code, _, err = run("load", "--graph", str(graph), "--endpoint", store)
        assert (code, err) == (0, "")
    quads = set(parse(path=str(graph), format=RdfFormat.N_QUADS))
    remote = kg.open(endpoint)
    assert set(remote.match()) == quads
    here, there = answers(kg.open(graph)), answers(remote)
    assert len(here) >= 10 and here == there


def test_virtuoso_is_loaded_by_those_who_log_in(
    virtuoso: Virtuoso, graph: Path, tmp_path: Path, run: Run
) -> None:
    virtuoso.empty()
    # one of the hostile names makes an IRI of 20 kB, which Virtuoso cannot hold
    quads = [quad for quad in parse(path=str(graph), format=RdfFormat.N_QUADS) if len(str(quad)) < 2000]
    path = tmp_path / "graph.nq"
    serialize(quads, str(path), RdfFormat.N_QUADS)
    words = ("load", "--graph", str(path), "--endpoint", virtuoso.store)
    code, out, err = run(*words)
    assert (code, out) == (1, "") and "401" in err
    for _ in range(2):
        code, _, err = run(*words, KG_LOGIN=LOGIN)
        assert (code, err) == (0, "")
    assert set(kg.open(virtuoso.address).match()) == set(quads)
    assert run(*words, KG_LOGIN="dba")[0] == 2


def test_the_environment_names_the_endpoint(oxigraph: tuple[str, str], graph: Path, run: Run) -> None:
    load(parse(path=str(graph), format=RdfFormat.N_QUADS), oxigraph[0])
    done = run("query", "ASK { region:沈阳市 kgo:promotes ?c }", KG_ENDPOINT=oxigraph[1])
    assert done == (0, "yes\n", "")


def test_a_server_of_ours_is_loaded_with_its_token(tmp_path: Path, run: Run) -> None:
    source, target = tmp_path / "in.nq", tmp_path / "out.nq"
    source.write_text(
        "".join(f"<urn:s{n}> <urn:p> <urn:o> <urn:g{n}> .\n" for n in range(3)), encoding="utf-8"
    )
    target.write_bytes(b"")
    with serving(target, "--writable", token=TOKEN) as server:
        store = f"{server.address}/store"
        assert run("load", "--graph", str(source), "--endpoint", store)[0] == 1
        assert run("load", "--graph", str(source), "--endpoint", store, KG_TOKEN=TOKEN)[0] == 0
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
