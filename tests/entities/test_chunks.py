"""Policy sentences fall into phrases, and phrases into lists with a role, a cue and a head."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities.chunks import chunks, phrases, sentences
from kg.model import EntityType, Role, Span

WORDS = (
    *(
        "重点发展",
        "加快",
        "推进",
        "依托",
        "以",
        "为重点",
        "为龙头",
        "严禁",
        "限制",
        "围绕",
        "利用",
        "由",
        "向",
    ),
    *(
        "转变",
        "与",
        "合作",
        "在",
        "领域",
        "集",
        "于一体",
        "沈阳",
        "大连",
        "工业机器人",
        "铝型材",
        "新材料产业",
    ),
    *("水泥", "等", "等产品", "等产业", "等企业", "的", "研发", "和", "及", "2020年", "100亿元"),
    *"、，。；：（）“”",
)
GENRE = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)


def governed(text: str) -> list[tuple[str, Role, str]]:
    return [(chunk.items.of(text), chunk.role, chunk.head) for chunk in chunks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重点发展工业机器人、洁净机器人等产品", [("工业机器人、洁净机器人", Role.FOCUS, "产品")]),
        ("依托沈阳机床、大连机床等龙头企业", [("沈阳机床、大连机床", Role.RELIED, "龙头企业")]),
        ("禁止发展钢铁、水泥产业", [("钢铁、水泥产业", Role.RESTRICTED, "")]),
        ("推进轴承的研发和产业化", [("轴承", Role.FOCUS, "")]),
        (
            "以华晨宝马为龙头，发展汽车产业",
            [("华晨宝马", Role.RELIED, ""), ("汽车产业", Role.FOCUS, "")],
        ),
        ("由粗加工向精深加工转变", [("粗加工", Role.AIM, ""), ("精深加工", Role.FOCUS, "")]),
        ("一是发展物流，二是发展金融", [("物流", Role.FOCUS, ""), ("金融", Role.FOCUS, "")]),
        ("支持企业发展机器人", [("机器人", Role.FOCUS, "")]),
    ],
)
def test_lists_with_their_role_and_head(text: str, expected: list[tuple[str, Role, str]]) -> None:
    assert governed(text) == expected


def test_a_class_behind_and_so_on_types_its_list() -> None:
    (products,) = chunks("研制精密轴承、风电轴承等关键部件")
    assert (products.head_type, products.listed) == (EntityType.PRODUCT, True)
    (trades,) = chunks("培育新能源、生物医药等产业")
    assert trades.head_type is EntityType.INDUSTRY


def test_the_strength_is_that_of_its_own_phrase() -> None:
    first, second = chunks("积极培育新能源产业，稳步发展风电")
    assert (first.strength, second.strength) == ("积极", "稳步")


def test_sentences_count_and_brackets_hold_together() -> None:
    text = "发展风电（含海上风电；潮汐发电）；建设光伏电站。"
    assert [span.of(text) for span in sentences(text)] == ["发展风电（含海上风电；潮汐发电）", "建设光伏电站"]
    assert [chunk.sentence for chunk in chunks(text)] == [0, 1]


def test_a_bracket_that_is_never_closed_ends_with_its_sentence() -> None:
    text = "发展风电（含海上风电。建设光伏电站。"
    assert [span.of(text) for span in sentences(text)] == ["发展风电（含海上风电", "建设光伏电站"]


@given(GENRE)
def test_sentences_and_phrases_lie_in_the_text_in_order(text: str) -> None:
    whole = list(sentences(text))
    parts = [phrase for sentence in whole for phrase in phrases(text, sentence)]
    for spans in (whole, parts):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all("。" not in part.of(text) for part in parts)


@given(GENRE)
def test_lists_lie_in_the_text_and_hold_something(text: str) -> None:
    for chunk in chunks(text):
        assert inside(chunk.items, text)
        assert chunk.head_span is None or inside(chunk.head_span, text)
        assert chunk.role is not Role.NONE


@given(st.text(max_size=40))
def test_any_text_can_be_cut(text: str) -> None:
    assert all(chunk.items.end <= len(text) for chunk in chunks(text))


def inside(span: Span, text: str) -> bool:
    return 0 <= span.start <= span.end <= len(text)
