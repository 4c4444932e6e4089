"""A retired report stays as it is defined, and is restored."""

from __future__ import annotations

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.definitions.restore_report import RESTORE_REPORT, RestoreReportRefusal
from actions.definitions.retire_report import RETIRE_REPORT, RetireReportRefusal
from models.definitions.report import SavedReport
from tests.support.definitions.reports import define
from tests.support.world.cast import World


def test_a_report_is_retired_and_restored_once_each(world: World) -> None:
    report = define(world, "gansu")
    for action, again, is_active in (
        (RETIRE_REPORT, RetireReportRefusal.ALREADY, False),
        (RESTORE_REPORT, RestoreReportRefusal.IN_USE, True),
    ):
        world.perform(action, "gansu", [report], Nothing())
        with world.session() as session:
            assert session.get_one(SavedReport, report).is_active is is_active
        with pytest.raises(Refused) as caught:
            world.perform(action, "gansu", [report], Nothing())
        assert caught.value.first.code is again
