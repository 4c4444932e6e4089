"""Rows of a sheet that bring new records, judged with the fields that offices defined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.core.context import Context
from actions.core.input_parsing import parse_input
from actions.core.records.comparison import fault_of_input
from actions.core.records.editable import Editable, editable_of
from actions.core.records.own_cells import Holders, holders_of, rule_broken
from actions.core.records.own_input import own_input, set_own_values
from actions.core.refusal import Refused
from models.core.base import Base
from models.core.own_values import FieldValue
from models.imports.row_checks import Judgement, Line, judge
from models.imports.row_parser import RowFault
from models.imports.sheet import ImportKind


def judge_new_rows(ctx: Context, lines: Sequence[Line]) -> dict[int, Judgement]:
    """Key → judgement of each row, by the rules of its kind and then of the fields."""
    found = judge(ctx.session, lines, ctx.today)
    holders = dict(_holders(ctx, lines))
    for line in lines:
        judgement = found[line.key]
        if judgement.fault is None:
            fault = _fault_of(ctx, line, judgement, holders)
            found[line.key] = replace(judgement, fault=fault) if fault else judgement
    return found


def fill_in(ctx: Context, record: Base, kind: ImportKind, cells: Mapping[str, str]) -> None:
    """Store what the cells of a row, or else the defaults, say of a new record."""
    editable = editable_of(ctx.session, kind, ctx.actor.role)
    if editable.own:
        set_own_values(editable.own, record, _given(editable, cells))


def _given(editable: Editable, cells: Mapping[str, str]) -> FieldValue:
    """What the cells say of the fields. Raises Refused."""
    said = {code: cells[code] for code in editable.own_by_code if cells.get(code)}
    return parse_input(own_input(editable.own, is_new=True), editable.typed(said))


def _fault_of(
    ctx: Context, line: Line, judgement: Judgement, holders: dict[tuple[int, str], int]
) -> RowFault | None:
    # A unit that a sheet of names brings along has no columns of its own there.
    is_beside = line.kind is ImportKind.DOMAINS and judgement.papers is not None
    kinds = [line.kind, ImportKind.UNITS] if is_beside else [line.kind]
    for kind in kinds:
        editable = editable_of(ctx.session, kind, ctx.actor.role)
        cells = line.cells if kind is line.kind else {}
        if fault := _own_fault(ctx, editable, cells, holders):
            return fault
    editable = editable_of(ctx.session, line.kind, ctx.actor.role)
    holders |= dict.fromkeys(editable.unique_lines(line.cells), line.key)
    return None


def _own_fault(
    ctx: Context, editable: Editable, cells: Mapping[str, str], holders: Holders
) -> RowFault | None:
    if not editable.own:
        return None
    try:
        given = _given(editable, cells)
    except Refused as refused:
        return fault_of_input(editable, refused, cells)
    taken = {key[0] for key in editable.unique_lines(cells) if key in holders}
    broken = rule_broken(editable.own, None, given, ctx.today, taken)
    return RowFault(broken.code, dict(broken.facts)) if broken is not None else None  # type: ignore[arg-type]


def _holders(ctx: Context, lines: Sequence[Line]) -> Holders:
    editables = {line.kind: editable_of(ctx.session, line.kind, ctx.actor.role) for line in lines}
    wanted = (key for ln in lines for key in editables[ln.kind].unique_lines(ln.cells))
    return holders_of(ctx.session, wanted)
