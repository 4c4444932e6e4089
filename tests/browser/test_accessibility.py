"""Every kind of page at a desk and in a hand: axe finds nothing serious, and the frame is sound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.clerk import Clerk
from tests.browser.conftest import NARROW, WIDE, Doors
from tests.browser.journeys import charge
from tests.world import World

_GRAVE = {"serious", "critical"}

_FRAME = """() => ({
  lang: document.documentElement.lang,
  h1: document.querySelectorAll("h1").length,
  main: document.querySelectorAll("main").length,
  banner: document.querySelectorAll("body > header").length,
  title: document.title,
  isWider: document.documentElement.scrollWidth > window.innerWidth,
})"""


def pages(clerk: Clerk, world: World) -> Iterator[str]:
    """Stops at each kind of page in turn, naming it."""
    page = clerk.page
    page.goto("/login")
    yield "login"
    clerk.sign_in("zhuoni")
    yield "desk"
    for where in ("domain/", "domain/?search=没有", "order/?list=awaiting_remittance", "lot/"):
        page.goto(f"/admin/{where}")
        yield where
    page.goto(f"/admin/unit/details/?id={world.id('unit-a')}")
    yield "record"
    page.goto(f"/admin/unit/edit/?id={world.id('unit-a')}")
    yield "form"
    page.goto(f"/admin/unit/action/?action=submit_domain&ids={world.id('unit-a')}")
    yield "plan with lines"
    page.goto(f"/admin/domain/action/?action=renew&ids={world.id('a-far')}")
    yield "plan that refuses"
    charge(clerk, "卓尼县柳林小学", "400", "2")
    yield "receipt"
    page.goto("/admin/unit/details/?id=999999")
    yield "error"


def findings(page: Page) -> list[str]:
    """What axe holds against the page, with the places."""
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {[node['html'][:90] for node in one['nodes'][:3]]}"
        for one in violations
        if one["impact"] in _GRAVE
    ]


class TestEveryPage:
    @pytest.mark.parametrize("look", ["light", "dark"])
    @pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])
    def test_is_read_by_everyone(
        self, address: str, doors: Doors, sqlite_world: World, size: dict[str, int], look: str
    ) -> None:
        clerk = doors.open(address, viewport=size, color_scheme=look)
        faults: dict[str, list[str]] = {}
        for name in pages(clerk, sqlite_world):
            if found := findings(clerk.page):
                faults[name] = found
            frame = clerk.page.evaluate(_FRAME)
            assert frame.pop("title"), name
            assert frame == {
                "lang": "zh-CN",
                "h1": 1,
                "main": 1,
                "banner": 1,
                "isWider": False,
            }, name
        assert faults == {}


class TestTheLook:
    def test_is_kept_when_chosen(self, address: str, doors: Doors) -> None:
        clerk = doors.open(address, color_scheme="light").sign_in("zhuoni")
        ground = "getComputedStyle(document.body).backgroundColor"
        bright = clerk.page.evaluate(ground)
        clerk.page.locator(".who > summary").click()
        clerk.page.get_by_role("link", name="深色", exact=True).click()
        clerk.menu("域名管理", "域名查询")
        assert clerk.page.evaluate(ground) != bright
