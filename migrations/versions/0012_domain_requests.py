"""域名变更申请: what offices ask the registry to do with names."""

import sqlalchemy as sa
from alembic import op

revision = "0012_domain_requests"
down_revision = "0011_adjustments"
branch_labels = None
depends_on = None

LOSSES = {"domain_request": "what offices asked the registry to do with names, and its answers"}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
#: The columns of each index that gives scope and order at once.
_INDEXES = (
    ("domain_id", "id"),
    ("state", "id"),
    *((code, "state", "id") for code in ("province_code", "city_code", "office_code")),
)
_OPEN = sa.text("state = 'submitted'")


def upgrade() -> None:
    op.create_table(
        "domain_request",
        sa.Column("id", KEY, nullable=False),
        sa.Column("domain_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("receiver_uscc", sa.String(length=18), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("submitted_by", sa.String(length=60), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.String(length=60), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'transfer') = (receiver_uscc IS NOT NULL)",
            name=op.f("ck_domain_request_receiver_of_transfer"),
        ),
        sa.CheckConstraint(
            "(state = 'submitted') = (answered_at IS NULL)", name=op.f("ck_domain_request_answered")
        ),
        sa.CheckConstraint(
            "kind IN ('hold', 'transfer', 'delete')",
            name=op.f("ck_domain_request_domainrequestkind"),
        ),
        sa.CheckConstraint(
            "state IN ('submitted', 'carried_out', 'refused')",
            name=op.f("ck_domain_request_domainrequeststate"),
        ),
        sa.ForeignKeyConstraint(
            ["domain_id"],
            ["domain.id"],
            name=op.f("fk_domain_request_domain_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domain_request")),
    )
    for columns in _INDEXES:
        name = op.f(f"ix_domain_request_{'_'.join(columns)}")
        op.create_index(name, "domain_request", list(columns))
    op.create_index(
        "uq_domain_request_open",
        "domain_request",
        ["domain_id", "kind"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    # Its indexes go with it.
    op.drop_table("domain_request")
