"""Where a run's time goes: run pytest with `-p tests.support.database.timing`, then the module.

Each test leaves a line in test-results/timing.jsonl: seconds of set-up, call and teardown by the
wall and by this process's own work, which a busy machine does not stretch; and the seconds of
each fixture without the fixtures it asked for.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("TIMING_FOLDER", "test-results/timing"))

_fixtures: dict[str, float] = {}
_nested: list[float] = []
_phases: dict[str, tuple[float, float]] = {}


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any) -> Iterator[None]:
    begun = time.perf_counter()
    _nested.append(0.0)
    try:
        return (yield)
    finally:
        whole = time.perf_counter() - begun
        own = whole - _nested.pop()
        _fixtures[fixturedef.argname] = _fixtures.get(fixturedef.argname, 0.0) + own
        if _nested:
            _nested[-1] += whole


def _timed(phase: str) -> Iterator[None]:
    wall, work = time.perf_counter(), time.process_time()
    try:
        return (yield)
    finally:
        _phases[phase] = (time.perf_counter() - wall, time.process_time() - work)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    _fixtures.clear()
    _phases.clear()
    _nested.clear()
    return (yield from _timed("setup"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    return (yield from _timed("call"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    try:
        return (yield from _timed("teardown"))
    finally:
        _write(item)


def _write(item: pytest.Item) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    line = {
        "test": item.nodeid,
        "marks": sorted({mark.name for mark in item.iter_markers()}),
        "phases": _phases,
        "fixtures": {name: round(spent, 4) for name, spent in _fixtures.items() if spent > 1e-3},
    }
    with (FOLDER / f"{os.getpid()}.jsonl").open("a") as written:
        written.write(json.dumps(line) + "\n")


def _read() -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]


def _table(title: str, rows: dict[str, list[float]], most: int = 30) -> None:
    sys.stdout.write(f"\n{title:<64} {'times':>6} {'seconds':>9}\n")
    for name, spent in sorted(rows.items(), key=lambda row: -sum(row[1]))[:most]:
        sys.stdout.write(f"{name[:64]:<64} {len(spent):>6} {sum(spent):>9.1f}\n")


def _report() -> None:
    tables: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for line in _read():
        whole = sum(wall for wall, _work in line["phases"].values())
        path, _, name = line["test"].partition("::")
        kind = next((m for m in ("browser", "postgres") if m in line["marks"]), "sqlite")
        tables["kind"][kind].append(whole)
        tables["kind"][f"{kind}, of this process's own work"].append(
            sum(work for _wall, work in line["phases"].values())
        )
        tables["folder"]["/".join(path.split("/")[:3])].append(whole)
        tables["file"][path].append(whole)
        tables["test"][path.rsplit("/", 1)[-1] + "::" + name.partition("[")[0]].append(whole)
        for phase, (wall, _work) in line["phases"].items():
            tables["phase"][phase].append(wall)
        for fixture, spent in line["fixtures"].items():
            tables["fixture"][fixture].append(spent)
    for title in ("kind", "phase", "fixture", "folder", "file", "test"):
        _table(title, tables[title], 60 if title in {"file", "test"} else 30)


if __name__ == "__main__":
    _report()
