"""A sound graph conforms, and every shape and rule can fail."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, SH, BNode, Graph, URIRef

from kg.errors import GraphError
from kg.model import DocumentReading
from kg.rdf.builder import quads
from kg.rdf.iris import ALL_PREFIXES, PREFIXES
from kg.rdf.serialize import write_nquads
from kg.rdf.validation import Finding, Report, Severity, validate
from kg.rdf.vocabulary import KGO
from kg.resources import data_path, ontology_path

Readings = list[DocumentReading]

# check → (focus, what is added to graph:statements to break it)
BROKEN: dict[str, tuple[str, str]] = {
    "shape:Entity": ("park:无标签", "park:无标签 a kgo:Park ."),
    "shape:Region": ("region:甲", "region:甲 a kgo:Region ; kgo:gbt2260 '21' ."),
    "shape:AdministrativeDivision": (
        "region:乙",
        "region:乙 a kgo:County ; kgo:within region:沈阳市 , region:辽阳市 .",
    ),
    "shape:Province": ("region:丙", "region:丙 a kgo:Province ; kgo:gbt2260 '210100' ."),
    "shape:City": ("region:丁", "region:丁 a kgo:City ; kgo:gbt2260 '210000' ."),
    "shape:County": ("region:戊", "region:戊 a kgo:County ; kgo:gbt2260 '210100' ."),
    "shape:Township": ("region:己", "region:己 a kgo:Township ; kgo:gbt2260 '210101' ."),
    "shape:Zone": ("region:庚", "region:庚 a kgo:Zone ; kgo:gbt2260 '210101' ."),
    "shape:Carrier": ("agency:甲", "agency:甲 a kgo:Carrier ."),
    "shape:SitedThing": ("concept:甲", "concept:甲 a kgo:SitedThing ."),
    "shape:Park": ("park:甲", "park:甲 a kgo:Belt , kgo:Region ."),
    "shape:Organization": ("enterprise:甲", "enterprise:甲 a kgo:Enterprise , kgo:Agency ."),
    "shape:Enterprise": ("enterprise:乙", "enterprise:乙 a kgo:Enterprise ; kgo:undertakes park:甲 ."),
    "shape:Institution": ("institution:甲", "institution:甲 a kgo:Institution ; kgo:undertakes project:甲 ."),
    "shape:Agency": ("agency:乙", "agency:乙 a kgo:Agency ; kgo:leads park:甲 ."),
    "shape:EconomicConcept": ("concept:乙", "concept:乙 a kgo:Industry ."),
    "shape:Industry": ("concept:丙", "concept:丙 a kgo:Industry ; kgo:gbt4754 'X9' ."),
    "shape:Product": ("concept:丁", "concept:丁 a kgo:Product ."),
    "shape:Project": ("project:乙", "project:乙 a kgo:Project ; kgo:hosts concept:甲 ."),
    "shape:Policy": ("policy:甲", "policy:甲 a kgo:Policy ; kgo:inCorpus 'no' ."),
    "shape:TextUnit": (
        "section:甲",
        "section:甲 a kgo:Section ; kgo:governs region:沈阳市 , region:辽阳市 .",
    ),
    "shape:PolicyDocument": ("doc:甲", "doc:甲 a kgo:PolicyDocument ; kgo:title '缺' ."),
    "shape:Section": (
        "section:乙",
        "section:乙 a kgo:Section ; kgo:firstLine 9 ; kgo:lastLine 3 .",
    ),
    "shape:Clause": ("clause:甲", "clause:甲 a kgo:Clause ; kgo:digest 'not hex' ."),
    "shape:Annex": ("annex:甲", "annex:甲 a kgo:Annex ."),
    "shape:Reading": ("reading:甲", "reading:甲 a kgo:Reading ."),
    "shape:Extractor": ("software:甲", "software:甲 a kgo:Extractor ."),
    "shape:Repetition": ("repetition:甲", "repetition:甲 a kgo:Repetition ; kgo:similarity 1.5 ."),
    "shape:Finding": ("finding:甲", "finding:甲 a kgo:Finding ."),
    "shape:Measurement": ("finding:乙", "finding:乙 a kgo:Measurement ; kgo:measured 1.0 ."),
    "shape:ChainGap": ("finding:丙", "finding:丙 a kgo:ChainGap ; kgo:grade '大概' ."),
    "shape:Tension": ("finding:丁", "finding:丁 a kgo:Tension ; kgo:tensionKind '大概' ."),
    "shape:Mention": ("mention:甲", "mention:甲 a kgo:Mention ."),
    "shape:DistributedMention": (
        "mention:乙",
        "mention:乙 a kgo:DistributedMention ; kgo:hasPiece mention:丙 .",
    ),
    "shape:Piece": ("mention:丙", "mention:丙 a kgo:Piece ; nif:beginIndex 7 ; nif:endIndex 7 ."),
    "shape:WholeMention": ("mention:丁", "mention:丁 nif:anchorOf '词' ."),
    "shape:Assertion": ("target:甲", "target:甲 a kgo:Target ."),
    "shape:Statement": (
        "statement:甲",
        "statement:甲 a kgo:Statement ; kgo:subject region:沈阳市 ; kgo:predicate kgo:restricts ;"
        " kgo:object region:沈阳市 .",
    ),
    "shape:Restriction": (
        "restriction:甲",
        "restriction:甲 a kgo:Restriction ; kgo:place region:沈阳市 ; kgo:restrictedConcept concept:钢铁 ;"
        " kgo:mode mode:prohibit ; kgo:scope scope:newCapacity ; kgo:shortcut kgo:prohibits ;"
        " kgo:surface '钢铁' .",
    ),
    "shape:Target": ("target:乙", "target:乙 a kgo:Target ; kgo:value 'many' ."),
    "shape:IndustrialChain": ("chain:甲", "chain:甲 a kgo:IndustrialChain ; kgo:hasStage stage:甲 ."),
    "shape:ChainStage": ("stage:甲", "stage:甲 a kgo:ChainStage ."),
    "shape:CodedValue": ("mode:甲", "mode:甲 a kgo:Mode ; rdfs:label '甲'@zh ."),
    "shape:Mode": ("mode:乙", "mode:乙 a kgo:Mode ."),
    "shape:Scope": ("scope:甲", "scope:甲 a kgo:Scope ."),
    "shape:Strength": ("strength:甲", "strength:甲 a kgo:Strength ."),
    "shape:Bound": ("bound:甲", "bound:甲 a kgo:Bound ."),
    "shape:Silence": ("silence:甲", "silence:甲 a kgo:Silence ."),
    "shape:Status": ("status:甲", "status:甲 a kgo:Status ."),
    "shape:Unit": ("unit:甲", "unit:甲 a kgo:Unit ; kgo:factor 0.0 ; kgo:ucum 'k W' ."),
    "rule:statement-triple": (
        "statement:乙",
        "statement:乙 kgo:subject region:沈阳市 ; kgo:predicate kgo:includes ; kgo:object concept:甲 .",
    ),
    "rule:statement-clause": (
        "statement:丙",
        "statement:丙 kgo:subject region:沈阳市 ; kgo:predicate kgo:promotes ;"
        " kgo:object concept:高档数控机床 ; kgo:statedIn clause:tools-2015_6 .",
    ),
    "rule:restriction-triple": (
        "restriction:乙",
        "restriction:乙 kgo:place region:沈阳市 ; kgo:shortcut kgo:limits ;"
        " kgo:restrictedConcept concept:甲 .",
    ),
    "rule:evidence": ("region:大连市", "region:大连市 kgo:promotes concept:高档数控机床 ."),
    "rule:quote": (
        "target:丙",
        "target:丙 kgo:statedIn clause:tools-2015_3 ; kgo:quote '别的话' ; kgo:quoteBegin 2 ;"
        " kgo:quoteEnd 5 .",
    ),
    "rule:stage-order": (
        "stage:乙",
        "stage:乙 kgo:nextStage stage:丙 ; kgo:position 1 . stage:丙 kgo:position 3 .",
    ),
    "rule:mention": (
        "mention:戊",
        "} clause:tools-2015_3 { mention:戊 nif:referenceContext clause:tools-2015_3 ; nif:anchorOf '错' ;"
        " nif:beginIndex 2 ; nif:endIndex 3 .",
    ),
    "rule:clause-text": (
        "clause:乙",
        "} graph:documents { clause:乙 a kgo:Clause ; kgo:text '文' .",
    ),
    "rule:clause-section": (
        "clause:丙",
        "} graph:documents { clause:丙 kgo:line 99 ; kgo:inSection section:tools-2015_1 .",
    ),
    "rule:region-cycle": (
        "region:辽宁省",
        "} graph:reference { region:辽宁省 kgo:within region:沈阳市 .",
    ),
    "rule:broader-cycle": (
        "concept:戊",
        "} graph:reference { concept:戊 skos:broader concept:戊 .",
    ),
    "rule:one-class": ("park:乙", "} graph:labels { park:乙 a kgo:Park , kgo:Region ."),
    "rule:blank": ("_:nobody", "_:nobody kgo:promotes concept:甲 ."),
    "rule:unnamed": ("region:沈阳市", "} { region:沈阳市 kgo:promotes concept:甲 ."),
}
RELATIONS = re.findall(r"\w+-(?=subject a)", data_path("shapes", "relations.ttl").read_text("utf-8"))
for _rel in RELATIONS:
    BROKEN[f"shape:{_rel}subject"] = ("unit:一", f"unit:一 kgo:{_rel[:-1]} unit:二 .")
    BROKEN[f"shape:{_rel}object"] = ("unit:二", f"unit:一 kgo:{_rel[:-1]} unit:二 .")


def checks() -> set[str]:
    shapes = {
        f"shape:{str(shape).rpartition('#')[2]}"
        for path in data_path("shapes").glob("*.ttl")
        for shape in Graph().parse(path).subjects(RDF.type, SH.NodeShape)
    }
    return shapes | {f"rule:{path.stem}" for path in data_path("shapes", "rules").glob("*.rq")}


@pytest.fixture(scope="module")
def report(readings: Readings) -> Report:
    """One graph that breaks every check, each with a thing of its own."""
    prefixes = "".join(f"@prefix {p}: <{ns}> .\n" for p, ns in ALL_PREFIXES.items())
    trig = prefixes + "".join(f"graph:statements {{ {added} }}\n" for _, added in BROKEN.values())
    broken = list(ox.parse(trig.encode(), format=ox.RdfFormat.TRIG))
    return validate([*quads(readings[:1]), *broken])


def test_a_sound_graph_conforms(readings: Readings) -> None:
    found = validate(list(quads(readings)))
    assert found.findings == () and found.conforms
    assert found.checks == len(checks()) and found.triples > 1000


def test_every_check_is_broken_below() -> None:
    assert checks() == BROKEN.keys()


@pytest.mark.parametrize("check", sorted(BROKEN))
def test_a_check_can_fail_and_says_so_in_two_languages(report: Report, check: str) -> None:
    focus = BROKEN[check][0]
    found = [
        finding
        for finding in report.findings
        if finding.check == check and (finding.focus == focus or focus.startswith("_:"))
    ]
    assert found, sorted({finding.focus for finding in report.findings if finding.check == check})
    assert all(finding.zh and finding.en for finding in found)
    assert not report.conforms


def test_every_class_has_a_shape() -> None:
    shapes = Graph()
    for path in data_path("shapes").glob("*.ttl"):
        shapes.parse(path)
    ontology = Graph().parse(ontology_path())
    classes = {one for one in ontology.subjects(RDF.type, OWL.Class) if one in KGO}
    assert classes == set(shapes.objects(None, SH.targetClass))


def test_every_message_is_in_two_languages() -> None:
    for path in data_path("shapes").glob("*.ttl"):
        shapes = Graph().parse(path)
        for shape in set(shapes.subjects(SH.message)):
            languages = [message.language for message in shapes.objects(shape, SH.message)]
            assert sorted(languages) == ["en", "zh"], (path.name, shape)


def test_what_a_paper_does_not_say_is_a_warning(readings: Readings) -> None:
    unknown = [
        replace(read, document=replace(read.document, issuer="", date="", region="")) for read in readings[:1]
    ]
    found = validate(list(quads(unknown)))
    assert found.conforms and found.count(Severity.WARNING) >= 3
    assert any("index.csv" in finding.zh for finding in found.findings)


def test_the_report_is_turtle_that_others_read(report: Report) -> None:
    g = Graph().parse(data=report.turtle(), format="turtle")
    (about,) = g.subjects(RDF.type, SH.ValidationReport)
    assert g.value(about, SH.conforms).toPython() is False
    assert len(list(g.objects(about, SH.result))) == len(report.findings)
    assert not any(isinstance(term, BNode) for triple in g for term in triple)
    assert URIRef(PREFIXES["concept"] + "丁") in set(g.objects(None, SH.focusNode))


def test_a_file_and_a_build_folder_are_read(readings: Readings, tmp_path: Path) -> None:
    write_nquads(quads(readings), tmp_path / "graph.nq")
    one, other = (validate(place, shapes=False) for place in (tmp_path, tmp_path / "graph.nq"))
    assert one.conforms and other.conforms and one.triples == other.triples


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("none.nq", None, "no such file"), ("bad.ttl", "<a", "cannot be read"), ("graph.xls", "", "expected")],
)
def test_bad_input_is_one_clear_error(tmp_path: Path, name: str, content: str | None, told: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(GraphError, match=told) as caught:
        validate(tmp_path / name)
    assert name in str(caught.value) and "\n" not in str(caught.value)


def test_findings_are_ordered_by_severity() -> None:
    worse = Finding(Severity.VIOLATION, "z", "z", "", "", "", "")
    better = Finding(Severity.WARNING, "a", "a", "", "", "", "")
    assert not Report("", 0, 0, (worse, better)).conforms and Report("", 0, 0, (better,)).conforms
