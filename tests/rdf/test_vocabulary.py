"""The closed vocabulary, the ontology and the model's enums say the same."""

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from kg.errors import VocabularyError
from kg.model import Bound, EntityType, Mode, Predicate, Scope, Silence, Strength
from kg.rdf.iris import PREFIXES
from kg.rdf.vocabulary import CLASS_OF_TYPE, KGO, PREDICATE, node, shortcut, term
from kg.resources import ontology_path


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_path())


def test_every_term_is_in_both(ontology: rdflib.Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    defined = {s for kind in kinds for s in ontology.subjects(RDF.type, kind) if s in KGO}
    assert defined == {KGO[name] for name in KGO.__annotations__ if not name.startswith("_")}
    assert {s for s in ontology.subjects() if str(s).startswith(PREFIXES["kgo"])} == defined


def test_a_typo_raises() -> None:
    with pytest.raises(AttributeError):
        _ = KGO.promots
    with pytest.raises(VocabularyError, match="promotes"):
        term("promots")
    with pytest.raises(VocabularyError, match="region"):
        node("regoin:沈阳市")


@pytest.mark.parametrize(
    ("prefix", "values", "kind"),
    [
        ("mode", Mode, KGO.Mode),
        ("scope", Scope, KGO.Scope),
        ("strength", Strength, KGO.Strength),
        ("bound", Bound, KGO.Bound),
        ("silence", Silence, KGO.Silence),
    ],
)
def test_enums_are_the_coded_values(ontology: rdflib.Graph, prefix, values, kind) -> None:
    coded = {rdflib.URIRef(PREFIXES[prefix] + value) for value in values}
    assert set(ontology.subjects(RDF.type, kind)) == coded
    assert {str(ontology.value(one, SKOS.notation)) for one in coded} == {str(value) for value in values}


def test_strengths_stand_in_the_order_of_the_model(ontology: rdflib.Graph) -> None:
    position = rdflib.URIRef("https://schema.org/position")
    places = [int(ontology.value(rdflib.URIRef(PREFIXES["strength"] + one), position)) for one in Strength]
    assert places == sorted(places)


def test_types_and_predicates_have_their_term() -> None:
    assert {str(CLASS_OF_TYPE[kind]).rpartition("#")[2] for kind in EntityType} == set(EntityType)
    assert {str(PREDICATE[rel]).rpartition("#")[2] for rel in Predicate} == set(Predicate)


def test_shortcuts_lie_under_restricts_and_are_plain_only_when_whole(ontology: rdflib.Graph) -> None:
    plain = {KGO.prohibits, KGO.limits, KGO.controls, KGO.phasesOut}
    for mode in Mode:
        for scope in Scope:
            used = shortcut(mode, scope)
            assert (used, RDFS.subPropertyOf, KGO.restricts) in ontology
            assert (used in plain) == (scope is Scope.WHOLE)
    assert shortcut(Mode.CONTROL, Scope.NEW_CAPACITY) == KGO.capsCapacityOf
    assert shortcut(Mode.CONTROL, Scope.NEW_BUILD) == KGO.restrictsPartOf
