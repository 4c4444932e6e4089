"""批量导入 (bulk import): sheets stored row by row as uploaded, with the outcome of each row.

A row is staged with a verdict; the clerk accepts good rows, while bad ones keep their reason and
block no others (《新增域名批量导入信息表》, 东丽 2016). A row of an existing record, as in an
exported list, is staged with its differences from the record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.base import Base, Json, UtcDateTime, Versioned, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes
from models.values.tone import Tone


class ImportKind(StrEnum):
    """What a sheet contains."""

    UNITS = "units"
    DOMAINS = "domains"
    MAILING_ADDRESSES = "mailing_addresses"
    USERS = "users"


class ImportField(StrEnum):
    """Meaning of a column, whatever its heading."""

    NAME = "unit_name"
    USCC = "uscc"
    UNIT_TYPE = "unit_type"
    SHORT_NAME = "short_name"
    ADMINISTRATIVE_FUNCTION = "administrative_function"
    OFFICE = "office"
    DIVISION = "division"
    LEGAL_REPRESENTATIVE = "legal_representative"
    CONTACT_NAME = "contact_name"
    CONTACT_PHONE = "contact_phone"
    CONTACT_EMAIL = "contact_email"
    INVOICE_TITLE = "invoice_title"
    TAXPAYER_NO = "taxpayer_no"
    ADDRESS = "address"
    DOMAIN = "domain"
    BASIS = "basis"
    YEARS = "years"
    PURPOSE = "purpose"
    NAME_REASON = "name_reason"
    #: Only in files exported by this system: the row is of a name that was filed before.
    DOMAIN_STATE = "domain_state"
    #: Only in files exported by this system: which record the row is, and as of which version.
    RECORD_ID = "record_id"
    RECORD_VERSION = "record_version"
    RECIPIENT = "recipient"
    PHONE = "phone"
    REGION = "region"
    DETAIL = "detail"
    POSTCODE = "postcode"
    IS_DEFAULT = "is_default"
    USERNAME = "username"
    DISPLAY_NAME = "display_name"
    EMAIL = "email"


#: The columns of each kind's sheet, in the order of its template.
UNIT_FIELDS = (
    ImportField.NAME,
    ImportField.USCC,
    ImportField.UNIT_TYPE,
    ImportField.SHORT_NAME,
    ImportField.ADMINISTRATIVE_FUNCTION,
    ImportField.OFFICE,
    ImportField.DIVISION,
    ImportField.LEGAL_REPRESENTATIVE,
    ImportField.CONTACT_NAME,
    ImportField.CONTACT_PHONE,
    ImportField.CONTACT_EMAIL,
    ImportField.INVOICE_TITLE,
    ImportField.TAXPAYER_NO,
    ImportField.ADDRESS,
)
DOMAIN_FIELDS = (
    ImportField.NAME,
    ImportField.USCC,
    ImportField.DOMAIN,
    ImportField.YEARS,
    ImportField.BASIS,
    ImportField.PURPOSE,
    ImportField.UNIT_TYPE,
    ImportField.ADMINISTRATIVE_FUNCTION,
    ImportField.OFFICE,
    ImportField.CONTACT_NAME,
    ImportField.CONTACT_PHONE,
    ImportField.CONTACT_EMAIL,
    ImportField.NAME_REASON,
)
ADDRESS_FIELDS = (
    ImportField.RECIPIENT,
    ImportField.PHONE,
    ImportField.REGION,
    ImportField.DETAIL,
    ImportField.POSTCODE,
    ImportField.IS_DEFAULT,
)
USER_FIELDS = (ImportField.USERNAME, ImportField.DISPLAY_NAME, ImportField.EMAIL)
FIELDS_OF = {
    ImportKind.UNITS: UNIT_FIELDS,
    ImportKind.DOMAINS: DOMAIN_FIELDS,
    ImportKind.MAILING_ADDRESSES: ADDRESS_FIELDS,
    ImportKind.USERS: USER_FIELDS,
}
#: Kinds whose sheets may also bring new records; the others only change what exists.
REGISTERING = frozenset({ImportKind.UNITS, ImportKind.DOMAINS})
#: Headings that a sheet of the kind must have, unless its rows have record numbers.
NEEDED = {
    ImportKind.UNITS: frozenset({ImportField.NAME, ImportField.USCC}),
    ImportKind.DOMAINS: frozenset({ImportField.NAME, ImportField.DOMAIN}),
    ImportKind.MAILING_ADDRESSES: frozenset({ImportField.RECORD_ID}),
    ImportKind.USERS: frozenset({ImportField.USERNAME}),
}
#: The column that a row is called by.
TITLE_OF = {
    ImportKind.UNITS: ImportField.NAME,
    ImportKind.DOMAINS: ImportField.DOMAIN,
    ImportKind.MAILING_ADDRESSES: ImportField.RECIPIENT,
    ImportKind.USERS: ImportField.USERNAME,
}


def missing_fields(kind: ImportKind, found: Collection[StrEnum | None]) -> list[ImportField]:
    """The fields that a sheet of the kind lacks, in the order of its template."""
    if ImportField.RECORD_ID in found:
        return []
    needed = NEEDED[kind] - set(found)
    return [field for field in (*FIELDS_OF[kind], ImportField.RECORD_ID) if field in needed]


class ImportRowState(StrEnum):
    """The outcome of a row."""

    STAGED = "staged"
    REFUSED = "refused"
    KNOWN = "known"
    #: Differs from the record, in columns that may be edited.
    CHANGED = "changed"
    #: Differs in a column that somebody has changed since the file was exported.
    CONFLICT = "conflict"
    ACCEPTED = "accepted"


class ImportRowEvent(StrEnum):
    """What happens to a row."""

    REFUSE = "refuse"
    RECOGNISE = "recognise"
    DIFFER = "differ"
    CLASH = "clash"
    ACCEPT = "accept"
    TAKE_CHANGES = "take_changes"


IMPORT_ROW_LIFECYCLE = Lifecycle[ImportRowState, ImportRowEvent](
    ImportRowState.STAGED,
    {
        ImportRowEvent.REFUSE: from_states(ImportRowState.STAGED, to=ImportRowState.REFUSED),
        ImportRowEvent.RECOGNISE: from_states(ImportRowState.STAGED, to=ImportRowState.KNOWN),
        ImportRowEvent.DIFFER: from_states(ImportRowState.STAGED, to=ImportRowState.CHANGED),
        ImportRowEvent.CLASH: from_states(ImportRowState.STAGED, to=ImportRowState.CONFLICT),
        ImportRowEvent.TAKE_CHANGES: from_states(
            ImportRowState.CHANGED, ImportRowState.CONFLICT, to=ImportRowState.ACCEPTED
        ),
        # A row refused at upload may have become valid since.
        ImportRowEvent.ACCEPT: from_states(
            ImportRowState.STAGED, ImportRowState.REFUSED, to=ImportRowState.ACCEPTED
        ),
    },
    tones={
        ImportRowState.STAGED: Tone.INFO,
        ImportRowState.REFUSED: Tone.DANGER,
        ImportRowState.CHANGED: Tone.INFO,
        ImportRowState.CONFLICT: Tone.WARNING,
        ImportRowState.ACCEPTED: Tone.SUCCESS,
    },
)


class ImportSheet(Scoped, Versioned, Base):
    """One uploaded file of an office."""

    __tablename__ = "import_sheet"
    __table_args__ = (*ancestor_indexes(),)

    id: Mapped[pk]
    kind: Mapped[ImportKind] = mapped_column(words(ImportKind))
    file_name: Mapped[str] = mapped_column(String(120))
    #: The row of headings, as it was.
    headings: Mapped[list[Any]] = mapped_column(Json)
    #: How the file was read: [{"code", "facts"}] of messages.
    remarks: Mapped[list[Any] | None] = mapped_column(Json)
    row_count: Mapped[int]
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    def __str__(self) -> str:
        return self.file_name


class ImportRow(Scoped, Versioned, Base):
    """One row of a sheet, with its cells as uploaded."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("sheet_id", "number"),
        Index(None, "sheet_id", "state", "id"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("import_sheet.id", ondelete="RESTRICT"))
    #: Its row number in the file, from 1.
    number: Mapped[int]
    #: Its title: the name of the unit, or the domain.
    name: Mapped[str] = mapped_column(String(120))
    #: The cells in the file's own order.
    raw: Mapped[list[Any]] = mapped_column(Json)
    #: {ImportField: text} of the cells whose heading is known.
    cells: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[ImportRowState] = mapped_column(
        words(ImportRowState), default=ImportRowState.STAGED
    )
    #: Why it was refused at upload: {"code", "facts"} of a message.
    fault: Mapped[dict[str, Any] | None] = mapped_column(Json)
    #: The record that the row is of, found by its number or its natural key.
    record_id: Mapped[int | None]
    #: Its version as the file has it; None: the file does not say.
    record_version: Mapped[int | None]
    #: How the row differs from the record: dicts of `actions.core.records.revision.Difference`.
    differences: Mapped[list[Any] | None] = mapped_column(Json)

    sheet: Mapped[ImportSheet] = relationship(lazy="raise_on_sql")

    def __str__(self) -> str:
        return self.name


IMPORT_ROW_LIFECYCLE.guard(ImportRow.state)
