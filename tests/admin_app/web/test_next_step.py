"""Where the guide goes on: a place that the reader's menu has."""

from __future__ import annotations

import pytest

from admin_app.web.next_step import next_step
from models.users.user import Role
from tests.support.pages.doors import Doors


class TestNextStep:
    @pytest.mark.parametrize(
        ("action", "role", "label"),
        [
            ("charge", Role.COUNTY_ADMIN, "待缴费域名"),
            ("remit", Role.COUNTY_ADMIN, "汇款单列表"),
            ("draft_remittance", Role.COUNTY_ADMIN, "周汇款"),
            ("request_invoices", Role.COUNTY_ADMIN, "发票申请查询"),
            ("sign_for", Role.COUNTY_ADMIN, "预开发票管理"),
            ("renew", Role.UNIT_USER, "域名查询"),
            ("disable_user", Role.COUNTY_ADMIN, "用户账户管理"),
        ],
    )
    def test_next_step_is_the_guide_s(
        self, sqlite_doors: Doors, action: str, role: Role, label: str
    ) -> None:
        with sqlite_doors.app.test_request_context():
            step = next_step(action, role)
        assert step is not None
        assert step.label == label

    def test_next_step_is_none_where_the_menu_has_none(self, sqlite_doors: Doors) -> None:
        with sqlite_doors.app.test_request_context():
            assert next_step("top_up", Role.COUNTY_ADMIN) is None
            assert next_step("of_another_year", Role.COUNTY_ADMIN) is None
