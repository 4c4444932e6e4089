"""Saved reports in tests: defined by the registry, two provinces and a county."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

import admin_app.views  # noqa: F401  tells the actions how lists read a report
from actions.definitions.define_report import DEFINE_REPORT, DefineReportInput
from models.definitions.report import ReportChart
from models.workspace.report_mailing import ReportMailing
from tests.support.world.cast import World

#: Who defines which report: its key and its name.
DEFINED = {
    "conac": ("all_by_state", "各地域名"),
    "gansu": ("gansu_by_state", "甘肃域名"),
    "shaanxi": ("shaanxi_by_state", "陕西域名"),
    "zhuoni": ("zhuoni_by_state", "卓尼域名"),
}


def define(world: World, by: str, **more: Any) -> int:
    """A report of the user's office on domains by state; returns its key."""
    key, name = DEFINED.get(by, (f"{by.replace('-', '_')}_report", f"{by}的报表"))
    asked = {"group_by": "state", "chart": ReportChart.BARS, "code": key, "name_zh": name}
    given = DefineReportInput(**{"entity": "domain", **asked, **more})
    return world.perform(DEFINE_REPORT, by, [], given).rows[0].row_id


def mailings(world: World, who: str) -> list[int]:
    """The mailings that the user sees."""
    with world.session(who) as session:
        return list(session.scalars(select(ReportMailing.id).order_by(ReportMailing.id)))
