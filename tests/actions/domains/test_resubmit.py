"""重新报送: a returned name is filed again, changed or as it was."""

from __future__ import annotations

import pytest

from actions.core.adverse_review import ReviewReasons
from actions.core.refusal import Common
from actions.domains.resubmit import RESUBMIT, ResubmitInput, ResubmitRefusal
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from actions.plan import plan
from models.domains.domain import DomainState
from models.domains.review import ReviewReason
from models.values.tld import Tld
from tests.support.world.cancellations import REASON, domain, refused
from tests.support.world.cast import World


class TestResubmit:
    @pytest.fixture(autouse=True)
    def _returned(self, world: World) -> None:
        given = ReviewReasons((ReviewReason.NAME_AMBIGUOUS,))
        world.perform(RETURN_FOR_CHANGES, "zhuoni", [world.id("a-submitted")], given)

    def test_resubmit_files_the_name_as_it_was(self, world: World) -> None:
        before = domain(world, "a-submitted")
        world.perform(RESUBMIT, "unit-a", [before.id], ResubmitInput(name_reason=REASON))
        after = domain(world, "a-submitted")
        assert (after.state, after.name_a) == (DomainState.SUBMITTED, before.name_a)
        assert after.submitted_by == world.actor("unit-a").key

    def test_resubmit_changes_the_name_in_all_its_forms(self, world: World) -> None:
        given = ResubmitInput("卓尼縣電化教育館", Tld.ZHENGWU_CN, years=3, name_reason=REASON)
        world.perform(RESUBMIT, "unit-a", [world.id("a-submitted")], given)
        after = domain(world, "a-submitted")
        assert after.name_u == "卓尼縣電化教育館.政务.cn"
        assert (after.variant_key, after.term_years) == ("卓尼县电化教育馆", 3)

    def test_resubmit_is_checked_like_a_first_filing(self, world: World) -> None:
        row = world.id("a-submitted")
        taken = refused(world, RESUBMIT, "unit-a", row, ResubmitInput(label="蓝田县教育局"))
        assert taken.code == ResubmitRefusal.NAME_TAKEN
        faulty = refused(world, RESUBMIT, "unit-a", row, ResubmitInput(label="abc"))
        assert faulty.code == ResubmitRefusal.LABEL_FAULTY
        foreign = refused(world, RESUBMIT, "unit-a", row, ResubmitInput(tld=Tld.GONGYI))
        assert foreign.code == ResubmitRefusal.NOT_ELIGIBLE

    def test_the_plan_shows_the_new_name(self, world: World) -> None:
        row = world.id("a-submitted")
        with world.session("unit-a") as session:
            given = ResubmitInput(label="卓尼电教", name_reason=REASON)
            planned = plan(session, RESUBMIT, [row], given, world.caller("unit-a"))
        assert planned.preview.rows == {row: {"new_name": "卓尼电教.政务"}}

    def test_resubmit_rows_out_of_scope_are_not_found(self, world: World) -> None:
        found = refused(world, RESUBMIT, "unit-b", world.id("a-submitted"), ResubmitInput())
        assert found.code == Common.NOT_FOUND
