"""取下工作台: take reports off one's own desk; the reports stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.reports import report_facts
from models.definitions.report import SavedReport
from models.workspace.report_tile import MAXIMUM_TILES, ReportTile, own_tiles


class TakeOffDeskRefusal(StrEnum):
    """Why a report is not taken off the desk."""

    NOT_THERE = "take_off_desk_not_there"


def survey(ctx: Context, rows: Sequence[SavedReport], given: Nothing) -> Mapping[int, ReportTile]:
    """The tiles of the actor by their reports."""
    tiles = ctx.session.scalars(ctx.locked(own_tiles(ctx.actor.user_id)))
    return {tile.report_id: tile for tile in tiles}


def check(row: SavedReport, given: Nothing, tiles: Mapping[int, ReportTile]) -> Refusal | None:
    if row.id in tiles:
        return None
    return Refusal(TakeOffDeskRefusal.NOT_THERE, {"name": row.name_zh})


def run(
    ctx: Context,
    rows: Sequence[SavedReport],
    given: Nothing,
    tiles: Mapping[int, ReportTile],
) -> Result:
    for row in rows:
        ctx.session.delete(tiles[row.id])
    return Result(
        rows=[RowResult(row.id, row.name_zh) for row in rows], totals={"row_count": len(rows)}
    )


TAKE_OFF_DESK = Action(
    key="take_off_desk",
    model=SavedReport,
    input=Nothing,
    survey=survey,
    check=check,
    row_facts=report_facts,
    run=run,
    maximum_rows=MAXIMUM_TILES,
    refusals=TakeOffDeskRefusal,
)
