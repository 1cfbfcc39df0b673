"""Which clause repeats which, exact and near."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Clause, Document, Span
from kg.rdf.repetition import COMMON, MOST, NEAR, repetition_triples, repetitions, sentences
from kg.rdf.vocabulary import node

SHIP = "加快推进大连、盘锦、葫芦岛高技术船舶和海洋工程产业基地建设。"
TOOL = "重点突破深远海油气勘探装备、钻井装备、海洋工程船舶等设计制造技术；"


def clause(doc: str, line: int, text: str, **more: object) -> Clause:
    return Clause(doc, line, text, doc, "辽宁省", "0" * 16, **more)  # type: ignore[arg-type]


def document(doc: str, date: str, *clauses: Clause) -> Document:
    return Document(doc, doc, doc, "", "", date, "", "", "", "", "", "", "utf-8", (), clauses)


def pairs(*documents: Document) -> list[tuple[str, str, bool]]:
    return [
        (
            f"{r.later.clause.doc}:{r.later.clause.line}",
            f"{r.earlier.clause.doc}:{r.earlier.clause.line}",
            r.exact,
        )
        for r in repetitions(documents)
    ]


def test_the_later_paper_repeats_the_earlier_whatever_their_order() -> None:
    old = document("b-old", "2015-07-26", clause("b-old", 3, f"　　{TOOL}{SHIP}"))
    new = document("a-new", "2015-12-12", clause("a-new", 9, f"　　提高配套能力。{SHIP}"))
    assert pairs(old, new) == pairs(new, old) == [("a-new:9", "b-old:3", True)]


def test_width_spaces_and_stops_do_not_matter_but_words_do() -> None:
    old = document("old", "2015", clause("old", 1, SHIP))
    same = document("new", "2016", clause("new", 1, SHIP.replace("、", " ， ").replace("。", "！")))
    near = document("new", "2016", clause("new", 1, SHIP.replace("加快推进", "大力推进")))
    other = document(
        "new", "2016", clause("new", 1, "加快推进沈阳、朝阳、铁岭新能源汽车零部件产业集群发展。")
    )
    assert pairs(old, same) == [("new:1", "old:1", True)]
    assert pairs(old, near) == [("new:1", "old:1", False)]
    assert NEAR <= repetitions([old, near])[0].similarity < 1
    assert pairs(old, other) == []


LINES = ("坚持炼化一体化方向", "努力实现装置大型化", "拓展烯烃芳烃产业链", "夯实下游产业转型升级基础")


def test_a_sentence_that_holds_the_greater_part_of_another_repeats_it() -> None:
    old = document("old", "2015", clause("old", 1, "，".join(LINES)))
    more = "全面提高基础化工原料供应能力，优化资源配置结构和布局，尽力满足各方面的需求"
    greater = document("new", "2016", clause("new", 1, f"{'，'.join(LINES[1:])}，{more}"))
    lesser = document("new", "2016", clause("new", 1, f"{LINES[3]}，{more}"))
    (one,) = repetitions([old, greater])
    assert not one.exact and 0.5 < one.similarity < 1
    assert pairs(old, lesser) == []


def test_phrases_that_stand_everywhere_are_no_repetition() -> None:
    formula = "优化产品结构和布局，拉长产业链条和价值链"
    crowd = [document(f"d{n:02}", "", clause(f"d{n:02}", 1, f"{formula}，{n:02}")) for n in range(COMMON + 1)]
    two = [
        document(f"e{n}", "", clause(f"e{n}", 1, f"{formula}，{words}"))
        for n, words in enumerate(
            ("在第一个地方建设很大的一个专业化生产基地", "于另外一处办起许多各不相同的其他小型商铺")
        )
    ]
    assert len(pairs(*two)) == 1
    assert ("e1:1", "e0:1", False) not in pairs(*crowd, *two)


def test_headings_salutations_notes_and_short_sentences_are_not_compared() -> None:
    texts = (
        "各市人民政府，省政府各厅委、各直属机构和有关单位：",
        "（省经济和信息化委、省发展改革委牵头，省科技厅、省国土资源厅等部门配合）",
        "大力发展新型建材。",
    )
    docs = [
        document(name, name, *(clause(name, line, text) for line, text in enumerate(texts, 1)))
        for name in ("2014", "2015")
    ]
    assert pairs(*docs) == []
    title = "沈阳市优化产业布局和结构调整指导意见和方案"
    assert not list(sentences(clause("d", 1, title, heading=title)))
    lead = clause("d", 1, f"1．船舶和海洋工程装备产业和配套产业。{SHIP}", lead="x", lead_span=Span(2, 18))
    assert [sentence.letters[:4] for sentence in sentences(lead)] == ["加快推进"]


def test_a_sentence_within_one_clause_does_not_repeat_itself() -> None:
    assert pairs(document("d", "2015", clause("d", 1, SHIP + SHIP))) == []


def test_spans_are_the_sentences_words() -> None:
    one = clause("d", 1, f"　　{TOOL} {SHIP}")
    assert [sentence.span.of(one.text) for sentence in sentences(one)] == [TOOL[:-1], SHIP[:-1]]


@given(st.lists(st.text(alphabet="甲乙丙丁", min_size=15, max_size=24), max_size=12))
def test_the_index_finds_every_near_pair(words: list[str]) -> None:
    docs = [document(f"d{n:02}", "", clause(f"d{n:02}", 1, word)) for n, word in enumerate(words)]

    def bag(letters: str) -> list[str]:
        return [letters[n : n + 2] for n in range(len(letters) - 1)]

    def dice(one: str, other: str) -> float:
        left, right = bag(one), bag(other)
        shared = sum(min(left.count(b), right.count(b)) for b in set(left))
        return 2 * shared / (len(left) + len(right))

    unique = {word: n for n, word in reversed(list(enumerate(words)))}
    expected = {
        (f"d{max(a, b):02}:1", f"d{min(a, b):02}:1")
        for (one, a), (other, b) in combinations(unique.items(), 2)
        if dice(one, other) >= NEAR
    }
    assert {(later, earlier) for later, earlier, exact in pairs(*docs) if not exact} == expected


def test_the_graph_links_clauses_and_quotes_both() -> None:
    old = document("old", "2015", clause("old", 4, SHIP))
    new = document("new", "2016", clause("new", 7, SHIP))
    triples = list(repetition_triples(repetitions([old, new])))
    later, earlier = "clause/new_7", "clause/old_4"
    linked = {
        predicate
        for subject, predicate, target in triples
        if subject.value.endswith(later) and getattr(target, "value", "").endswith(earlier)
    }
    assert linked == {node("kgo:repeats"), node("kgo:repeatsExactly")}
    quotes = [target.value for _, predicate, target in triples if predicate == node("kgo:repeatedQuote")]
    assert quotes == [SHIP[:-1]]


def test_a_line_that_many_papers_vary_is_paired_with_the_earliest_only() -> None:
    papers = [
        document(f"{n:03}", f"{1900 + n}", clause(f"{n:03}", 1, SHIP.replace("加快", f"第{n}批")))
        for n in range(MOST + 20)
    ]
    found = pairs(*papers)
    assert [earlier for later, earlier, _ in found if later == f"{MOST + 19:03}:1"] == [
        f"{n:03}:1" for n in range(MOST)
    ]
    assert sum(later == f"{MOST - 1:03}:1" for later, _, _ in found) == MOST - 1
