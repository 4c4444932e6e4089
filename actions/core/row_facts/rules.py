"""What a rule, and a time that it fired, are to a clerk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names
from models.rules.rule import Rule, RuleFiring


def rule_facts(ctx: Context, rows: Sequence[Rule]) -> RowFacts:
    """Whose it is, when it fires, and whether it does."""
    offices = office_names(ctx, rows)
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "happening": row.happening,
            "condition": row.condition,
            "state": row.state,
        }
        for row in rows
    }


def firing_facts(ctx: Context, rows: Sequence[RuleFiring]) -> RowFacts:
    """The rule, what happened, and where."""
    offices = office_names(ctx, rows)
    keys = {row.rule_id for row in rows}
    named = select(Rule.id, Rule.name_zh).where(Rule.id.in_(keys))
    names = {row.id: row.name_zh for row in ctx.session.execute(named)}
    return {
        row.id: {
            "rule": names.get(row.rule_id),
            "happening": row.happening,
            "office": offices.get(row.office_code),
            "fired_on": row.fired_on,
        }
        for row in rows
    }
