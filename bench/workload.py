"""What a workload is: the work at both servers and in plain SQL, its goal, and who does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bench.browser import Browser
from bench.databases import Place
from bench.plain_sql import PlainSql
from bench.servers import Server

LIST = "/admin/domain/"
BATCH = 500
_SQL_SCOPES = {"centre": "true", "province": "province_code = '{}'", "county": "office_code = '{}'"}


@dataclass
class Bench:
    """Both servers with somebody at each, and a line to the database."""

    place: Place
    ours: Server
    stock: Server
    sql: PlainSql
    #: Names that can be renewed, taken a batch at a time: each is renewed once.
    renewable: list[int]
    batch: int
    words: dict[str, str]
    #: What was seen beside the times: bytes of a page, first bytes, memory.
    seen: dict[str, list[float]] = field(default_factory=dict)
    _browsers: dict[str, Browser] = field(default_factory=dict)

    def at_ours(self, username: str) -> Browser:
        if username not in self._browsers:
            browser = self._browsers[username] = Browser(self.ours.port)
            browser.sign_in(username)
        return self._browsers[username]

    def at_stock(self, username: str) -> Browser:
        scopes = {"province": ("X-Province", self.place.province)}
        scopes["county"] = ("X-Office", self.place.office)
        key = f"stock:{username}"
        if key not in self._browsers:
            headers = dict([scopes[username]] if username in scopes else [])
            self._browsers[key] = Browser(self.stock.port, headers)
        return self._browsers[key]

    def where(self, username: str) -> str:
        code = {"province": self.place.province, "county": self.place.office}.get(username, "")
        return _SQL_SCOPES[username].format(code)

    def static_page(self) -> float:
        return self.at_stock("centre").get("/static-page").seconds

    def note(self, name: str, value: float) -> None:
        self.seen.setdefault(name, []).append(value)

    def take_renewable(self) -> list[int]:
        taken, self.renewable = self.renewable[: self.batch], self.renewable[self.batch :]
        return taken


Work = Callable[[Bench], float]


@dataclass(frozen=True, kw_only=True)
class Workload:
    """One line of the table; times are of one piece of work."""

    key: str
    title: str
    ours: Work
    stock: Work | None = None
    sql: Work | None = None
    #: At least so many times faster than the peer; at most so many times the plain SQL.
    must_beat_stock: float | None = None
    must_near_sql: float | None = None
    #: Pieces of work in a pass, and in how many passes the peer takes part.
    repeats: int = 7
    stock_passes: int = 99
