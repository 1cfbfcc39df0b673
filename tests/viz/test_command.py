"""``kg viz`` as a command: a site, one page in one file, and clear refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_makers import CITY, Visit, documents, robots
from playwright.sync_api import expect

from kg.cli.main import main
from kg.rdf.builder import quads
from kg.rdf.serialize import write_nquads


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    write_nquads(quads(documents()), folder / "graph.nq")
    return folder


def test_a_site_in_english_with_a_page_for_everything(build: Path, tmp_path: Path) -> None:
    out = tmp_path / "pages"
    assert main(["viz", "--graph", str(build), "--out", str(out), "--language", "en", "--every"]) == 0
    assert '<html lang="en"' in (out / "index.html").read_text(encoding="utf-8")
    assert (out / "industries" / "智能机器人.html").is_file()


@pytest.mark.browser
def test_one_page_in_one_file_works_alone(build: Path, tmp_path: Path, visit: Visit) -> None:
    out = tmp_path / "mail" / "page.html"
    assert main(["viz", "--graph", str(build), "--single-file", CITY, "--out", str(out)]) == 0
    page = visit.open(out)
    page.evaluate("KG.selectNode(KG.find('智能机器人', 1)[0])")
    expect(page.locator("#panel-body blockquote").first).to_contain_text("大力发展智能机器人")
    assert visit.requests == [out.as_uri()]


@pytest.fixture(scope="module")
def chains(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("chains") / "graph.nq"
    write_nquads(quads(robots()), path)
    return path


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("机器人产业链", "机器人产业链"),
        ("robots", "机器人产业链"),
        ("智能机器人", "智能机器人"),
        ("全图", "全图"),
    ],
)
def test_a_chain_and_the_whole_graph_go_into_one_file_too(
    chains: Path, tmp_path: Path, name: str, title: str
) -> None:
    out = tmp_path / "page.html"
    assert main(["viz", "--graph", str(chains), "--single-file", name, "--out", str(out)]) == 0
    html = out.read_text(encoding="utf-8")
    assert f'<h1 title="{title}">' in html
    assert ('id="board"' in html) == (title == "机器人产业链")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--single-file", "钢铁产业链"], "no city of"),
        (["--single-file", "机器产业链"], "机器人产业链"),
        (["--single-file", "robots", "--server", "ftp://kg"], "--server: 'ftp://kg' is not an address"),
    ],
)
def test_what_no_page_can_be_made_of_is_said_in_one_line(
    chains: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    out = tmp_path / "page.html"
    assert main(["viz", "--graph", str(chains), "--out", str(out), *words]) == 2
    err = capfd.readouterr().err
    assert said in err and err.count("\n") == 1 and not out.exists()


def test_an_unknown_name_is_refused_with_the_nearest(
    build: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "page.html"
    assert main(["viz", "--graph", str(build), "--single-file", "沈阳城", "--out", str(out)]) == 2
    assert "沈阳市" in capfd.readouterr().err and not out.exists()
