"""The field for an office: a select for few, a typed lookup for many."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import SelectChoice, SelectField
from wtforms.widgets import TextInput

from actions.core.refusal import Refusal
from admin_app.forms.office_lookup import (
    LONGEST_TYPED,
    MOST_LISTED,
    NamedOffice,
    few_offices,
    office_named,
    offices_found,
)
from models.offices.office import Offices

#: The first option of a select.
NO_CHOICE = SelectChoice("", _l("（请选择）"))


class OfficeField(SelectField):
    """An office, submitted as its code or as part of its name."""

    def __init__(self, *arguments: object, which: Offices, **options: object) -> None:
        super().__init__(*arguments, choices=[], validate_choice=False, **options)
        self.which = which
        self.is_typed = False
        #: Offices to choose from when the typed text is ambiguous.
        self.listed: tuple[NamedOffice, ...] = ()
        self.fault: Refusal | None = None
        self.code: str | None = None

    def choose(self, code: str) -> None:
        """Choose one of those listed."""
        self.data = code

    def settle(self, session: Session) -> None:
        """Load the choices in scope, and resolve the typed text to an office."""
        self.code = self.data
        few = few_offices(session, self.which)
        if few is not None:
            self.choices = [NO_CHOICE, *(SelectChoice(each.code, each.name) for each in few)]
            return
        self.is_typed = True
        self.widget = TextInput()
        self.description = _l("填写行政区划代码、编办名称或其中几个字，也可以填写拼音首字母。")
        self.render_kw = {"maxlength": LONGEST_TYPED, "autocomplete": "off"}
        if typed := (self.data or "").strip()[:LONGEST_TYPED]:
            self._find(session, typed)

    @property
    def suggestions_url(self) -> str:
        """The URL of the suggestions."""
        return url_for("office_lookup.index", of=self.which.value)

    def _find(self, session: Session, typed: str) -> None:
        named = office_named(session, self.which, typed)
        if named is not None:
            self.code, self.data = named.code, str(named)
            return
        found = offices_found(session, self.which, typed, MOST_LISTED)
        self.listed, self.fault = found.offices, found.refusal(typed)

    def _value(self) -> str:
        return self.data or ""
