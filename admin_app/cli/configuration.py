"""`flask config`: what an office defined as one file, compared, tried in practice and applied."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.configuration.document import DocumentError, read, written
from actions.configuration.keeping import configuration_text
from actions.core.action import AnyAction, Nothing, Reach
from actions.core.actor import Actor, Caller
from actions.core.context import Context
from actions.core.export import export_action
from actions.core.input_parsing import parse_input
from actions.core.refusal import Refused
from actions.permissions import DEFINITION_KINDS, action_of
from actions.plan import plan
from admin_app import labels
from admin_app.auth.current_actor import the_clock
from admin_app.auth.user_lookup import named
from admin_app.cli.running import run_action, run_or_exit
from models.core.base import db
from models.core.journal import Door
from models.core.scope import OfficeOwned, scoped_session
from models.core.text_type import TextType, kept_form
from models.definitions.configuration import ConfigurationCopy
from models.offices.office import OfficeLevel
from models.users.user import Role
from models.values.calendar import instant
from seed.demo.practice import username_for

_READERS = dict.fromkeys((Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN), Reach.SCOPE)
_MOST_LISTED = 50

configuration = AppGroup("config", help="What an office defined, as one file.")


@configuration.command("export")
@click.option("--as", "username", required=True, help="The user who reads.")
@click.option("--all", "is_all", is_flag=True, help="Of every office the user sees, too.")
@with_appcontext
def export(username: str, is_all: bool) -> None:  # noqa: FBT001  click hands flags over by name
    """Write the definitions of the user's office to the standard output."""
    who = _who(username)
    with scoped_session(db.engine, who.scope) as session:
        clock = the_clock()
        ctx = Context(session, who, clock.now(), clock.today(), Door.CLI)
        codes = _offices(session) if is_all else [who.office_code]
        text, items = configuration_text(ctx, DEFINITION_KINDS, codes)
    action = export_action(ConfigurationCopy, _READERS)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    given = action.input(
        file_name=f"configuration-{digest}.json",
        selection=f"offices={','.join(codes)}"[:500],
        columns="",
        row_count=items,
    )
    run_or_exit(lambda: run_action(action, (), given, who))
    click.echo(text, nl=False)


def _offices(session: Session) -> list[str]:
    """The offices whose definitions the reader sees, in the order of their codes."""
    found: set[str] = set()
    for kind in DEFINITION_KINDS:
        if issubclass(kind.model, OfficeOwned):
            found.update(session.scalars(select(kind.model.office_code).distinct()))
    return sorted(found)


@configuration.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "username", required=True, help="The user who applies it.")
@click.option("--practice", "is_practice", is_flag=True, help="Try it on practice data.")
@click.option("--yes", "is_applied", is_flag=True, help="Apply it; else only say what it would do.")
@with_appcontext
def import_(file: Path, username: str, is_practice: bool, is_applied: bool) -> None:  # noqa: FBT001
    """Keep a file as a copy, say how it differs from today, and apply it with --yes."""
    text = file.read_text("utf-8-sig", errors="replace")
    who = _who(username)
    if not is_practice:
        _import(text, file.name, who, is_applied=is_applied)
        return
    with _practice(who) as (practice_text, stand_in):
        _import(practice_text(text), file.name, stand_in, is_applied=is_applied)


def _import(text: str, name: str, who: Actor, *, is_applied: bool) -> None:
    upload, apply = action_of("upload_configuration"), action_of("apply_configuration")
    assert upload is not None
    assert apply is not None
    kept = run_or_exit(
        lambda: run_action(
            upload, (), parse_input(upload.input, {"name": name[:80], "content": text}), who
        )
    )
    copy = kept.rows[0].row_id
    run_or_exit(lambda: _tell(apply, copy, who))
    if is_applied:
        done = run_or_exit(lambda: run_action(apply, [copy], Nothing(), who))
        click.echo(done.receipt_no)


def _tell(action: AnyAction, copy: int, who: Actor) -> None:
    """Say what applying the copy would do. Raises Refused."""
    with scoped_session(db.engine, who.scope) as session:
        caller = Caller(who, Door.CLI, the_clock())
        found = plan(session, action, [copy], Nothing(), caller)
    if found.refusal or any(verdict.refusal for verdict in found.verdicts):
        raise Refused(found.refusal, found.verdicts)
    for note in found.preview.side_effects:
        click.echo(labels.sentence(note.code, note.facts))


@configuration.command("history")
@click.option("--as", "username", required=True, help="The user who reads.")
@with_appcontext
def history(username: str) -> None:
    """List the newest copies: id, time, origin, number of definitions, office and name."""
    newest = select(ConfigurationCopy).order_by(ConfigurationCopy.id.desc()).limit(_MOST_LISTED)
    with scoped_session(db.engine, _who(username).scope) as session:
        for each in session.scalars(newest):
            told = (each.id, instant(each.taken_at), each.origin, each.item_count, each.office_code)
            click.echo("\t".join(map(str, (*told, each.name))))


def _who(username: str) -> Actor:
    with db.engine.connect() as connection:
        presence = named(connection, kept_form(TextType.LOGIN, username))
    if presence is None:
        raise click.UsageError(_("没有这个用户账户，或已停用：%(name)s", name=username))
    if presence.actor.role not in _READERS:
        raise click.UsageError(_("配置由 CONAC 管理员和省编办管理员导出和应用。"))
    return presence.actor


@contextmanager
def _practice(who: Actor) -> Iterator[tuple[Callable[[str], str], Actor]]:
    """In the practice program: what turns a file into one of its office, and the stand-in there."""
    room = current_app.extensions["practice_room"]
    if room is None:
        raise click.UsageError(_("没有设置演练数据库：PRACTICE_DATABASE_URL。"))
    level = OfficeLevel.REGISTRY if who.role is Role.REGISTRY_ADMIN else OfficeLevel.PROVINCE
    with room.app.app_context():
        stand_in = _who(username_for(who.role, level))

        def _of_stand_in(text: str) -> str:
            try:
                sections = read(text, [kind.name for kind in DEFINITION_KINDS])
            except DocumentError as error:
                click.echo(labels.sentence(error.refusal.code, error.refusal.facts), err=True)
                sys.exit(1)
            own = sections.get(who.office_code)
            return written({} if own is None else {stand_in.office_code: own})

        yield _of_stand_in, stand_in
