"""`flask practice`: build the practice data from a shell, for installers and cron."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from admin_app.auth.current_actor import the_clock
from admin_app.practice.rebuild import BeingBuiltError, NotPracticeError, built_at, rebuild
from admin_app.practice.session import not_practice
from models.core.base import db


@click.group("practice")
def practice() -> None:
    """The practice database; the books' own is never touched."""


@practice.command("reset")
@click.option("--if-missing", is_flag=True, help="Leave a world of today as it is.")
@with_appcontext
def reset(if_missing: bool) -> None:  # noqa: FBT001  click hands flags over by name
    """Make the practice world anew."""
    room = current_app.extensions["practice_room"]
    if room is None:
        raise click.UsageError(_("没有设置演练数据库：PRACTICE_DATABASE_URL。"))
    with room.app.app_context():
        if if_missing and built_at(db.engine) is not None:
            return
        try:
            rebuild(room.app.config["SQLALCHEMY_DATABASE_URI"], the_clock())
        except BeingBuiltError as error:
            raise click.ClickException(_("演练数据正在准备，请稍后再试。")) from error
        except NotPracticeError as error:
            raise click.ClickException(not_practice()) from error
    click.echo(_("演练数据已重置。"))
