"""Invariants of the whole database, as SQL independent of our code.

Guards prevent; these detect. Each statement returns the rows that break its rule, runs on both
engines, and has the rule's number (domain.md: I-1 … I-14). There is one module per subject.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

from models.core.database_guards import missing_triggers
from models.invariants import (
    money,
    names,
    offices,
    orders,
    payments,
    reserved,
    second_person,
    sheets,
)
from models.invariants.bank_lines import count_staged_twice
from models.invariants.keys import count_alike
from models.invariants.own_values import count_own_values
from models.invariants.registers import count_register_rows
from models.invariants.rule import Invariant
from models.invariants.variants import count_misfolded

#: Minutes between two instants, by engine.
_MINUTES = {
    "sqlite": r"((julianday(\1) - julianday(\2)) * 1440)",
    "postgresql": r"(EXTRACT(EPOCH FROM (\1 - \2)) / 60)",
}
_PLACE = re.compile(r"\{minutes:([\w.]+):([\w.]+)\}")

MISFOLDED = "I-10 folded variants"
RESERVED = "I-10 reserved names"
STAGED_TWICE = "I-6 staged once"
OWN_VALUES = "own values"
REGISTER_ROWS = "rows of registers"


def invariants() -> tuple[Invariant, ...]:
    """Every rule expressed in SQL, in the order of its number."""
    found = (
        *money.rules(),
        *orders.RULES,
        *payments.RULES,
        *sheets.RULES,
        *offices.rules(),
        *names.RULES,
        *reserved.RULES,
        *second_person.RULES,
    )
    return tuple(sorted(found, key=lambda rule: int(rule.number.removeprefix("I-"))))


def count_breaches(connection: Connection, rule: Invariant) -> int:
    """How many rows break a rule."""
    sql = _PLACE.sub(_MINUTES[connection.dialect.name], rule.sql)
    counted = text(f"SELECT count(*) FROM ({sql}) AS breach")  # noqa: S608  our own text
    return int(connection.scalar(counted) or 0)


def breaches(connection: Connection) -> dict[str, int]:
    """Rows that break each rule, by its name; all zero on a sound database."""
    return {
        "guards": len(missing_triggers(connection)),
        **{rule.name: count_breaches(connection, rule) for rule in invariants()},
        MISFOLDED: count_misfolded(connection),
        RESERVED: reserved.count_reserved(connection),
        STAGED_TWICE: count_staged_twice(connection),
        OWN_VALUES: count_own_values(connection),
        REGISTER_ROWS: count_register_rows(connection),
        **count_alike(connection),
    }
