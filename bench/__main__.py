"""Measures on both engines and writes docs/benchmarks.md.

BENCH_DOMAINS (1,000,000), BENCH_ENGINES (postgresql,sqlite) and BENCH_PASSES (3) make it smaller.
"""

from __future__ import annotations

import os
import platform
import subprocess

from bench.databases import PLACES
from bench.passes import measure
from bench.table import as_markdown, notes
from config import ROOT
from models.core.clock import SystemClock
from models.values.calendar import business_day

_WHOLE = 1_000_000
_REPORT = ROOT / "docs" / "benchmarks.md"
_INTRODUCTION = """# 快慢

`make bench` 写成此页。三方在同一次运行里轮流做同样的工作：

- 本系统：gunicorn 一个进程，登录、范围、版面俱全；
- 原样的 Flask-Admin（`bench/stock.py`）：按其文档写成，同一个库里同样的行，表上只有框架会建的主键与
  外键索引；
- 纯 SQL：驱动直连，用本系统的索引；页面另加一个静态页的时间。

时间取各轮的中位数，应看比值：毫秒随机器而变。
"""


def when_and_what() -> str:
    """The day of the run and the commit that was measured; a figure without them tells little."""
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        commit = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        commit = "未知"
    return f"{business_day(SystemClock().now())}，提交 {commit}。\n"


def main() -> None:
    """Prints the table; a run over the whole number of rows is also written down."""
    domains = int(os.environ.get("BENCH_DOMAINS", _WHOLE))
    sections = [when_and_what()]
    print(sections[0], flush=True)
    for engine in os.environ.get("BENCH_ENGINES", "postgresql,sqlite").split(","):
        with PLACES[engine](domains) as place:
            results = measure(place)
            sections.append(f"{as_markdown(results)}\n{notes(results)}")
            print(sections[-1], flush=True)
    if domains == _WHOLE:
        machine = f"Python {platform.python_version()}，{os.cpu_count()} 核。"
        _REPORT.parent.mkdir(exist_ok=True)
        _REPORT.write_text("\n".join([_INTRODUCTION, machine, "", *sections]), encoding="utf-8")


if __name__ == "__main__":
    main()
