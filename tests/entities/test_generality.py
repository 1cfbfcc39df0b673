"""What is local to the project's papers is computed, and can be left out and put back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.entities import concepts, gazetteer, generality
from kg.entities.generality import TableEntry, entries, in_one_paper, leaving_out, local, occurs
from kg.entities.linker import link
from kg.model import Clause, ClauseReading, Document, DocumentReading, EntityRef, EntityType, Mention, Span
from kg.resources import data_path, rows

OTHERS = Path(__file__).resolve().parents[3] / "shared" / "documents" / "other"
FIRM = "gazetteers/enterprises.csv:"


def unsourced() -> TableEntry:
    """Return a firm without an opened source that has a name and another one."""
    return next(e for e in entries() if e.id.startswith(FIRM) and not e.opened and len(e.forms) > 1)


def test_an_entry_without_a_source_that_only_our_papers_name_is_local() -> None:
    firm = unsourced()
    assert firm in local([f"重点发展{firm.forms[0]}"], ["别的论文"])
    assert firm not in local(["别的论文"], [])


def test_an_entry_is_not_local_when_another_paper_names_it_by_any_form() -> None:
    firm = unsourced()
    assert firm not in local([firm.forms[0]], [f"依托{firm.forms[1]}"])


def test_a_word_of_the_dictionary_is_not_local() -> None:
    firm = unsourced()
    assert firm in local([firm.forms[0]], [], known=lambda form: form not in firm.forms)
    assert firm not in local([firm.forms[0]], [], known=firm.forms.__contains__)


def test_what_stands_below_a_left_out_concept_hangs_in_the_air_without_harm() -> None:
    above = next(e for e in entries() if e.id.startswith("concepts/industries.csv:有色金属|"))
    with leaving_out([above.id]):
        assert [concept.name for concept in concepts.broader("电解铝")] == ["铝"]
    assert [concept.name for concept in concepts.broader("电解铝")][1] == "有色金属"


def test_an_entry_with_an_opened_source_is_never_local() -> None:
    coded = {entry.id for entry in entries() if entry.id.startswith("concepts/") and "GB/T" in entry.source}
    assert coded
    text = "".join(form for entry in entries() for form in entry.forms if "GB/T" in entry.source)
    assert not coded & {entry.id for entry in local([text], [])}


def test_spaces_and_width_do_not_hide_a_form() -> None:
    assert occurs("互联网＋", generality.squeeze("互 联网+"))
    assert occurs("以…为龙头", "以沈阳机床为龙头")
    assert not occurs("以…为龙头", "以沈阳机床为重点")


def test_left_out_entries_are_gone_inside_and_back_after() -> None:
    (entry,) = (e for e in entries() if e.id.startswith("aliases/aliases.csv:鞍钢|"))
    (firm,) = (e for e in entries() if e.id.startswith(f"{FIRM}鞍钢集团|"))
    assert link("鞍钢", EntityType.ENTERPRISE).name == "鞍钢集团"
    with leaving_out([entry.id, firm.id]):
        assert link("鞍钢", EntityType.ENTERPRISE).name == "鞍钢"
        assert "鞍钢集团" not in {e.name for e in gazetteer.load().entries}
    assert link("鞍钢", EntityType.ENTERPRISE).name == "鞍钢集团"


def test_ids_are_unique() -> None:
    found = [entry.id for entry in entries()]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("table", sorted(generality.FORMS))
def test_registered_columns_exist(table: str) -> None:
    row = next(iter(rows(*table.split("/"))))
    assert set(generality.FORMS[table]) <= set(row)


def test_most_of_what_is_known_is_not_local() -> None:
    if not OTHERS.is_dir():
        pytest.skip(f"{OTHERS} is not here")
    own = [path.read_text(encoding="utf-8") for path in sorted(data_path("documents").glob("*.txt"))]
    others = [path.read_text(encoding="utf-8") for path in sorted(OTHERS.glob("*.txt"))]
    found, known = local(own, others), list(entries())
    assert len(found) < len(known) / 4


def test_rules_that_fire_in_one_paper_are_told() -> None:
    def reading(doc: str, *rules: str) -> DocumentReading:
        ref = EntityRef(EntityType.REGION, "沈阳市", rule="gb2260:official")
        mentions = tuple(
            Mention("沈阳市", EntityType.REGION, (Span(0, 3),), rule, entity=ref) for rule in rules
        )
        clause = Clause(doc, 1, "沈阳市", doc, "沈阳市", "0" * 16)
        document = Document(doc, "", "", "", "", "", "", "", "", "", "", "", "utf-8", (), (clause,))
        return DocumentReading(document, (ClauseReading(clause, mentions),))

    assert in_one_paper([reading("a", "one", "both"), reading("b", "both")]) == {"one": "a"}
