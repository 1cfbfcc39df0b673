"""The browser's side of the pages: styles, scripts and the vendored library, as text.

The scripts are plain (no modules: those cannot be loaded from file://) and are joined in a fixed order.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from kg.viz.legend import legend, strings

_FOLDER = Path(__file__).resolve().parent
_STYLES = ("base", "graph", "print")
_SCRIPTS = (
    "core",
    "graph",
    "nodes",
    "edges",
    "canvas",
    "state",
    "links",
    "panel",
    "legend",
    "table",
    "coverage",
    "search",
    "exports",
    "map",
    "ask",
    "main",
)
_LIBRARY = _FOLDER / "vendor" / "vis-network" / "vis-network.min.js"

#: What a page may load: its own folder and nothing else. ``connect-src`` stays closed by default-src.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' file: data: blob:; base-uri 'none'; form-action 'none'"
)


@cache
def style() -> str:
    """Return the style sheet of all pages."""
    return "\n".join((_FOLDER / "styles" / f"{name}.css").read_text(encoding="utf-8") for name in _STYLES)


@cache
def script() -> str:
    """Return the script of all pages, with the words and the legend in front."""
    head = f"window.KG_STRINGS={safe_json(strings())};\nwindow.KG_LEGEND={safe_json(legend().raw)};\n"
    parts = [(_FOLDER / "scripts" / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS]
    return head + "\n".join(parts)


@cache
def library() -> str:
    """Return vis-network."""
    return _LIBRARY.read_text(encoding="utf-8")


def files() -> dict[str, str]:
    """Return the shared files of a site: path below its root → text."""
    licences = {
        f"assets/licences/vis-network-{path.name}.txt": path.read_text(encoding="utf-8")
        for path in sorted(_LIBRARY.parent.glob("LICENSE*"))
    }
    return {
        "assets/kg.css": style(),
        "assets/kg.js": script(),
        "assets/vis-network.min.js": library(),
        **licences,
    }


def policy_for(scripts: tuple[str, ...]) -> str:
    """Return the content policy of a page that carries its scripts inside: their hashes and nothing else."""
    hashes = " ".join(f"'sha256-{_digest(text)}'" for text in scripts)
    return POLICY.replace("script-src 'self' file:", f"script-src {hashes}")


def inline(text: str) -> str:
    """Return a script that can stand between <script> tags: no sequence in it ends or opens one."""
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def safe_json(value: Any) -> str:
    """Return JSON that can stand in a <script> element: no ``<``, ``>``, ``&`` or line separator is left raw.

    >>> safe_json("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
