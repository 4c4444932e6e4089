"""域名变更申请: what offices ask the registry to do with names, and what became of it."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, KeyFilter, OfficeFilter
from admin_app.grid.spec import STAFF, Column, Grid, NamedList
from models.domains.change_request import DomainRequest, DomainRequestState

GRID = Grid(
    entity="domain_request",
    model=DomainRequest,
    state="state",
    readers=STAFF,
    column_list=(
        Column("domain.name_u", wraps=True),
        Column("kind"),
        Column("office", wraps=True),
        Column("state"),
        Column("reason", wraps=True),
        Column("document_no", wraps=True),
        Column("submitted_at"),
    ),
    details_only_columns=(
        Column("receiver_uscc"),
        Column("submitted_by"),
        Column("answered_by"),
        Column("answered_at"),
        Column("answer"),
    ),
    column_filters=(
        ChoiceFilter("state"),
        ChoiceFilter("kind"),
        OfficeFilter("office_code"),
        KeyFilter("domain_id"),
    ),
    lists=(NamedList("submitted", "state", (DomainRequestState.SUBMITTED,)),),
    column_sortable_list=("id", "state"),
)
