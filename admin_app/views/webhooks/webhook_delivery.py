"""推送记录: what was sent to other systems, and what they answered."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, DateFilter, OfficeFilter
from admin_app.grid.spec import Column, Grid, NamedList
from models.users.user import Role
from models.webhooks.webhook import DeliveryState, WebhookDelivery

GRID = Grid(
    entity="webhook_delivery",
    model=WebhookDelivery,
    readers=frozenset({Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN}),
    state="state",
    column_list=(
        Column("id"),
        Column("receipt_no"),
        Column("action"),
        Column("webhook.name", wraps=True),
        Column("state"),
        Column("tries"),
        Column("written_at"),
        Column("delivered_at"),
        Column("answer", wraps=True),
        Column("office", wraps=True),
    ),
    details_only_columns=(Column("key"), Column("content"), Column("next_at")),
    column_filters=(
        ChoiceFilter("state"),
        DateFilter("written_at"),
        OfficeFilter("office_code"),
    ),
    lists=(
        NamedList(
            "undelivered", "state", (DeliveryState.GIVEN_UP,), is_work=True, since="written_at"
        ),
    ),
    column_sortable_list=("id",),
)
