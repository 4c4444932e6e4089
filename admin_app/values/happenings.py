"""What a rule waits for, in words."""

from __future__ import annotations

from flask_babel import gettext as _
from markupsafe import escape

from admin_app.labels import ENTITIES, action_title, column_label, own_label, word
from admin_app.values.kind import Sql, TableColumn, ValueKind, Written, registered
from models.core.base import db
from models.definitions.field_spec import FieldSpec
from models.definitions.known_fields import known_fields
from models.rules.happening import Happening, RuleTrigger, happening_from, states_of


def happening_title(found: Happening) -> str:
    """An action, a state or a date with the rows it is about."""
    entity = ENTITIES.get(found.entity, found.entity)
    if found.trigger is RuleTrigger.ACTION:
        return _("%(entity)s：办理“%(what)s”后", entity=entity, what=action_title(found.what))
    if found.trigger is RuleTrigger.STATE:
        return _("%(entity)s：状态变为“%(what)s”", entity=entity, what=_state(found))
    return _("%(entity)s：%(what)s前后", entity=entity, what=_date(found))


def _state(found: Happening) -> str:
    states = states_of(found.entity)
    known = {state.value: state for state in states or ()}
    return word(known.get(found.what, found.what))


def _date(found: Happening) -> str:
    if not found.is_own_field:
        return column_label(found.entity, found.what)
    specs = known_fields(db.session(), found.entity)
    return next((own_label(spec) for spec in specs if spec.name == found.what), found.what)


class HappeningKind(ValueKind):
    """A written happening."""

    def html(self, value: str | None) -> Written:
        """In words; one that cannot be read any more stays as it is."""
        if not value:
            return ""
        try:
            return escape(happening_title(happening_from(value)))
        except (LookupError, StopIteration, ValueError):
            return escape(value)

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> None:
        """The words of an office's own field are not in SQL."""


def choice_text(label: object) -> str:
    """What a choice of a form is called: a happening, a field of an office's own, or a text."""
    if isinstance(label, Happening):
        return happening_title(label)
    if isinstance(label, FieldSpec):
        return _("%(entity)s：%(what)s", entity=ENTITIES[label.entity], what=own_label(label))
    return str(label)


registered(HappeningKind(), names=("happening",))
