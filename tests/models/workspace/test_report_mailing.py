"""When a report is to be sent: once each period, from its hour on, in Asia/Shanghai."""

from __future__ import annotations

import datetime as dt

import pytest

from models.values.calendar import SHANGHAI
from models.workspace.report_mailing import MailEvery, ReportMailing


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def mailing(every: MailEvery, since: str = "2026-01-01T00:00") -> ReportMailing:
    return ReportMailing(every=every, on_weekday=3, day_of_month=10, hour=9, updated_at=at(since))


@pytest.mark.parametrize(
    ("every", "now", "period"),
    [
        (MailEvery.DAY, "2026-06-10T08:59", None),
        (MailEvery.DAY, "2026-06-10T09:00", "2026-06-10"),
        (MailEvery.DAY, "2026-06-10T23:59", "2026-06-10"),
        # 10 June 2026 is a Wednesday.
        (MailEvery.WEEK, "2026-06-09T10:00", None),
        (MailEvery.WEEK, "2026-06-10T09:00", "2026-W24"),
        (MailEvery.WEEK, "2026-06-14T23:00", "2026-W24"),
        (MailEvery.MONTH, "2026-06-09T23:00", None),
        (MailEvery.MONTH, "2026-06-30T09:00", "2026-06"),
    ],
)
def test_it_is_due_from_its_hour_until_its_period_ends(
    every: MailEvery, now: str, period: str | None
) -> None:
    assert mailing(every).due_period(at(now)) == period


def test_one_set_up_after_its_hour_waits_for_the_next_period() -> None:
    late = mailing(MailEvery.DAY, since="2026-06-10T12:00")
    assert late.due_period(at("2026-06-10T13:00")) is None
    assert late.due_period(at("2026-06-11T09:00")) == "2026-06-11"
