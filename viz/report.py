"""The report: one structure, written as a self-contained page, as Markdown and as a Word file.

What it says is in :mod:`kg.viz.report_sections`; how it looks in ``templates/report.html``, ``report.md`` and
:mod:`kg.viz.report_docx`. The same graph gives the same bytes.
"""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.analysis.records import Corpus
from kg.errors import DataError
from kg.viz.pages import Frame, render
from kg.viz.report_docx import to_docx
from kg.viz.report_material import Material
from kg.viz.report_model import Notes, Report, Section, Words
from kg.viz.report_sections import SECTIONS, compared

_FOLDER = Path(__file__).resolve().parent


def report_of(corpus: Corpus, *, city: str = "") -> Report:
    """Return the report of all cities, or of one by its IRI. Takes some ten seconds."""
    material = Material(corpus, Notes(corpus), city)
    sections = [made for make in SECTIONS if (made := make(material)).blocks]
    if not city and len([paper for paper in corpus.papers.values() if paper.date]) > 1:
        sections.append(compared(material))
    sections.append(_methods())
    where = corpus.name(city) if city else "、".join(corpus.name(one) for one in corpus.provinces)
    english = corpus.name_en(city or next(iter(corpus.provinces), ""))
    papers = [
        f"《{paper.title or paper.id}》{f'（{paper.date}）' if paper.date else ''}"
        for paper in sorted(corpus.papers.values(), key=lambda one: (one.date, one.id))
    ]
    return Report(
        zh=f"{where}产业政策分析",
        en=f"Industrial policy analysis{f': {english}' if english else ''}",
        facts=(
            ("文件 papers", "；".join(papers)),
            ("条款 clauses", f"{len(corpus.clauses):,}"),
            ("陈述 statements", f"{len(corpus.claims):,}"),
            ("限制 restrictions", f"{len(corpus.restraints):,}"),
        ),
        sections=tuple(sections),
        notes=material.notes.all(),
    )


def _methods() -> Section:
    entries = json.loads((_FOLDER / "methods.json").read_text(encoding="utf-8"))
    words = tuple(
        Words(f"{entry['zh']}：{entry['text_zh']}", f"{entry['en']}: {entry['text_en']}") for entry in entries
    )
    return Section("methods", "方法", "Methods", words)


def to_html(report: Report, *, language: str = "zh") -> str:
    """Return a report as one page that needs no other file."""
    style = (_FOLDER / "styles" / "report.css").read_text(encoding="utf-8")
    frame = Frame(language, single=True)
    return render("report.html", "report.html", frame, title=report.zh, report=report, report_style=style)


def to_markdown(report: Report) -> str:
    """Return a report as Markdown with footnotes; plots are left to the page."""
    return _texts().get_template("report.md").render(report=report)


@cache
def _texts() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["cell"] = lambda text: text.replace("|", "\\|").replace("\n", " ")
    return made


def write_report(corpus: Corpus, out: Path, *, city: str = "", language: str = "zh") -> tuple[Path, ...]:
    """Write a report as HTML, Markdown and docx below a folder; return the files. Whole or not at all."""
    report = report_of(corpus, city=city)
    stem = f"{corpus.name(city)}-report" if city else "report"
    parts = {
        f"{stem}.html": to_html(report, language=language).encode("utf-8"),
        f"{stem}.md": to_markdown(report).encode("utf-8"),
        f"{stem}.docx": to_docx(report),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".report-", dir=out) as folder:
            for name, content in parts.items():
                Path(folder, name).write_bytes(content)
            for name in parts:
                Path(folder, name).replace(out / name)
    except OSError as error:
        raise DataError(f"{out}: cannot be written: {error.strerror}; expected a folder") from None
    return tuple(out / name for name in parts)
