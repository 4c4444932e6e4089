"""加标签, 取下标签: put a label on records, and take it off; the same for every kind of record.

One action per kind, since an action ticks rows of one model. Labels change nothing else of a
record; registrants do not see them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Action, R, RowFacts, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.names import office_names
from models.core.scope import Codes
from models.definitions.label import (
    MAXIMUM_LABELS_OF_RECORD,
    Label,
    RowLabel,
    labels_known,
    named_in,
)
from models.definitions.own_words import LONGEST_OWN_NAME, SEPARATOR, known_language

#: Row id → the labels of the row, on it or taken off, by the label's key.
Marks = Mapping[int, Mapping[int, RowLabel]]


class LabelledRow(Codes, Protocol):
    """A row of any kind that can have labels."""

    __tablename__: str

    @property
    def id(self) -> int: ...


class LabellingRefusal(StrEnum):
    """Why a label is not put on or taken off."""

    UNKNOWN = "labelling_unknown"
    AMBIGUOUS = "labelling_ambiguous"
    RETIRED = "labelling_retired"
    ELSEWHERE = "labelling_elsewhere"
    ON_ALREADY = "labelling_on_already"
    NOT_ON = "labelling_not_on"
    TOO_MANY = "labelling_too_many"


def labels_in_use(session: Session) -> list[tuple[str, str]]:
    """(key, name) of the labels that may be put on."""
    language = known_language(session)
    known = labels_known(session)
    return [(str(each.id), each.name_in(language)) for each in known if each.is_active]


def labels_ever(session: Session) -> list[tuple[str, str]]:
    """(key, name) of the labels that may stand on a record, retired ones too."""
    language = known_language(session)
    return [(str(each.id), each.name_in(language)) for each in labels_known(session)]


@dataclass(frozen=True, slots=True)
class PutLabelInput:
    """The label, by its key or its name in either language."""

    label: str = param(maximum_length=LONGEST_OWN_NAME, choices=labels_in_use)


@dataclass(frozen=True, slots=True)
class TakeOffLabelInput:
    """The label, by its key or its name in either language."""

    label: str = param(maximum_length=LONGEST_OWN_NAME, choices=labels_ever)


LabelInput = PutLabelInput | TakeOffLabelInput


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """The labels that are meant, and what stands on the rows."""

    meant: Sequence[Label]
    marks: Marks

    @property
    def label(self) -> Label:
        """The one label meant, once the check has passed."""
        (label,) = self.meant
        return label


def survey(ctx: Context, rows: Sequence[LabelledRow], given: LabelInput) -> LabelFacts:
    meant = named_in(labels_known(ctx.session), given.label)
    return LabelFacts(meant, _marks(ctx, rows))


def _marks(ctx: Context, rows: Sequence[LabelledRow]) -> Marks:
    found: dict[int, dict[int, RowLabel]] = {row.id: {} for row in rows}
    if rows:
        standing = select(RowLabel).where(
            RowLabel.entity == rows[0].__tablename__, RowLabel.row_id.in_(found)
        )
        # Runs on one row wait for each other at the row itself, which was locked first.
        for mark in ctx.session.scalars(standing):
            found[mark.row_id][mark.label_id] = mark
    return found


def check_put(row: LabelledRow, given: PutLabelInput, facts: LabelFacts) -> Refusal | None:
    if (refusal := _check_meant(given, facts)) is not None:
        return refusal
    label = facts.label
    told = {"label": label.name_zh, "name": str(row)}
    if not label.is_active:
        return Refusal(LabellingRefusal.RETIRED, told)
    if not label.is_for(row):
        return Refusal(LabellingRefusal.ELSEWHERE, told)
    standing = _standing(facts, row)
    if label.id in standing:
        return Refusal(LabellingRefusal.ON_ALREADY, told)
    if len(standing) >= MAXIMUM_LABELS_OF_RECORD:
        return Refusal(LabellingRefusal.TOO_MANY, {**told, "maximum": MAXIMUM_LABELS_OF_RECORD})
    return None


def check_take_off(
    row: LabelledRow,
    given: TakeOffLabelInput,
    facts: LabelFacts,
) -> Refusal | None:
    if (refusal := _check_meant(given, facts)) is not None:
        return refusal
    if facts.label.id not in _standing(facts, row):
        return Refusal(LabellingRefusal.NOT_ON, {"label": facts.label.name_zh, "name": str(row)})
    return None


def _check_meant(given: LabelInput, facts: LabelFacts) -> Refusal | None:
    if len(facts.meant) == 1:
        return None
    code = LabellingRefusal.AMBIGUOUS if facts.meant else LabellingRefusal.UNKNOWN
    return Refusal(code, {"label": given.label})


def _standing(facts: LabelFacts, row: LabelledRow) -> set[int]:
    return {key for key, mark in facts.marks[row.id].items() if mark.is_on}


def preview(
    ctx: Context, rows: Sequence[LabelledRow], given: LabelInput, facts: LabelFacts
) -> Preview:
    return Preview(totals={"row_count": len(rows)})


def run_put(
    ctx: Context, rows: Sequence[LabelledRow], given: PutLabelInput, facts: LabelFacts
) -> Result:
    label = facts.label
    for row in rows:
        mark = facts.marks[row.id].get(label.id)
        if mark is None:
            mark = RowLabel(label_id=label.id, entity=row.__tablename__, row_id=row.id)
            mark.belong_to(row)
            ctx.session.add(mark)
        mark.is_on = True
    return _result(rows, label)


def run_take_off(
    ctx: Context, rows: Sequence[LabelledRow], given: TakeOffLabelInput, facts: LabelFacts
) -> Result:
    label = facts.label
    for row in rows:
        facts.marks[row.id][label.id].is_on = False
    return _result(rows, label)


def _result(rows: Sequence[LabelledRow], label: Label) -> Result:
    return Result(
        rows=[RowResult(row.id, str(row), {"label": label.name_zh}) for row in rows],
        totals={"row_count": len(rows)},
    )


def labelled_facts(ctx: Context, rows: Sequence[LabelledRow]) -> RowFacts:
    """The office, the state and the labels of rows of any kind."""
    offices, marks = office_names(ctx, rows), _marks(ctx, rows)
    language = known_language(ctx.session)
    names = {label.id: label.name_in(language) for label in labels_known(ctx.session)}
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "state": getattr(row, "state", None),
            "labels": SEPARATOR.join(
                names[key] for key, mark in marks[row.id].items() if mark.is_on and key in names
            ),
        }
        for row in rows
    }


_AT_LABEL: Mapping[StrEnum, str] = dict.fromkeys(
    (LabellingRefusal.UNKNOWN, LabellingRefusal.AMBIGUOUS), "label"
)


@cache
def put_label(model: type[R]) -> Action[R, PutLabelInput, LabelFacts]:
    """The action that puts a label on rows of a model."""
    of_any: Any = Action
    action: Action[R, PutLabelInput, LabelFacts] = of_any(
        key=f"label_{model.__tablename__}",
        model=model,
        input=PutLabelInput,
        survey=survey,
        check=check_put,
        preview=preview,
        row_facts=labelled_facts,
        run=run_put,
        refusals=LabellingRefusal,
        fields_at_fault=_AT_LABEL,
        splits=True,
    )
    return action


@cache
def take_off_label(model: type[R]) -> Action[R, TakeOffLabelInput, LabelFacts]:
    """The action that takes a label off rows of a model."""
    of_any: Any = Action
    action: Action[R, TakeOffLabelInput, LabelFacts] = of_any(
        key=f"unlabel_{model.__tablename__}",
        model=model,
        input=TakeOffLabelInput,
        survey=survey,
        check=check_take_off,
        preview=preview,
        row_facts=labelled_facts,
        run=run_take_off,
        refusals=LabellingRefusal,
        fields_at_fault=_AT_LABEL,
        splits=True,
    )
    return action
