"""编办: the offices, their addresses and how they collect fees (缴费方式)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.base import Base, Json, Versioned, division_code, pk, unique_where, words
from models.core.own_values import HasOwnValues
from models.core.scope import Scoped, ancestor_indexes
from models.core.search_index import Searchable
from models.core.text_type import TextType, text_of_type
from models.values.tone import Tone, set_tones

#: Code of the registry's own office, the root above every province.
REGISTRY_CODE = "000000"


class OfficeLevel(StrEnum):
    """The level of an office in the tree."""

    REGISTRY = "registry"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class OfficeStatus(StrEnum):
    """Whether an office is in operation."""

    ACTIVE = "active"
    CLOSED = "closed"


set_tones(OfficeStatus, {OfficeStatus.ACTIVE: Tone.SUCCESS}, ended=[OfficeStatus.CLOSED])


class CollectBy(StrEnum):
    """两代一统: who collects and remits in a province."""

    EACH_OFFICE = "each_office"
    PROVINCE_POOL = "province_pool"


class InvoiceSource(StrEnum):
    """两代一统: who applies for pre-issued invoices."""

    EACH_OFFICE = "each_office"
    PROVINCE_ONLY = "province_only"


class ReviewEscalation(StrEnum):
    """两代一统: which office does the first review."""

    NONE = "none"
    CITY = "city"
    PROVINCE = "province"


class Office(Scoped, Versioned, HasOwnValues, Searchable, Base):
    """An office of a division; the registry is the root."""

    __tablename__ = "office"
    __table_args__ = (
        CheckConstraint("code = office_code", name="own_code"),
        CheckConstraint("(level = 'registry') = (parent_id IS NULL)", name="root"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_own_parent"),
        CheckConstraint("successor_code IS NULL OR status = 'closed'", name="successor"),
        unique_where("uq_office_active_division", "division_code", where="status = 'active'"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    code: Mapped[division_code] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(60))
    #: Names before a renaming, newest first: [{"name", "until", "document_no"}].
    former_names: Mapped[list[Any]] = mapped_column(Json, default=list, server_default="[]")
    level: Mapped[OfficeLevel] = mapped_column(words(OfficeLevel))
    division_code: Mapped[division_code | None] = mapped_column(ForeignKey("division.code"))
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("office.id", ondelete="RESTRICT"), index=True
    )
    address: Mapped[str | None] = mapped_column(String(200), info=text_of_type(TextType.WORDS))
    phone: Mapped[str | None] = mapped_column(String(40), info=text_of_type(TextType.PHONE))
    contact_name: Mapped[str | None] = mapped_column(String(40), info=text_of_type(TextType.PERSON))
    status: Mapped[OfficeStatus] = mapped_column(words(OfficeStatus), default=OfficeStatus.ACTIVE)
    #: The day it was closed, and the office that took over what it had.
    closed_on: Mapped[dt.date | None]
    successor_code: Mapped[str | None] = mapped_column(String(6))
    #: The three 两代一统 switches: a province sets them for every office below it.
    collect_by: Mapped[CollectBy] = mapped_column(words(CollectBy), default=CollectBy.EACH_OFFICE)
    invoice_source: Mapped[InvoiceSource] = mapped_column(
        words(InvoiceSource), default=InvoiceSource.EACH_OFFICE
    )
    review_escalation: Mapped[ReviewEscalation] = mapped_column(
        words(ReviewEscalation), default=ReviewEscalation.NONE
    )

    def search_parts(self) -> tuple[str, ...]:
        """Found by its names, old and new, and its code."""
        former = (entry["name"] for entry in self.former_names or ())
        return (self.name, *former, self.code)

    def __str__(self) -> str:
        return self.name

    def name_on(self, day: dt.date) -> str:
        """The name it had on a day."""
        return name_on(self.name, self.former_names, day)

    def close(self, on: dt.date, successor: Office | None) -> None:
        """Close it for good; raises ValueError when it is closed already.

        Its code is never used again, and its past stays under it.
        """
        if self.status is not OfficeStatus.ACTIVE:
            raise ValueError(f"{self.code} is closed already")
        self.status, self.closed_on = OfficeStatus.CLOSED, on
        self.successor_code = None if successor is None else successor.code


def former_office_name(office: Office, until: dt.date, document_no: str) -> dict[str, str]:
    """The entry of `Office.former_names` for its present name."""
    return {"name": office.name, "until": until.isoformat(), "document_no": document_no}


def name_on(name: str, former_names: Iterable[Mapping[str, str]], day: dt.date) -> str:
    """The name that an office had on a day: papers of that day keep it.

    `former_names` are those of `Office`, newest first; each was valid before its `until`.
    """
    until_then = [each["name"] for each in former_names if day.isoformat() < each["until"]]
    return until_then[-1] if until_then else name


class Offices(Enum):
    """Which of the offices in scope a field accepts."""

    WORKING = "working"
    EVERY = "every"


class MailingAddress(Scoped, Versioned, Base):
    """邮寄地址: where the registry sends invoices."""

    __tablename__ = "mailing_address"
    __table_args__ = (
        unique_where("uq_mailing_address_default", "office_id", where="is_default"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="RESTRICT"), index=True)
    recipient: Mapped[str] = mapped_column(String(40), info=text_of_type(TextType.PERSON))
    phone: Mapped[str] = mapped_column(String(40), info=text_of_type(TextType.PHONE))
    region: Mapped[str] = mapped_column(String(80), info=text_of_type(TextType.WORDS))
    detail: Mapped[str] = mapped_column(String(200), info=text_of_type(TextType.WORDS))
    postcode: Mapped[str | None] = mapped_column(String(6), info=text_of_type(TextType.CODE))
    is_default: Mapped[bool] = mapped_column(default=False)

    office: Mapped[Office] = relationship(lazy="raise_on_sql")

    def __str__(self) -> str:
        return f"{self.recipient} {self.phone} {self.region}{self.detail}"


class CollectMode(StrEnum):
    """How units of an office pay."""

    OFFICE_AGENT = "office_agent"
    FISCAL_UNIFIED = "fiscal_unified"
    DIRECT_REGISTRY = "direct_registry"


class PaymentMode(Scoped, Versioned, Base):
    """缴费方式 (how fees are paid): one row per office, shown to its units."""

    __tablename__ = "payment_mode"
    __table_args__ = (*ancestor_indexes(),)

    id: Mapped[pk]
    office_id: Mapped[int] = mapped_column(
        ForeignKey("office.id", ondelete="RESTRICT"), unique=True
    )
    collect_mode: Mapped[CollectMode] = mapped_column(
        words(CollectMode), default=CollectMode.OFFICE_AGENT
    )
    payee: Mapped[str | None] = mapped_column(String(80), info=text_of_type(TextType.NAME))
    bank: Mapped[str | None] = mapped_column(String(80), info=text_of_type(TextType.NAME))
    bank_account_no: Mapped[str | None] = mapped_column(
        String(40), info=text_of_type(TextType.CODE)
    )
    accept_cash: Mapped[bool] = mapped_column(default=True)
    accept_transfer: Mapped[bool] = mapped_column(default=True)
    notice: Mapped[str | None] = mapped_column(Text, info=text_of_type(TextType.LINES))

    office: Mapped[Office] = relationship(lazy="raise_on_sql")

    def __str__(self) -> str:
        return self.office_code


def has_a_way_to_pay(
    collect_mode: CollectMode,
    accept_cash: bool,  # noqa: FBT001  fields of a row, not switches
    accept_transfer: bool,  # noqa: FBT001
    bank_account_no: str | None,
) -> bool:
    """Whether a 缴费方式 leaves a unit something to pay by: cash, or a transfer to an account.

    Under 财政统一支付 the treasury pays, and the unit needs neither.
    """
    if collect_mode is CollectMode.FISCAL_UNIFIED or accept_cash:
        return True
    return accept_transfer and bool(bank_account_no)
