"""The stores that the tests ask: in the process, the Oxigraph server, and Virtuoso, each really started."""

from __future__ import annotations

import contextlib
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.documents import read_document
from kg.errors import GraphError
from kg.pipeline import read
from kg.rdf.builder import quads as build_quads
from kg.rdf.iris import graph_iri, iri
from kg.rdf.serialize import write_nquads
from kg.resources import data_path
from kg.store import Repository, open_store

SMALL = Path(__file__).parent / "small.trig"
RDFS_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_PATIENCE = 40.0

_VIRTUOSO_INI = """
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
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {home}
ServerThreads = 4
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 1000000
"""


def nasty_names() -> list[str]:
    """Names that papers could hold: known troublemakers, and characters drawn by a fixed seed."""
    draw = random.Random(20150726)
    known = [
        "±1100KV特高压",
        "(a/b)#c?d=e&f",
        "100%",
        "-40℃冷库",
        "a.b.",
        "1·5代",
        "“互联网＋”行动计划",
        "C++",
        "i5",
        "C₄",
    ]
    planes = [
        (0x21, 0x7E),
        (0xA0, 0x2FF),
        (0x2000, 0x2BFF),
        (0x3000, 0x30FF),
        (0x4E00, 0x4E80),
        (0xFF00, 0xFFEF),
    ]
    drawn = [
        "".join(chr(draw.randint(*draw.choice(planes))) for _ in range(draw.randint(1, 6)))
        for _ in range(150)
    ]
    return [*known, *drawn, "𠀀𪚥", "㐀"]


@pytest.fixture(scope="session")
def quads() -> list[Quad]:
    """The small graph, and a thing for each nasty name of which something can stand in an IRI."""
    found = list(parse(path=str(SMALL), format=RdfFormat.TRIG))
    for name in nasty_names():
        with contextlib.suppress(GraphError):
            found.append(
                Quad(iri("concept", name), RDFS_LABEL, Literal("n", language="zh"), graph_iri("labels"))
            )
    return found


@pytest.fixture(scope="session")
def nquads(quads: list[Quad], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as an N-Quads file."""
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    serialize(quads, str(path), RdfFormat.N_QUADS)
    return path


@pytest.fixture(scope="session")
def small() -> Repository:
    return open_store(SMALL)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"the server for {address} stopped with {process.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address}: the server did not come up within {_PATIENCE:g} s")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def serving_oxigraph(graph: Path) -> Iterator[str]:
    """Give the address of a running `oxigraph serve` that holds a graph."""
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if binary is None:
        pytest.skip("no `oxigraph` executable: pip install oxigraph")
    home = f"http://127.0.0.1:{(port := free_port())}"
    command = [binary, "serve", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(home, process)
        headers = {"Content-Type": "application/n-quads"}
        load = urllib.request.Request(f"{home}/store", data=graph.read_bytes(), headers=headers)
        urllib.request.urlopen(load).close()
        yield f"{home}/query"
    finally:
        stop(process)


@contextlib.contextmanager
def serving_virtuoso(graph: Path, home: Path) -> Iterator[str]:
    """Give the address of a running Virtuoso, with its database in a folder, that holds a graph."""
    binary, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if binary is None or isql is None:
        pytest.skip("no `virtuoso-t` and `isql-vt`: apt-get install virtuoso-opensource-7")
    sql, http = free_port(), free_port()
    ini = home / "virtuoso.ini"
    ini.write_text(_VIRTUOSO_INI.format(home=home, sql=sql, http=http))
    address = f"http://127.0.0.1:{http}/sparql"
    command = [binary, "+foreground", "+configfile", str(ini)]
    process = subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(address, process)
        shutil.copy(graph, home / "graph.nq")
        read = f"file_to_string_output('{home}/graph.nq')"
        load = f"DB.DBA.TTLP_MT({read}, '', 'urn:unnamed', 512); checkpoint;"
        command = [isql, f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={load}"]
        loaded = subprocess.run(command, capture_output=True, text=True)
        assert loaded.returncode == 0 and "Error" not in loaded.stdout + loaded.stderr, loaded
        yield address
    finally:
        stop(process)


@pytest.fixture(scope="session")
def oxigraph_server(nquads: Path) -> Iterator[str]:
    """The address of an Oxigraph server that holds the small graph."""
    with serving_oxigraph(nquads) as address:
        yield address


@pytest.fixture(scope="session")
def virtuoso(nquads: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso that holds the small graph."""
    with serving_virtuoso(nquads, tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.fixture(scope="session", params=["embedded", "oxigraph_server", "virtuoso"])
def store(request: pytest.FixtureRequest, nquads: Path) -> Repository:
    """The same graph on each store in turn, behind the one interface."""
    if request.param == "embedded":
        return open_store(nquads)
    return open_store(request.getfixturevalue(request.param))


@pytest.fixture(scope="session")
def paper_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of one of the shipped papers."""
    paper = read_document(data_path("documents", "liaoning-2015-traditional-industry.txt"))
    path = tmp_path_factory.mktemp("paper") / "graph.nq"
    write_nquads(build_quads([read(paper)]), path)
    return path


@pytest.fixture(scope="session")
def paper(paper_graph: Path) -> Repository:
    """The graph of a paper, in the process."""
    return open_store(paper_graph)


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso"])
def served_paper(
    request: pytest.FixtureRequest, paper_graph: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Repository]:
    """The graph of a paper on each server in turn."""
    with contextlib.ExitStack() as stack:
        if request.param == "oxigraph":
            address = stack.enter_context(serving_oxigraph(paper_graph))
        else:
            home = tmp_path_factory.mktemp("virtuoso")
            address = stack.enter_context(serving_virtuoso(paper_graph, home))
        yield open_store(address)
