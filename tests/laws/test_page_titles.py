"""Every page has a title of its own: it tells the tabs of a browser and its history apart."""

from __future__ import annotations

import html
import re
from collections import defaultdict

import pytest

from tests.support.clerk import clerks
from tests.support.every_page import Stop, Walk

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


def titles(walk: Walk, stops: list[Stop], locale: str) -> dict[Stop, tuple[str, str]]:
    """(title, first heading) of every page of ours."""
    readers, found = clerks(walk, stops, locale), {}
    for stop in stops:
        if not stop.is_published:
            page = readers[stop.username].get(stop.address).get_data(as_text=True)
            found[stop] = (told(_TITLE, page), told(_HEADING, page))
    return found


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


@pytest.mark.parametrize("locale", SITE)
class TestTitles:
    def test_name_their_page_alone(self, walk: Walk, stops: list[Stop], locale: str) -> None:
        found = titles(walk, stops, locale)
        faults = shared(found)
        for stop, (title, heading) in found.items():
            if not title.endswith(f" · {SITE[locale]}"):
                faults.append(f"{stop.address} does not name the program: {title}")
            # What is read first on the page is what its tab is called.
            said = pieces_of(title, locale)
            if not heading or not (heading in title or any(piece in heading for piece in said)):
                faults.append(f"{stop.address} is called {title}, but headed {heading}")
        assert not faults, "\n".join(faults)


class TestTheWatch:
    def test_tells_two_pages_of_one_title(self) -> None:
        one, other = Stop("a", "zhuoni", "/a"), Stop("b", "zhuoni", "/b")
        assert shared({one: ("续费", ""), other: ("续费", "")}) == ["zhuoni 续费: /a, /b"]
        assert shared({one: ("续费", ""), other: ("收费", "")}) == []
