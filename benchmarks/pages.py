"""How soon pages can be used, in headless Chromium without a graphics card; and vis-network beside sigma.js.

    python benchmarks/pages.py BUILD                  a city, the whole graph, and 5,000 random nodes
    python benchmarks/pages.py BUILD --sigma FOLDER   the same 5,000 nodes drawn by sigma.js 3 and graphology

FOLDER holds the two packages as npm unpacks them (``npm pack sigma@3.0.3 graphology@0.26.0``). "Usable" is
the time from navigation to the first frame that was drawn with all listeners in place, "computed" what the
page's main thread computed until then, which other programs of the machine do not lengthen; "frame" is one
full redraw. Medians of five openings of each page, in turn.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from kg.store import open_store
from kg.viz import Edge, GraphView, Node, graph_page, render_site

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
NODES, EDGES, OPENINGS = 5_000, 9_000, 5
FRAME = "() => { const t = performance.now(); KG.network.renderer._redraw(); return performance.now() - t; }"


def random_view() -> GraphView:
    """Return 5,000 nodes in forty industries' worth of clusters, with fixed seed."""
    draw = random.Random(5)
    kinds = ["Industry", "Product", "Enterprise", "Park", "Project"]
    nodes = [Node(f"n{i}", f"高档数控机床{i}", "Region" if i < 14 else kinds[i % 5]) for i in range(NODES)]
    ends = [(draw.randrange(max(1, i // 9 + 1)), i) for i in range(14, NODES)]
    ends += [(draw.randrange(NODES), draw.randrange(NODES)) for _ in range(EDGES - len(ends))]
    edges = tuple(Edge(f"n{one}", f"n{two}", "includes") for one, two in ends if one != two)
    return GraphView("", "五千", "Graph", tuple(nodes), edges)


def sigma_page(folder: Path, out: Path, data: dict[str, list[dict[str, object]]]) -> None:
    """Write a page that draws the same nodes and edges by sigma.js."""
    sigma = next(folder.rglob("sigma.min.js")).read_text(encoding="utf-8")
    graphology = next(folder.rglob("graphology.umd.min.js")).read_text(encoding="utf-8")
    program = """
    const G = new graphology.MultiDirectedGraph();
    D.nodes.forEach(n => G.addNode(n.id, {label: n.label, x: n.x, y: -n.y, size: 3, color: n.color}));
    D.edges.forEach(e => G.addEdge(e.from, e.to, {size: .6, color: '#ccc'}));
    try {
      const s = new Sigma(G, document.getElementById('g'));
      const pixel = new Uint8Array(4);
      const wait = gl => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      const done = () => Object.values(s.webGLContexts).forEach(wait);
      done();
      window.KG_READY = performance.now();
      s.refresh();
      done();
      window.frame = performance.now() - window.KG_READY;
    } catch (error) { window.failed = String(error); }
    """
    html = (
        f"<meta charset=utf-8><div id=g style='width:724px;height:611px'></div><script>{graphology}</script>"
    )
    html += f"<script>{sigma}</script><script>const D={json.dumps(data)};{program}</script>"
    out.write_text(html, encoding="utf-8")


def opened(browser: Browser, address: str) -> tuple[float, float, float]:
    """Return the milliseconds until a page can be used, those that it computed, and those of a frame."""
    page = browser.new_page(viewport={"width": 1280, "height": 820})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    page.wait_for_function("window.KG_READY || window.failed", timeout=60_000)
    failed = page.evaluate("window.failed")
    if failed:
        raise SystemExit(f"{address}: cannot draw: {failed.splitlines()[0]}")
    ready = page.evaluate("window.KG_READY")
    metrics = session.send("Performance.getMetrics")["metrics"]
    busy = 1000 * next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
    frame = page.evaluate("window.frame") or page.evaluate(FRAME)
    page.close()
    return ready, busy, frame


def measure(browser: Browser, pages: dict[str, str]) -> None:
    """Open the pages in turn, several times, so that all meet the same machine; print one line a page."""
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in pages}
    for _ in range(OPENINGS):
        for name, address in pages.items():
            found[name].append(opened(browser, address))
    for name, times in found.items():
        ready, busy, frames = (statistics.median(values) for values in zip(*times, strict=True))
        least = min(ready for ready, _, _ in times)
        usable = f"usable {ready:5.0f} ms (least {least:5.0f})"
        print(f"{name:26} {usable}   computed {busy:5.0f} ms   frame {frames:4.0f} ms")


def main() -> None:
    """Print one line a page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("build", type=Path)
    parser.add_argument("--sigma", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        site = Path(name) / "site"
        render_site(open_store(arguments.build), site)
        page = graph_page(random_view(), "many.html")
        (site / page.path).write_text(page.html, encoding="utf-8")
        biggest = max((site / "regions").glob("*市.html"), key=lambda path: (path.stat().st_size, path.stem))
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        city, whole = biggest.as_uri(), (site / "graph.html").as_uri()
        pages = {
            "a city, overview": city,
            "a city, everything": f"{city}#detail=all",
            "whole graph, overview": whole,
            "whole graph, everything": f"{whole}#detail=all",
            "5,000 nodes, vis-network": (site / "many.html").as_uri(),
        }
        if arguments.sigma:
            text = page.html.split('id="kg-data">')[1].split("</script>")[0]
            sigma_page(arguments.sigma, site / "sigma.html", json.loads(text))
            pages["5,000 nodes, sigma.js"] = (site / "sigma.html").as_uri()
        measure(browser, pages)
        browser.close()


if __name__ == "__main__":
    main()
