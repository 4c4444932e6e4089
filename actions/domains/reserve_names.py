"""保留名称 (reserve names): the registry adds reserved names, by a document and from a day on.

One by one or from a sheet with a name per line. A name that is already reserved in the same way is
refused; filed and registered names stay, and the plan lists them.
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
from models.domains.domain import LIVE_STATES, Domain
from models.registration.reserved_name import ReservedKind, ReservedName
from models.values.answer_kind import AnswerKind
from models.values.label import normalise_label
from models.values.uscc import Uscc, UsccError
from models.values.variant import variant_key

#: Most names in one run; a longer list needs several.
MAXIMUM_RESERVED_NAMES = 1_000
#: Live names that a plan lists.
_LISTED = 20


class ReserveNamesRefusal(StrEnum):
    """Why nothing is reserved."""

    NO_NAMES = "reserve_names_no_names"
    TOO_MANY = "reserve_names_too_many"
    NAME_EMPTY = "reserve_names_name_empty"
    TWICE = "reserve_names_twice"
    KEPT_ALREADY = "reserve_names_kept_already"
    INTERVAL = "reserve_names_interval"
    HOLDER = "reserve_names_holder"
    HOLDER_FAULTY = "reserve_names_holder_faulty"


class ReserveNamesNote(StrEnum):
    """Notes of the plan page."""

    LIVE = "reserve_names_live"


@dataclass(frozen=True, slots=True)
class ReservedLine:
    """A name, the reason, the document and the period of its reservation."""

    name: str = param(maximum_length=40)
    reason: str = param(maximum_length=200)
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    kind: ReservedKind = param(default=ReservedKind.RESERVED)
    #: Today when left empty.
    valid_from: dt.date | None = param(default=None)
    #: The first day on which it is no longer reserved.
    valid_to: dt.date | None = param(default=None)
    #: 统一社会信用代码 of the one body that may file it.
    holder_uscc: str | None = param(text=TextType.USCC, default=None, maximum_length=18)
    note: str | None = param(default=None, maximum_length=200)

    @property
    def key(self) -> tuple[str, ReservedKind]:
        """The key that must be unique among the lines."""
        return variant_key(self.name), self.kind


@dataclass(frozen=True, slots=True)
class ReserveNamesInput:
    """The names to reserve."""

    names: tuple[ReservedLine, ...] = param(maximum=MAXIMUM_RESERVED_NAMES)


@dataclass(frozen=True, slots=True)
class ReserveNamesFacts:
    """The day, existing reservations, and live names equal to a line."""

    today: dt.date
    kept: frozenset[tuple[str, ReservedKind]]
    live: Sequence[str]


def survey(
    ctx: Context, rows: Sequence[ReservedName], given: ReserveNamesInput
) -> ReserveNamesFacts:
    keys = {line.key[0] for line in given.names[:MAXIMUM_RESERVED_NAMES]}
    kept = ctx.session.execute(
        select(ReservedName.variant_key, ReservedName.kind).where(
            ReservedName.variant_key.in_(keys),
            (ReservedName.valid_to.is_(None)) | (ReservedName.valid_to > ctx.today),
        )
    )
    live = select(Domain.name_u).where(Domain.variant_key.in_(keys), Domain.state.in_(LIVE_STATES))
    return ReserveNamesFacts(
        ctx.today,
        frozenset((key, kind) for key, kind in kept),
        ctx.session.scalars(live.order_by(Domain.id).limit(_LISTED)).all(),
    )


def check_batch(
    rows: Sequence[ReservedName], given: ReserveNamesInput, facts: ReserveNamesFacts
) -> Refusal | None:
    if not given.names:
        return Refusal(ReserveNamesRefusal.NO_NAMES)
    if len(given.names) > MAXIMUM_RESERVED_NAMES:
        why: dict[str, Fact] = {"count": len(given.names), "maximum": MAXIMUM_RESERVED_NAMES}
        return Refusal(ReserveNamesRefusal.TOO_MANY, why)
    seen: set[tuple[str, ReservedKind]] = set()
    for number, line in enumerate(given.names, start=1):
        told: dict[str, Fact] = {"number": number, "name": line.name, "uscc": line.holder_uscc}
        starts = line.valid_from or facts.today
        tests = (
            (not line.key[0], ReserveNamesRefusal.NAME_EMPTY),
            (line.key in seen, ReserveNamesRefusal.TWICE),
            (line.key in facts.kept, ReserveNamesRefusal.KEPT_ALREADY),
            (
                line.valid_to is not None and line.valid_to <= starts,
                ReserveNamesRefusal.INTERVAL,
            ),
            (
                line.holder_uscc is not None and line.kind is not ReservedKind.RESERVED,
                ReserveNamesRefusal.HOLDER,
            ),
            (not _is_uscc(line.holder_uscc), ReserveNamesRefusal.HOLDER_FAULTY),
        )
        if refused := next((code for is_wrong, code in tests if is_wrong), None):
            return Refusal(refused, told)
        seen.add(line.key)
    return None


def _is_uscc(text: str | None) -> bool:
    if text is None:
        return True
    try:
        Uscc.parse(text)
    except UsccError:
        return False
    return True


def preview(
    ctx: Context,
    rows: Sequence[ReservedName],
    given: ReserveNamesInput,
    facts: ReserveNamesFacts,
) -> Preview:
    return Preview(
        totals={"name_count": len(given.names)},
        warnings=tuple(Note(ReserveNamesNote.LIVE, {"name": name}) for name in facts.live),
    )


def run(
    ctx: Context,
    rows: Sequence[ReservedName],
    given: ReserveNamesInput,
    facts: ReserveNamesFacts,
) -> Result:
    kept = [_row(line, ctx.today) for line in given.names]
    ctx.session.add_all(kept)
    ctx.session.flush()
    return Result(
        rows=[
            RowResult(row.id, row.name, {"kind": row.kind, "document_no": row.document_no})
            for row in kept
        ],
        totals={"name_count": len(kept)},
    )


def _row(line: ReservedLine, today: dt.date) -> ReservedName:
    return ReservedName(
        name=normalise_label(line.name),
        variant_key=variant_key(line.name),
        kind=line.kind,
        reason=line.reason,
        document_no=line.document_no,
        valid_from=line.valid_from or today,
        valid_to=line.valid_to,
        holder_uscc=str(Uscc.parse(line.holder_uscc)) if line.holder_uscc else None,
        note=line.note,
    )


RESERVE_NAMES = Action(
    key="reserve_names",
    model=ReservedName,
    input=ReserveNamesInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=ReserveNamesRefusal,
    warnings={ReserveNamesNote.LIVE: AnswerKind.TICK},
)
