"""I-10: a name is live once, its variants belong to one unit, and its label fits the DNS."""

from __future__ import annotations

from typing import Final

from models.invariants.rule import Invariant

_LIVE = "state IN ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered')"

RULES: Final = (
    Invariant(
        "I-10 names",
        "a name is live once",
        f"SELECT min(id) FROM domain WHERE {_LIVE}"  # noqa: S608  our own text
        " GROUP BY name_a HAVING count(*) > 1",
    ),
    Invariant(
        "I-10 variants",
        "the variants of a name are live for one unit",
        f"SELECT min(id) FROM domain WHERE {_LIVE}"  # noqa: S608  our own text
        " GROUP BY variant_key, tld_family HAVING min(unit_id) <> max(unit_id)",
    ),
    Invariant(
        "I-10 lengths",
        "a label has at most 20 characters, and its A-label at most 63",
        "SELECT id FROM domain WHERE length(label_u) > 20 OR substr(name_a, 1, 64) NOT LIKE '%.%'",
    ),
)
