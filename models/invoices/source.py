"""发票来源 (两代一统): whether an office applies for its invoices or its province does for it."""

from __future__ import annotations

from enum import StrEnum

from models.offices.office import InvoiceSource, Office, OfficeLevel


class SourceFault(StrEnum):
    """Why a request of an office goes no further."""

    PROVINCE_APPLIES = "source_province_applies"


def is_left_to_province(office: Office) -> bool:
    """Whether the province alone applies, and splits down to this office."""
    only = office.invoice_source is InvoiceSource.PROVINCE_ONLY
    return only and office.level is not OfficeLevel.PROVINCE
