"""Positions: every node has one, none covers another, and the same graph gives the same ones."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.viz.layout import positions
from kg.viz.model import Edge, GraphView, Node


def tree(parents: list[int]) -> GraphView:
    """Return a view in which node i + 1 hangs on an earlier one."""
    kinds = ["Industry", "Product", "Enterprise", "Park"]
    nodes = [Node("n0", "市", "Region")]
    nodes += [Node(f"n{i + 1}", f"名{i}", kinds[i % 4]) for i in range(len(parents))]
    edges = [Edge(f"n{parent % (i + 1)}", f"n{i + 1}", "includes") for i, parent in enumerate(parents)]
    return GraphView("n0", "市", "Region", tuple(nodes), tuple(edges))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 1000), max_size=60))
def test_every_node_is_placed_and_none_covers_another(parents: list[int]) -> None:
    view = tree(parents)
    placed = positions(view)
    assert set(placed) == {node.iri for node in view.nodes}
    points = list(placed.values())
    for place, (x, y) in enumerate(points):
        for other_x, other_y in points[:place]:
            assert abs(x - other_x) > 20 or abs(y - other_y) > 20


def test_unconnected_nodes_are_placed_too() -> None:
    view = GraphView("", "全图", "Graph", tuple(Node(f"n{i}", "x", "Project") for i in range(9)), ())
    assert len(set(positions(view).values())) == 9


def test_a_firm_hangs_on_its_industry_not_on_its_city() -> None:
    nodes = (Node("city", "市", "Region"), Node("a", "业", "Industry"), Node("b", "业", "Industry"))
    firms = tuple(Node(f"f{i}", "厂", "Enterprise") for i in range(6))
    edges = [Edge("city", "a", "promotes"), Edge("city", "b", "promotes")]
    edges += [Edge(f.iri, "city", "locatedIn") for f in firms]
    edges += [Edge("a" if i < 3 else "b", f.iri, "reliesOn") for i, f in enumerate(firms)]
    placed = positions(GraphView("city", "市", "Region", nodes + firms, tuple(edges)))

    def apart(one: str, two: str) -> float:
        return float((placed[one][0] - placed[two][0]) ** 2 + (placed[one][1] - placed[two][1]) ** 2)

    for i, firm in enumerate(firms):
        own, foreign = ("a", "b") if i < 3 else ("b", "a")
        assert apart(firm.iri, own) < apart(firm.iri, foreign)


def test_stages_run_from_left_to_right() -> None:
    stages = tuple(Node(f"s{i}", f"环节{i}", "ChainStage") for i in range(4))
    firm = Node("f", "厂", "Enterprise")
    edges = [Edge(f"s{i}", f"s{i + 1}", "precedes") for i in range(3)] + [Edge("s2", "f", "reliesOn")]
    placed = positions(GraphView("", "链", "Chain", (*stages, firm), tuple(edges), layout="layered"))
    columns = [placed[f"s{i}"][0] for i in range(4)]
    assert columns == sorted(set(columns))
    assert placed["f"][0] == placed["s2"][0] and placed["f"][1] > placed["s2"][1]


def test_positions_do_not_depend_on_hash_seeds() -> None:
    program = (
        "import random\n"
        "from kg.viz.layout import positions\n"
        "from kg.viz.model import Edge, GraphView, Node\n"
        "random.seed(3)\n"
        "nodes = tuple(Node(f'n{i}', 'x', 'Industry' if i % 3 else 'Region') for i in range(80))\n"
        "ends = [(f'n{random.randrange(80)}', f'n{random.randrange(80)}') for _ in range(120)]\n"
        "edges = tuple(Edge(one, two, 'includes') for one, two in ends)\n"
        "print(positions(GraphView('', 'x', 'Graph', nodes, edges)))\n"
    )
    here = io.StringIO()
    with contextlib.redirect_stdout(here):
        exec(program, {})
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    there = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert here.getvalue() == there.stdout and "n79" in there.stdout


def test_what_hangs_on_stages_fills_columns_that_keep_the_whole_wide() -> None:
    stages = tuple(Node(f"s{i}", f"环节{i}", "ChainStage") for i in range(3))
    firms = tuple(Node(f"f{i:02}", "厂", "Enterprise") for i in range(40))
    edges = tuple(Edge("s1", firm.iri, "names") for firm in firms)
    placed = positions(GraphView("", "链", "Chain", (*stages, *firms), edges, layout="layered"))
    assert len(set(placed.values())) == len(placed)
    wide = max(x for x, _ in placed.values()) - min(x for x, _ in placed.values())
    high = max(y for _, y in placed.values())
    assert 0.7 < wide / high < 2.5
    assert placed["s0"][0] < min(placed[firm.iri][0] for firm in firms)
    assert placed["s2"][0] > max(placed[firm.iri][0] for firm in firms)
