"""The Excel workbook: a sheet a class, statements and restrictions with their quotes, room for a reviewer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

from xlsxwriter import Workbook

from kg.errors import UsageError
from kg.export.losses import PROJECTED, said
from kg.export.projection import Edge, Node, Projection, project, typed
from kg.export.selection import Subgraph

HEADERS: Final[Mapping[str, str]] = {
    "id": "编号",
    "label": "名称",
    "label_en": "英文名称",
    "aliases": "别名",
    "type_zh": "类别",
    "code": "代码",
    "place": "地区",
    "stages": "环节",
    "indicator": "指标",
    "baseline": "基期值",
    "bound": "界限",
    "value": "目标值",
    "unit": "单位",
    "year": "年份",
    "position": "次序",
    "source_label": "主语",
    "predicate_zh": "关系",
    "target_label": "宾语",
    "strength": "力度",
    "mode": "方式",
    "scope": "范围",
    "comparator": "比较符",
    "threshold": "界限值",
    "kept": "保留",
    "when": "时间",
    "quote": "原文引语",
    "paper": "文件",
    "date": "文件日期",
    "line": "行",
    "asserted_by": "发布者",
    "rule": "规则",
    "cue": "触发词",
    "inferred": "推理",
}
"""The heading of each column that the workbook shows."""

VERDICTS: Final = ("接受", "拒绝", "改正")
"""What a reviewer can say of a row: accept, reject, correct."""

REVIEW: Final = ("审核", "改后主语", "改后关系", "改后宾语", "备注")
"""The columns left empty for a reviewer: verdict, the right subject, relation and object, a note."""

_MOST_ROWS: Final = 1_048_576
_LONGEST: Final = 32_767
"""What Excel holds: rows of a sheet, characters of a cell."""

_THING: Final = ("label", "label_en", "aliases", "type_zh", "code", "id")
_EVIDENCE: Final = ("quote", "paper", "date", "line", "rule", "id")
_STATEMENT: Final = (
    "source_label",
    "predicate_zh",
    "target_label",
    "strength",
    "when",
    "quote",
    "paper",
    "date",
    "line",
    "asserted_by",
    "cue",
    "rule",
    "id",
)
_RESTRICTION: Final = (
    "source_label",
    "predicate_zh",
    "target_label",
    "mode",
    "scope",
    "comparator",
    "threshold",
    "unit",
    "kept",
    *_STATEMENT[4:],
)
_WIDTHS: Final = {
    "quote": 60,
    "id": 30,
    "paper": 28,
    "aliases": 24,
    "label": 24,
    "stages": 40,
    "source_label": 24,
    "target_label": 24,
}


def _kind(*kinds: str) -> Callable[[Node], bool]:
    return lambda each: each.values["kind"] in kinds


def _concept(kind: str) -> Callable[[Node], bool]:
    return lambda each: each.values["kind"] == "concept" and kind in each.values.get("type", "").split("|")


_NODE_SHEETS: Final[tuple[tuple[str, tuple[str, ...], Callable[[Node], bool]], ...]] = (
    ("地区", _THING, _kind("region")),
    ("产业", _THING, _concept("Industry")),
    ("产品", _THING, _concept("Product")),
    ("企业", _THING, _kind("enterprise")),
    ("园区", _THING, _kind("park")),
    ("项目", _THING, _kind("project")),
    ("机构", _THING, _kind("institution")),
    ("部门", _THING, _kind("agency")),
    ("政策", _THING, _kind("policy")),
    (
        "目标",
        ("label", "place", "indicator", "baseline", "bound", "value", "unit", "year", *_EVIDENCE),
        _kind("target"),
    ),
    ("产业链", ("label", "place", "stages", *_EVIDENCE), _kind("chain")),
    ("环节", ("label", "position", "id"), _kind("stage")),
)
_EDGE_SHEETS: Final[tuple[tuple[str, tuple[str, ...], Callable[[Edge], bool]], ...]] = (
    ("陈述", _STATEMENT, lambda edge: edge.id.startswith("statement:")),
    ("限制", _RESTRICTION, lambda edge: edge.id.startswith("restriction:")),
    (
        "其他关系",
        ("source_label", "predicate_zh", "target_label", "inferred", "id"),
        lambda edge: not edge.id.startswith(("statement:", "restriction:")),
    ),
)


def write_xlsx(subgraph: Subgraph, out: BinaryIO) -> None:
    """Write the workbook: 说明 first, then statements and restrictions, then a sheet a class.

    Headers are frozen and filtered, quotes wrap, every text is a text and never a formula.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    projection = project(subgraph)
    with Workbook(out, options) as book:
        dates = [paper.date for paper in subgraph.provenance.papers if len(paper.date) == 10]
        created = datetime.fromisoformat(max(dates, default="2000-01-01")).replace(tzinfo=UTC)
        facts = {"title": subgraph.provenance.title, "comments": subgraph.provenance.citation}
        book.set_properties({**facts, "author": subgraph.provenance.software, "created": created})
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#DDE6EE", "border": 1, "valign": "top"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "room": book.add_format({"bg_color": "#FFF8DC", "valign": "top", "text_wrap": True}),
        }
        _about(book, subgraph, projection, formats)
        for title, columns, fits in _EDGE_SHEETS:
            rows = sorted((edge.values for edge in projection.edges if fits(edge)), key=_reading_order)
            _sheet(book, title, columns, rows, formats, review=() if title == "其他关系" else REVIEW)
        for name, node_columns, belongs in _NODE_SHEETS:
            room = (REVIEW[0], REVIEW[-1]) if name in ("目标", "产业链") else ()
            rows = [n.values for n in projection.nodes if belongs(n)]
            _sheet(book, name, node_columns, rows, formats, review=room)


def _about(book: Any, subgraph: Subgraph, projection: Projection, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 110)
    quoted = sum("quote" in edge.values for edge in projection.edges)
    lines = [
        *subgraph.provenance.lines(),
        f"节点 nodes: {len(projection.nodes)}，关系 edges: {len(projection.edges)}，有引语 quoted: {quoted}",
        "每条陈述都有原文引语、文件和行号。Each statement has its quote, paper and line.",
        f"审核 review: 在“陈述”“限制”“目标”“产业链”中填“审核”列（{'、'.join(VERDICTS)}），"
        "或改动名称、数值、环节（以 | 分隔），或加行（写明文件、行和引语），再用 kg import 读回。"
        "Fill 审核 or change cells, then kg import reads it back; a new row names its paper, line and quote.",
        f"超过 {_LONGEST} 字的格子截短，以“…”结尾。Cells longer than {_LONGEST} characters end in “…”.",
        said(PROJECTED),
    ]
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, formats["wrap"])


def _reading_order(values: Mapping[str, str]) -> tuple[str, int, tuple[str, ...]]:
    """Order rows as a reader of the papers meets them."""
    names = tuple(values.get(name, "") for name in ("source_label", "predicate", "target_label", "id"))
    return values.get("paper", ""), int(values.get("line", "0")), names


def _sheet(
    book: Any,
    title: str,
    columns: tuple[str, ...],
    rows: Iterable[Mapping[str, str]],
    formats: dict[str, Any],
    *,
    review: tuple[str, ...] = (),
) -> None:
    held = list(rows)
    if len(held) >= _MOST_ROWS:
        raise UsageError(
            f"format xlsx: {title} has {len(held)} rows, more than Excel holds ({_MOST_ROWS} with the head); "
            "take csv, parquet or sqlite"
        )
    sheet = book.add_worksheet(title)
    headers = [HEADERS[column] for column in columns] + list(review)
    for at, header in enumerate(headers):
        sheet.write_string(0, at, header, formats["head"])
    for number, values in enumerate(held, 1):
        for at, column in enumerate(columns):
            _cell(sheet, number, at, typed(column, values.get(column, "")), formats["wrap"])
        for at in range(len(columns), len(headers)):
            sheet.write_blank(number, at, None, formats["room"])
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(column, 12))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(held), 1), len(headers) - 1)
    if review and held:
        sheet.set_column(len(columns), len(headers) - 1, 14)
        sheet.data_validation(
            1, len(columns), len(held), len(columns), {"validate": "list", "source": list(VERDICTS)}
        )


def _cell(sheet: Any, row: int, column: int, value: str | float, cell_format: Any) -> None:
    if isinstance(value, str):
        if value:
            whole = len(value) <= _LONGEST
            sheet.write_string(row, column, value if whole else f"{value[: _LONGEST - 1]}…", cell_format)
    else:
        sheet.write_number(row, column, value, cell_format)
