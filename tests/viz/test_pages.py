"""Pages as files: what they contain, what they may never contain, and where they are written."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_makers import clause, documents, states
from pyoxigraph import Store
from reading_makers import mention

from kg.analysis.geography import points
from kg.errors import GraphError, UsageError
from kg.model import ClauseReading, DocumentReading, EntityRef, EntityType, Predicate
from kg.rdf.builder import quads
from kg.rdf.iris import entity_iri
from kg.store import Repository
from kg.store.embedded import EmbeddedRepository
from kg.viz import Frame, GraphView, Node, graph_page, load, render_site, view, view_of
from kg.viz.assets import safe_json
from kg.viz.maps import depth, map_page, outlines
from kg.viz.network import short
from kg.viz.search import keys
from kg.viz.site import addresses, frame_of

CITY = entity_iri(EntityRef(EntityType.REGION, "沈阳市")).value


class Addresses(HTMLParser):
    """Collect every address that a page loads or links to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"src", "href", "action", "srcset"}]


def linked(html: str) -> list[str]:
    parser = Addresses()
    parser.feed(html)
    return parser.found


def data_of(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="kg-data">(.*?)</script>', html, re.S)
    assert found
    loaded: dict[str, object] = json.loads(found[1])
    return loaded


@given(st.text())
def test_embedded_json_survives_and_never_ends_its_element(text: str) -> None:
    written = safe_json({"a": text})
    assert json.loads(written) == {"a": text}
    assert not set("<>&\u2028\u2029") & set(written)


def test_pinyin_finds_polyphonic_city_names() -> None:
    assert keys(["沈阳市"]) == "shenyangshi sys"
    assert keys(["PX"]) == ""


def test_long_labels_are_cut_for_the_drawing_only() -> None:
    assert short("x" * 5000).count("\n") == 1 and len(short("超" * 5000)) < 25


def test_every_link_of_the_site_leads_to_a_file_in_it(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) >= 5
    for page in pages:
        for address in linked(page.read_text(encoding="utf-8")):
            if address.startswith(("data:", "#")):
                continue
            assert "://" not in address and not address.startswith(("/", "javascript:")), (page, address)
            target = (page.parent / address.partition("#")[0]).resolve()
            assert target.is_file(), (page, address)


def test_licences_travel_with_the_library(site: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (site / "assets" / "licences").iterdir()]
    assert any("Apache License" in text for text in texts) and any("MIT License" in text for text in texts)


def test_a_page_quotes_the_clause_behind_each_statement(repository: Repository) -> None:
    data = data_of(view(repository, CITY).html)
    passages, statements = data["passages"], data["statements"]
    assert isinstance(passages, list) and isinstance(statements, list) and statements
    for statement in statements:
        assert statement["evidence"]
        for item in statement["evidence"]:
            text = passages[item["passage"]]["text"]
            assert 0 <= item["start"] < item["end"] <= len(text)
            for start, end, _ in item["marks"]:
                assert text[start:end]
    names = {entity["name"] for entity in data["entities"]}  # type: ignore[attr-defined]
    assert {"沈阳市", "智能机器人", "沈阳新松机器人", "伺服电机", "钢铁"} <= names


def test_a_restriction_keeps_its_mode_and_scope(repository: Repository) -> None:
    made = view_of(load(repository), CITY)
    held = [edge for edge in made.edges if edge.predicate == "restricts"]
    assert [(edge.mode, edge.scope) for edge in held] == [("prohibit", "newCapacity")]


def test_what_another_city_says_is_not_on_the_page(repository: Repository) -> None:
    made = view_of(load(repository), CITY)
    assert not [edge for edge in made.edges if edge.source.endswith("鞍山市")]


def test_single_file_page_loads_nothing(repository: Repository) -> None:
    html = view(repository, CITY, single=True).html
    assert [address for address in linked(html) if not address.startswith(("data:", "#"))] == []
    assert "src=" not in re.sub(r"<script\b.*?</script>|<style\b.*?</style>", "", html, flags=re.S)


def test_the_same_graph_gives_the_same_bytes(repository: Repository, site: Path, tmp_path: Path) -> None:
    render_site(repository, tmp_path / "again")
    first = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    again = {
        path.relative_to(tmp_path / "again"): path.read_bytes()
        for path in (tmp_path / "again").rglob("*")
        if path.is_file()
    }
    assert first == again


def test_a_folder_with_other_things_is_left_alone(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(GraphError, match="not empty"):
        render_site(repository, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_earlier_site_is_replaced(repository: Repository, tmp_path: Path) -> None:
    report = render_site(repository, tmp_path / "site")
    (tmp_path / "site" / "stale.html").write_text("old", encoding="utf-8")
    again = render_site(repository, tmp_path / "site")
    assert again.pages == report.pages and "index.html" in again.pages
    assert not (tmp_path / "site" / "stale.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_unknown_things_are_named_with_the_nearest(repository: Repository) -> None:
    with pytest.raises(UsageError, match="沈阳市"):
        view(repository, CITY.replace("沈阳市", "沈阳"))
    with pytest.raises(UsageError, match="expected zh or en"):
        Frame(language="fr")


def test_english_pages_say_so(repository: Repository) -> None:
    html = view(repository, CITY, language="en").html
    assert '<html lang="en"' in html and "Legend and filters" in html


def test_a_view_made_by_hand_needs_no_store() -> None:
    page = graph_page(GraphView("a", "甲", "Whatever", (Node("a", "甲", "Unknown"),), ()), "a/b.html")
    assert page.path == "a/b.html" and "../assets/kg.js" in page.html


def test_names_that_differ_in_case_get_different_files(tmp_path: Path) -> None:
    robots, other = "PX产业", "px产业"
    text = f"发展{robots}、{other}。"
    city = EntityRef(EntityType.REGION, "沈阳市")
    things = [EntityRef(EntityType.INDUSTRY, name) for name in (robots, other)]
    read = documents()[0]
    reading = ClauseReading(
        clause(1, text, "沈阳市"),
        tuple(mention(text, thing) for thing in things),
        tuple(states(text, city, Predicate.PROMOTES, thing) for thing in things),
    )
    paper = replace(read.document, clauses=(reading.clause,))
    store = Store()
    store.extend(quads([DocumentReading(paper, (reading,))]))
    report = render_site(EmbeddedRepository(store), tmp_path / "site", every=True)
    assert len({page.lower() for page in report.pages}) == len(report.pages)
    assert len([page for page in report.pages if "px产业" in page.lower()]) == 2


def test_each_city_lies_within_its_own_outline() -> None:
    shapes = outlines()
    cities = [city for city in points() if city in shapes]
    assert len(cities) > 280

    def outside(city: str) -> bool:
        lat, lon = points()[city]
        return all(depth((lon, lat), ring) < 0 for ring in shapes[city])

    assert [city for city in cities if outside(city)] == ["三沙市", "黄石市"], "a lagoon, a bank of the river"


def test_the_map_draws_the_outline_of_a_city_and_a_dot_for_one_without(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = load(repository)
    pages = addresses(atlas)
    views = {iri: view_of(atlas, iri, pages) for iri in pages if atlas.things[iri].kind == "Region"}
    html = map_page(atlas, views, pages, frame_of(atlas)).html
    assert html.count('class="area"') == 2 and "ECharts" in html and "GeoNames" not in html
    shapes = {name: rings for name, rings in outlines().items() if name != "鞍山市"}
    monkeypatch.setattr("kg.viz.maps.outlines", lambda: shapes)
    mixed = map_page(atlas, views, pages, frame_of(atlas)).html
    assert mixed.count('class="area"') == 1 and "GeoNames" in mixed
