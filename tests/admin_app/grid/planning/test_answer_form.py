"""The part of a plan page where its warnings are answered."""

from __future__ import annotations

import re

import pytest

from actions.core.refusal import Common
from actions.remittances.top_up import TOP_UP
from models.core.journal import Door, JournalReceipt
from models.ledger.credit_differences import Difference
from models.remittances.remittance import Remittance
from tests.support.pages.answers import REASON
from tests.support.pages.doors import DOORS, Doors, End, asked_code, told
from tests.support.world.bank_lines import balance
from tests.support.world.credits import BY, remitted

SHORT = {"amount_fen": "300", "bank_ref": "W1"}
SURPLUS = {"amount_fen": "500", "bank_ref": "W1"}


@pytest.fixture
def sent(sqlite_doors: Doors) -> Remittance:
    """卓尼's 汇款单 of 400 yuan, sent under W1."""
    return remitted(sqlite_doors.world, "zhuoni", "b-order", 40_000, "W1")


class TestATick:
    @pytest.mark.parametrize("door", DOORS)
    def test_every_door_refuses_without_the_tick_and_takes_it(
        self, sqlite_doors: Doors, sent: Remittance, door: Door
    ) -> None:
        bare = sqlite_doors.call(TOP_UP, BY, [sent.id], SHORT, door=door, ticks=False)
        assert bare.end is End.REFUSED
        assert "¥100.00" in bare.said
        assert balance(sqlite_doors.world) == 0
        assert sqlite_doors.call(TOP_UP, BY, [sent.id], SHORT, door=door).end is End.DONE
        with sqlite_doors.world.session(BY) as session:
            stored = [
                each.outcome["answered"]
                for each in session.query(JournalReceipt)
                if "answered" in each.outcome
            ]
        assert [(each["reason"], each["notes"][0][1]) for each in stored] == [
            (None, Difference.SHORT)
        ]

    def test_a_tick_is_gone_when_the_figures_change_and_stays_when_they_do_not(
        self, sqlite_doors: Doors, sent: Remittance
    ) -> None:
        page = sqlite_doors.plan(TOP_UP, BY, [sent.id])
        shown = sqlite_doors.confirm(TOP_UP, BY, page, SHORT)
        assert shown.status_code == 422
        assert "请逐条核对这些提醒，勾选" in told(shown)
        focused = re.findall(r"<input[^>]* autofocus", shown.get_data(as_text=True))
        assert [re.search(r'name="(\w+)"', each)[1] for each in focused] == ["answer_code"]  # type: ignore[index]
        ticked = {**SHORT, "answer_code": asked_code(shown)}
        same = sqlite_doors.confirm(TOP_UP, BY, shown, ticked, press="recalculate")
        other = sqlite_doors.confirm(
            TOP_UP, BY, shown, {**ticked, "amount_fen": "200"}, press="recalculate"
        )
        assert is_ticked(same.get_data(as_text=True))
        assert not is_ticked(other.get_data(as_text=True))

    def test_a_tick_for_one_difference_is_not_taken_for_another(
        self, sqlite_doors: Doors, sent: Remittance
    ) -> None:
        page = sqlite_doors.plan(TOP_UP, BY, [sent.id])
        shown = sqlite_doors.confirm(TOP_UP, BY, page, SHORT)
        other = {**SHORT, "amount_fen": "200", "answer_code": asked_code(shown)}
        again = sqlite_doors.confirm(TOP_UP, BY, shown, other)
        assert again.status_code == 422
        assert "提醒的内容已有变化" in told(again)
        assert balance(sqlite_doors.world) == 0


class TestAReason:
    def test_a_reason_is_asked_besides_the_tick_and_nothing_typed_is_lost(
        self, sqlite_doors: Doors, sent: Remittance
    ) -> None:
        page = sqlite_doors.plan(TOP_UP, BY, [sent.id])
        shown = sqlite_doors.confirm(TOP_UP, BY, page, SURPLUS)
        ticked = {**SURPLUS, "answer_code": asked_code(shown)}
        again = sqlite_doors.confirm(TOP_UP, BY, shown, ticked)
        assert again.status_code == 422
        text = again.get_data(as_text=True)
        assert "填写理由" in told(again)
        assert is_ticked(text)
        assert 'value="500"' in text
        told_why = {**ticked, "answer_reason": REASON}
        assert sqlite_doors.confirm(TOP_UP, BY, again, told_why).status_code == 303
        assert balance(sqlite_doors.world) == 10_000

    def test_a_reason_that_is_too_long_is_refused_beside_it(
        self, sqlite_doors: Doors, sent: Remittance
    ) -> None:
        page = sqlite_doors.plan(TOP_UP, BY, [sent.id])
        shown = sqlite_doors.confirm(TOP_UP, BY, page, SURPLUS)
        long = {**SURPLUS, "answer_code": asked_code(shown), "answer_reason": "多" * 201}
        again = sqlite_doors.confirm(TOP_UP, BY, shown, long)
        assert again.status_code == 422
        assert "200" in told(again)
        assert "多" * 201 in again.get_data(as_text=True)

    def test_the_page_asks_in_english_too(self, sqlite_doors: Doors, sent: Remittance) -> None:
        clerk = sqlite_doors.clerk(BY)
        clerk.get("/locale/en")
        page = sqlite_doors.plan(TOP_UP, BY, [sent.id])
        shown = told(sqlite_doors.confirm(TOP_UP, BY, page, SURPLUS))
        assert "I have checked these warnings" in shown
        assert "give the reason" in shown


def test_an_api_client_is_told_the_code_and_what_each_warning_asks(
    sqlite_doors: Doors, sent: Remittance
) -> None:
    plan = sqlite_doors.app.test_client().post(
        "/api/actions/top_up/plan",
        json={"ids": [sent.id], "input": SURPLUS},
        headers=sqlite_doors.bearer(BY),
    )
    assert plan.json is not None
    assert [each["asks"] for each in plan.json["warnings"]] == ["reason"]
    assert plan.json["refusal"]["code"] == Common.ANSWER_MISSING
    assert len(plan.json["answered"]) == 8


def is_ticked(page: str) -> bool:
    return re.search(r'name="answer_code"[^>]* checked', page) is not None
