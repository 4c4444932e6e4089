"""变体: the keys of names are folded anew by the table of variants.

Nothing is merged and nobody loses a name. Live names of several units that are variants of one
another by the wider table stay as they are; each such group is logged here, once, and counted by
`flask verify` until the registry has decided.
"""

from __future__ import annotations

import logging
from itertools import groupby

import sqlalchemy as sa
from alembic import op

from models.values.variant import variant_key

revision = "0026_variant_classes"
down_revision = "0025_payers"
branch_labels = None
depends_on = None

_LOG = logging.getLogger("alembic.runtime.migration")
_PART = 1_000

_DOMAIN = sa.table(
    "domain",
    *map(sa.column, ("id", "label_u", "name_u", "variant_key", "tld_family", "unit_id", "state")),
)
_LIVE = ("submitted", "returned", "office_approved", "registry_approved", "registered")


def upgrade() -> None:
    """Write the key of every name whose label folds to another one now."""
    connection, last = op.get_bind(), 0
    row = _DOMAIN.c
    while True:
        part = connection.execute(
            sa.select(row.id, row.label_u, row.variant_key)
            .where(row.id > last)
            .order_by(row.id)
            .limit(_PART)
        ).all()
        if not part:
            break
        last = part[-1].id
        folded = [(found, variant_key(found.label_u)) for found in part]
        changed = [
            {"row_id": found.id, "key": key} for found, key in folded if key != found.variant_key
        ]
        if changed:
            wanted = _DOMAIN.update().where(row.id == sa.bindparam("row_id"))
            connection.execute(wanted.values(variant_key=sa.bindparam("key")), changed)
    _report(connection)


def _report(connection: sa.Connection) -> None:
    """Log the live names of several units that are variants of one another."""
    row = _DOMAIN.c
    shared = (
        sa.select(row.variant_key, row.tld_family)
        .where(row.state.in_(_LIVE))
        .group_by(row.variant_key, row.tld_family)
        .having(sa.func.min(row.unit_id) != sa.func.max(row.unit_id))
        .subquery()
    )
    wanted = (
        sa.select(row.variant_key, row.tld_family, row.name_u, row.unit_id)
        .join(
            shared,
            sa.and_(shared.c.variant_key == row.variant_key, shared.c.tld_family == row.tld_family),
        )
        .where(row.state.in_(_LIVE))
        .order_by(row.variant_key, row.tld_family, row.id)
    )
    for _key, names in groupby(connection.execute(wanted), lambda found: found[:2]):
        told = ", ".join(f"{found.name_u} (unit {found.unit_id})" for found in names)
        _LOG.warning("variants of one another, held by several units: %s", told)


def downgrade() -> None:
    """Leave the keys: whatever the narrower fold joined is joined by the wider one too."""
