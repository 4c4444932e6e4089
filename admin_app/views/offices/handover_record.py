"""岗位交接: handovers of desks, what was handed over and what the taker answered."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter, KeyFilter, OfficeFilter
from admin_app.grid.spec import STAFF, Column, Grid, NamedList
from models.offices.handover_record import HandoverRecord, HandoverState

GRID = Grid(
    entity="handover_record",
    model=HandoverRecord,
    readers=STAFF,
    state="state",
    column_list=(
        Column("giver"),
        Column("taker"),
        Column("office", wraps=True),
        Column("state"),
        Column("recorded_by"),
        Column("recorded_at"),
        Column("answered_by"),
        Column("answered_at"),
    ),
    details_only_columns=(Column("comment"), Column("answer")),
    column_filters=(
        ChoiceFilter("state"),
        OfficeFilter("office_code"),
        KeyFilter("giver_id"),
        KeyFilter("taker_id"),
    ),
    lists=(
        NamedList(
            "proposed", "state", (HandoverState.PROPOSED,), is_work=True, since="recorded_at"
        ),
        NamedList("confirmed", "state", (HandoverState.CONFIRMED,)),
    ),
    pages=((_l("岗位交接单"), "handover_paper.index"),),
)
