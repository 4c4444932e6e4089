"""Walk the list of names in the order of their ends without opening the rows it leaves out."""

from __future__ import annotations

from alembic import op

revision = "0033_state_in_due_order"
down_revision = "0032_access_refusals"
branch_labels = None
depends_on = None

_SCOPES = ((), ("province_code",), ("city_code",), ("office_code",), ("unit_id",))


def _rebuild(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    for scope in _SCOPES:
        op.drop_index(op.f(f"ix_domain_{'_'.join((*scope, *old))}"), table_name="domain")
        name = op.f(f"ix_domain_{'_'.join((*scope, *new))}")
        op.create_index(name, "domain", [*scope, *new])


def upgrade() -> None:
    """Put the state behind the key in each index of that order."""
    _rebuild(("due_on", "id"), ("due_on", "id", "state"))


def downgrade() -> None:
    """Take it away; no row changes."""
    _rebuild(("due_on", "id", "state"), ("due_on", "id"))
