"""放上工作台: put reports on one's own desk, a bounded number of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.reports import report_facts
from models.definitions.report import SavedReport
from models.users.user import Role
from models.workspace.report_tile import MAXIMUM_TILES, ReportTile, own_tiles


class PutOnDeskRefusal(StrEnum):
    """Why a report is not put on the desk."""

    ALREADY = "put_on_desk_already"
    RETIRED = "put_on_desk_retired"
    NOT_FOR_ROLE = "put_on_desk_not_for_role"
    TOO_MANY = "put_on_desk_too_many"


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """The reports on the desk now, and the role of whose desk it is."""

    standing: frozenset[int]
    role: Role


def survey(ctx: Context, rows: Sequence[SavedReport], given: Nothing) -> DeskFacts:
    tiles = ctx.session.scalars(ctx.locked(own_tiles(ctx.actor.user_id)))
    return DeskFacts(frozenset(tile.report_id for tile in tiles), ctx.actor.role)


def check(row: SavedReport, given: Nothing, facts: DeskFacts) -> Refusal | None:
    if row.id in facts.standing:
        return Refusal(PutOnDeskRefusal.ALREADY, {"name": row.name_zh})
    if not row.is_active:
        return Refusal(PutOnDeskRefusal.RETIRED, {"name": row.name_zh})
    if not row.is_seen_by(facts.role):
        return Refusal(PutOnDeskRefusal.NOT_FOR_ROLE, {"name": row.name_zh})
    return None


def check_batch(rows: Sequence[SavedReport], given: Nothing, facts: DeskFacts) -> Refusal | None:
    if len(facts.standing) + len(rows) > MAXIMUM_TILES:
        return Refusal(PutOnDeskRefusal.TOO_MANY, {"maximum": MAXIMUM_TILES})
    return None


def run(ctx: Context, rows: Sequence[SavedReport], given: Nothing, facts: DeskFacts) -> Result:
    assert ctx.actor.user_id is not None, "only people have a desk"
    for row in rows:
        tile = ReportTile(user_id=ctx.actor.user_id, report_id=row.id)
        tile.belong_to(ctx.actor)
        ctx.session.add(tile)
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


PUT_ON_DESK = Action(
    key="put_on_desk",
    model=SavedReport,
    input=Nothing,
    survey=survey,
    check=check,
    check_batch=check_batch,
    row_facts=report_facts,
    run=run,
    maximum_rows=MAXIMUM_TILES,
    refusals=PutOnDeskRefusal,
)
