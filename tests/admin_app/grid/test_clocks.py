"""What the day makes of a name: its phase, and how long it has waited for its reviewer."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.approve_registry import APPROVE_REGISTRY, ApproveRegistryInput
from actions.domains.delete import DELETE_DOMAIN, DeleteDomainInput
from actions.domains.reject import REJECT, RejectInput
from actions.domains.renew import RENEW
from actions.domains.resubmit import RESUBMIT, ResubmitInput
from actions.domains.return_for_changes import RETURN_FOR_CHANGES, ReturnForChangesInput
from actions.domains.submit import SUBMIT_DOMAIN, NameLine, SubmitDomainInput
from actions.domains.withdraw import WITHDRAW, WithdrawInput
from models.domains.domain import Domain
from models.domains.review import ReviewReason
from models.values.tld import Tld
from tests.support.cast import NOW, World
from tests.support.doors import Doors, told

WHY = (ReviewReason.PAPERS_MISSING,)


def waits_since(world: World, name_id: int) -> dt.datetime | None:
    with world.session() as session:
        return session.get_one(Domain, name_id).waits_since


def set_waiting(world: World, name: str, since: dt.datetime) -> None:
    with world.writing() as session:
        session.get_one(Domain, world.id(name)).waits_since = since


class TestWaiting:
    def test_begins_with_the_filing_and_again_with_the_offices_word(self, world: World) -> None:
        given = SubmitDomainInput((NameLine("卓尼县教育局办公室", Tld.ZHENGWU),))
        done = world.perform(SUBMIT_DOMAIN, "unit-a", [world.id("unit-a")], given)
        filed = done.rows[0].row_id
        assert waits_since(world, filed) == NOW
        set_waiting(world, "a-submitted", NOW - dt.timedelta(days=9))
        row_id = world.id("a-submitted")
        world.perform(APPROVE_OFFICE, "zhuoni", [row_id], ApproveOfficeInput())
        assert waits_since(world, row_id) == NOW

    @pytest.mark.parametrize(
        ("action", "who", "name", "given"),
        [
            (APPROVE_REGISTRY, "conac-review", "a-office-approved", ApproveRegistryInput()),
            (REJECT, "zhuoni", "a-submitted", RejectInput(WHY)),
            (RETURN_FOR_CHANGES, "zhuoni", "a-submitted", ReturnForChangesInput(WHY)),
            (WITHDRAW, "unit-a", "a-submitted", WithdrawInput("重复报送")),
        ],
    )
    def test_ends_with_the_last_word(
        self, sqlite_world: World, action: Any, who: str, name: str, given: Any
    ) -> None:
        set_waiting(sqlite_world, name, NOW)
        sqlite_world.perform(action, who, [sqlite_world.id(name)], given)
        assert waits_since(sqlite_world, sqlite_world.id(name)) is None

    def test_begins_anew_when_it_is_filed_again(self, sqlite_world: World) -> None:
        row_id = sqlite_world.id("a-submitted")
        sqlite_world.perform(RETURN_FOR_CHANGES, "zhuoni", [row_id], ReturnForChangesInput(WHY))
        given = ResubmitInput(years=3, name_reason="电教馆")
        sqlite_world.perform(RESUBMIT, "unit-a", [row_id], given)
        assert waits_since(sqlite_world, row_id) == NOW


def queue(doors: Doors, who: str, named: str) -> str:
    return told(doors.clerk(who).get(f"/admin/domain/?list={named}"))


class TestQueues:
    def test_say_how_long_each_name_has_waited(self, sqlite_doors: Doors) -> None:
        set_waiting(sqlite_doors.world, "a-submitted", NOW - dt.timedelta(days=2))
        assert "2026-06-08 已等 2 个工作日（限 5 个）" in queue(sqlite_doors, "zhuoni", "to_review")

    def test_mark_the_overdue(self, sqlite_doors: Doors) -> None:
        since = NOW - dt.timedelta(days=30)
        set_waiting(sqlite_doors.world, "a-submitted", since)
        set_waiting(sqlite_doors.world, "a-office-approved", since)
        page = sqlite_doors.clerk("zhuoni").get("/admin/domain/?list=to_review")
        assert "tone-danger>逾期 17 个工作日（限 5 个）" in page.get_data(as_text=True)
        assert "逾期 12 个工作日（限 10 个）" in queue(
            sqlite_doors, "conac-review", "office_approved"
        )

    def test_say_when_holidays_are_not_announced_yet(self, sqlite_doors: Doors, hands: Any) -> None:
        hands.turn(days=220)
        set_waiting(sqlite_doors.world, "a-submitted", hands.now() - dt.timedelta(days=2))
        assert "节假日安排尚未公布" in queue(sqlite_doors, "zhuoni", "to_review")

    def test_the_desk_counts_the_overdue_and_opens_them(self, doors: Doors) -> None:
        desk = told(doors.clerk("zhuoni").get("/admin/"))
        assert "逾期未审核的域名" not in desk
        set_waiting(doors.world, "a-submitted", NOW - dt.timedelta(days=30))
        page = doors.clerk("zhuoni").get("/admin/")
        assert "逾期未审核的域名" in told(page)
        found = set(re.findall(r'href="([^"]*waits_since_to=2026-06-02[^"]*)"', page.text))
        assert found
        for href in found:
            assert "卓尼县电教馆" in told(doors.clerk("zhuoni").get(href.replace("&amp;", "&")))


class TestPhases:
    def test_stand_beside_the_expiry(self, sqlite_doors: Doors) -> None:
        said = told(sqlite_doors.clerk("zhuoni").get("/admin/domain/?size=200"))
        for part in (
            "2026-07-10 即将到期",
            "2026-05-31 宽限期",
            "2026-05-01 赎回期",
            "2026-03-02 待删除",
        ):
            assert part in said
        assert "2028-05-10 " in said

    def test_are_not_told_of_names_that_ended(self, sqlite_doors: Doors) -> None:
        row_id = sqlite_doors.world.id("a-pending-deletion")
        url = f"/admin/domain/details/?id={row_id}"
        assert "2026-03-02 待删除" in told(sqlite_doors.clerk("zhuoni").get(url))
        sqlite_doors.world.perform(DELETE_DOMAIN, "conac", [row_id], DeleteDomainInput("函3号"))
        for page in (url, "/admin/domain/?list=history"):
            said = told(sqlite_doors.clerk("zhuoni").get(page)).partition("全程记录")[0]
            assert "2026-03-02" in said
            assert "2026-03-02 待删除" not in said

    def test_stand_on_the_renewal_plan(self, sqlite_doors: Doors) -> None:
        ids = [sqlite_doors.world.id(name) for name in ("a-due", "a-grace")]
        said = told(sqlite_doors.plan(RENEW, "zhuoni", ids))
        assert "到期状态" in said
        assert "宽限期" in said


class TestQ6:
    """Q6: 建议注册单位将域名注册年限定为 2 年以上, 减轻续费工作量."""

    def test_one_year_is_answered_with_the_work_that_longer_terms_save(self, doors: Doors) -> None:
        ids = [doors.world.id(name) for name in ("a-due", "a-grace")]
        page = doors.plan(RENEW, "zhuoni", ids)
        assert "年限为 1 年" not in told(page)
        said = told(doors.confirm(RENEW, "zhuoni", page, {"years": "1"}, press="recalculate"))
        assert "年限为 1 年，明年还要再办一次" in said
        assert (
            "2 年：本次应缴 ¥800.00；10 年内共办理续费、收费、开票各 10 次，比每年一办少 10 次"
            in said
        )
        assert (
            "5 年：本次应缴 ¥2,000.00；10 年内共办理续费、收费、开票各 4 次，比每年一办少 16 次"
            in said
        )
