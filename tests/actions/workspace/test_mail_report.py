"""A report is sent to people within reach of the office that sends it, and stopped again."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.workspace.mail_report import MAIL_REPORT, MailReportInput, MailReportRefusal
from actions.workspace.stop_mailing import STOP_MAILING, StopMailingRefusal
from models.users.user import Role
from models.workspace.report_mailing import MailEvery
from tests.support.definitions.reports import define, mailings
from tests.support.world.cast import World


def refused(world: World, by: str, report: int, **asked: Any) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(MAIL_REPORT, by, [report], MailReportInput(MailEvery.DAY, **asked))
    return caught.value.first.code


class TestMailingAReport:
    def test_a_county_sends_a_report_from_above_to_its_own_people(self, world: World) -> None:
        report = define(world, "gansu")
        given = MailReportInput(MailEvery.DAY, people="zhuoni-cashier")
        world.perform(MAIL_REPORT, "zhuoni", [report], given)
        (mailing,) = mailings(world, "zhuoni")
        assert mailings(world, "lintan") == mailings(world, "shaanxi") == []
        world.perform(STOP_MAILING, "zhuoni", [mailing], Nothing())
        with pytest.raises(Refused) as caught:
            world.perform(STOP_MAILING, "zhuoni", [mailing], Nothing())
        assert caught.value.first.code is StopMailingRefusal.ALREADY

    def test_nobody_out_of_reach_is_named(self, sqlite_world: World) -> None:
        report = define(sqlite_world, "gansu")
        for who in ("lintan", "gansu", "unit-a", "nobody"):
            found = refused(sqlite_world, "zhuoni", report, people=who)
            assert found is MailReportRefusal.UNKNOWN_PERSON, who

    def test_somebody_receives_it(self, sqlite_world: World) -> None:
        report = define(sqlite_world, "gansu")
        for roles in ((), (Role.UNIT_USER,)):
            found = refused(sqlite_world, "gansu", report, roles=roles)
            assert found is MailReportRefusal.NOBODY, roles
        people = ",".join(f"p{n}" for n in range(60))
        found = refused(sqlite_world, "gansu", report, people=people)
        assert found is MailReportRefusal.TOO_MANY_PEOPLE

    def test_a_report_is_sent_at_a_bounded_number_of_times(
        self, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("actions.workspace.mail_report.MAXIMUM_MAILINGS", 1)
        report = define(sqlite_world, "gansu")
        given = MailReportInput(MailEvery.WEEK, roles=(Role.COUNTY_ADMIN,))
        sqlite_world.perform(MAIL_REPORT, "gansu", [report], given)
        found = refused(sqlite_world, "gansu", report, roles=(Role.COUNTY_ADMIN,))
        assert found is MailReportRefusal.TOO_MANY

    def test_a_stranger_sends_nothing_of_it(self, sqlite_world: World) -> None:
        report = define(sqlite_world, "gansu")
        found = refused(sqlite_world, "shaanxi", report, roles=(Role.COUNTY_ADMIN,))
        assert found is Common.NOT_FOUND
