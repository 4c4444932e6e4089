"""Every queue that a menu or the workbench leads to has rows that its reader can act on.

A queue is a named list marked as work. Its first button is tried on its rows by the plan page: at
least one must pass, or the reader was led to somebody else's work.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from actions.core.action import AnyAction
from actions.permissions import action_of
from admin_app.labels.menu import entries
from admin_app.views import GRIDS
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors, as_form, carried
from tests.support.pages.sample_inputs import sample_input

LOGINS = (
    "zhuoni",
    "zhuoni-cashier",
    "lintan",
    "gannan",
    "gansu",
    "conac",
    "conac-finance",
    "conac-review",
)
#: A line that names no 汇款单 passes once one is typed.
ANSWERED_BY_TYPING = {"bank_line"}
#: What a plan says of a row before its input is typed.
_UNJUDGED = "填写后核对"
_LINK = re.compile(r'href="(/admin/(\w+)/\?[^"]*)"')
_TICK = re.compile(r"name=ids value=(\d+)")
_FIRST = re.compile(r'<button class="btn btn-primary" name="action" value="(\w+)">')


def queues(page: str) -> Iterator[str]:
    """The addresses on a page that lead to a list of waiting rows."""
    for address, entity in dict.fromkeys(_LINK.findall(html.unescape(page))):
        named = parse_qs(urlsplit(address).query).get("list", [""])[0]
        grid = GRIDS.get(entity)
        if entity in ANSWERED_BY_TYPING:
            continue
        if grid is not None and named in grid.named_lists and grid.named_lists[named].is_work:
            yield address


def workable(clerk: Clerk, address: str) -> bool | None:
    """Whether the first button accepts a row of the queue; None: no rows, or nothing to press."""
    page = clerk.get(address).text
    ids, first = _TICK.findall(page), _FIRST.search(page.partition("<table")[0])
    if not ids or first is None:
        return None
    action_url = f"{urlsplit(address).path}action/"
    action = action_of(first[1])
    assert action is not None
    return any(passes(clerk, action_url, action, row_id) for row_id in ids)


def passes(clerk: Clerk, action_url: str, action: AnyAction, row_id: str) -> bool:
    """Whether the plan accepts the row, once what it asks for is typed."""
    page = clerk.post(action_url, {"action": action.key, "ids": row_id})
    if _UNJUDGED in page.text:
        typed = {"recalculate": "1", **as_form(sample_input(action.input))}
        page = clerk.post(f"{action_url}?action={action.key}", {**carried(page), **typed})
    return "verdict-ok" in page.text


@pytest.mark.parametrize("username", LOGINS)
def test_every_queue_has_a_row_that_its_first_button_accepts(
    sqlite_peopled: Doors, username: str
) -> None:
    clerk = sqlite_peopled.clerk(username)
    found = {address: workable(clerk, address) for address in queues(clerk.get("/admin/").text)}
    assert [address for address, passes in found.items() if passes is False] == []


def test_the_registry_is_led_to_the_names_that_wait_for_it(sqlite_peopled: Doors) -> None:
    for username in ("conac", "conac-review", "conac-finance"):
        page = sqlite_peopled.clerk(username).get("/admin/").text
        menu = re.search(r'href="([^"]*)"[^>]*>\s*待审核域名', page)
        assert menu is not None, username
        assert "list=office_approved" in menu[1]


def test_there_are_queues_to_try(sqlite_peopled: Doors) -> None:
    tried = [
        workable(clerk, address)
        for username in ("zhuoni", "conac", "conac-finance")
        for clerk in (sqlite_peopled.clerk(username),)
        for address in queues(clerk.get("/admin/").text)
    ]
    assert tried.count(True) > len(LOGINS)
    assert any(entry.own for entry in entries())
