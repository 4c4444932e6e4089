"""The workloads: how each is done by our pages, by the stock Flask-Admin and by SQL, and its goal.

Every function does the work once and returns its seconds; what an answer weighs is noted beside.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from bench.browser import Answer, Browser, WrongAnswerError
from bench.databases import Place
from bench.plain_sql import PlainSql
from bench.servers import Server
from models.core.clock import SystemClock
from models.values.calendar import business_day

LIST = "/admin/domain/"
BATCH = 500
#: A name alone takes more.
_BYTES_A_ROW = 30
_KEY = re.compile(rb'name="key" value="([^"]+)"')
_SELECTION = re.compile(rb'name="selection" value="([^"]+)"')
_NEXT = re.compile(rb'href="([^"]+)" rel="next"')
#: The place of expires_on among the peer's columns.
_EXPIRES_ON = 5
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


def interval() -> tuple[str, str]:
    """The 30 days that begin today."""
    today = business_day(SystemClock().now())
    return today.isoformat(), (today + dt.timedelta(days=30)).isoformat()


def _page(who: str, ours: str, stock: str, where: str = "true", **sql: Any) -> dict[str, Work]:  # noqa: ANN401
    """A page asked of all three by the same person."""

    def ask_us(bench: Bench) -> float:
        answer = bench.at_ours(who).get(LIST + ours)
        bench.note("page_bytes", answer.size)
        return answer.seconds

    def plain(bench: Bench) -> float:
        return bench.sql.page(f"{bench.where(who)} AND {where}", **sql) + bench.static_page()

    return {
        "ours": ask_us,
        "stock": lambda bench: bench.at_stock(who).get(LIST + stock).seconds,
        "sql": plain,
    }


def _search(who: str, words: str) -> dict[str, Work]:
    def ask(bench: Bench, browser: Browser) -> float:
        return browser.get(f"{LIST}?search={quote(bench.words[words])}").seconds

    find = attrgetter("found_along" if words == "common" else "found")
    return {
        "ours": lambda bench: ask(bench, bench.at_ours(who)),
        "stock": lambda bench: ask(bench, bench.at_stock(who)),
        "sql": lambda bench: (
            find(bench.sql)(bench.words[words], bench.where(who)) + bench.static_page()
        ),
    }


def _deep_page(bench: Bench) -> int:
    return int(bench.words["deep_page"])


def _next_page(bench: Bench) -> float:
    browser = bench.at_ours("centre")
    found = _NEXT.search(browser.get(LIST).body)
    assert found is not None, "a long list has a next page"
    return browser.get(LIST + found[1].decode().replace("&amp;", "&").removeprefix("./")).seconds


def _export(who: str) -> Work:
    def work(bench: Bench) -> float:
        browser = bench.at_ours(who)
        browser.take_token(LIST)
        bench.ours.forget_peak()
        before = bench.ours.peak_bytes
        answer = browser.post(
            f"{LIST}export/", [("scope", "all"), ("columns", "shown")], keeps=False, status=200
        )
        _see_rows(bench, who, answer)
        bench.note(f"export_{who}_first", answer.first_seconds / answer.seconds)
        bench.note(f"export_{who}_growth", bench.ours.peak_bytes - before)
        return answer.seconds

    return work


def _stock_export(who: str) -> Work:
    def work(bench: Bench) -> float:
        bench.stock.forget_peak()
        before = bench.stock.peak_bytes
        answer = bench.at_stock(who).download(f"{LIST}export/csv/")
        _see_rows(bench, who, answer)
        bench.note(f"stock_export_{who}_first", answer.first_seconds / answer.seconds)
        bench.note(f"stock_export_{who}_growth", bench.stock.peak_bytes - before)
        return answer.seconds

    return work


def _see_rows(bench: Bench, who: str, answer: Answer) -> None:
    """A file much smaller than its rows is no export."""
    wanted = int(bench.words[f"count_{who}"]) * _BYTES_A_ROW
    if answer.size < wanted:
        raise WrongAnswerError(f"an export of {answer.size:,} bytes, {wanted:,} expected")


def _renew(bench: Bench) -> float:
    """The confirmation; the plan page before it is timed beside."""
    browser = bench.at_ours("province")
    browser.take_token(LIST)
    ticked = [("ids", str(key)) for key in bench.take_renewable()]
    plan = browser.post(f"{LIST}action/", [("action", "renew"), *ticked], status=200)
    bench.note("plan_seconds", plan.seconds)
    key, selection = _KEY.search(plan.body), _SELECTION.search(plan.body)
    if key is None or selection is None:
        raise WrongAnswerError(plan.body[-400:].decode())
    kept = [("key", key[1].decode()), ("selection", selection[1].decode())]
    return browser.post(
        f"{LIST}action/?action=renew",
        [("action", "renew"), *kept, ("years", "1"), ("confirm", "1")],
        status=303,
    ).seconds


def _stock_renew(bench: Bench) -> float:
    ticked = [("rowid", str(key)) for key in bench.take_renewable()]
    browser = bench.at_stock("province")
    return browser.post(f"{LIST}action/", [("action", "renew"), *ticked]).seconds


def _unit_form(bench: Bench) -> float:
    answer = bench.at_ours("province").get(f"/admin/unit/edit/?id={bench.words['unit_id']}")
    bench.note("form_bytes", answer.size)
    return answer.seconds


def _stock_form(bench: Bench) -> float:
    key = bench.words["domain_id"]
    answer = bench.at_stock("province").get(f"{LIST}edit/?id={key}")
    bench.note("stock_form_bytes", answer.size)
    return answer.seconds


def workloads() -> Iterator[Workload]:
    """All of them, in the order of the table."""
    first, last = interval()
    theirs = f"?flt0_2=registered&flt1_11={first}+to+{last}&sort={_EXPIRES_ON}"
    ours = f"?state=registered&due_on_from={first}&due_on_to={last}&sort=due_on"
    where = f"state = 'registered' AND due_on BETWEEN '{first}' AND '{last}'"
    goal = {"must_beat_stock": 2.0}
    yield Workload(
        key="W1",
        title="中心：首页",
        **_page("centre", "", ""),
        must_beat_stock=4,
        must_near_sql=6,
    )
    yield Workload(key="W2 province", title="省：首页", **_page("province", "", ""), **goal)
    yield Workload(key="W2 county", title="县：首页", **_page("county", "", ""), **goal)
    for who, title in (("centre", "中心"), ("province", "省")):
        yield Workload(
            key=f"W3 {who}",
            title=f"{title}：状态与到期区间，按到期排序",
            **_page(who, ours, theirs, where),
            must_beat_stock=8,
        )
    yield from _searches()
    yield from _steps()
    yield from _places()
    yield from _pages()
    yield from _bulk()


def _places() -> Iterator[Workload]:
    """辖区一览: its page answers with the work at hand, and the other figures follow it."""
    page = "/admin/offices_below/"
    pieces = [f"{page}figures/?under=000000&part={part}" for part in ("names", "coverage", "money")]
    yield Workload(
        key="W10 page",
        title="中心：辖区一览",
        ours=lambda b: b.at_ours("centre").get(page).seconds,
        repeats=3,
    )
    yield Workload(
        key="W10 figures",
        title="中心：辖区一览随后统计的各列",
        ours=lambda b: sum(b.at_ours("centre").get(piece).seconds for piece in pieces),
        sql=lambda b: b.sql.places(),
        must_near_sql=2,
        repeats=3,
    )


def _pages() -> Iterator[Workload]:
    """What waits, the desk and a record: pages without an equal at the peer."""
    today = business_day(SystemClock().now())
    yield Workload(
        key="W11 waiting",
        title="中心：按等待时间筛选",
        ours=lambda b: b.at_ours("centre").get(f"{LIST}?waits_since_to={today}").seconds,
    )
    for who, title in (("centre", "中心"), ("province", "省"), ("county", "县")):
        yield Workload(
            key=f"W12 {who}", title=f"{title}：工作台", ours=_plain_page(who, lambda _b: "/admin/")
        )
    for entity, title in (("domain", "域名"), ("unit", "单位")):
        yield Workload(
            key=f"W13 {entity}",
            title=f"省：{title}详情",
            ours=_plain_page("province", _details_of(entity)),
        )


def _plain_page(who: str, url: Callable[[Bench], str]) -> Work:
    return lambda bench: bench.at_ours(who).get(url(bench)).seconds


def _details_of(entity: str) -> Callable[[Bench], str]:
    return lambda bench: f"/admin/{entity}/details/?id={bench.words[f'{entity}_id']}"


def _searches() -> Iterator[Workload]:
    cases = (
        ("centre", "long", "中心：查四字以上", 30),
        ("centre", "rare", "中心：查两字，少见", 30),
        ("centre", "common", "中心：查两字，常见", 3),
        ("province", "common", "省：查两字，常见", 3),
    )
    for who, words, title, goal in cases:
        yield Workload(
            key=f"W4 {words} {who}", title=title, **_search(who, words), must_beat_stock=goal
        )


def _steps() -> Iterator[Workload]:
    yield Workload(
        key="W5 deep",
        title="中心：按页码到深处",
        ours=lambda b: b.at_ours("centre").get(f"{LIST}?page={_deep_page(b)}").seconds,
        stock=lambda b: b.at_stock("centre").get(f"{LIST}?page={_deep_page(b) - 1}").seconds,
        sql=lambda b: b.sql.page(offset=(_deep_page(b) - 1) * 50) + b.static_page(),
        must_beat_stock=10,
        repeats=3,
    )
    yield Workload(key="W5 next", title="中心：下一页", ours=_next_page)


def _bulk() -> Iterator[Workload]:
    yield Workload(
        key="W6 all",
        title="中心：导出全部 CSV",
        ours=_export("centre"),
        stock=_stock_export("centre"),
        sql=lambda b: b.sql.export(),
        must_beat_stock=25,
        must_near_sql=1.8,
        repeats=1,
        stock_passes=1,
    )
    yield Workload(
        key="W6 province",
        title="省：导出全部 CSV",
        ours=_export("province"),
        stock=_stock_export("province"),
        sql=lambda b: b.sql.export(f"d.{b.where('province')}"),
        repeats=1,
    )
    yield Workload(
        key="W7",
        title=f"省：续费 {BATCH} 个，连同日志",
        ours=_renew,
        stock=_stock_renew,
        sql=lambda b: b.sql.renew(b.take_renewable()),
        must_beat_stock=2.5,
        must_near_sql=2.5,
        repeats=1,
    )
    yield Workload(
        key="W8",
        title="修改页（单位；对方：域名，列出全部单位）",
        ours=_unit_form,
        stock=_stock_form,
        sql=lambda b: b.sql.row("unit", int(b.words["unit_id"])) + b.static_page(),
        must_beat_stock=300,
        repeats=3,
    )
