"""The plan of a large selection as the sum of its slices."""

from __future__ import annotations

import pytest

from actions.domains.renew import RENEW, RenewInput
from actions.plan import plan
from actions.selection_summary import (
    MAXIMUM_LISTED_NOTES,
    SliceSummary,
    Tally,
    combined,
    lines_of,
    same_plan,
    summarise,
    summary_of,
)
from tests.support.world.cast import World


def planned(world: World, names: list[str], years: int = 2) -> SliceSummary:
    """The summary of a plan to renew these names, as it is stored and read back."""
    with world.session("zhuoni") as session:
        ids = [world.id(name) for name in names]
        seen = plan(session, RENEW, ids, RenewInput(years), world.caller("zhuoni"))
        return summary_of(summarise(RENEW, seen).as_json())


class TestASlice:
    def test_a_summary_counts_verdicts_by_reason_and_gives_the_first_of_each(
        self, world: World
    ) -> None:
        found = planned(world, ["a-due", "a-held"])
        assert (found.passing, found.refused) == (1, 1)
        assert found.reasons == {"renew_held": 1}
        assert found.examples["renew_held"][1] == "renew_held"
        assert found.sample is not None
        assert found.sample[4]["amount_fen"] == found.totals["amount_fen"] == found.words_fen

    def test_a_summary_of_refused_rows_alone_has_no_sums_and_no_effects(
        self, sqlite_world: World
    ) -> None:
        found = planned(sqlite_world, ["a-held"])
        assert (found.totals, found.words_fen, found.effects) == ({}, None, [])

    def test_the_digest_tells_another_input_from_the_same(self, sqlite_world: World) -> None:
        first, again = (planned(sqlite_world, ["a-due"]) for _ in range(2))
        assert first.digest == again.digest
        assert planned(sqlite_world, ["a-due"], years=3).digest != first.digest

    def test_a_plan_is_the_same_while_its_sums_and_notes_are(self, sqlite_world: World) -> None:
        shown = planned(sqlite_world, ["a-due"])
        with sqlite_world.session("zhuoni") as session:
            caller, ids = sqlite_world.caller("zhuoni"), [sqlite_world.id("a-due")]
            same = plan(session, RENEW, ids, RenewInput(2), caller)
            dearer = plan(session, RENEW, ids, RenewInput(3), caller)
        assert same_plan(shown, same)
        assert not same_plan(shown, dearer)
        assert [line.code for line in lines_of(same)] == [None]


class TestTheWhole:
    def test_slices_of_a_selection_sum_up_to_the_plan_of_all_its_rows(self, world: World) -> None:
        names = ["a-due", "a-held", "b-due"]
        parts = [planned(world, names[:2], years=1), planned(world, names[2:], years=1)]
        whole, one = combined(parts), planned(world, names, years=1)
        for name in ("passing", "refused", "reasons", "totals", "words_fen", "effects", "warnings"):
            assert getattr(whole, name) == getattr(one, name), name

    def test_what_does_not_add_up_is_named_and_not_summed(self) -> None:
        parts = [SliceSummary(totals={"balance_fen": 5, "amount_fen": 2}, passing=1)] * 2
        whole = combined(parts)
        assert whole.totals == {"amount_fen": 4}
        assert whole.unsummed == ["balance_fen"]

    def test_what_comes_after_is_carried_from_slice_to_slice(self) -> None:
        facts = [
            {"sheets_before": 10, "sheets_after": 13},
            {"sheets_before": 10, "sheets_after": 12},
        ]
        whole = combined([SliceSummary(effects=[Tally("note", each)]) for each in facts])
        assert whole.effects == [Tally("note", {"sheets_before": 10, "sheets_after": 15})]

    @pytest.mark.parametrize("count", [MAXIMUM_LISTED_NOTES, MAXIMUM_LISTED_NOTES + 5])
    def test_notes_of_a_kind_are_listed_up_to_a_limit_and_counted(self, count: int) -> None:
        notes = [Tally("note", {"name": f"名称{number}"}) for number in range(count)]
        whole = combined([SliceSummary(warnings=notes[:3]), SliceSummary(warnings=notes[3:])])
        assert len(whole.warnings) == MAXIMUM_LISTED_NOTES
        assert sum(note.times for note in whole.warnings) == count

    def test_each_slice_keeps_the_code_of_its_own_warnings(self) -> None:
        whole = combined([SliceSummary(answers=["a1"]), SliceSummary(answers=[None])])
        assert whole.answers == ["a1", None]
        assert whole.answer_code is not None
        assert combined([SliceSummary(answers=[None])]).answer_code is None
