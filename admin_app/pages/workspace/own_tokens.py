"""我的接口密钥: one's own API tokens: issue (shown once), list, revoke.

Only the owner may issue a token: anybody else who did could act in their name.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from types import MappingProxyType

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.input_parsing import parse_input
from actions.core.refusal import Refused
from actions.perform import perform
from actions.users.issue_token import ISSUE_TOKEN
from actions.users.revoke_token import REVOKE_TOKEN
from admin_app.auth.current_actor import caller_on_own_login, the_clock
from admin_app.auth.user_lookup import digest
from admin_app.labels import sentence
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.core.setting import settings_of
from models.users.user import ApiToken
from models.values.calendar import instant

#: Most tokens shown, the newest first.
MOST_SHOWN = 100


class OwnTokensPage(Page):
    """One's own tokens, and a form for one more."""

    endpoint = "own_tokens"

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        if request.method != "POST":
            return self._page()
        issued, typed = secrets.token_urlsafe(32), request.form
        given = {"name": typed.get("name", ""), "days": typed.get("days", "")}
        try:
            read = parse_input(ISSUE_TOKEN.input, {**given, "token_hash": digest(issued)})
            with scoped_session(db.engine, EVERYTHING) as own:
                who, by = [current_user.actor.user_id], caller_on_own_login(Door.GRID)
                done = perform(own, ISSUE_TOKEN, who, read, by, key=typed.get("key", ""))
        except Refused as refused:
            found = refused.inputs or {"": refused.first}
            faults = {name: sentence(each.code, each.facts) for name, each in found.items()}
            return self._page(refused=faults.pop("", None), faults=faults), 422
        if done.is_replay:
            return self._page(refused=_("这个密钥已经显示过一次。需要时请重新签发。")), 409
        answer = Response(self._page(issued=issued))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @expose("/revoke/", methods=("POST",))
    def revoke(self) -> ResponseReturnValue:
        """Revoke one of one's own tokens."""
        ids = [key_of(request.args.get("id", ""))]
        with scoped_session(db.engine, EVERYTHING) as own:
            mine = select(ApiToken.id).where(
                ApiToken.id.in_(ids), ApiToken.user_id == current_user.actor.user_id
            )
            # Other users' tokens are answered like missing ones, for every role.
            found = list(own.scalars(mine)) or [0]
            key = request.form.get("key", "")
            perform(own, REVOKE_TOKEN, found, Nothing(), caller_on_own_login(Door.GRID), key=key)
        flash(_("密钥已撤销。"), "success")
        return redirect(url_for(".index"), code=303)

    def _page(
        self,
        refused: str | None = None,
        issued: str | None = None,
        faults: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        now = the_clock().now()
        with scoped_session(db.engine, EVERYTHING) as own:
            wanted = select(ApiToken).where(ApiToken.user_id == current_user.actor.user_id)
            tokens = own.scalars(wanted.order_by(ApiToken.id.desc()).limit(MOST_SHOWN)).all()
            most = settings_of(own).token_days
        page: str = self.render(
            "pages/workspace/own_tokens.html",
            title=_("我的接口密钥"),
            tokens=[
                {
                    "id": token.id,
                    "name": token.name,
                    "issued_by": token.issued_by or "",
                    "created_at": instant(token.created_at),
                    "last_used_at": instant(token.last_used_at),
                    "expires_at": instant(token.ends_at),
                    "revoked_at": instant(token.revoked_at),
                    "is_valid": token.revoked_at is None and token.ends_at > now,
                    "key": secrets.token_urlsafe(16),
                }
                for token in tokens
            ],
            most_days=most,
            typed={} if issued else request.form,
            faults=faults,
            key=secrets.token_urlsafe(16),
            refused=refused,
            issued=issued,
        )
        return page
