"""Bytes to text: which encoding a paper is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from kg.errors import DocumentError

COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要时来用生到作地于出分对成会可主发年动同工能下过产面而方后多定行"
    "学法所民得经十三进等部度家力化高自二理物现实加量体制机点业本性应开合由其前外政社事平全与关各重新内"
    "数正利比质第向此条结建公系立代通并提展五品式设及管特件长基资流级统组计期运农指区强放决规领海口东"
    "導術極交聯權收證改務產業發展濟實進經個對會設學國場資術市省县縣技备備办支构構府精值率标標型养育厂廠"
)
"""Characters so frequent in these papers that a text with few of them was decoded wrongly."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Decoded(NamedTuple):
    """A file's text, the encoding it was in, and what could not be read of it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """Return a paper's text and encoding.

    Tries the byte order mark, UTF-8, GB18030, then UTF-16 without a mark and Big5, then what
    charset-normalizer finds; a guess must look like Chinese or like plain Latin text. A file with a few
    damaged bytes is read with U+FFFD in their place. ``name`` is for the message. Raises DocumentError for an
    empty or binary file or one whose encoding cannot be told.
    """
    if not data.strip():
        raise DocumentError(f"{name}: 文件为空 (the file is empty)")
    marked = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "")
    for encoding in [marked] if marked else _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip("\ufeff \u3000\t\r\n"):
            raise DocumentError(f"{name}: 文件为空 (the file holds only white space)")
        if plausible(text):
            return Decoded(text, encoding)
    found = _damaged(data) or _detected(data)
    if found:
        return found
    if b"\0" in data[:4096] or len(_CONTROL.findall(data[:4096].decode("latin-1"))) > 8:
        raise DocumentError(f"{name}: 不是文本文件 (binary data, expected a paper's text)")
    raise DocumentError(
        f"{name}: 无法识别编码 (cannot tell the encoding; expected UTF-8, GB18030, Big5 or UTF-16)"
    )


def _damaged(data: bytes) -> Decoded | None:
    """Read UTF-8 or GB18030 in which up to one character in 500 is damaged."""
    if b"\0" in data[:4096]:
        return None
    tries = [(data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030")]
    text, encoding = min(tries, key=lambda read: read[0].count("\ufffd"))
    lost = text.count("\ufffd")
    if lost > max(2, len(text) // 500) or not plausible(text):
        return None
    return Decoded(text, encoding, (f"{lost} 处字符损坏 ({lost} damaged characters)",))


def _detected(data: bytes) -> Decoded | None:
    best = from_bytes(data[:65536]).best()
    text = data.decode(best.encoding, "replace") if best else "\ufffd"
    return Decoded(text, best.encoding) if best and "\ufffd" not in text and plausible(text) else None


def _candidates(data: bytes) -> list[str]:
    if b"\0" in data[:4096]:
        return ["utf-16-le", "utf-16-be"]
    return ["utf-8", "gb18030", "big5hkscs"]


def plausible(text: str) -> bool:
    """Tell whether a decoded text reads like a paper: no control characters, common Han or Latin.

    >>> plausible("大力发展装备制造业，建设产业基地。"), plausible("褥喷嘛呪鹑烫锟斤拷")
    (True, False)
    """
    sample = text[:20000]
    if len(_CONTROL.findall(sample)) > len(sample) / 100:
        return False
    han = _HAN.findall(sample)
    if not han:
        return sum(c.isascii() for c in sample) > 0.7 * len(sample)
    return sum(c in COMMON for c in han) >= 0.2 * len(han)


def split_lines(text: str) -> list[str]:
    """Return a text's lines without their breaks; LF, CR LF and CR break, nothing else does.

    >>> split_lines("一、\\r\\n工业\\n")
    ['一、', '工业']
    """
    lines = _LINE_BREAK.split(text.removeprefix("\ufeff"))
    if lines and not lines[-1]:
        lines.pop()
    return lines
