"""`flask user`: manage logins, passwords and API tokens, as the system.

Anybody with a shell on the machine is its operator. A secret is shown once and not stored.
"""

from __future__ import annotations

import secrets

import click
from flask.cli import AppGroup, with_appcontext
from flask_babel import gettext as _
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.actor import SYSTEM
from actions.users.create_user import CREATE_USER, CreateUserInput
from actions.users.disable_user import DISABLE_USER
from actions.users.enable_user import ENABLE_USER
from actions.users.issue_token import ISSUE_TOKEN, IssueTokenInput
from actions.users.reset_password import RESET_PASSWORD, ResetPasswordInput
from actions.users.revoke_token import REVOKE_TOKEN
from admin_app.auth.user_lookup import digest
from admin_app.cli.running import run_action, run_or_exit
from models.core.base import db
from models.core.scope import scoped_session
from models.core.text_type import TextType, kept_form
from models.users.user import ApiToken, Role, User
from models.values.calendar import instant
from models.values.limits import LARGEST_BIGINT
from models.values.password import SHORTEST

users = AppGroup("user", help="Logins, their passwords and their API tokens.")


@users.command("create")
@click.argument("username")
@click.option("--name", "display_name", required=True, help="The person's name.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--office", "office_code", help="The office's division code.")
@click.option("--unit", "unit_uscc", help="The unit's USCC.")
@with_appcontext
def create(
    username: str, display_name: str, role: str, office_code: str | None, unit_uscc: str | None
) -> None:
    """Make a user and show the password for the first sign-in."""
    password = _new_password()
    given = CreateUserInput(
        username=username,
        display_name=display_name,
        role=Role(role),
        new_password=password,
        office_code=office_code,
        unit_uscc=unit_uscc,
    )
    run_or_exit(lambda: run_action(CREATE_USER, (), given, SYSTEM))
    click.echo(password)


@users.command("password")
@click.argument("username")
@with_appcontext
def reset(username: str) -> None:
    """Reset a password and show the one for the next sign-in."""
    password, who = _new_password(), _user_id(username)
    run_or_exit(lambda: run_action(RESET_PASSWORD, [who], ResetPasswordInput(password), SYSTEM))
    click.echo(password)


@users.command("disable")
@click.argument("username")
@with_appcontext
def disable(username: str) -> None:
    """Disable a user; sessions and tokens end at once."""
    who = _user_id(username)
    run_or_exit(lambda: run_action(DISABLE_USER, [who], Nothing(), SYSTEM))


@users.command("enable")
@click.argument("username")
@with_appcontext
def enable(username: str) -> None:
    """Enable or unlock a user."""
    who = _user_id(username)
    run_or_exit(lambda: run_action(ENABLE_USER, [who], Nothing(), SYSTEM))


@users.command("token")
@click.argument("username")
@click.option("--name", required=True, help="The program it is for.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True)
@with_appcontext
def token(username: str, name: str, days: int) -> None:
    """Issue an API token; it is shown this once."""
    issued, who = secrets.token_urlsafe(32), _user_id(username)
    given = IssueTokenInput(name=name, token_hash=digest(issued), days=days)
    run_or_exit(lambda: run_action(ISSUE_TOKEN, [who], given, SYSTEM))
    click.echo(issued)


@users.command("tokens")
@click.argument("username")
@with_appcontext
def tokens(username: str) -> None:
    """List a user's API tokens: id, name, when made, last used and ending, and by whom."""
    who = _user_id(username)
    with scoped_session(db.engine, SYSTEM.scope) as session:
        for each in session.scalars(select(ApiToken).where(ApiToken.user_id == who)):
            used = instant(each.last_used_at) or "-"
            ended = instant(each.revoked_at)
            state = f"revoked {ended}" if ended else f"ends {instant(each.ends_at)}"
            made = f"{instant(each.created_at)} by {each.issued_by or '-'}"
            click.echo(f"{each.id}\t{each.name}\tmade {made}\tused {used}\t{state}")


@users.command("revoke")
@click.argument("token_id", type=click.IntRange(1, LARGEST_BIGINT))
@with_appcontext
def revoke(token_id: int) -> None:
    """Revoke an API token by its id; its program is refused at once."""
    run_or_exit(lambda: run_action(REVOKE_TOKEN, [token_id], Nothing(), SYSTEM))


def _user_id(username: str) -> int:
    with scoped_session(db.engine, SYSTEM.scope) as session:
        found = session.scalar(
            select(User.id).where(User.username == kept_form(TextType.LOGIN, username))
        )
    if found is None:
        raise click.UsageError(_("没有这个用户账户：%(name)s", name=username))
    return found


def _new_password() -> str:
    """A one-time password with characters of all four classes."""
    return f"{secrets.token_urlsafe(SHORTEST)}-aZ9"
