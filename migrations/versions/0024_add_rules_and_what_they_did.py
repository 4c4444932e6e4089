"""Add rules and what they did.

Revision: 0024, after 0023.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

LOSSES = {
    "rule": "the rules that offices set",
    "rule_event": "what happened to rows and was not judged yet",
    "rule_firing": "what rules did, and the tasks that they put on desks",
    "mail": "the letters that rules sent",
}
_TOPICS = "topic IN ('office_digest', 'unit_reminder')"
_TOPICS_WITH_RULES = "topic IN ('office_digest', 'unit_reminder', 'rule')"


def upgrade() -> None:
    _allow_topics(_TOPICS_WITH_RULES)
    op.create_table(
        "rule",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("trigger", sa.String(length=24), nullable=False),
        sa.Column("happening", sa.String(length=120), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.String(length=24), nullable=False),
        sa.Column("condition", sa.String(length=500), nullable=True),
        sa.Column(
            "told_roles", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("told_at", sa.String(length=24), nullable=False),
        sa.Column("is_mailed", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=True),
        sa.Column("is_task", sa.Boolean(), nullable=False),
        sa.Column("label_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "webhook_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("field_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("field_value", sa.String(length=200), nullable=True),
        sa.Column("daily_limit", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("sought_on", sa.Date(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('before', 'after')", name=op.f("ck_rule_dayside")),
        sa.CheckConstraint(
            "state IN ('active', 'paused', 'retired')", name=op.f("ck_rule_rulestate")
        ),
        sa.CheckConstraint(
            "told_at IN ('office', 'city', 'province', 'registry')", name=op.f("ck_rule_ruleplace")
        ),
        sa.CheckConstraint(
            "\"trigger\" IN ('action', 'state', 'date')", name=op.f("ck_rule_ruletrigger")
        ),
        sa.CheckConstraint("daily_limit BETWEEN 1 AND 1000", name=op.f("ck_rule_daily_limit")),
        sa.CheckConstraint("days BETWEEN 0 AND 365", name=op.f("ck_rule_days")),
        sa.ForeignKeyConstraint(
            ["field_id"], ["own_field.id"], name=op.f("fk_rule_field_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["label_id"], ["label.id"], name=op.f("fk_rule_label_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_rule_webhook_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
        sa.UniqueConstraint("office_code", "name_zh", name=op.f("uq_rule_office_code_name_zh")),
    )
    op.create_index(op.f("ix_rule_city_code_id"), "rule", ["city_code", "id"], unique=False)
    op.create_index(op.f("ix_rule_office_code_id"), "rule", ["office_code", "id"], unique=False)
    op.create_index(op.f("ix_rule_province_code_id"), "rule", ["province_code", "id"], unique=False)
    op.create_index(
        op.f("ix_rule_state_trigger_happening"),
        "rule",
        ["state", "trigger", "happening"],
        unique=False,
    )
    op.create_table(
        "rule_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "row_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["rule.id"], name=op.f("fk_rule_event_rule_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_event")),
        sa.UniqueConstraint("key", name=op.f("uq_rule_event_key")),
    )
    op.create_index(
        op.f("ix_rule_event_city_code_id"), "rule_event", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_rule_event_office_code_id"), "rule_event", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_rule_event_province_code_id"), "rule_event", ["province_code", "id"], unique=False
    )
    op.create_index(op.f("ix_rule_event_rule_id"), "rule_event", ["rule_id"], unique=False)
    op.create_table(
        "rule_firing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("happening", sa.String(length=120), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("row_name", sa.String(length=200), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fired_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("notice_count", sa.BigInteger(), nullable=True),
        sa.Column("mail_count", sa.BigInteger(), nullable=True),
        sa.Column("labelled", sa.String(length=24), nullable=True),
        sa.Column("filled_in", sa.String(length=24), nullable=True),
        sa.Column("sent", sa.String(length=24), nullable=True),
        sa.Column("task", sa.String(length=24), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "filled_in IN ('done', 'refused')", name=op.f("ck_rule_firing_filled_in")
        ),
        sa.CheckConstraint("labelled IN ('done', 'refused')", name=op.f("ck_rule_firing_labelled")),
        sa.CheckConstraint("sent IN ('done', 'refused')", name=op.f("ck_rule_firing_sent")),
        sa.CheckConstraint(
            "state IN ('waiting', 'carried_out')", name=op.f("ck_rule_firing_firingstate")
        ),
        sa.CheckConstraint("task IN ('open', 'finished')", name=op.f("ck_rule_firing_taskstate")),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["rule.id"], name=op.f("fk_rule_firing_rule_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_firing")),
        sa.UniqueConstraint("key", name=op.f("uq_rule_firing_key")),
    )
    op.create_index(
        op.f("ix_rule_firing_city_code_id"), "rule_firing", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_rule_firing_entity_row_id"), "rule_firing", ["entity", "row_id"], unique=False
    )
    op.create_index(
        op.f("ix_rule_firing_office_code_id"), "rule_firing", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_rule_firing_province_code_id"),
        "rule_firing",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_rule_firing_rule_id_fired_on"),
        "rule_firing",
        ["rule_id", "fired_on"],
        unique=False,
    )
    op.create_index(op.f("ix_rule_firing_state_id"), "rule_firing", ["state", "id"], unique=False)
    op.create_index(
        "ix_rule_firing_task_city", "rule_firing", ["city_code", "task", "id"], unique=False
    )
    op.create_index(
        "ix_rule_firing_task_office", "rule_firing", ["office_code", "task", "id"], unique=False
    )
    op.create_index(
        "ix_rule_firing_task_province", "rule_firing", ["province_code", "task", "id"], unique=False
    )


def downgrade() -> None:
    op.execute("DELETE FROM mail WHERE topic = 'rule'")
    _allow_topics(_TOPICS)
    op.drop_index("ix_rule_firing_task_province", table_name="rule_firing")
    op.drop_index("ix_rule_firing_task_office", table_name="rule_firing")
    op.drop_index("ix_rule_firing_task_city", table_name="rule_firing")
    op.drop_index(op.f("ix_rule_firing_state_id"), table_name="rule_firing")
    op.drop_index(op.f("ix_rule_firing_rule_id_fired_on"), table_name="rule_firing")
    op.drop_index(op.f("ix_rule_firing_province_code_id"), table_name="rule_firing")
    op.drop_index(op.f("ix_rule_firing_office_code_id"), table_name="rule_firing")
    op.drop_index(op.f("ix_rule_firing_entity_row_id"), table_name="rule_firing")
    op.drop_index(op.f("ix_rule_firing_city_code_id"), table_name="rule_firing")
    op.drop_table("rule_firing")
    op.drop_index(op.f("ix_rule_event_rule_id"), table_name="rule_event")
    op.drop_index(op.f("ix_rule_event_province_code_id"), table_name="rule_event")
    op.drop_index(op.f("ix_rule_event_office_code_id"), table_name="rule_event")
    op.drop_index(op.f("ix_rule_event_city_code_id"), table_name="rule_event")
    op.drop_table("rule_event")
    op.drop_index(op.f("ix_rule_state_trigger_happening"), table_name="rule")
    op.drop_index(op.f("ix_rule_province_code_id"), table_name="rule")
    op.drop_index(op.f("ix_rule_office_code_id"), table_name="rule")
    op.drop_index(op.f("ix_rule_city_code_id"), table_name="rule")
    op.drop_table("rule")


def _allow_topics(topics: str) -> None:
    with op.batch_alter_table("mail") as batch:
        batch.drop_constraint(op.f("ck_mail_mailtopic"), type_="check")
        batch.create_check_constraint(op.f("ck_mail_mailtopic"), topics)
