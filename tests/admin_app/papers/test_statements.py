"""对账单 as papers."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from models.workspace.notification import FileRecord
from tests.support.pages.papers import A_ORDERS, SignIn, text_of
from tests.support.world.cast import World


@pytest.fixture
def payment(sqlite_world: World) -> int:
    ids = [sqlite_world.id(name) for name in A_ORDERS]
    outcome = sqlite_world.perform(CHARGE, "zhuoni", ids, ChargeInput(60_000, 3))
    return int(outcome.totals["payment_id"])


class TestStatements:
    """对账单 as PDF: what the page says, to sign and to file (Q4)."""

    def test_statements_of_the_account_end_in_its_balance(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        clerk = sqlite_clerk("lantian")
        page = clerk.get("/admin/statement/").text
        assert 'action="/admin/statement/pdf/?' in page
        said = text_of(clerk.post("/admin/statement/pdf/"))
        for word in ("账户对账单", "期初余额¥0.00", "充值", "期末余额¥200.00¥0.00¥200.00"):
            assert word in said, word
        with sqlite_world.session() as session:
            record = session.scalars(select(FileRecord)).one()
            assert record.by == "蓝田管理员"
            assert record.file_name.endswith(".pdf")

    def test_statements_of_a_unit_are_for_itself_too(
        self, sqlite_world: World, sqlite_clerk: SignIn, payment: int
    ) -> None:
        url = f"/admin/statement/unit/pdf/?unit={sqlite_world.id('unit-a')}"
        for username in ("zhuoni", "unit-a"):
            said = text_of(sqlite_clerk(username).post(url))
            for word in ("单位对账单", "卓尼县教育局", "¥600.00", "单位签收（盖章）"):
                assert word in said, word

    def test_statements_tell_days_asked_for_alone(
        self, sqlite_world: World, sqlite_clerk: SignIn, payment: int
    ) -> None:
        url = f"/admin/statement/unit/pdf/?unit={sqlite_world.id('unit-a')}"
        early = sqlite_clerk("zhuoni").post(f"{url}&from=2026-01-01&to=2026-01-02")
        assert "这段时间没有应缴、收费或开票。" in text_of(early)
