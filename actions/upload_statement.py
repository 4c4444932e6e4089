"""导入银行流水: the registry brings in its bank's statement; lines are staged, nothing is credited.

A line that an earlier statement brought is passed over and counted. A statement whose every line
is known changes nothing and says so. Each new line is judged against the 汇款单 it names.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select

from actions.contract import Action, Context, Note, Preview, Result, RowResult, param
from actions.refusal import Fact, Refusal
from models.bank import BankLine, BankStatement, BankVerdict
from models.bank_ref import MAXIMUM_LENGTH, bank_ref_of
from models.business_day import business_day
from models.matching import Expected, expected_by

#: Lines of one statement; a month of a busy account.
MAXIMUM_STATEMENT_LINES = 1_000


class UploadStatementRefusal(StrEnum):
    """Why nothing is staged."""

    NO_LINES = "upload_statement_no_lines"
    TOO_MANY = "upload_statement_too_many"
    REF_MISSING = "upload_statement_ref_missing"
    REF_TWICE = "upload_statement_ref_twice"
    DAY_IN_FUTURE = "upload_statement_day_in_future"
    SEEN = "upload_statement_seen"
    ALL_KNOWN = "upload_statement_all_known"


class UploadStatementNote(StrEnum):
    """What the plan page says besides."""

    KNOWN = "upload_statement_known"
    VERDICTS = "upload_statement_verdicts"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One receipt of money as the file has it."""

    bank_ref: str = param(maximum_length=MAXIMUM_LENGTH)
    received_on: dt.date = param()
    amount_fen: int = param(minimum=1, fen=True)
    payer: str | None = param(default=None, maximum_length=120)
    memo: str | None = param(default=None, maximum_length=400)
    row_no: int = param(default=0, minimum=0)


@dataclass(frozen=True, slots=True)
class UploadStatementInput:
    """The file's name and its lines."""

    file_name: str = param(maximum_length=120)
    lines: tuple[StatementLine, ...] = param(default=())


@dataclass(frozen=True, slots=True)
class UploadStatementFacts:
    """The upload of the same lines, lines that are known, and what the new ones may speak of."""

    today: dt.date
    digest: str
    seen: BankStatement | None
    known: frozenset[str]
    expected: Expected
    new: list[StatementLine] = field(default_factory=list)

    def verdict(self, line: StatementLine) -> BankVerdict:
        bank_ref = bank_ref_of(line.bank_ref)
        named = self.expected.of(line.memo, bank_ref)
        return self.expected.verdict(line.amount_fen, bank_ref, named)


def survey(
    ctx: Context, rows: Sequence[BankStatement], given: UploadStatementInput
) -> UploadStatementFacts:
    lines = given.lines[:MAXIMUM_STATEMENT_LINES]
    digest = _digest(lines)
    wanted = select(BankStatement).where(BankStatement.digest == digest)
    refs = [bank_ref_of(line.bank_ref) for line in lines]
    known = frozenset(
        ctx.session.scalars(select(BankLine.bank_ref).where(BankLine.bank_ref.in_(refs)))
    )
    new = [line for line in lines if bank_ref_of(line.bank_ref) not in known]
    said = [(line.memo, bank_ref_of(line.bank_ref)) for line in new]
    return UploadStatementFacts(
        today=ctx.today,
        digest=digest,
        seen=ctx.session.scalars(wanted).one_or_none(),
        known=known,
        expected=expected_by(ctx.session, said),
        new=new,
    )


def _digest(lines: Sequence[StatementLine]) -> str:
    """SHA-256 of what the lines say, in any order and from any kind of file."""
    said = sorted(
        f"{bank_ref_of(line.bank_ref)}|{line.received_on}|{line.amount_fen}" for line in lines
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def check_batch(
    rows: Sequence[BankStatement], given: UploadStatementInput, facts: UploadStatementFacts
) -> Refusal | None:
    if facts.seen is not None:
        return Refusal(UploadStatementRefusal.SEEN, _seen(facts.seen))
    refs = [bank_ref_of(line.bank_ref) for line in given.lines]
    twice = next((ref for place, ref in enumerate(refs) if ref in refs[:place]), None)
    late = next((line for line in given.lines if line.received_on > facts.today), None)
    blank = next((line for line in given.lines if not bank_ref_of(line.bank_ref)), None)
    tests: tuple[tuple[bool, UploadStatementRefusal, dict[str, Fact]], ...] = (
        (not given.lines, UploadStatementRefusal.NO_LINES, {}),
        (
            len(given.lines) > MAXIMUM_STATEMENT_LINES,
            UploadStatementRefusal.TOO_MANY,
            {"count": len(given.lines), "maximum": MAXIMUM_STATEMENT_LINES},
        ),
        (
            blank is not None,
            UploadStatementRefusal.REF_MISSING,
            {"row_no": blank.row_no if blank else 0},
        ),
        (twice is not None, UploadStatementRefusal.REF_TWICE, {"bank_ref": twice}),
        (
            late is not None,
            UploadStatementRefusal.DAY_IN_FUTURE,
            {"row_no": late.row_no, "received_on": late.received_on} if late else {},
        ),
        (not facts.new, UploadStatementRefusal.ALL_KNOWN, {"count": len(facts.known)}),
    )
    return next((Refusal(code, why) for refused, code, why in tests if refused), None)


def _seen(statement: BankStatement) -> dict[str, Fact]:
    return {
        "file_name": statement.file_name,
        "by": statement.uploaded_by,
        "on": business_day(statement.at),
        "count": statement.line_count,
    }


def preview(
    ctx: Context,
    rows: Sequence[BankStatement],
    given: UploadStatementInput,
    facts: UploadStatementFacts,
) -> Preview:
    known = (Note(UploadStatementNote.KNOWN, {"count": len(facts.known)}),) if facts.known else ()
    amount = sum(line.amount_fen for line in facts.new)
    return Preview(
        totals={"line_count": len(facts.new), "amount_fen": amount},
        words_fen=amount,
        side_effects=(Note(UploadStatementNote.VERDICTS, _counts(facts)),),
        warnings=known,
    )


def _counts(facts: UploadStatementFacts) -> dict[str, int]:
    """How many lines have each verdict."""
    found = [facts.verdict(line) for line in facts.new]
    return {
        "exact": found.count(BankVerdict.EXACT),
        "under": found.count(BankVerdict.UNDER),
        "over": found.count(BankVerdict.OVER),
        "duplicate": found.count(BankVerdict.DUPLICATE),
        "unmatched": found.count(BankVerdict.UNMATCHED),
    }


def run(
    ctx: Context,
    rows: Sequence[BankStatement],
    given: UploadStatementInput,
    facts: UploadStatementFacts,
) -> Result:
    statement = BankStatement(
        file_name=given.file_name,
        digest=facts.digest,
        line_count=len(given.lines),
        known_count=len(facts.known),
        amount_fen=sum(line.amount_fen for line in facts.new),
        uploaded_by=ctx.actor.name,
        at=ctx.at,
    )
    statement.belong_to(ctx.actor)
    ctx.session.add(statement)
    ctx.session.flush()
    ctx.session.add_all(_staged(statement, line, facts) for line in facts.new)
    staged = {"line_count": len(facts.new), "known_count": len(facts.known)}
    return Result(
        rows=[RowResult(statement.id, statement.file_name, {**staged})],
        totals={**staged, **_counts(facts), "amount_fen": statement.amount_fen},
    )


def _staged(statement: BankStatement, line: StatementLine, facts: UploadStatementFacts) -> BankLine:
    bank_ref = bank_ref_of(line.bank_ref)
    named = facts.expected.of(line.memo, bank_ref)
    staged = BankLine(
        statement_id=statement.id,
        row_no=line.row_no,
        bank_ref=bank_ref,
        received_on=line.received_on,
        amount_fen=line.amount_fen,
        payer=line.payer,
        memo=line.memo,
        verdict=facts.verdict(line),
        remittance_id=named.id if named else None,
    )
    staged.belong_to(statement)
    return staged


UPLOAD_STATEMENT = Action(
    key="upload_statement",
    model=BankStatement,
    input=UploadStatementInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=UploadStatementRefusal,
    guide=("新-006", "Q8"),
)
