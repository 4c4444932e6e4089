"""The office whose rows they are, with or without those below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from admin_app.forms.office_choices import OWN, office_choices, office_said, own_office
from admin_app.forms.office_lookup import MOST_CHOICES
from admin_app.grid.filters.conditions import Condition, OneOf
from admin_app.grid.filters.filter import FieldRequest, Filter, FilteredList, FilterField
from admin_app.values.kind import Schema
from models.values.typed_text import folded

#: Digits of an office's code.
_LONGEST_CODE = 6


@dataclass(frozen=True)
class OfficeFilter(Filter):
    """An office's code: a province's or city's takes its counties in, unless `-own` follows it."""

    narrows: ClassVar[bool] = True

    @property
    def attributes(self) -> tuple[str, ...]:
        """The codes of the three levels."""
        return (self.name, "province_code", "city_code", "office_code")

    def parse_text(self, raw: str) -> str | None:
        """The code of an office or its beginning, alone or with those below it."""
        digits = raw.removesuffix(OWN)
        is_code = digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_CODE
        return raw if is_code else None

    def stored_form(self, listed: FilteredList, raw: str) -> str:
        """Digits of either width."""
        return folded(raw).strip()

    def condition(self, listed: FilteredList, value: str) -> Condition:
        """The row is the office's, or of one below it."""
        level = "office_code"
        if not value.endswith(OWN):
            # GB/T 2260: a province's code ends in four zeros, a city's in two.
            level = "province_code" if value.endswith("0000") else level
            level = "city_code" if level == "office_code" and value.endswith("00") else level
        return OneOf(level, (value.removesuffix(OWN),))

    def field(self, asked: FieldRequest) -> FilterField | None:
        """A choice, or where there are too many a text; of use to those who see several."""
        label, chosen = self.title(asked.listed), asked.value
        offices = office_choices(asked.session, MOST_CHOICES)
        if offices is None:
            typed = f"{chosen} {office_said(asked.session, chosen)}" if chosen else None
            return FilterField(self.name, label, "office", typed)
        if len(offices) <= 1:
            return None
        choices = [("", _("不限"), chosen is None)]
        choices += [(code, name, code == chosen) for code, name in _with_own(offices, chosen)]
        return FilterField(self.name, label, "choice", choices=choices)

    def describe(self, session: Session, listed: FilteredList, value: Any) -> str:
        """The place of the office."""
        return office_said(session, value)

    def schema(self, listed: FilteredList) -> Schema:
        """A code."""
        return {
            "type": "string",
            "pattern": f"^[0-9]{{6}}({OWN})?$",
            "examples": ["620000", f"620000{OWN}"],
        }

    def description(self, listed: FilteredList) -> str:
        """The rows covered by a code."""
        return self.title(listed) + _("（六位代码，含下级；加 -own 只含本级）")


def _with_own(offices: Sequence[tuple[str, str]], chosen: str | None) -> list[tuple[str, str]]:
    """The offices to choose from, and an office alone when it was asked for so."""
    if chosen is None or not chosen.endswith(OWN):
        return list(offices)
    return [*offices, (chosen, own_office(chosen, dict(offices)))]
