"""What moved between a plan and its confirmation is told, row by row, and nothing is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.billing.charge import CHARGE, ChargeInput
from actions.domains.renew import RENEW
from actions.remittances.top_up import TOP_UP, TopUpInput
from admin_app.grid.planning.drift import Shown, has_moved
from models.billing.fee import FeeSchedule
from models.billing.payment import Payment
from models.domains.domain import Domain
from tests.support.database.database_digest import digest
from tests.support.pages.answers import perform_answering
from tests.support.pages.doors import Doors, asked_code, carried, told
from tests.support.pages.drift_lines import opened, orders, says
from tests.support.world.bank_lines import balance
from tests.support.world.credits import BY, remitted

LIST = "list=registered&due_on_from=2026-07-06&due_on_to=2026-07-31"


class TestOfARow:
    def test_the_field_is_named_with_what_it_was_and_who_changed_it(self, doors: Doors) -> None:
        page = opened(doors, ["a-due", "b-due"])
        with doors.world.writing() as session:
            row = session.get_one(Domain, doors.world.id("a-due"))
            row.is_held, row.hold_reason = True, "主管部门要求"
        before = digest(doors.world.engine)
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert answer.status_code == 409
        assert says(answer, "卓尼县教育局.政务", "主管部门要求")
        assert not says(answer, "卓尼县柳林小学.公益", "主管部门要求")
        assert digest(doors.world.engine) == before

    def test_the_sum_is_told_before_and_after(self, doors: Doors) -> None:
        page = opened(doors, ["a-due", "b-due"])
        with doors.world.writing() as session:
            row = session.get_one(Domain, doors.world.id("a-due"))
            row.is_held, row.hold_reason = True, "主管部门要求"
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert says(answer, "合计", "¥800.00", "¥400.00")

    def test_read_and_confirmed_again_is_carried_out(self, doors: Doors) -> None:
        page = opened(doors, ["a-due"])
        with doors.world.writing() as session:
            session.get_one(Domain, doors.world.id("a-due")).purpose = "改过"
        again = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert says(again, "卓尼县教育局.政务", "改过")
        assert doors.confirm(RENEW, "zhuoni", again, {"years": "2"}).status_code == 303

    def test_another_input_than_was_shown_is_no_change(self, doors: Doors) -> None:
        page = opened(doors, ["a-due"], years="2")
        assert doors.confirm(RENEW, "zhuoni", page, {"years": "3"}).status_code == 303


class TestOfAFee:
    def test_amounts_are_told_before_and_after_though_no_row_has_moved(self, doors: Doors) -> None:
        page = opened(doors, ["a-due"])
        with doors.world.writing() as session:
            for fee in session.scalars(select(FeeSchedule)):
                fee.price_per_year_fen += 5_000
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert answer.status_code == 409
        assert says(answer, "卓尼县教育局.政务", "¥400.00", "¥500.00")
        assert orders(doors.world) == 8


class TestOfTheSet:
    def test_a_row_that_left_and_one_that_came_are_named(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        page = clerk.get(f"/admin/domain/?{LIST}").get_data(as_text=True)
        token = page.partition('name="selection" value="')[2].partition('"')[0]
        form = {"action": "renew", "mode": "all", "selection": token}
        plan = clerk.post("/admin/domain/action/", form)
        with doors.world.writing() as session:
            due, far = (doors.world.id(name) for name in ("b-due", "a-far"))
            when = session.get_one(Domain, due).expires_on
            session.get_one(Domain, due).expires_on = session.get_one(Domain, far).expires_on
            session.get_one(Domain, far).expires_on = when
        answer = doors.confirm(RENEW, "zhuoni", plan, {"years": "2"})
        assert answer.status_code == 409
        assert says(answer, "卓尼县柳林小学.公益", "已不在所选范围内")
        assert says(answer, "卓尼县招生办.政务", "新进入所选范围")
        assert orders(doors.world) == 8


class TestOfSheets:
    def test_drift_reports_sheet_numbers_that_a_colleague_used(self, doors: Doors) -> None:
        world = doors.world
        names = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")
        clerk = doors.clerk("zhuoni")
        url = f"/admin/charging/?unit={world.id('unit-a')}"
        given: dict[str, Any] = {
            "action": "charge",
            "ids": [world.id(name) for name in names],
            "amount": "1000",
            "amount_fen": "1000",
            "invoice_count": "5",
            "method": "cash",
        }
        page = clerk.get(f"{url}&action=charge")
        page = clerk.post(url, {**given, **carried(page), "recalculate": "1"})
        assert "00013001–00013005" in told(page)
        world.perform(CHARGE, "zhuoni-cashier", [world.id("b-order")], ChargeInput(40_000, 2))
        answer = clerk.post(url, {**given, **carried(page), "confirm": "1"})
        assert answer.status_code == 409
        assert says(answer, "00013001–00013005", "00013003–00013007")
        with world.session() as session:
            assert session.scalar(select(func.count()).select_from(Payment)) == 1 + 1


class TestWhileFieldsChange:
    def test_a_swap_does_not_take_differences_as_read(self, doors: Doors) -> None:
        page = opened(doors, ["a-due"])
        with doors.world.writing() as session:
            session.get_one(Domain, doors.world.id("a-due")).purpose = "改过"
        clerk = doors.clerk("zhuoni")
        url = "/admin/domain/action/?action=renew"
        typed = {**carried(page), "years": "3"}
        swapped = clerk.post(url, typed, headers={"HX-Request": "true"})
        assert swapped.status_code == 200
        assert says(swapped, "卓尼县教育局.政务", "改过")
        answer = doors.confirm(RENEW, "zhuoni", swapped, {"years": "3"})
        assert answer.status_code == 409
        assert orders(doors.world) == 8

    def test_what_cannot_be_read_shows_no_sums(self, sqlite_doors: Doors) -> None:
        page = opened(sqlite_doors, ["a-due"])
        typed = {**carried(page), "years": "若干"}
        url = "/admin/domain/action/?action=renew"
        clerk = sqlite_doors.clerk("zhuoni")
        swapped = clerk.post(url, typed, headers={"HX-Request": "true"})
        assert swapped.status_code == 200
        assert "¥" not in told(swapped)
        assert "填写后核对" in told(swapped)


class TestEachPart:
    """A row, a fact, a sum, a warning and an effect: whichever moves, the plan is shown again."""

    SHOWN = Shown(
        given="given",
        language="zh",
        rows={"1": ["甲", 1, {"office": "卓尼县"}, {"amount_fen": "¥1.00"}, ""]},
        totals={"amount_fen": "¥1.00"},
        warnings=["少到账 ¥1.00。"],
        effects=["余额变为 ¥1.00。"],
    )

    @pytest.mark.parametrize(
        "part",
        [
            {"rows": {"1": ["甲", 2, {"office": "卓尼县"}, {"amount_fen": "¥1.00"}, ""]}},
            {"rows": {"1": ["甲", 1, {"office": "临潭县"}, {"amount_fen": "¥1.00"}, ""]}},
            {"rows": {"1": ["甲", 1, {"office": "卓尼县"}, {"amount_fen": "¥2.00"}, ""]}},
            {"rows": {"1": ["甲", 1, {"office": "卓尼县"}, {"amount_fen": "¥1.00"}, "不能"]}},
            {"totals": {"amount_fen": "¥2.00"}},
            {"warnings": []},
            {"effects": ["余额变为 ¥2.00。"]},
        ],
    )
    def test_each_part_that_moves_is_a_change(self, part: dict[str, Any]) -> None:
        assert has_moved(self.SHOWN, replace(self.SHOWN, **part))

    def test_nothing_that_follows_from_another_input_is_one(self) -> None:
        other = replace(
            self.SHOWN,
            given="other",
            rows={"1": ["甲", 1, {"office": "卓尼县"}, {"amount_fen": "¥9.00"}, "不能"]},
            totals={},
            warnings=[],
            effects=[],
        )
        assert not has_moved(self.SHOWN, other)

    def test_a_warning_that_moved_is_shown_again_before_anything_is_done(
        self, doors: Doors
    ) -> None:
        world = doors.world
        sent = remitted(world, "zhuoni", "b-order", 40_000, "W1")
        page = doors.plan(TOP_UP, BY, [sent.id])
        given = {"amount_fen": "300", "bank_ref": "W1"}
        page = doors.confirm(TOP_UP, BY, page, given, press="recalculate")
        given["answer_code"] = asked_code(page)
        perform_answering(world, TOP_UP, BY, [sent.id], TopUpInput(5_000, "W0"))
        again = doors.confirm(TOP_UP, BY, page, given)
        assert again.status_code == 409
        assert says(again, "提醒", "¥100.00", "¥50.00", "充值")
        assert balance(world) == 5_000


class TestTheTokenOfWhatWasShown:
    def test_forged_is_refused(self, sqlite_doors: Doors) -> None:
        page = opened(sqlite_doors, ["a-due"])
        form = {**carried(page), "shown": "x" + carried(page)["shown"], "years": "2"}
        answer = sqlite_doors.clerk("zhuoni").post(
            "/admin/domain/action/?action=renew", {**form, "confirm": "1"}
        )
        assert answer.status_code == 409
        assert orders(sqlite_doors.world) == 8
