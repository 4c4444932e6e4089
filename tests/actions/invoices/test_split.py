"""拆分: part of a lot for offices below; numbers are conserved and each receiver signs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.refusal import Refusal, Refused
from actions.core.result import Note
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine, SplitNote, SplitRefusal
from actions.plan import plan
from models.invoices.stock import (
    InvoiceLot,
    InvoiceMove,
    InvoiceSplit,
    InvoiceSplitLine,
    LotState,
    MoveKind,
)
from models.invoices.stock_balance import stock_of
from models.offices.office import Office, OfficeStatus
from models.values.number_range import NumberRange
from tests.support.database.database_digest import digest
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

#: The reference scenario, row 3: 60 sheets for Zhuoni, 40 for Lintan.
GIVEN = SplitInput((SplitLine("zhuoni", 60), SplitLine("lintan", 40)))


def split(world: World, *lines: tuple[str, int], by: str = "gansu") -> Any:
    given_ = SplitInput(tuple(SplitLine(*line) for line in lines))
    return world.perform(SPLIT, by, [world.id("gansu-signed")], given_)


def refused(
    world: World, *lines: tuple[str, int], by: str = "gansu", lot: str = "gansu-signed"
) -> Refusal:
    before = digest(world.engine)
    given_ = SplitInput(tuple(SplitLine(*line) for line in lines))
    with pytest.raises(Refused) as caught:
        world.perform(SPLIT, by, [world.id(lot)], given_)
    assert digest(world.engine) == before
    return caught.value.first


def children(world: World) -> list[InvoiceLot]:
    with world.session() as session:
        statement = select(InvoiceLot).where(InvoiceLot.parent_id == world.id("gansu-signed"))
        return list(session.scalars(statement.order_by(InvoiceLot.number_from)))


class TestTheReferenceScenario:
    """Rows 2 and 3, to the number."""

    def test_hands_out_sixty_and_forty_and_refuses_fifty_one_more(self, world: World) -> None:
        outcome = world.perform(SPLIT, "gansu", [world.id("gansu-signed")], GIVEN)
        first, second = children(world)

        assert outcome.totals == {"sheets": 100, "receivers": 2, "available": 50}
        assert (first.office_code, first.number_from, first.number_to) == (
            "623022",
            "00012001",
            "00012060",
        )
        assert (second.office_code, second.number_from, second.number_to) == (
            "623021",
            "00012061",
            "00012100",
        )
        assert {first.state, second.state} == {LotState.IN_TRANSIT}
        assert refused(world, ("zhuoni", 51)) == Refusal(
            SplitRefusal.OVER_AVAILABLE, {"asked": 51, "available": 50}
        )

    def test_the_reference_scenario_counts_for_the_receiver_once_they_signed(
        self, world: World
    ) -> None:
        world.perform(SPLIT, "gansu", [world.id("gansu-signed")], GIVEN)
        child = children(world)[0]
        with world.session("zhuoni") as session:
            before = stock_of(session, "623022").sheets
        world.perform(SIGN_FOR, "zhuoni", [child.id], Nothing())
        with world.session("zhuoni") as session:
            assert (before, stock_of(session, "623022").sheets) == (60, 120)


class TestRun:
    def test_split_keeps_what_was_not_handed_out(self, world: World) -> None:
        split(world, ("zhuoni", 60), ("lintan", 40))
        with world.session("gansu") as session:
            lot = session.get_one(InvoiceLot, world.id("gansu-signed"))

            assert (lot.quantity, lot.available, lot.split) == (150, 50, 100)
            assert lot.state is LotState.SIGNED

    def test_split_exhausts_a_lot_that_was_handed_out_whole(self, world: World) -> None:
        split(world, ("zhuoni", 150))
        with world.session("gansu") as session:
            lot = session.get_one(InvoiceLot, world.id("gansu-signed"))

            assert (lot.available, lot.state) == (0, LotState.EXHAUSTED)

    def test_split_writes_down_the_split_its_lines_and_moves(self, world: World) -> None:
        split(world, ("zhuoni", 60), ("lintan", 40))
        with world.session() as session:
            written = session.scalars(select(InvoiceSplit)).one()
            lines = session.scalars(select(InvoiceSplitLine)).all()
            moves = session.scalars(select(InvoiceMove).order_by(InvoiceMove.id)).all()

            assert (written.quantity, written.by) == (100, "甘肃管理员")
            assert {(line.user_account, line.quantity) for line in lines} == {
                ("zhuoni", 60),
                ("lintan", 40),
            }
            assert sorted((move.kind, move.quantity) for move in moves) == [
                (MoveKind.SPLIT_IN, 40),
                (MoveKind.SPLIT_IN, 60),
                (MoveKind.SPLIT_OUT, 100),
            ]

    def test_split_goes_on_where_the_last_split_stopped(self, world: World) -> None:
        split(world, ("zhuoni", 10))
        split(world, ("lintan", 5))

        assert [str(child.number_from) for child in children(world)] == ["00012001", "00012011"]

    def test_split_may_give_one_receiver_two_ranges(self, world: World) -> None:
        split(world, ("zhuoni", 10), ("zhuoni", 5))

        assert [child.quantity for child in children(world)] == [10, 5]

    def test_split_knows_a_user_account_in_any_case(self, world: World) -> None:
        split(world, ("ZhuoNi", 1))

        assert children(world)[0].office_code == "623022"

    def test_split_shows_each_receiver_their_own_child_only(self, world: World) -> None:
        split(world, ("zhuoni", 60), ("lintan", 40))
        ids = {child.office_code: child.id for child in children(world)}
        for username, own, other in (
            ("zhuoni", "623022", "623021"),
            ("lintan", "623021", "623022"),
        ):
            with world.session(username) as session:
                assert session.get(InvoiceLot, ids[own]) is not None
                assert session.get(InvoiceLot, ids[other]) is None

    def test_split_of_counted_sheets_gives_counts(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-gansu")), NOW)
            counted = maker.lot(first=None, quantity=8).id
        given_ = SplitInput((SplitLine("zhuoni", 3),))
        outcome = world.perform(SPLIT, "gansu", [counted], given_)

        assert outcome.rows[0].facts["number_from"] is None
        assert outcome.totals["available"] == 5


class TestCheck:
    def test_split_refuses_no_lines(self, world: World) -> None:
        assert refused(world) == Refusal(SplitRefusal.NO_LINES)

    @pytest.mark.parametrize("account", ["nobody", "unit-a", "shaanxi", "lantian", "conac"])
    def test_split_refuses_accounts_that_name_no_office_it_sees(
        self, world: World, account: str
    ) -> None:
        assert refused(world, (account, 1)) == Refusal(
            SplitRefusal.ACCOUNT_UNKNOWN, {"user_account": account}
        )

    def test_split_refuses_its_own_office(self, world: World) -> None:
        assert refused(world, ("gansu", 1)).code is SplitRefusal.NOT_BELOW

    def test_split_refuses_an_office_that_is_closed(self, world: World) -> None:
        with world.writing() as session:
            session.get_one(Office, world.id("office-lintan")).status = OfficeStatus.CLOSED

        assert refused(world, ("lintan", 1)).code is SplitRefusal.OFFICE_CLOSED

    def test_split_refuses_a_lot_not_yet_signed(self, world: World) -> None:
        assert refused(world, ("zhuoni", 1), by="gansu", lot="zhuoni-transit").code in {
            "not_own_office",
            "wrong_state",
        }

    @pytest.mark.parametrize(
        ("by", "code"),
        [
            ("gannan", "not_found"),
            ("zhuoni", "forbidden"),
            ("zhuoni-cashier", "forbidden"),
            ("shaanxi", "not_found"),
            ("conac", "forbidden"),
            ("unit-a", "forbidden"),
        ],
    )
    def test_split_is_for_the_holder_above_a_county(self, world: World, by: str, code: str) -> None:
        assert refused(world, ("zhuoni", 1), by=by).code == code


class TestPreview:
    def test_split_shows_each_child_and_what_is_left(self, world: World) -> None:
        with world.session("gansu") as session:
            ids, caller = [world.id("gansu-signed")], world.caller("gansu")
            preview = plan(session, SPLIT, ids, GIVEN, caller).preview

        assert preview.side_effects == (
            Note(
                SplitNote.CHILD_LOT,
                {
                    "office": "卓尼县机构编制委员会办公室",
                    "count": 60,
                    "numbers": "00012001–00012060",
                },
            ),
            Note(
                SplitNote.CHILD_LOT,
                {
                    "office": "临潭县机构编制委员会办公室",
                    "count": 40,
                    "numbers": "00012061–00012100",
                },
            ),
            Note(SplitNote.REMAINDER, {"count": 50}),
        )
        assert preview.totals == {"sheets": 100, "receivers": 2}


_LINES = st.tuples(st.sampled_from(["zhuoni", "lintan"]), st.integers(1, 40))


class TestConservation:
    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(st.tuples(st.sampled_from(["zhuoni", "lintan"]), st.integers(1, 40)), max_size=8)
    )
    def test_conservation_of_any_series_of_splits(self, sqlite_world: World, lines: Any) -> None:
        """Σ children = split; ranges are disjoint; what does not fit changes nothing (I-7, I-8)."""
        world = sqlite_world
        for line in lines:
            try:
                split(world, line)
            except Refused as caught:
                assert caught.first.code in {SplitRefusal.OVER_AVAILABLE, "wrong_state"}
        with world.session() as session:
            lot = session.get_one(InvoiceLot, world.id("gansu-signed"))
            ranges = [
                NumberRange(child.number_from or "", child.number_to or "")
                for child in children(world)
            ]

            assert sum(child.quantity for child in children(world)) == lot.split
            assert lot.quantity == lot.available + lot.split
            numbers = [number for each in ranges for number in each]
            assert len(numbers) == len(set(numbers))
