"""Every page is fetched once in each language and checked against all laws about pages.

A page speaks its reader's language, has a title of its own that tells the tabs of a browser
apart, one heading and one main part, and runs no script that stands in it.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from werkzeug.test import TestResponse

from tests.conftest import Databases, open_engine
from tests.support.pages.clerk import clerks
from tests.support.pages.every_page import NOT_PAGES, SCRIPT_ENDS, Stop, Walk, furnish
from tests.support.pages.languages import (
    chinese_left,
    codes_left,
    english_left,
    offices_left,
    stored,
    typed_texts,
)
from tests.support.pages.programs import MovableClock, opened
from tests.support.world.cast import World
from tests.support.world.cast_names import OFFICES

#: What the program calls itself at the end of each title.
SITE = {"zh_CN": "域名注册管理系统", "en": "Domain Registration"}
#: What the test's environment puts before each title.
MARK = {"zh_CN": "[测试] ", "en": "[Test] "}
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)


def told(pattern: re.Pattern[str], page: str) -> str:
    """The text of the first such element."""
    found = pattern.search(page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", found[1])).split()) if found else ""


def pieces_of(title: str, locale: str) -> list[str]:
    """What a title says of its page, without the marks that all pages have."""
    said = title.removeprefix(MARK[locale]).removesuffix(SITE[locale])
    return [piece for piece in said.split(" · ") if piece]


#: What is the other language's, in a page of each.
_LEFT = {"zh_CN": english_left, "en": chinese_left}
#: Scripts and styles that stand in the page; what has a source or is data is neither.
_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*\btype=.?application/(?:ld\+)?json)[^>]*>"
    r"|<[^>]+\son[a-z]+=|<style\b|<[^>]+\sstyle=",
    re.IGNORECASE,
)


class Walked:
    """The answers of every page, fetched when a language is first asked for."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        with walk.app.test_request_context():
            self.stops = walk.stops()
        self._answers: dict[str, dict[Stop, TestResponse]] = {}

    def answers(self, locale: str) -> dict[Stop, TestResponse]:
        if locale not in self._answers:
            readers = clerks(self.walk, self.stops, locale)
            self._answers[locale] = {
                stop: readers[stop.username].get(stop.address) for stop in self.stops
            }
        return self._answers[locale]

    def pages(self, locale: str) -> dict[Stop, str]:
        """The text of every page of ours; a unit's own page has words and title of its own."""
        found = self.answers(locale).items()
        return {
            stop: answer.get_data(as_text=True) for stop, answer in found if not stop.is_published
        }


@pytest.fixture(scope="module")
def walked(sqlite_databases: Databases) -> Iterator[Walked]:
    """Nobody writes to it."""
    engine = open_engine(sqlite_databases.world())
    world = World(engine, dict(sqlite_databases.ids))
    published = furnish(world)
    with pytest.MonkeyPatch.context() as patch:
        # Everybody signs in from one address while the clock stands still.
        patch.setattr("admin_app.auth.login.slow_down", lambda *_knock: None)
        for app in opened(engine, MovableClock()):
            yield Walked(Walk(app, world, published))
    sqlite_databases.give_back(engine)


def shared(found: dict[Stop, tuple[str, str]]) -> list[str]:
    """The titles that one reader meets on two pages."""
    by_title: dict[tuple[str, str], list[str]] = defaultdict(list)
    for stop, (title, _heading) in found.items():
        by_title[stop.username, title].append(stop.address)
    return [
        f"{username} {title}: {', '.join(addresses)}"
        for (username, title), addresses in by_title.items()
        if len(addresses) > 1
    ]


def test_the_walk_comes_to_every_page(walked: Walked) -> None:
    rules = walked.walk.app.url_map.iter_rules()
    gets = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    left = gets - {stop.endpoint for stop in walked.stops} - set(NOT_PAGES)
    # Not every list has a form or a verb; what only scripts ask for is no page.
    may_lack = {"edit_view", "create_view", "action_view", "ticked_view", *SCRIPT_ENDS}
    assert {end for end in left if end.rpartition(".")[2] not in may_lack} == set()


@pytest.mark.parametrize("locale", [pytest.param("zh_CN", marks=pytest.mark.slow), "en"])
class TestEveryPage:
    def test_every_page_lets_its_readers_in(self, walked: Walked, locale: str) -> None:
        wrong = [
            (stop, answer.status_code, answer.mimetype)
            for stop, answer in walked.answers(locale).items()
            if (answer.status_code, answer.mimetype) != (stop.status, "text/html")
        ]
        assert wrong == []

    def test_every_page_leaves_no_word_in_the_other_language(
        self, walked: Walked, locale: str
    ) -> None:
        data = stored(walked.walk.world)
        faults = [
            f"{stop.username} {stop.address} {word}"
            for stop, page in walked.pages(locale).items()
            for word in _LEFT[locale](page, f"{data} {unquote(stop.address)}")
        ]
        assert not faults, "\n".join(faults)

    def test_every_page_says_no_code_of_the_program(self, walked: Walked, locale: str) -> None:
        """No member of an enum, name of a table, column or action, nor an office by its code."""
        if locale == "en":
            # English words and members of enums are alike; holes_left finds keys in snake case.
            return
        world = walked.walk.world
        typed, offices = typed_texts(world), list(OFFICES.values())
        faults = [
            f"{stop.username} {stop.address} {code}"
            for stop, page in walked.pages(locale).items()
            if stop.endpoint != "error"
            for code in codes_left(page, typed) | offices_left(page, offices)
        ]
        assert not faults, "\n".join(faults)

    def test_every_page_has_a_title_of_its_own_that_names_it(
        self, walked: Walked, locale: str
    ) -> None:
        found = {
            stop: (told(_TITLE, page), told(_HEADING, page))
            for stop, page in walked.pages(locale).items()
        }
        faults = shared(found)
        for stop, (title, heading) in found.items():
            if not title.endswith(f" · {SITE[locale]}"):
                faults.append(f"{stop.address} does not name the program: {title}")
            # What is read first on the page is what its tab is called.
            said = pieces_of(title, locale)
            if not heading or not (heading in title or any(piece in heading for piece in said)):
                faults.append(f"{stop.address} is called {title}, but headed {heading}")
        assert not faults, "\n".join(faults)

    def test_every_page_has_one_heading_and_one_main_part(
        self, walked: Walked, locale: str
    ) -> None:
        faults = [
            f"{stop.username} {stop.address} has {page.count(start)} {start}"
            for stop, page in walked.pages(locale).items()
            for start in ("<h1", "<main")
            if page.count(start) != 1
        ]
        assert not faults, "\n".join(faults)

    def test_every_page_holds_no_script_or_style(self, walked: Walked, locale: str) -> None:
        faults = [
            f"{stop.username} {stop.address} {found[0]}"
            for stop, page in walked.pages(locale).items()
            if (found := _INLINE.search(page))
        ]
        assert not faults, "\n".join(faults)


class TestTheWatch:
    def test_the_watch_tells_two_pages_of_one_title(self) -> None:
        one, other = Stop("a", "zhuoni", "/a"), Stop("b", "zhuoni", "/b")
        assert shared({one: ("续费", ""), other: ("续费", "")}) == ["zhuoni 续费: /a, /b"]
        assert shared({one: ("续费", ""), other: ("收费", "")}) == []

    def test_the_watch_tells_chinese_left_in_english(self) -> None:
        page = '<html lang="en"><b title="续费">Renew 卓尼县</b><i lang="zh-CN">中文</i></html>'
        assert chinese_left(page, "卓尼县") == {"续费"}

    def test_the_watch_tells_english_left_in_chinese(self) -> None:
        page = '<html lang="zh-CN"><b title="Renew">续费 zhuoni</b> CSV'
        assert english_left(page, "zhuoni") == {"Renew"}

    def test_the_watch_tells_codes_of_the_program(self) -> None:
        page = "<td>transfer <td>invoice_count：否 <td>zhuoni-cashier <td>所属编办：623022"
        assert codes_left(page, "") == {"transfer", "invoice_count"}
        assert codes_left(page, "transfer") == {"invoice_count"}
        assert offices_left(page, ["623022"]) == {"623022"}

    @pytest.mark.parametrize(
        "page",
        ["<script>go()</script>", '<b onclick="go()">', "<style>b {}</style>", '<b style="x">'],
    )
    def test_the_watch_tells_a_script_or_style_in_a_page(self, page: str) -> None:
        assert _INLINE.search(page)

    @pytest.mark.parametrize(
        "page", ['<script src="/a.js"></script>', '<script type="application/json">{}</script>']
    )
    def test_the_watch_lets_scripts_from_a_file_pass(self, page: str) -> None:
        assert not _INLINE.search(page)
