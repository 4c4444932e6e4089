"""A second login is no second person where the first may act by it (I-13, models.users.custody)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.action import Nothing
from actions.core.actor import Caller
from actions.core.refusal import Common, Refused
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.ledger.adjust import ADJUST, AdjustInput, Direction
from actions.ledger.confirm_adjustment import CONFIRM_ADJUSTMENT, ConfirmAdjustmentInput
from actions.perform import perform
from actions.users.change_password import CHANGE_PASSWORD, ChangePasswordInput
from actions.users.create_user import CREATE_USER, CreateUserInput
from actions.users.disable_user import DISABLE_USER
from actions.users.enable_user import ENABLE_USER
from actions.users.reset_password import RESET_PASSWORD, ResetPasswordInput
from models.core.clock import FixedClock
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.domains.domain import Domain
from models.registration.review_decision import ReviewFault
from models.users.user import Role
from tests.admin_app.conftest import app, hands
from tests.support.pages.doors import DOORS, Doors, End
from tests.support.world.cast import NOW, World
from tests.support.world.factories import serial

__all__ = ["app", "hands"]

GIVEN = "Harbour-Sparrow-7"
OWN = "Meadow-Thimble-8"
FINANCE = Role.REGISTRY_FINANCE
COUNTY = "623022"


def act(world: World, action: Any, by: str, ids: list[int], given: Any, minutes: int = 0) -> Any:
    caller = Caller(world.actor(by), Door.GRID, FixedClock(NOW + timedelta(minutes=minutes)))
    with world.session(by) as session:
        return perform(session, action, ids, given, caller, key=f"two-{serial()}")


def create(world: World, by: str, username: str, role: Role, office: str = "000000") -> int:
    given = CreateUserInput(username, username.title(), role, GIVEN, office)
    done = act(world, CREATE_USER, by, [], given)
    world.__dict__.pop("_actors", None)
    key: int = done.rows[0].row_id
    return key


def key_of(world: World, username: str) -> int:
    key = world.actor(username).user_id
    assert key is not None
    return key


def reset(world: World, by: str, username: str, minutes: int = 0) -> None:
    who = [key_of(world, username)]
    act(world, RESET_PASSWORD, by, who, ResetPasswordInput(GIVEN), minutes)


def change_own(world: World, username: str) -> None:
    given = ChangePasswordInput(GIVEN, OWN, OWN)
    actor = replace(world.actor(username), scope=EVERYTHING)
    caller = Caller(actor, Door.GRID, FixedClock(NOW))
    with scoped_session(world.engine, EVERYTHING) as session:
        perform(session, CHANGE_PASSWORD, [key_of(world, username)], given, caller, key="own")


def propose(world: World, by: str, minutes: int = 0) -> int:
    given = AdjustInput(Direction.INCREASE, 10_000, "期初")
    done = act(world, ADJUST, by, [world.id(f"prepaid:{COUNTY}")], given, minutes)
    key: int = done.totals["adjustment_id"]
    return key


def confirm(world: World, by: str, key: int, minutes: int = 0) -> str:
    """How it ended: 'done', or the code of the refusal."""
    try:
        act(world, CONFIRM_ADJUSTMENT, by, [key], ConfirmAdjustmentInput(), minutes)
    except Refused as refused:
        return str(refused.first.code)
    return "done"


class TestWhoGaveTheLogin:
    def test_who_gave_the_login_is_not_its_second_person_whichever_acts_first(
        self, world: World
    ) -> None:
        create(world, "conac", "finance-2", FINANCE)
        assert confirm(world, "conac", propose(world, "finance-2")) == Common.NOT_TWO_PERSONS
        assert confirm(world, "conac-finance", propose(world, "finance-2")) == "done"

    def test_who_resets_a_password_is_not_its_second_person(self, world: World) -> None:
        reset(world, "conac", "conac-finance")
        assert confirm(world, "conac", propose(world, "conac-finance")) == Common.NOT_TWO_PERSONS

    def test_who_enables_a_login_again_is_not_its_second_person(self, world: World) -> None:
        who = [key_of(world, "conac-finance")]
        act(world, DISABLE_USER, "conac", who, Nothing())
        act(world, ENABLE_USER, "conac", who, Nothing())
        assert confirm(world, "conac", propose(world, "conac-finance")) == Common.NOT_TWO_PERSONS

    def test_who_gave_the_login_stays_behind_it_when_the_password_is_changed(
        self, world: World
    ) -> None:
        create(world, "conac", "finance-2", FINANCE)
        change_own(world, "finance-2")
        assert confirm(world, "conac", propose(world, "finance-2")) == Common.NOT_TWO_PERSONS

    def test_who_gave_the_login_is_left_behind_when_a_third_gives_it_anew(
        self, world: World
    ) -> None:
        create(world, "conac", "finance-2", FINANCE)
        reset(world, "system", "finance-2", minutes=1)
        key = propose(world, "finance-2", minutes=2)
        assert confirm(world, "conac", key, minutes=3) == "done"

    def test_who_gave_the_login_is_judged_by_the_day_of_the_first_act(self, world: World) -> None:
        create(world, "conac", "finance-2", FINANCE)
        key = propose(world, "finance-2")
        reset(world, "system", "finance-2", minutes=1)
        assert confirm(world, "conac", key, minutes=2) == Common.NOT_TWO_PERSONS

    def test_who_gave_the_login_to_two_colleagues_makes_them_one(self, world: World) -> None:
        create(world, "conac", "finance-2", FINANCE)
        create(world, "conac", "finance-3", FINANCE)
        assert confirm(world, "finance-3", propose(world, "finance-2")) == Common.NOT_TWO_PERSONS

    def test_who_gave_the_login_is_named_in_the_refusal_at_every_door(
        self, world: World, app: Flask
    ) -> None:
        create(world, "conac", "finance-2", FINANCE)
        doors = Doors(app, world)
        for door in DOORS:
            told = doors.call(
                CONFIRM_ADJUSTMENT, "conac", [propose(world, "finance-2")], {}, door=door
            )
            assert told.end is End.REFUSED, door
            assert "不能视为两人" in told.said, door
            assert world.actor("conac").name in told.said, door


class TestChains:
    def _paid_by_cashier(self, world: World, maker: str) -> int:
        create(world, maker, "cashier-2", Role.CASHIER, COUNTY)
        names = [world.id("a-order-renew-1")]
        done = act(world, CHARGE, "cashier-2", names, ChargeInput(20_000, 1))
        key: int = done.totals["payment_id"]
        return key

    def _reverse(self, world: World, by: str, key: int, minutes: int = 11) -> str:
        try:
            act(world, REVERSE_PAYMENT, by, [key], ReversePaymentInput("收错"), minutes)
        except Refused as refused:
            return str(refused.first.code)
        return "done"

    def test_chains_reach_from_the_province_to_the_cashier(self, world: World) -> None:
        create(world, "gansu", "county-2", Role.COUNTY_ADMIN, COUNTY)
        key = self._paid_by_cashier(world, "county-2")
        assert self._reverse(world, "gansu", key) == Common.NOT_TWO_PERSONS
        assert self._reverse(world, "county-2", key) == Common.NOT_TWO_PERSONS
        assert self._reverse(world, "zhuoni", key) == "done"

    def test_chains_are_read_past_the_scope_of_the_second(self, world: World) -> None:
        """The city gave both logins of the county; neither sees the city's journal."""
        create(world, "gannan", "county-2", Role.COUNTY_ADMIN, COUNTY)
        key = self._paid_by_cashier(world, "gannan")
        assert self._reverse(world, "county-2", key) == "done"

    def test_chains_leave_the_minutes_in_which_one_takes_back_alone(self, world: World) -> None:
        key = self._paid_by_cashier(world, "zhuoni")
        assert self._reverse(world, "zhuoni", key, minutes=9) == "done"

    def test_chains_that_meet_themselves_end(self, world: World) -> None:
        create(world, "zhuoni", "county-2", Role.COUNTY_ADMIN, COUNTY)
        reset(world, "county-2", "zhuoni")
        reset(world, "zhuoni", "county-2")
        key = self._paid_by_cashier(world, "county-2")
        assert self._reverse(world, "zhuoni", key) == Common.NOT_TWO_PERSONS


class TestReview:
    def _file_as(self, world: World, username: str) -> None:
        with world.writing() as session:
            name = session.get_one(Domain, world.id("a-submitted"))
            name.submitted_by = world.actor(username).key

    def _approve(self, world: World, by: str) -> str:
        try:
            world.perform(APPROVE_OFFICE, by, [world.id("a-submitted")], ApproveOfficeInput())
        except Refused as refused:
            return str(refused.first.code)
        return "done"

    @pytest.mark.parametrize("maker", ["zhuoni", "county-2"])
    def test_review_of_what_a_tied_colleague_filed_is_refused(
        self, world: World, maker: str
    ) -> None:
        create(world, "zhuoni", "county-2", Role.COUNTY_ADMIN, COUNTY)
        filer, reviewer = ("county-2", "zhuoni") if maker == "zhuoni" else ("zhuoni", "county-2")
        self._file_as(world, filer)
        assert self._approve(world, reviewer) == ReviewFault.TIED_SUBMISSION

    def test_review_of_what_a_unit_filed_is_its_office_s_work(self, world: World) -> None:
        reset(world, "zhuoni", "unit-a")
        self._file_as(world, "unit-a")
        assert self._approve(world, "zhuoni") == "done"
