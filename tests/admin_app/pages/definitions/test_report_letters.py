"""A report by mail: to each receiver their own rows, once a period, and nothing without access."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from actions.core.action import Nothing
from actions.definitions.retire_report import RETIRE_REPORT
from actions.workspace.mail_report import MAIL_REPORT, MailReportInput
from admin_app.pages.definitions import report_letters
from admin_app.pages.definitions.report_letters import send_reports
from config import MailSecurity, MailServer
from models.core.clock import FixedClock
from models.definitions.report import ReportChart
from models.jobs.outbox import Mail, MailTopic
from models.users.user import Role, User
from models.workspace.report_mailing import MailEvery, ReportSending, SendingOutcome
from tests.support.definitions.reports import define
from tests.support.world.cast import NOW, World

TOMORROW = FixedClock(NOW + dt.timedelta(days=1, hours=12))


@pytest.fixture
def mailing(app: Flask, world: World) -> Iterator[Flask]:
    """The program with a mail server, and everybody with an address."""
    app.extensions["mail_server"] = MailServer(
        host="127.0.0.1", port=1, security=MailSecurity.NONE, sender="noreply@example.cn"
    )
    with world.writing() as session:
        for user in session.scalars(select(User)):
            user.email = f"{user.username}@example.cn"
    with app.app_context():
        yield app


def mail_daily(world: World, by: str, report: int, **asked: Any) -> None:
    world.perform(MAIL_REPORT, by, [report], MailReportInput(MailEvery.DAY, hour=0, **asked))


def letters(world: World) -> dict[str, str]:
    """The reports written, by the login of whom they go to."""
    with world.session() as session:
        found = session.scalars(select(Mail).where(Mail.topic == MailTopic.REPORT)).all()
        return {mail.recipient.partition("@")[0]: mail.facts["content"] for mail in found}


def outcomes(world: World) -> list[SendingOutcome]:
    with world.session() as session:
        return list(session.scalars(select(ReportSending.outcome)))


def total(content: str) -> int:
    return int(content.splitlines()[-1].partition(" | ")[2])


@pytest.mark.usefixtures("mailing")
class TestSendingReports:
    def test_each_receiver_gets_their_own_rows(self, world: World) -> None:
        report = define(world, "gansu")
        roles = (Role.PROVINCE_ADMIN, Role.COUNTY_ADMIN)
        mail_daily(world, "gansu", report, roles=roles, people="zhuoni-cashier")
        assert send_reports(world.engine, TOMORROW) > 0
        found = letters(world)
        assert {"gansu", "zhuoni", "lintan", "zhuoni-cashier"} <= set(found)
        assert not {"shaanxi", "conac", "unit-a"} & set(found)
        assert total(found["gansu"]) > total(found["zhuoni"]) == total(found["zhuoni-cashier"]) > 0

    def test_a_period_is_sent_once_even_by_two_workers(self, world: World, mailing: Flask) -> None:
        report = define(world, "gansu")
        mail_daily(world, "gansu", report, people="zhuoni,lintan")

        def work(_number: int) -> int:
            with mailing.app_context():
                return send_reports(world.engine, TOMORROW)

        with ThreadPoolExecutor(2) as workers:
            list(workers.map(work, range(2)))
        assert set(letters(world)) == {"zhuoni", "lintan"}
        assert len(outcomes(world)) == 2
        assert send_reports(world.engine, TOMORROW) == 0
        later = FixedClock(NOW + dt.timedelta(days=2, hours=12))
        assert send_reports(world.engine, later) == 2

    def test_a_letter_of_the_list_of_reports_names_lists_and_groupings(self, world: World) -> None:
        define(world, "gansu", group_by="state", code="by_state", name_zh="按状态")
        asked = {"group_by": None, "columns": "name_zh,group_by,entity", "chart": ReportChart.NONE}
        report = define(world, "gansu", entity="report", code="reports", name_zh="报表", **asked)
        mail_daily(world, "gansu", report, people="zhuoni")
        assert send_reports(world.engine, TOMORROW) == 1
        assert "审核状态" in letters(world)["zhuoni"]

    def test_a_sending_that_fails_stops_no_other(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = define(world, "gansu", code="one"), define(world, "gansu", code="two")
        for report in (first, second):
            mail_daily(world, "gansu", report, people="zhuoni")
        whole = report_letters.draw

        def broken(session: Any, question: Any, title: str, *rest: Any) -> Any:
            broken.calls += 1  # type: ignore[attr-defined]
            if broken.calls == 1:  # type: ignore[attr-defined]
                raise ZeroDivisionError
            return whole(session, question, title, *rest)

        broken.calls = 0  # type: ignore[attr-defined]
        monkeypatch.setattr(report_letters, "draw", broken)
        assert send_reports(world.engine, TOMORROW) == 1
        assert send_reports(world.engine, TOMORROW) == 1

    def test_who_lost_access_gets_nothing_and_the_log_says_so(self, world: World) -> None:
        report = define(world, "gansu", seen_by=(Role.COUNTY_ADMIN,))
        mail_daily(world, "gansu", report, people="zhuoni,zhuoni-viewer")
        send_reports(world.engine, TOMORROW)
        assert set(letters(world)) == {"zhuoni"}
        assert sorted(outcomes(world)) == [SendingOutcome.NO_ACCESS, SendingOutcome.WRITTEN]

    def test_a_retired_report_is_sent_to_nobody(self, world: World) -> None:
        report = define(world, "gansu")
        mail_daily(world, "gansu", report, people="zhuoni")
        world.perform(RETIRE_REPORT, "gansu", [report], Nothing())
        send_reports(world.engine, TOMORROW)
        assert letters(world) == {}
        assert outcomes(world) == [SendingOutcome.NO_ACCESS]
