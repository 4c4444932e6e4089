"""设置邮箱: set the e-mail address and language of one's own reminders; empty: no e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, Reach, param
from actions.core.context import Context
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.users import user_facts
from models.core.text_type import TextType
from models.users.user import Role, User
from models.values.language import SOURCE_LANGUAGE, Language


@dataclass(frozen=True, slots=True)
class SetOwnContactInput:
    """The address and the language of e-mail."""

    email: str | None = param(text=TextType.EMAIL, default=None, maximum_length=120)
    language: Language = param(default=SOURCE_LANGUAGE)


def survey(ctx: Context, rows: Sequence[User], given: SetOwnContactInput) -> int | None:
    return ctx.actor.user_id


def check(row: User, given: SetOwnContactInput, user_id: int | None) -> Refusal | None:
    if row.id != user_id:
        return Refusal(Common.NOT_FOUND)
    return None


def run(
    ctx: Context, rows: Sequence[User], given: SetOwnContactInput, user_id: int | None
) -> Result:
    (row,) = rows
    row.email, row.language = given.email or None, given.language.value
    return Result(rows=[RowResult(row.id, row.username)])


SET_OWN_CONTACT = Action(
    key="set_own_contact",
    model=User,
    input=SetOwnContactInput,
    survey=survey,
    check=check,
    row_facts=user_facts,
    run=run,
    maximum_rows=1,
    saves_form=True,
    grants=dict.fromkeys(Role, Reach.SCOPE),
    is_record=True,
    is_personal=True,
)
