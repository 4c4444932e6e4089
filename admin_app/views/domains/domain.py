"""域名查询, 待审核域名, 域名历史查询: one table of names (guide 新-004, 新-007, 续-002)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from actions.core.records.editable import DOMAIN
from admin_app.grid.filters import ChoiceFilter, DateFilter, KeyFilter, OfficeFilter, TextFilter
from admin_app.grid.spec import EVERYONE, Column, Derived, Followed, Grid, Group, NamedList, Related
from models.billing.open_fee import open_fee_of
from models.billing.order import Order
from models.billing.payment import Payment
from models.domains.change_request import DomainRequest
from models.domains.domain import Domain, DomainState, Term
from models.domains.reminder import Reminder
from models.domains.review import Review
from models.domains.status import status_by, status_parameters
from models.invoices.invoice import Invoice
from models.registration.review_decision import desk_code, may_wait_at
from models.reports.order_payments import invoices_of_domain, payments_of_domain


def _queue(clock: Derived) -> tuple[Column, ...]:
    """The extra columns of names under review."""
    return (
        Column("name_u", wraps=True),
        Column("unit.name", wraps=True),
        Column("unit.uscc"),
        Column("office", wraps=True),
        Column("name_basis"),
        Column("term_years"),
        Column("waits_since", derived=clock, wraps=True),
    )


STATUS = Column(
    "status", sort="state", stored="state", found=status_by, parameters=status_parameters
)
OPEN_FEE = Column("open_fee", found=open_fee_of)

GRID = Grid(
    entity="domain",
    model=Domain,
    state="status",
    also=("open_fee",),
    readers=EVERYONE,
    column_list=(
        Column("name_u", wraps=True),
        Column("unit.name", wraps=True),
        Column("office", wraps=True),
        STATUS,
        OPEN_FEE,
        Column("registered_on"),
        Column("expires_on", sort="due_on"),
        Column("term_years"),
    ),
    details_only_columns=(
        Column("state"),
        Column("name_a"),
        Column("name_basis"),
        Column("name_reason", wraps=True),
        Column("purpose", is_inline=True),
        Column("is_held"),
        Column("hold_reason"),
        Column("submitted_at"),
        Column("waits_since"),
        Column("approved_at"),
    ),
    column_filters=(
        DateFilter("due_on", label="expires_on", presets=True),
        ChoiceFilter("state"),
        OfficeFilter("office_code"),
        DateFilter("waits_since", is_rare=True),
        KeyFilter("unit_id", is_rare=True),
        TextFilter(
            "desk_code",
            label="list:to_review",
            is_rare=True,
            of=desk_code,
            among=may_wait_at,
        ),
    ),
    lists=(
        NamedList(
            "to_review",
            "state",
            (DomainState.SUBMITTED,),
            _queue(Derived.OFFICE_CLOCK),
            is_work=True,
            since="waits_since",
        ),
        NamedList(
            "office_approved",
            "state",
            (DomainState.OFFICE_APPROVED,),
            _queue(Derived.REGISTRY_CLOCK),
            is_work=True,
            since="waits_since",
        ),
        NamedList("registry_approved", "state", (DomainState.REGISTRY_APPROVED,)),
        NamedList("registered", "state", (DomainState.REGISTERED,)),
        NamedList(
            "history",
            "state",
            (
                DomainState.REJECTED,
                DomainState.WITHDRAWN,
                DomainState.LAPSED,
                DomainState.DELETED,
            ),
            (
                Column("name_u", wraps=True),
                Column("unit.name", wraps=True),
                Column("office", wraps=True),
                Column("state", sort="state"),
                Column("submitted_at"),
                Column("registered_on"),
                Column("expires_on", sort="due_on"),
            ),
        ),
    ),
    apart="history",
    groups=(Group("state"), Group("office_code"), Group("due_on", by_month=True)),
    sums=("term_years",),
    column_sortable_list=("id", "due_on"),
    column_default_sort="due_on",
    start="submit_domain",
    pasted=("name_a",),
    search_placeholder=_l("域名、拼音首字母"),
    related=(
        Related("red_page", "domain_id", ("state", "published_at", "updated_at")),
        Related("order", "domain_id", ("order_no", "kind", "term_years", "amount_fen", "state")),
    ),
    followed=(
        Followed(Review, "domain_id", ("stage", "decision", "reasons", "comment")),
        Followed(Order, "domain_id", ("order_no", "amount_fen", "state")),
        Followed(Term, "domain_id", ("starts_on", "ends_on")),
        Followed(DomainRequest, "domain_id", ("kind", "state", "document_no", "answer")),
        Followed(Reminder, "domain_id", ("stage", "reminded_on")),
        Followed(Payment, payments_of_domain, ("payment_no", "state")),
        Followed(Invoice, invoices_of_domain, ("number", "amount_fen", "state")),
    ),
    form_columns=DOMAIN.fields,
    can_edit=DOMAIN.grants,
)
