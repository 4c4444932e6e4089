"""The lower bound: the same work as tuned SQL through the driver, without ORM or page."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.databases import Place
from models.core.clock import SystemClock
from models.core.search_index import grams
from models.domains.domain import LIVE_STATES
from models.values.calendar import business_day

COUNT_CAP = 10_001
_COLUMNS = (
    "d.name_u, u.name AS unit_name, o.name AS office_name, d.state, d.registered_on, d.expires_on,"
    " d.term_years"
)
_NAMES = "JOIN unit u ON u.id = d.unit_id JOIN office o ON o.code = d.office_code"
_ORDER_COLUMNS = (
    "order_no, kind, domain_id, unit_id, term_years, base_expires_on, unit_price_fen, amount_fen,"
    " state, submitted_by, submitted_at, row_version, created_at, updated_at, province_code,"
    " city_code, office_code"
)
_LIVE = ", ".join(f"'{state}'" for state in LIVE_STATES)
_AT = "2026-06-01 02:00:00.000000"


@dataclass
class PlainSql:
    """A connection of the driver, and its seconds for each piece of work."""

    place: Place

    def __post_init__(self) -> None:
        self._pooled = self.place.engine.raw_connection()
        self._driver: Any = self._pooled.driver_connection
        self._is_postgres = self.place.dialect == "postgresql"

    def close(self) -> None:
        self._pooled.close()

    def page(self, where: str = "true", order: str = "due_on, id", offset: int = 0) -> float:
        """A page of 51 with its names, and a capped count."""
        begun = time.perf_counter()
        counted = f"SELECT id FROM domain WHERE {where} LIMIT {COUNT_CAP}"
        self._rows(f"SELECT count(*) FROM ({counted}) AS counted")
        chosen = (
            f"SELECT id, due_on FROM domain WHERE {where} ORDER BY {order} LIMIT 51 OFFSET {offset}"
        )
        self._rows(
            f"SELECT d.id, {_COLUMNS} FROM ({chosen}) AS chosen JOIN domain d ON d.id = chosen.id"
            f" {_NAMES} ORDER BY chosen.due_on, chosen.id"
        )
        self._end()
        return time.perf_counter() - begun

    def places(self) -> float:
        """What the provinces have, each table grouped once: names, units with one, four weeks."""
        begun = time.perf_counter()
        today = business_day(SystemClock().now())
        soon, weeks = today + dt.timedelta(days=90), today - dt.timedelta(days=27)
        self._rows(
            "SELECT province_code, count(*), sum(CASE WHEN due_on BETWEEN"
            f" '{today}' AND '{soon}' THEN 1 ELSE 0 END) FROM domain WHERE state = 'registered'"
            " GROUP BY province_code"
        )
        self._rows(
            "SELECT u.province_code, count(*), count(d.unit_id) FROM unit u LEFT JOIN (SELECT"
            f" DISTINCT unit_id FROM domain WHERE state IN ({_LIVE})) d ON d.unit_id = u.id"
            " GROUP BY u.province_code"
        )
        self._rows(
            "SELECT p.province_code, sum(l.amount_fen), sum(CASE WHEN r.id IS NULL THEN 0 ELSE"
            " l.amount_fen END) FROM payment p JOIN payment_line l ON l.payment_id = p.id"
            " LEFT JOIN remittance_line r ON r.payment_line_id = l.id"
            f" WHERE p.received_on BETWEEN '{weeks}' AND '{today}' GROUP BY p.province_code"
        )
        self._end()
        return time.perf_counter() - begun

    def count_found(self, words: str) -> int:
        """How many names of the nation have the words."""
        (found,) = self.values(f"SELECT count(*) FROM ({self._having(words)}) AS found")
        return int(found)

    def found(self, words: str, scope: str = "true") -> float:
        """A page of names found by words, through the bigram index."""
        index = self._having(words)
        if self._is_postgres:
            index = f"WITH found AS MATERIALIZED ({index}) SELECT id FROM found"
        return self.page(f"{scope} AND id IN ({index}) AND search_text LIKE '%{words}%'")

    def _having(self, words: str) -> str:
        if self._is_postgres:
            wanted = "{" + ",".join(grams(words)) + "}"
            return f"SELECT id FROM domain_gram WHERE grams @> '{wanted}'"
        wanted = " AND ".join(f'"{gram}"' for gram in grams(words))
        return f"SELECT rowid FROM domain_gram WHERE domain_gram MATCH '{wanted}'"

    def found_along(self, words: str, scope: str = "true") -> float:
        """The same of words so common that the rows are tested on the way."""
        return self.page(f"{scope} AND search_text LIKE '%{words}%'")

    def row(self, table: str, key: int) -> float:
        """One row by its key."""
        begun = time.perf_counter()
        self._rows(f'SELECT * FROM "{table}" WHERE id = {key}')
        self._end()
        return time.perf_counter() - begun

    def export(self, where: str = "true") -> float:
        """Every row as CSV: COPY, or the csv module over a cursor."""
        selected = f"SELECT {_COLUMNS} FROM domain d {_NAMES} WHERE {where}"
        begun = time.perf_counter()
        if self._is_postgres:
            with (
                self._driver.cursor() as cursor,
                cursor.copy(f"COPY ({selected}) TO STDOUT (FORMAT csv)") as copy,
            ):
                for _piece in copy:
                    pass
        else:
            cursor = self._driver.execute(selected)
            while rows := cursor.fetchmany(1000):
                csv.writer(io.StringIO()).writerows(rows)
        seconds = time.perf_counter() - begun
        self._end()
        return seconds

    def renew(self, ids: Sequence[int]) -> float:
        """Orders with their journal: an entry, a line an order, all in sets."""
        chosen = ", ".join(map(str, ids))
        run = uuid.uuid4().hex
        begun = time.perf_counter()
        self._begin()
        entry_id = self._rows(
            "INSERT INTO journal_entry (at, actor_key, actor_name, action, door, key, input_hash,"
            " input, province_code, city_code, office_code) VALUES"
            f" ('{_AT}', 'system', 'bench', 'bench_sql', 'job', '{run}', '{run}', '{{}}',"
            " '000000', '000000', '000000') RETURNING id"
        )[0][0]
        locks = " FOR UPDATE" if self._is_postgres else ""
        self._rows(f"SELECT id, state, expires_on FROM domain WHERE id IN ({chosen}){locks}")
        orders = self._rows(
            f"INSERT INTO domain_order ({_ORDER_COLUMNS}) SELECT 'Q{run[:12]}' || id, 'renew', id,"
            " unit_id, 1, expires_on, 20000, 20000, 'payable', 'bench',"
            f" '{_AT}', 1, '{_AT}', '{_AT}', province_code, city_code, office_code"
            f" FROM domain WHERE id IN ({chosen}) RETURNING id"
        )
        keys = ", ".join(str(key) for (key,) in orders)
        as_json = "to_jsonb(o)" if self._is_postgres else "json_object('order_no', o.order_no)"
        self._rows(
            "INSERT INTO journal_change (entry_id, entity, row_id, operation, diff, unit_id,"
            f" province_code, city_code, office_code) SELECT {entry_id}, 'domain_order', o.id,"
            f" 'insert', {as_json}, o.unit_id, o.province_code, o.city_code, o.office_code"
            f" FROM domain_order o WHERE o.id IN ({keys}) RETURNING id"
        )
        outcome = json.dumps({"rows": list(ids)})
        self._rows(
            "INSERT INTO journal_receipt (id, receipt_no, outcome, province_code, city_code,"
            f" office_code) VALUES ({entry_id}, 'B{run[:20]}', '{outcome}', '000000', '000000',"
            " '000000') RETURNING id"
        )
        self._end()
        return time.perf_counter() - begun

    def values(self, statement: str) -> list[Any]:
        """The first column of a statement's rows."""
        found = [row[0] for row in self._rows(statement)]
        self._end()
        return found

    def run(self, statement: str) -> None:
        """Carries a statement out and commits."""
        self._begin()
        self._driver.execute(statement)
        self._end()

    def _rows(self, statement: str) -> list[Any]:
        found: list[Any] = self._driver.execute(statement).fetchall()
        return found

    def _begin(self) -> None:
        self._end()
        if not self._is_postgres:
            self._driver.execute("BEGIN IMMEDIATE")

    def _end(self) -> None:
        self._driver.commit()
