"""The table of differences of a plan page, and a plan whose rows may move."""

from __future__ import annotations

import html
import re

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from actions.domains.renew import RENEW
from models.billing.order import Order
from tests.support.pages.doors import Doors
from tests.support.world.cast import World


def differences(page: TestResponse) -> list[list[str]]:
    """The lines of the table of differences: record, field, before, now, by whom."""
    text = page.get_data(as_text=True).partition('class="card drift"')[2].partition("</table>")[0]
    rows = text.partition("<tbody>")[2].split("<tr>")[1:]
    return [
        [
            html.unescape(re.sub(r"<[^>]*>", "", cell)).strip()
            for cell in re.split("<t[hd]", row)[1:]
        ]
        for row in rows
    ]


def says(page: TestResponse, *words: str) -> bool:
    """Whether one line of the differences says all of the words."""
    return any(all(word in " ".join(row) for word in words) for row in differences(page))


def opened(doors: Doors, names: list[str], years: str = "2") -> TestResponse:
    """The plan of renewing names, reckoned for some years."""
    page = doors.plan(RENEW, "zhuoni", [doors.world.id(name) for name in names])
    return doors.confirm(RENEW, "zhuoni", page, {"years": years}, press="recalculate")


def orders(world: World) -> int:
    with world.session() as session:
        return session.scalar(select(func.count()).select_from(Order)) or 0
