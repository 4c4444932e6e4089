"""One transfer for several 汇款单, taken back whole or not at all; one number is credited once."""

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.refusal import Refusal
from actions.follow_ups import FOLLOW_UPS
from actions.ledger.settle import SETTLE
from actions.remittances.match import MATCH, MatchInput, MatchPart
from actions.remittances.top_up import TOP_UP, TopUpInput, TopUpPart, TopUpRefusal
from actions.remittances.unmatch import UNMATCH, UnmatchInput, UnmatchRefusal
from models.ledger.accounts import prepaid_account_code
from models.ledger.credit_differences import CreditFault, Difference
from models.ledger.ledger import Account
from models.remittances.remittance import Remittance
from tests.races.test_races import at_once, tally
from tests.support.pages.answers import perform_answering
from tests.support.world.bank_lines import balance, line, load, staged, unsound, upload
from tests.support.world.cast import World
from tests.support.world.credits import BY, SECOND, confirm, refused, remitted, top_up


@pytest.fixture
def sent(world: World) -> Remittance:
    """卓尼's 汇款单 of 400 yuan, sent under W1."""
    return remitted(world, "zhuoni", "b-order", 40_000, "W1")


@pytest.fixture
def others(world: World, sent: Remittance) -> tuple[Remittance, Remittance]:
    """卓尼's second 汇款单 of 200 yuan (W2), and 临潭's of 200 (W3)."""
    return (
        remitted(world, "zhuoni", "a-order-renew-1", 20_000, "W2"),
        remitted(world, "lintan", "c-order", 20_000, "W3"),
    )


class TestParts:
    def test_credit_each_its_own_office_once(
        self, world: World, sent: Remittance, others: tuple[Remittance, Remittance]
    ) -> None:
        parts = tuple(TopUpPart(each.remittance_no, 20_000) for each in others)
        top_up(world, sent, TopUpInput(80_000, "W1", parts=parts))
        assert [load(world, Remittance, each.id).received_fen for each in (sent, *others)] == [
            40_000,
            20_000,
            20_000,
        ]
        again = refused(lambda: top_up(world, sent, TopUpInput(80_000, "w1", parts=parts)))
        assert again.first.code == TopUpRefusal.BANK_REF_SEEN
        assert unsound(world) == {}

    def test_parts_that_leave_a_rest_want_a_reason(
        self, world: World, sent: Remittance, others: tuple[Remittance, Remittance]
    ) -> None:
        parts = (TopUpPart(sent.remittance_no, 10_000), TopUpPart(others[0].remittance_no, 20_000))
        given = TopUpInput(40_000, "W1", parts=parts)
        error = refused(lambda: top_up(world, sent, given))
        assert Difference.REST in {note.code for note in error.notes}
        perform_answering(world, TOP_UP, BY, [sent.id], given)
        assert load(world, Remittance, sent.id).received_fen == 20_000

    @pytest.mark.parametrize(
        ("fen", "code"), [((40_000,), "exceed"), ((50_000,), "exceed"), ((100, 100), "twice")]
    )
    def test_parts_must_fit_the_transfer(
        self,
        world: World,
        sent: Remittance,
        others: tuple[Remittance, Remittance],
        fen: tuple[int, ...],
        code: str,
    ) -> None:
        parts = tuple(TopUpPart(others[0].remittance_no, each) for each in fen)
        found = refused(lambda: top_up(world, sent, TopUpInput(40_000, "W1", parts=parts))).first
        assert code in found.code

    def test_parts_of_numbers_that_are_none_are_refused(
        self, world: World, sent: Remittance
    ) -> None:
        given = TopUpInput(40_000, "W1", parts=(TopUpPart("H-1", 100),))
        found = refused(lambda: top_up(world, sent, given)).first
        assert found == Refusal(CreditFault.PART_UNKNOWN, {"remittance_no": "H-1"})

    def test_parts_of_a_bank_line_are_taken_back_together(
        self,
        world: World,
        sent: Remittance,
        others: tuple[Remittance, Remittance],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.delitem(FOLLOW_UPS, MATCH)
        _divided(world, sent, others)
        key = [staged(world, "L1").id]
        world.perform(UNMATCH, BY, key, UnmatchInput("认错"))
        assert [load(world, Remittance, each.id).received_fen for each in (sent, *others)] == [
            0
        ] * 3
        assert unsound(world) == {}
        parts = (MatchPart(sent.remittance_no, 40_000), MatchPart(others[0].remittance_no, 40_000))
        perform_answering(world, MATCH, BY, key, MatchInput(parts=parts))
        assert unsound(world) == {}

    def test_parts_of_which_one_is_spent_all_stay(
        self,
        world: World,
        sent: Remittance,
        others: tuple[Remittance, Remittance],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.delitem(FOLLOW_UPS, MATCH)
        _divided(world, sent, others)
        with world.session() as session:
            code = prepaid_account_code("623021")
            account = session.scalars(select(Account.id).where(Account.code == code)).one()
        world.perform(SETTLE, "system", [account], Nothing())
        key = [staged(world, "L1").id]
        found = refused(lambda: world.perform(UNMATCH, BY, key, UnmatchInput("认错"))).first
        assert found.code == UnmatchRefusal.SPENT
        assert load(world, Remittance, sent.id).received_fen == 40_000
        assert unsound(world) == {}


def _divided(world: World, sent: Remittance, others: tuple[Remittance, Remittance]) -> None:
    """A line of 800 yuan matched with all three."""
    upload(world, line("L1", 80_000, sent.remittance_no))
    parts = tuple(
        MatchPart(each.remittance_no, fen)
        for each, fen in zip((sent, *others), (40_000, 20_000, 20_000), strict=True)
    )
    world.perform(MATCH, BY, [staged(world, "L1").id], MatchInput(parts=parts))


class TestAtOnce:
    def test_one_line_is_credited_to_one_of_two_remittances(
        self, world: World, sent: Remittance, others: tuple[Remittance, Remittance]
    ) -> None:
        world.actor(BY)
        world.engine.pool._max_overflow = 8  # type: ignore[attr-defined]
        tries = [
            lambda each=each: perform_answering(  # type: ignore[misc]
                world, TOP_UP, BY, [each.id], TopUpInput(20_000, "ONE")
            )
            for each in (sent, *others)
        ]
        results = tally(at_once(tries))
        assert results["done"] == 1
        assert set(results) <= {"done", "top_up_bank_ref_seen", "bank_ref_seen"}
        assert unsound(world) == {}

    def test_a_number_is_proposed_or_credited_but_not_both(
        self, world: World, sent: Remittance, others: tuple[Remittance, Remittance]
    ) -> None:
        world.actor(BY)
        world.engine.pool._max_overflow = 8  # type: ignore[attr-defined]
        sums = ((sent, 9_999_900), (others[0], 20_000), (others[1], 9_999_900))
        tries = [
            lambda each=each, fen=fen: perform_answering(  # type: ignore[misc]
                world, TOP_UP, BY, [each.id], TopUpInput(fen, "ONE")
            )
            for each, fen in sums
        ]
        results = tally(at_once(tries))
        assert results["done"] == 1
        assert unsound(world) == {}

    def test_two_confirmations_credit_once(self, world: World, sent: Remittance) -> None:
        given = TopUpInput(9_999_900, "W1")
        proposal = perform_answering(world, TOP_UP, BY, [sent.id], given).totals["adjustment_id"]
        world.actor(SECOND)
        world.engine.pool._max_overflow = 8  # type: ignore[attr-defined]
        results = tally(at_once([lambda: confirm(world, proposal)] * 4))
        assert results["done"] == 1
        assert balance(world) == 9_999_900 - 40_000
        assert unsound(world) == {}
