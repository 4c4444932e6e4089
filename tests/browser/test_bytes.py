"""A county's line is thin: what a page costs on it, in a browser that has nothing and in one that
has been here.

Counted by the browser itself, headers included, as bytes that came over the wire.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.clerk import Clerk
from tests.browser.conftest import Doors, serving
from tests.support.world.cast import World

#: Bytes of the first page of somebody who was never here, and of each page after it.
FIRST, LATER = 300_000, 60_000
PAGES = (
    "/admin/",
    "/admin/domain/",
    "/admin/domain/?list=to_review",
    "/admin/order/?list=awaiting_remittance",
    "/admin/charging/",
    "/admin/lot/",
    "/admin/weekly_remittance/",
    "/admin/reconciliation/",
    "/admin/coverage/",
    "/admin/profile/",
    "/admin/help/",
)


class Scales:
    """Weighs what a tab loads."""

    def __init__(self, clerk: Clerk) -> None:
        self.page = clerk.page
        self._wire = self.page.context.new_cdp_session(self.page)
        self._bytes = 0
        self._wire.send("Network.enable")
        self._wire.on("Network.loadingFinished", self._add)

    def _add(self, told: dict[str, Any]) -> None:
        self._bytes += int(told["encodedDataLength"])

    def forget(self) -> None:
        """Be a browser that was never here."""
        self._wire.send("Network.clearBrowserCache")

    def weigh(self, address: str) -> int:
        """Bytes that came over the wire until nothing more was asked for."""
        # What the page before still loads is not this one's.
        self.page.wait_for_load_state("networkidle")
        self._bytes = 0
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        return self._bytes


@pytest.fixture
def scales(sqlite_world: World, doors: Doors) -> Iterator[Scales]:
    with serving(sqlite_world.engine) as address:
        yield Scales(doors.open(address).sign_in("zhuoni"))


class TestBytes:
    def test_bytes_of_a_first_page_are_within_the_budget(self, scales: Scales) -> None:
        weights = {}
        for address in PAGES:
            scales.forget()
            weights[address] = scales.weigh(address)
        assert {a: w for a, w in weights.items() if w > FIRST} == {}
        assert min(weights.values()) > 0

    def test_bytes_of_later_pages_are_within_the_budget(self, scales: Scales) -> None:
        for address in PAGES:
            scales.weigh(address)
        weights = {address: scales.weigh(address) for address in PAGES}
        assert {a: w for a, w in weights.items() if w > LATER} == {}
        assert min(weights.values()) > 0
