"""The report of a validation as a page of its own: what is not as it should be, by check."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from kg.rdf.validation import Finding, Report, Severity
from kg.viz.pages import Frame, Page, render

_SEVERITIES = {
    Severity.VIOLATION: ("违反", "violation"),
    Severity.WARNING: ("警告", "warning"),
    Severity.INFO: ("提示", "note"),
}
_TITLE = {"zh": "校验报告", "en": "Validation report"}


def report_page(report: Report, *, language: str = "zh", name: str = "") -> Page:
    """Return a report as one HTML file that needs no other: a verdict, counts, and a table for each check.

    ``name`` is what to call the graph that was checked; without it the page names none.
    """
    frame = Frame(language=language, single=True)
    ordered = sorted(report.findings, key=lambda each: (list(Severity).index(each.severity), each.check))
    grouped = groupby(ordered, key=lambda each: (each.severity, each.check))
    checks = [_check(severity, check, list(found)) for (severity, check), found in grouped]
    figures = [
        ("三元组", "triples", report.triples),
        ("检查", "checks", report.checks),
        *((zh, f"{en}s", report.count(severity)) for severity, (zh, en) in _SEVERITIES.items()),
    ]
    html = render(
        "validation.html",
        "validation.html",
        frame,
        title=_TITLE[language],
        titles=(_TITLE["zh"], _TITLE["en"]),
        name=name,
        verdict=("符合", "conforms") if report.conforms else ("不符合", "does not conform"),
        figures=[{"zh": zh, "en": en, "value": f"{value:,}"} for zh, en, value in figures],
        checks=checks,
    )
    return Page("validation.html", _TITLE["zh"], html)


def _check(severity: Severity, check: str, found: list[Finding]) -> dict[str, Any]:
    return {
        "severity": _SEVERITIES[severity],
        "name": check,
        "asked": sorted({(each.zh, each.en) for each in found}),
        "findings": found,
    }
