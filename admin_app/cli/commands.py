"""The command line, with the same permissions, `perform` and messages.

Exit codes: 0 done, 1 refused, 2 usage error, 3 outcome unknown (repeat with the same --key), 4
database failure and nothing was done.
"""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from actions.core.actor import Actor
from actions.core.answers import parse_answer
from actions.core.input_parsing import parse_input
from actions.permissions import action_of
from admin_app.api.actions import outcome_json
from admin_app.auth.current_actor import the_clock
from admin_app.auth.user_lookup import named
from admin_app.cli import generated_docs
from admin_app.cli.configuration import configuration
from admin_app.cli.jobs import jobs
from admin_app.cli.practice import practice
from admin_app.cli.running import action_for_person, plan_action, run_action, run_or_exit
from admin_app.cli.scaffold.commands import scaffold
from admin_app.cli.users import users
from admin_app.forms.request_errors import BadRequestError
from admin_app.web.request_guard import check_text
from config import AppEnv
from models.core.base import db
from models.core.text_type import TextType, kept_form
from models.invariants import breaches, invariants
from models.invariants.keys import alike_rows
from models.values.limits import LARGEST_BIGINT
from seed import PROFILES, load


def install(app: Flask) -> None:
    """Offer the commands."""
    for command in (act, seed, verify, write_docs, users, jobs, practice, scaffold, configuration):
        app.cli.add_command(command)


@click.command("act")
@click.argument("key")
@click.argument("ids", nargs=-1, type=click.IntRange(1, LARGEST_BIGINT))
@click.option("--as", "username", required=True, help="The user who acts.")
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="One field of the input.")
@click.option("--json", "text", default="{}", help="The input as a JSON object.")
@click.option("--key", "once", default="", help="One-time key: the same key acts once.")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="NAME=VALUE",
    help="The answer to the warnings: code=… of those checked, and reason=… where one asks it.",
)
@click.option("--plan", "is_plan", is_flag=True, help="Only say what it would do.")
@with_appcontext
def act(  # noqa: PLR0913  its options
    key: str,
    ids: tuple[int, ...],
    *,
    username: str,
    pairs: tuple[str, ...],
    text: str,
    once: str,
    answers: tuple[str, ...],
    is_plan: bool,
) -> None:
    """Carry an action out on rows: its KEY, and the rows' IDS."""
    if action_of(key) is None:
        raise click.UsageError(_("没有这项业务：%(key)s", key=key))
    given, who = _parse_input_options(text, pairs), run_or_exit(lambda: _who(username))
    action = action_for_person(key, who)
    answer = dict(map(_pair, answers))
    if is_plan:
        run_or_exit(lambda: plan_action(action, ids, given, who, parse_answer(answer)))
        return
    outcome = run_or_exit(
        lambda: run_action(
            action,
            ids,
            parse_input(action.input, given),
            who,
            once=once,
            answer=parse_answer(answer),
        )
    )
    click.echo(json.dumps(outcome_json(outcome), ensure_ascii=False, indent=2))


@click.command("seed")
@click.argument("profile", type=click.Choice(sorted(PROFILES)))
@click.option(
    "--set", "pairs", multiple=True, metavar="NAME=VALUE", help="An option of the profile's own."
)
@with_appcontext
def seed(profile: str, pairs: tuple[str, ...]) -> None:
    """Load a profile; a second time changes nothing. Production takes reference rows alone."""
    if current_app.config["APP_ENV"] is AppEnv.PRODUCTION and profile != "minimal":
        raise click.UsageError(_("正式环境不能装入演示数据。"))
    options = {name: int(v) if v.isdecimal() else v for name, v in map(_pair, pairs)}
    load(db.engine, profile, clock=the_clock(), report=click.echo, **options)


#: Most look-alike keys to report; the others follow when these are resolved.
_MOST_TOLD = 50


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Count what breaks each invariant; exit with 1 if anything does."""
    rules = {rule.name: rule.rule for rule in invariants()}
    with db.engine.connect() as connection:
        found = breaches(connection)
        alike = list(islice(alike_rows(connection), _MOST_TOLD))
    for name, count in found.items():
        click.echo(f"{count:>8}  {name}  {rules.get(name, '')}")
    for each in alike:
        click.echo(f"          {each}")
    if any(found.values()):
        sys.exit(1)


@click.command("docs")
@click.option(
    "--check", "is_check", is_flag=True, help="Write nothing; exit with 1 if a page is stale."
)
@with_appcontext
def write_docs(is_check: bool) -> None:  # noqa: FBT001  click hands flags over by name
    """Draw docs/generated from the code."""
    folder = Path(current_app.root_path).parent / "docs" / "generated"
    stale = generated_docs.write(folder, generated_docs.pages(current_app), is_check=is_check)
    for name in stale:
        click.echo(name)
    if is_check and stale:
        sys.exit(1)


def _parse_input_options(text: str, pairs: tuple[str, ...]) -> dict[str, object]:
    try:
        read = json.loads(text)
        check_text([read, *pairs])
    except BadRequestError as error:
        raise click.UsageError(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise click.UsageError(_("内容不是正确的 JSON。")) from error
    if not isinstance(read, dict):
        raise click.UsageError(_("内容应为一个 JSON 对象。"))
    return {**read, **dict(map(_pair, pairs))}


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (name and sign):
        raise click.UsageError(_("应写作 名称=值：%(text)s", text=text))
    return name, value


def _who(username: str) -> Actor:
    with db.engine.connect() as connection:
        presence = named(connection, kept_form(TextType.LOGIN, username))
    if presence is None:
        raise click.UsageError(_("没有这个用户账户，或已停用：%(name)s", name=username))
    return presence.actor
