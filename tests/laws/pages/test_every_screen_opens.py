"""Every screen that a menu leads to, as each role sees it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from admin_app.views import GRIDS
from models.users.user import Role
from tests.support.pages.doors import Doors
from tests.support.pages.readers import each_reader

#: One login of each role.
LOGINS = (
    "conac",
    "conac-finance",
    "conac-review",
    "gansu",
    "gansu-viewer",
    "gannan",
    "zhuoni",
    "zhuoni-cashier",
    "unit-a",
)
every_login = each_reader(LOGINS)

#: Words of another alphabet that people do say.
_SPOKEN = {"CONAC", "CSV", "PDF", "ID", "English", "Excel", "Word", "csv", "xls", "xlsx"}
#: The cast's lots, lines and files are called so, and letters after where they went.
_STORED = re.compile(r"(?:LOT|LINE)-[\w-]+|[\w-]+\.(?:csv|xlsx)|[\w.-]+@[\w.-]+")
#: What stands on the keys of a keyboard.
_KEYS = re.compile(r"<kbd>.*?</kbd>")
_HEADINGS = re.compile(
    r"<(h1|h2|th scope=.?col|dt|label|legend|summary|button|caption)\b[^>]*>(.*?)"
    r"(?=</?(?:h1|h2|th|td|tbody|tr|dt|dd|label|legend|summary|button|caption|div)\b)",
    re.DOTALL,
)


def menu(page: TestResponse) -> list[str]:
    """The addresses of the menus."""
    text = page.get_data(as_text=True)
    parts = re.findall(r'<nav class="(?:side|top-nav)".*?</nav>', text, re.DOTALL)
    return sorted(
        {html.unescape(u) for p in parts for u in re.findall(r'href="(/admin/[^"]*)"', p)}
    )


def headings(page: TestResponse) -> Iterator[str]:
    """What stands over things on a page: headings, labels, buttons."""
    text = _KEYS.sub("", page.get_data(as_text=True).partition("<main")[2])
    for _tag, inside in _HEADINGS.findall(text):
        yield html.unescape(re.sub(r"<[^>]+>", " ", inside)).strip()


def identifiers(page: TestResponse) -> list[str]:
    """Names of the code that a heading shows instead of a word."""
    words = {
        word
        for said in headings(page)
        for word in re.findall(r"[A-Za-z_]{2,}", _STORED.sub("", said))
        if word not in _SPOKEN
    }
    return sorted(words)


def faults(page: TestResponse) -> list[str]:
    """What is wrong with a screen."""
    text = page.get_data(as_text=True)
    found = [f"status {page.status_code}"] if page.status_code != 200 else []
    if (count := len(re.findall(r"<h1\b", text))) != 1:
        found.append(f"{count} h1")
    if (count := len(re.findall(r'class="[^"]*\bbtn-primary\b', text))) > 1:
        found.append(f"{count} primary buttons")
    if 'lang="zh-CN"' not in text:
        found.append("no language")
    return found + [f"says {word}" for word in identifiers(page)]


@every_login
class TestMenus:
    def test_menus_lead_to_screens_without_fault(
        self, sqlite_peopled: Doors, username: str
    ) -> None:
        clerk = sqlite_peopled.clerk(username)
        entries = menu(clerk.get("/admin/"))
        assert len(entries) >= 5
        wrong = {
            url: found
            for url in entries
            if (found := faults(clerk.get(url, follow_redirects=True)))
        }
        assert wrong == {}

    def test_menus_lead_to_what_the_role_may_read(
        self, sqlite_peopled: Doors, username: str
    ) -> None:
        role = sqlite_peopled.world.actor(username).role
        entries = menu(sqlite_peopled.clerk(username).get("/admin/"))
        entities = {url.split("/")[2] for url in entries if url.count("/") > 2} & set(GRIDS)
        assert {entity for entity in entities if role not in GRIDS[entity].readers} == set()

    def test_mark_where_one_is(self, sqlite_peopled: Doors, username: str) -> None:
        clerk = sqlite_peopled.clerk(username)
        page = clerk.get("/admin/domain/").get_data(as_text=True)
        side = re.findall(r'<nav class="side".*?</nav>', page, re.DOTALL)[0]
        assert side.count('aria-current="page"') == 1


@every_login
class TestRecords:
    def test_records_open_without_fault(self, sqlite_peopled: Doors, username: str) -> None:
        clerk, role = sqlite_peopled.clerk(username), sqlite_peopled.world.actor(username).role
        wrong = {}
        for grid in GRIDS.values():
            if role not in grid.readers:
                continue
            page = clerk.get(f"/admin/{grid.entity}/?size=200").get_data(as_text=True)
            ids = re.findall(r'href="details/\?id=(\d+)"', page)
            for key in {*ids[:2], *ids[-1:]}:
                url = f"/admin/{grid.entity}/details/?id={key}"
                if found := faults(clerk.get(url)):
                    wrong[url] = found
        assert wrong == {}


@every_login
class TestForms:
    def test_forms_open_without_fault(self, sqlite_peopled: Doors, username: str) -> None:
        clerk, role = sqlite_peopled.clerk(username), sqlite_peopled.world.actor(username).role
        wrong = {}
        for grid in GRIDS.values():
            if role not in grid.readers:
                continue
            urls = [f"/admin/{grid.entity}/new/"] if role in grid.can_create else []
            page = clerk.get(f"/admin/{grid.entity}/").get_data(as_text=True)
            first = re.search(r'href="details/\?id=(\d+)"', page)
            if first is not None and role in grid.can_edit:
                urls.append(f"/admin/{grid.entity}/edit/?id={first[1]}")
            wrong |= {url: found for url in urls if (found := faults(clerk.get(url)))}
        assert wrong == {}


class TestLists:
    @pytest.mark.parametrize("entity", GRIDS)
    def test_under_every_name_open_without_fault(self, sqlite_peopled: Doors, entity: str) -> None:
        clerk = sqlite_peopled.clerk("conac")
        names = [f"?list={named.key}" for named in GRIDS[entity].lists]
        urls = [f"/admin/{entity}/{query}" for query in ("", *names)]
        assert {url: found for url in urls if (found := faults(clerk.get(url)))} == {}

    def test_lists_of_the_journal_speak_of_what_was_done(self, sqlite_peopled: Doors) -> None:
        page = sqlite_peopled.clerk("zhuoni").get("/admin/journal/").get_data(as_text=True)
        body = page.partition("<tbody>")[2]
        assert "签收" in body
        assert "sign_for" not in body

    def test_lists_of_money_say_no_state_of_the_code(self, sqlite_peopled: Doors) -> None:
        for entity in ("order", "payment", "remittance", "transfer", "lot", "request", "invoice"):
            page = sqlite_peopled.clerk("conac").get(f"/admin/{entity}/").get_data(as_text=True)
            body = re.sub(r"<[^>]+>", " ", page.partition("<tbody>")[2].partition("</table>")[0])
            assert re.findall(r"\b[a-z]+_[a-z_]+\b", body) == [], entity


class TestTheDesk:
    @every_login
    def test_the_desk_is_without_fault(self, sqlite_peopled: Doors, username: str) -> None:
        assert faults(sqlite_peopled.clerk(username).get("/admin/")) == []

    def test_the_desk_counts_what_the_scope_shows(self, sqlite_peopled: Doors) -> None:
        page = sqlite_peopled.clerk("lantian").get("/admin/").get_data(as_text=True)
        assert "卓尼" not in page.partition("<main")[2]


class TestTheScan:
    def test_the_scan_sees_an_identifier(self) -> None:
        class Page:
            status_code = 200

            def get_data(self, *, as_text: bool) -> str:
                assert as_text
                return '<html lang="zh-CN"><main><h1>unit_id</h1><th scope="col">金额</main>'

        assert faults(Page()) == ["says unit_id"]  # type: ignore[arg-type]


def test_every_role_is_seen(sqlite_peopled: Doors) -> None:
    seen = {sqlite_peopled.world.actor(username).role for username in LOGINS}
    assert set(Role) - seen == {Role.SYSTEM}
