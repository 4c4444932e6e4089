"""导入银行流水: lines are staged once and judged by the number they name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import Common, Refused
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from actions.remittances.upload_statement import (
    UPLOAD_STATEMENT,
    UploadStatementInput,
    UploadStatementRefusal,
)
from models.remittances.bank_statement import BankVerdict
from models.remittances.remittance import Remittance
from tests.support.pages.answers import perform_answering
from tests.support.world.bank_lines import (
    A_ORDERS,
    BY,
    balance,
    line,
    load,
    refused,
    staged,
    upload,
)
from tests.support.world.cast import TODAY, World


@pytest.fixture
def sent(world: World) -> Remittance:
    """卓尼's remittance of 1,000 yuan, on its way."""
    ids = [world.id(name) for name in A_ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
    key = world.perform(REMIT, "zhuoni", ids, RemitInput("wire 1")).totals["remittance_id"]
    return load(world, Remittance, key)


class TestUploadStatement:
    @pytest.mark.parametrize(
        ("fen", "verdict"),
        [
            (100_000, BankVerdict.EXACT),
            (99_999, BankVerdict.UNDER),
            (100_001, BankVerdict.OVER),
        ],
    )
    def test_upload_statement_judges_a_line_by_the_number_in_its_memo(
        self, world: World, sent: Remittance, fen: int, verdict: BankVerdict
    ) -> None:
        upload(world, line("B1", fen, f"域名费{sent.remittance_no}"))
        found = staged(world, "B1")
        assert (found.verdict, found.remittance_id) == (verdict, sent.id)

    def test_upload_statement_knows_the_number_the_office_gave(
        self, world: World, sent: Remittance
    ) -> None:
        upload(world, line("Wire1", 100_000, "域名费"))
        assert staged(world, "WIRE1").verdict is BankVerdict.EXACT

    def test_upload_statement_leaves_what_names_nothing_to_people(
        self, world: World, sent: Remittance
    ) -> None:
        upload(world, line("B1", 100_000, "货款"))
        found = staged(world, "B1")
        assert (found.verdict, found.remittance_id) == (BankVerdict.UNMATCHED, None)

    def test_upload_statement_knows_what_was_credited_by_hand(
        self, world: World, sent: Remittance
    ) -> None:
        perform_answering(world, TOP_UP, BY, [sent.id], TopUpInput(100_000, "b 1"))
        upload(world, line("B1", 100_000, sent.remittance_no))
        assert staged(world, "B1").verdict is BankVerdict.DUPLICATE

    def test_upload_statement_credits_nothing(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100_000, sent.remittance_no))
        assert balance(world) == 0

    def test_upload_statement_of_the_same_lines_changes_nothing_and_says_so(
        self, world: World, sent: Remittance
    ) -> None:
        lines = (line("B1", 100, "甲"), line("B2", 200, "乙"))
        upload(world, *lines)
        given = UploadStatementInput("再来.xlsx", tuple(reversed(lines)))
        found = refused(world, UPLOAD_STATEMENT, [], given)
        assert found.code == UploadStatementRefusal.SEEN
        assert found.facts["file_name"] == "六月.csv"

    def test_upload_statement_passes_over_lines_that_are_known(
        self, world: World, sent: Remittance
    ) -> None:
        upload(world, line("B1", 100))
        outcome = upload(world, line("B1", 100), line("B2", 200))
        assert (outcome.totals["line_count"], outcome.totals["known_count"]) == (1, 1)

    def test_upload_statement_of_lines_all_known_changes_nothing(
        self, world: World, sent: Remittance
    ) -> None:
        upload(world, line("B1", 100), line("B2", 200))
        found = refused(
            world, UPLOAD_STATEMENT, [], UploadStatementInput("半.csv", (line("B1", 100),))
        )
        assert found.code == UploadStatementRefusal.ALL_KNOWN

    @pytest.mark.parametrize(
        ("lines", "code"),
        [
            ((), UploadStatementRefusal.NO_LINES),
            ((line("B1", 100), line("b1", 200)), UploadStatementRefusal.REF_TWICE),
            (
                (line("B1", 100, on=TODAY + timedelta(days=1)),),
                UploadStatementRefusal.DAY_IN_FUTURE,
            ),
            (
                tuple(line(f"B{n}", 100) for n in range(1_001)),
                UploadStatementRefusal.TOO_MANY,
            ),
        ],
    )
    def test_upload_statement_must_be_one(self, world: World, lines: Any, code: str) -> None:
        given = UploadStatementInput("坏.csv", lines)
        assert refused(world, UPLOAD_STATEMENT, [], given).code == code

    def test_only_the_registry_uploads_a_statement(self, world: World) -> None:
        with pytest.raises(Refused) as caught:
            given = UploadStatementInput("一.csv", (line("B1", 100),))
            world.perform(UPLOAD_STATEMENT, "gansu", [], given)
        assert caught.value.first.code == Common.FORBIDDEN
