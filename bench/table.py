"""The table of results in Markdown, each goal with whether it was met."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from bench.passes import Line, Results

_MEBIBYTE = 1024 * 1024
_HEAD = (
    "| 工作 | 本系统 ms | 原样 Flask-Admin ms | 纯 SQL ms | 比 Flask-Admin 快 | 是纯 SQL 的 |"
    " 目标 | 结果 |\n| --- | --: | --: | --: | --: | --: | --- | --- |"
)


@dataclass(frozen=True)
class Goal:
    """What must hold, what was found, and whether it does."""

    what: str
    found: str
    is_met: bool


def as_markdown(results: Results) -> str:
    """One engine's section."""
    lines = "\n".join(_row(line) for line in results.lines.values())
    goals = "\n".join(
        f"| {goal.what} | {goal.found} | {'ok' if goal.is_met else '**short**'} |"
        for goal in _goals(results)
    )
    return (
        f"## {results.place.dialect}, {results.domains:,} 个域名\n\n{_HEAD}\n{lines}\n\n"
        f"| 另外的目标 | 实测 | 结果 |\n| --- | --- | --- |\n{goals}\n"
    )


def _row(line: Line) -> str:
    met, wanted = [], []
    beats = line.stock / line.ours if line.stock else None
    near = line.ours / line.sql if line.sql else None
    work = line.workload
    if work.must_beat_stock is not None and beats is not None:
        wanted.append(f"≥ {work.must_beat_stock:g}× Flask-Admin")
        met.append(beats >= work.must_beat_stock)
    if work.must_near_sql is not None and near is not None:
        wanted.append(f"≤ {work.must_near_sql:g}× SQL")
        met.append(near <= work.must_near_sql)
    verdict = "" if not met else "ok" if all(met) else "**short**"
    cells = (
        f"{work.key} {work.title}",
        _ms(line.ours),
        _ms(line.stock),
        _ms(line.sql),
        f"{beats:.1f}×" if beats else "–",
        f"{near:.1f}×" if near else "–",
        "，".join(wanted) or "–",
        verdict,
    )
    return f"| {' | '.join(cells)} |"


def _ms(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds * 1000:,.1f}"


def _goals(results: Results) -> Iterator[Goal]:
    ours = {key: line.ours for key, line in results.lines.items()}
    county = ours["W2 county"]
    yield _at_most("W1 与县首页相差不过", ours["W1"] / county, 1.3, "×")
    yield _at_most("省首页与县首页相差不过", ours["W2 province"] / county, 1.3, "×")
    yield _at_most("辖区一览对县首页", ours["W10 page"] / county, 3, "×")
    yield _at_most("W5 下一页对 W1", ours["W5 next"] / ours["W1"], 1.5, "×")
    if results.dirty is not None:
        mine, theirs = results.dirty
        yield _at_least("W1，百分之一的行更新过、未清理，对 Flask-Admin", theirs / mine, 15, "×")
    growth = max(results.seen["export_centre_growth"]) / _MEBIBYTE
    yield _at_most("W6 导出全部时内存增长", growth, 16, " MiB")
    yield _at_most("W6 首字节占全程", 100 * _middle(results, "export_centre_first"), 5, " %")
    yield _at_most("W8 修改页大小", _middle(results, "form_bytes") / 1024, 60, " KB")
    mine, theirs = results.loads["ours"], results.loads["stock"]
    faster = mine.requests_per_second / theirs.requests_per_second
    told = f"（每秒 {mine.requests_per_second:.0f} 对 {theirs.requests_per_second:.0f} 次）"
    yield _at_least(f"W9 八人同时，省首页，对 Flask-Admin{told}", faster, 3, "×")
    yield _at_most("W9 p99 对 Flask-Admin", mine.p99_seconds / theirs.p99_seconds, 0.5, "×")
    yield _at_most("50 行一页的大小", max(results.seen["page_bytes"]) / 1024, 60, " KB")


def notes(results: Results) -> str:
    """What was seen beside the times."""
    peer = max(results.seen.get("stock_export_centre_growth", [0.0])) / _MEBIBYTE
    first = _middle(results, "stock_export_centre_first")
    form = _middle(results, "stock_form_bytes") / _MEBIBYTE
    plan = _middle(results, "plan_seconds") * 1000
    return (
        f"Flask-Admin 导出全部时内存增长 {peer:,.0f} MiB，首字节在全程的 {first:.0%}；"
        f"它的修改页 {form:.1f} MiB。续费前的核对页 {plan:.0f} ms。\n"
    )


def _middle(results: Results, name: str) -> float:
    return statistics.median(results.seen.get(name) or [0.0])


def _at_most(what: str, found: float, limit: float, unit: str) -> Goal:
    return Goal(f"{what} ≤ {limit:g}{unit}", f"{found:.2f}{unit}", found <= limit)


def _at_least(what: str, found: float, limit: float, unit: str) -> Goal:
    return Goal(f"{what} ≥ {limit:g}{unit}", f"{found:.1f}{unit}", found >= limit)
