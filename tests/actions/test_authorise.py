"""Who may pass the single door, by role and by reach."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.context import Context
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from actions.perform import perform
from models.core.scope import ScopeError
from models.invoices.stock import InvoiceLot
from tests.support.world.annotate import ANNOTATE, GIVEN, annotate, refused
from tests.support.world.cast import World


class TestPermission:
    @pytest.mark.parametrize("username", ["zhuoni-viewer", "zhuoni-cashier", "conac-finance"])
    def test_permission_is_refused_to_a_role_the_action_does_not_name(
        self, world: World, username: str
    ) -> None:
        refusal = refused(world, ANNOTATE, username, [world.id("a-due")]).first

        assert refusal.code is Common.FORBIDDEN
        assert refusal.facts["action"] == "annotate"

    def test_permission_comes_before_the_rows_so_nothing_is_learnt_from_it(
        self, world: World
    ) -> None:
        absent = refused(world, ANNOTATE, "zhuoni-viewer", [10**9]).first

        assert absent == refused(world, ANNOTATE, "zhuoni-viewer", [world.id("a-due")]).first

    def test_permission_of_own_stops_at_the_office(self, world: World) -> None:
        world.perform(ANNOTATE, "zhuoni", [world.id("a-due")], GIVEN)
        (verdict,) = refused(world, ANNOTATE, "conac", [world.id("a-due")]).verdicts

        assert verdict.refusal == Refusal(Common.NOT_OWN_OFFICE)

    def test_permission_of_below_leaves_the_own_office_out(self, world: World) -> None:
        action = annotate(model=InvoiceLot, check=lambda *_: None, key="annotate_lot", run=_no_run)
        with world.writing() as session:
            lot = session.get_one(InvoiceLot, world.id("gansu-signed"))
            lot.office_code = lot.city_code = "623000"
        (verdict,) = refused(world, action, "gannan", [world.id("gansu-signed")]).verdicts

        assert verdict.refusal == Refusal(Common.NOT_BELOW)
        world.perform(ANNOTATE, "gannan", [world.id("a-due"), world.id("c-due")], GIVEN)

    def test_permission_of_scope_reaches_every_row_that_is_seen(self, world: World) -> None:
        world.perform(ANNOTATE, "gansu", [world.id("a-due"), world.id("c-due")], GIVEN)
        world.perform(ANNOTATE, "unit-a", [world.id("a-due")], GIVEN)

    def test_permission_of_a_session_of_another_actor_is_a_bug(self, world: World) -> None:
        with world.session("lintan") as session, pytest.raises(ScopeError):
            perform(session, ANNOTATE, [1], GIVEN, world.caller("zhuoni"), key="k")


def _no_run(ctx: Context, rows: Any, _given: Any, _facts: None) -> Result:
    return Result([RowResult(row.id, str(row)) for row in rows])
