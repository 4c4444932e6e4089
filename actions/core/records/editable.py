"""Which columns of a record may be edited, and by whom: one table for edit forms and for sheets
brought back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.core.action import Action, Reach
from actions.core.crud import edit_action
from models.core.base import Base
from models.domains.domain import Domain
from models.imports.sheet import ImportField, ImportKind
from models.offices.office import MailingAddress
from models.units.unit import Unit
from models.users.user import Role, User

if TYPE_CHECKING:
    from actions.core.crud import EditInput
    from actions.core.records.own_input import OwnFacts


@dataclass(frozen=True, kw_only=True)
class Editable:
    """The columns of a model that an edit may change, and the roles that may edit."""

    model: type[Base]
    fields: tuple[str, ...]
    grants: Mapping[Role, Reach]
    #: Columns of a sheet whose name in the model is another; a dot leads to the unit.
    attributes: Mapping[ImportField, str]
    #: The field of a sheet and the column by which a row without a record number is recognised.
    key: tuple[ImportField, str] | None = None

    def edit(self, names: Sequence[str]) -> Action[Base, EditInput, OwnFacts]:
        """The ordinary edit of some of the columns, in the order of the form."""
        chosen = tuple(name for name in self.fields if name in names)
        return edit_action(self.model, chosen, self.grants)

    def attribute(self, field: str) -> str:
        """The column of the model that a field of a sheet is about."""
        return self.attributes.get(ImportField(field), field)


_OFFICES = {
    Role.PROVINCE_ADMIN: Reach.SCOPE,
    Role.CITY_ADMIN: Reach.SCOPE,
    Role.COUNTY_ADMIN: Reach.SCOPE,
}

UNIT = Editable(
    model=Unit,
    fields=(
        "short_name",
        "legal_representative",
        "contact_name",
        "contact_phone",
        "contact_email",
        "invoice_title",
        "taxpayer_no",
        "address",
    ),
    grants={Role.REGISTRY_ADMIN: Reach.SCOPE, **_OFFICES, Role.UNIT_USER: Reach.SCOPE},
    attributes={
        ImportField.NAME: "name",
        ImportField.OFFICE: "office_code",
        ImportField.DIVISION: "division_code",
    },
    key=(ImportField.USCC, "uscc"),
)
DOMAIN = Editable(
    model=Domain,
    fields=("purpose",),
    grants={**_OFFICES, Role.UNIT_USER: Reach.SCOPE},
    attributes={
        ImportField.NAME: "unit.name",
        ImportField.USCC: "unit.uscc",
        ImportField.UNIT_TYPE: "unit.unit_type",
        ImportField.ADMINISTRATIVE_FUNCTION: "unit.administrative_function",
        ImportField.CONTACT_NAME: "unit.contact_name",
        ImportField.CONTACT_PHONE: "unit.contact_phone",
        ImportField.CONTACT_EMAIL: "unit.contact_email",
        ImportField.OFFICE: "office_code",
        ImportField.DOMAIN: "name_u",
        ImportField.BASIS: "name_basis",
        ImportField.YEARS: "term_years",
        ImportField.DOMAIN_STATE: "state",
    },
    key=(ImportField.DOMAIN, "name_a"),
)
MAILING_ADDRESS = Editable(
    model=MailingAddress,
    fields=("recipient", "phone", "region", "detail", "postcode", "is_default"),
    grants={
        Role.PROVINCE_ADMIN: Reach.OWN,
        Role.CITY_ADMIN: Reach.OWN,
        Role.COUNTY_ADMIN: Reach.OWN,
    },
    attributes={},
)
USER = Editable(
    model=User,
    fields=("email",),
    grants={
        Role.REGISTRY_ADMIN: Reach.SCOPE,
        Role.PROVINCE_ADMIN: Reach.SCOPE,
        Role.CITY_ADMIN: Reach.SCOPE,
        Role.COUNTY_ADMIN: Reach.OWN,
    },
    attributes={},
    key=(ImportField.USERNAME, "username"),
)

#: What a sheet of each kind may change.
EDITABLE_OF = {
    ImportKind.UNITS: UNIT,
    ImportKind.DOMAINS: DOMAIN,
    ImportKind.MAILING_ADDRESSES: MAILING_ADDRESS,
    ImportKind.USERS: USER,
}
