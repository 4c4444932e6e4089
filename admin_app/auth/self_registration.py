"""新用户注册: a body chooses its 同级编办 and registers; everybody gets the same answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from flask import Blueprint, Flask, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from actions.core.actor import SYSTEM, Caller
from actions.core.refusal import Refused
from actions.perform import perform
from actions.units.self_register import ENROL_UNIT, EnrolUnitInput, EnrolUnitRefusal
from admin_app.auth.current_actor import one_time_key, the_clock
from admin_app.auth.rate_limit import slow_down
from admin_app.forms.action_form import form_for, read_form, show_faults
from models.core.base import db
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.offices.office import Office, OfficeLevel, OfficeStatus
from models.registration.unit_registration import EnrolmentFault
from models.values.password import PasswordFault

enrolment = Blueprint("enrolment", __name__)

#: Forms per minute from one address.
ATTEMPTS_A_MINUTE = 5
_CODE = re.compile(r"[0-9]{6}")
#: Honeypot: a hidden field that only bots fill in.
_TRAP = "website"
#: Prefix of visitors' idempotency keys.
_MARK = "enrol:"
#: Refusal → field of the form.
_FIELD_OF: dict[StrEnum, str] = {
    EnrolUnitRefusal.DIFFERS: "repeated_password",
    EnrolmentFault.OFFICE_UNKNOWN: "name",
    EnrolmentFault.OFFICE_CLOSED: "name",
    EnrolmentFault.DIVISION_UNKNOWN: "name",
    EnrolmentFault.USCC_FAULTY: "uscc",
    EnrolmentFault.NOT_ELIGIBLE: "uscc",
    **dict.fromkeys(PasswordFault, "new_password"),
}


def install(app: Flask) -> None:
    """Serve the page."""
    app.register_blueprint(enrolment)


@dataclass(frozen=True, slots=True)
class Place:
    """An office to choose, or to open the level below."""

    code: str
    name: str
    has_below: bool


@enrolment.route("/enrol", methods=["GET", "POST"])
def ask() -> str | tuple[str, int]:
    """Choose the office, fill in the form, get the confirmation."""
    if request.method == "POST":
        return _submit()
    with scoped_session(db.engine, EVERYTHING) as own:
        office = _office(own, request.args.get("office", ""))
        if office is not None:
            form = form_for(ENROL_UNIT)(formdata=None, data={"office_code": office.code})
            return _page(form, office.name)
        under = _office(own, request.args.get("under", ""))
        return render_template(
            "auth/self_registration_place.html",
            title=_("新用户注册"),
            places=_places(own, under),
            under=under and Place(under.code, under.name, has_below=False),
            login_url=url_for("login.sign_in"),
        )


def _submit() -> str | tuple[str, int]:
    slow_down("enrol", request.remote_addr or "", ATTEMPTS_A_MINUTE)
    form = form_for(ENROL_UNIT)(formdata=request.form)
    with scoped_session(db.engine, EVERYTHING) as own:
        office = _office(own, request.form.get("office_code", ""))
        name = office.name if office is not None else ""
    if not request.form.get(_TRAP):
        try:
            _perform(read_form(EnrolUnitInput, form))
        except Refused as refused:
            show_faults(form, _at_its_field(refused))
            return _page(form, name), 422
    return render_template(
        "auth/self_registration_done.html",
        title=_("新用户注册"),
        office=name,
        login_url=url_for("login.sign_in"),
    )


def _perform(given: EnrolUnitInput) -> None:
    with scoped_session(db.engine, EVERYTHING) as own:
        by = Caller(SYSTEM, Door.GRID, the_clock())
        # Visitors share one actor: the prefix keeps their keys apart from others.
        key = f"{_MARK}{one_time_key().removeprefix(_MARK)}"
        perform(own, ENROL_UNIT, (), given, by, key=key)


def _at_its_field(refused: Refused) -> Refused:
    """The same refusal, attached to its field."""
    if refused.inputs:
        return refused
    return Refused(inputs={_FIELD_OF.get(refused.first.code, "name"): refused.first})


def _page(form: object, office: str) -> str:
    return render_template(
        "auth/self_registration.html",
        title=_("新用户注册"),
        form=form,
        office=office,
        action=url_for("enrolment.ask"),
        back_url=url_for("enrolment.ask"),
    )


def _office(session: Session, code: str) -> Office | None:
    if not _CODE.fullmatch(code):
        return None
    wanted = select(Office).where(
        Office.code == code,
        Office.status == OfficeStatus.ACTIVE,
        Office.level != OfficeLevel.REGISTRY,
    )
    return session.scalars(wanted).one_or_none()


def _places(session: Session, under: Office | None) -> list[Place]:
    """The provinces, or an office with those right below it."""
    level = Office.level == OfficeLevel.PROVINCE
    here = or_(Office.id == under.id, Office.parent_id == under.id) if under else level
    wanted = select(Office).where(here, Office.status == OfficeStatus.ACTIVE).order_by(Office.code)
    return [
        Place(o.code, o.name, has_below=o.level is not OfficeLevel.COUNTY and o is not under)
        for o in session.scalars(wanted)
    ]
