"""The validation report as a page."""

from __future__ import annotations

import re

from kg.rdf.validation import Finding, Report, Severity
from kg.viz.validation import report_page

BAD = Finding(
    Severity.VIOLATION, "shape:City", "region:丁", "kgo:gbt2260", "<b>21</b>", "代码以00结尾", "ends with 00"
)
MILD = Finding(
    Severity.WARNING, "shape:PolicyDocument", "doc:甲", "kgo:issuedBy", "", "发布者未知", "unknown"
)


def test_the_page_says_verdict_counts_and_each_finding() -> None:
    page = report_page(Report("graph.nq", 12345, 98, (BAD, MILD)), name="graph.nq")
    text = re.sub(
        r"\s+", " ", re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]+>", " ", page.html, flags=re.S)
    )
    for words in ("graph.nq", "不符合", "12,345", "98", "shape:City", "region:丁", "代码以00结尾", "doc:甲"):
        assert words in text
    assert text.index("shape:City") < text.index("shape:PolicyDocument")


def test_values_are_escaped_and_nothing_is_loaded() -> None:
    html = report_page(Report("", 1, 1, (BAD,))).html
    assert "&lt;b&gt;21&lt;/b&gt;" in html and "<b>21</b>" not in html
    assert not re.search(r"<(?:script|link|img)[^>]*\s(?:src|href)=\"(?!data:)", html)


def test_a_sound_graph_conforms_in_both_languages() -> None:
    sound = Report("", 1, 1, (MILD,))
    assert "符合" in report_page(sound).html and "conforms" in report_page(sound, language="en").html
    assert report_page(sound).html == report_page(sound).html
