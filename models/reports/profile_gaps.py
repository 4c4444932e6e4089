"""单位信息: what an office or a unit has yet to fill in before the guide needs it (新-002)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.offices.office import MailingAddress, Office, PaymentMode
from models.units.unit import Unit


class Gap(StrEnum):
    """Something that is missing."""

    OFFICE_CONTACT = "office_contact"
    OFFICE_PHONE = "office_phone"
    OFFICE_ADDRESS = "office_address"
    PAYMENT_MODE = "payment_mode"
    PAYEE = "payee"
    MAILING_ADDRESS = "mailing_address"
    UNIT_CONTACT = "unit_contact"
    UNIT_PHONE = "unit_phone"
    UNIT_EMAIL = "unit_email"
    UNIT_ADDRESS = "unit_address"
    TAXPAYER_NO = "taxpayer_no"


@dataclass(frozen=True, slots=True)
class OfficeProfile:
    """An office with its 缴费方式 and the address its invoices go to."""

    office: Office
    payment_mode: PaymentMode | None
    address: MailingAddress | None

    @property
    def gaps(self) -> list[Gap]:
        """What is missing, in the order in which it will be needed."""
        office, mode = self.office, self.payment_mode
        has_bank = mode is not None and bool(mode.payee and mode.bank and mode.bank_account_no)
        present = {
            Gap.OFFICE_CONTACT: office.contact_name,
            Gap.OFFICE_PHONE: office.phone,
            Gap.OFFICE_ADDRESS: office.address,
            Gap.PAYMENT_MODE: mode,
            Gap.PAYEE: mode is None or not mode.accept_transfer or has_bank,
            Gap.MAILING_ADDRESS: self.address,
        }
        return [gap for gap, value in present.items() if not value]


def office_profile(session: Session, office: Office) -> OfficeProfile:
    """The office's profile; of several addresses the default, else the first."""
    mode = session.scalars(select(PaymentMode).where(PaymentMode.office_id == office.id))
    order = (MailingAddress.is_default.desc(), MailingAddress.id)
    address = session.scalars(
        select(MailingAddress).where(MailingAddress.office_id == office.id).order_by(*order)
    )
    return OfficeProfile(office, mode.one_or_none(), address.first())


def unit_gaps(unit: Unit) -> list[Gap]:
    """What a registrant has yet to fill in."""
    present = {
        Gap.UNIT_CONTACT: unit.contact_name,
        Gap.UNIT_PHONE: unit.contact_phone,
        Gap.UNIT_EMAIL: unit.contact_email,
        Gap.UNIT_ADDRESS: unit.address,
        Gap.TAXPAYER_NO: unit.taxpayer_no,
    }
    return [gap for gap, value in present.items() if not value]
