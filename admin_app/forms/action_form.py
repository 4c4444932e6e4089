"""An action's input dataclass as a form, and back.

Every value is passed as typed text and parsed by `actions.core.input_parsing`, so a form gives the
same messages as the API and the command line. Amounts are typed in yuan. Lines of a nested tuple
are added and removed by plain submit buttons (`add_row`, `remove_row`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from flask import request
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)

from actions.core.action import Action, F, I, R
from actions.core.input_fields import field_types, line_type, plain_type, typed_length
from actions.core.input_parsing import MAXIMUM_INPUT_LINES, parse_input
from actions.core.refusal import Refused
from admin_app import labels
from admin_app.forms.office_field import NO_CHOICE, OfficeField
from admin_app.forms.row_choices import (
    Members,
    TicksField,
    fill_choices,
    member_choices,
    offer_members,
    varied_of,
)
from admin_app.forms.typed_fields import DayField, InstantField, MoneyField, NumberField
from models.core.base import db
from models.values.calendar import local_minute
from models.values.money import plain_yuan

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")


class LinesField(FieldList):
    """The lines of a nested tuple."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self.type = "FieldList"

    def _extract_indices(self, prefix: str, formdata: MultiDict[str, str]) -> Iterator[int]:
        """Accept only decimal digits: '²' is a digit to Python."""
        for name in formdata:
            number = name.removeprefix(f"{prefix}-").partition("-")[0]
            if name.startswith(f"{prefix}-") and number.isdecimal() and len(number) < 6:  # noqa: PLR2004
                yield int(number)


class ActionForm(FlaskForm):
    """The form of an action's input."""

    #: Fields that are a choice or not, by the value of another field.
    varied: ClassVar[Mapping[str, Members]] = {}

    class Meta:
        # The page has the CSRF token of the whole site already.
        csrf = False

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        if isinstance(posted := options.get("formdata", request.form), Mapping):
            adjust_rows(self, posted)
        fill_choices(self, db.session())
        offer_members(self, self.varied)
        for field in self:
            if isinstance(field, OfficeField):
                field.settle(db.session())

    @property
    def types_offices(self) -> bool:
        """Whether the form has a typed office field."""
        return any(isinstance(field, OfficeField) and field.is_typed for field in self)


@cache
def form_for(action: Action[R, I, F]) -> type[ActionForm]:
    """The form class of an action; make one with `values=` to fill it from typed values."""
    fields = _fields(action.input, action.key, "")
    return type("ActionForm", (ActionForm,), {**fields, "varied": varied_of(action.input)})


def texts(given: object) -> Any:
    """An input as typed text: the `data=` of a form."""
    if dataclasses.is_dataclass(given) and not isinstance(given, type):
        return {
            f.name: plain_yuan(value)
            if f.metadata.get("fen") and isinstance(value := getattr(given, f.name), int)
            else texts(getattr(given, f.name))
            for f in dataclasses.fields(given)
        }
    if isinstance(given, tuple):
        return [texts(item) for item in given]
    if isinstance(given, StrEnum):
        return given.value
    if isinstance(given, dt.datetime):
        return local_minute(given)
    return given if given is None or isinstance(given, bool) else str(given)


def raw_values(form: Form) -> dict[str, object]:
    """The typed values for `parse_input`, without empty lines."""
    return {
        field.name if not isinstance(form, _Line) else field.short_name: _raw(field)
        for field in form
        if field.name != "csrf_token"
    }


def read_form(kind: type[D], form: Form) -> D:
    """The parsed input. Raises Refused, also for an office that is not found."""
    faults = {f.name: f.fault for f in form if isinstance(f, OfficeField) and f.fault is not None}
    try:
        given = parse_input(kind, raw_values(form))
    except Refused as refused:
        raise Refused(refused.refusal, inputs={**refused.inputs, **faults}) from refused
    if faults:
        raise Refused(inputs=faults)
    return given


def adjust_rows(form: Form, posted: Mapping[str, str]) -> bool:
    """Handle add_row, remove_row or choose; returns whether one of them was submitted."""
    wanted = posted.get("add_row", "")
    chosen, _, code = posted.get("choose", "").partition(":")
    for field in form:
        if isinstance(field, OfficeField) and field.name == chosen:
            field.choose(code)
        if isinstance(field, LinesField):
            if field.name == wanted and len(field.entries) < MAXIMUM_INPUT_LINES:
                field.append_entry()
            number = posted.get("remove_row", "")
            if number.isdecimal() and len(number) < 6 and int(number) < len(field.entries):  # noqa: PLR2004
                del field.entries[int(number)]
    return bool({"add_row", "remove_row", "choose"} & posted.keys())


def show_faults(form: Form, refused: Refused) -> None:
    """Show each refusal at its field, or at the top for fields that the form does not have."""
    for path, refusal in refused.inputs.items():
        said = labels.sentence(refusal.code, refusal.facts)
        field = _find(form, path.split("."))
        if field is None:
            form.form_errors.append(said)
        else:
            field.errors = [*field.errors, said]
    for field in form:
        if isinstance(field, LinesField) and not field.errors:
            field.errors = [entry.errors for entry in field.entries if entry.errors]


class _Must:
    """Marks a required field; `parse_input` does the check."""

    field_flags = {"required": True}

    def __call__(self, _form: Form, _field: Field) -> None:
        """Accept anything: empty values are refused by `parse_input`."""


class _Line(Form):
    """One line of a nested tuple."""


def _fields(kind: type[DataclassInstance], key: str, prefix: str) -> dict[str, Field]:
    hints = field_types(kind)
    return {f.name: _field(f, hints[f.name], key, prefix) for f in dataclasses.fields(kind)}


def _field(f: dataclasses.Field[object], annotation: type[object], key: str, prefix: str) -> Field:
    # Labels are translated at render time: the class serves every language.
    label = LazyString(labels.field_label, key, f"{prefix}{f.name}")
    own = f.metadata.get("own")
    if own is not None:
        label = LazyString(labels.own_label, own)
    options = {"label": label, **_options(f, annotation)}
    if own is not None and own.help_text:
        options["description"] = own.help_text
    if (line := line_type(annotation)) is not None:
        lines = FormField(type("Line", (_Line,), _fields(line, key, f"{f.name}.")))
        return LinesField(lines, min_entries=1, max_entries=MAXIMUM_INPUT_LINES, **options)
    wanted, is_optional = plain_type(annotation)
    if typing.get_origin(wanted) is tuple:
        choices = member_choices(typing.get_args(wanted)[0])
        return TicksField(choices=choices, validate_choice=False, **options)
    if (which := f.metadata.get("offices")) is not None:
        return OfficeField(which=which, **options)
    if f.metadata.get("choices") or f.metadata.get("suggestions"):
        return _row_choice_field(f, options)
    if issubclass(wanted, StrEnum) and not f.metadata.get("hidden"):
        blank = [NO_CHOICE] if is_optional or f.default is dataclasses.MISSING else []
        return SelectField(
            choices=[*blank, *member_choices(wanted)], validate_choice=False, **options
        )
    return _plain(f, wanted)(**options)


def _row_choice_field(f: dataclasses.Field[object], options: dict[str, object]) -> Field:
    """A choice among rows, queried under scope when the form is instantiated."""
    if (suggest := f.metadata["suggestions"]) is not None:
        typed = type("StringField", (StringField,), {"suggest": staticmethod(suggest)})
        return typed(**options)
    ask = f.metadata["choices"]
    asking = type("SelectField", (SelectField,), {"ask": staticmethod(ask)})
    return asking(choices=[], validate_choice=False, **options)


def _plain(f: dataclasses.Field[object], wanted: type[object]) -> type[Field]:
    if f.metadata.get("hidden"):
        return HiddenField
    if f.metadata.get("secret"):
        return PasswordField
    if f.metadata.get("multiline"):
        return TextAreaField
    if wanted is int:
        return MoneyField if f.metadata.get("fen") else NumberField
    return _PLAIN.get(wanted.__name__, StringField)


_PLAIN: dict[str, type[Field]] = {
    "bool": BooleanField,
    "date": DayField,
    "datetime": InstantField,
}


def _options(f: dataclasses.Field[object], annotation: type[object]) -> dict[str, object]:
    wanted, is_optional = plain_type(annotation)
    options: dict[str, Any] = {"render_kw": {}}
    if f.default is not dataclasses.MISSING and f.default is not None:
        options["default"] = _default(f)
    elif not is_optional and wanted is not bool:
        options["validators"] = [_Must()]
    if f.metadata.get("secret"):
        options["render_kw"] = {"autocomplete": "new-password"}
    elif wanted is str:
        options["render_kw"] = {"maxlength": typed_length(f.metadata.get("maximum_length"))}
    return options


def _default(f: dataclasses.Field[object]) -> object:
    if f.metadata.get("fen") and isinstance(f.default, int):
        return plain_yuan(f.default)
    return texts(f.default)


def _raw(field: Field) -> object:
    if isinstance(field, LinesField):
        return [raw_values(entry.form) for entry in _filled_entries(field)]
    if isinstance(field, OfficeField):
        return field.code
    return field.data


def _filled_entries(field: LinesField) -> list[FormField]:
    """The non-empty entries; the indices of faults refer to them."""
    return [entry for entry in field.entries if any(part.data for part in entry.form)]


def _find(form: Form, path: list[str]) -> Field | None:
    name, *rest = path
    if name not in form:
        return None
    field = form[name]
    if not rest or not isinstance(field, LinesField):
        return field
    kept = _filled_entries(field)
    number = int(rest[0])
    return _find(kept[number].form, rest[1:]) if rest[1:] and number < len(kept) else field
