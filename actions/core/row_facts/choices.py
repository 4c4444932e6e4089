"""What a choice list or a choice is to who changes it: whose it is, and what it holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names, texts_by_key
from models.definitions.choice_list import Choice, ChoiceList


def choice_list_facts(ctx: Context, rows: Sequence[ChoiceList]) -> RowFacts:
    offices = office_names(ctx, rows)
    counted = (
        select(Choice.list_id, func.count())
        .where(Choice.list_id.in_([row.id for row in rows]))
        .group_by(Choice.list_id)
    )
    counts = dict(ctx.session.execute(counted).all())
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "name_en": row.name_en,
            "is_active": row.is_active,
            "choice_count": counts.get(row.id, 0),
        }
        for row in rows
    }


def choice_facts(ctx: Context, rows: Sequence[Choice]) -> RowFacts:
    offices = office_names(ctx, rows)
    lists = texts_by_key(
        ctx.session, ChoiceList.id, ChoiceList.name_zh, (row.list_id for row in rows)
    )
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "choice_list": lists.get(row.list_id),
            "name_en": row.name_en,
            "is_active": row.is_active,
        }
        for row in rows
    }
