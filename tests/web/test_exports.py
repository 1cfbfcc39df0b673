"""What belongs to a thing can be taken away from its page in every format, as `kg export` writes it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from pyoxigraph import RdfFormat, Store, parse
from server_runs import Server

from kg.export import Selection, about, download, take
from kg.rdf.iris import BASE
from kg.store import Repository, open_store
from kg.viz.things import href
from kg.web.exports import OFFERED, export_links

PLACE = "/export/region/沈阳市"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def repository(graph: Path) -> Repository:
    return open_store(graph)


@pytest.mark.parametrize("name", OFFERED)
def test_a_server_gives_what_the_command_writes(whole: Server, repository: Repository, name: str) -> None:
    made = download(repository, city="沈阳市", format=name)
    answer = whole.get(PLACE, format=name)
    assert (answer.status, answer.type, answer.body) == (200, made.type, made.content)
    disposition = unquote(answer.headers["content-disposition"])
    assert disposition == f"attachment; filename*=UTF-8''{made.name}"


def test_the_client_says_what_it_reads(whole: Server, repository: Repository) -> None:
    sheet = whole.get(PLACE, accept=f"text/html;q=0.1, {SHEET}")
    assert sheet.type == SHEET
    assert "陈述" in openpyxl.load_workbook(io.BytesIO(sheet.body)).sheetnames
    quads = whole.get(PLACE, accept="application/n-quads")
    store = Store()
    store.extend(parse(quads.body, format=RdfFormat.N_QUADS))
    assert set(store) >= set(take(repository, Selection("city", "沈阳市")).quads)
    with zipfile.ZipFile(io.BytesIO(whole.get(PLACE, accept="application/zip").body)) as package:
        assert {"nodes.csv", "edges.csv", "ro-crate-metadata.json"} <= set(package.namelist())
    assert "accept" in whole.get(PLACE).headers["vary"].lower()


def test_extent_is_asked_for_in_the_address(whole: Server) -> None:
    sizes = [len(whole.get(PLACE, format="nq", evidence=level).body) for level in ("none", "quotes", "full")]
    assert sizes == sorted(set(sizes))
    wide = whole.get("/export/enterprise/沈阳新松机器人", format="nq", depth="1").body
    assert len(wide) > len(whole.get("/export/enterprise/沈阳新松机器人", format="nq").body)


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        (PLACE, {"format": "doc"}, 406),
        (PLACE, {"accept": "image/png"}, 406),
        (PLACE, {"depth": "99"}, 400),
        (PLACE, {"evidence": "some"}, 400),
        ("/export/region/不存在", {}, 404),
        ("/export/clause/plan-2015_1", {}, 404),
        ("/export/", {}, 404),
    ],
)
def test_what_cannot_be_given_is_said_in_a_line(
    whole: Server, path: str, asked: dict[str, str], status: int
) -> None:
    answer = whole.get(path, **asked)
    assert (answer.status, answer.type) == (status, "text/plain")
    assert answer.text.count("\n") == 1


def test_every_entity_s_page_offers_files(whole: Server, repository: Repository) -> None:
    subjects = {quad.subject for quad in repository.match()}
    known = sorted(s.value for s in subjects if about(getattr(s, "value", "")))
    assert len({iri.split("/")[-2] for iri in known}) > 4
    for iri in known:
        page = whole.get(f"/{href(iri)}", accept="text/html")
        if page.status == 303:
            page = whole.send("GET", page.headers["location"])
        links = [link for _, _, link in export_links(iri.removeprefix(f"{BASE}id/"))][:8]
        assert all(f'href="{link}" download>' in page.text for link in links), iri
