"""推送地址: systems elsewhere that are told what an office and those below it do."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter, OfficeFilter
from admin_app.grid.spec import Column, Grid
from models.users.user import Role
from models.webhooks.webhook import Webhook

GRID = Grid(
    entity="webhook",
    model=Webhook,
    readers=frozenset({Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN}),
    state="state",
    column_list=(
        Column("name", wraps=True),
        Column("url", wraps=True),
        Column("topic"),
        Column("state"),
        Column("office", wraps=True),
    ),
    details_only_columns=(Column("created_at"), Column("updated_at")),
    column_filters=(ChoiceFilter("state"), ChoiceFilter("topic"), OfficeFilter("office_code")),
    column_searchable_list=("name",),
    search_placeholder=_l("名称"),
    column_sortable_list=("id",),
    start="register_webhook",
    column_extra_row_actions=("change_webhook", "stop_webhook", "start_webhook"),
)
