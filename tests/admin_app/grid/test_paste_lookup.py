"""批量查找: lines from a letter or a sheet, found exactly, ticked, and what was not found."""

from __future__ import annotations

import html
import re

import pytest

from models.billing.order import Order
from models.domains.domain import Domain
from models.units.unit import Unit
from models.values.limits import MAXIMUM_BATCH_ROWS
from tests.support.pages.doors import Doors


def pasted(
    doors: Doors, entity: str, *lines: str, who: str = "zhuoni"
) -> tuple[set[int], list[str]]:
    """The keys ticked and the lines not found."""
    page = doors.clerk(who).post(f"/admin/{entity}/paste/", {"lines": "\r\n".join(lines)})
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    ticked = {int(key) for key in re.findall(r"name=ids value=(\d+) checked", text)}
    missing = re.findall(r'<textarea[^>]*id="missing"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    return ticked, [html.unescape(line) for line in "".join(missing).split("\n") if line]


class TestPasted:
    def test_names_are_found_in_either_form(self, doors: Doors) -> None:
        with doors.world.session() as session:
            due = session.get_one(Domain, doors.world.id("a-due"))
            far = session.get_one(Domain, doors.world.id("a-far"))
            lines = [due.name_u.replace(".", "。"), far.name_a.upper(), "没有这个.政务", "不是域名"]
            wanted = {due.id, far.id}
        assert pasted(doors, "domain", *lines) == (wanted, ["没有这个.政务", "不是域名"])

    def test_units_are_found_by_name_or_code(self, doors: Doors) -> None:
        with doors.world.session() as session:
            a, b = (session.get_one(Unit, doors.world.id(key)) for key in ("unit-a", "unit-b"))
            lines, wanted = [f" {a.name} ", b.uscc.lower(), b.name, ""], {a.id, b.id}
        assert pasted(doors, "unit", *lines, who="gannan") == (wanted, [])

    def test_numbers_are_found(self, doors: Doors) -> None:
        with doors.world.session() as session:
            order = session.query(Order).filter_by(office_code="623022").first()
            assert order is not None
            number, key = order.order_no, order.id
        assert pasted(doors, "order", number, "X-1") == ({key}, ["X-1"])

    def test_rows_of_another_office_are_as_good_as_absent(self, doors: Doors) -> None:
        with doors.world.session() as session:
            foreign = session.get_one(Unit, doors.world.id("unit-s"))
            lines = [foreign.name, foreign.uscc]
        assert pasted(doors, "unit", *lines) == (set(), lines)

    def test_part_of_a_name_finds_nothing(self, sqlite_doors: Doors) -> None:
        assert pasted(sqlite_doors, "unit", "教育") == (set(), ["教育"])

    @pytest.mark.parametrize("lines", ["", " \r\n\x00 "])
    def test_nothing_is_refused(self, sqlite_doors: Doors, lines: str) -> None:
        page = sqlite_doors.clerk("zhuoni").post("/admin/unit/paste/", {"lines": lines})
        assert 400 <= page.status_code < 500

    def test_more_lines_than_a_batch_are_refused(self, sqlite_doors: Doors) -> None:
        lines = "\n".join(f"单位{number}" for number in range(MAXIMUM_BATCH_ROWS + 1))
        page = sqlite_doors.clerk("zhuoni").post("/admin/unit/paste/", {"lines": lines})
        assert page.status_code == 422
        said = page.get_data(as_text=True)
        assert str(MAXIMUM_BATCH_ROWS) in said
        # What was pasted is not lost.
        assert lines in said

    def test_lists_that_are_not_their_stay_shut(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        assert clerk.post("/admin/journal/paste/", {"lines": "甲"}).status_code == 404
        clerk = sqlite_doors.clerk("conac-review")
        assert clerk.post("/admin/payment/paste/", {"lines": "甲"}).status_code == 403
