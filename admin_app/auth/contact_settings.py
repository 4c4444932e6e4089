"""One's own e-mail address and language for reminders."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from actions.core.refusal import Common, Refused
from actions.offices.set_own_contact import SET_OWN_CONTACT, SetOwnContactInput
from actions.perform import perform
from admin_app.auth.current_actor import caller_on_own_login, one_time_key
from admin_app.forms.action_form import form_for, read_form, show_faults
from admin_app.labels import sentence
from models.core.base import db
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.users.user import User

contact = Blueprint("contact", __name__)


def install(app: Flask) -> None:
    """Serve the page."""
    app.register_blueprint(contact)


@contact.route("/contact", methods=["GET", "POST"])
def own() -> str | Response | tuple[str, int]:
    """Show the form, or save it."""
    user_id = current_user.actor.user_id
    form = form_for(SET_OWN_CONTACT)
    with scoped_session(db.engine, EVERYTHING) as session:
        if request.method != "POST":
            user = session.get_one(User, user_id)
            return _page(form(data={"email": user.email, "language": user.language}))
        typed = form()
        try:
            given = read_form(SetOwnContactInput, typed)
            by, key = caller_on_own_login(Door.GRID), one_time_key()
            perform(session, SET_OWN_CONTACT, [user_id], given, by, key=key)
        except Refused as refused:
            if refused.first.code is Common.UNCHANGED:
                return _saved(sentence(Common.UNCHANGED, {}))
            inputs = refused.inputs or {"email": refused.first}
            show_faults(typed, Refused(inputs=inputs))
            return _page(typed), 422
    return _saved(_("邮箱设置已保存。"))


def _saved(said: str) -> Response:
    flash(said, "success")
    return redirect(url_for(".own"), code=303)


def _page(form: FlaskForm) -> str:
    return render_template(
        "elements/form.html",
        title=_("邮箱设置"),
        hint=_("到期提醒将发送到此邮箱。留空则只在系统内提示。"),
        form=form,
        form_action=url_for("contact.own"),
        submit_label=_("保存"),
        cancel_url=url_for("admin.index"),
    )
