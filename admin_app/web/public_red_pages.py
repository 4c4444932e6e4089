"""The public address of 网络红页: `/red/<name>` shows what was published, and nothing else.

Without authentication, so it uses a separate session and looks up only by name. Not published, not
live and not existing get the same 404.
"""

from __future__ import annotations

from flask import Flask, abort, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from sqlalchemy import select

from admin_app.auth.current_actor import the_clock
from models.core.base import db
from models.core.scope import EVERYTHING, scoped_session
from models.core.setting import renewal_policy, settings_of
from models.domains.domain import Domain, DomainState
from models.domains.red_page import RedPage, RedPageState, is_live
from models.units.unit import Unit
from models.values.domain_name import DomainName, DomainNameError

#: Endpoint of the public page, whose responses may be cached.
ENDPOINT = "red_page_public"
#: max-age of the cache, in seconds.
_FRESH_SECONDS = 300
#: Longest name.
_LONGEST_NAME = 253
#: Content Security Policy: no scripts, no forms, nothing from elsewhere.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


def install(app: Flask) -> None:
    """Serve the pages."""
    app.add_url_rule("/red/<name>", ENDPOINT, show)


def show(name: str) -> ResponseReturnValue:
    """The published page of a name in its Chinese or `xn--` form."""
    context = _published(name)
    if context is None:
        abort(404)
    with force_locale("zh_CN"):
        answer = make_response(render_template("web/red_page.html", is_preview=False, **context))
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    answer.headers["Content-Language"] = "zh-CN"
    answer.add_etag()
    return answer.make_conditional(request)


def red_page_context(page: RedPage, name: str, unit: str) -> dict[str, object]:
    """The context of the template."""
    return {
        "name": name,
        "unit": unit,
        "page": page,
        "contacts": [
            (label, value)
            for label in ("address", "postcode", "phone", "email", "office_hours")
            if (value := getattr(page, label))
        ],
        "texts": [
            (label, value)
            for label in ("summary", "functions", "departments")
            if (value := getattr(page, label))
        ],
        "lists": [
            (label, entries) for label in ("guides", "notices") if (entries := getattr(page, label))
        ],
    }


def _published(text: str) -> dict[str, object] | None:
    if len(text) > _LONGEST_NAME:
        return None
    try:
        name = DomainName.parse(text)
    except DomainNameError:
        return None
    with scoped_session(db.engine, EVERYTHING) as session:
        wanted = (
            select(RedPage, Domain, Unit.name)
            .join(Domain, Domain.id == RedPage.domain_id)
            .join(Unit, Unit.id == Domain.unit_id)
            .where(
                Domain.name_a == name.name_a,
                Domain.state == DomainState.REGISTERED,
                RedPage.state == RedPageState.PUBLISHED,
            )
        )
        found = session.execute(wanted).one_or_none()
        if found is None:
            return None
        page, domain, unit = found
        if not is_live(domain, the_clock().today(), renewal_policy(settings_of(session))):
            current_app.logger.info("red page of %s is published but its name is not live", text)
            return None
        return red_page_context(page, domain.name_u, unit)
