"""导出 (export): exports are journaled before the rows are sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from actions.core.action import TICKS_NO_ROWS, Action, Reach, param
from actions.core.context import Context
from actions.core.result import Result, RowResult
from models.core.base import Base
from models.users.user import Role
from models.workspace.notification import FileDirection, FileRecord


@dataclass(frozen=True, slots=True)
class ExportInput:
    """The file, the list it holds (as the list's own address), its columns and number of rows."""

    file_name: str = param(maximum_length=120)
    selection: str = param(maximum_length=2000)
    columns: str = param(maximum_length=2000)
    #: None for a paper or an attachment, which has no rows.
    row_count: int | None = param(default=None, minimum=0)


def export_action(
    model: type[Base], grants: Mapping[Role, Reach]
) -> Action[Base, ExportInput, None]:
    """The action that records an export of a model's rows; the caller streams them afterwards."""
    return _export(model, tuple(grants.items()))


@cache
def _export(
    model: type[Base], grants: tuple[tuple[Role, Reach], ...]
) -> Action[Base, ExportInput, None]:
    def run(ctx: Context, rows: Sequence[Base], given: ExportInput, _facts: None) -> Result:
        record = FileRecord(
            direction=FileDirection.EXPORT,
            entity=model.__tablename__,
            file_name=given.file_name,
            selection={"list": given.selection, "columns": given.columns},
            row_count=given.row_count,
            by=ctx.actor.name,
            at=ctx.at,
        )
        record.belong_to(ctx.actor)
        record.unit_id = ctx.actor.unit_id
        ctx.session.add(record)
        ctx.session.flush()
        return Result(rows=[RowResult(record.id, given.file_name)])

    return Action(
        key=f"export_{model.__tablename__}",
        model=model,
        input=ExportInput,
        row_facts=TICKS_NO_ROWS,
        run=run,
        minimum_rows=0,
        maximum_rows=0,
        grants=dict(grants),
        is_record=True,
    )
