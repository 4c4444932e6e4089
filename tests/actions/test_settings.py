"""系统设置: what the registry may set, within which limits, and what never changes any more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.refusal import Common, Refused
from actions.domains.renew import RENEW, RenewInput
from actions.offices.change_setting import CHANGE_SETTING, ChangeSettingInput, ChangeSettingRefusal
from actions.offices.set_fee import SET_FEE, SetFeeInput, SetFeeRefusal
from actions.offices.set_invoice_type import (
    SET_INVOICE_TYPE,
    SetInvoiceTypeInput,
    SetInvoiceTypeRefusal,
)
from models import FeeSchedule, InvoiceType, JournalChange, JournalEntry, Order
from models.billing.fee import prices
from models.core.setting import Setting, settings_of
from models.values.order_kind import OrderKind
from models.values.tld import Tld
from tests.support.cast import TODAY, World

NEW_YEAR = dt.date(2027, 1, 1)


def refusal(world: World, action: Any, given: Any, by: str = "conac") -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, [], given)
    return caught.value.first.code


class TestASetting:
    def test_holds_from_now_and_tells_who_said_so(self, world: World) -> None:
        world.perform(CHANGE_SETTING, "conac", [], ChangeSettingInput("grace_days", "45"))
        world.perform(CHANGE_SETTING, "conac", [], ChangeSettingInput("consume_skip", "true"))
        given = ChangeSettingInput("invoice_request_cap_fen", "20,000")
        world.perform(CHANGE_SETTING, "conac", [], given)
        with world.session("zhuoni") as session:
            found = settings_of(session)
            assert (found.grace_days, found.consume_skip) == (45, True)
            assert found.invoice_request_cap_fen == 2_000_000
            row = session.scalars(select(Setting).where(Setting.name == "grace_days")).one()
            assert row.value == {"value": 45, "by": "注册管理员"}

    def test_of_several_numbers_is_typed_with_commas(self, world: World) -> None:
        given = ChangeSettingInput("reminder_days", "60, 30,7")
        world.perform(CHANGE_SETTING, "conac", [], given)
        with world.session("zhuoni") as session:
            assert tuple(settings_of(session).reminder_days) == (60, 30, 7)
        given = ChangeSettingInput("reminder_days", "60,0")
        assert refusal(world, CHANGE_SETTING, given) is ChangeSettingRefusal.OUT_OF_RANGE

    def test_is_journaled_with_the_value_before(self, world: World) -> None:
        for value in ("45", "50"):
            world.perform(CHANGE_SETTING, "conac", [], ChangeSettingInput("grace_days", value))
        with world.session("conac") as session:
            newest = select(JournalChange).where(JournalChange.entity == "setting")
            change = session.scalars(newest.order_by(JournalChange.id.desc())).first()
            assert change is not None
            old, new = change.diff["value"]
            assert (old["value"], new["value"]) == (45, 50)
            entry = session.get_one(JournalEntry, change.entry_id)
            assert (entry.action, entry.actor_name) == ("change_setting", "注册管理员")

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("colour", "1", ChangeSettingRefusal.UNKNOWN),
            ("grace_days", "bald", ChangeSettingRefusal.NOT_A_VALUE),
            ("grace_days", "-1", ChangeSettingRefusal.OUT_OF_RANGE),
            ("grace_days", "4000", ChangeSettingRefusal.OUT_OF_RANGE),
            ("consume_skip", "2", ChangeSettingRefusal.NOT_A_VALUE),
            ("invoice_request_cap_fen", "30000.01", ChangeSettingRefusal.OUT_OF_RANGE),
            ("grace_days", "30", ChangeSettingRefusal.UNCHANGED),
        ],
    )
    def test_is_refused_beyond_its_limits(
        self, world: World, name: str, value: str, code: ChangeSettingRefusal
    ) -> None:
        assert refusal(world, CHANGE_SETTING, ChangeSettingInput(name, value)) is code

    @pytest.mark.parametrize("who", ["conac-finance", "gansu", "zhuoni", "unit-a"])
    def test_is_the_registrys_alone(self, world: World, who: str) -> None:
        given = ChangeSettingInput("grace_days", "45")
        assert refusal(world, CHANGE_SETTING, given, who) is Common.FORBIDDEN


class TestAPrice:
    def given(self, fen: int, day: dt.date = NEW_YEAR) -> SetFeeInput:
        return SetFeeInput(Tld.ZHENGWU, OrderKind.RENEW, fen, day)

    def test_begins_where_the_last_one_ends(self, world: World) -> None:
        world.perform(SET_FEE, "conac", [], self.given(15_000))
        with world.session() as session:
            before = prices(session, OrderKind.RENEW, NEW_YEAR - dt.timedelta(days=1))
            after = prices(session, OrderKind.RENEW, NEW_YEAR)
            assert (before[Tld.ZHENGWU], after[Tld.ZHENGWU]) == (20_000, 15_000)
            assert after[Tld.GONGYI] == 20_000

    def test_may_be_set_again_or_before_while_it_is_to_come(self, world: World) -> None:
        earlier = dt.date(2026, 9, 1)
        for fen, day in ((15_000, NEW_YEAR), (16_000, NEW_YEAR), (18_000, earlier)):
            world.perform(SET_FEE, "conac", [], self.given(fen, day))
        with world.session() as session:
            rows = session.scalars(
                select(FeeSchedule)
                .where(FeeSchedule.tld == Tld.ZHENGWU, FeeSchedule.operation == OrderKind.RENEW)
                .order_by(FeeSchedule.valid_from)
            ).all()
            ends = [(row.price_per_year_fen, row.valid_to) for row in rows]
            assert ends == [(20_000, earlier), (18_000, NEW_YEAR), (16_000, None)]

    def test_leaves_what_was_quoted(self, world: World) -> None:
        world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1))
        world.perform(SET_FEE, "conac", [], self.given(15_000, TODAY + dt.timedelta(days=1)))
        with world.session() as session:
            wanted = select(Order).where(Order.domain_id == world.id("a-due"))
            assert session.scalars(wanted).one().amount_fen == 20_000

    @pytest.mark.parametrize("day", [TODAY, dt.date(2020, 1, 1)])
    def test_never_reaches_back(self, world: World, day: dt.date) -> None:
        assert refusal(world, SET_FEE, self.given(15_000, day)) is SetFeeRefusal.IN_PAST

    def test_that_is_the_same_is_no_change(self, world: World) -> None:
        assert refusal(world, SET_FEE, self.given(20_000)) is SetFeeRefusal.UNCHANGED

    def test_is_the_registrys_alone(self, world: World) -> None:
        assert refusal(world, SET_FEE, self.given(1), "conac-finance") is Common.FORBIDDEN


class TestAnInvoiceType:
    def test_is_added_and_taken_out_of_use(self, world: World) -> None:
        given = SetInvoiceTypeInput("fixed-100", "定额发票-100元", face_value_fen=10_000)
        world.perform(SET_INVOICE_TYPE, "conac", [], given)
        given = SetInvoiceTypeInput(
            "fixed-100", "定额发票-百元", face_value_fen=10_000, is_active=False
        )
        world.perform(SET_INVOICE_TYPE, "conac", [], given)
        with world.session() as session:
            wanted = select(InvoiceType).where(InvoiceType.code == "fixed-100")
            row = session.scalars(wanted).one()
            assert (row.name, row.is_active) == ("定额发票-百元", False)

    def test_in_use_keeps_its_face_value(self, world: World) -> None:
        given = SetInvoiceTypeInput("fixed-200", "定额发票-200元", face_value_fen=30_000)
        assert refusal(world, SET_INVOICE_TYPE, given) is SetInvoiceTypeRefusal.IN_USE

    def test_wants_a_code_that_machines_read(self, world: World) -> None:
        given = SetInvoiceTypeInput("百元", "定额发票-100元")
        assert refusal(world, SET_INVOICE_TYPE, given) is SetInvoiceTypeRefusal.CODE
