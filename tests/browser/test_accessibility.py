"""Every page is read by everyone: axe finds nothing grave, and the frame is sound.

Each page is loaded once in each language. In Chinese all of axe looks at it light at 1280 pixels,
and dark at 390 what colour and width change. English changes neither colour nor structure, so there
the frame alone is looked at, in both widths. A share of the pages is a test, for several workers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from models.invoices.invoice_type import InvoiceType
from models.invoices.stock import LotState
from models.offices.office import Office
from tests.browser.conftest import NARROW, WIDE, Doors, SignIn, serving
from tests.conftest import Databases, open_engine
from tests.support.pages.every_page import NOBODY, Stop, Walk, furnish
from tests.support.pages.programs import MovableClock, opened
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

SHARES = 4

#: Runs axe and tells what is grave, with the first places.
_AXE = """async () => {
  await Promise.all(document.getAnimations().map((one) => one.finished));
  const found = await axe.run(document, {
    resultTypes: ["violations"], preload: false, iframes: false,
  });
  return found.violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => {
      const places = one.nodes.slice(0, 3).map((node) => node.html.slice(0, 120));
      return `${one.id}: ${places.join(" | ")}`;
    });
}"""

#: What is wrong with the frame of the page, in words; nothing else is said.
_FRAME = """async (lang) => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const said = [];
  const count = (what) => document.querySelectorAll(what).length;
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  const twice = ids.filter((id, n) => ids.indexOf(id) !== n);
  const isFramed = count("#menu") > 0;
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (document.documentElement.lang !== lang) said.push(`lang ${document.documentElement.lang}`);
  if (count("h1") !== 1) said.push(`${count("h1")} h1`);
  if (count("main") !== 1) said.push(`${count("main")} main`);
  if (count("body > header") !== 1) said.push(`${count("body > header")} header`);
  if (isFramed && !count("nav[aria-label]")) said.push("no nav with a name");
  if (isFramed && document.querySelector("a[href]").getAttribute("href") !== "#main")
    said.push("no skip link");
  if (twice.length) said.push(`ids used twice: ${twice}`);
  if (wide > 0) said.push(`${wide} px too wide for ${innerWidth}`);
  return said;
}"""

#: Whether what has the focus shows it: by a line around it, or one cast as a shadow.
_SHOWS = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const isShown = style.outlineStyle !== "none" || style.boxShadow !== "none";
  return one === document.body || isShown ? "" : one.outerHTML.slice(0, 120);
}"""
_TABS = 3


LONGEST = "积石山保安族东乡族撒拉族自治县机构编制委员会办公室"
#: Which parts of the header lie on each other, and how far the page is too wide.
_CROWDED = """() => {
  const shown = [...document.querySelectorAll(".top > *, .purses > *")]
    .filter((one) => !one.matches(".purses") && one.getClientRects().length)
    .map((one) => [one.className || one.tagName, one.getBoundingClientRect()]);
  const said = [];
  for (const [name, a] of shown) for (const [other, b] of shown)
    if (a.left < b.left && a.right > b.left + 1 && a.top < b.bottom && b.top < a.bottom)
      said.push(`${name} lies on ${other}`);
  const wide = document.documentElement.scrollWidth - innerWidth;
  return wide > 0 ? [...said, `${wide} px too wide`] : said;
}"""


@pytest.fixture(scope="module")
def walk(sqlite_databases: Databases) -> Iterator[tuple[str, list[Stop]]]:
    """Where the program listens, and every page of it; one world for all shares."""
    engine = open_engine(sqlite_databases.world())
    world = World(engine, dict(sqlite_databases.ids))
    published = furnish(world)
    for app in opened(engine, MovableClock()):
        with app.test_request_context():
            stops = Walk(app, world, published).stops()
    with pytest.MonkeyPatch.context() as patch, serving(engine) as address:
        # Dozens sign in from one address while the clock stands still.
        patch.setattr("admin_app.auth.login.slow_down", lambda *_knock: None)
        yield address, stops
    sqlite_databases.give_back(engine)


def look(page: Page) -> list[str]:
    """What axe and the frame have against the page in Chinese."""
    return [*page.evaluate(_AXE), *page.evaluate(_FRAME, "zh-CN")]


def unshown(page: Page) -> list[str]:
    """The first stops of the Tab key whose focus cannot be seen."""
    found = []
    for _stop in range(_TABS):
        page.keyboard.press("Tab")
        if hidden := page.evaluate(_SHOWS):
            found.append(f"focus unseen on {hidden}")
    return found


class Readers:
    """A browser each for those who read, in one language."""

    def __init__(self, doors: Doors, address: str, locale: str) -> None:
        self.doors = doors
        self.address = address
        self.locale = locale
        self.pages: dict[str, Page] = {}

    def page_of(self, username: str) -> Page:
        if username not in self.pages:
            clerk = self.doors.open(self.address, reduced_motion="reduce")
            if username != NOBODY:
                clerk.sign_in(username)
            clerk.page.goto(f"/locale/{self.locale}")
            self.pages[username] = clerk.page
        return self.pages[username]

    def stand(self, stop: Stop) -> Page:
        """At the page, at a desk in the light."""
        page = self.page_of(stop.username)
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        answer = page.goto(stop.address)
        assert answer is not None
        assert answer.status == stop.status, stop
        return page


@pytest.mark.timeout(600)
@pytest.mark.parametrize("share", range(SHARES))
class TestEveryPage:
    def test_every_page_is_read_by_everyone(self, doors: Doors, walk: Any, share: int) -> None:
        address, stops = walk
        readers, faults = Readers(doors, address, "zh_CN"), []
        for stop in stops[share::SHARES]:
            page = readers.stand(stop)
            page.evaluate(f"{AXE_SCRIPT};0")
            found = [*look(page), *unshown(page)]
            page.set_viewport_size(NARROW)
            page.emulate_media(color_scheme="dark")
            found += [f"in the hand: {one}" for one in look(page)]
            faults += [f"{stop.username} {stop.address} {one}" for one in found]
        assert not faults, "\n".join(faults)

    def test_every_page_is_read_in_english(self, doors: Doors, walk: Any, share: int) -> None:
        address, stops = walk
        readers, faults = Readers(doors, address, "en"), []
        for stop in stops[share::SHARES]:
            # What the public reads of a unit is in its own language.
            lang = "zh-CN" if stop.is_published else "en"
            page = readers.stand(stop)
            found = page.evaluate(_FRAME, lang)
            page.set_viewport_size(NARROW)
            found += [f"in the hand: {one}" for one in page.evaluate(_FRAME, lang)]
            faults += [f"{stop.username} {stop.address} {one}" for one in found]
        assert not faults, "\n".join(faults)


class TestTheLook:
    def test_the_look_is_kept_when_chosen(self, address: str, doors: Doors) -> None:
        clerk = doors.open(address, color_scheme="light").sign_in("zhuoni")
        ground = "getComputedStyle(document.body).backgroundColor"
        bright = clerk.page.evaluate(ground)
        clerk.page.locator(".who > summary").click()
        clerk.page.get_by_role("link", name="深色", exact=True).click()
        clerk.menu("域名管理", "域名查询")
        assert clerk.page.evaluate(ground) != bright


@pytest.fixture
def crowded(sqlite_world: World) -> None:
    """An office with a long name, whose sheets are only partly of a face value."""
    with sqlite_world.writing() as session:
        office = session.get_one(Office, sqlite_world.id("office-zhuoni"))
        office.name = LONGEST
        kind = session.get_one(InvoiceType, sqlite_world.id("type-printed"))
        Maker(session, office, NOW).lot(kind, "00016001", 63, LotState.SIGNED, lot_no="LOT-M")


@pytest.mark.usefixtures("crowded")
@pytest.mark.parametrize("size", [WIDE, {"width": 1024, "height": 800}, NARROW])
def test_header_holds_a_long_name_and_a_mixed_stock(sign_in: SignIn, size: dict[str, int]) -> None:
    clerk = sign_in("zhuoni", viewport=size)
    assert clerk.stock() == "123 张（定额 60 张 / ¥12,000.00）"
    assert clerk.page.evaluate(_CROWDED) == []


def test_large_sums_of_a_small_table_stay_on_the_page_in_the_hand(sign_in: SignIn) -> None:
    page = sign_in("gansu", viewport=NARROW).page
    page.goto("/admin/budget/")
    sums = "document.querySelectorAll('.card .sheet td.n')"
    assert page.evaluate(f"{sums}.length") > 0
    page.evaluate(f"{sums}.forEach((cell) => (cell.textContent = '¥99,999,999.00'))")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


@pytest.mark.parametrize("name", ["导出", "汇总", "排序", "列"])
def test_what_a_list_unfolds_stays_on_a_narrow_screen(sign_in: SignIn, name: str) -> None:
    page = sign_in("gansu", viewport=NARROW).page
    page.goto("/admin/domain/")
    page.locator(".toolbar summary", has_text=name).first.click()
    panel = page.locator(".toolbar details[open] .drop-panel").bounding_box()
    assert panel is not None
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= NARROW["width"]
