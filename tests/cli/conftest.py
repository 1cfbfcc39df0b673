"""A small graph, built once through the command line, that opens at once, and a way to run the verbs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli.main import main

Run = Callable[..., tuple[int, str, str]]
PAPER = """\
沈阳市装备制造业行动方案
　　一、重点任务
　　1.高档数控机床。依托沈阳机床等龙头企业，重点发展电主轴、数控系统、铣头等产品。
　　2.智能机器人。依托沈阳新松机器人，加快发展工业机器人、洁净机器人、移动机器人、特种机器人。
　　3.重点发展新能源、新材料、生物医药、电子信息、轨道交通装备、汽车零部件等产业。
　　4.轴承。以沈阳、大连为重点，加快发展精密轴承、风电轴承等产品。
　　5.禁止发展电解铝产业，严格控制水泥行业新增产能。
　　6.到2020年，装备制造业主营业务收入达到5000亿元以上。
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a build of one short paper; tests only read it."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "plan.txt").write_text(PAPER, encoding="utf-8")
    assert main(["build", str(folder / "plan.txt"), "--out", str(folder / "build")]) == 0
    return folder / "build"
