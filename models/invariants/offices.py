"""I-9: the office tree has one root and no cycle; scoped rows carry their office's codes."""

from __future__ import annotations

from typing import Final

from models.core.base import Base
from models.core.scope import OfficeOwned
from models.invariants.rule import Invariant

_LEVEL = "(CASE {}.level WHEN 'county' THEN 3 WHEN 'city' THEN 2 WHEN 'province' THEN 1 ELSE 0 END)"

_CLOSED = "office_code IN (SELECT code FROM office WHERE status = 'closed')"
#: Table → what a closed office has no row of: it went to the office after it, or was finished.
_GONE = {
    "unit": "state IN ('pending', 'active', 'suspended')",
    "domain": "state IN"
    " ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered')",
    "domain_order": "state IN ('payable', 'charged', 'remitted')",
    "remittance": "state IN ('draft', 'submitted')",
    "account": "balance_fen <> 0",
    "invoice_lot": "state IN ('in_transit', 'signed')",
    "invoice_request": "state IN ('submitted', 'approved')",
    "adjustment": "state = 'proposed'",
    "user": "is_active",
    "office": "EXISTS (SELECT 1 FROM office b WHERE b.parent_id = office.id"
    " AND b.status = 'active') AND status = 'closed'",
}

_RULES: Final = (
    Invariant(
        "I-9 tree",
        "an office stands under one of a higher level",
        "SELECT o.id FROM office o JOIN office p ON p.id = o.parent_id"  # noqa: S608  our own text
        f" WHERE {_LEVEL.format('o')} <= {_LEVEL.format('p')}",
    ),
    Invariant(
        "I-9 rings",
        "every office is reached from the registry's",
        "WITH RECURSIVE reached AS (SELECT id, 0 AS depth FROM office WHERE level = 'registry'"
        " UNION ALL SELECT o.id, r.depth + 1 FROM reached r JOIN office o ON o.parent_id = r.id"
        " WHERE r.depth < 9)"
        " SELECT id FROM office WHERE id NOT IN (SELECT id FROM reached)",
    ),
    Invariant(
        "I-9 ancestor codes",
        "an office's codes are those of the offices above it",
        "SELECT o.id FROM office o LEFT JOIN office p ON p.id = o.parent_id"
        " WHERE o.office_code <> o.code"
        " OR o.city_code <> (CASE o.level WHEN 'county' THEN p.code ELSE o.code END)"
        " OR o.province_code <> (CASE o.level WHEN 'county' THEN p.province_code"
        " WHEN 'city' THEN p.code ELSE o.code END)",
    ),
    Invariant(
        "I-9 closed offices",
        "a closed office has no business, money, sheets or people left",
        " UNION ALL ".join(
            f'SELECT id FROM "{table}" WHERE {_CLOSED} AND {rest}'  # noqa: S608  our own text
            for table, rest in _GONE.items()
        ),
    ),
)

_CODES = (
    'SELECT t.id FROM "{table}" t LEFT JOIN office o ON o.code = t.office_code WHERE o.id IS NULL'
    " OR o.province_code <> t.province_code OR o.city_code <> t.city_code"
)


def rules() -> tuple[Invariant, ...]:
    """The rules of the tree, and one for each scoped table."""
    tables = sorted(
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, OfficeOwned)
    )
    codes = (
        Invariant(
            f"I-9 codes of {table}",
            "a scoped row carries its office's ancestor codes",
            _CODES.format(table=table),
        )
        for table in tables
    )
    return (*_RULES, *codes)
