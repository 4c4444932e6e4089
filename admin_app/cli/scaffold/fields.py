"""The columns of an entity to be written: described in words, or read from an existing table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import click
from sqlalchemy import Engine, inspect
from sqlalchemy.types import TypeEngine

#: Longest text of a column whose table does not say.
_LENGTH = 80
#: Endings of names that no form holds: money, instants, numbers we draw, keys of other rows.
_NOT_TYPED = ("_fen", "_at", "_no", "_id", "_key")
#: What every entity of an office has already.
_OURS = {"id", "province_code", "city_code", "office_code", "state"}
_VERSIONED = {"row_version", "created_at", "updated_at"}
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Kind:
    """What a column holds, as the model, the list and an action's input write it."""

    #: The Python type.
    annotation: str
    #: Arguments of `mapped_column`; the length of a text is filled in.
    arguments: str = ""
    #: The class of filter by which lists find it; None: they do not.
    filter: str | None = None
    #: Arguments of `param`, for an action that asks for it.
    parameter: str = ""


#: By the name a description gives it.
KINDS: dict[str, Kind] = {
    "text": Kind(
        "str",
        "String({length}), info=text_of_type(TextType.WORDS)",
        parameter="text=TextType.WORDS, maximum_length={length}",
    ),
    "number": Kind("int"),
    "money": Kind("int", "default=0", "MoneyFilter", "fen=True, minimum=0"),
    "date": Kind("dt.date", filter="DateFilter"),
    "truth": Kind("bool", "default=False"),
}
#: Python type of a database column → its kind; `_fen` makes a number money.
_BY_TYPE: Mapping[str, str] = {"str": "text", "int": "number", "date": "date", "bool": "truth"}


@dataclass(frozen=True)
class Field:
    """One column, with its heading in both languages; None: the heading every table shares."""

    name: str
    kind: Kind
    is_required: bool = False
    length: int = _LENGTH
    label: str | None = None

    @property
    def is_typed(self) -> bool:
        """Whether a form may hold it."""
        return not self.name.endswith(_NOT_TYPED)

    @property
    def is_nullable(self) -> bool:
        """Whether a row may leave it empty; what has a default never is."""
        return not self.is_required and "default=" not in self.kind.arguments

    @property
    def annotation(self) -> str:
        """The type of the attribute and of an action's field."""
        return f"{self.kind.annotation} | None" if self.is_nullable else self.kind.annotation

    @property
    def arguments(self) -> str:
        """The arguments of `mapped_column`."""
        return self.kind.arguments.format(length=self.length)

    @property
    def parameter(self) -> str:
        """The arguments of `param`."""
        optional = "default=None, " * self.is_nullable
        return (optional + self.kind.parameter.format(length=self.length)).removesuffix(", ")


def described(text: str) -> tuple[str, str, bool]:
    """(name, kind, whether required) of `name:kind[:required]`; raises click.UsageError."""
    found = re.fullmatch(r"([a-z][a-z0-9_]*):(\w+)(:required)?", text)
    if found is None or found[2] not in KINDS:
        kinds = ", ".join(KINDS)
        raise click.UsageError(f"{text}: write name:kind[:required], the kind one of {kinds}.")
    if found[3] and found[1].endswith(_NOT_TYPED):
        raise click.UsageError(f"{text}: no form holds this name, so it cannot be required.")
    return found[1], found[2], bool(found[3])


def kind_name(name: str, column_type: TypeEngine[object]) -> str | None:
    """The kind of a column of a database; None if there is none for its type."""
    try:
        found = _BY_TYPE.get(column_type.python_type.__name__)
    except NotImplementedError:
        return None
    return "money" if found == "number" and name.endswith("_fen") else found


def reflected(engine: Engine, table: str) -> Iterator[tuple[Field, str | None]]:
    """Each column of a table, with its Chinese comment; raises click.UsageError without a table.

    Left out, with a word on the terminal: keys of other tables and types that have no kind.
    """
    inspector = inspect(engine)
    if not inspector.has_table(table):
        raise click.UsageError(f"The database has no table {table}.")
    keys = {
        name for key in inspector.get_foreign_keys(table) for name in key["constrained_columns"]
    }
    for column in inspector.get_columns(table):
        name, kind = column["name"], kind_name(column["name"], column["type"])
        if name in _OURS | _VERSIONED:
            continue
        if name in keys or name.endswith("_id") or kind is None:
            click.echo(f"Left out: {name} ({column['type']}). Add it to the model by hand.")
            continue
        required = not column["nullable"] and not name.endswith(_NOT_TYPED)
        length = getattr(column["type"], "length", None) or _LENGTH
        comment = column.get("comment") or ""
        yield (
            Field(name, KINDS[kind], required, length),
            comment if _CHINESE.search(comment) else None,
        )
