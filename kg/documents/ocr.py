"""Reading page images with RapidOCR, which is an optional extra; its models come with the package."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.documents.layout import Line

if TYPE_CHECKING:
    from PIL.Image import Image


def available() -> bool:
    """Tell whether the ``ocr`` extra is installed."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


@cache
def _engine() -> Any:
    return importlib.import_module("rapidocr").RapidOCR(params={"Global.log_level": "critical"})


def lines(image: Image, scale: float) -> list[Line]:
    """Return the lines that OCR finds in a page image, in points, top down; ``scale`` is pixels a point."""
    result = _engine()(image.convert("RGB"))
    if result.txts is None:
        return []
    found = [
        Line(
            text,
            min(x for x, _ in box) / scale,
            min(y for _, y in box) / scale,
            max(x for x, _ in box) / scale,
            max(y for _, y in box) / scale,
        )
        for text, box in zip(result.txts, result.boxes.tolist(), strict=True)
    ]
    return sorted(found, key=lambda line: (round(line.top / 6), line.left))
