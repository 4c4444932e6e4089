"""系统设置: every setting, the fee schedule and the dictionaries; the registry may change them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Action, F, I, R
from actions.offices.change_setting import CHANGE_SETTING
from actions.offices.set_fee import SET_FEE
from actions.offices.set_invoice_type import SET_INVOICE_TYPE
from actions.permissions import may_run
from admin_app.auth.current_actor import the_clock
from admin_app.forms.action_form import texts
from admin_app.labels import action_title, word
from admin_app.labels.offices.settings import SETTINGS
from admin_app.web.embedded_plan import act
from admin_app.web.page import Page
from models.billing.fee import FeeSchedule
from models.core.base import db
from models.core.setting import (
    SETTING_NAMES,
    Setting,
    Settings,
    Value,
    setting_fact,
    settings_of,
    written_setting,
)
from models.invoices.invoice_type import InvoiceType
from models.users.user import Role
from models.values.calendar import instant

#: The verbs of the page, by their key in the address.
_VERBS: dict[str, Action[Any, Any, Any]] = {
    action.key: action for action in (CHANGE_SETTING, SET_FEE, SET_INVOICE_TYPE)
}


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting on the page; `by` and `at` are empty while it has its default."""

    name: str
    word: str
    unit: str
    default: str
    value: str
    is_changed: bool
    by: str
    at: str


class SettingsPage(Page):
    """The settings in force, and who set them."""

    endpoint = "settings"
    readers = frozenset(
        {
            Role.REGISTRY_ADMIN,
            Role.REGISTRY_FINANCE,
            Role.PROVINCE_ADMIN,
            Role.CITY_ADMIN,
            Role.COUNTY_ADMIN,
        }
    )

    @expose("/")
    def index(self) -> str:
        session = db.session()
        return self.render(
            "pages/offices/settings.html",
            title=_("系统设置"),
            settings=setting_lines(session),
            fees=_fees(session),
            types=session.scalars(select(InvoiceType).order_by(InvoiceType.id)).all(),
            today=the_clock().today(),
            verbs={key: action_title(key) for key, verb in _VERBS.items() if _may(verb)},
        )

    @expose("/act/", methods=("GET", "POST"))
    def act(self) -> ResponseReturnValue:
        """One of the page's actions; the setting's label is the hint, since its name is hidden."""
        verb = _VERBS.get(request.args.get("action", "")) or abort(404)
        known = ("action", "name", "code", *(f.name for f in fields(verb.input)))
        asked = {name: request.args[name] for name in known if name in request.args}
        begin_with, hint = _beginning(db.session(), verb, asked)
        here = url_for(".act", **asked)
        return act(self, verb, begin_with, here, url_for(".index"), hint)


def setting_lines(session: Session) -> list[SettingLine]:
    """Every setting with its default and its present value."""
    rows = {row.name: row for row in session.scalars(select(Setting))}
    now, default = settings_of(session), Settings()
    return [
        SettingLine(
            name,
            str(SETTINGS[name][0]),
            str(SETTINGS[name][1]),
            _value_text(name, getattr(default, name)),
            _value_text(name, getattr(now, name)),
            _value_text(name, getattr(now, name)) != _value_text(name, getattr(default, name)),
            str(row.value.get("by", "")) if (row := rows.get(name)) else "",
            instant(row.updated_at) if row else "",
        )
        for name in SETTING_NAMES
    ]


def _value_text(name: str, value: Value) -> str:
    """The value as people read it."""
    said = setting_fact(name, value)
    return str(word(said)) if isinstance(said, StrEnum) else said


def _may(verb: Action[R, I, F]) -> bool:
    return may_run(current_user.actor, verb)


def _fees(session: Session) -> list[FeeSchedule]:
    order = (FeeSchedule.tld, FeeSchedule.operation, FeeSchedule.valid_from.desc())
    return list(session.scalars(select(FeeSchedule).order_by(*order)))


def _beginning(
    session: Session, verb: Action[R, I, F], asked: dict[str, str]
) -> tuple[dict[str, object], str | None]:
    """The initial input of the form: the setting, price or type that was clicked."""
    if verb is CHANGE_SETTING:
        name = asked.get("name", "")
        if name not in SETTING_NAMES:
            abort(404)
        label, unit = SETTINGS[name]
        value = written_setting(name, getattr(settings_of(session), name))
        return {"name": name, "value": value}, (
            _("%(word)s（%(unit)s）", word=label, unit=unit) if unit else str(label)
        )
    if verb is SET_INVOICE_TYPE and (code := asked.get("code")):
        wanted = select(InvoiceType).where(InvoiceType.code == code)
        row = session.scalars(wanted).one_or_none() or abort(404)
        given = verb.input(**{f.name: getattr(row, f.name) for f in fields(verb.input)})
        return texts(given), None
    known = {f.name for f in fields(verb.input)}
    return {name: value for name, value in asked.items() if name in known}, None
