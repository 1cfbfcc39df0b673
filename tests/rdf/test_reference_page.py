"""The ontology's reference page and diagram: whole, offline, the same every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from rdflib import OWL, RDF, RDFS, Graph

from kg.errors import UsageError
from kg.rdf.diagram import class_diagram
from kg.rdf.reference_page import reference_page
from kg.rdf.vocabulary import KGO
from kg.resources import ontology_path

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def page() -> str:
    return reference_page("zh")


def test_every_term_is_on_the_page(page: str) -> None:
    missing = [
        name for name in KGO.__annotations__ if not name.startswith("_") and str(KGO[name]) not in page
    ]
    assert missing == []
    assert 'lang="zh"' in page and "产业政策知识图谱本体" in page and "文件要在该地区发展" in page


def test_the_page_loads_nothing_from_elsewhere(page: str) -> None:
    loading = re.findall(r"<(?:script|img|iframe)[^>]*\ssrc=\"([^\"]+)|<link[^>]*\shref=\"([^\"]+)", page)
    assert [one for pair in loading for one in pair if one and not one.startswith("data:")] == []
    assert "@import" not in page and "url(http" not in page


def test_the_page_holds_the_diagram_before_the_classes(page: str) -> None:
    assert 0 < page.index("<svg") < page.index('id="classes"')


def test_the_page_is_in_english_too() -> None:
    english = reference_page("en")
    assert "The region in which a park, an organisation or a project stands." in english
    assert "产业园区" not in english
    with pytest.raises(UsageError, match="zh, en"):
        reference_page("fr")


def test_the_page_does_not_depend_on_the_hash_seed(page: str) -> None:
    code = "import sys; from kg.rdf.reference_page import reference_page as r; sys.stdout.write(r('zh'))"
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"}
    again = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert again.stdout.decode("utf-8") == page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_diagram_shows_every_class_once_without_overlap(language: str) -> None:
    root = ElementTree.fromstring(class_diagram(language))
    names = [text.text or "" for text in root.iter(f"{SVG}text") if text.get("class") == "name"]
    ontology = Graph().parse(ontology_path())
    classes = {str(one).rpartition("#")[2] for one in ontology.subjects(RDF.type, OWL.Class) if one in KGO}
    assert sorted(name.split()[0] for name in names[1:]) == sorted(classes)
    boxes = [
        tuple(float(box.get(side, "")) for side in ("x", "y", "width", "height"))
        for box in root.iter(f"{SVG}rect")
    ]
    for one, (x, y, width, height) in enumerate(boxes):
        for left, top, *_ in boxes[one + 1 :]:
            assert not (x <= left < x + width and y <= top < y + height)
        assert x + width <= float(root.get("width", "")) and y + height <= float(root.get("height", ""))


def test_the_diagram_draws_every_sub_class_link() -> None:
    root = ElementTree.fromstring(class_diagram())
    ontology = Graph().parse(ontology_path())
    links = [pair for pair in ontology.subject_objects(RDFS.subClassOf) if pair[0] in KGO and pair[1] in KGO]
    assert len(list(root.iter(f"{SVG}path"))) == len(links) > 30
