"""An address that a messenger, a bookmark or a finger changed shows its page, with a word on it."""

from __future__ import annotations

import html
import re

import pytest

from admin_app.grid.filters import TextFilter
from admin_app.views import GRIDS
from models.users.user import Role
from tests.support.pages.clerk import clerks
from tests.support.pages.doors import Doors, told
from tests.support.pages.every_page import NOBODY, Stop, Walk, furnish

ADDED = "utm_source=wechat&from=singlemessage&isappinstalled=0"
#: Words of a page that left out a parameter.
LEFT_OUT = "没有采用"


@pytest.fixture
def walk(sqlite_doors: Doors) -> Walk:
    published = furnish(sqlite_doors.world)
    return Walk(sqlite_doors.app, sqlite_doors.world, published)


def stops(walk: Walk) -> list[Stop]:
    """Every page of somebody signed in that opens; a plan's own form may carry any field."""
    with walk.app.test_request_context():
        found = walk.stops()
    return [stop for stop in found if stop.username != NOBODY and stop.status == 200]


def with_more(address: str, more: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{more}"


def test_no_page_finds_fault_with_its_own_links(walk: Walk) -> None:
    here = [stop for stop in stops(walk) if not stop.is_published]
    readers = clerks(walk, here, "zh_CN")
    faulty = [s.address for s in here if LEFT_OUT in told(readers[s.username].get(s.address))]
    assert faulty == []


def test_every_page_opens_with_parameters_that_a_messenger_added_and_says_so(walk: Walk) -> None:
    here = [stop for stop in stops(walk) if not stop.is_published]
    readers = clerks(walk, here, "zh_CN")
    faulty = []
    for stop in here:
        page = readers[stop.username].get(with_more(stop.address, ADDED), follow_redirects=True)
        shown = html.unescape(page.get_data(as_text=True))
        if page.status_code != 200 or "utm_source" not in shown or LEFT_OUT not in shown:
            faulty.append((stop.address, page.status_code))
    assert faulty == [], "\n".join(map(str, faulty))


#: What is asked of a list in vain: the list without it.
IN_VAIN = (
    "list=no_such_tab",
    "sort=no_such_column",
    "columns=no_such_column",
    "size=33",
    "page=-1",
    "page=99999999",
    "group=no_such_group",
    "match=some",
    "view=x",
    "after=broken",
    "before=x,y,z",
    "as_of=someday",
    "as_of=9999-01-01",
)


@pytest.mark.parametrize("entity", GRIDS)
def test_every_list_opens_without_what_it_cannot_follow_and_says_so(
    sqlite_doors: Doors, entity: str
) -> None:
    grid = GRIDS[entity]
    by_role = {
        Role.COUNTY_ADMIN: "zhuoni",
        Role.PROVINCE_ADMIN: "gansu",
        Role.REGISTRY_ADMIN: "conac",
        Role.REGISTRY_FINANCE: "conac-finance",
    }
    username = next(name for role, name in by_role.items() if role in grid.readers)
    clerk = sqlite_doors.clerk(username)
    # Any text is one that a text may be.
    typed = [f for f in grid.column_filters if not isinstance(f, TextFilter)]
    filters = [f"{name}=%E2%91%A0x" for f in typed for name in f.parameters]
    faulty = []
    for asked in (*IN_VAIN, *filters):
        page = clerk.get(f"/admin/{entity}/?{asked}")
        is_office = "office" in asked.partition("=")[0] and page.status_code == 400
        if not is_office and LEFT_OUT not in told(page):
            faulty.append((asked, page.status_code))
    assert faulty == []


#: Endpoint of a page → what its address asks in vain: positions, periods, choices.
IN_VAIN_OF_PAGES = {
    "own_receipts.index": ("before=x", "before=-1"),
    "notice.index": ("before=x", "kind=x"),
    "reconciliation.payments": ("after=x",),
    "reconciliation.index": ("week=bad", "differing=x"),
    "pedigree.card": ("page=x", "page=-1"),
    "charging.index": ("after=x", "before=x"),
    "budget.index": ("year=x", "year=1999", "month=13", "month=x"),
    "statement.index": ("from=x",),
    "weekly.index": ("week=2026-W99",),
    "comparison.index": ("sort=x",),
}


def test_every_page_opens_without_a_position_or_a_period_that_it_cannot_follow(walk: Walk) -> None:
    by_endpoint = {stop.endpoint: stop for stop in stops(walk) if not stop.is_published}
    here = [by_endpoint[endpoint] for endpoint in IN_VAIN_OF_PAGES if endpoint in by_endpoint]
    readers, faulty = clerks(walk, here, "zh_CN"), []
    for stop in here:
        for asked in IN_VAIN_OF_PAGES[stop.endpoint]:
            name = asked.partition("=")[0]
            address = re.sub(rf"([?&]){name}=[^&]*&?", r"\1", stop.address)
            page = readers[stop.username].get(with_more(address, asked))
            if page.status_code != 200:
                faulty.append((stop.address, asked, page.status_code))
    assert len(here) >= 8
    assert faulty == []
