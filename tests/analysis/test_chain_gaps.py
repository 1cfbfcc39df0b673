"""Reference chains are sound, gaps are what the texts do not name, and grades say on what they rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.analysis.chain_gaps import ChainReport, Gap, Grade, Level, chain_reports, gaps
from kg.analysis.geography import distance, points
from kg.analysis.records import Corpus
from kg.analysis.reference import STAGES, ReferenceChain, chain_named, read_chain, reference_chains
from kg.errors import DataError, UsageError

EVERY = pytest.mark.parametrize("chain", reference_chains(), ids=lambda chain: chain.id)


@pytest.fixture(scope="module")
def found(corpus: Corpus) -> tuple[Gap, ...]:
    return gaps(corpus)


@pytest.fixture(scope="module")
def reports(corpus: Corpus) -> tuple[ChainReport, ...]:
    return chain_reports(corpus)


def test_there_are_chains_for_the_papers_industries() -> None:
    names = {chain.name for chain in reference_chains()}
    assert len(names) >= 12
    assert names >= {"数控机床", "机器人", "航空装备", "轨道交通装备", "汽车及零部件", "船舶和海洋工程"}
    assert names >= {"输变电及能源装备", "石油化工", "钢铁", "铝", "菱镁", "医药"}


@EVERY
def test_links_are_named_once_and_staged(chain: ReferenceChain) -> None:
    names = [link.name for link in chain.links]
    assert len(names) == len(set(names)) >= 5
    assert {link.stage for link in chain.links} <= set(STAGES)


@EVERY
def test_a_clause_that_is_a_source_names_its_link(chain: ReferenceChain, corpus: Corpus) -> None:
    texts = {(clause.doc, clause.line): clause.text for clause in corpus.clauses.values()}
    for link in chain.links:
        if link.source.startswith("clause "):
            doc, line = re.fullmatch(r"clause (.+):(\d+)", link.source).groups()  # type: ignore[union-attr]
            assert any(word in texts[doc, int(line)] for word in link.words), f"{link.name}: {link.source}"


def test_a_city_does_not_name_what_it_lacks(
    found: tuple[Gap, ...], reports: tuple[ChainReport, ...], corpus: Corpus
) -> None:
    own = dict.fromkeys(corpus.cities, "")
    for clause in corpus.clauses.values():
        if clause.region in own:
            own[clause.region] += clause.text
    missing = [gap for gap in found if gap.link]
    assert len(missing) > 100
    for gap in missing:
        words = chain_named(gap.chain).link(gap.link).words
        assert not [word for word in words if word in own[gap.place]]


def test_what_rests_on_the_editor_is_inferred(found: tuple[Gap, ...]) -> None:
    for gap in found:
        if gap.link:
            judged = chain_named(gap.chain).link(gap.link).judged
            assert (gap.grade is Grade.INFERRED) == judged
            assert (gap.grade is Grade.INTENDED) == (gap.quote is not None)


def test_the_papers_own_words_come_first(found: tuple[Gap, ...], corpus: Corpus) -> None:
    assert [gap.grade for gap in found] == sorted((gap.grade for gap in found), key=list(Grade).index)
    stated = {
        (corpus.name(gap.place), gap.quote.line) for gap in found if gap.grade is Grade.STATED and gap.quote
    }
    assert {("辽宁省", 6), ("辽宁省", 9), ("辽宁省", 50), ("沈阳市", 126)} <= stated
    intended = {gap.quote.line for gap in found if gap.grade is Grade.INTENDED and gap.quote}
    assert {127, 168, 176, 246, 340, 395, 416, 474, 476} <= intended


def test_the_aluminium_chain_of_liaoyang_lacks_only_its_first_link(reports: tuple[ChainReport, ...]) -> None:
    (report,) = [one for one in reports if one.chain.id == "aluminium" and one.city.endswith("辽阳市")]
    assert [one.link for one in report.coverage if one.level is Level.ABSENT] == ["铝土矿与氧化铝"]
    assert all(one.quote for one in report.coverage if one.level is not Level.ABSENT)


def test_what_is_only_held_back_is_no_gap(reports: tuple[ChainReport, ...]) -> None:
    held = [(r.city, r.chain.id, one.link) for r in reports for one in r.coverage if one.level is Level.HELD]
    assert held
    assert not set(held) & {(gap.place, gap.chain, gap.link) for r in reports for gap in r.gaps}


def test_the_nearest_city_names_the_link_and_none_is_nearer(
    reports: tuple[ChainReport, ...], corpus: Corpus
) -> None:
    where = points()
    for report in reports[:10]:
        for gap in report.gaps:
            if gap.nearest:
                far = distance(where[corpus.name(gap.place)], where[corpus.name(gap.nearest)])
                assert gap.kilometres == pytest.approx(far, abs=0.1) and gap.nearest_quote is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: 甲\nlinks: [1]\n", "name_en is missing"),
        ("- 甲\n", "expected a mapping"),
        ("name: [", "not readable as YAML"),
        (
            "name: 甲\nname_en: A\nwords: [甲]\nlinks: [{name: 乙, name_en: B, stage: up, source: x}]\n",
            "stage",
        ),
        (
            "name: 甲\nname_en: A\nwords: [甲]\n"
            "links: [{name: 乙, name_en: B, stage: upstream, source: 听说}]\n",
            "no clause, address",
        ),
        (
            "name: 甲\nname_en: A\nwords: [甲]\n"
            "links: [{name: 乙, name_en: B, stage: upstream, source: editor's judgement, alike: [丙]}]\n",
            "丙 in alike or kinds, but not in words",
        ),
    ],
)
def test_a_malformed_chain_is_named_with_its_place(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said) as told:
        read_chain(path)
    assert str(path) in str(told.value)


def test_an_unknown_chain_is_said() -> None:
    with pytest.raises(UsageError, match="机器人"):
        chain_named("机器")


def test_who_carries_a_link_is_said_beside_it(reports: tuple[ChainReport, ...], corpus: Corpus) -> None:
    carried = {
        (corpus.name(report.city), report.chain.id, one.link): {corpus.name(iri) for iri in one.carriers}
        for report in reports
        for one in report.coverage
    }
    assert carried["沈阳市", "food", "乳制品"] == {"法库乳品加工产业集群"}  # one of seven clusters of a list
    assert carried["大连市", "machine-tools", "机床整机"] == {"大连机床"}
    assert carried["沈阳市", "automotive", "整车制造"] == {"上通北盛", "华晨宝马"}  # 以…为牵动
    assert not carried["大连市", "ships", "船舶配套设备"]  # a phone maker's 配套产品 are no ship's


def test_a_firm_whose_seat_is_known_carries_links_of_its_city(
    reports: tuple[ChainReport, ...], corpus: Corpus
) -> None:
    known = {
        (corpus.name(report.city), report.chain.id, one.link): one
        for report in reports
        for one in report.coverage
    }
    bushings = known["沈阳市", "power-equipment", "互感器与套管"]  # 依托特变电工沈变集团
    assert [corpus.name(iri) for iri in bushings.carriers] == ["特变电工沈变集团"] and bushings.single
    bearings = known["大连市", "robots", "机器人轴承"]  # 依托瓦轴集团, two sentences before
    assert bearings.level is Level.NAMED and bearings.quote is not None and bearings.quote.line == 33
    medicine = known["沈阳市", "pharmaceuticals", "现代中药"]  # 依托沈阳、大连、本溪等地区骨干医药企业
    assert medicine.level is Level.NAMED
    assert known["锦州市", "petrochemicals", "聚氨酯"].level is Level.ABSENT  # another city's item of a list


def test_a_longer_chain_is_no_intention_above_it_and_a_whole_one_is(
    found: tuple[Gap, ...], corpus: Corpus
) -> None:
    grades = {(corpus.name(gap.place), gap.chain, gap.link): gap.grade for gap in found}
    assert grades["锦州市", "petrochemicals", "炼油"] is Grade.STRUCTURAL  # 拉长产业链
    assert grades["锦州市", "petrochemicals", "聚氨酯"] is Grade.INTENDED
    assert grades["抚顺市", "petrochemicals", "烯烃"] is Grade.INTENDED  # 上下游综合配套的完整产业链
    assert grades["营口市", "steel", "钢材交易与物流"] is Grade.STRUCTURAL  # a service


def test_what_is_only_held_back_does_not_make_a_chain_present(reports: tuple[ChainReport, ...]) -> None:
    assert not [one for one in reports if one.city.endswith("丹东市") and one.chain.id == "steel"]
