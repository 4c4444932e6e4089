"""Takes the pictures of the docs: serves the demo's database and visits its main pages.

Run it by `make screenshots`, which peoples a database of its own first.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from config import ROOT
from models.core.clock import SystemClock
from scripts.palette import with_palette
from seed.demo.logins import DEMO_PASSWORD
from wsgi import app

FOLDER = ROOT / "docs" / "screenshots"
#: Ending of the file's name → width, height and look.
VIEWS = {
    "": (1280, 720, "light"),
    "-hand": (390, 844, "light"),
    "-night": (1280, 720, "dark"),
}
#: Pictures are looked at, not kept for ever: each stays small.
LARGEST_BYTES = 150_000


@dataclass(frozen=True)
class Shot:
    """A page as somebody sees it: links followed by their words, rows ticked, a button pressed."""

    name: str
    username: str
    path: str
    steps: tuple[str, ...] = ()
    ticks: tuple[int, ...] = ()
    button: str = ""


#: 域名查询 with an interval of 到期时间: the next 90 days.
DUE = "/admin/domain/?due_on_from={today}&due_on_to={later}"

SHOTS = (
    Shot("sign-in", "", "/login"),
    Shot("desk", "zhuoni", "/admin/"),
    Shot("offices-below", "gansu", "/admin/offices_below/"),
    Shot("domain-list", "zhuoni", DUE, ticks=(0, 1, 2)),
    Shot("renew-plan", "zhuoni", DUE, ticks=(2, 9, 13, 14), button="续费"),
    Shot("charging", "zhuoni", "/admin/charging/", ("卓尼县教育局",), button="收费"),
    Shot("receipt", "zhuoni-cashier", "/admin/own_receipts/", ("R623022",)),
    Shot("weekly-remittance", "zhuoni", "/admin/weekly_remittance/"),
    Shot("invoice-lots", "gansu", "/admin/lot/"),
    Shot("reconciliation", "gansu", "/admin/reconciliation/"),
    Shot("unit-record", "zhuoni", "/admin/unit/?search=教育局", ("卓尼县教育局",)),
    Shot("finder", "zhuoni", "/admin/find/?q=jyj"),
)


class _Silent(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: a page is thirty requests."""


@contextmanager
def served() -> Iterator[str]:
    """The program on a free port of this machine; yields its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def sign_in(page: Page, username: str) -> None:
    page.goto("/login")
    page.get_by_label("用户账户").fill(username)
    page.get_by_label("密码").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("heading", level=1, name="工作台").wait_for()


def take(browser: Browser, address: str, shot: Shot, ending: str) -> Path:
    """One picture; raises ValueError if it is larger than a picture of the docs may be."""
    width, height, look = VIEWS[ending]
    page = browser.new_page(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme=look,
        locale="zh-CN",
    )
    if shot.username:
        sign_in(page, shot.username)
    today = SystemClock().today()
    page.goto(shot.path.format(today=today, later=today + timedelta(days=90)))
    for words in shot.steps:
        page.get_by_role("main").get_by_role("link", name=words).first.click()
    for number in shot.ticks:
        page.locator("input[name=ids]").nth(number).check()
    if shot.button:
        page.get_by_role("button", name=shot.button, exact=True).click()
    # What comes after the page, such as the counts of tabs, belongs in the picture.
    page.wait_for_load_state("networkidle")
    file = FOLDER / f"{shot.name}{ending}.png"
    file.write_bytes(with_palette(page.screenshot()))
    page.close()
    if file.stat().st_size > LARGEST_BYTES:
        raise ValueError(f"{file.name} is larger than {LARGEST_BYTES} bytes")
    return file


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-lcd-text", "--lang=zh-CN"],
        )
        for shot in SHOTS:
            for ending in VIEWS:
                take(browser, address, shot, ending)
        browser.close()


if __name__ == "__main__":
    main()
