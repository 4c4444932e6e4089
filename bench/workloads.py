"""The workloads: how each is done by our pages, by the stock Flask-Admin and by SQL, and its goal.

Every function does the work once and returns its seconds; what an answer weighs is noted beside.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from operator import attrgetter
from urllib.parse import quote

from bench.browser import Browser
from bench.bulk_workloads import bulk_workloads
from bench.workload import LIST, Bench, Work, Workload
from models.core.clock import SystemClock
from models.values.calendar import business_day

_NEXT = re.compile(rb'href="([^"]+)" rel="next"')
#: The place of expires_on among the peer's columns.
_EXPIRES_ON = 5


def interval() -> tuple[str, str]:
    """The 30 days that begin today."""
    today = business_day(SystemClock().now())
    return today.isoformat(), (today + dt.timedelta(days=30)).isoformat()


def _page(who: str, ours: str, stock: str, where: str = "true") -> dict[str, Work]:
    """A page asked of all three by the same person."""

    def ask_us(bench: Bench) -> float:
        answer = bench.at_ours(who).get(LIST + ours)
        bench.note("page_bytes", answer.size)
        return answer.seconds

    def plain(bench: Bench) -> float:
        return bench.sql.page(f"{bench.where(who)} AND {where}") + bench.static_page()

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
    yield from bulk_workloads()


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
