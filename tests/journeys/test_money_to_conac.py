"""The guide's way of the money to CONAC, step by step, and the switches of 两代一统."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.invoices.request import REQUEST_INVOICES, RequestInvoicesRefusal
from actions.offices.set_switches import SET_SWITCHES, SetSwitchesInput, SetSwitchesRefusal
from actions.remittances.draft import DRAFT_REMITTANCE
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.billing.order import Order, OrderState
from models.domains.domain import Domain, DomainState
from models.invariants import breaches
from models.ledger.ledger import Account, Transfer, TransferKind
from models.offices.office import CollectBy, InvoiceSource, Office, PaymentMode, ReviewEscalation
from models.remittances.remittance import Remittance, RemittanceState
from tests.support.pages.answers import REASON, perform_answering
from tests.support.pages.doors import Doors, End, told
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")
EACH = SetSwitchesInput(CollectBy.EACH_OFFICE, InvoiceSource.EACH_OFFICE, ReviewEscalation.NONE)
POOL = SetSwitchesInput(CollectBy.PROVINCE_POOL, InvoiceSource.EACH_OFFICE, ReviewEscalation.NONE)


def state(world: World, name: str) -> OrderState:
    with world.session() as session:
        return session.get_one(Order, world.id(name)).state


def balance(world: World, code: str) -> int:
    with world.session() as session:
        found = session.get_one(Account, world.id(f"prepaid:{code}")).balance_fen
        assert found is not None
        return found


def sound(world: World) -> dict[str, int]:
    with world.engine.connect() as connection:
        return {rule: count for rule, count in breaches(connection).items() if count}


def switch(world: World, given: SetSwitchesInput, by: str = "gansu") -> Any:
    return world.perform(SET_SWITCHES, by, [world.id("office-gansu")], given)


def refused(world: World, action: Any, by: str, ids: list[int], given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, ids, given)
    return caught.value.first


def header_balance(doors: Doors, username: str) -> str:
    """账户余额 as it stands at the top right."""
    page = doors.clerk(username).get("/admin/").get_data(as_text=True)
    (found,) = re.findall(r"账户余额<b>([^<]*)</b>", page)
    return str(found)


class TestNew006:
    """新-006 CONAC 收到汇款后充值；账户余额在右上角显示；当日系统自动消费."""

    def test_the_top_up_shows_at_the_top_right_and_settles_the_same_day(self, doors: Doors) -> None:
        world = doors.world
        ids = [world.id(name) for name in A_ORDERS]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
        sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B1")).totals["remittance_id"]
        assert header_balance(doors, "zhuoni") == "¥0.00"

        given = {"amount_fen": "1200", "bank_ref": "B1"}
        done = doors.call(TOP_UP, "conac-finance", [sent], given, reason=REASON)

        assert done.end is End.DONE
        assert header_balance(doors, "zhuoni") == "¥200.00"
        assert [state(world, name) for name in A_ORDERS] == [OrderState.SETTLED] * 4
        with world.session() as session:
            registered = session.get_one(Domain, world.id("a-approved"))
            assert registered.state is DomainState.REGISTERED
        assert sound(world) == {}


class TestRenewal004:
    """续-004 CONAC 收到汇款后充值，账户余额在右上角显示；续费同新注册一样消费."""

    def test_a_renewal_is_extended_the_day_its_money_arrives(self, doors: Doors) -> None:
        world = doors.world
        ids = [world.id("b-order")]
        with world.session() as session:
            before = session.get_one(Domain, world.id("b-quoted")).expires_on
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))
        sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B1")).totals["remittance_id"]
        given = {"amount_fen": "500", "bank_ref": "B1"}
        doors.call(TOP_UP, "conac-finance", [sent], given, reason=REASON)
        with world.session() as session:
            after = session.get_one(Domain, world.id("b-quoted")).expires_on
        assert before is not None
        assert after == before.replace(year=before.year + 2)
        assert header_balance(doors, "zhuoni") == "¥100.00"


class TestQ8:
    """Q8 编办在收到域名注册费用后如何将费用提交至 CONAC."""

    def test_the_weeks_fees_reach_conac_and_come_back_as_balance(self, doors: Doors) -> None:
        world, clerk = doors.world, doors.clerk("zhuoni")
        world.perform(CHARGE, "zhuoni", [world.id(n) for n in A_ORDERS], ChargeInput(100_000, 5))
        world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))

        # 收齐注册费用：周汇款汇总全部未汇的收费.
        office = [world.id("office-zhuoni")]
        assert doors.call(DRAFT_REMITTANCE, "zhuoni", office).end is End.DONE
        page = clerk.get("/admin/weekly_remittance/").get_data(as_text=True)
        assert "壹仟肆佰元整" in page
        form = page.partition('action="/admin/order/action/"')[2].partition("</form>")[0]
        orders = [int(key) for key in re.findall(r'name="ids" value="(\d+)"', form)]

        # 集中汇至 CONAC 账户：只须填写银行流水号.
        assert doors.call(REMIT, "zhuoni", orders, {"bank_ref": "B1"}).end is End.DONE
        with world.session("zhuoni") as session:
            sent = session.scalars(
                select(Remittance).where(Remittance.state == RemittanceState.SUBMITTED)
            ).one()
            assert (sent.amount_fen, sent.line_count) == (140_000, 5)

        # CONAC 查到汇款后充值；编办在右上方查看余额.
        arrived = {"amount_fen": "1500", "bank_ref": "B1"}
        done = doors.call(TOP_UP, "conac-finance", [sent.id], arrived, reason=REASON)
        assert done.end is End.DONE
        assert header_balance(doors, "zhuoni") == "¥100.00"
        assert state(world, "b-order") is OrderState.SETTLED
        assert "多到账 ¥100.00" in told(clerk.get("/admin/weekly_remittance/"))
        assert sound(world) == {}


class TestQ7:
    """Q7 什么是“两代一统”模式: 省编办统筹管理本省的注册、收费、发票."""

    def test_each_office_collects_for_itself_unless_told(self, world: World) -> None:
        ids = [world.id("b-order")]
        assert refused(world, CHARGE, "gansu", ids, ChargeInput(40_000, 2)).code == (
            Common.NOT_OWN_OFFICE
        )
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))

    def test_a_pooling_province_charges_remits_and_pays_for_all(self, world: World) -> None:
        switch(world, POOL)
        # The province charges a county's unit out of its own sheets; a county still may.
        world.perform(CHARGE, "gansu", [world.id("b-order")], ChargeInput(40_000, 2))
        world.perform(CHARGE, "lintan", [world.id("c-order")], ChargeInput(20_000, 1))
        world.perform(DRAFT_REMITTANCE, "gansu", [world.id("office-gansu")], Nothing())
        orders = [world.id("b-order"), world.id("c-order")]
        sent = world.perform(REMIT, "gansu", orders, RemitInput("P24")).totals["remittance_id"]
        perform_answering(world, TOP_UP, "conac-finance", [sent], TopUpInput(70_000, "P24"))
        assert [state(world, name) for name in ("b-order", "c-order")] == ([OrderState.SETTLED] * 2)
        assert (balance(world, "620000"), balance(world, "623022")) == (10_000, 0)
        assert sound(world) == {}

    def test_a_pool_takes_over_what_counties_hold_and_prepared(self, world: World) -> None:
        charge_remit_receive(world, 50_000)
        world.perform(CHARGE, "lintan", [world.id("c-order")], ChargeInput(20_000, 1))
        world.perform(DRAFT_REMITTANCE, "lintan", [world.id("office-lintan")], Nothing())
        switch(world, POOL)
        assert (balance(world, "620000"), balance(world, "623022")) == (10_000, 0)
        with world.session("zhuoni") as session:
            moved = session.scalars(
                select(Transfer.amount_fen).where(Transfer.kind == TransferKind.MOVE)
            ).all()
            assert moved == [10_000]
        with world.session("lintan") as session:
            states = session.scalars(select(Remittance.state)).all()
            assert states == [RemittanceState.CANCELLED]
        assert state(world, "c-order") is OrderState.CHARGED
        assert sound(world) == {}

    def test_the_purse_stays_while_money_is_on_its_way(self, world: World) -> None:
        ids = [world.id("b-order")]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))
        world.perform(REMIT, "zhuoni", ids, RemitInput("B1"))
        office = [world.id("office-gansu")]
        found = refused(world, SET_SWITCHES, "gansu", office, POOL)
        assert found.code == SetSwitchesRefusal.MONEY_TRAVELS
        # The other switches have nothing to do with it.
        invoices = SetSwitchesInput(
            CollectBy.EACH_OFFICE, InvoiceSource.PROVINCE_ONLY, ReviewEscalation.NONE
        )
        switch(world, invoices)

    def test_where_the_province_applies_for_invoices_a_county_is_told_so(
        self, doors: Doors
    ) -> None:
        world = doors.world
        given = {
            "collect_by": "each_office",
            "invoice_source": "province_only",
            "review_escalation": "none",
        }
        assert doors.call(SET_SWITCHES, "gansu", [world.id("office-gansu")], given).end is End.DONE
        with world.writing() as session:
            for name in ("office-zhuoni", "office-gansu"):
                Maker(session, session.get_one(Office, world.id(name)), NOW).mailing_address(
                    is_default=True
                )
            lot = session.get_one(_lot(), world.id("zhuoni-transit"))
            lot.dispatched_at = NOW
        asked = {"invoice_type": "fixed-200", "quantity": "10"}
        county = doors.call(REQUEST_INVOICES, "zhuoni", [world.id("office-zhuoni")], asked)
        assert county.end is End.REFUSED
        assert _said(RequestInvoicesRefusal.PROVINCE_ONLY) in county.said
        province = doors.call(REQUEST_INVOICES, "gansu", [world.id("office-gansu")], asked)
        assert province.end is End.DONE

    @pytest.mark.parametrize(
        ("to", "who", "others"),
        [
            (ReviewEscalation.NONE, "zhuoni", ("gannan", "gansu")),
            (ReviewEscalation.CITY, "gannan", ("zhuoni", "gansu")),
            (ReviewEscalation.PROVINCE, "gansu", ("zhuoni", "gannan")),
        ],
    )
    def test_the_switch_says_whose_word_ends_the_first_review(
        self, world: World, to: ReviewEscalation, who: str, others: tuple[str, str]
    ) -> None:
        away = ReviewEscalation.PROVINCE
        for step in (ReviewEscalation.CITY if to is away else away, to):
            switch(world, SetSwitchesInput(CollectBy.EACH_OFFICE, InvoiceSource.EACH_OFFICE, step))
        names = [world.id("a-submitted")]
        for other in others:
            refused(world, APPROVE_OFFICE, other, names, ApproveOfficeInput())
        world.perform(APPROVE_OFFICE, who, names, ApproveOfficeInput())
        with world.session() as session:
            assert session.get_one(Domain, names[0]).state is DomainState.OFFICE_APPROVED

    def test_q7_is_set_from_the_page_of_payment_modes(self, doors: Doors) -> None:
        world = doors.world
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-gansu"))
            own = PaymentMode(office_id=office.id)
            mode = Maker(session, office, NOW).put(own).id
        page = doors.clerk("gansu").get(f"/admin/payment_mode/details/?id={mode}")
        assert "两代一统设置" in told(page)
        given = {
            "collect_by": "province_pool",
            "invoice_source": "province_only",
            "review_escalation": "province",
        }
        done = doors.call(SET_SWITCHES, "gansu", [mode], given, entity="payment_mode")
        assert done.kept is not None
        assert done.kept[2]["collect_by"] == "province_pool"
        with world.session("lintan") as session:
            county = session.scalars(select(Office)).one()
            assert county.collect_by is CollectBy.PROVINCE_POOL
            assert county.review_escalation is ReviewEscalation.PROVINCE

    def test_q7_is_the_provinces_own_affair(self, world: World) -> None:
        office = [world.id("office-gansu")]
        assert refused(world, SET_SWITCHES, "gannan", office, POOL).code == Common.FORBIDDEN
        assert refused(world, SET_SWITCHES, "shaanxi", office, POOL).code == Common.NOT_FOUND
        city = refused(world, SET_SWITCHES, "conac", [world.id("office-gannan")], POOL)
        assert city.code == SetSwitchesRefusal.NOT_A_PROVINCE
        assert refused(world, SET_SWITCHES, "conac", office, EACH).code == Common.UNCHANGED
        switch(world, POOL, by="conac")
        with world.session() as session:
            collects = session.get_one(Office, world.id("office-gansu")).collect_by
            assert collects is CollectBy.PROVINCE_POOL


def charge_remit_receive(world: World, fen: int) -> None:
    """卓尼 charges B 400 yuan, remits them, and `fen` arrive."""
    ids = [world.id("b-order")]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))
    sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B1")).totals["remittance_id"]
    perform_answering(world, TOP_UP, "conac-finance", [sent], TopUpInput(fen, "B1"))


def _lot() -> Any:
    from models.invoices.stock import InvoiceLot

    return InvoiceLot


def _said(code: Any) -> str:
    from admin_app.labels.lookup import SENTENCES

    return str(SENTENCES[code]).partition("%(office)s")[2][:8]
