"""The sign-in page, which carries the target URL and a preserved form."""

from __future__ import annotations

from flask import current_app, render_template, request, url_for


def sign_in_page(error: str | None, *, unsent: str | None = None) -> str:
    """The page with a sentence or none; `unsent` is a signed form to be shown after signing in."""
    return render_template(
        "auth/login.html",
        error=error,
        username=request.form.get("username") if unsent is None else None,
        next=request.values.get("next"),
        unsent=unsent,
        login_url=url_for("login.sign_in"),
        **current_app.extensions["demo_logins"],
    )
