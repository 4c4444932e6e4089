"""签收: from then on, and only then, the sheets count in 发票余额."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.refusal import Refusal, Refused
from actions.core.result import Note
from actions.invoices.sign_for import SIGN_FOR, SignForNote
from actions.plan import plan
from models.invoices.stock import InvoiceLot, InvoiceMove, LotState, MoveKind
from models.invoices.stock_balance import StockBalance, stock_of
from tests.support.database.database_digest import digest
from tests.support.world.cast import NOW, World


def refused(world: World, by: str, name: str = "zhuoni-transit") -> Refusal:
    before = digest(world.engine)
    with pytest.raises(Refused) as caught:
        world.perform(SIGN_FOR, by, [world.id(name)], Nothing())
    assert digest(world.engine) == before
    return caught.value.first


class TestRun:
    def test_sign_for_adds_the_sheets_to_the_balance(self, world: World) -> None:
        outcome = world.perform(SIGN_FOR, "zhuoni", [world.id("zhuoni-transit")], Nothing())

        assert outcome.totals == {"row_count": 1, "sheets": 10, "face_fen": 200_000}
        with world.session("zhuoni") as session:
            assert stock_of(session, "623022") == StockBalance(70, 70, 1_400_000)

    def test_sign_for_says_who_signed_and_when(self, world: World) -> None:
        world.perform(SIGN_FOR, "zhuoni-cashier", [world.id("zhuoni-transit")], Nothing())
        with world.session("zhuoni") as session:
            lot = session.get_one(InvoiceLot, world.id("zhuoni-transit"))
            move = session.scalars(select(InvoiceMove)).one()

            assert (lot.state, lot.signed_by, lot.signed_at) == (LotState.SIGNED, "卓尼出纳", NOW)
            assert (move.kind, move.quantity) == (MoveKind.RECEIVE, 10)

    def test_a_lot_is_signed_for_once(self, world: World) -> None:
        world.perform(SIGN_FOR, "zhuoni", [world.id("zhuoni-transit")], Nothing())

        assert refused(world, "zhuoni") == Refusal("wrong_state", {"state": LotState.SIGNED})

    @pytest.mark.parametrize(
        ("by", "code"),
        [
            ("gansu", "not_own_office"),
            ("lintan", "not_found"),
            ("shaanxi", "not_found"),
            ("zhuoni-viewer", "forbidden"),
            ("unit-a", "forbidden"),
            ("conac", "forbidden"),
        ],
    )
    def test_only_the_receiver_signs_for_a_lot(self, world: World, by: str, code: str) -> None:
        assert refused(world, by).code == code


class TestPreview:
    def test_sign_for_shows_the_balance_before_and_after(self, world: World) -> None:
        with world.session("zhuoni") as session:
            ids, caller = [world.id("zhuoni-transit")], world.caller("zhuoni")
            preview = plan(session, SIGN_FOR, ids, Nothing(), caller).preview

        assert preview.side_effects == (
            Note(
                SignForNote.BALANCE_AFTER,
                {
                    "sheets_before": 60,
                    "sheets_after": 70,
                    "faced_sheets": 70,
                    "face_after_fen": 1_400_000,
                },
            ),
        )
        assert preview.totals == {"row_count": 1, "sheets": 10, "face_fen": 200_000}
