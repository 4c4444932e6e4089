"""What must hold between the fields of a record, for every form and sheet that saves it.

A rule reads the fields as they will be, so an edit of some columns is judged with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from actions.core.refusal import Refusal
from models.core.base import Base
from models.offices.office import PaymentMode, has_a_way_to_pay

#: The value that a field will have, by its name.
FieldValue = Callable[[str], Any]


class RecordRefusal(StrEnum):
    """Why a record is not saved, although each field is valid by itself."""

    NOTHING_TO_PAY_BY = "record_nothing_to_pay_by"


def _payment_mode(value: FieldValue) -> Refusal | None:
    """Guide 新-002: units are shown how they may pay, so there must be a way."""
    names = ("collect_mode", "accept_cash", "accept_transfer", "bank_account_no")
    if has_a_way_to_pay(*(value(name) for name in names)):
        return None
    return Refusal(RecordRefusal.NOTHING_TO_PAY_BY)


_RULES: Mapping[type[Base], Callable[[FieldValue], Refusal | None]] = {
    PaymentMode: _payment_mode,
}


def refusals_of(model: type[Base]) -> type[RecordRefusal] | None:
    """The refusals of records of this model, for its documentation."""
    return RecordRefusal if model in _RULES else None


def check_record(model: type[Base], row: Base | None, given: object) -> Refusal | None:
    """Judge a record as it will be: what is given, then what it holds, then the defaults."""
    if (rule := _RULES.get(model)) is None:
        return None
    columns = model.__table__.c

    def value(name: str) -> object:
        if hasattr(given, name):
            return getattr(given, name)
        default = columns[name].default
        return getattr(row, name) if row is not None else getattr(default, "arg", None)

    return rule(value)
