"""银行流水: the same money comes in once, different money never becomes one, and only income."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.input_parsing import parse_input
from actions.core.refusal import Refused
from actions.core.result import Outcome
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from actions.remittances.upload_statement import (
    UPLOAD_STATEMENT,
    StatementLine,
    UploadStatementInput,
    UploadStatementNote,
    UploadStatementRefusal,
)
from admin_app.files.bank_statement_reader import read_statement, statement_file
from admin_app.files.sheet_reader import SheetRow
from models.remittances.bank_direction import LineDirection
from models.remittances.bank_identity import identity_of, number_key
from models.remittances.bank_statement import BankLine, BankStatement, BankVerdict
from tests.races.test_races import at_once, tally
from tests.support.texts.bank_statements import LAYOUTS, Layout, Moved
from tests.support.world.cast import TODAY, World

BY = "conac-finance"
IN, OUT, REVERSAL = LineDirection.IN, LineDirection.OUT, LineDirection.REVERSAL


def line(ref: str | None, fen: int = 40_000, **given: Any) -> StatementLine:
    plain = StatementLine(ref, TODAY, fen, "卓尼县编办", "域名费", 2)
    return dataclasses.replace(plain, **given)


def upload(world: World, *lines: StatementLine, name: str = "六月.csv") -> Outcome:
    return world.perform(UPLOAD_STATEMENT, BY, [], UploadStatementInput(name, lines))


def refusal(world: World, *lines: StatementLine) -> Any:
    with pytest.raises(Refused) as caught:
        upload(world, *lines, name="又一份.csv")
    return caught.value.first


def notes(world: World, *lines: StatementLine) -> list[str]:
    given = UploadStatementInput("计划.csv", lines)
    with world.session(BY) as session:
        planned = plan(session, UPLOAD_STATEMENT, [], given, world.caller(BY))
    return [note.code for note in planned.preview.warnings]


def staged(world: World) -> list[BankLine]:
    with world.session() as session:
        return list(session.scalars(select(BankLine).order_by(BankLine.id)))


class TestNumbers:
    @pytest.mark.parametrize(
        "number", [None, "", " ", "0", "000000", "-", "０", "—", "0-0", "无", "\u200b"]
    )
    def test_numbers_that_name_nothing_are_none(self, number: str | None) -> None:
        assert number_key(number) == ""

    @pytest.mark.parametrize("weak", [None, "0", "-", "00000000"])
    def test_numbers_that_name_nothing_let_two_receipts_of_one_file_in(
        self, world: World, weak: str | None
    ) -> None:
        upload(world, line(weak), line(weak, 80_000))
        assert [row.amount_fen for row in staged(world)] == [40_000, 80_000]
        assert len({row.credit_ref for row in staged(world)}) == 2

    def test_numbers_that_name_nothing_do_not_make_a_later_receipt_known(
        self, world: World
    ) -> None:
        upload(world, line("0"))
        upload(world, line("0", 80_000, received_on=TODAY - timedelta(1)), name="七月.csv")
        assert [row.amount_fen for row in staged(world)] == [40_000, 80_000]

    def test_numbers_of_a_voucher_may_be_shared(self, world: World) -> None:
        upload(world, line(None, voucher_no="V17"), line(None, 80_000, voucher_no="V17"))
        assert len(staged(world)) == 2

    def test_equal_lines_of_one_file_are_as_many_receipts(self, world: World) -> None:
        upload(world, line(None), line(None))
        outcome = upload(world, line(None), line(None), line(None), name="晚.csv")
        assert (outcome.totals["known_count"], outcome.totals["line_count"]) == (2, 1)
        assert [row.position for row in staged(world)] == [1, 2, 3]

    @pytest.mark.parametrize(
        "other",
        [{"amount_fen": 80_000}, {"received_on": TODAY - timedelta(1)}, {"payer": "某公司"}],
    )
    def test_numbers_of_a_transaction_seen_with_other_facts_is_refused_by_both_lines(
        self, world: World, other: dict[str, Any]
    ) -> None:
        upload(world, line("S1"))
        found = refusal(world, line("s 1", **other), line("S2"))
        assert found.code == UploadStatementRefusal.REF_CONFLICT
        assert "S1 2026-06-10 ¥400.00 卓尼县编办 (六月.csv #2)" in str(found.facts["known"])
        assert len(staged(world)) == 1

    def test_numbers_of_two_accounts_may_be_alike(self, world: World) -> None:
        upload(world, line("S1", account="6200 1"))
        upload(world, line("S1", 80_000, account="6200-2"), name="另一户.csv")
        assert [row.credit_ref for row in staged(world)] == ["S1", "62002:S1"]

    def test_numbers_of_two_accounts_may_be_alike_and_long(self, world: World) -> None:
        long = "9" * 59 + "1"
        for account in ("62001", "62002", "62003"):
            upload(world, line(long, account=account), name=f"{account}.csv")
        refs = {row.credit_ref for row in staged(world)}
        assert (len(refs), max(map(len, refs))) == (3, 60)

    def test_a_payer_is_the_same_but_for_what_nobody_sees(self, world: World) -> None:
        upload(world, line(None))
        found = refusal(world, line(None, payer="卓尼县\u200b 编办"))
        assert found.code == UploadStatementRefusal.SEEN

    def test_known_lines_are_named(self, world: World) -> None:
        upload(world, line("S1"), line("S2"))
        found = refusal(world, line("S1"))
        assert found.code == UploadStatementRefusal.ALL_KNOWN
        assert "S1 2026-06-10 ¥400.00 卓尼县编办 (六月.csv #2)" in str(found.facts["lines"])
        assert notes(world, line("S1"), line("S3")) == [
            UploadStatementNote.KNOWN,
            UploadStatementNote.KNOWN_LINE,
        ]

    def test_numbers_of_equal_lines_without_an_account_asks_for_it(self, world: World) -> None:
        upload(world, line(None, account="62001"))
        assert refusal(world, line(None)).code == UploadStatementRefusal.ACCOUNT_MISSING

    def test_two_uploads_at_once_stage_a_receipt_once(self, world: World) -> None:
        world.actor(BY)
        world.engine.pool._max_overflow = 8  # type: ignore[attr-defined]
        tries = [lambda: upload(world, line(None)) for _ in range(4)]
        assert tally(at_once(tries))["done"] == 1
        assert len(staged(world)) == 1


class TestCredits:
    def test_credits_by_hand_under_the_line_s_number_are_the_same_money(self, world: World) -> None:
        self._credit(world, "S1")
        upload(world, line("s1", 10_000))
        assert [row.verdict for row in staged(world)] == [BankVerdict.DUPLICATE]

    @pytest.mark.parametrize("ref", [None, "S1"])
    def test_credits_by_hand_under_another_number_are_warned_of(
        self, world: World, ref: str | None
    ) -> None:
        self._credit(world, "柜台 7")
        assert notes(world, line(ref, 10_000)) == [UploadStatementNote.BY_HAND]
        assert notes(world, line(ref, 10_001)) == []

    @staticmethod
    def _credit(world: World, ref: str) -> None:
        world.perform(CHARGE, "lintan", [world.id("c-order")], ChargeInput(20_000, 1))
        sent = world.perform(REMIT, "lintan", [world.id("c-order")], RemitInput(ref))
        key = sent.totals["remittance_id"]
        world.perform(TOP_UP, BY, [key], TopUpInput(10_000, ref, TODAY))


class TestDirection:
    def test_direction_that_is_out_is_told_and_not_staged(self, world: World) -> None:
        outcome = upload(world, line("S1"), line("S2", 60_000, direction=OUT))
        assert (outcome.totals["out_count"], outcome.totals["out_fen"]) == (1, 60_000)
        assert [(row.bank_ref, row.direction) for row in staged(world)] == [("S1", IN)]
        with world.session() as session:
            kept = session.scalars(select(BankStatement)).one()
        assert (kept.out_count, kept.out_fen) == (1, 60_000)

    def test_direction_that_nobody_tells_is_refused_by_row(self, world: World) -> None:
        found = refusal(world, line("S1"), line("S2", row_no=7, direction=None))
        assert (found.code, found.facts["row_no"]) == (UploadStatementRefusal.UNDIRECTED, 7)

    @pytest.mark.parametrize(
        ("told", "way"), [({}, IN), ({"direction": "out"}, OUT), ({"direction": ""}, None)]
    )
    def test_direction_of_a_program_s_line_is_income_only_when_it_says_so_or_says_nothing(
        self, told: dict[str, str], way: LineDirection | None
    ) -> None:
        sent = {"bank_ref": "0", "received_on": "2026-06-10", "amount_fen": "400", **told}
        read = parse_input(UploadStatementInput, {"file_name": "a.csv", "lines": [sent]})
        assert [line.direction for line in read.lines] == [way]

    def test_direction_of_a_program_s_line_that_is_no_direction_is_refused(self) -> None:
        sent = {"received_on": "2026-06-10", "amount_fen": "400", "direction": "sideways"}
        with pytest.raises(Refused) as caught:
            parse_input(UploadStatementInput, {"file_name": "a.csv", "lines": [sent]})
        assert set(caught.value.inputs) == {"lines.0.direction"}

    @pytest.mark.parametrize("fen", [0, -60_000])
    def test_direction_of_an_amount_below_zero_is_not_income(self, world: World, fen: int) -> None:
        assert refusal(world, line("S1", fen)).code == UploadStatementRefusal.NOT_POSITIVE

    def test_direction_of_nothing_but_outgoing_lines_is_told(self, world: World) -> None:
        found = refusal(world, line("S1", direction=OUT))
        assert (found.code, found.facts["out_fen"]) == (UploadStatementRefusal.NO_INCOME, 40_000)

    @pytest.mark.parametrize("memo", ["冲正", "交易冲正 H-1", "红字冲销", "退汇", "大额 退 汇"])
    def test_direction_that_takes_income_back_is_told_and_not_staged(
        self, world: World, memo: str
    ) -> None:
        lines = (line("S1"), line("S2", memo=memo))
        assert notes(world, *lines) == [UploadStatementNote.REVERSAL]
        assert upload(world, *lines).totals["reversal_count"] == 1
        assert [row.bank_ref for row in staged(world)] == ["S1"]

    def test_direction_of_money_sent_again_after_a_return_is_income(self, world: World) -> None:
        upload(world, line("S1", memo="退汇后重汇"))
        assert len(staged(world)) == 1


_MOVED = st.builds(
    Moved,
    day=st.just(TODAY),
    fen=st.sampled_from([100, 40_000, 60_000]),
    way=st.sampled_from([IN, IN, OUT, REVERSAL]),
    payer=st.sampled_from(["卓尼县编办", "临潭县编办", "合计科技公司"]),
    serial=st.just(""),
)
_DAYS = st.lists(st.lists(_MOVED, max_size=4), min_size=1, max_size=4)


def _dated(layout: Layout, days: Sequence[Sequence[Moved]]) -> list[list[Moved]]:
    """Each list on a day of its own, each movement with a number of its own."""
    return [
        [
            dataclasses.replace(each, day=TODAY - timedelta(n), serial=f"20260600-{n}{place}1")
            for place, each in enumerate(moved)
            if each.way in layout.ways
        ]
        for n, moved in enumerate(days)
    ]


def _bring(world: World, layout: Layout, moved: Sequence[Moved]) -> None:
    rows = [SheetRow(number, tuple(row)) for number, row in enumerate(layout.rows(moved), start=1)]
    read = read_statement(statement_file("流水.csv", rows))
    assert read.faults == ()
    try:
        upload(world, *read.lines)
    except Refused as refused:
        code = refused.first.code
        assert code in {
            UploadStatementRefusal.NO_LINES,
            UploadStatementRefusal.NO_INCOME,
            UploadStatementRefusal.SEEN,
            UploadStatementRefusal.ALL_KNOWN,
        }, code


def _facts(day: date, fen: int, payer: str | None) -> tuple[date, int, str | None]:
    return day, fen, payer


@given(layout=st.sampled_from(LAYOUTS), days=_DAYS, cut=st.integers(0, 3), data=st.data())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_each_receipt_is_staged_once_and_nothing_else_is(
    world: World, layout: Layout, days: list[list[Moved]], cut: int, data: st.DataObject
) -> None:
    """Files of whole days, brought again and overlapping, in any order of their days."""
    with world.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("DELETE FROM bank_line"))
        connection.execute(text("DELETE FROM bank_statement"))
    dated = _dated(layout, days)
    early = [each for day in dated[cut:] for each in day]
    late = [each for day in dated[: cut + 2] for each in day]
    files = data.draw(st.permutations([early, late, early, late]))
    for moved in files:
        _bring(world, layout, moved)

    brought = {each.serial: each for each in (*early, *late)}.values()
    expected = Counter(_facts(m.day, m.fen, m.payer) for m in brought if m.way is IN)
    found = staged(world)
    assert Counter(_facts(r.received_on, r.amount_fen, r.payer) for r in found) == expected
    assert len({row.credit_ref for row in found}) == len(found)


def test_the_identity_of_a_line_is_that_of_its_columns(world: World) -> None:
    upload(world, line("S1", account="62 001"), line(None, 80_000, voucher_no="V1"))
    for row in staged(world):
        assert (row.identity, row.facts.has_serial) == (row.facts.digest, row.has_serial)
    told = identity_of("62001", TODAY, 40_000, "卓尼县编办", "s1")
    assert staged(world)[0].identity == told.digest
