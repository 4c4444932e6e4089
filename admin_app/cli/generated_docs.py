"""Docs generated from the code (`flask docs`), so that they cannot disagree with it."""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from actions.audiences.table import AUDIENCES
from actions.core.action import Action, F, I, R, Reach
from actions.core.announcement import NobodyElse
from actions.core.input_fields import field_types, line_type, plain_type
from actions.permissions import CATALOG, grants_of
from admin_app import labels
from admin_app.auth.current_actor import PUBLIC
from models.core.base import Base
from models.core.database_guards import expected_triggers
from models.core.lifecycle import E, Lifecycle, S
from models.users.user import Role

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_MARKS = {Reach.SCOPE: "●", Reach.OWN: "◐", Reach.BELOW: "▲"}
_DRAWN = "<!-- Drawn by `flask docs`; edit the code instead. -->\n\n"


def pages(app: Flask) -> dict[str, str]:
    """Every page by its file name."""
    return {
        "roles.md": _DRAWN + _roles(),
        "notices.md": _DRAWN + _notices(),
        "lifecycles.md": _DRAWN + _lifecycles(),
        "warnings.md": _DRAWN + _warnings(),
        "actions.md": _DRAWN + "\n".join(_action(action) for action in CATALOG),
        "routes.txt": _routes(app),
        "schema.sql": _schema(),
    }


def write(folder: Path, drawn: Mapping[str, str], *, is_check: bool) -> list[str]:
    """Write the pages; with `is_check` write nothing. Returns the names of those that differed."""
    stale = [name for name, page in drawn.items() if _read(folder / name) != page]
    if not is_check:
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (folder / name).write_text(drawn[name], encoding="utf-8")
    return stale


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _roles() -> str:
    roles = [role for role in Role if role is not Role.SYSTEM]
    lines = [
        "# Who may do what",
        "",
        "● own office and below · ◐ own office only · ▲ offices below only",
        "",
        "| action | " + " | ".join(labels.word(role) for role in roles) + " |",
        "|---" * (len(roles) + 1) + "|",
    ]
    for action in CATALOG:
        grants = grants_of(action)
        marks = [_MARKS[grants[role]] if role in grants else "" for role in roles]
        lines.append(f"| {labels.action_title(action.key)} `{action.key}` | {' | '.join(marks)} |")
    return "\n".join(lines) + "\n"


def _warnings() -> str:
    lines = [
        "# What warnings ask",
        "",
        "nothing: only shown · tick: who confirms ticks that they checked it · reason: and why",
        "",
        "| action | warning | sentence | asks |",
        "|---|---|---|---|",
        *(
            f"| {labels.action_title(action.key)} `{action.key}` | `{code}` "
            f"| {labels.SENTENCES[code]} | {kind} |"
            for action in CATALOG
            for code, kind in action.warnings.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def _notices() -> str:
    """Who is told of each action; the message as written for the first language."""
    lines = [
        "# Who is told of what",
        "",
        "The person who acted gets no notice. A run makes one for each reader and message.",
        "",
        "| action | told | message |",
        "|---|---|---|",
    ]
    for action, told in AUDIENCES.items():
        title = f"| {labels.action_title(action.key)} `{action.key}`"
        if isinstance(told, NobodyElse):
            lines.append(f"{title} | nobody | {told} |")
            continue
        said: dict[str, list[str]] = {}
        for each in told:
            said.setdefault(str(labels.SENTENCES[each.topic]), []).append(each.to)
        lines += [
            f"{title} | {', '.join(dict.fromkeys(to))} | {text} |" for text, to in said.items()
        ]
    return "\n".join(lines) + "\n"


def lifecycles() -> Iterator[tuple[type[Base], Lifecycle[StrEnum, StrEnum]]]:
    """Each entity with a lifecycle, and the lifecycle."""
    for mapper in sorted(Base.registry.mappers, key=lambda m: m.class_.__name__):
        for value in vars(sys.modules[mapper.class_.__module__]).values():
            column = mapper.columns.get("state")
            if isinstance(value, Lifecycle) and column is not None:
                enum = getattr(column.type, "enum_class", None)
                if enum is type(value.initial):
                    yield mapper.class_, value


def _lifecycles() -> str:
    return "# Lifecycles\n" + "".join(_lifecycle(model, life) for model, life in lifecycles())


def _lifecycle(model: type[Base], life: Lifecycle[S, E]) -> str:
    states = type(life.initial)
    named = [f"    {state}: {labels.word(state)} {state}" for state in states]
    moves = [
        f"    {source} --> {target}: {event}"
        for event, (sources, target) in life.moves.items()
        for source in sorted(sources)
    ]
    drawing = ["stateDiagram-v2", *named, f"    [*] --> {life.initial}", *moves]
    return f"\n## {model.__name__}\n\n```mermaid\n" + "\n".join(drawing) + "\n```\n"


def _action(action: Action[R, I, F]) -> str:
    policy = inspect.cleandoc(_module_of(action).__doc__ or "")
    roles = ", ".join(
        f"{labels.word(role)} {_MARKS[reach]}" for role, reach in grants_of(action).items()
    )
    refusals = [f"- `{code}`" for code in action.refusals or ()]
    warnings = [f"- `{code}`: {kind}" for code, kind in action.warnings.items()]
    inputs = list(_inputs(action.input, ""))
    return "\n".join(
        [
            f"## {labels.action_title(action.key)} `{action.key}`",
            "",
            policy,
            "",
            f"Rows: {action.model.__name__}, {action.minimum_rows}–{action.maximum_rows}. "
            f"Roles: {roles}." + (f" Guide: {', '.join(action.guide)}." if action.guide else ""),
            *(["", "Inputs:", *inputs] if inputs else []),
            *(["", "Refusals:", *refusals] if refusals else []),
            *(["", "Warnings, and what each asks:", *warnings] if warnings else []),
            "",
        ]
    )


def _module_of(action: Action[R, I, F]) -> ModuleType:
    """The file of a verb: verbs do not import each other, so only its own holds it.

    An action that is made for several models is held by none; its run stands where it is made.
    """
    verb = re.compile(r"actions\.\w+(\.\w+)+")
    nouns = (m for name, m in sys.modules.items() if verb.fullmatch(name))
    made = sys.modules[action.run.__module__]
    return next((module for module in nouns if action in vars(module).values()), made)


def _inputs(kind: type[DataclassInstance], prefix: str) -> Iterator[str]:
    hints = field_types(kind)
    for f in dataclasses.fields(kind):
        line = line_type(hints[f.name])
        wanted, is_optional = plain_type(hints[f.name])
        name = getattr(wanted, "__name__", str(wanted))
        needed = "" if f.default is dataclasses.MISSING and not is_optional else ", optional"
        yield f"- `{prefix}{f.name}`: {'lines' if line else name}{needed}"
        if line is not None:
            yield from _inputs(line, f"{prefix}{f.name}[].")


def _routes(app: Flask) -> str:
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    return "".join(
        f"{','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'})):<9} {rule.rule:<44} "
        f"{rule.endpoint}{'  public' if rule.endpoint in PUBLIC else ''}\n"
        for rule in rules
    )


def _schema() -> str:
    dialect = postgresql.dialect()
    parts = []
    for table in Base.metadata.sorted_tables:
        parts.append(str(CreateTable(table).compile(dialect=dialect)).strip() + ";\n")
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        parts += [f"{CreateIndex(index).compile(dialect=dialect)};" for index in indexes]
    guards = [f"-- guard: {name} on {table}" for name, table in expected_triggers("postgresql")]
    text = "\n".join([*parts, *guards]) + "\n"
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
