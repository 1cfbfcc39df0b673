"""Readings of whole papers: sound records, offsets that hold, reasons for silence, the same every time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from clause_makers import clause, named, read, stated
from hypothesis import given
from hypothesis import strategies as st

from kg import pipeline
from kg.documents import read_corpus, read_document
from kg.model import ClauseReading, Document, DocumentReading, EntityType, Mode, Predicate, Role, Silence
from kg.resources import data_path, rows

PREDICATES = {predicate.value for predicate in Predicate} - {"usesInput"}


@pytest.fixture(scope="module")
def papers() -> list[Document]:
    """Return the shipped papers."""
    return read_corpus([data_path("documents")])


@pytest.fixture(scope="module")
def readings(papers: list[Document]) -> list[DocumentReading]:
    """Return what is read out of the shipped papers."""
    return list(pipeline.read_all(papers))


def clauses(readings: list[DocumentReading]) -> Iterator[ClauseReading]:
    return (clause for reading in readings for clause in reading.readings)


def plain(text: str) -> str:
    return re.sub(r"[\s“”\"'‘’《》]", "", unicodedata.normalize("NFKC", text))


def stands_in(name: str, line: str) -> bool:
    rest = iter(plain(line))
    return all(char in rest for char in plain(name))


def sound(reading: ClauseReading) -> None:
    """Hold a reading to what every user of offsets, statements and silences relies on."""
    text = reading.clause.text
    for mention in reading.mentions:
        assert mention.name == "".join(piece.of(text) for piece in mention.pieces), mention
        assert all(0 <= piece.start < piece.end <= len(text) for piece in mention.pieces), mention
        assert mention.entity.name
        assert mention.rule
    assert [m.start for m in reading.mentions] == sorted(m.start for m in reading.mentions)
    stated_things = (*reading.statements, *reading.restrictions, *reading.chains, *reading.targets)
    for one in stated_things:
        assert 0 <= one.evidence.start < one.evidence.end <= len(text), one
        assert one.rule
    assert (reading.silence is None) == bool(stated_things)
    promoted = {s.object_name for s in reading.statements if s.predicate is Predicate.PROMOTES}
    assert not promoted & {one.object_name for one in reading.restrictions}


def remarks(record: dict[str, object], line: str) -> list[str]:
    """Return what is wrong with a record in the annotation format."""
    entities, relations = record["entities"], record["relations"]
    assert isinstance(entities, list)
    assert isinstance(relations, list)
    names = {name for name, _ in entities}
    told = [f"type {kind}" for _, kind in entities if kind not in set(EntityType)]
    told += [f"not in the line: {name}" for name in names if not stands_in(name, line)]
    told += [f"predicate {predicate}" for _, predicate, _ in relations if predicate not in PREDICATES]
    ends = {(end, predicate) for a, predicate, b in relations for end in (a, b)} - {
        (name, predicate) for name in names for predicate in PREDICATES
    }
    told += [
        f"end that is no mention: {end}"
        for end, predicate in ends
        if end != "SECTION" and plain(end) not in plain(line) and not re.search("[市省区县州盟旗]$", end)
    ]
    restrictions = record["restrictions"]
    assert isinstance(restrictions, list)
    told += [f"mode {one['mode']}" for one in restrictions if one["mode"] not in set(Mode)]
    told += [f"object {one['object']}" for one in restrictions if not stands_in(one["object"], line)]
    told += [f"twice: {one}" for one in relations if relations.count(one) > 1]
    told += [f"twice: {one}" for one in entities if entities.count(one) > 1]
    return told


def test_every_clause_of_the_papers_is_read_soundly(
    papers: list[Document], readings: list[DocumentReading]
) -> None:
    assert [len(reading.readings) for reading in readings] == [len(paper.clauses) for paper in papers]
    for reading in clauses(readings):
        sound(reading)


def test_records_of_the_papers_are_sound(readings: list[DocumentReading]) -> None:
    told = {
        f"{reading.clause.doc}:{reading.clause.line}": found
        for reading in clauses(readings)
        if (found := remarks(pipeline.record(reading), reading.clause.text))
    }
    assert told == {}


def test_the_papers_are_mostly_understood(readings: list[DocumentReading]) -> None:
    reasons = [reading.silence for reading in clauses(readings)]
    assert set(reasons) <= {None, *Silence}
    spoken = reasons.count(None)
    assert spoken > 400
    assert reasons.count(Silence.NOT_UNDERSTOOD) < spoken / 4


@pytest.mark.parametrize(
    ("text", "silence"),
    [
        ("", Silence.BLANK),
        ("　　", Silence.BLANK),
        ("辽宁省人民政府", Silence.FORMAL),
        ("　　现将《某某实施方案》印发给你们，请认真贯彻执行。", Silence.FORMAL),
        ("提高发展质量和效益。", Silence.GENERAL),
        ("加强与GE、西门子合作。", Silence.NOT_UNDERSTOOD),
        ("重点发展工业机器人、洁净机器人等产品。", None),
        ("禁止发展电解铝产业。", None),
    ],
)
def test_the_reason_of_silence(text: str, silence: Silence | None) -> None:
    assert read(text).silence is silence


def test_a_heading_without_an_industry_is_silent_as_a_heading() -> None:
    assert read("三、保障措施", lead="保障措施", heading=True).silence is Silence.HEADING


def test_a_short_paper_from_file_to_statements(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "辽宁省装备制造业发展规划\n一、重点任务\n"
        "1．智能机器人。依托沈阳新松机器人等龙头企业，重点发展工业机器人、移动机器人等产品。"
        "（省科技厅牵头，省财政厅配合）\n",
        encoding="utf-8",
    )
    reading = pipeline.read(read_document(path)).readings[2]
    assert named(reading) == {
        "智能机器人": "Industry",
        "沈阳新松机器人": "Enterprise",
        "工业机器人": "Product",
        "移动机器人": "Product",
        "省科技厅": "Agency",
        "省财政厅": "Agency",
    }
    assert stated(reading) == {
        ("辽宁省", "promotes", "智能机器人"),
        ("智能机器人", "includes", "工业机器人"),
        ("智能机器人", "includes", "移动机器人"),
        ("智能机器人", "reliesOn", "沈阳新松机器人"),
        ("沈阳新松机器人", "locatedIn", "沈阳市"),
        ("省科技厅", "leads", "SECTION"),
        ("省财政厅", "assists", "SECTION"),
    }


@pytest.mark.parametrize(
    ("line", "relation"),
    [
        (26, ("高档数控机床", "reliesOn", "沈阳机床")),
        (26, ("辽宁省", "promotes", "高档数控机床")),
        (26, ("沈阳机床", "locatedIn", "沈阳市")),
    ],
)
def test_what_a_line_of_the_papers_says(
    readings: list[DocumentReading], line: int, relation: tuple[str, str, str]
) -> None:
    (paper,) = (one for one in readings if one.document.id == "liaoning-2015-traditional-industry")
    assert relation in stated(paper.readings[line - 1])


def test_stages_of_a_chain_are_mentions() -> None:
    reading = read("打造粗钢—钢材加工—再生钢产业链。", region="鞍山市")
    types = {m.name: m.type for m in reading.mentions}
    assert types["粗钢"] is EntityType.PRODUCT
    assert types["钢材加工"] is EntityType.INDUSTRY
    assert "粗钢—钢材加工—再生钢" not in types


def test_a_restricted_name_has_its_role_and_its_restriction() -> None:
    reading = read("不再新建钢铁项目，重点发展铝型材等产品。")
    roles = {mention.name: mention.role for mention in reading.mentions}
    assert roles == {"钢铁": Role.RESTRICTED, "铝型材": Role.FOCUS}
    assert [one.object_name for one in reading.restrictions] == ["钢铁"]


def test_processes_do_not_matter(papers: list[Document], readings: list[DocumentReading]) -> None:
    done: list[str] = []
    parallel = list(
        pipeline.read_all(papers, processes=2, on_done=lambda reading: done.append(reading.document.id))
    )
    assert parallel == readings
    assert done == [paper.id for paper in papers]


def test_order_does_not_matter(papers: list[Document], readings: list[DocumentReading]) -> None:
    backward = list(pipeline.read_all(reversed(papers)))
    assert backward[::-1] == readings


def test_a_clause_is_read_alone(papers: list[Document], readings: list[DocumentReading]) -> None:
    for paper, reading in zip(papers, readings, strict=True):
        for one in list(reading.readings)[5:60:9]:
            fresh = next(clause for clause in paper.clauses if clause.line == one.clause.line)
            alone = pipeline.read_clause(fresh, titles(paper, fresh.section))
            assert alone == one


def titles(paper: Document, id_: str) -> tuple[str, ...]:
    sections = {section.id: section for section in paper.sections}
    section = sections.get(id_)
    return (*titles(paper, section.parent), section.title) if section else ()


def test_the_rules_alone_read_less_like_the_annotation(papers: list[Document]) -> None:
    with_model, alone = (list(clauses(list(pipeline.read_all(papers, learned=on)))) for on in (True, False))
    assert any(mention.rule == "model" for reading in with_model for mention in reading.mentions)
    assert not any(mention.rule == "model" for reading in alone for mention in reading.mentions)
    for reading in alone:
        sound(reading)


LEXICON = sorted(
    {
        row["form"]
        for table in ("openers", "heads", "tails", "suffixes")
        for row in rows("lexicon", f"{table}.csv")
    }
)
THINGS = (
    "沈阳",
    "大连市",
    "法库县",
    "鞍钢",
    "沈阳机床",
    "机器人",
    "铝型材",
    "钢铁",
    "（含ＡＢＳ）",
    "“一带一路”",
    "《规划》",
)
SENTENCES = st.lists(
    st.one_of(
        st.sampled_from(LEXICON), st.sampled_from(THINGS), st.sampled_from("、，。；：和及等的以为由向　 ")
    ),
    max_size=24,
).map("".join)


@given(SENTENCES, st.booleans())
def test_sentences_of_the_genre_are_read_soundly(text: str, learned: bool) -> None:
    reading = read(text, learned=learned)
    sound(reading)
    assert remarks(pipeline.record(reading), text) == []


@given(st.text(max_size=80))
def test_any_text_is_read_soundly(text: str) -> None:
    sound(pipeline.read_clause(clause(text)))


@given(SENTENCES, st.integers(0, 10))
def test_a_lead_anywhere_is_read_soundly(text: str, size: int) -> None:
    sound(read("（一）" + text, lead=text[:size].strip()))
