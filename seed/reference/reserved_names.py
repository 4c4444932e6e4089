"""保留名称 as an installation starts: the state, central bodies, former divisions, countries.

Divisions of today are reserved by their own table. A database that is older than the list receives
it when `seed minimal` is run again.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from actions.core.action import Nothing
from actions.core.context import Context
from models.registration.reserved_name import ReservedKind, ReservedName
from models.values.variant import variant_key
from seed.reference.divisions import read_table
from seed.reference.seed_action import seed_action

#: 《党政机关、事业单位和社会组织网上名称管理暂行办法》 is in force from this day.
_FROM: Final = dt.date(2014, 3, 1)


def reserved_names() -> list[ReservedName]:
    """A row for each name of the table, one of several variants."""
    rows = map(_row, read_table("reserved_names"))
    return list({row.variant_key: row for row in rows}.values())


def run(ctx: Context, _given: Nothing) -> dict[str, int]:
    rows = reserved_names()
    ctx.session.add_all(rows)
    return {"reserved_names": len(rows)}


def _row(cells: dict[str, str]) -> ReservedName:
    return ReservedName(
        name=cells["name"],
        variant_key=variant_key(cells["name"]),
        kind=ReservedKind(cells["kind"]),
        reason=cells["reason"],
        document_no=cells["document_no"],
        valid_from=_FROM,
        note=cells["note"] or None,
    )


SEED_RESERVED_NAMES = seed_action("seed_reserved_names", run, model=ReservedName)
