"""On which records labels are put, and by whom: those who work on them, never registrants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.core.action import Action, Reach
from actions.core.labels.labelling import put_label, take_off_label
from models.billing.order import Order
from models.billing.payment import Payment
from models.core.base import Base
from models.domains.change_request import DomainRequest
from models.domains.domain import Domain
from models.domains.red_page import RedPage
from models.invoices.invoice import Invoice
from models.invoices.invoice_request import InvoiceRequest
from models.invoices.stock import InvoiceLot
from models.ledger.adjustment import Adjustment
from models.offices.office import Office
from models.remittances.remittance import Remittance
from models.units.unit import Unit
from models.users.user import Role, User

_ADMINS = frozenset({Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN, Role.CITY_ADMIN, Role.COUNTY_ADMIN})
_MONEY = _ADMINS | {Role.REGISTRY_FINANCE, Role.CASHIER}
_STAFF = _MONEY | {Role.REGISTRY_REVIEWER}

#: Model → the roles that put labels on its rows: those who read its list, but for viewers.
LABELLED: Mapping[type[Base], frozenset[Role]] = {
    Unit: _STAFF,
    Domain: _STAFF,
    DomainRequest: _STAFF,
    RedPage: _ADMINS,
    Order: _STAFF,
    Payment: _MONEY,
    Invoice: _MONEY,
    InvoiceLot: _MONEY,
    InvoiceRequest: _MONEY,
    Remittance: _MONEY,
    Adjustment: _MONEY,
    Office: _STAFF,
    User: _ADMINS,
}

#: Table → the same roles: whom rules may tell of its rows. Logins are no business of rules.
READERS: Mapping[str, frozenset[Role]] = {
    model.__tablename__: roles for model, roles in LABELLED.items() if model is not User
}

#: The two actions of each model, with the roles that may run them. Rules put labels on, too.
LABELLING: Mapping[Action[Any, Any, Any], Mapping[Role, Reach]] = {
    **{
        put_label(model): dict.fromkeys([*sorted(roles), Role.SYSTEM], Reach.SCOPE)
        for model, roles in LABELLED.items()
    },
    **{
        take_off_label(model): dict.fromkeys(sorted(roles), Reach.SCOPE)
        for model, roles in LABELLED.items()
    },
}
