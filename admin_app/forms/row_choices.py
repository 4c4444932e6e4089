"""Choices that are known when a form is made.

Those among rows are queried under scope, as a list or as suggestions to a text; those among the
members of an enum may depend on another field.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from markupsafe import Markup
from sqlalchemy.orm import Session
from wtforms import Field, FieldList, Form, SelectChoice, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectFieldBase
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, ListWidget

from actions.permissions import action_of
from actions.users.own_role import WorkKey
from admin_app import labels
from admin_app.forms.office_field import NO_CHOICE
from admin_app.values.happenings import choice_text
from models.core.setting import known_day
from models.definitions.chosen_words import OwnWord
from models.users.user import Role

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: The field that decides, and the enum to choose from by its value; None: no choice.
Members = tuple[str, Callable[[str], type[StrEnum] | None]]

#: The heading of what every record has.
_ANY = _l("各种记录")


class _Ticks(ListWidget):
    #: Tells `_field.html` to lay it out as ticks.
    input_type = "checkbox"

    def __call__(self, field: SelectMultipleField, **kwargs: object) -> Markup:
        """A list; of grouped choices one a group, under its name."""
        if not field.has_groups():
            return super().__call__(field, **kwargs)
        ticks = iter(field)
        drawn = Markup()
        for name, choices in field.iter_groups():
            items = Markup().join(
                Markup("<li>{} {}</li>").format(tick(), tick.label)
                for tick in islice(ticks, len(list(choices)))
            )
            drawn += Markup("<fieldset><legend>{}</legend><ul>{}</ul></fieldset>").format(
                name, items
            )
        return Markup('<div id="{}" class="tick-groups">{}</div>').format(field.id, drawn)


class TicksField(SelectMultipleField):
    """Multiple choice with checkboxes."""

    widget = _Ticks(prefix_label=False)
    option_widget = CheckboxInput()


def varied_of(given: type[DataclassInstance]) -> dict[str, Members]:
    """The fields of an input that another field makes a choice."""
    declared = {f.name: f.metadata.get("members") for f in dataclasses.fields(given)}
    return {name: members for name, members in declared.items() if members is not None}


def _work_choices(keys: type[WorkKey]) -> list[SelectChoice]:
    """What an own role may leave, by the record that it is about."""
    actions = {key: action_of(key) for key in keys}
    tables = {k: action.model.__tablename__ if action else "" for k, action in actions.items()}
    first = list(dict.fromkeys(tables.values()))
    return [
        SelectChoice(
            key.value, LazyString(labels.word, key), optgroup=labels.ENTITIES.get(tables[key], _ANY)
        )
        for key in sorted(keys, key=lambda key: first.index(tables[key]))
    ]


def member_choices(enum: type[StrEnum]) -> list[SelectChoice]:
    """The members of an enum that a person may choose, in the reader's language."""
    if issubclass(enum, WorkKey):
        return _work_choices(enum)
    offered = (member for member in enum if member is not Role.SYSTEM)  # nobody's role
    return [MemberChoice(member) for member in offered]


class MemberChoice(SelectChoice):
    """A member of an enum as an option."""

    def __init__(self, member: StrEnum) -> None:
        super().__init__(member.value, LazyString(labels.word, member))
        self.member = member

    def is_offered(self, field: Field, session: Session) -> bool:
        """Whether it may be chosen today; what the field holds already stays to be seen.

        Only words of an office's own end. A visitor's session, which knows no day, has none.
        """
        member = self.member
        if not isinstance(member, OwnWord) or member.choice.is_valid_on(known_day(session)):
            return True
        held = field.data if isinstance(field.data, list | tuple) else [field.data]
        return member.value in held


def offer_members(form: Form, varied: Mapping[str, Members]) -> None:
    """Make a choice of each field that another field's value makes one."""
    for name, (on, members) in varied.items():
        if (chosen := members(str(form[on].data or ""))) is None:
            continue
        typed = form[name]
        choices = member_choices(chosen)
        unbound = SelectField(typed.label.text, choices=choices, validate_choice=False)
        # A Form takes no further fields, its base does.
        BaseForm.__setitem__(form, name, unbound)
        form[name].process(None, data=typed.data)


def fill_choices(form: Form, session: Session) -> None:
    """Ask once for each field's choices, those of its lines included."""
    asked = cache(
        lambda ask: [SelectChoice(key, choice_text(label)) for key, label in ask(session)]
    )
    for field in _every_field(form):
        if (ask := getattr(field, "ask", None)) is not None:
            offered = asked(ask)
            # Nothing is chosen for the clerk, unless there is nothing to choose.
            is_settled = field.flags.required and len(offered) == 1
            field.choices = [*([] if is_settled else [NO_CHOICE]), *offered]
        if isinstance(field, SelectFieldBase) and isinstance(field.choices, list):
            field.choices = [each for each in field.choices if _is_offered(each, field, session)]
        if (ask := getattr(field, "suggest", None)) is not None:
            field.suggestions = asked(ask)


def _is_offered(choice: object, field: Field, session: Session) -> bool:
    return not isinstance(choice, MemberChoice) or choice.is_offered(field, session)


def _every_field(form: Form) -> Iterator[Field]:
    for field in form:
        yield field
        if isinstance(field, FieldList):
            for entry in field.entries:
                yield from _every_field(entry.form)
