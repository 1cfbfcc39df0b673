"""Numbers of the genre: units with their multiplier, bounds, ranges, ratios, Chinese digits, OCR noise."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Bound
from kg.text.normalize import normalize
from kg.text.numbers import chinese_number, doublings, quantities, ratios


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("达到3300万千瓦", [(3300, None, "万千瓦", None)]),
        ("达到4 0 0 0吨", [(4000, None, "吨", None)]),
        ("占比为1．52％", [(1.52, None, "%", None)]),
        ("产值达到6 0 0亿元以上", [(600, None, "亿元", Bound.MIN)]),
        ("不少于５个", [(5, None, "个", Bound.MIN)]),
        ("压缩至30分钟以内", [(30, None, "分钟", Bound.MAX)]),
        ("送电1 6 0 ～ 3 0 0万千瓦", [(160, 300, "万千瓦", None)]),
        ("增长6%-7%", [(6, 7, "%", None)]),
        ("打造2—3个平台", [(2, 3, "个", None)]),
        ("迈上百亿斤台阶", [(100, None, "亿斤", None)]),
        ("总产值突破千亿元", [(1000, None, "亿元", Bound.MIN)]),
        ("复合种植万亩以上", [(1, None, "万亩", Bound.MIN)]),
        ("面积35,522亩", [(35522, None, "亩", None)]),
        ("算力12EFLOPS，存储10EB", [(12, None, "EFLOPS", None), (10, None, "EB", None)]),
        ("全民健身赛事百项（次）以上", [(100, None, "项（次）", Bound.MIN)]),
        ("2020年到第3个五年，第19条，五轴联动，4G网络", []),
        ("千亿级产业集群", []),
    ],
)
def test_quantities(text: str, expected: list[tuple[float, float | None, str, Bound | None]]) -> None:
    got = quantities(normalize(text).text)
    assert [(q.value, q.high, q.unit, q.bound) for q in got] == expected


def test_near_and_kind() -> None:
    about, count = quantities("增长8%左右，新建20个")
    assert (about.near, about.kind, count.near, count.kind) == (True, "percent", False, "count")


def test_ratios_and_doublings() -> None:
    text = normalize("由8．0∶50．2∶41．8调整为7．0∶46∶47").text
    assert [r.values for r in ratios(text)] == [(8.0, 50.2, 41.8), (7.0, 46.0, 47.0)]
    assert [q.value for q in doublings("产值翻一番，收入翻两番")] == [2.0, 4.0]


@pytest.mark.parametrize(
    ("text", "value"), [("二百三十", 230), ("十五", 15), ("两", 2), ("千", 1000), ("六百零五", 605)]
)
def test_chinese_numbers(text: str, value: int) -> None:
    assert chinese_number(text) == value


@given(
    st.integers(1, 99999),
    st.sampled_from(["个", "万元", "亿千瓦时", "%", "公里"]),
    st.text("增长达到至的", max_size=6),
)
def test_a_printed_number_is_read_back(value: int, unit: str, before: str) -> None:
    text = f"{before}{value}{unit}"
    (got,) = quantities(text)
    assert (got.value, got.unit, got.number.of(text)) == (value, unit, f"{value}{unit}")


@given(st.text("0123456789.,-—~万亿千百十一二个%元亩以上下左右约不低于年第 ", max_size=30))
def test_spans_stay_inside_the_text_and_in_order(text: str) -> None:
    got = quantities(text)
    assert all(0 <= q.span.start <= q.number.start < q.number.end <= q.span.end <= len(text) for q in got)
    assert all(a.span.end <= b.span.start for a, b in pairwise(got))
