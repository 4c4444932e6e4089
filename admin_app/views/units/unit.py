"""申报单位管理/缴费: the units, with 收费 beside each (guide 新-005)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from actions.core.records.editable import UNIT
from admin_app.grid.filters import ChoiceFilter, OfficeFilter, TextFilter
from admin_app.grid.spec import EVERYONE, Column, Followed, Grid, Group, NamedList, Related
from models.billing.order import Order
from models.billing.payment import Payment
from models.invoices.invoice import Invoice
from models.units.unit import Unit, UnitState

GRID = Grid(
    entity="unit",
    model=Unit,
    state="state",
    readers=EVERYONE,
    column_list=(
        Column("name", wraps=True),
        Column("uscc"),
        Column("unit_type"),
        Column("state"),
        Column("office", wraps=True),
        Column("contact_name", is_inline=True),
        Column("contact_phone", is_inline=True),
    ),
    details_only_columns=(
        Column("short_name"),
        Column("administrative_function"),
        Column("invoice_title"),
        Column("taxpayer_no"),
        Column("legal_representative"),
        Column("contact_email"),
        Column("address"),
        Column("former_names"),
        Column("org_code"),
        Column("legal_cert_no"),
        Column("created_at"),
    ),
    column_filters=(
        ChoiceFilter("state"),
        OfficeFilter("office_code"),
        TextFilter("uscc"),
    ),
    lists=(NamedList("pending", "state", (UnitState.PENDING,), is_work=True, since="created_at"),),
    start="register_unit",
    groups=(Group("state"), Group("office_code")),
    column_sortable_list=("id", "name", "state"),
    column_default_sort="id",
    pasted=("uscc", "name"),
    search_placeholder=_l("单位名称、简称、拼音首字母或信用代码"),
    column_extra_row_actions=("charge", "submit_domain"),
    related=(
        Related("domain", "unit_id", ("name_u", "status", "open_fee", "expires_on")),
        Related("domain", "unit_id", ("name_u", "state", "submitted_at"), named="history"),
        Related("order", "unit_id", ("order_no", "kind", "term_years", "amount_fen", "state")),
        Related("payment", "unit_id", ("payment_no", "amount_fen", "received_on", "state")),
        Related("invoice", "unit_id", ("number", "amount_fen", "issued_on", "state")),
    ),
    # What happened to its names stands on their own pages.
    followed=(
        Followed(Order, "unit_id", ("order_no", "amount_fen", "state")),
        Followed(Payment, "unit_id", ("payment_no", "amount_fen", "state")),
        Followed(Invoice, "unit_id", ("number", "amount_fen", "state")),
    ),
    form_columns=UNIT.fields,
    pages=((_l("机构改革"), "reform.unit"),),
    can_edit=UNIT.grants,
)
