"""Every page speaks the reader's language: what is left of it without its data has no other."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from tests.support.clerk import clerks
from tests.support.every_page import NOT_PAGES, SCRIPT_ENDS, Stop, Walk
from tests.support.languages import chinese_left, english_left, stored


def told_in(
    locale: str, walk: Walk, stops: list[Stop], left: Callable[[str, str], set[str]]
) -> list[str]:
    """The words of the other language that pages say, with their places."""
    readers, data = clerks(walk, stops, locale), stored(walk.world)
    return [
        f"{stop.username} {stop.address} {word}"
        for stop in stops
        if not stop.is_published
        for word in left(
            readers[stop.username].get(stop.address).get_data(as_text=True),
            f"{data} {unquote(stop.address)}",
        )
    ]


class TestTheWalk:
    def test_comes_to_every_page(self, walk: Walk, stops: list[Stop]) -> None:
        gets = {r.endpoint for r in walk.app.url_map.iter_rules() if "GET" in (r.methods or ())}
        left = gets - {stop.endpoint for stop in stops} - set(NOT_PAGES)
        # Not every list has a form or a verb; what only scripts ask for is no page.
        may_lack = {"edit_view", "create_view", "action_view", "ticked_view", *SCRIPT_ENDS}
        assert {
            endpoint for endpoint in left if endpoint.rpartition(".")[2] not in may_lack
        } == set()

    def test_is_let_in_everywhere(self, walk: Walk, stops: list[Stop]) -> None:
        readers, wrong = clerks(walk, stops, "zh_CN"), []
        for stop in stops:
            answer = readers[stop.username].get(stop.address)
            if (answer.status_code, answer.mimetype) != (stop.status, "text/html"):
                wrong.append((stop, answer.status_code, answer.mimetype))
        assert wrong == []


class TestEnglish:
    def test_leaves_no_chinese_of_ours(self, walk: Walk, stops: list[Stop]) -> None:
        faults = told_in("en", walk, stops, chinese_left)
        assert not faults, "\n".join(faults)

    def test_would_be_caught_leaving_some(self) -> None:
        page = '<html lang="en"><b title="续费">Renew 卓尼县</b><i lang="zh-CN">中文</i></html>'
        assert chinese_left(page, "卓尼县") == {"续费"}


class TestChinese:
    def test_leaves_no_english_of_ours(self, walk: Walk, stops: list[Stop]) -> None:
        faults = told_in("zh_CN", walk, stops, english_left)
        assert not faults, "\n".join(faults)

    def test_would_be_caught_leaving_some(self) -> None:
        page = '<html lang="zh-CN"><b title="Renew">续费 zhuoni</b> CSV'
        assert english_left(page, "zhuoni") == {"Renew"}
