"""An outcome is written as the last act of a run and read again as it was told."""

from __future__ import annotations

from actions.core.action import Nothing
from actions.core.receipts import find_outcome, with_row_facts
from actions.core.result import Result, RowResult
from actions.domains.renew import RENEW, RenewInput
from actions.invoices.sign_for import SIGN_FOR
from models.core.journal import JournalReceipt
from models.core.setting import Setting
from tests.support.world.cast import NOW, World


class TestFindOutcome:
    def test_find_outcome_gives_what_the_run_told_with_its_hash(self, world: World) -> None:
        told = world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1), "k")
        with world.session("zhuoni") as session:
            found = find_outcome(session, world.actor("zhuoni").key, "k")

        assert found is not None
        assert found[0] == told
        assert len(found[1]) == 64

    def test_find_outcome_finds_it_for_an_actor_who_moved_to_another_office(
        self, world: World
    ) -> None:
        world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1), "k")
        with world.session("shaanxi") as session:
            assert find_outcome(session, world.actor("zhuoni").key, "k") is not None

    def test_find_outcome_finds_nothing_under_another_actor_s_key(self, world: World) -> None:
        world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1), "k")
        with world.session("zhuoni") as session:
            assert find_outcome(session, world.actor("lintan").key, "k") is None


class TestWriteReceipt:
    def test_write_receipt_belongs_to_the_actor_s_office_and_unit(self, world: World) -> None:
        told = world.perform(RENEW, "unit-a", [world.id("a-due")], RenewInput(1), "k")
        with world.session("unit-a") as session:
            receipt = session.get_one(JournalReceipt, told.entry_id)

            assert (receipt.office_code, receipt.unit_id) == ("623022", world.id("unit-a"))
            assert receipt.receipt_no == told.receipt_no
        assert told.at == NOW

    def test_write_receipt_is_hidden_out_of_scope(self, world: World) -> None:
        told = world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(1), "k")
        for username in ("lintan", "shaanxi", "unit-a"):
            with world.session(username) as session:
                assert session.get(JournalReceipt, told.entry_id) is None


class TestRowFacts:
    def test_a_receipt_keeps_what_each_row_was_before_the_run(self, world: World) -> None:
        lot = world.id("zhuoni-transit")
        world.perform(SIGN_FOR, "zhuoni", [lot], Nothing(), "k")
        with world.session("zhuoni") as session:
            found = find_outcome(session, world.actor("zhuoni").key, "k")

        assert found is not None
        (row,) = found[0].rows
        assert row.about["numbers"] == "00013101–00013110"

    def test_a_line_about_another_row_takes_no_facts(self) -> None:
        row = Setting(id=7, name="a")
        made = Result(rows=[RowResult(7, "b"), RowResult(8, "a")])
        assert [line.about for line in with_row_facts(made, [row], {7: {"x": 1}}).rows] == [{}, {}]
        same = Result(rows=[RowResult(7, "a")])
        assert with_row_facts(same, [row], {7: {"x": 1}}).rows[0].about == {"x": 1}
