"""导入银行流水: the registry uploads its bank statement; lines are staged, nothing is credited.

Only income is staged: outgoing lines and reversals are counted and reported. A line known from an
earlier statement (models.remittances.bank_identity) is skipped and reported. A statement with only
known lines changes nothing and says so. Each new line is compared with the 汇款单 it names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from models.core.text_type import TextType
from models.remittances.bank_columns import BankColumns, keep_columns, read_places
from models.remittances.bank_direction import LineDirection
from models.remittances.bank_identity import account_key
from models.remittances.bank_known_lines import Compared, repeated_serials
from models.remittances.bank_staging import Brought, brought, line_text, staged_line_text
from models.remittances.bank_statement import BankStatement, BankVerdict
from models.values.answer_kind import AnswerKind
from models.values.bank_reference import MAXIMUM_REFERENCE_LENGTH
from models.values.calendar import business_day

#: Lines of one statement; a month of a busy account.
MAXIMUM_STATEMENT_LINES = 1_000
#: Known lines that one sentence names.
_NAMED = 10


class UploadStatementRefusal(StrEnum):
    """Why nothing is staged."""

    NO_LINES = "upload_statement_no_lines"
    NO_INCOME = "upload_statement_no_income"
    TOO_MANY = "upload_statement_too_many"
    UNDIRECTED = "upload_statement_undirected"
    NOT_POSITIVE = "upload_statement_not_positive"
    REF_TWICE = "upload_statement_ref_twice"
    REF_CONFLICT = "upload_statement_ref_conflict"
    ACCOUNT_MISSING = "upload_statement_account_missing"
    DAY_IN_FUTURE = "upload_statement_day_in_future"
    SEEN = "upload_statement_seen"
    ALL_KNOWN = "upload_statement_all_known"


class UploadStatementNote(StrEnum):
    """Notes of the plan page."""

    KNOWN = "upload_statement_known"
    KNOWN_LINE = "upload_statement_known_line"
    OUTGOING = "upload_statement_outgoing"
    REVERSAL = "upload_statement_reversal"
    ALIKE = "upload_statement_alike"
    BY_HAND = "upload_statement_by_hand"
    VERDICTS = "upload_statement_verdicts"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of money as the file has it; income unless it says otherwise."""

    #: The bank's serial number of the transaction; empty, or `0`, where the bank has none.
    bank_ref: str | None = param(text=TextType.CODE, maximum_length=MAXIMUM_REFERENCE_LENGTH)
    received_on: dt.date = param()
    amount_fen: int = param(minimum=1, fen=True)
    payer: str | None = param(default=None, maximum_length=120)
    memo: str | None = param(default=None, maximum_length=400)
    row_no: int = param(default=0, minimum=0)
    #: Empty: the file does not say, and the line is refused.
    direction: LineDirection | None = param(default=LineDirection.IN)
    #: The words of the file that said so.
    direction_said: str | None = param(default=None, maximum_length=60)
    #: A number that others may share: of a voucher, or the payer's own.
    voucher_no: str | None = param(
        text=TextType.CODE, default=None, maximum_length=MAXIMUM_REFERENCE_LENGTH
    )
    #: The own account it came to.
    account: str | None = param(default=None, maximum_length=60)


@dataclass(frozen=True, slots=True)
class UploadStatementInput:
    """The file's name, its lines, and how its columns were read when a person chose them."""

    file_name: str = param(maximum_length=120)
    lines: tuple[StatementLine, ...] = param(default=())
    #: SHA-256 of the headings whose columns are to be read so the next time; empty: none are.
    headings: str | None = param(default=None, maximum_length=64, hidden=True)
    #: The column of each field, as models.remittances.bank_columns writes it:
    #: 'credit=3,received_on=0'.
    columns: str | None = param(default=None, maximum_length=400, hidden=True)


@dataclass(frozen=True, slots=True)
class UploadStatementFacts:
    """The lines and what is known of them; an earlier upload of the same income, if any."""

    today: dt.date
    brought: Brought[StatementLine]
    seen: BankStatement | None


def survey(
    ctx: Context, rows: Sequence[BankStatement], given: UploadStatementInput
) -> UploadStatementFacts:
    found = brought(ctx.session, given.lines[:MAXIMUM_STATEMENT_LINES])
    wanted = select(BankStatement).where(BankStatement.digest == found.digest)
    return UploadStatementFacts(ctx.today, found, ctx.session.scalars(wanted).one_or_none())


def check_batch(
    rows: Sequence[BankStatement], given: UploadStatementInput, facts: UploadStatementFacts
) -> Refusal | None:
    return _faults_of_lines(given, facts) or _faults_of_identity(facts)


def _faults_of_lines(given: UploadStatementInput, facts: UploadStatementFacts) -> Refusal | None:
    undirected = next((line for line in given.lines if line.direction is None), None)
    nothing = next((line for line in facts.brought.incoming if line.amount_fen <= 0), None)
    late = next((line for line in facts.brought.incoming if line.received_on > facts.today), None)
    tests: tuple[tuple[bool, UploadStatementRefusal, dict[str, Fact]], ...] = (
        (not given.lines, UploadStatementRefusal.NO_LINES, {}),
        (
            len(given.lines) > MAXIMUM_STATEMENT_LINES,
            UploadStatementRefusal.TOO_MANY,
            {"count": len(given.lines), "maximum": MAXIMUM_STATEMENT_LINES},
        ),
        (undirected is not None, UploadStatementRefusal.UNDIRECTED, _row(undirected)),
        (nothing is not None, UploadStatementRefusal.NOT_POSITIVE, _row(nothing)),
        (not facts.brought.incoming, UploadStatementRefusal.NO_INCOME, {**facts.brought.totals}),
        (
            late is not None,
            UploadStatementRefusal.DAY_IN_FUTURE,
            {**_row(late), "received_on": late.received_on if late else None},
        ),
    )
    return next((Refusal(code, why) for refused, code, why in tests if refused), None)


def _row(line: StatementLine | None) -> dict[str, Fact]:
    return {"row_no": line.row_no if line else 0}


def _faults_of_identity(facts: UploadStatementFacts) -> Refusal | None:
    compared, lines = facts.brought.compared, facts.brought.incoming
    for first, second in repeated_serials(compared.identities):
        number = compared.identities[first].number
        rows = {"row_no": lines[first].row_no, "other_row_no": lines[second].row_no}
        return Refusal(UploadStatementRefusal.REF_TWICE, {"bank_ref": number, **rows})
    for place, other in compared.conflicts.items():
        return Refusal(
            UploadStatementRefusal.REF_CONFLICT,
            {
                **_row(lines[place]),
                "bank_ref": compared.identities[place].number,
                "line": line_text(lines[place]),
                "known": staged_line_text(other),
            },
        )
    for place, other in compared.unclear.items():
        why_unclear = {
            **_row(lines[place]),
            "known": staged_line_text(other),
            "account": other.account,
        }
        return Refusal(UploadStatementRefusal.ACCOUNT_MISSING, why_unclear)
    known: dict[str, Fact] = {"count": len(compared.known), "lines": _known_lines_text(compared)}
    if facts.seen is not None:
        return Refusal(UploadStatementRefusal.SEEN, {**known, **_seen(facts.seen)})
    return None if compared.new else Refusal(UploadStatementRefusal.ALL_KNOWN, known)


def _known_lines_text(compared: Compared) -> str:
    named = [staged_line_text(line) for line in list(compared.known.values())[:_NAMED]]
    more = ["…"] if len(compared.known) > _NAMED else []
    return "; ".join((*named, *more))


def _seen(statement: BankStatement) -> dict[str, Fact]:
    return {
        "file_name": statement.file_name,
        "by": statement.uploaded_by,
        "on": business_day(statement.at),
    }


def preview(
    ctx: Context,
    rows: Sequence[BankStatement],
    given: UploadStatementInput,
    facts: UploadStatementFacts,
) -> Preview:
    return Preview(
        totals=facts.brought.totals,
        words_fen=facts.brought.totals["amount_fen"],
        side_effects=(Note(UploadStatementNote.VERDICTS, _counts(facts)),),
        warnings=tuple(_warnings(facts)),
    )


def _warnings(facts: UploadStatementFacts) -> list[Note]:
    """Notes on lines that are not staged, and on likely duplicates."""
    notes = []
    if facts.brought.outgoing:
        notes.append(Note(UploadStatementNote.OUTGOING, facts.brought.totals))
    notes += [
        Note(UploadStatementNote.REVERSAL, _line_facts(line)) for line in facts.brought.reversals
    ]
    lines, known = facts.brought.incoming, facts.brought.compared.known
    for place, other in facts.brought.compared.alike.items():
        why: dict[str, Fact] = {**_line_facts(lines[place]), "known": staged_line_text(other)}
        notes.append(Note(UploadStatementNote.ALIKE, why))
    for place, receipt in facts.brought.by_hand.items():
        number = receipt.remittance.remittance_no
        hand: dict[str, Fact] = {"bank_ref": receipt.bank_ref, "remittance_no": number}
        notes.append(Note(UploadStatementNote.BY_HAND, {**_line_facts(lines[place]), **hand}))
    if known:
        notes.append(Note(UploadStatementNote.KNOWN, {"count": len(known)}))
    notes += [
        Note(
            UploadStatementNote.KNOWN_LINE, {**_row(lines[place]), "known": staged_line_text(other)}
        )
        for place, other in known.items()
    ]
    return notes


def _line_facts(line: StatementLine) -> dict[str, Fact]:
    return {**_row(line), "line": line_text(line)}


def _counts(facts: UploadStatementFacts) -> dict[str, int]:
    """How many new lines have each verdict."""
    found = [facts.brought.verdict(place) for place in facts.brought.compared.new]
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
    totals = facts.brought.totals
    statement = BankStatement(
        file_name=given.file_name,
        digest=facts.brought.digest,
        line_count=len(facts.brought.incoming),
        known_count=totals["known_count"],
        amount_fen=totals["amount_fen"],
        out_count=totals["out_count"],
        out_fen=totals["out_fen"],
        reversal_count=totals["reversal_count"],
        uploaded_by=ctx.actor.name,
        at=ctx.at,
    )
    statement.belong_to(ctx.actor)
    ctx.session.add(statement)
    ctx.session.flush()
    staged = facts.brought.staged
    ctx.session.add_all(staged(place, statement) for place in facts.brought.compared.new)
    _keep_columns(ctx, given, facts)
    told_of = ("line_count", "known_count", "out_count", "out_fen")
    return Result(
        rows=[
            RowResult(statement.id, statement.file_name, {name: totals[name] for name in told_of})
        ],
        totals={**totals, **_counts(facts)},
    )


def _keep_columns(ctx: Context, given: UploadStatementInput, facts: UploadStatementFacts) -> None:
    """Store the chosen columns, for the next file of the account with these headings."""
    if given.headings:
        account = account_key(facts.brought.incoming[0].account)
        kept = BankColumns(account=account, headings=given.headings, kept_by=ctx.actor.name)
        keep_columns(ctx.session, kept, read_places(given.columns or ""), ctx.actor)


UPLOAD_STATEMENT = Action(
    key="upload_statement",
    model=BankStatement,
    input=UploadStatementInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=UploadStatementRefusal,
    warnings={
        UploadStatementNote.OUTGOING: AnswerKind.NOTHING,
        UploadStatementNote.REVERSAL: AnswerKind.TICK,
        UploadStatementNote.ALIKE: AnswerKind.TICK,
        UploadStatementNote.BY_HAND: AnswerKind.TICK,
        UploadStatementNote.KNOWN: AnswerKind.NOTHING,
        UploadStatementNote.KNOWN_LINE: AnswerKind.NOTHING,
    },
    guide=("新-006", "Q8"),
)
