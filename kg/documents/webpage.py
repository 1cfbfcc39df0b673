"""Saved pages of government sites: the paper's own text, its title, issuer, date and number.

Nothing on the page is run or fetched. The main text is the smallest element that holds nearly all text
outside links; what sites put around it (print buttons, filing numbers, share bars) is dropped by line.
"""

from __future__ import annotations

import email
import re
from itertools import islice

import lxml.html
from lxml import etree

from kg.documents.decode import Decoded, decode
from kg.documents.extract import Extract
from kg.documents.words import one_of
from kg.errors import DocumentError

CELL_CHARACTERS = 500
_DROPPED = frozenset(
    [
        *("script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "form", "select"),
        *("button", "textarea", "input", "svg", "math", "nav", "footer", "head", "audio", "video", "canvas"),
    ]
)
_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt"),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "html",
            "li",
        ),
        *("main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    ]
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_ARCHIVED = re.compile(rb"(?:From|MIME-Version|Content-Type|Snapshot-Content-Location)\s*:", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_LABELS = {key: one_of(f"label_{key}") for key in ("title", "issuer", "date", "number")}
_ANY_LABEL = one_of(*(f"label_{key}" for key in (*_LABELS, "other")))
_JUNK = re.compile(
    rf"^【?{one_of('page_noise')}|ICP备|公网安备|^{_ANY_LABEL}\s*[:：|]|^\[?\s*[大中小](?:\s*[大中小])+\s*\]?$"
)
_ANNEX_LINK = re.compile(r"^\s*(?:附\s*件|\d+\s*[.．、])")
_META = {
    "title": ("articletitle",),
    "issuer": ("contentsource",),
    "published": ("pubdate", "publishdate", "article:published_time"),
}
_DAY = re.compile(r"((?:19|20)\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")


def read(data: bytes, name: str) -> Extract:
    """Return the paper on a saved web page; raise DocumentError where the page holds no text."""
    decoded = _decode(_unwrapped(data, name), name)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decoded.text.replace("\0", ""))
    try:
        page = lxml.html.document_fromstring(text, parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{name}: 网页无法解析 (not an HTML page): {error}") from None
    metas = {
        str(meta.get("name") or meta.get("property")).lower(): meta.get("content", "")
        for meta in page.iter("meta")
    }
    found = {key: next((metas[n] for n in names if metas.get(n)), "") for key, names in _META.items()}
    named = page.findtext(".//title") or ""
    _prune(page)
    labelled = {key: _labelled(page, label) for key, label in _LABELS.items()}
    outline: dict[int, int] = {}
    lines: list[str] = []
    for line, level in _lines(_main(page)):
        if not _JUNK.search(line.strip()):
            lines.append(line)
            if level:
                outline[len(lines)] = level
    if not lines:
        raise DocumentError(f"{name}: 网页中没有正文 (no text on the page)")
    title = (
        labelled["title"] or found["title"] or re.split(r"[_|]|\s[-–—]\s|-(?=[^-]*(?:网|政府)$)", named)[0]
    )
    return Extract(
        tuple(lines),
        decoded.encoding,
        notes=decoded.notes,
        title=" ".join(title.split()),
        issuer=labelled["issuer"],
        date=_day(labelled["date"]),
        number=re.sub(r"\s", "", labelled["number"]),
        published=_day(found["published"]),
        outline=outline,
    )


def _unwrapped(data: bytes, name: str) -> bytes:
    """Return the page inside a web archive (.mht), or the data as it is."""
    if not _ARCHIVED.match(data):
        return data
    message = email.message_from_bytes(data)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    body = page.get_payload(decode=True) if page is not None else None
    if not isinstance(body, bytes):
        raise DocumentError(f"{name}: 网页存档中没有网页 (no page in the web archive)")
    return body


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)


def _decode(data: bytes, name: str) -> Decoded:
    """Decode by the page's own charset where it holds, else as any text."""
    declared = _CHARSET.search(data[:4096])
    label = declared.group(1).decode("ascii").lower() if declared else ""
    encoding = "gb18030" if label.startswith("gb") else label
    if encoding and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return Decoded(data.decode(encoding), encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, name)


def _prune(page: lxml.html.HtmlElement) -> None:
    for element in list(page.iter(etree.Element)):
        hidden = (
            re.search(r"display\s*:\s*none", element.get("style") or "") or element.get("hidden") is not None
        )
        if (element.tag in _DROPPED or hidden) and element.getparent() is not None:
            element.drop_tree()


def _labelled(page: lxml.html.HtmlElement, label: str) -> str:
    """Return the value beside or behind a label of the page's index table (发文字号：辽政发〔2015〕61号)."""
    alone, ahead = re.compile(rf"\s*{label}\s*[:：]?\s*"), re.compile(rf"\s*{label}\s*[:：]\s*(\S.{{0,120}})")
    for element in page.iter("td", "th", "li", "dt", "dd", "span", "b", "strong", "p", "div", "label"):
        text = _start(element) if len(element) < 4 else ""
        behind = ahead.fullmatch(text)
        if behind:
            return behind.group(1).strip()
        if text and alone.fullmatch(text):
            value = element.getnext()
            beside = (_start(value) if value is not None else element.tail) or ""
            if beside.strip():
                return beside.strip()
    return ""


def _start(element: lxml.html.HtmlElement) -> str:
    """Return the first words of an element's text."""
    return " ".join("".join(islice(element.itertext(), 20))[:200].split())


def _day(text: str) -> str:
    found = _DAY.search(text)
    return "{:04d}-{:02d}-{:02d}".format(*map(int, found.groups())) if found else ""


def _main(page: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Return the smallest element that holds nearly all of the page's text outside links."""
    weight: dict[lxml.html.HtmlElement, int] = {}
    for element in reversed(list(page.iter(etree.Element))):
        own = len(_HAN.findall(element.text or "")) + sum(weight[child] for child in element)
        inner = sum(len(_HAN.findall(child.tail or "")) for child in element)
        weight[element] = 0 if element.tag == "a" else own + inner
    here = page
    while True:
        heavy = [
            child
            for child in here
            if weight.get(child, 0) > 0.85 * weight[here] and child.tag in _BLOCKS | {"td"}
        ]
        if not heavy or heavy[0].tag in ("p", "table") or weight[heavy[0]] == 0:
            return here
        here = heavy[0]


class _Flow:
    """The lines of a page while its elements open and close."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, int]] = []
        self.buffer: list[str] = []
        self.linked = self.cells = self.links = self.level = self.set_lines = 0

    def text(self, text: str | None) -> None:
        """Take text in, by line where the page sets its lines itself; what stands in links is counted."""
        for at, part in enumerate((text or "").split("\n") if self.set_lines else [text or ""]):
            if at and not self.cells:
                self.flush()
            self.buffer.append(part)
            if self.links:
                self.linked += len(_HAN.findall(part))

    def flush(self) -> None:
        """End a line; one that is nothing but links is a menu, unless it lists annexes."""
        line = re.sub(r"[ \t\r\n\f\xa0]+", " ", "".join(self.buffer)).strip(" |")
        menu = self.linked and self.linked == len(_HAN.findall(line)) and not _ANNEX_LINK.match(line)
        if line.strip() and not menu:
            self.lines.append((line, self.level))
        self.buffer.clear()
        self.linked = 0

    def open(self, element: lxml.html.HtmlElement) -> None:
        """Enter an element."""
        tag = str(element.tag)
        if tag in ("td", "th") and (self.cells or _is_cell(element)):
            self.cells += 1
            if self.cells == 1:
                self.buffer.append(" | ")
        if (tag in _BLOCKS or tag in ("br", "td", "th")) and not self.cells:
            self.flush()
        self.level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else self.level
        self.links += tag == "a"
        self.set_lines += tag == "pre"
        self.text(element.text)

    def close(self, element: lxml.html.HtmlElement) -> None:
        """Leave an element."""
        tag = str(element.tag)
        self.links -= tag == "a"
        self.set_lines -= tag == "pre"
        if tag in ("td", "th") and self.cells:
            self.cells -= 1
        elif (tag in _BLOCKS or tag in ("td", "th")) and not self.cells:
            self.flush()
            self.level = 0
        self.text(element.tail)


def _lines(main: lxml.html.HtmlElement) -> list[tuple[str, int]]:
    """Return the text of each block or table row, and its heading level (0 for none)."""
    flow = _Flow()
    flow.set_lines += main.tag == "pre"
    flow.text(main.text)
    for child in main:
        for event, element in etree.iterwalk(child, events=("start", "end")):
            flow.open(element) if event == "start" else flow.close(element)
    flow.flush()
    return flow.lines


def _is_cell(element: lxml.html.HtmlElement) -> bool:
    """Tell a cell of a table of facts, whose row makes one line, from one that lays out a page."""
    breaks = sum(1 for _ in islice(element.iter("br", "p", "div"), 5))
    return breaks < 5 and sum(map(len, element.itertext())) <= CELL_CHARACTERS
