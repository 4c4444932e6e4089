"""认款建议: by amount, by name and by payers that are remembered; a person decides."""

from collections.abc import Callable

import pytest

from actions.plan import Plan, plan
from actions.remittances.match import MATCH, MatchInput, MatchNote
from actions.remittances.unmatch import UNMATCH, UnmatchInput
from actions.remittances.upload_statement import StatementLine
from models.ledger.match_proposals import Reason
from models.remittances.bank_statement import BankLine, BankLineState
from models.remittances.remittance import Remittance
from models.values.payer import payer_key
from tests.support.pages.answers import perform_answering
from tests.support.world.bank_lines import balance, staged, upload
from tests.support.world.cast import TODAY, World
from tests.support.world.credits import BY, remitted


@pytest.fixture
def sent(world: World) -> Remittance:
    """卓尼's 汇款单 of 400 yuan."""
    return remitted(world, "zhuoni", "b-order", 40_000, "W1")


@pytest.fixture
def other(world: World) -> Remittance:
    """临潭's 汇款单 of 200 yuan."""
    return remitted(world, "lintan", "c-order", 20_000, "W3")


def bring(world: World, ref: str, fen: int, payer: str) -> int:
    """The key of a line without a number."""
    line = StatementLine(ref, TODAY, fen, payer, "货款", 2)
    upload(world, line, name=f"{ref}.csv")
    return staged(world, ref).id


def opened(world: World, key: int) -> Plan[BankLine]:
    """The plan as it opens, with what is suggested."""
    with world.session(BY) as session:
        return plan(session, MATCH, [key], None, world.caller(BY))


def reasons(seen: Plan[BankLine]) -> list[object]:
    notes = (note for note in seen.preview.warnings if note.code is MatchNote.PROPOSED)
    return [note.facts["why"] for note in notes]


class TestProposals:
    def test_proposals_fill_in_the_remittance_of_the_same_amount_and_credit_nothing(
        self, world: World, sent: Remittance, other: Remittance
    ) -> None:
        seen = opened(world, bring(world, "L1", 40_000, "某单位"))
        assert seen.given.remittance_no == sent.remittance_no
        assert reasons(seen)[0] is Reason.AMOUNT
        assert staged(world, "L1").state is BankLineState.OPEN
        assert balance(world) == 0

    def test_proposals_that_are_equally_good_are_shown_and_not_filled_in(
        self, world: World, other: Remittance
    ) -> None:
        """临潭's 汇款单 and a stranger's wait for the same sum."""
        seen = opened(world, bring(world, "L1", 20_000, "某单位"))
        assert seen.given == MatchInput()
        assert reasons(seen) == [Reason.AMOUNT] * 2

    def test_proposals_put_several_of_one_office_together(
        self, world: World, sent: Remittance
    ) -> None:
        second = remitted(world, "zhuoni", "a-order-renew-1", 20_000, "W2")
        key = bring(world, "L1", 60_000, "某单位")
        seen = opened(world, key)
        assert [part.remittance_no for part in seen.given.parts] == [
            sent.remittance_no,
            second.remittance_no,
        ]
        assert reasons(seen) == [Reason.SUM]
        perform_answering(world, MATCH, BY, [key], seen.given)
        assert staged(world, "L1").state is BankLineState.MATCHED

    def test_proposals_know_the_office_by_the_payers_name_however_it_is_written(
        self, world: World, sent: Remittance, other: Remittance
    ) -> None:
        with world.session() as session:
            name = session.get_one(Remittance, sent.id).office_code
        assert name == "623022"
        seen = opened(world, bring(world, "L1", 40_000, "卓尼县 机构编制\u3000委员会办公室"))
        assert seen.given.remittance_no == sent.remittance_no
        assert reasons(seen)[0] in {Reason.NAMED_AMOUNT, Reason.AMOUNT}

    def test_proposals_remember_a_payer_after_a_person_matched_its_line(
        self, world: World, sent: Remittance, other: Remittance, forget: Callable[[int], None]
    ) -> None:
        key = bring(world, "L1", 10_000, "甘南州财政局（集中支付）")
        given = MatchInput(sent.remittance_no)
        perform_answering(world, MATCH, BY, [key], given)
        seen = opened(world, bring(world, "L2", 30_000, "甘南州财政局(集中支付)"))
        assert seen.given.remittance_no == sent.remittance_no
        assert reasons(seen) == [Reason.KNOWN_AMOUNT]
        forget(key)
        assert Reason.KNOWN_AMOUNT not in reasons(opened(world, staged(world, "L2").id))
        assert staged(world, "L1").paid_for_code is None

    @pytest.fixture
    def forget(self, world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
        from actions.follow_ups import FOLLOW_UPS

        monkeypatch.delitem(FOLLOW_UPS, MATCH)
        return lambda key: void(world.perform(UNMATCH, BY, [key], UnmatchInput("认错")))

    def test_proposals_never_name_a_remittance_that_waits_for_nothing(
        self, world: World, sent: Remittance
    ) -> None:
        first = bring(world, "L1", 40_000, "某单位")
        perform_answering(world, MATCH, BY, [first], MatchInput(sent.remittance_no))
        seen = opened(world, bring(world, "L2", 40_000, "某单位"))
        assert reasons(seen) == []
        assert seen.verdicts[0].refusal is not None


def void(_outcome: object) -> None:
    """What the caller does not ask for."""


@pytest.mark.parametrize(
    ("payer", "key"),
    [
        ("甘南州财政局（集中支付）", "甘南州财政局集中支付"),
        (" ＡＢＣ\u200b 公司 ", "ABC公司"),
        ("·—", None),
        (None, None),
    ],
)
def test_a_payer_is_written_in_one_form(payer: str | None, key: str | None) -> None:
    assert payer_key(payer) == key
