"""Interleaved passes: each contestant does each piece of work in turn; medians are kept."""

from __future__ import annotations

import os
import secrets
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.browser import Browser
from bench.databases import Place, vacuum
from bench.plain_sql import PlainSql
from bench.servers import serving
from bench.stock import DATABASE_URL, STOCK_TABLE
from bench.workload import BATCH, LIST, Bench, Work, Workload
from bench.workloads import workloads

PASSES = int(os.environ.get("BENCH_PASSES", "3"))
CLIENTS = 8
#: About so many names have the rare word, where there are a million.
_RARE = 300
_LOAD_SECONDS = 4.0
#: What the database may hold of overdue names that can still be renewed, and early ones.
_RENEWABLE_DAYS = (-29, 89)


@dataclass(frozen=True)
class Line:
    """A workload's medians, in seconds; None where a contestant does not take part."""

    workload: Workload
    ours: float
    stock: float | None
    sql: float | None


@dataclass(frozen=True)
class Load:
    """What a server bears from many clients at once."""

    requests_per_second: float
    p99_seconds: float


@dataclass(frozen=True)
class Results:
    """Everything measured on one engine."""

    place: Place
    domains: int
    lines: dict[str, Line]
    loads: dict[str, Load]
    seen: dict[str, list[float]]
    #: Ours and the peer's first page with one row in a hundred updated and not vacuumed.
    dirty: tuple[float, float] | None


def measure(place: Place) -> Results:
    """Runs all workloads over a place."""
    with _bench(place) as bench:
        vacuum(place.engine)
        times = _passes(bench)
        lines = {key: _table_line(workload, found) for key, (workload, found) in times.items()}
        loads = {
            "ours": _load([lambda b=b: b.get(LIST) for b in _signed_in(bench)]),
            "stock": _load([lambda b=b: b.get(LIST) for b in _strangers(bench)]),
        }
        (domains,) = bench.sql.values("SELECT count(*) FROM domain")
        dirty = _dirty(bench) if place.dialect == "postgresql" else None
        return Results(place, domains, lines, loads, bench.seen, dirty)


@contextmanager
def _bench(place: Place) -> Iterator[Bench]:
    ours = {"DATABASE_URL": place.url, "SECRET_KEY": secrets.token_hex(32), "APP_ENV": "demo"}
    theirs = {DATABASE_URL: place.url}
    sql = PlainSql(place)
    try:
        with (
            serving("wsgi:app", ours) as our_server,
            serving("bench.stock:create_app()", theirs) as stock_server,
        ):
            words, renewable = _words(sql, place), _renewable(sql, place)
            # Where few can be renewed, as in a small try, batches are smaller.
            batch = min(BATCH, len(renewable) // (3 * PASSES))
            yield Bench(place, our_server, stock_server, sql, renewable, batch, words)
    finally:
        sql.close()


def _renewable(sql: PlainSql, place: Place) -> list[int]:
    early, late = _RENEWABLE_DAYS
    day = "current_date + {}" if place.dialect == "postgresql" else "date('now', '{} days')"
    return sql.values(
        f"SELECT d.id FROM domain d WHERE d.province_code = '{place.province}'"
        f" AND d.state = 'registered' AND d.due_on BETWEEN {day.format(early)}"
        f" AND {day.format(late)} AND NOT EXISTS (SELECT 1 FROM domain_order o WHERE"
        " o.domain_id = d.id AND o.state IN ('payable', 'charged', 'remitted')) ORDER BY d.id"
    )


def _words(sql: PlainSql, place: Place) -> dict[str, str]:
    """What is searched for, and the rows that are opened."""
    office = f"office_code = '{place.office}'"
    (label,) = sql.values(
        f"SELECT label_u FROM domain WHERE {office} AND length(label_u) > 6 ORDER BY id LIMIT 1"
    )
    province = f"province_code = '{place.province}'"
    (unit_id,) = sql.values(f"SELECT min(id) FROM unit WHERE {province}")
    (domain_id,) = sql.values(f"SELECT min(id) FROM domain WHERE {province}")
    (count,) = sql.values("SELECT count(*) FROM domain")
    (in_province,) = sql.values(f"SELECT count(*) FROM domain WHERE {province}")
    return {
        "count_centre": str(count),
        "count_province": str(in_province),
        "rare": _rare(sql, place),
        "long": label[:7],
        "common": "党建",
        "deep_page": str(max(2, min(10_000, count // 100))),
        "unit_id": str(unit_id),
        "domain_id": str(domain_id),
    }


def _rare(sql: PlainSql, place: Place) -> str:
    """Two characters that some names have and few: how a county of the province begins."""
    begun = sql.values(
        f"SELECT DISTINCT substr(name, 1, 2) FROM office WHERE province_code = '{place.province}'"
    )
    counted = {word: sql.count_found(word) for word in sorted(begun)}
    wanted = {word: count for word, count in counted.items() if count}
    return min(wanted, key=lambda word: (abs(wanted[word] - _RARE), word))


def _passes(bench: Bench) -> dict[str, tuple[Workload, dict[str, list[float]]]]:
    times: dict[str, tuple[Workload, dict[str, list[float]]]] = {}
    for turn in range(PASSES):
        for workload in workloads():
            _, found = times.setdefault(workload.key, (workload, {}))
            for name, work in _contestants(workload, turn):
                found.setdefault(name, []).append(_median(bench, work, workload.repeats))
            print(f"-- pass {turn + 1}: {workload.key}", flush=True)
    return times


def _contestants(workload: Workload, turn: int) -> Iterator[tuple[str, Work]]:
    yield "ours", workload.ours
    if workload.stock is not None and turn < workload.stock_passes:
        yield "stock", workload.stock
    if workload.sql is not None:
        yield "sql", workload.sql


def _median(bench: Bench, work: Work, repeats: int) -> float:
    if repeats > 1:
        work(bench)
    return statistics.median(work(bench) for _ in range(repeats))


def _table_line(workload: Workload, found: dict[str, list[float]]) -> Line:
    middle = {name: statistics.median(times) for name, times in found.items()}
    return Line(workload, middle["ours"], middle.get("stock"), middle.get("sql"))


def _signed_in(bench: Bench) -> list[Browser]:
    browsers = [Browser(bench.ours.port) for _ in range(CLIENTS)]
    for browser in browsers:
        browser.sign_in("province")
    return browsers


def _strangers(bench: Bench) -> list[Browser]:
    return [Browser(bench.stock.port, {"X-Province": bench.place.province}) for _ in range(CLIENTS)]


def _load(asks: list[object]) -> Load:
    """Everybody asks as fast as they are answered."""
    times: list[float] = []
    until = time.perf_counter() + _LOAD_SECONDS

    def client(ask: object) -> None:
        while time.perf_counter() < until:
            begun = time.perf_counter()
            ask()  # type: ignore[operator]
            times.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=client, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return Load(len(times) / _LOAD_SECONDS, times[int(len(times) * 0.99)])


def _dirty(bench: Bench) -> tuple[float, float]:
    """The first page after one row in a hundred was updated and before a vacuum."""
    for table in ("domain", STOCK_TABLE):
        bench.sql.run(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
    for table in ("domain", STOCK_TABLE):
        bench.sql.run(f"UPDATE {table} SET purpose = purpose WHERE id % 100 = 0")
    try:
        ours = _median(bench, lambda b: b.at_ours("centre").get(LIST).seconds, 7)
        return ours, _median(bench, lambda b: b.at_stock("centre").get(LIST).seconds, 7)
    finally:
        for table in ("domain", STOCK_TABLE):
            bench.sql.run(f"ALTER TABLE {table} RESET (autovacuum_enabled)")
