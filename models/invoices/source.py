"""发票来源 (invoice source, 两代一统): whether an office or its province applies for invoices."""

from __future__ import annotations

from enum import StrEnum

from models.offices.office import InvoiceSource, Office, OfficeLevel


class SourceFault(StrEnum):
    """Why an office's request is refused."""

    PROVINCE_APPLIES = "source_province_applies"


def is_left_to_province(office: Office) -> bool:
    """Whether the province alone applies, and splits down to this office."""
    only = office.invoice_source is InvoiceSource.PROVINCE_ONLY
    return only and office.level is not OfficeLevel.PROVINCE
