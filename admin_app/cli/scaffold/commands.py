"""`flask scaffold`: write a new entity or a new action, whole, from a short description."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Engine

from actions.permissions import action_of
from admin_app.cli.scaffold.action import NewAction
from admin_app.cli.scaffold.entity import Entity, Move, parse_words
from admin_app.cli.scaffold.fields import KINDS, Field, described, kind_name, reflected
from admin_app.cli.scaffold.model_names import lifecycle_names, mapped_entity, noun_of
from admin_app.cli.scaffold.source_tree import SourceTree
from admin_app.labels import SHARED, column_label
from models.core.base import Base, db


@click.group("scaffold")
def scaffold() -> None:
    """Write a new entity or action into the source tree."""


@scaffold.command("entity")
@click.argument("name")
@click.option("--noun", required=True, help="The folder it stands in; a new one is made.")
@click.option("--label", required=True, help="What people call a row, in Chinese.")
@click.option("--label-en", "english", required=True, help="The same in English.")
@click.option("--field", "fields", multiple=True, metavar="NAME:KIND[:required]")
@click.option("--move", "moves", multiple=True, metavar="EVENT:FROM:TO", help="Between states.")
@click.option("--word", "words", multiple=True, metavar="NAME=CHINESE/ENGLISH")
@click.option("--from-table", "table", help="Take the fields of this table of the database.")
@with_appcontext
def entity(  # noqa: PLR0913, PLR0917  click hands every option over by name
    name: str,
    noun: str,
    label: str,
    english: str,
    fields: tuple[str, ...],
    moves: tuple[str, ...],
    words: tuple[str, ...],
    table: str | None,
) -> None:
    """Write the entity NAME: model, list, words, migration, tests, docs.

    A field's KIND is text, number, money (its name ends in _fen), date or truth. Each field and
    state has a --word, unless all tables share one. With --from-table the fields are those of a
    table that is there, which is only read: the entity has a table of its own.
    """
    _check_names(name, noun)
    _check_chinese(label)
    if name in Base.metadata.tables or name == table:
        raise click.UsageError(f"There is a table {name} already.")
    known = parse_words(words)
    columns = {each.name: each for each in _fields(fields, table, db.engine, known)}
    wanted = Entity(name, noun, label, english, tuple(columns.values()), _moves(moves), known)
    named = {n for n in [*columns, *wanted.states] if n not in known}
    if missing := sorted(n for n in named if n not in SHARED or n in wanted.states):
        raise click.UsageError(f"Say --word NAME=CHINESE/ENGLISH of {', '.join(missing)}.")
    wanted.write(SourceTree(_root()))


@scaffold.command("action")
@click.argument("key")
@click.option("--entity", "name", required=True, help="The table whose rows it is done to.")
@click.option("--label", required=True, help="What people call it, in Chinese.")
@click.option("--label-en", "english", required=True, help="The same in English.")
@click.option("--from-state", "source", help="The state of the rows it is offered for.")
@click.option("--to-state", "target", help="The state it leads to.")
@click.option("--set", "columns", multiple=True, metavar="COLUMN", help="A value it asks for.")
@with_appcontext
def action(
    key: str,
    name: str,
    label: str,
    english: str,
    source: str | None,
    target: str | None,
    columns: tuple[str, ...],
) -> None:
    """Write the action KEY: verb, permission, words, test, docs.

    It moves rows from one state to another, sets columns to what is typed, or both. Offices may
    carry it out on every row they see; narrow that in actions/permissions.py. Nobody is told of it;
    say in actions/audiences whom it concerns.
    """
    _check_names(key)
    _check_chinese(label)
    if action_of(key) is not None:
        raise click.UsageError(f"There is an action {key} already.")
    model = mapped_entity(name)
    change = lifecycle_names(model, source, target) if source and target else None
    if change is None and not columns:
        raise click.UsageError("Say --from-state and --to-state, or --set, or both.")
    NewAction(
        key=key,
        noun=noun_of(model),
        label=label,
        english=english,
        model=model.__name__,
        module=model.__module__,
        change=change,
        fields=[_column(name, model, column) for column in columns],
    ).write(SourceTree(_root()))


def _root() -> Path:
    """The root of the source tree that runs."""
    return Path(current_app.root_path).parent


def _check_names(*names: str) -> None:
    for name in names:
        if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
            raise click.UsageError(f"{name}: use lower case letters, digits and underscores.")


def _check_chinese(label: str) -> None:
    if label.isascii() or set('"\\|') & set(label):
        raise click.UsageError(f"{label}: the label is Chinese, without quotation marks.")


def _moves(texts: tuple[str, ...]) -> list[Move]:
    return [Move.parse(text) for text in texts]


def _fields(
    texts: tuple[str, ...], table: str | None, engine: Engine, words: dict[str, tuple[str, str]]
) -> list[Field]:
    """The fields of a table, then those described; a word for each that has one of its own.

    A Chinese comment of a column is its heading, with the column's name as its English.
    """
    found: dict[str, Field] = {}
    for field, comment in reflected(engine, table) if table else ():
        found[field.name] = field
        if comment is not None:
            spoken = field.name.replace("_", " ").capitalize()
            words.setdefault(field.name, (comment, spoken))
    for name, kind, is_required in map(described, texts):
        found[name] = Field(name, KINDS[kind], is_required)
    own = {name: chinese for name, (chinese, _english) in words.items()}
    # A word that all tables share stands there once.
    own = {name: word for name, word in own.items() if word != str(SHARED.get(name))}
    return [replace(field, label=own.get(field.name)) for field in found.values()]


def _column(table: str, model: type[Base], name: str) -> Field:
    """A column of a mapped model; raises click.UsageError for one that is none."""
    column = model.__table__.c.get(name)
    kind = None if column is None else kind_name(name, column.type)
    if column is None or kind is None or name == "state":
        raise click.UsageError(f"{name} of {table} cannot be set to what is typed.")
    length = getattr(column.type, "length", None) or 0
    return Field(name, KINDS[kind], True, length, column_label(table, name))
