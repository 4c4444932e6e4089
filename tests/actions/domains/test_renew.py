"""续费: who may order more years, for which names, and what the order says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.refusal import Refusal, Refused
from actions.core.result import Note
from actions.domains.renew import RENEW, RenewInput, RenewNote, RenewRefusal
from actions.plan import plan
from models.billing.fee import FeeSchedule
from models.billing.order import Order, OrderState
from models.domains.domain import Domain
from models.offices.office import Office
from models.units.unit import UNIT_LIFECYCLE, Unit, UnitEvent, UnitState
from models.values.expiry import Phase, term_end
from models.values.order_kind import OrderKind
from tests.support.database.database_faults import statements
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.money_factories import Maker


def refusal(world: World, name: str, given: RenewInput, by: str = "zhuoni") -> Refusal | None:
    """Why one name is not renewed."""
    with pytest.raises(Refused) as caught:
        world.perform(RENEW, by, [world.id(name)], given)
    (verdict,) = caught.value.verdicts
    return verdict.refusal


def orders(world: World, *names: str) -> list[Order]:
    ids = [world.id(name) for name in names]
    with world.session() as session:
        found = session.scalars(
            select(Order).where(Order.domain_id.in_(ids)).order_by(Order.domain_id)
        )
        return list(found)


def planned(world: World, names: list[str], given: RenewInput) -> Any:
    with world.session("zhuoni") as session:
        ids = [world.id(name) for name in names]
        return plan(session, RENEW, ids, given, world.caller("zhuoni"))


class TestRun:
    def test_renew_orders_each_name_at_its_price(self, world: World) -> None:
        outcome = world.perform(
            RENEW, "zhuoni", [world.id("a-due"), world.id("b-due")], RenewInput(2)
        )
        first, second = orders(world, "a-due", "b-due")

        assert outcome.totals == {"row_count": 2, "amount_fen": 80_000}
        assert (first.kind, first.state) == (OrderKind.RENEW, OrderState.PAYABLE)
        assert (first.unit_price_fen, first.amount_fen, first.term_years) == (20_000, 40_000, 2)
        assert first.unit_id == world.id("unit-a")
        assert second.unit_id == world.id("unit-b")

    def test_renew_remembers_the_expiry_it_was_quoted_on(self, world: World) -> None:
        world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1))
        (order,) = orders(world, "a-due")

        assert order.base_expires_on == TODAY + dt.timedelta(days=30)

    def test_renew_leaves_the_name_as_it_was_until_it_is_paid(self, world: World) -> None:
        world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1))
        with world.session() as session:
            domain = session.get_one(Domain, world.id("a-due"))

            assert (domain.expires_on, domain.row_version) == (TODAY + dt.timedelta(days=30), 1)

    def test_renew_belongs_to_the_name_s_office_whoever_submits(self, world: World) -> None:
        world.perform(RENEW, "gansu", [world.id("a-due"), world.id("c-due")], RenewInput(1))
        first, second = orders(world, "a-due", "c-due")

        assert (first.office_code, second.office_code) == ("623022", "623021")
        assert {first.submitted_by, second.submitted_by} == {"甘肃管理员"}

    def test_renew_numbers_the_orders_by_the_submitting_office(self, world: World) -> None:
        world.perform(RENEW, "gansu", [world.id("a-due"), world.id("c-due")], RenewInput(1))
        numbers = [order.order_no for order in orders(world, "a-due", "c-due")]

        assert [number[:22] for number in numbers] == [
            "D620000-20260610-00000",
            "D620000-20260610-00000",
        ]
        assert len(set(numbers)) == 2

    @pytest.mark.parametrize("username", ["unit-a", "zhuoni", "zhuoni-cashier", "gannan", "gansu"])
    def test_renew_is_for_the_unit_and_the_offices_above_it(
        self, world: World, username: str
    ) -> None:
        outcome = world.perform(RENEW, username, [world.id("a-due")], RenewInput(1))

        assert outcome.totals["amount_fen"] == 20_000

    @pytest.mark.parametrize("username", ["unit-b", "lintan", "shaanxi", "unit-s"])
    def test_only_the_units_office_renews_its_names(self, world: World, username: str) -> None:
        assert refusal(world, "a-due", RenewInput(1), username) == Refusal("not_found")

    @pytest.mark.parametrize("username", ["zhuoni-viewer", "conac", "conac-finance"])
    def test_renew_is_not_for_those_who_only_look_or_settle(
        self, world: World, username: str
    ) -> None:
        with pytest.raises(Refused) as caught:
            world.perform(RENEW, username, [world.id("a-due")], RenewInput(1))

        assert caught.value.first.code == "forbidden"

    def test_renew_is_a_restoration_in_redemption(self, world: World) -> None:
        given = RenewInput(1, "单位迟交")
        world.perform(RENEW, "zhuoni", [world.id("a-redemption")], given)
        (order,) = orders(world, "a-redemption")

        assert order.kind is OrderKind.RESTORE

    def test_renew_is_an_ordinary_renewal_in_grace(self, world: World) -> None:
        world.perform(RENEW, "zhuoni", [world.id("a-grace")], RenewInput(1))
        (order,) = orders(world, "a-grace")

        assert order.kind is OrderKind.RENEW


class TestCheck:
    def test_renew_refuses_a_held_name_with_the_reason(self, world: World) -> None:
        assert refusal(world, "a-held", RenewInput(1)) == Refusal(
            RenewRefusal.HELD, {"reason": "主管部门要求"}
        )

    def test_renew_refuses_before_the_window_and_says_when_it_opens(self, world: World) -> None:
        expires_on = TODAY + dt.timedelta(days=700)

        assert refusal(world, "a-far", RenewInput(1)) == Refusal(
            RenewRefusal.TOO_EARLY,
            {"expires_on": expires_on, "opens_on": expires_on - dt.timedelta(days=90)},
        )

    @pytest.mark.parametrize(("days", "passes"), [(91, False), (90, True)])
    def test_renew_opens_the_window_on_its_first_day(
        self, world: World, days: int, passes: bool
    ) -> None:
        self.expire_in(world, days)
        if passes:
            world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1))
        else:
            found = refusal(world, "a-due", RenewInput(1))
            assert found is not None
            assert found.code is RenewRefusal.TOO_EARLY

    def test_renew_renews_at_any_time_where_the_window_is_nought(self, world: World) -> None:
        with world.writing() as session:
            office = session.get_one(Office, world.id("registry"))
            Maker(session, office, NOW).setting("renewal_window_days", 0)

        world.perform(RENEW, "zhuoni", [world.id("a-far")], RenewInput(1))

    def test_renew_refuses_after_redemption(self, world: World) -> None:
        assert refusal(world, "a-pending-deletion", RenewInput(1, "x")) == Refusal(
            RenewRefusal.TOO_LATE, {"expires_on": TODAY - dt.timedelta(days=100)}
        )

    @pytest.mark.parametrize(("days", "passes"), [(-59, True), (-60, False)])
    def test_renew_ends_with_the_last_day_of_redemption(
        self, world: World, days: int, passes: bool
    ) -> None:
        self.expire_in(world, days)
        if passes:
            world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1, "迟交"))
        else:
            found = refusal(world, "a-due", RenewInput(1, "迟交"))
            assert found is not None
            assert found.code is RenewRefusal.TOO_LATE

    def test_renew_wants_a_reason_in_redemption(self, world: World) -> None:
        found = refusal(world, "a-redemption", RenewInput(1))

        assert found is not None
        assert found.code is RenewRefusal.REASON_NEEDED

    def test_renew_refuses_a_second_open_order_and_names_the_first(self, world: World) -> None:
        (order,) = orders(world, "a-quoted-1")

        assert refusal(world, "a-quoted-1", RenewInput(1)) == Refusal(
            RenewRefusal.ORDER_OPEN, {"order_no": order.order_no}
        )

    def test_renew_refuses_past_ten_years_from_today(self, world: World) -> None:
        until = term_end(TODAY + dt.timedelta(days=30), 10)

        assert refusal(world, "a-due", RenewInput(10)) == Refusal(
            RenewRefusal.OVER_HORIZON, {"until": until}
        )
        world.perform(RENEW, "zhuoni", [world.id("a-grace")], RenewInput(10))

    def test_renew_refuses_for_a_unit_that_is_suspended(self, world: World) -> None:
        with world.writing() as session:
            unit = session.get_one(Unit, world.id("unit-a"))
            UNIT_LIFECYCLE.advance(unit, UnitEvent.SUSPEND)

        assert refusal(world, "a-due", RenewInput(1)) == Refusal(
            RenewRefusal.UNIT_NOT_ACTIVE,
            {"unit": "卓尼县教育局", "state": UnitState.SUSPENDED},
        )

    def test_renew_refuses_where_there_is_no_price(self, world: World) -> None:
        with world.writing() as session:
            for row in session.scalars(select(FeeSchedule)):
                row.valid_to = TODAY

        found = refusal(world, "a-due", RenewInput(1))

        assert found is not None
        assert found.code is RenewRefusal.NO_PRICE

    def test_renew_refuses_a_name_that_is_not_registered(self, world: World) -> None:
        found = refusal(world, "a-submitted", RenewInput(1))

        assert found is not None
        assert found.code == "wrong_state"

    def expire_in(self, world: World, days: int) -> None:
        with world.writing() as session:
            expires_on = TODAY + dt.timedelta(days=days)
            domain = session.get_one(Domain, world.id("a-due"))
            domain.registered_on, domain.expires_on = term_end(expires_on, -2), expires_on


class TestPreview:
    def test_renew_shows_the_sum_and_each_new_expiry(self, world: World) -> None:
        seen = planned(world, ["a-due", "b-due"], RenewInput(2))
        preview = seen.preview

        assert seen.row_facts[world.id("a-due")]["expires_on"] == dt.date(2026, 7, 10)
        assert preview.totals == {"row_count": 2, "amount_fen": 80_000}
        assert preview.words_fen == 80_000
        assert preview.rows[world.id("a-due")] == {
            "phase": Phase.EXPIRING,
            "new_expires_on": dt.date(2028, 7, 10),
            "amount_fen": 40_000,
        }

    def test_renew_advises_two_years_or_more(self, world: World) -> None:
        one, two = (planned(world, ["a-due"], RenewInput(years)).preview for years in (1, 2))

        advice, *works = one.warnings
        assert advice == Note(RenewNote.ONE_YEAR, {"count": 1})
        assert [note.facts["saved"] for note in works] == [0, 5, 6, 8]
        assert two.warnings == ()


class TestTheAnchor:
    """Ends are counted from the registration's day, 29 February included."""

    @pytest.mark.parametrize(
        ("years", "until"), [(1, "2027-02-28"), (2, "2028-02-29"), (3, "2029-02-28")]
    )
    def test_the_anchor_of_a_leap_day_comes_back_in_leap_years(
        self, world: World, years: int, until: str
    ) -> None:
        with world.writing() as session:
            domain = session.get_one(Domain, world.id("a-due"))
            domain.registered_on = dt.date(2024, 2, 29)
            domain.expires_on = dt.date(2026, 2, 28)
            maker = Maker(session, session.get_one(Office, world.id("registry")), NOW)
            maker.setting("grace_days", 200)
        outcome = world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(years))

        assert outcome.rows[0].facts["new_expires_on"] == until


class TestTheNumberOfStatements:
    def count(self, world: World, ids: list[int]) -> int:
        world.actor("zhuoni")
        with statements(world.engine) as asked:
            world.perform(RENEW, "zhuoni", ids, RenewInput(2))
        return len(asked)

    def test_statements_do_not_grow_with_the_rows(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            # Their logins are told, as of the few.
            units = [session.get_one(Unit, world.id(name)) for name in ("unit-a", "unit-b")]
            many = [maker.domain(unit=unit).id for unit in units for _ in range(30)]

        few = self.count(world, [world.id("a-due"), world.id("b-due")])

        assert self.count(world, many) == few
