"""Which columns of a record may be edited, and by whom: one table for edit forms and for sheets
brought back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from actions.core.action import Action, Reach
from actions.core.crud import edit_action
from actions.core.records.own_cells import indexed, typed
from actions.core.records.own_input import OWN_GRANTS, edited_fields
from actions.core.refusal import Fact
from models.core.base import Base
from models.definitions.field_spec import FieldSpec
from models.domains.domain import Domain
from models.imports.sheet import ImportField, ImportKind
from models.offices.office import MailingAddress, Office, PaymentMode
from models.units.unit import Unit
from models.users.user import Role, User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

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
    #: Columns of which no two rows have the same value, so no batch gives them one.
    one_at_a_time: frozenset[str] = frozenset()
    #: The fields that offices defined, of those that the editor fills in.
    own: tuple[FieldSpec, ...] = ()

    @cached_property
    def own_by_code(self) -> Mapping[str, FieldSpec]:
        """The fields of the offices' own, as a sheet calls them."""
        return {spec.journal_name: spec for spec in self.own}

    def may_change(self, column: str) -> bool:
        """Whether an edit may change a column, built in or an office's own."""
        return column in self.fields or column in self.own_by_code

    def reach(self, role: Role, columns: Iterable[str]) -> Reach | None:
        """How far a role may change these columns; None: not at all."""
        if any(column in self.fields for column in columns) or role in self.grants:
            return self.grants.get(role)
        return OWN_GRANTS.get(role)

    def edit(self, names: Sequence[str]) -> Action[Base, EditInput, OwnFacts]:
        """The ordinary edit of some of the columns, in the order of the form."""
        chosen = tuple(name for name in self.fields if name in names)
        own = tuple(spec for code, spec in self.own_by_code.items() if code in names)
        return edit_action(self.model, chosen, self.grants, own)

    def typed(self, values: Mapping[str, str]) -> dict[str, object]:
        """Column → new text, as the input of the edit reads it."""
        own = self.own_by_code
        return {
            own[name].name if name in own else name: typed(own[name], text) if name in own else text
            for name, text in values.items()
        }

    def unique_lines(self, texts: Mapping[str, str]) -> Iterator[tuple[int, str]]:
        """The lines of the index that these texts would have in unique fields."""
        for code, spec in self.own_by_code.items():
            if (line := indexed(spec, texts.get(code, ""))) is not None:
                yield line

    def column_of(self, name: str) -> str:
        """The column that a field of the edit's input is about."""
        return next((code for code, spec in self.own_by_code.items() if spec.name == name), name)

    def field_facts(self, column: str) -> dict[str, Fact]:
        """A column inside a sentence: its word, or the labels of its definition."""
        if (spec := self.own_by_code.get(column)) is None:
            return {"field": ImportField(column)}
        chinese, english = spec.labels
        return {"field": chinese, "field_en": english}

    def attribute(self, field: str) -> str:
        """The column of the model that a field of a sheet is about."""
        return self.attributes.get(field, field)  # type: ignore[call-overload,no-any-return]


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
OFFICE = Editable(
    model=Office,
    fields=("address", "phone", "contact_name"),
    grants={
        Role.REGISTRY_ADMIN: Reach.SCOPE,
        Role.PROVINCE_ADMIN: Reach.SCOPE,
        Role.CITY_ADMIN: Reach.SCOPE,
        Role.COUNTY_ADMIN: Reach.OWN,
    },
    attributes={},
)
PAYMENT_MODE = Editable(
    model=PaymentMode,
    fields=(
        "collect_mode",
        "payee",
        "bank",
        "bank_account_no",
        "accept_cash",
        "accept_transfer",
        "notice",
    ),
    grants={
        Role.REGISTRY_ADMIN: Reach.SCOPE,
        Role.PROVINCE_ADMIN: Reach.OWN,
        Role.CITY_ADMIN: Reach.OWN,
        Role.COUNTY_ADMIN: Reach.OWN,
    },
    attributes={},
    # An account is one office's: money paid to it must not follow a batch.
    one_at_a_time=frozenset({"payee", "bank", "bank_account_no"}),
)

#: What a sheet of each kind may change.
EDITABLE_OF = {
    ImportKind.UNITS: UNIT,
    ImportKind.DOMAINS: DOMAIN,
    ImportKind.MAILING_ADDRESSES: MAILING_ADDRESS,
    ImportKind.USERS: USER,
}


def editable_of(session: Session, kind: ImportKind, role: Role) -> Editable:
    """What a sheet of a kind may change for a role, with the fields that offices defined."""
    return _extended(kind, edited_fields(session, EDITABLE_OF[kind].model.__tablename__, role))


@lru_cache(maxsize=512)
def _extended(kind: ImportKind, own: tuple[FieldSpec, ...]) -> Editable:
    return replace(EDITABLE_OF[kind], own=own)
