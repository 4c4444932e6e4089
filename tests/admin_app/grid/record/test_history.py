"""The history of a record: every run that changed it or what belongs to it, newest first."""

from __future__ import annotations

import re
from typing import Any

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.adverse_review import ReviewReasons
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.approve_registry import APPROVE_REGISTRY, ApproveRegistryInput
from actions.domains.hold import HOLD, HoldInput
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from models.domains.review import ReviewReason
from tests.support.pages.doors import Doors
from tests.support.world.cast import World


def timeline(doors: Doors, name: str, who: str = "zhuoni") -> list[str]:
    """Each event as text, without the signs between values."""
    row_id = doors.world.id(name)
    page = doors.clerk(who).get(f"/admin/domain/details/?id={row_id}").get_data(as_text=True)
    section = page.partition('id="timeline"')[2].partition("</section>")[0]
    lines = section.split('<p class="event">')[1:]
    return [" ".join(re.sub(r"<[^>]*>", " ", line).split()) for line in lines]


def act(world: World, action: Any, who: str, name: str, given: Any) -> None:
    world.perform(action, who, [world.id(name)], given)


class TestTimeline:
    def test_timeline_tells_each_step_of_a_name_once_with_what_was_said(self, doors: Doors) -> None:
        world = doors.world
        why = ReviewReasons((ReviewReason.PAPERS_MISSING, ReviewReason.OTHER), "请补证照")
        act(world, APPROVE_OFFICE, "zhuoni", "a-submitted", ApproveOfficeInput("材料齐全"))
        act(world, RETURN_FOR_CHANGES, "conac-review", "a-submitted", why)
        returned, approved, *_born = timeline(doors, "a-submitted")
        assert approved.startswith("审核 编办审核通过")
        assert "卓尼管理员" in approved
        assert "审核 · 审核意见： 材料齐全" in approved
        assert "待审核 → 编办审核通过" in approved
        assert "注册审核" in returned
        assert "材料不全、其他" in returned
        assert "请补证照" in returned

    def test_timeline_tells_of_money(self, doors: Doors) -> None:
        world = doors.world
        act(
            world,
            APPROVE_REGISTRY,
            "conac-review",
            "a-office-approved",
            ApproveRegistryInput(),
        )
        assert "缴费信息 · 应缴金额： ¥" in timeline(doors, "a-office-approved")[0]
        given = ChargeInput(amount_fen=40_000, invoice_count=2)
        act(world, CHARGE, "zhuoni", "a-order-register", given)
        assert "待收费 → 待缴费" in timeline(doors, "a-approved")[0]

    def test_timeline_tells_why_and_by_which_document(self, sqlite_doors: Doors) -> None:
        given = HoldInput("主管部门要求", "甘编办函〔2026〕4号")
        act(sqlite_doors.world, HOLD, "conac", "a-due", given)
        (line, *_) = timeline(sqlite_doors, "a-due")
        assert "冻结" in line
        assert "文号： 甘编办函〔2026〕4号" in line

    def test_the_unit_reads_what_was_decided_on_its_name(self, sqlite_doors: Doors) -> None:
        why = ReviewReasons((ReviewReason.NAME_NOT_OF_UNIT,), "请使用全称")
        act(sqlite_doors.world, RETURN_FOR_CHANGES, "zhuoni", "a-submitted", why)
        assert "请使用全称" in timeline(sqlite_doors, "a-submitted", "unit-a")[0]
