"""变更姓名: the person of a login is called otherwise, or was entered with a wrong character.

The 用户账户 stays, and so does who did what: receipts and histories keep the name of their time. A
login that passes to another person is disabled, and the other gets one of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.users import user_facts
from models.core.text_type import TextType
from models.users.user import User
from models.values.answer_kind import AnswerKind


class RenameUserRefusal(StrEnum):
    """Why a user is not renamed."""

    SAME = "rename_user_same"


class RenameUserNote(StrEnum):
    """What the person who confirms has checked."""

    SAME_PERSON = "rename_user_same_person"


@dataclass(frozen=True, slots=True)
class RenameUserInput:
    """The name as it is now, and why it changes."""

    display_name: str = param(text=TextType.PERSON, maximum_length=60)
    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.LOGINS))


def check(row: User, given: RenameUserInput, facts: None) -> Refusal | None:
    if given.display_name == row.display_name:
        return Refusal(RenameUserRefusal.SAME, {"name": row.display_name})
    return None


def preview(ctx: Context, rows: Sequence[User], given: RenameUserInput, facts: None) -> Preview:
    return Preview(
        warnings=tuple(
            Note(
                RenameUserNote.SAME_PERSON,
                {"username": row.username, "old": row.display_name, "new": given.display_name},
            )
            for row in rows
        ),
        rows={row.id: {"name_after": given.display_name} for row in rows},
    )


def run(ctx: Context, rows: Sequence[User], given: RenameUserInput, facts: None) -> Result:
    (row,) = rows
    told: dict[str, Fact] = {"name_before": row.display_name, "name_after": given.display_name}
    row.display_name = given.display_name
    return Result(rows=[RowResult(row.id, row.username, told)], totals={"row_count": 1})


RENAME_USER = Action(
    key="rename_user",
    model=User,
    input=RenameUserInput,
    check=check,
    preview=preview,
    row_facts=user_facts,
    run=run,
    maximum_rows=1,
    refusals=RenameUserRefusal,
    # A login that is handed on under a new name would hide who acted.
    warnings={RenameUserNote.SAME_PERSON: AnswerKind.TICK},
    fields_at_fault={RenameUserRefusal.SAME: "display_name"},
)
