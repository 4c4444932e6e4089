"""申报单位管理/缴费: the unit found, its 缴费信息 checked, 确认收费, all on one screen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from models.billing.order import Order, OrderState
from models.billing.payment import Payment
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors, carried, told
from tests.support.world.cast import World

A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


def address(world: World, unit: str, **more: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"unit": world.id(unit), **more}.items())
    return f"/admin/charging/?{query}"


def opened(clerk: Clerk, world: World, unit: str = "unit-a") -> TestResponse:
    """收费 pressed in the unit's 详细信息."""
    return clerk.get(address(world, unit, action="charge"))


def send(
    clerk: Clerk, world: World, page: TestResponse, orders: tuple[str, ...], **typed: Any
) -> TestResponse:
    """The form sent back as the page gave it, with these orders ticked."""
    kept = {name: value for name, value in carried(page).items() if name in {"key", "selection"}}
    given = {"ids": [world.id(name) for name in orders], "action": "charge", **kept, **typed}
    return clerk.post(address(world, "unit-a"), {"method": "cash", **given})


def payments(world: World) -> int:
    with world.session() as session:
        return session.scalar(select(func.count()).select_from(Payment)) or 0


class TestTheList:
    def test_the_list_shows_what_each_unit_owes(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni").get("/admin/charging/").get_data(as_text=True)
        assert re.search(r"卓尼县教育局.*?待收费 4 笔.*?¥1,000.00", page, re.DOTALL)
        assert re.search(r"卓尼县柳林小学.*?待收费 1 笔.*?¥400.00", page, re.DOTALL)

    @pytest.mark.parametrize("words", ["教育局", "jyj", "卓尼县教育局"])
    def test_the_list_finds_by_words_and_initials(self, sqlite_doors: Doors, words: str) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get(f"/admin/charging/?search={words}").get_data(as_text=True)
        assert "卓尼县教育局" in page
        assert "柳林小学" not in page

    def test_the_list_keeps_to_those_that_owe(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("lintan")
        assert "临潭县人民医院" in clerk.get("/admin/charging/").get_data(as_text=True)
        page = clerk.get("/admin/charging/?owing=1").get_data(as_text=True)
        assert "临潭县教育局" in page
        assert "临潭县人民医院" not in page

    def test_a_province_is_offered_its_own_alone(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("gansu").get("/admin/charging/?owing=1")
        assert "现在没有待收费的单位" in told(page)


@pytest.mark.parametrize("step", ["新-005", "续-003", "Q4"])
class TestNew005:
    """新-005, 续-003, Q4: registration and renewal are charged on one screen, in one payment."""

    def test_new005_ticks_all_that_is_payable(self, doors: Doors, step: str) -> None:
        page = opened(doors.clerk("zhuoni-cashier"), doors.world)
        text = page.get_data(as_text=True)
        assert len(re.findall(r"name=ids value=\d+ checked", text)) == 4
        assert "¥1,000.00" in text
        assert "壹仟元整" not in text, "the amount is still to be typed"
        assert "00013001–00013005" not in text, "so are the sheets to be confirmed"

    def test_new005_confirms_and_leads_to_the_next_unit(self, doors: Doors, step: str) -> None:
        clerk, world = doors.clerk("zhuoni-cashier"), doors.world
        page = opened(clerk, world)
        typed = {"amount_fen": "1000", "invoice_count": "5", "confirm": "1"}
        answer = send(clerk, world, page, A_ORDERS, **typed)
        assert answer.status_code == 303
        receipt = clerk.get(answer.location).get_data(as_text=True)
        assert "下一个待收费单位：卓尼县柳林小学" in receipt
        assert f"unit={world.id('unit-b')}" in receipt
        assert payments(world) == 1 + payments_before(world)
        again = send(clerk, world, page, A_ORDERS, **typed)
        assert again.location == answer.location.replace("&", "&again=1&", 1)


def payments_before(_world: World) -> int:
    """The stranger's payment, which the cast has from the beginning."""
    return 1


class TestRenewal003:
    """续-003: what was renewed may be paid without what was registered."""

    def test_renewal003_charges_the_ticked_ones_only(self, doors: Doors) -> None:
        clerk, world = doors.clerk("zhuoni-cashier"), doors.world
        page = opened(clerk, world)
        typed = {"amount_fen": "600", "invoice_count": "3", "confirm": "1"}
        answer = send(clerk, world, page, A_ORDERS[1:], **typed)
        assert answer.status_code == 303
        with world.session() as session:
            left = session.get_one(Order, world.id(A_ORDERS[0]))
            assert left.state is OrderState.PAYABLE
            assert session.get_one(Order, world.id(A_ORDERS[1])).state is OrderState.CHARGED


class TestQ4:
    """Q4: domains, amount and sheets are checked; what is wrong is refused where it was typed."""

    def test_a_wrong_amount_is_shown_again_with_the_reason(self, doors: Doors) -> None:
        clerk, world = doors.clerk("zhuoni-cashier"), doors.world
        typed = {"amount_fen": "999", "invoice_count": "5", "confirm": "1", "voucher_no": "凭-9"}
        answer = send(clerk, world, opened(clerk, world), A_ORDERS, **typed)
        assert answer.status_code == 422
        assert "填写的收费金额 ¥999.00 与应缴合计 ¥1,000.00 不一致" in told(answer)
        text = answer.get_data(as_text=True)
        assert 'value="999"' in text
        assert 'value="凭-9"' in text
        assert "卓尼县柳林小学" in text
        assert payments(world) == payments_before(world)

    def test_q4_counts_anew_what_is_ticked(self, sqlite_doors: Doors) -> None:
        clerk, world = sqlite_doors.clerk("zhuoni-cashier"), sqlite_doors.world
        typed = {"amount_fen": "400", "invoice_count": "2", "recalculate": "1"}
        answer = send(clerk, world, opened(clerk, world), A_ORDERS[2:], **typed)
        text = answer.get_data(as_text=True)
        assert len(re.findall(r"name=ids value=\d+ checked", text)) == 2
        assert len(re.findall(r"name=ids value=\d+", text)) == 4
        assert "肆佰元整" in text
        assert "00013001–00013002" in text

    def test_nothing_ticked_charges_nothing(self, sqlite_doors: Doors) -> None:
        clerk, world = sqlite_doors.clerk("zhuoni-cashier"), sqlite_doors.world
        typed = {"amount_fen": "1000", "invoice_count": "5", "confirm": "1"}
        answer = send(clerk, world, opened(clerk, world), (), **typed)
        assert answer.status_code == 422
        assert "请先勾选记录" in told(answer)
        assert payments(world) == payments_before(world)

    def test_q4_says_what_another_cashier_has_taken_meanwhile(self, sqlite_doors: Doors) -> None:
        world = sqlite_doors.world
        first, second = sqlite_doors.clerk("zhuoni"), sqlite_doors.clerk("zhuoni-cashier")
        page, late = opened(first, world), opened(second, world)
        typed = {"amount_fen": "600", "invoice_count": "3", "confirm": "1"}
        assert send(first, world, page, A_ORDERS[1:], **typed).status_code == 303
        answer = send(
            second, world, late, A_ORDERS[:1], amount_fen="400", invoice_count="2", confirm="1"
        )
        assert answer.status_code == 409
        assert "有变化" in told(answer)
        assert payments(world) == payments_before(world) + 1

    def test_the_province_reads_why_it_cannot_charge_a_county(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("gansu")
        page = told(clerk.get(address(sqlite_doors.world, "unit-a")))
        assert "暂不能办理" in page
        assert "只能由所属编办自己办理" in page

    def test_a_viewer_has_no_button(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni-viewer")
        page = clerk.get(address(sqlite_doors.world, "unit-a")).get_data(as_text=True)
        assert 'value="charge"' not in page
        answer = clerk.get(address(sqlite_doors.world, "unit-a", action="charge"))
        assert answer.status_code == 403


class TestWayBack:
    def test_way_back_from_a_unit_and_from_the_receipt_keeps_the_list(
        self, sqlite_doors: Doors
    ) -> None:
        clerk, world = sqlite_doors.clerk("zhuoni"), sqlite_doors.world
        url = address(world, "unit-a", action="charge", search="教育局", owing="1")
        page = clerk.get(url)
        assert "back=%2Fadmin%2Fcharging%2F%3Funit" in page.text
        typed = {"method": "cash", "amount_fen": "1000", "invoice_count": "5", "confirm": "1"}
        kept = {name: carried(page)[name] for name in ("key", "selection")}
        ids = [world.id(name) for name in A_ORDERS]
        done = clerk.post(url, {**typed, **kept, "ids": ids})
        assert done.status_code == 303
        assert "back=%2Fadmin%2Fcharging%2F%3Fsearch%3D" in done.location
        assert "owing%3D1" in done.location
