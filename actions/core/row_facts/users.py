"""What a login and an API token are to a clerk."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names, texts_by_key, unit_names
from models.users.own_role import OwnRole
from models.users.user import ApiToken, User


def user_facts(ctx: Context, rows: Sequence[User]) -> RowFacts:
    offices = office_names(ctx, rows)
    units = unit_names(ctx.session, {row.unit_id for row in rows})
    return {
        row.id: {
            "username": row.username,
            "role": row.role,
            "office": offices.get(row.office_code),
            "unit": units.get(row.unit_id),
            "is_active": row.is_active,
        }
        for row in rows
    }


def api_token_facts(ctx: Context, rows: Sequence[ApiToken]) -> RowFacts:
    offices = office_names(ctx, rows)
    usernames = texts_by_key(ctx.session, User.id, User.username, {row.user_id for row in rows})
    return {
        row.id: {
            "username": usernames.get(row.user_id),
            "office": offices.get(row.office_code),
            "expires_at": row.ends_at,
            "last_used_at": row.last_used_at,
        }
        for row in rows
    }


def own_role_facts(ctx: Context, rows: Sequence[OwnRole]) -> RowFacts:
    offices = office_names(ctx, rows)
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "base": row.base,
            "work_count": len(row.work),
            "is_own_office": row.is_own_office,
        }
        for row in rows
    }
