"""Where the guide goes on: a place that the reader's menu has."""

from __future__ import annotations

import pytest

from admin_app.auth.user_lookup import Presence, named
from admin_app.web.next_step import next_step
from tests.support.pages.doors import Doors


def presence_of_login(doors: Doors, username: str) -> Presence:
    with doors.world.engine.connect() as connection:
        found = named(connection, username)
    assert found is not None
    return found


class TestNextStep:
    @pytest.mark.parametrize(
        ("action", "username", "label"),
        [
            ("charge", "zhuoni", "待缴费域名"),
            ("remit", "zhuoni", "汇款单列表"),
            ("draft_remittance", "zhuoni", "周汇款"),
            ("request_invoices", "zhuoni", "发票申请查询"),
            ("sign_for", "zhuoni", "预开发票管理"),
            ("renew", "unit-a", "域名查询"),
            ("disable_user", "zhuoni", "用户账户管理"),
        ],
    )
    def test_next_step_is_the_guide_s(
        self, sqlite_doors: Doors, action: str, username: str, label: str
    ) -> None:
        with sqlite_doors.app.test_request_context():
            step = next_step(action, presence_of_login(sqlite_doors, username))
        assert step is not None
        assert step.label == label

    def test_next_step_is_none_where_the_menu_has_none(self, sqlite_doors: Doors) -> None:
        with sqlite_doors.app.test_request_context():
            county = presence_of_login(sqlite_doors, "zhuoni")
            assert next_step("top_up", county) is None
            assert next_step("of_another_year", county) is None
