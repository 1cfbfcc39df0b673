"""The XML inside Word packages, parsed without entities, DTDs or network."""

from __future__ import annotations

from lxml import etree

from kg.errors import DocumentError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


def parse(data: bytes, name: str) -> etree._Element:
    """Return the root of an XML part; raise DocumentError where it is malformed or declares a DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.replace(_STRICT, W[1:-1].encode()), parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"{name}: XML 有误 (malformed XML): {error.msg}") from None
    if root.getroottree().docinfo.doctype:
        raise DocumentError(f"{name}: XML 含 DTD，拒绝读取 (refused: the XML declares a DTD)")
    return root


def attribute(element: etree._Element, key: str) -> str:
    """Return an attribute in Word's name space, or ""."""
    return str(element.get(W + key, ""))


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant along a path of Word element names, or None."""
    for key in path:
        if element is None:
            return None
        element = element.find(W + key)
    return element


def value(element: etree._Element | None, *path: str) -> str:
    """Return the ``val`` attribute at a path, or ""."""
    found = child(element, *path)
    return attribute(found, "val") if found is not None else ""
