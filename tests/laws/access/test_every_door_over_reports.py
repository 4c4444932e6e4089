"""What an office keeps as reports is met by no stranger at any door: lists, records, forms, files,
the desk, mailings, background runs, the finder, the journal and the API.

Generic over the lists: a new one is walked by being there.
"""

from __future__ import annotations

from typing import Final

import pytest

from actions.core.action import Nothing
from actions.workspace.mail_report import MAIL_REPORT, MailReportInput
from actions.workspace.put_on_desk import PUT_ON_DESK
from actions.workspace.work_out_report import WORK_OUT_REPORT
from admin_app.jobs.schedule import carry_on_run
from admin_app.views import GRIDS
from models.core.base import db
from models.users.user import Role
from models.workspace.report_mailing import MailEvery
from tests.support.definitions.registers import enter, open_training
from tests.support.definitions.reports import define
from tests.support.pages.doors import Doors
from tests.support.world.cast import CLOCK

#: A county beside, the province beside, its county, and units: one of the office itself too.
STRANGERS: Final = ("lintan", "shaanxi", "lantian", "unit-a", "unit-s")
#: What no stranger may read anywhere.
SECRETS: Final = ("卓尼秘密报表", "walked_report", "卓尼秘密台账", "walked_rows", "623022.walked")


@pytest.fixture
def kept(doors: Doors) -> tuple[int, int, int]:
    """Two reports of Zhuoni, on its desk, by mail and worked out; and the run of the first."""
    world = doors.world
    open_training(world, code="walked", name_zh="卓尼秘密台账")
    enter(world, "zhuoni", "walked", "卓尼秘密培训")
    names = define(world, "zhuoni", code="walked_report", name_zh="卓尼秘密报表一")
    rows = define(
        world,
        "zhuoni",
        code="walked_rows",
        name_zh="卓尼秘密报表二",
        entity="623022.walked",
    )
    world.perform(PUT_ON_DESK, "zhuoni", [names, rows], Nothing())
    everybody = MailReportInput(MailEvery.DAY, roles=(Role.COUNTY_ADMIN,))
    world.perform(MAIL_REPORT, "zhuoni", [names], everybody)
    run_id = world.perform(WORK_OUT_REPORT, "zhuoni", [names], Nothing()).totals["run_id"]
    with doors.app.app_context():
        carry_on_run(db.engine, run_id, CLOCK)
    return names, rows, run_id


def addresses(names: int, rows: int, run_id: int) -> list[str]:
    """What may be asked for by who knows or guesses every number and key."""
    found = [f"/admin/{entity}/?list=&size=100" for entity in GRIDS]
    found += ["/admin/", "/admin/report/desk/", "/admin/find/?q=卓尼秘密", "/admin/find/?q=walked"]
    found += [f"/admin/run/?id={run_id}", f"/admin/run/progress?id={run_id}"]
    for report, key in ((names, "walked_report"), (rows, "walked_rows")):
        found += [
            f"/admin/report/{key}/",
            f"/admin/report/{key}/?of=623022",
            f"/admin/report/{key}/progress/?of=623022",
            f"/admin/report/open/?id={report}",
            f"/admin/report/draft/?id={report}",
            f"/admin/report/details/?id={report}",
            f"/admin/report/action/?action=change_report&ids={report}",
            f"/admin/timeline/?entity=report&id={report}",
        ]
    return [*found, "/admin/report/draft/?entity=623022.walked&figures=count"]


def echoed(address: str, page: str) -> str:
    """The page without what the reader typed into its address."""
    for typed in ("walked_report", "walked_rows", "623022.walked", "walked", "卓尼秘密"):
        if typed in address:
            page = page.replace(typed, "")
    return page


@pytest.mark.parametrize("who", STRANGERS)
def test_no_page_says_anything_of_a_strangers_report(
    doors: Doors, kept: tuple[int, int, int], who: str
) -> None:
    clerk = doors.clerk(who)
    for address in addresses(*kept):
        answer = clerk.get(address)
        assert answer.status_code < 500, address
        page = echoed(address, answer.get_data(as_text=True))
        assert not [secret for secret in SECRETS if secret in page], address
    for key in ("walked_report", "walked_rows"):
        for door in ("export", "pdf", "work_out"):
            answer = clerk.post(f"/admin/report/{key}/{door}/?of=623022", {"format": "csv"})
            assert answer.status_code in {403, 404}, (key, door)


@pytest.mark.parametrize("who", STRANGERS)
def test_programs_of_a_stranger_neither_read_nor_use_a_report(
    doors: Doors, kept: tuple[int, int, int], who: str
) -> None:
    names, rows, run_id = kept
    client, headers = doors.app.test_client(), doors.bearer(who)
    read = [f"/api/{entity}?size=100" for entity in GRIDS]
    read += ["/api/openapi.json", f"/api/runs/{run_id}", f"/api/runs/{run_id}?slice=1"]
    read += [f"/api/report/{each}" for each in (names, rows)]
    for address in read:
        answer = client.get(address, headers=headers)
        assert answer.status_code < 500, address
        body = echoed(address, answer.get_data(as_text=True))
        assert not [secret for secret in SECRETS if secret in body], address
    for verb in ("change_report", "retire_report", "put_on_desk", "mail_report", "work_out_report"):
        sent = {"ids": [names], "input": {}, "key": f"{who}-{verb}"}
        answer = client.post(f"/api/actions/{verb}", json=sent, headers=headers)
        assert answer.status_code in {400, 403, 404, 422}, verb
        assert not [secret for secret in SECRETS if secret in answer.get_data(as_text=True)]


def test_its_own_office_and_those_above_meet_it_at_the_same_doors(
    doors: Doors, kept: tuple[int, int, int]
) -> None:
    for who in ("zhuoni", "gannan", "gansu", "conac"):
        clerk = doors.clerk(who)
        for key in ("walked_report", "walked_rows"):
            assert clerk.get(f"/admin/report/{key}/?of=623022").status_code == 200, (who, key)
        assert "卓尼秘密报表一" in clerk.get("/admin/report/").get_data(as_text=True)
        listed = doors.app.test_client().get("/api/report", headers=doors.bearer(who))
        assert "walked_rows" in listed.get_data(as_text=True)
