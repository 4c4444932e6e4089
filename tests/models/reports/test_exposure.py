"""已领发票未汇款金额: what is on hand and what was given for money not yet sent, until it is."""

from __future__ import annotations

import datetime as dt

from actions.billing.charge import CHARGE, ChargeInput
from actions.remittances.submit import REMIT, RemitInput
from models.reports.exposure import Exposure, exposure_of, exposures
from tests.support.world.cast import TODAY, World

ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


def charge(world: World) -> list[int]:
    ids = [world.id(name) for name in ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
    return ids


class TestExposureOf:
    def test_exposure_of_is_the_face_value_on_hand(self, world: World) -> None:
        with world.session("zhuoni") as session:
            assert exposure_of(session, TODAY, "623022") == Exposure("623022", 60, 1_200_000)

    def test_exposure_of_moves_from_the_hand_to_the_unremitted(self, world: World) -> None:
        charge(world)
        with world.session("zhuoni") as session:
            found = exposure_of(session, TODAY, "623022")
        assert (found.on_hand_fen, found.week_fen) == (1_100_000, 100_000)
        assert found.total_fen == 1_200_000

    def test_ages_by_the_day_of_the_charge(self, world: World) -> None:
        charge(world)
        expected = {6: "week_fen", 7: "month_fen", 29: "month_fen", 30: "older_fen"}
        for days, name in expected.items():
            with world.session("zhuoni") as session:
                found = exposure_of(session, TODAY + dt.timedelta(days=days), "623022")
            assert getattr(found, name) == 100_000, days
            assert found.unremitted_fen == 100_000

    def test_exposure_of_ends_with_the_remittance(self, world: World) -> None:
        ids = charge(world)
        world.perform(REMIT, "zhuoni", ids, RemitInput("W24"))
        with world.session("zhuoni") as session:
            assert exposure_of(session, TODAY, "623022").unremitted_fen == 0

    def test_exposure_of_counts_no_money_without_a_sheet(self, world: World) -> None:
        given = ChargeInput(40_000, 0, deferred_reason="待补")
        world.perform(CHARGE, "zhuoni", [world.id("b-order")], given)
        with world.session("zhuoni") as session:
            assert exposure_of(session, TODAY, "623022").unremitted_fen == 0

    def test_exposure_of_is_nothing_where_there_is_nothing(self, world: World) -> None:
        with world.session("gannan") as session:
            assert exposure_of(session, TODAY, "623000") == Exposure("623000")


class TestExposures:
    def test_exposures_put_the_most_exposed_first(self, world: World) -> None:
        with world.session("gansu") as session:
            codes = [each.office_code for each in exposures(session, TODAY)]
        assert codes == ["620000", "623022", "623021"]

    def test_exposures_are_of_the_scope(self, world: World) -> None:
        with world.session("lantian") as session:
            assert [each.office_code for each in exposures(session, TODAY)] == ["610122"]
