"""What a choice list or a choice is to who changes it: whose it is, and what it holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names, texts_by_key
from models.core.own_values import OWN_VALUE
from models.core.scope import scope_of
from models.definitions.choice_list import Choice, ChoiceList
from models.definitions.own_field import OwnField


def choice_list_facts(ctx: Context, rows: Sequence[ChoiceList]) -> RowFacts:
    offices = office_names(ctx, rows)
    counted = (
        select(Choice.list_id, func.count())
        .where(Choice.list_id.in_([row.id for row in rows]))
        .group_by(Choice.list_id)
    )
    counts = dict(ctx.session.execute(counted).all())
    used = (
        select(OwnField.choice_list_id, func.count())
        .where(OwnField.choice_list_id.in_([row.id for row in rows]))
        .group_by(OwnField.choice_list_id)
    )
    fields = dict(ctx.session.execute(used).all())
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "name_en": row.name_en,
            "is_active": row.is_active,
            "choice_count": counts.get(row.id, 0),
            "using_field_count": fields.get(row.id, 0),
        }
        for row in rows
    }


def _records_with(ctx: Context, rows: Sequence[Choice]) -> dict[tuple[int, str], int]:
    """How many records have each choice, by its list and its code.

    Wherever they are: a choice is used by rows of the office that set it and those below.
    """
    line = OWN_VALUE.c
    counted = (
        select(OwnField.choice_list_id, line.value, func.count())
        .join(OWN_VALUE, line.field_id == OwnField.id)
        .where(
            OwnField.choice_list_id.in_({row.list_id for row in rows}),
            line.value.in_({row.code for row in rows}),
        )
        .group_by(OwnField.choice_list_id, line.value)
    )
    return {(list_id, code): n for list_id, code, n in ctx.session.execute(counted)}


def choice_facts(ctx: Context, rows: Sequence[Choice]) -> RowFacts:
    offices = office_names(ctx, rows)
    lists = texts_by_key(
        ctx.session, ChoiceList.id, ChoiceList.name_zh, (row.list_id for row in rows)
    )
    used = _records_with(ctx, [row for row in rows if scope_of(ctx.session).may_set(row)])
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "choice_list": lists.get(row.list_id),
            "value_count": used.get((row.list_id, row.code), 0),
            "name_en": row.name_en,
            "is_active": row.is_active,
        }
        for row in rows
    }
