"""机构改革: units renamed, merged, ended and moved, with all they hold (domain.md 5.3-6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.refusal import Common, Refused
from actions.domains.renew import RENEW, RenewInput, RenewRefusal
from actions.invoices.issue import ISSUE_INVOICES, IssueInvoicesInput
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from actions.units.abolish import ABOLISH_UNIT, AbolishUnitInput
from actions.units.merge import MERGE_UNITS, MergeUnitsInput, MergeUnitsRefusal
from actions.units.rename import RENAME_UNIT, RenameUnitInput, RenameUnitRefusal
from actions.units.resume import RESUME_UNIT, ResumeUnitInput
from actions.units.suspend import SUSPEND_UNIT, SuspendUnitInput
from actions.units.transfer import TRANSFER_UNIT, TransferUnitInput, TransferUnitRefusal
from models import (
    ApiToken,
    Domain,
    Invoice,
    Office,
    Order,
    Payment,
    PaymentLine,
    RedPage,
    Term,
    Unit,
    User,
)
from models.billing.order import OrderState
from models.core.base import Base
from models.domains.domain import DomainState
from models.domains.red_page import RED_PAGE_LIFECYCLE, RedPageEvent, RedPageState
from models.invariants import breaches
from models.invoices.invoice import InvoiceState
from models.registration.unit_reorganisation import LoginsAfter, ReformFault, TitleAfter
from models.units.unit import UnitState
from seed.reference.unit_generator import credit_code
from tests.support.cast import NOW, World
from tests.support.database_digest import digest
from tests.support.money_factories import Maker

DOCUMENT = "卓编发〔2026〕8号"
ON = dt.date(2026, 6, 1)
A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")
MONEY = ("payment", "payment_line", "invoice", "transfer", "account")


def found(world: World, model: type[Any], name: str) -> Any:
    with world.session() as session:
        return session.get_one(model, world.id(name))


def uscc(world: World, name: str) -> str:
    code: str = found(world, Unit, name).uscc
    return code


def merge(world: World, successor: str, **given: Any) -> MergeUnitsInput:
    return MergeUnitsInput(uscc(world, successor), DOCUMENT, **given)


def refused(world: World, action: Any, by: str, names: list[str], given: Any) -> Any:
    before = digest(world.engine)
    with pytest.raises(Refused) as caught:
        world.perform(action, by, [world.id(name) for name in names], given)
    assert digest(world.engine) == before
    return caught.value.first


def charge_all(world: World) -> None:
    ids = [world.id(name) for name in A_ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))


def money(world: World) -> Mapping[str, Any]:
    found = digest(world.engine)
    return {table: found[table] for table in MONEY}


def make(world: World, unit: str = "unit-a") -> dict[str, int]:
    """A published red page of the unit's name a-due, and a program's token."""
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        page = maker.red_page(session.get_one(Domain, world.id("a-due")))
        RED_PAGE_LIFECYCLE.advance(page, RedPageEvent.PUBLISH)
        token = maker.api_token(session.get_one(User, world.id(f"user:{unit}")))
        return {"page": page.id, "token": token.id}


def settle_all(world: World) -> None:
    """A's four orders on their whole way: charged, remitted, received and settled."""
    charge_all(world)
    ids = [world.id(name) for name in A_ORDERS]
    sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B-1")).totals["remittance_id"]
    world.perform(TOP_UP, "conac-finance", [sent], TopUpInput(100_000, "B-1"))


def sound(world: World) -> None:
    """The books hold, by rules that know none of our code."""
    with world.engine.connect() as connection:
        assert {rule for rule, rows in breaches(connection).items() if rows} == set()


class TestRename:
    GIVEN = RenameUnitInput("卓尼县教育和体育局", DOCUMENT, ON, "卓尼教体")

    def test_keeps_the_former_name_and_finds_by_it(self, world: World) -> None:
        world.perform(RENAME_UNIT, "zhuoni", [world.id("unit-a")], self.GIVEN)
        unit = found(world, Unit, "unit-a")
        assert (unit.name, unit.short_name) == ("卓尼县教育和体育局", "卓尼教体")
        (former,) = unit.former_names
        assert former == {"name": "卓尼县教育局", "until": "2026-06-01", "document_no": DOCUMENT}
        assert {"卓尼县教育局", "znxjyj", "znxjyhtyj"} <= set(unit.search_text.split())

    def test_changes_the_title_of_later_invoices_only(self, world: World) -> None:
        charge_all(world)
        before = money(world)
        world.perform(RENAME_UNIT, "zhuoni", [world.id("unit-a")], self.GIVEN)
        assert found(world, Unit, "unit-a").invoice_title == "卓尼县教育和体育局"
        assert money(world) == before

    def test_keeps_the_title_when_asked_to(self, sqlite_world: World) -> None:
        world = sqlite_world
        given = RenameUnitInput("卓尼县教育和体育局", DOCUMENT, title=TitleAfter.KEEP)
        world.perform(RENAME_UNIT, "zhuoni", [world.id("unit-a")], given)
        assert found(world, Unit, "unit-a").invoice_title == "卓尼县教育局"

    def test_lists_the_names_that_no_longer_match(self, sqlite_world: World) -> None:
        world = sqlite_world
        with world.session("zhuoni") as session:
            caller = world.caller("zhuoni")
            planned = plan(session, RENAME_UNIT, [world.id("unit-a")], self.GIVEN, caller)
        named = {note.facts.get("name") for note in planned.preview.warnings}
        assert "卓尼县教育局.政务" in named
        assert planned.preview.totals["mismatch_count"] == 12

    def test_to_the_name_of_another_is_refused(self, sqlite_world: World) -> None:
        given = RenameUnitInput("卓尼县柳林小学", DOCUMENT)
        why = refused(sqlite_world, RENAME_UNIT, "zhuoni", ["unit-a"], given)
        assert why.code == RenameUnitRefusal.NAMESAKE

    def test_to_its_own_name_is_refused(self, sqlite_world: World) -> None:
        given = RenameUnitInput("卓尼县教育局", DOCUMENT)
        why = refused(sqlite_world, RENAME_UNIT, "zhuoni", ["unit-a"], given)
        assert why.code == RenameUnitRefusal.SAME

    def test_by_a_document_of_tomorrow_is_refused(self, sqlite_world: World) -> None:
        given = RenameUnitInput("新名称局", DOCUMENT, dt.date(2026, 6, 11))
        why = refused(sqlite_world, RENAME_UNIT, "zhuoni", ["unit-a"], given)
        assert why.code == ReformFault.DAY_IN_FUTURE

    @pytest.mark.parametrize("username", ["unit-a", "zhuoni-viewer", "zhuoni-cashier"])
    def test_is_not_everybodys(self, sqlite_world: World, username: str) -> None:
        why = refused(sqlite_world, RENAME_UNIT, username, ["unit-a"], self.GIVEN)
        assert why.code == Common.FORBIDDEN


class TestMerge:
    def test_gives_names_and_open_orders_to_the_successor(self, world: World) -> None:
        made = make(world)
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], merge(world, "unit-b"))
        a, b = found(world, Unit, "unit-a"), found(world, Unit, "unit-b")
        assert (a.state, a.successor_id) == (UnitState.MERGED, b.id)
        assert found(world, Domain, "a-due").unit_id == b.id
        assert found(world, Order, "a-order-register").unit_id == b.id
        with world.session() as session:
            assert session.get_one(RedPage, made["page"]).unit_id == b.id
        # What was refused long ago is the history of the unit that filed it.
        assert found(world, Domain, "a-rejected").unit_id == a.id

    def test_is_found_by_the_name_that_ended(self, sqlite_world: World) -> None:
        world = sqlite_world
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], merge(world, "unit-b", on=ON))
        assert "znxjyj" in found(world, Unit, "unit-b").search_text.split()

    def test_leaves_money_as_it_was_written(self, world: World) -> None:
        charge_all(world)
        before = money(world)
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], merge(world, "unit-b"))
        assert money(world) == before
        with world.session("unit-a") as session:
            assert session.scalar(select(Payment.amount_fen)) == 100_000
        sound(world)
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            last = maker.unit("卓尼县教育和文化局")
            code = last.uscc
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-b")], MergeUnitsInput(code, DOCUMENT))
        sound(world)
        order = found(world, Order, "a-order-register")
        assert (order.state, order.unit_id) == (OrderState.CHARGED, last.id)

    def test_a_charge_taken_back_afterwards_is_owed_by_the_successor(self, world: World) -> None:
        charge_all(world)
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], merge(world, "unit-b"))
        with world.session() as session:
            payment_id = session.scalars(
                select(Payment.id).where(Payment.unit_id == world.id("unit-a"))
            ).one()
        world.perform(REVERSE_PAYMENT, "zhuoni", [payment_id], ReversePaymentInput("金额有误"))
        ids = [world.id(name) for name in A_ORDERS]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
        with world.session("unit-b") as session:
            assert session.scalars(select(Payment.amount_fen)).all() == [100_000]
            assert set(session.scalars(select(Invoice.title))) == {"卓尼县柳林小学"}

    def test_shuts_the_logins(self, world: World) -> None:
        make(world)
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], merge(world, "unit-b"))
        assert not found(world, User, "user:unit-a").is_active
        with world.session() as session:
            assert session.scalars(select(ApiToken.revoked_at)).all() == [NOW]

    def test_or_moves_them(self, world: World) -> None:
        given = merge(world, "unit-b", logins=LoginsAfter.MOVE)
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], given)
        user = found(world, User, "user:unit-a")
        assert (user.is_active, user.unit_id) == (True, world.id("unit-b"))

    def test_names_the_suffixes_the_successor_may_not_file(self, sqlite_world: World) -> None:
        world = sqlite_world
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            school = credit_code("12", "623022", "MB900001")
            maker.unit("卓尼县教师进修学校", uscc=school)
        caller, given = world.caller("zhuoni"), MergeUnitsInput(school, DOCUMENT)
        with world.session("zhuoni") as session:
            planned = plan(session, MERGE_UNITS, [world.id("unit-a")], given, caller)
        said = {str(note.facts["name"]) for note in planned.preview.warnings}
        assert "卓尼县教育局.政务" in said

    def test_across_offices_is_refused(self, world: World) -> None:
        why = refused(world, MERGE_UNITS, "gansu", ["unit-a"], merge(world, "unit-d"))
        assert why.code == MergeUnitsRefusal.OTHER_OFFICE

    def test_into_a_unit_out_of_sight_is_into_none(self, world: World) -> None:
        why = refused(world, MERGE_UNITS, "zhuoni", ["unit-a"], merge(world, "unit-c"))
        assert why.code == MergeUnitsRefusal.SUCCESSOR_UNKNOWN

    def test_into_itself_is_refused_with_all(self, world: World) -> None:
        why = refused(world, MERGE_UNITS, "zhuoni", ["unit-a", "unit-b"], merge(world, "unit-b"))
        assert why.code == MergeUnitsRefusal.SUCCESSOR_TICKED

    def test_into_a_unit_that_ended_is_refused(self, world: World) -> None:
        world.perform(ABOLISH_UNIT, "zhuoni", [world.id("unit-b")], AbolishUnitInput(DOCUMENT))
        why = refused(world, MERGE_UNITS, "zhuoni", ["unit-a"], merge(world, "unit-b"))
        assert why.code == MergeUnitsRefusal.SUCCESSOR_NOT_ACTIVE

    def test_twice_is_refused(self, world: World) -> None:
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], merge(world, "unit-b"))
        why = refused(world, MERGE_UNITS, "zhuoni", ["unit-a"], merge(world, "unit-b"))
        assert why.code == Common.WRONG_STATE


class TestAbolish:
    GIVEN = AbolishUnitInput(DOCUMENT, ON, "职能划转")

    def test_withdraws_cancels_shuts_and_takes_down(self, world: World) -> None:
        made = make(world)
        world.perform(ABOLISH_UNIT, "zhuoni", [world.id("unit-a")], self.GIVEN)
        assert found(world, Unit, "unit-a").state is UnitState.REVOKED
        for name in ("a-submitted", "a-office-approved", "a-approved"):
            assert found(world, Domain, name).state is DomainState.WITHDRAWN
        for name in A_ORDERS:
            assert found(world, Order, name).state is OrderState.CANCELLED
        assert found(world, Domain, "a-due").state is DomainState.REGISTERED
        assert not found(world, User, "user:unit-a").is_active
        with world.session() as session:
            assert session.get_one(RedPage, made["page"]).state is RedPageState.OFFLINE

    def test_stops_renewals(self, world: World) -> None:
        world.perform(ABOLISH_UNIT, "zhuoni", [world.id("unit-a")], self.GIVEN)
        why = refused(world, RENEW, "zhuoni", ["a-due"], RenewInput(2))
        assert why.code == RenewRefusal.UNIT_NOT_ACTIVE

    def test_waits_for_money_on_its_way(self, world: World) -> None:
        charge_all(world)
        why = refused(world, ABOLISH_UNIT, "zhuoni", ["unit-a", "unit-b"], self.GIVEN)
        assert (why.code, why.facts["count"]) == (ReformFault.MONEY_UNDER_WAY, 4)


class TestSuspend:
    def test_stops_renewals_until_resumed(self, world: World) -> None:
        ids = [world.id("unit-a")]
        world.perform(SUSPEND_UNIT, "zhuoni", ids, SuspendUnitInput("信息不符"))
        assert refused(world, RENEW, "zhuoni", ["a-due"], RenewInput(2)).code == (
            RenewRefusal.UNIT_NOT_ACTIVE
        )
        world.perform(RESUME_UNIT, "zhuoni", ids, ResumeUnitInput("已更正"))
        world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(2))

    def test_again_is_refused(self, sqlite_world: World) -> None:
        why = refused(sqlite_world, RESUME_UNIT, "zhuoni", ["unit-a"], ResumeUnitInput("x"))
        assert why.code == Common.WRONG_STATE


class TestTransfer:
    GIVEN = TransferUnitInput("623021", DOCUMENT, ON)

    def test_moves_the_unit_with_names_orders_and_logins(self, world: World) -> None:
        made = make(world)
        world.perform(TRANSFER_UNIT, "gannan", [world.id("unit-a")], self.GIVEN)
        unit = found(world, Unit, "unit-a")
        assert (unit.office_id, unit.office_code) == (world.id("office-lintan"), "623021")
        with world.session("lintan") as session:
            seen: list[tuple[type[Base], int]] = [
                (Unit, unit.id),
                (Domain, world.id("a-due")),
                (Order, world.id("a-order-register")),
                (RedPage, made["page"]),
                (User, world.id("user:unit-a")),
                (ApiToken, made["token"]),
            ]
            for model, key in seen:
                assert session.get(model, key) is not None, model
        with world.session("zhuoni") as session:
            assert session.scalars(select(Unit.id).where(Unit.id == unit.id)).all() == []
        world.perform(CHARGE, "lintan", [world.id("a-order-register")], ChargeInput(40_000, 2))

    def test_leaves_money_with_the_office_that_took_it(self, world: World) -> None:
        settle_all(world)
        before = money(world)
        world.perform(TRANSFER_UNIT, "gannan", [world.id("unit-a")], self.GIVEN)
        assert money(world) == before
        sound(world)
        with world.session("lintan") as session:
            assert set(session.scalars(select(Term.unit_id))) == {world.id("unit-a")}
        with world.session("zhuoni") as session:
            assert len(session.scalars(select(PaymentLine.id)).all()) == 4
            invoice_id = session.scalars(select(Invoice.id).order_by(Invoice.id).limit(1)).one()
        # Its clerk still puts right a sheet of that time, though the unit is out of sight.
        given = VoidInvoiceInput("填写错误", reissue=False)
        world.perform(VOID_INVOICE, "zhuoni", [invoice_id], given)
        with world.session("zhuoni") as session:
            payment_id = session.scalars(select(Payment.id)).one()
        world.perform(ISSUE_INVOICES, "zhuoni", [payment_id], IssueInvoicesInput(1))
        with world.session("zhuoni") as session:
            live = select(Invoice.title).where(Invoice.state == InvoiceState.ISSUED)
            assert set(session.scalars(live)) == {"卓尼县教育局"}

    def test_waits_for_money_on_its_way(self, world: World) -> None:
        charge_all(world)
        why = refused(world, TRANSFER_UNIT, "gannan", ["unit-a", "unit-b"], self.GIVEN)
        assert why.code == ReformFault.MONEY_UNDER_WAY

    def test_waits_for_invoices_still_owed(self, world: World) -> None:
        given = ChargeInput(40_000, 0, deferred_reason="发票用完")
        ids = [world.id("a-order-register")]
        world.perform(CHARGE, "zhuoni", ids, given)
        sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B-1")).totals["remittance_id"]
        world.perform(TOP_UP, "conac-finance", [sent], TopUpInput(40_000, "B-1"))
        why = refused(world, TRANSFER_UNIT, "gannan", ["unit-a"], self.GIVEN)
        assert why.code == ReformFault.INVOICES_OWED

    def test_out_of_the_actors_sight_is_refused(self, world: World) -> None:
        given = TransferUnitInput("610122", DOCUMENT)
        why = refused(world, TRANSFER_UNIT, "gansu", ["unit-a"], given)
        assert why.code == TransferUnitRefusal.OFFICE_UNKNOWN

    def test_of_a_unit_out_of_sight_is_of_none(self, world: World) -> None:
        why = refused(world, TRANSFER_UNIT, "gansu", ["unit-s"], self.GIVEN)
        assert why.code == Common.NOT_FOUND

    def test_to_where_it_is_is_refused(self, sqlite_world: World) -> None:
        given = TransferUnitInput("623022", DOCUMENT)
        why = refused(sqlite_world, TRANSFER_UNIT, "gannan", ["unit-a"], given)
        assert why.code == TransferUnitRefusal.SAME_OFFICE

    def test_is_not_a_countys(self, sqlite_world: World) -> None:
        why = refused(sqlite_world, TRANSFER_UNIT, "zhuoni", ["unit-a"], self.GIVEN)
        assert why.code == Common.FORBIDDEN

    def test_by_the_registry_crosses_provinces(self, world: World) -> None:
        given = TransferUnitInput("610122", DOCUMENT)
        world.perform(TRANSFER_UNIT, "conac", [world.id("unit-d")], given)
        unit = found(world, Unit, "unit-d")
        assert (unit.province_code, unit.city_code) == ("610000", "610100")
