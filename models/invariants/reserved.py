"""I-10 on reserved names: live names against the list and the divisions.

A name under dispute may be live: the dispute is often about it. A name registered before it was
reserved is exempt once the list names its unit as the holder.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Final, cast

from sqlalchemy import Connection, text

from models.invariants.rule import Invariant
from models.offices.place_name import places_of
from models.registration.name_belonging import Body, is_government_of

_LIVE = "state IN ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered')"

RULES: Final = (
    Invariant(
        "I-10 listed names",
        "a name on the registry's list is live for its holder alone",
        "SELECT domain.id FROM domain JOIN unit ON unit.id = domain.unit_id"  # noqa: S608  our own
        " JOIN reserved_name ON reserved_name.variant_key = domain.variant_key"
        f" WHERE kind = 'reserved' AND valid_to IS NULL AND domain.{_LIVE}"
        " AND (holder_uscc IS NULL OR holder_uscc <> unit.uscc)",
    ),
)


def count_reserved(connection: Connection) -> int:
    """Live names that are a division's own and whose unit is not its government."""
    rows = connection.execute(text("SELECT code, name, successor_code FROM division ORDER BY code"))
    places = places_of(tuple((code, name, after) for code, name, after in rows))
    live = connection.execute(
        text(
            "SELECT variant_key, unit.name, division_code FROM domain"  # noqa: S608  our own text
            f" JOIN unit ON unit.id = unit_id WHERE domain.{_LIVE}"
        ),
        execution_options={"stream_results": True},
    )
    return sum(
        key in places.reserved and not is_government_of(key, _body(name, code), places)
        for key, name, code in live
    )


def _body(name: str, division_code: str) -> Body:
    return cast("Body", SimpleNamespace(name=name, division_code=division_code))
