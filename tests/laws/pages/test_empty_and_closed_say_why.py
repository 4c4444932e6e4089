"""Every empty list and disabled button gives a reason, for every list, record and role."""

from __future__ import annotations

import html
import re

from admin_app.views import GRIDS
from tests.support.pages.doors import Doors
from tests.support.pages.readers import each_reader

#: One of each role.
ROLES = (
    "conac",
    "conac-finance",
    "conac-review",
    "gansu",
    "gannan",
    "zhuoni",
    "zhuoni-cashier",
    "zhuoni-viewer",
    "unit-a",
)
every_role = each_reader(ROLES)

_CLOSED = re.compile(r"<button[^>]*\b(?:disabled|aria-disabled=\"true\")[^>]*>")
_IDLE = re.compile(r"<dt>([^<]*)<dd>([^<]*)")


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def mute_buttons(page: str) -> list[str]:
    """Closed buttons that no sentence on the page speaks for."""
    closed = _CLOSED.findall(page)
    spoken = [re.search(r'aria-describedby="([^"]+)"', button) for button in closed]
    return [
        button
        for button, found in zip(closed, spoken, strict=True)
        if not found or not re.search(rf'id="{found[1]}"[^>]*>[^<]+', page)
    ]


class TestClosedActions:
    @every_role
    def test_closed_actions_say_rule_state_and_who(
        self, sqlite_peopled: Doors, username: str
    ) -> None:
        clerk = sqlite_peopled.clerk(username)
        silent: list[str] = []
        for entity in GRIDS:
            page = clerk.get(f"/admin/{entity}/")
            if page.status_code == 403:
                continue
            rows = re.findall(r"details/\?id=(\d+)", main_of(page.get_data(as_text=True)))
            for row_id in list(dict.fromkeys(rows))[:3]:
                text = main_of(
                    clerk.get(f"/admin/{entity}/details/?id={row_id}").get_data(as_text=True)
                )
                idle = text.partition('class="drop idle"')[2].partition("</dl>")[0]
                silent += [
                    f"{entity} {row_id} {label}: {why}"
                    for label, why in _IDLE.findall(idle)
                    if not re.search("。.*(角色|状态).*：.+。", html.unescape(why))
                ]
                silent += mute_buttons(text)
        assert silent == []


class TestEmptyLists:
    @every_role
    def test_empty_lists_say_why_and_what_next(self, sqlite_doors: Doors, username: str) -> None:
        clerk = sqlite_doors.clerk(username)
        silent: list[str] = []
        for entity, grid in GRIDS.items():
            for named in (None, *grid.named_lists):
                asked = f"?list={named}" if named else ""
                page = clerk.get(f"/admin/{entity}/{asked}")
                if page.status_code == 403:
                    break
                text = main_of(page.get_data(as_text=True))
                if 'class="empty"' not in text:
                    continue
                said = re.sub(
                    r"<svg.*?</svg>", "", text.partition('class="empty"')[2], flags=re.DOTALL
                )
                words = html.unescape(said.partition("<p>")[2].partition("</p>")[0])
                if not re.search("(请|会|后|可以)", words):
                    silent.append(f"{entity} {named}: {words}")
        assert silent == []

    def test_empty_lists_of_a_query_offer_to_clear_it(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni").get("/admin/domain/?search=没有这样的")
        assert "清除条件" in main_of(page.get_data(as_text=True))
