"""Every place of the two papers where promotion and restriction meet is found and rightly named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.analysis.records import Claim, ClauseText, Corpus, Quote, Restraint, Thing
from kg.analysis.reference import reference_chains
from kg.analysis.taxonomy import Kinship, Taxonomy
from kg.analysis.tensions import Kind, Place, Tension, tensions

EXAMPLES = [
    # promoted in, what, restricted in, what, line of the restriction, kind, also
    ("辽宁省", "船舶", "阜新市", "船舶", 397, "spatialDifferentiation", ""),
    ("大连市", "高技术船舶", "大连市", "船舶", 188, "upgradeAndCap", ""),
    ("辽宁省", "炼油", "本溪市", "炼化一体化", 288, "scopedException", "spatialDifferentiation"),
    ("辽宁省", "炼油", "铁岭市", "大型炼化一体化", 450, "scopedException", "spatialDifferentiation"),
    ("辽宁省", "炼油", "丹东市", "大型炼化一体化", 322, "scopedException", "spatialDifferentiation"),
    ("辽宁省", "炼油", "鞍山市", "炼化一体化", 223, "scopedException", "spatialDifferentiation"),
    ("辽宁省", "石油化工", "辽宁省", "石油化工", 49, "scopedException", ""),
    ("大连市", "新能源装备", "葫芦岛市", "风电装备", 552, "spatialDifferentiation", ""),
    ("锦州市", "PTA系列", "锦州市", "PTA", 350, "upgradeAndCap", ""),
    ("锦州市", "铁合金", "锦州市", "冶炼", 351, "contradiction", ""),
    ("锦州市", "钛", "锦州市", "冶炼", 351, "contradiction", ""),
    ("锦州市", "铁合金", "锦州市", "钛铁", 351, "upgradeAndCap", ""),
    ("辽宁省", "硅料", "锦州市", "多晶硅料", 352, "contradiction", ""),
    ("抚顺市", "煤电铝一体化", "抚顺市", "电解铝", 256, "upgradeAndCap", ""),
    ("辽阳市", "钢铁及精深加工", "辽阳市", "钢铁", 423, "upgradeAndCap", ""),
]


@pytest.fixture(scope="module")
def found(corpus: Corpus) -> tuple[Tension, ...]:
    return tensions(corpus)


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda example: f"{example[0]}{example[1]}-{example[2]}{example[3]}"
)
def test_the_papers_tensions_are_found_and_named(
    example: tuple[str, str, str, str, int, str, str], found: tuple[Tension, ...], corpus: Corpus
) -> None:
    wanted_in, wanted, held_in, held, line, kind, also = example
    rows = [
        row
        for row in found
        if (corpus.name(row.promoted_in), corpus.name(row.promoted)) == (wanted_in, wanted)
        and (corpus.name(row.restricted_in), corpus.name(row.restricted)) == (held_in, held)
        and row.hold.line == line
    ]
    assert rows
    if (held_in, held) == ("辽阳市", "钢铁"):  # the same line also wants old capacity gone
        rows = [row for row in rows if row.scope == "newCapacity"]
    assert {row.kind for row in rows} == {kind}
    assert not also or all(also in row.also for row in rows)
    assert all(row.same_issuer and row.want.text and row.hold.text for row in rows)


def test_the_two_kept_refineries_are_said(found: tuple[Tension, ...], corpus: Corpus) -> None:
    kept = {
        name
        for row in found
        if corpus.name(row.restricted) == "炼化一体化" and corpus.name(row.restricted_in) == "鞍山市"
        for name in row.kept
    }
    assert len(kept) == 2


def test_what_the_province_insists_on_is_quoted(found: tuple[Tension, ...], corpus: Corpus) -> None:
    rows = [
        row for row in found if corpus.name(row.promoted) == "炼油" and "炼化" in corpus.name(row.restricted)
    ]
    assert {corpus.name(row.restricted_in) for row in rows} == {"本溪市", "铁岭市", "丹东市", "鞍山市"}
    assert all("坚持炼化一体化" in row.want.text for row in rows)


def test_titanium_is_smelted_only_where_it_is_metallurgy(found: tuple[Tension, ...], corpus: Corpus) -> None:
    rows = [
        row for row in found if corpus.name(row.promoted) == "钛" and corpus.name(row.restricted) == "冶炼"
    ]
    assert {corpus.name(row.promoted_in) for row in rows} == {"锦州市"}  # 沈阳's is a new material


def test_the_dated_ban_keeps_its_time(found: tuple[Tension, ...], corpus: Corpus) -> None:
    rows = [row for row in found if corpus.name(row.restricted) == "大型炼化一体化"]
    assert {corpus.name(row.restricted_in): row.when for row in rows} == {"丹东市": "近期", "铁岭市": ""}


def test_both_quotes_stand_in_their_clauses(found: tuple[Tension, ...], corpus: Corpus) -> None:
    for row in found:
        for quote in (row.want, row.hold):
            assert corpus.clauses[quote.clause].text[quote.begin : quote.end] == quote.text


def test_no_capacity_ban_is_called_a_contradiction(found: tuple[Tension, ...]) -> None:
    assert not [row for row in found if row.kind is Kind.CONTRADICTION and row.scope != "whole"]


def test_one_city_has_the_rows_that_touch_it(found: tuple[Tension, ...], corpus: Corpus) -> None:
    city = next(iri for iri in corpus.cities if corpus.name(iri) == "锦州市")
    own = [row for row in found if city in (row.promoted_in, row.restricted_in)]
    assert tensions(corpus, city=city) == tuple(own)


# by hand: one clause a statement


def made(
    *,
    wanted: str = "concept/甲",
    held: str = "concept/甲",
    wanted_in: str = "region/东市",
    held_in: str = "region/东市",
    scope: str = "whole",
    issuers: tuple[tuple[str, ...], tuple[str, ...]] = (("agency/省",), ("agency/省",)),
    until: tuple[int | None, int | None] = (None, None),
    words: str = "发展甲。",
    broader: dict[str, tuple[str, ...]] | None = None,
) -> Corpus:
    """Return a corpus of one promotion and one restriction."""
    lines = {1: words, 2: "禁止甲。"}
    clauses = {
        f"clause/{n}": ClauseText(f"clause/{n}", "p", n, text, region, (), False)
        for (n, text), region in zip(lines.items(), (wanted_in, held_in), strict=True)
    }
    quotes = {n: Quote("p", n, 0, len(text), text, f"clause/{n}") for n, text in lines.items()}
    names = {wanted, held, *(high for above in (broader or {}).values() for high in above)}
    things = {
        name: Thing(name, name.rpartition("/")[2], "", "concept", frozenset(), ()) for name in names
    } | {
        region: Thing(region, region.rpartition("/")[2], "", "region", frozenset(classes), ())
        for region, classes in [
            ("region/东市", ["City"]),
            ("region/西市", ["City"]),
            ("region/省", ["Province"]),
        ]
    }
    claim = Claim(
        *("s/1", wanted_in, "promotes", wanted, wanted_in, "", "", until[0], "发展", "promotion:focus"),
        *(issuers[0], "2015-12-12", quotes[1]),
    )
    restraint = Restraint(
        *("r/1", held_in, held, held.rpartition("/")[2], "prohibit", scope, "", "", until[1], "禁止", ()),
        *(issuers[1], "2015-12-12", quotes[2]),
    )
    return Corpus(
        things=things,
        papers={},
        clauses=clauses,
        claims=(claim,),
        restraints=(restraint,),
        chains=(),
        mentions={},
        within={"region/东市": "region/省", "region/西市": "region/省"},
        members={},
        broader=broader or {},
    )


@pytest.mark.parametrize(
    ("options", "kind", "place"),
    [
        ({}, Kind.CONTRADICTION, Place.SAME),
        ({"scope": "newCapacity"}, Kind.CAPACITY_CAP, Place.SAME),
        ({"scope": "newBuild", "words": "发展高端甲。"}, Kind.UPGRADE_AND_CAP, Place.SAME),
        ({"scope": "size"}, Kind.SCOPED_EXCEPTION, Place.SAME),
        ({"held_in": "region/西市"}, Kind.SPATIAL, Place.APART),
        ({"wanted_in": "region/省"}, Kind.SPATIAL, Place.INSIDE),
        ({"wanted_in": "region/省", "scope": "newCapacity"}, Kind.CAPACITY_CAP, Place.INSIDE),
        ({"held_in": "region/省"}, Kind.CONTRADICTION, Place.AROUND),
        (
            {"wanted_in": "region/省", "issuers": (("agency/省",), ("agency/市",))},
            Kind.CONTRADICTION,
            Place.INSIDE,
        ),
    ],
)
def test_each_comparison_decides(options: dict[str, object], kind: Kind, place: Place) -> None:
    (row,) = tensions(made(**options))  # type: ignore[arg-type]
    assert (row.kind, row.place) == (kind, place)


def test_a_part_taken_out_of_what_is_promoted_is_an_exception() -> None:
    below = {"concept/小甲": ("concept/甲",), "concept/甲": ("concept/全",)}
    (row,) = tensions(made(held="concept/小甲", broader=below))
    assert row.kind is Kind.SCOPED_EXCEPTION
    (row,) = tensions(made(wanted="concept/小甲", words="发展小甲。", broader=below))
    assert row.kind is Kind.CONTRADICTION


def test_what_is_over_before_the_other_begins_is_no_tension() -> None:
    assert tensions(made(until=(None, 2014))) == ()
    assert tensions(made(until=(None, 2015)))


def test_cities_with_issuers_of_their_own_do_not_clash() -> None:
    corpus = made(held_in="region/西市", issuers=(("agency/东",), ("agency/西",)))
    assert tensions(corpus) == ()


def test_a_sector_is_too_wide_to_clash_with_its_parts() -> None:
    below = {"concept/小甲": ("concept/甲",)}
    assert tensions(made(held="concept/小甲", broader=below)) == ()


def test_a_group_holds_its_members() -> None:
    corpus = made(held_in="region/群")
    group = Thing("region/群", "群", "", "region", frozenset({"RegionGroup"}), ())
    corpus = replace(
        corpus, things={**corpus.things, "region/群": group}, members={"region/群": ("region/东市",)}
    )
    (row,) = tensions(corpus)
    assert row.place is Place.AROUND


@pytest.mark.parametrize(
    "words",
    [
        "引进甲领域的研发中心。",  # a field of something else
        "培育甲交易平台。",
        "逐步转移甲。",
        "发展乙。",  # the name stands elsewhere
    ],
)
def test_what_is_not_wanted_itself_pulls_against_nothing(words: str) -> None:
    corpus = made(words=words)
    (claim,) = corpus.claims
    place = max(words.find("甲"), 0)
    quote = replace(claim.quote, begin=place, end=place + 1, text=words[place])
    assert tensions(replace(corpus, claims=(replace(claim, quote=quote),))) == ()


def test_a_bare_name_below_a_heading_of_what_is_restricted_is_no_promotion() -> None:
    corpus = made(words="甲产业。")
    below = {iri: replace(clause, headings=("限制发展的产业",)) for iri, clause in corpus.clauses.items()}
    bare = tuple(replace(claim, cue="", rule="promotion:lead") for claim in corpus.claims)
    assert tensions(replace(corpus, claims=bare))
    assert tensions(replace(corpus, claims=bare, clauses=below)) == ()


def test_bettering_pulls_against_a_cap_in_its_own_place_only() -> None:
    def bettered(corpus: Corpus) -> Corpus:
        return replace(corpus, claims=tuple(replace(claim, cue="改造提升") for claim in corpus.claims))

    assert tensions(bettered(made(scope="newCapacity", words="改造提升甲。")))
    assert tensions(bettered(made(scope="newCapacity", words="改造提升甲。", held_in="region/西市"))) == ()


def test_elsewhere_a_part_must_be_said() -> None:
    below = {"concept/小甲": ("concept/甲",), "concept/甲": ("concept/全",)}
    options = {"held": "concept/小甲", "held_in": "region/西市", "broader": below}
    assert tensions(made(words="发展甲。", **options)) == ()  # type: ignore[arg-type]
    (row,) = tensions(made(words="发展甲，重点是小甲。", **options))  # type: ignore[arg-type]
    assert row.kind is Kind.SPATIAL


def test_a_cut_of_capacity_is_a_cap_and_a_few_firms_are_a_part() -> None:
    corpus = made(scope="grade")
    (held,) = corpus.restraints
    cut = replace(held, cue="压缩", quote=replace(held.quote, text="压缩甲产能"))
    few = replace(held, scope="whole", quote=replace(held.quote, text="引导经营困难企业退出甲"))
    kinds = [tensions(replace(corpus, restraints=(one,)))[0].kind for one in (cut, few)]
    assert kinds == [Kind.CAPACITY_CAP, Kind.SCOPED_EXCEPTION]


@pytest.mark.parametrize(
    ("one", "other", "kinship"),
    [
        ("PTA", "己内酰胺", None),  # two words of one link are two things
        ("硅料", "多晶硅料", Kinship.SAME),
        ("炼油", "大型炼化一体化", Kinship.NARROWER),
        ("铁合金", "钛铁", Kinship.NARROWER),
        ("钢铁及精深加工", "钢铁", Kinship.NARROWER),
        ("船舶和海洋工程装备", "船舶", Kinship.NARROWER),
        ("海洋工程装备", "船舶", None),
        ("石油化工", "化工", Kinship.BROADER),
        ("硼化工", "石油化工", None),
        ("新能源装备", "风电装备", Kinship.NARROWER),
    ],
)
def test_how_concepts_hang_together(one: str, other: str, kinship: Kinship | None, corpus: Corpus) -> None:
    named = {thing.label: thing.iri for thing in corpus.things.values() if thing.kind == "concept"}
    relation = Taxonomy(corpus, reference_chains()).relation(named[one], named[other])
    assert (relation and relation.kinship) == kinship
