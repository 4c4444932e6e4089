"""Runs of jobs, their batches, reminders and letters; whom letters reach, and in what language.

Revision: 0006_jobs, after 0005_imported_sheets.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_jobs"
down_revision = "0005_imported_sheets"
branch_labels = None
depends_on = None

LOSSES = {
    "mail": "letters that were written; such as wait would never be sent",
    "job_run": "which jobs ran for which day; they could run for it a second time",
    "job_slice": "the rows of batches under way",
    "reminder": "who was reminded of what; units would be reminded a second time",
    "notification.unit_id": "which unit a notice is for; the whole office would be shown it",
    "user.email": "where letters reach a user",
    "user.language": "the language of a user's letters",
}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Create the tables; the new columns are empty."""
    op.create_table(
        "mail",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=True),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.CheckConstraint(
            "topic IN ('office_digest', 'unit_reminder')", name=op.f("ck_mail_mailtopic")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'refused', 'given_up')",
            name=op.f("ck_mail_mailstate"),
        ),
        sa.UniqueConstraint("key", name=op.f("uq_mail_key")),
    )
    op.create_index(op.f("ix_mail_city_code_id"), "mail", ["city_code", "id"], unique=False)
    op.create_index(op.f("ix_mail_office_code_id"), "mail", ["office_code", "id"], unique=False)
    op.create_index(op.f("ix_mail_province_code_id"), "mail", ["province_code", "id"], unique=False)
    op.create_index(op.f("ix_mail_state_next_at"), "mail", ["state", "next_at"], unique=False)
    op.create_index(op.f("ix_mail_unit_id_id"), "mail", ["unit_id", "id"], unique=False)

    op.create_table(
        "job_run",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("worker", sa.String(length=80), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("incident", sa.String(length=16), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=True),
        sa.Column("given", JSON, nullable=True),
        sa.Column("leaves_out", sa.Boolean(), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "(kind = 'batch') = (action IS NOT NULL)", name=op.f("ck_job_run_batch_has_action")
        ),
        sa.CheckConstraint(
            "(kind = 'batch') = (user_id IS NOT NULL)", name=op.f("ck_job_run_batch_has_user")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_job_run_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.CheckConstraint(
            "kind IN ('settle', 'lapse', 'remind', 'draft_remittance', 'accrue_award', 'retain', 'batch')",
            name=op.f("ck_job_run_jobkind"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_job_run_jobstate")
        ),
        sa.CheckConstraint(
            "reason IN ('error', 'worker_lost', 'busy', 'user_disabled', 'right_lost')",
            name=op.f("ck_job_run_jobreason"),
        ),
        sa.UniqueConstraint("key", name=op.f("uq_job_run_key")),
    )
    op.create_index(op.f("ix_job_run_city_code_id"), "job_run", ["city_code", "id"], unique=False)
    op.create_index(
        op.f("ix_job_run_office_code_id"), "job_run", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_job_run_province_code_id"), "job_run", ["province_code", "id"], unique=False
    )
    op.create_index(op.f("ix_job_run_state_beat_at"), "job_run", ["state", "beat_at"], unique=False)
    op.create_index(op.f("ix_job_run_unit_id_id"), "job_run", ["unit_id", "id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", KEY, nullable=False),
        sa.Column("domain_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.BigInteger(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["domain_id"], ["domain.id"], name=op.f("fk_reminder_domain_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_reminder_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "domain_id", "expires_on", "stage", name=op.f("uq_reminder_domain_id_expires_on_stage")
        ),
    )
    op.create_index(op.f("ix_reminder_city_code_id"), "reminder", ["city_code", "id"], unique=False)
    op.create_index(
        op.f("ix_reminder_office_code_id"), "reminder", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_reminder_told_at_office_code_id"),
        "reminder",
        ["told_at", "office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reminder_province_code_id"), "reminder", ["province_code", "id"], unique=False
    )
    op.create_index(op.f("ix_reminder_unit_id_id"), "reminder", ["unit_id", "id"], unique=False)

    op.create_table(
        "job_slice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("keys", JSON, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("refusals", JSON, nullable=False),
        sa.Column("entry_id", KEY, nullable=True),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["journal_entry.id"],
            name=op.f("fk_job_slice_entry_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["job_run.id"], name=op.f("fk_job_slice_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_slice")),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'refused')", name=op.f("ck_job_slice_slicestate")
        ),
        sa.UniqueConstraint("run_id", "seq", name=op.f("uq_job_slice_run_id_seq")),
    )
    op.create_index(
        op.f("ix_job_slice_city_code_id"), "job_slice", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_job_slice_office_code_id"), "job_slice", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_job_slice_province_code_id"), "job_slice", ["province_code", "id"], unique=False
    )

    op.drop_column("notification", "url")
    op.add_column("notification", sa.Column("unit_id", sa.BigInteger(), nullable=True))

    op.add_column("user", sa.Column("email", sa.String(length=120), nullable=True))
    op.add_column("user", sa.Column("language", sa.String(length=8), nullable=True))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("user", "language")
    op.drop_column("user", "email")

    op.drop_column("notification", "unit_id")
    op.add_column("notification", sa.Column("url", sa.String(length=200), nullable=True))

    op.drop_index(op.f("ix_job_slice_province_code_id"), table_name="job_slice")
    op.drop_index(op.f("ix_job_slice_office_code_id"), table_name="job_slice")
    op.drop_index(op.f("ix_job_slice_city_code_id"), table_name="job_slice")

    op.drop_table("job_slice")
    op.drop_index(op.f("ix_reminder_unit_id_id"), table_name="reminder")
    op.drop_index(op.f("ix_reminder_province_code_id"), table_name="reminder")
    op.drop_index(op.f("ix_reminder_told_at_office_code_id"), table_name="reminder")
    op.drop_index(op.f("ix_reminder_office_code_id"), table_name="reminder")
    op.drop_index(op.f("ix_reminder_city_code_id"), table_name="reminder")

    op.drop_table("reminder")
    op.drop_index(op.f("ix_job_run_unit_id_id"), table_name="job_run")
    op.drop_index(op.f("ix_job_run_state_beat_at"), table_name="job_run")
    op.drop_index(op.f("ix_job_run_province_code_id"), table_name="job_run")
    op.drop_index(op.f("ix_job_run_office_code_id"), table_name="job_run")
    op.drop_index(op.f("ix_job_run_city_code_id"), table_name="job_run")

    op.drop_table("job_run")
    op.drop_index(op.f("ix_mail_unit_id_id"), table_name="mail")
    op.drop_index(op.f("ix_mail_state_next_at"), table_name="mail")
    op.drop_index(op.f("ix_mail_province_code_id"), table_name="mail")
    op.drop_index(op.f("ix_mail_office_code_id"), table_name="mail")
    op.drop_index(op.f("ix_mail_city_code_id"), table_name="mail")

    op.drop_table("mail")
