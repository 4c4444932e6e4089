"""Stored input in words: amounts, choices, offices, members of enums, lines, long texts."""

from __future__ import annotations

import pytest
from flask import Flask

from admin_app.grid.planning.receipt_input import input_of, member_of_fact
from admin_app.views import GRIDS
from models.domains.change_request import DomainRequestKind
from models.users.user import Role
from models.values.order_kind import OrderKind
from tests.support.pages.doors import Doors

LINTAN = "临潭县机构编制委员会办公室"


def typed(doors: Doors, action: str, kept: dict[str, object]) -> dict[str, str]:
    """The labelled input of an action as 卓尼 reads it."""
    app: Flask = doors.app
    with app.test_request_context(), doors.world.session("zhuoni") as session:
        return dict(input_of(session, Role.COUNTY_ADMIN, action, kept, GRIDS).facts)


class TestInput:
    @pytest.mark.parametrize(
        ("action", "kept", "said"),
        [
            ("charge", {"amount_fen": 123456}, ("收费金额（元）", "¥1,234.56")),
            ("charge", {"method": "transfer"}, ("收费方式", "转账")),
            ("charge", {"invoice_type": "fixed-200"}, ("发票类型", "定额发票-200元")),
            ("charge", {"invoice_type": "of-old"}, ("发票类型", "（现已不在名册中）")),
            ("remit", {"remitted_on": "2026-06-10"}, ("汇款日期", "2026-06-10")),
            ("void_invoice", {"reissue": False}, ("同时重新开具", "否")),
            (
                "transfer_unit",
                {"office_code": "623021"},
                ("新的同级编办", "临潭县机构编制委员会办公室"),
            ),
            ("create_user", {"role": "cashier"}, ("角色", "收费员")),
            ("create_user", {"role": "abolished"}, ("角色", "（现已不在名册中）")),
            ("return_for_changes", {"reasons": ["papers_missing"]}, ("退回原因", "材料不全")),
        ],
    )
    def test_input_is_written_in_words(
        self, sqlite_doors: Doors, action: str, kept: dict[str, object], said: tuple[str, str]
    ) -> None:
        assert said in typed(sqlite_doors, action, kept).items()

    def test_input_leaves_out_secrets_hidden_fields_and_what_was_not_typed(
        self, sqlite_doors: Doors
    ) -> None:
        kept = {"new_password": "should never be stored", "username": "x", "unit_uscc": None}
        assert typed(sqlite_doors, "create_user", kept) == {"用户账户": "x"}
        assert typed(sqlite_doors, "edit_unit", {"row_version": 3, "contact_name": "甲"}) == {
            "联系人": "甲"
        }

    def test_input_of_an_unknown_action_is_left_out(self, sqlite_doors: Doors) -> None:
        assert typed(sqlite_doors, "of_another_year", {"reason": "x"}) == {}

    def test_input_of_a_long_text_is_its_beginning_length_and_digest(
        self, sqlite_doors: Doors
    ) -> None:
        said = typed(sqlite_doors, "charge", {"numbers": "1" * 5000})["数电票号码"]
        assert "共 5,000 字" in said
        assert len(said) < 500


class TestMemberOfFact:
    def test_a_stored_member_is_read_by_the_name_of_its_enum(self) -> None:
        assert member_of_fact("OrderKind", "hold", "kind", "renew") is OrderKind.RENEW

    def test_without_a_name_the_field_or_column_tells_the_enum(self) -> None:
        assert member_of_fact(None, "create_user", "role", "cashier") is Role.CASHIER
        hold = member_of_fact(None, "refuse_domain_request", "kind", "hold")
        assert hold is DomainRequestKind.HOLD

    def test_other_text_stays_as_it_is(self) -> None:
        assert member_of_fact("OrderKind", "create_user", "role", "nobody") == "nobody"
        assert member_of_fact("OfOldTimes", "unknown", "kind", "hold") == "hold"
