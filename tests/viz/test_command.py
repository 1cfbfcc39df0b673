"""``kg viz`` as a command: a site, one page in one file, and clear refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_makers import CITY, Visit, documents
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


def test_an_unknown_name_is_refused_with_the_nearest(
    build: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "page.html"
    assert main(["viz", "--graph", str(build), "--single-file", "沈阳城", "--out", str(out)]) == 2
    assert "沈阳市" in capfd.readouterr().err and not out.exists()
