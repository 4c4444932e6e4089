"""编办合并: what a county has goes to another in one commit; what it finished stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.core.result import Answer
from actions.invoices.sign_for import SIGN_FOR
from actions.ledger.adjust import ADJUST, AdjustInput, Direction
from actions.ledger.confirm_adjustment import CONFIRM_ADJUSTMENT, ConfirmAdjustmentInput
from actions.ledger.refund import REFUND, RefundInput
from actions.offices.hand_over import HAND_OVER, HandOverInput
from actions.offices.merge_office import MERGE_OFFICE, MergeOfficeInput, MergeOfficeRefusal
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from actions.users.enable_user import ENABLE_USER
from actions.workspace.add_note import ADD_NOTE, AddNoteInput
from models.billing.order import Order
from models.billing.payment import Payment
from models.core.journal import JournalChange, JournalEntry
from models.domains.domain import Domain, Term
from models.invoices.invoice import Invoice
from models.invoices.stock import InvoiceLot, LotState
from models.invoices.stock_balance import stock_of
from models.ledger.adjustment import Adjustment
from models.ledger.ledger import Account, Transfer, TransferKind
from models.offices.division import Division
from models.offices.office import Office, OfficeStatus
from models.reorganisation.take_over import PeopleAfter
from models.reorganisation.unfinished import Unfinished
from models.units.unit import Unit
from models.users.user import ApiToken, LoginSession, Role, User
from models.workspace.annotated_row import Subject
from models.workspace.note import RowNote
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.money_factories import Maker
from tests.support.world.unit_reforms import A_ORDERS, DOCUMENT, charge_all, found, refused, sound

GIVEN = MergeOfficeInput("623021", DOCUMENT)
ZHUONI = ["office-zhuoni"]


def finish(world: World, *, surplus_fen: int = 7_000) -> None:
    """Zhuoni signs for its parcel and remits what it charged, with a surplus that stays."""
    world.perform(SIGN_FOR, "zhuoni", [world.id("zhuoni-transit")], Nothing())
    charge_all(world)
    ids = [world.id(name) for name in A_ORDERS]
    sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B-1")).totals["remittance_id"]
    topped(world, sent, 100_000 + surplus_fen)


def topped(world: World, sent: int, amount_fen: int) -> None:
    """Money with a surplus, whose difference is answered with a reason."""
    given = TopUpInput(amount_fen, "B-1")
    try:
        world.perform(TOP_UP, "conac-finance", [sent], given)
    except Refused as why:
        answer = Answer(str(why.first.facts["answered"]), "多汇的部分留作余额")
        world.perform(TOP_UP, "conac-finance", [sent], given, answer=answer)


def balances(world: World) -> dict[str, int | None]:
    with world.session() as session:
        held = select(Account.code, Account.balance_fen).where(Account.code.like("prepaid:%"))
        return dict(session.execute(held).all())


def merge(world: World, given: MergeOfficeInput = GIVEN) -> Any:
    return world.perform(MERGE_OFFICE, "conac", [world.id("office-zhuoni")], given)


class TestWhatGoes:
    def test_units_names_terms_and_orders_are_seen_by_the_successor_alone(
        self, world: World
    ) -> None:
        finish(world)
        merge(world)
        unit = found(world, Unit, "unit-a")
        assert (unit.office_id, unit.office_code) == (world.id("office-lintan"), "623021")
        for username, is_seen in {"lintan": True, "gannan": True, "shaanxi": False}.items():
            with world.session(username) as session:
                for model, name in ((Unit, "unit-a"), (Domain, "a-due"), (Order, "b-order")):
                    assert (session.get(model, world.id(name)) is not None) is is_seen, username
        with world.session() as session:
            left = select(func.count()).where(Term.office_code == "623022")
            assert session.scalar(left.select_from(Term)) == 0
        sound(world)

    def test_the_balance_moves_whole_and_the_old_account_ends_at_nothing(
        self, world: World
    ) -> None:
        finish(world)
        before = balances(world)
        assert before["prepaid:623022"] == 7_000
        merge(world)
        after = balances(world)
        assert after["prepaid:623022"] == 0
        assert after["prepaid:623021"] == (before["prepaid:623021"] or 0) + 7_000
        assert sum(v or 0 for v in after.values()) == sum(v or 0 for v in before.values())
        with world.session() as session:
            moved = select(Transfer).where(Transfer.kind == TransferKind.MOVE)
            assert session.scalars(moved).one().amount_fen == 7_000
        sound(world)

    def test_sheets_on_hand_go_with_their_numbers(self, world: World) -> None:
        finish(world)
        with world.session() as session:
            before = {code: stock_of(session, code).sheets for code in ("623021", "623022")}
        done = merge(world)
        with world.session() as session:
            after = {code: stock_of(session, code).sheets for code in ("623021", "623022")}
            used = session.get_one(InvoiceLot, world.id("zhuoni-signed"))
            (part,) = session.scalars(select(InvoiceLot).where(InvoiceLot.parent_id == used.id))
            assert (part.office_code, part.state) == ("623021", LotState.SIGNED)
            # Five sheets of it were given for the money.
            assert (part.number_from, part.number_to) == ("00013006", "00013060")
            assert used.state is LotState.EXHAUSTED
        assert after == {"623021": before["623021"] + before["623022"], "623022": 0}
        assert part.lot_no in str(done.rows[0].facts["lot_nos"])
        sound(world)

    def test_people_work_on_in_the_successor_after_signing_in_again(self, world: World) -> None:
        finish(world)
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            person = session.get_one(User, world.id("user:zhuoni"))
            token, opened = maker.api_token(person), maker.login_session(person)
            keys = token.id, opened.id
        merge(world)
        with world.session() as session:
            person = session.get_one(User, world.id("user:zhuoni"))
            assert (person.office_code, person.role) == ("623021", Role.COUNTY_ADMIN)
            assert session.get_one(ApiToken, keys[0]).revoked_at is not None
            assert session.get_one(LoginSession, keys[1]).ended_at is not None
        world = World(world.engine, world.ids)  # They sign in again.
        world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
        sound(world)

    def test_people_who_do_not_come_along_are_disabled_for_good(self, world: World) -> None:
        finish(world)
        merge(world, replace(GIVEN, people=PeopleAfter.DISABLE))
        person = found(world, User, "user:zhuoni")
        assert not person.is_active
        why = refused(world, ENABLE_USER, "conac", ["user:zhuoni"], Nothing())
        assert why.code == "enable_user_office_closed"
        sound(world)

    def test_notes_beside_the_rows_go_along(self, world: World) -> None:
        finish(world)
        note = AddNoteInput(Subject.UNIT, world.id("unit-a"), "合并前核对过")
        world.perform(ADD_NOTE, "zhuoni", [], note)
        merge(world)
        with world.session("lintan") as session:
            assert session.scalars(select(RowNote.text)).all() == ["合并前核对过"]

    def test_every_row_that_goes_is_journaled_under_its_new_office(self, world: World) -> None:
        finish(world)
        done = merge(world)
        with world.session("lintan") as session:
            changes = session.scalars(
                select(JournalChange).where(
                    JournalChange.entry_id == done.entry_id,
                    JournalChange.entity == "domain",
                    JournalChange.row_id == world.id("a-due"),
                )
            ).one()
            assert changes.diff == {"office_code": ["623022", "623021"]}
            assert changes.unit_id == world.id("unit-a")


class TestWhatStays:
    def test_money_that_comes_back_later_goes_to_the_successor(self, world: World) -> None:
        finish(world, surplus_fen=0)
        merge(world)
        # The registration's order is the last term of its name.
        ids = [world.id("a-order-register")]
        world.perform(REFUND, "conac-finance", ids, RefundInput("登记错误"))
        with world.session() as session:
            proposal = session.scalars(select(Adjustment.id)).one()
        world.perform(CONFIRM_ADJUSTMENT, "conac", [proposal], ConfirmAdjustmentInput())
        after = balances(world)
        assert (after["prepaid:623022"], after["prepaid:623021"]) == (0, 40_000)
        sound(world)

    def test_a_closed_account_is_not_adjusted(self, world: World) -> None:
        finish(world)
        merge(world)
        given = AdjustInput(Direction.INCREASE, 100, "更正")
        why = refused(world, ADJUST, "conac-finance", ZHUONI, given)
        assert why.code == "adjust_closed"

    def test_the_office_is_closed_and_its_division_ended(self, world: World) -> None:
        finish(world)
        merge(world)
        office = found(world, Office, "office-zhuoni")
        assert (office.status, office.closed_on) == (OfficeStatus.CLOSED, TODAY)
        assert office.successor_code == "623021"
        with world.session() as session:
            division = session.scalars(select(Division).where(Division.code == "623022")).one()
            assert (division.valid_to, division.successor_code) == (TODAY, "623021")
            assert session.get_one(Unit, world.id("unit-a")).division_code == "623021"

    def test_payments_invoices_and_receipts_stay_with_the_closed_office(self, world: World) -> None:
        finish(world)
        merge(world)
        with world.session("gannan") as session:
            codes = set(session.scalars(select(Payment.office_code)))
            codes |= set(session.scalars(select(Invoice.office_code)))
            codes |= set(
                session.scalars(
                    select(JournalEntry.office_code).where(JournalEntry.action == "charge")
                )
            )
        assert codes == {"623022"}
        with world.session("lintan") as session:
            assert session.scalars(select(Payment.id)).all() == []

    def test_a_division_that_goes_on_keeps_its_units(self, world: World) -> None:
        finish(world)
        merge(world, replace(GIVEN, division_ends=False))
        assert found(world, Unit, "unit-a").division_code == "623022"
        with world.session() as session:
            division = session.scalars(select(Division).where(Division.code == "623022")).one()
            assert division.valid_to is None


def propose(world: World) -> None:
    given = AdjustInput(Direction.INCREASE, 100, "更正")
    world.perform(ADJUST, "conac-finance", [world.id("office-zhuoni")], given)


def hand_over(world: World) -> None:
    giver = [world.id("user:zhuoni-cashier")]
    world.perform(HAND_OVER, "gansu", giver, HandOverInput("zhuoni"))


def sign(world: World) -> None:
    world.perform(SIGN_FOR, "zhuoni", [world.id("zhuoni-transit")], Nothing())


def owe(world: World) -> None:
    """A payment that is settled, its invoice still owed."""
    given = ChargeInput(40_000, 0, deferred_reason="发票用完")
    ids = [world.id("a-order-register")]
    world.perform(CHARGE, "zhuoni", ids, given)
    sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B-2")).totals["remittance_id"]
    world.perform(TOP_UP, "conac-finance", [sent], TopUpInput(40_000, "B-2"))


class TestRefusals:
    @pytest.mark.parametrize(
        ("begin", "kind"),
        [
            ((), Unfinished.LOTS_UNSIGNED),
            ((sign, charge_all), Unfinished.MONEY_UNDER_WAY),
            ((sign, owe), Unfinished.INVOICES_OWED),
            ((sign, propose), Unfinished.ADJUSTMENTS_OPEN),
            ((sign, hand_over), Unfinished.HANDOVERS_OPEN),
        ],
    )
    def test_what_was_begun_is_finished_first(
        self, world: World, begin: Any, kind: Unfinished
    ) -> None:
        for step in begin:
            step(world)
        why = refused(world, MERGE_OFFICE, "conac", ZHUONI, GIVEN)
        assert (why.code, why.facts["count"] >= 1) == (kind, True)

    def test_an_office_with_offices_below_waits_for_them(self, world: World) -> None:
        given = replace(GIVEN, successor_code="610100")
        why = refused(world, MERGE_OFFICE, "conac", ["office-gannan"], given)
        assert why.code is Unfinished.OFFICES_BELOW

    @pytest.mark.parametrize(
        ("code", "why"),
        [
            ("999999", MergeOfficeRefusal.SUCCESSOR_UNKNOWN),
            ("623022", MergeOfficeRefusal.SUCCESSOR_SAME),
            ("000000", MergeOfficeRefusal.SUCCESSOR_REGISTRY),
        ],
    )
    def test_a_successor_that_cannot_take_over_is_refused(
        self, world: World, code: str, why: MergeOfficeRefusal
    ) -> None:
        given = replace(GIVEN, successor_code=code)
        assert refused(world, MERGE_OFFICE, "conac", ZHUONI, given).code is why

    def test_a_closed_office_is_neither_merged_again_nor_a_successor(self, world: World) -> None:
        finish(world)
        merge(world)
        assert refused(world, MERGE_OFFICE, "conac", ZHUONI, GIVEN).code == "closing_closed"
        given = replace(GIVEN, successor_code="623022")
        why = refused(world, MERGE_OFFICE, "conac", ["office-lintan"], given)
        assert why.code is MergeOfficeRefusal.SUCCESSOR_CLOSED

    def test_a_day_to_come_is_refused(self, world: World) -> None:
        finish(world)
        given = replace(GIVEN, on=TODAY + dt.timedelta(days=1))
        assert refused(world, MERGE_OFFICE, "conac", ZHUONI, given).code == "closing_day_in_future"

    @pytest.mark.parametrize("username", ["gansu", "gannan", "zhuoni", "conac-finance"])
    def test_nobody_but_conac_merges_offices(self, sqlite_world: World, username: str) -> None:
        why = refused(sqlite_world, MERGE_OFFICE, username, ZHUONI, GIVEN)
        assert why.code is Common.FORBIDDEN


class TestThePlan:
    def test_the_plan_counts_what_goes_and_asks_a_tick(self, world: World) -> None:
        finish(world)
        with world.session("conac") as session:
            ids = [world.id("office-zhuoni")]
            seen = plan(session, MERGE_OFFICE, ids, GIVEN, world.caller("conac"))
        assert seen.refusal is not None
        assert seen.refusal.code is Common.TICK_MISSING
        figures = seen.preview.totals
        assert (figures["moved_unit_count"], figures["user_count"]) == (2, 3)
        assert (figures["balance_fen"], seen.preview.words_fen) == (7_000, 7_000)

    def test_a_move_out_of_the_province_asks_a_reason(self, world: World) -> None:
        finish(world)
        given = replace(GIVEN, successor_code="610122")
        with pytest.raises(Refused) as why:
            merge(world, given)
        assert why.value.first.code is Common.ANSWER_MISSING
        answer = Answer(str(why.value.first.facts["answered"]), "国务院批准的区划调整")
        ids = [world.id("office-zhuoni")]
        world.perform(MERGE_OFFICE, "conac", ids, given, answer=answer)
        unit = found(world, Unit, "unit-a")
        assert (unit.province_code, unit.city_code) == ("610000", "610100")
        with world.session("gansu") as session:
            assert session.get(Unit, unit.id) is None
        sound(world)

    def test_people_whose_role_the_successor_has_not_only_look(self, world: World) -> None:
        finish(world)
        merge(world, replace(GIVEN, successor_code="623000"))
        assert found(world, User, "user:zhuoni").role is Role.VIEWER
        assert found(world, User, "user:zhuoni-cashier").role is Role.CASHIER
        sound(world)
