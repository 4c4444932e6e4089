"""The list behind a field: one that fields share, or words of its own, kept as a list as well."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.context import Context
from models.definitions.choice_list import Choice, ChoiceList, ChoiceListKind
from models.definitions.field_choices import ChoiceRow, ChoiceRows
from models.definitions.own_field import OwnField
from models.definitions.own_words import LONGEST_OWN_NAME


def shared_lists(session: Session) -> list[tuple[str, str]]:
    """(code, name) of the lists that a field may take."""
    return [(each.code, each.name_zh) for each in _shared(session)]


def shared_list(session: Session, code: str | None) -> ChoiceList | None:
    """The list of that code, if a field may take it; two offices beside may use the same code."""
    found = [each for each in _shared(session) if each.code == code]
    return found[0] if len(found) == 1 else None


def _shared(session: Session) -> Sequence[ChoiceList]:
    wanted = select(ChoiceList).where(ChoiceList.is_active, ChoiceList.kind == ChoiceListKind.OWN)
    return session.scalars(wanted.order_by(ChoiceList.name_zh, ChoiceList.id)).all()


def choices_in(session: Session, of: ChoiceList, office_code: str) -> list[ChoiceRow]:
    """The choices that a field of an office would have from a list."""
    wanted = select(Choice).where(
        Choice.list_id == of.id, Choice.office_code.in_((of.office_code, office_code))
    )
    return [
        {"code": each.code, "label": each.name_zh, "label_en": each.name_en or each.name_zh}
        for each in session.scalars(wanted.order_by(Choice.place, Choice.id))
    ]


def list_of(session: Session, field: OwnField, kind: ChoiceListKind) -> ChoiceList | None:
    """The list of a field, if it is of that kind."""
    if field.choice_list_id is None:
        return None
    found = session.get_one(ChoiceList, field.choice_list_id)
    return found if found.kind is kind else None


def keep_list(ctx: Context, field: OwnField, to: ChoiceList | None, words: ChoiceRows) -> None:
    """Give a field a shared list, or words of its own.

    Words keep their colour and their days; one that is not among them any more is retired.
    """
    own = list_of(ctx.session, field, ChoiceListKind.FIELD)
    if own is not None:
        own.is_active = to is None
    words = list(words)
    if to is None and words:
        own = own or _list_for(ctx, field)
        own.name_zh, own.name_en = field.label, field.label_en[:LONGEST_OWN_NAME]
        _keep_words(ctx, own, words)
        to = own
    field.choice_list_id = None if to is None else to.id
    ctx.session.flush()
    ctx.session.expire(field, ["choices"])


def _list_for(ctx: Context, field: OwnField) -> ChoiceList:
    made = ChoiceList(code=f"field.{field.id}", name_zh=field.label, kind=ChoiceListKind.FIELD)
    made.belong_to(field)
    ctx.session.add(made)
    ctx.session.flush()
    return made


def _keep_words(ctx: Context, of: ChoiceList, words: ChoiceRows) -> None:
    known = {
        each.code: each
        for each in ctx.session.scalars(select(Choice).where(Choice.list_id == of.id))
    }
    for place, word in enumerate(words, start=1):
        choice = known.pop(word["code"], None)
        if choice is None:
            choice = Choice(list_id=of.id, code=word["code"])
            choice.belong_to(of)
            ctx.session.add(choice)
        choice.name_zh, choice.name_en = word["label"], word["label_en"]
        choice.place, choice.is_active = place * 10, True
    for gone in known.values():
        gone.is_active = False
