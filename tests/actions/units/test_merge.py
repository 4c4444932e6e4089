"""合并: the successor gets names and open orders; money stays as it was written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.refusal import Common
from actions.plan import plan
from actions.units.abolish import ABOLISH_UNIT, AbolishUnitInput
from actions.units.merge import MERGE_UNITS, MergeUnitsInput, MergeUnitsRefusal
from models.billing.order import Order, OrderState
from models.billing.payment import Payment
from models.domains.domain import Domain
from models.domains.red_page import RedPage
from models.invoices.invoice import Invoice
from models.offices.office import Office
from models.registration.unit_reorganisation import LoginsAfter
from models.units.unit import Unit, UnitState
from models.users.user import ApiToken, User
from seed.reference.unit_generator import credit_code
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker
from tests.support.world.unit_reforms import (
    A_ORDERS,
    DOCUMENT,
    ON,
    charge_all,
    found,
    make,
    money,
    refused,
    sound,
)


def uscc(world: World, name: str) -> str:
    code: str = found(world, Unit, name).uscc
    return code


def merge(world: World, successor: str, **given: Any) -> MergeUnitsInput:
    return MergeUnitsInput(uscc(world, successor), DOCUMENT, **given)


class TestMerge:
    def test_merge_gives_names_and_open_orders_to_the_successor(self, world: World) -> None:
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

    def test_merge_is_found_by_the_name_that_ended(self, sqlite_world: World) -> None:
        world = sqlite_world
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], merge(world, "unit-b", on=ON))
        assert "znxjyj" in found(world, Unit, "unit-b").search_text.split()

    def test_merge_leaves_money_as_it_was_written(self, world: World) -> None:
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

    def test_merge_shuts_the_logins(self, world: World) -> None:
        make(world)
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], merge(world, "unit-b"))
        assert not found(world, User, "user:unit-a").is_active
        with world.session() as session:
            assert session.scalars(select(ApiToken.revoked_at)).all() == [NOW]

    def test_merge_moves_the_logins_when_asked_to(self, world: World) -> None:
        given = merge(world, "unit-b", logins=LoginsAfter.MOVE)
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], given)
        user = found(world, User, "user:unit-a")
        assert (user.is_active, user.unit_id) == (True, world.id("unit-b"))

    def test_merge_names_the_suffixes_the_successor_may_not_file(self, sqlite_world: World) -> None:
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

    def test_merge_into_a_unit_out_of_sight_is_into_none(self, world: World) -> None:
        why = refused(world, MERGE_UNITS, "zhuoni", ["unit-a"], merge(world, "unit-c"))
        assert why.code == MergeUnitsRefusal.SUCCESSOR_UNKNOWN

    def test_merge_into_itself_is_refused_with_all(self, world: World) -> None:
        why = refused(world, MERGE_UNITS, "zhuoni", ["unit-a", "unit-b"], merge(world, "unit-b"))
        assert why.code == MergeUnitsRefusal.SUCCESSOR_TICKED

    def test_merge_into_a_unit_that_ended_is_refused(self, world: World) -> None:
        world.perform(ABOLISH_UNIT, "zhuoni", [world.id("unit-b")], AbolishUnitInput(DOCUMENT))
        why = refused(world, MERGE_UNITS, "zhuoni", ["unit-a"], merge(world, "unit-b"))
        assert why.code == MergeUnitsRefusal.SUCCESSOR_NOT_ACTIVE

    def test_a_merged_unit_is_not_merged_again(self, world: World) -> None:
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], merge(world, "unit-b"))
        why = refused(world, MERGE_UNITS, "zhuoni", ["unit-a"], merge(world, "unit-b"))
        assert why.code == Common.WRONG_STATE
