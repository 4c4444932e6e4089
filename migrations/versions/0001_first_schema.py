"""The schema as first released: every table, its checks, indexes and guards.

Revision: 0001, the first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.core.database_guards import create_guards, discard_rows, drop_guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LOSSES = {
    "journal_entry": "the journal holds entries, which tell who did what; they would be destroyed",
    "transfer": "the books, from which every balance follows",
    "invoice": "which sheets were given to whom",
    "counter": "the last number of each kind that was given out",
    "bank_statement": "which files of the bank were read; one could be brought a second time",
    "bank_line": "what the bank said of each payment, and what was decided on it",
    "import_sheet": "the sheets that offices brought",
    "import_row": "the rows of those sheets; such as wait for a decision would have to be brought anew",
    "mail": "letters that were written; such as wait would never be sent",
    "job_run": "which jobs ran for which day; they could run for it a second time",
    "job_slice": "the rows of batches under way",
    "reminder": "who was reminded of what; units would be reminded a second time",
    "adjustment": "who proposed and confirmed each 调账, 退款 and differing 充值, and those that wait",
    "domain_request": "what offices asked the registry to do with names, and its answers",
    "row_note": "the notes that staff wrote beside rows",
    "basket": "which rows users have ticked",
    "attachment": "the files attached to rows, which are kept nowhere else",
    "bank_columns": "how the columns of each account's statements are read",
    "reserved_name": "the names that the registry keeps back, and for whom",
    "login_attempt": "the wrong passwords of the day; locks end with them",
    "access_refusal": "who was refused what, and how often",
}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

#: Two lots of one chain never share a number. SQLite, which has no such constraint, has guards.
_NUMBER = "CAST('1' || coalesce(invoice_code, '') || {} AS numeric)"
NUMBERS_ONCE = f"""
ALTER TABLE invoice_lot ADD CONSTRAINT ex_invoice_lot_numbers EXCLUDE USING gist (
  (int8range(coalesce(parent_id, 0), coalesce(parent_id, 0), '[]')) WITH &&,
  (numrange({_NUMBER.format("number_from")}, {_NUMBER.format("number_to")}, '[]')) WITH &&
) WHERE (number_from IS NOT NULL)
"""

#: Each after those that refer to it.
TABLES = (
    "remittance_line",
    "transfer",
    "term",
    "payment_line",
    "job_slice",
    "invoice_split_line",
    "award_accrual",
    "adjustment",
    "saved_view",
    "review",
    "reminder",
    "red_page",
    "notification",
    "login_session",
    "login_attempt",
    "job_run",
    "invoice_split",
    "invoice_move",
    "invoice",
    "domain_request",
    "domain_order",
    "basket",
    "api_token",
    "user",
    "payment",
    "invoice_lot",
    "domain",
    "unit",
    "payment_mode",
    "mailing_address",
    "invoice_request",
    "office",
    "journal_receipt",
    "journal_change",
    "import_row",
    "bank_receipt",
    "bank_line",
    "setting",
    "row_note",
    "reserved_name",
    "remittance",
    "mail",
    "journal_entry",
    "invoice_type",
    "import_sheet",
    "file_record",
    "fee_schedule",
    "division",
    "counter",
    "bank_statement",
    "bank_columns",
    "award_rule",
    "attachment",
    "account",
    "access_refusal",
)


def upgrade() -> None:
    """Create everything."""
    op.create_table(
        "access_refusal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_key", sa.String(length=40), nullable=False),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("door", sa.String(length=24), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "door IN ('grid', 'api', 'cli', 'job', 'seed')", name=op.f("ck_access_refusal_door")
        ),
        sa.CheckConstraint(
            "kind IN ('forbidden', 'not_found', 'not_own_office', 'forged')",
            name=op.f("ck_access_refusal_accessrefusalkind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_refusal")),
        sa.UniqueConstraint(
            "minute",
            "actor_key",
            "address",
            "kind",
            "door",
            "what",
            name=op.f("uq_access_refusal_minute_actor_key_address_kind_door_what"),
        ),
    )
    op.create_index(
        op.f("ix_access_refusal_city_code_id"), "access_refusal", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_access_refusal_minute_id"), "access_refusal", ["minute", "id"], unique=False
    )
    op.create_index(
        op.f("ix_access_refusal_office_code_id"),
        "access_refusal",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_access_refusal_province_code_id"),
        "access_refusal",
        ["province_code", "id"],
        unique=False,
    )
    op.create_table(
        "account",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("floor_fen", sa.BigInteger(), nullable=True),
        sa.Column("balance_fen", sa.BigInteger(), nullable=True),
        sa.Column("last_transfer_id", sa.BigInteger(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "kind IN ('prepaid', 'bank', 'income', 'adjustment', 'award')",
            name=op.f("ck_account_accountkind"),
        ),
        sa.CheckConstraint(
            "(floor_fen IS NULL) = (balance_fen IS NULL)", name=op.f("ck_account_guarded")
        ),
        sa.CheckConstraint(
            "floor_fen IS NULL OR balance_fen >= floor_fen", name=op.f("ck_account_floor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("code", name=op.f("uq_account_code")),
    )
    op.create_index(op.f("ix_account_city_code_id"), "account", ["city_code", "id"], unique=False)
    op.create_index(
        op.f("ix_account_office_code_id"), "account", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_account_province_code_id"), "account", ["province_code", "id"], unique=False
    )
    op.create_table(
        "attachment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("author_key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "kind IN ('pdf', 'png', 'jpg', 'xlsx', 'docx')", name=op.f("ck_attachment_filekind")
        ),
        sa.CheckConstraint(
            "subject IN ('unit', 'domain', 'domain_order', 'payment', 'invoice', 'invoice_lot', 'remittance')",
            name=op.f("ck_attachment_subject"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(
        op.f("ix_attachment_city_code_id"), "attachment", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_attachment_office_code_id"), "attachment", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_attachment_province_code_id"), "attachment", ["province_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_attachment_subject_row_id_id"),
        "attachment",
        ["subject", "row_id", "id"],
        unique=False,
    )
    op.create_table(
        "award_rule",
        sa.Column("id", KEY, nullable=False),
        sa.Column("rate_bp", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rate_bp BETWEEN 0 AND 10000", name=op.f("ck_award_rule_rate")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_award_rule_interval")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_rule")),
    )
    op.create_index(
        op.f("ix_award_rule_city_code_id"), "award_rule", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_award_rule_office_code_id"), "award_rule", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_award_rule_province_code_id"), "award_rule", ["province_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_award_rule_province_code_valid_from"),
        "award_rule",
        ["province_code", "valid_from"],
        unique=True,
    )
    op.create_table(
        "bank_columns",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("headings", sa.String(length=64), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("kept_by", sa.String(length=60), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_columns")),
        sa.UniqueConstraint("account", "headings", name=op.f("uq_bank_columns_account_headings")),
    )
    op.create_index(
        op.f("ix_bank_columns_city_code_id"), "bank_columns", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_bank_columns_office_code_id"), "bank_columns", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_bank_columns_province_code_id"),
        "bank_columns",
        ["province_code", "id"],
        unique=False,
    )
    op.create_table(
        "bank_statement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("line_count", sa.BigInteger(), nullable=False),
        sa.Column("known_count", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("out_count", sa.BigInteger(), nullable=True),
        sa.Column("out_fen", sa.BigInteger(), nullable=True),
        sa.Column("reversal_count", sa.BigInteger(), nullable=True),
        sa.Column("uploaded_by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint("line_count > 0", name=op.f("ck_bank_statement_line_count")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
        sa.UniqueConstraint("digest", name=op.f("uq_bank_statement_digest")),
    )
    op.create_index(
        op.f("ix_bank_statement_city_code_id"), "bank_statement", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_bank_statement_office_code_id"),
        "bank_statement",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_bank_statement_province_code_id"),
        "bank_statement",
        ["province_code", "id"],
        unique=False,
    )
    op.create_table(
        "counter",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint(
            "kind", "office_code", "year", name=op.f("uq_counter_kind_office_code_year")
        ),
    )
    op.create_table(
        "division",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=24), nullable=False),
        sa.Column("parent_code", sa.String(length=6), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_code", sa.String(length=6), nullable=True),
        sa.CheckConstraint(
            "level IN ('province', 'city', 'county')", name=op.f("ck_division_divisionlevel")
        ),
        sa.CheckConstraint("length(code) = 6", name=op.f("ck_division_code_length")),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["division.code"], name=op.f("fk_division_parent_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division")),
        sa.UniqueConstraint("code", name=op.f("uq_division_code")),
    )
    op.create_table(
        "fee_schedule",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tld", sa.String(length=24), nullable=False),
        sa.Column("operation", sa.String(length=24), nullable=False),
        sa.Column("price_per_year_fen", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "operation IN ('register', 'renew', 'restore')", name=op.f("ck_fee_schedule_orderkind")
        ),
        sa.CheckConstraint(
            "tld IN ('政务', '公益', '政务.cn', '公益.cn')", name=op.f("ck_fee_schedule_tld")
        ),
        sa.CheckConstraint(
            "price_per_year_fen >= 0", name=op.f("ck_fee_schedule_price_not_negative")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_fee_schedule_interval")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_schedule")),
    )
    op.create_index(
        op.f("ix_fee_schedule_tld_operation_valid_from"),
        "fee_schedule",
        ["tld", "operation", "valid_from"],
        unique=True,
    )
    op.create_table(
        "file_record",
        sa.Column("id", KEY, nullable=False),
        sa.Column("direction", sa.String(length=24), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("selection", JSON, nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "direction IN ('export', 'import')", name=op.f("ck_file_record_filedirection")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_record")),
    )
    op.create_index(
        op.f("ix_file_record_city_code_id"), "file_record", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_file_record_office_code_id"), "file_record", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_file_record_province_code_id"),
        "file_record",
        ["province_code", "id"],
        unique=False,
    )
    op.create_table(
        "import_sheet",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("headings", JSON, nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('units', 'domains')", name=op.f("ck_import_sheet_importkind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_sheet")),
    )
    op.create_index(
        op.f("ix_import_sheet_city_code_id"), "import_sheet", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_import_sheet_office_code_id"), "import_sheet", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_import_sheet_province_code_id"),
        "import_sheet",
        ["province_code", "id"],
        unique=False,
    )
    op.create_table(
        "invoice_type",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("medium", sa.String(length=24), nullable=False),
        sa.Column("tracking", sa.String(length=24), nullable=False),
        sa.Column("face_value_fen", sa.BigInteger(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "medium IN ('paper', 'electronic')", name=op.f("ck_invoice_type_medium")
        ),
        sa.CheckConstraint(
            "tracking IN ('count', 'serial')", name=op.f("ck_invoice_type_tracking")
        ),
        sa.CheckConstraint(
            "face_value_fen IS NULL OR face_value_fen > 0", name=op.f("ck_invoice_type_face_value")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_type")),
        sa.UniqueConstraint("code", name=op.f("uq_invoice_type_code")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_key", sa.String(length=40), nullable=False),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("door", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("input", JSON, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "door IN ('grid', 'api', 'cli', 'job', 'seed')", name=op.f("ck_journal_entry_door")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("actor_key", "key", name=op.f("uq_journal_entry_actor_key_key")),
    )
    op.create_index(
        op.f("ix_journal_entry_actor_key_id"), "journal_entry", ["actor_key", "id"], unique=False
    )
    op.create_index(op.f("ix_journal_entry_at_id"), "journal_entry", ["at", "id"], unique=False)
    op.create_index(
        op.f("ix_journal_entry_city_code_id"), "journal_entry", ["city_code", "id"], unique=False
    )
    op.create_index(op.f("ix_journal_entry_door_id"), "journal_entry", ["door", "id"], unique=False)
    op.create_index(
        op.f("ix_journal_entry_office_code_id"),
        "journal_entry",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_journal_entry_province_code_id"),
        "journal_entry",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_journal_entry_unit_id"), "journal_entry", ["unit_id"], unique=False)
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
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'refused', 'given_up')",
            name=op.f("ck_mail_mailstate"),
        ),
        sa.CheckConstraint(
            "topic IN ('office_digest', 'unit_reminder')", name=op.f("ck_mail_mailtopic")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_key")),
    )
    op.create_index(op.f("ix_mail_city_code_id"), "mail", ["city_code", "id"], unique=False)
    op.create_index(op.f("ix_mail_office_code_id"), "mail", ["office_code", "id"], unique=False)
    op.create_index(op.f("ix_mail_province_code_id"), "mail", ["province_code", "id"], unique=False)
    op.create_index(op.f("ix_mail_state_next_at"), "mail", ["state", "next_at"], unique=False)
    op.create_index(op.f("ix_mail_unit_id_id"), "mail", ["unit_id", "id"], unique=False)
    op.create_table(
        "remittance",
        sa.Column("id", KEY, nullable=False),
        sa.Column("remittance_no", sa.String(length=40), nullable=False),
        sa.Column("period_week", sa.String(length=8), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("line_count", sa.BigInteger(), nullable=False),
        sa.Column("bank_ref", sa.String(length=60), nullable=True),
        sa.Column("remitted_on", sa.Date(), nullable=True),
        sa.Column("received_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("confirmed_by", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'received', 'rejected', 'cancelled')",
            name=op.f("ck_remittance_remittancestate"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'received') OR bank_ref IS NOT NULL",
            name=op.f("ck_remittance_bank_ref"),
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_remittance_amount_positive")),
        sa.CheckConstraint("line_count > 0", name=op.f("ck_remittance_line_count")),
        sa.CheckConstraint("received_fen >= 0", name=op.f("ck_remittance_received_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance")),
        sa.UniqueConstraint("remittance_no", name=op.f("uq_remittance_remittance_no")),
    )
    op.create_index(
        op.f("ix_remittance_city_code_id"), "remittance", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_remittance_city_code_period_week_id"),
        "remittance",
        ["city_code", "period_week", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_remittance_city_code_state_id"),
        "remittance",
        ["city_code", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_remittance_office_code_id"), "remittance", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_remittance_office_code_period_week_id"),
        "remittance",
        ["office_code", "period_week", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_remittance_office_code_state_id"),
        "remittance",
        ["office_code", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_remittance_period_week_id"), "remittance", ["period_week", "id"], unique=False
    )
    op.create_index(
        op.f("ix_remittance_province_code_id"), "remittance", ["province_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_remittance_province_code_period_week_id"),
        "remittance",
        ["province_code", "period_week", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_remittance_province_code_state_id"),
        "remittance",
        ["province_code", "state", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_remittance_state_id"), "remittance", ["state", "id"], unique=False)
    op.create_index(
        "uq_remittance_draft",
        "remittance",
        ["office_code"],
        unique=True,
        postgresql_where=sa.text("state = 'draft'"),
        sqlite_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "uq_remittance_live_bank_ref",
        "remittance",
        ["bank_ref"],
        unique=True,
        postgresql_where=sa.text("bank_ref IS NOT NULL AND state IN ('submitted', 'received')"),
        sqlite_where=sa.text("bank_ref IS NOT NULL AND state IN ('submitted', 'received')"),
    )
    op.create_table(
        "reserved_name",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("variant_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("holder_uscc", sa.String(length=18), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "holder_uscc IS NULL OR kind = 'reserved'", name=op.f("ck_reserved_name_holder")
        ),
        sa.CheckConstraint(
            "kind IN ('reserved', 'disputed', 'prohibited')",
            name=op.f("ck_reserved_name_reservedkind"),
        ),
        sa.CheckConstraint("length(variant_key) > 0", name=op.f("ck_reserved_name_variant_key")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_reserved_name_interval")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserved_name")),
    )
    op.create_index(op.f("ix_reserved_name_kind_id"), "reserved_name", ["kind", "id"], unique=False)
    op.create_index(op.f("ix_reserved_name_name_id"), "reserved_name", ["name", "id"], unique=False)
    op.create_index(
        op.f("ix_reserved_name_variant_key_kind"),
        "reserved_name",
        ["variant_key", "kind"],
        unique=False,
    )
    op.create_index(
        "uq_reserved_name_standing",
        "reserved_name",
        ["variant_key", "kind"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
        sqlite_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "row_note",
        sa.Column("id", KEY, nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("author_key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "subject IN ('unit', 'domain', 'domain_order', 'payment', 'invoice', 'invoice_lot', 'remittance')",
            name=op.f("ck_row_note_subject"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_note")),
    )
    op.create_index(op.f("ix_row_note_city_code_id"), "row_note", ["city_code", "id"], unique=False)
    op.create_index(
        op.f("ix_row_note_office_code_id"), "row_note", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_row_note_province_code_id"), "row_note", ["province_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_row_note_subject_row_id_id"), "row_note", ["subject", "row_id", "id"], unique=False
    )
    op.create_table(
        "setting",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("name", name=op.f("uq_setting_name")),
    )
    op.create_table(
        "bank_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("statement_id", KEY, nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("bank_ref", sa.String(length=60), nullable=False),
        sa.Column("has_serial", sa.Boolean(), nullable=False),
        sa.Column("credit_ref", sa.String(length=60), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("direction", sa.String(length=24), nullable=True),
        sa.Column("direction_said", sa.String(length=60), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("payer", sa.String(length=120), nullable=True),
        sa.Column("payer_key", sa.String(length=120), nullable=True),
        sa.Column("memo", sa.String(length=400), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.Column("remittance_id", KEY, nullable=True),
        sa.Column("paid_for_code", sa.String(length=6), nullable=True),
        sa.Column("resolved_by", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "direction IN ('in', 'out', 'reversal')", name=op.f("ck_bank_line_linedirection")
        ),
        sa.CheckConstraint(
            "state <> 'matched' OR remittance_id IS NOT NULL", name=op.f("ck_bank_line_matched")
        ),
        sa.CheckConstraint(
            "state <> 'set_aside' OR reason IS NOT NULL", name=op.f("ck_bank_line_reason")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'matched', 'set_aside')", name=op.f("ck_bank_line_banklinestate")
        ),
        sa.CheckConstraint(
            "verdict IN ('exact', 'under', 'over', 'duplicate', 'unmatched')",
            name=op.f("ck_bank_line_bankverdict"),
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_bank_line_amount_positive")),
        sa.CheckConstraint("position > 0", name=op.f("ck_bank_line_position")),
        sa.ForeignKeyConstraint(
            ["remittance_id"],
            ["remittance.id"],
            name=op.f("fk_bank_line_remittance_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["bank_statement.id"],
            name=op.f("fk_bank_line_statement_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
        sa.UniqueConstraint("credit_ref", name=op.f("uq_bank_line_credit_ref")),
        sa.UniqueConstraint("identity", name=op.f("uq_bank_line_identity")),
    )
    op.create_index(op.f("ix_bank_line_bank_ref"), "bank_line", ["bank_ref"], unique=False)
    op.create_index(
        op.f("ix_bank_line_city_code_id"), "bank_line", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_bank_line_office_code_id"), "bank_line", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_bank_line_payer_key_paid_for_code"),
        "bank_line",
        ["payer_key", "paid_for_code"],
        unique=False,
    )
    op.create_index(
        op.f("ix_bank_line_province_code_id"), "bank_line", ["province_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_bank_line_received_on_amount_fen"),
        "bank_line",
        ["received_on", "amount_fen"],
        unique=False,
    )
    op.create_index(
        op.f("ix_bank_line_remittance_id"), "bank_line", ["remittance_id"], unique=False
    )
    op.create_index(op.f("ix_bank_line_state_id"), "bank_line", ["state", "id"], unique=False)
    op.create_index(
        op.f("ix_bank_line_statement_id_row_no"),
        "bank_line",
        ["statement_id", "row_no"],
        unique=False,
    )
    op.create_index(op.f("ix_bank_line_verdict_id"), "bank_line", ["verdict", "id"], unique=False)
    op.create_table(
        "bank_receipt",
        sa.Column("id", KEY, nullable=False),
        sa.Column("bank_ref", sa.String(length=60), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("remittance_id", KEY, nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=True),
        sa.Column("reverses_id", KEY, nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "(reverses_id IS NULL) = (amount_fen > 0)", name=op.f("ck_bank_receipt_sign")
        ),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_bank_receipt_amount_not_zero")),
        sa.ForeignKeyConstraint(
            ["remittance_id"],
            ["remittance.id"],
            name=op.f("fk_bank_receipt_remittance_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["bank_receipt.id"],
            name=op.f("fk_bank_receipt_reverses_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_receipt")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_bank_receipt_reverses_id")),
    )
    op.create_index(
        op.f("ix_bank_receipt_city_code_id"), "bank_receipt", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_bank_receipt_office_code_id"), "bank_receipt", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_bank_receipt_province_code_id"),
        "bank_receipt",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_bank_receipt_remittance_id"), "bank_receipt", ["remittance_id"], unique=False
    )
    op.create_index(
        "uq_bank_receipt_part",
        "bank_receipt",
        ["bank_ref", "turn", "part"],
        unique=True,
        postgresql_where=sa.text("reverses_id IS NULL"),
        sqlite_where=sa.text("reverses_id IS NULL"),
    )
    op.create_table(
        "import_row",
        sa.Column("id", KEY, nullable=False),
        sa.Column("sheet_id", KEY, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("raw", JSON, nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("fault", JSON, nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('staged', 'refused', 'known', 'accepted')",
            name=op.f("ck_import_row_importrowstate"),
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["import_sheet.id"],
            name=op.f("fk_import_row_sheet_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_import_row_sheet_id_number")),
    )
    op.create_index(
        op.f("ix_import_row_city_code_id"), "import_row", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_import_row_office_code_id"), "import_row", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_import_row_province_code_id"), "import_row", ["province_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_import_row_sheet_id_state_id"),
        "import_row",
        ["sheet_id", "state", "id"],
        unique=False,
    )
    op.create_table(
        "journal_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("operation", sa.String(length=24), nullable=False),
        sa.Column("diff", JSON, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "operation IN ('insert', 'update', 'delete')", name=op.f("ck_journal_change_operation")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["journal_entry.id"],
            name=op.f("fk_journal_change_entry_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_change")),
    )
    op.create_index(
        op.f("ix_journal_change_entity_row_id_id"),
        "journal_change",
        ["entity", "row_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_journal_change_entry_id"), "journal_change", ["entry_id"], unique=False
    )
    op.create_table(
        "journal_receipt",
        sa.Column("id", KEY, nullable=False),
        sa.Column("receipt_no", sa.String(length=40), nullable=False),
        sa.Column("outcome", JSON, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["journal_entry.id"], name=op.f("fk_journal_receipt_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_receipt")),
        sa.UniqueConstraint("receipt_no", name=op.f("uq_journal_receipt_receipt_no")),
    )
    op.create_table(
        "office",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=24), nullable=False),
        sa.Column("division_code", sa.String(length=6), nullable=True),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("contact_name", sa.String(length=40), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("collect_by", sa.String(length=24), nullable=False),
        sa.Column("invoice_source", sa.String(length=24), nullable=False),
        sa.Column("review_escalation", sa.String(length=24), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(level = 'registry') = (parent_id IS NULL)", name=op.f("ck_office_root")
        ),
        sa.CheckConstraint(
            "collect_by IN ('each_office', 'province_pool')", name=op.f("ck_office_collectby")
        ),
        sa.CheckConstraint(
            "invoice_source IN ('each_office', 'province_only')",
            name=op.f("ck_office_invoicesource"),
        ),
        sa.CheckConstraint(
            "level IN ('registry', 'province', 'city', 'county')",
            name=op.f("ck_office_officelevel"),
        ),
        sa.CheckConstraint(
            "review_escalation IN ('none', 'city', 'province')",
            name=op.f("ck_office_reviewescalation"),
        ),
        sa.CheckConstraint("status IN ('active', 'closed')", name=op.f("ck_office_officestatus")),
        sa.CheckConstraint("code = office_code", name=op.f("ck_office_own_code")),
        sa.CheckConstraint(
            "parent_id IS NULL OR parent_id <> id", name=op.f("ck_office_not_own_parent")
        ),
        sa.ForeignKeyConstraint(
            ["division_code"], ["division.code"], name=op.f("fk_office_division_code")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["office.id"], name=op.f("fk_office_parent_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("code", name=op.f("uq_office_code")),
    )
    op.create_index(op.f("ix_office_city_code_id"), "office", ["city_code", "id"], unique=False)
    op.create_index(op.f("ix_office_office_code_id"), "office", ["office_code", "id"], unique=False)
    op.create_index(op.f("ix_office_parent_id"), "office", ["parent_id"], unique=False)
    op.create_index(
        op.f("ix_office_province_code_id"), "office", ["province_code", "id"], unique=False
    )
    op.create_index(
        "uq_office_active_division",
        "office",
        ["division_code"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
        sqlite_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "invoice_request",
        sa.Column("id", KEY, nullable=False),
        sa.Column("request_no", sa.String(length=40), nullable=False),
        sa.Column("office_id", KEY, nullable=False),
        sa.Column("type_id", KEY, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("submitted_by", sa.String(length=60), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("courier", sa.String(length=40), nullable=True),
        sa.Column("tracking_no", sa.String(length=40), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('submitted', 'approved', 'dispatched', 'rejected', 'cancelled')",
            name=op.f("ck_invoice_request_requeststate"),
        ),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_invoice_request_quantity")),
        sa.CheckConstraint("total_fen <= 3000000", name=op.f("ck_invoice_request_cap")),
        sa.CheckConstraint(
            "total_fen = quantity * unit_amount_fen", name=op.f("ck_invoice_request_total")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["office.id"],
            name=op.f("fk_invoice_request_office_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["type_id"],
            ["invoice_type.id"],
            name=op.f("fk_invoice_request_type_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_request")),
        sa.UniqueConstraint("request_no", name=op.f("uq_invoice_request_request_no")),
    )
    op.create_index(
        op.f("ix_invoice_request_city_code_id"),
        "invoice_request",
        ["city_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_request_city_code_state_id"),
        "invoice_request",
        ["city_code", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_request_office_code_id"),
        "invoice_request",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_request_office_code_state_id"),
        "invoice_request",
        ["office_code", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_request_office_id"), "invoice_request", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_request_province_code_id"),
        "invoice_request",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_request_province_code_state_id"),
        "invoice_request",
        ["province_code", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_request_state_id"), "invoice_request", ["state", "id"], unique=False
    )
    op.create_table(
        "mailing_address",
        sa.Column("id", KEY, nullable=False),
        sa.Column("office_id", KEY, nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=6), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["office.id"],
            name=op.f("fk_mailing_address_office_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_address")),
    )
    op.create_index(
        op.f("ix_mailing_address_city_code_id"),
        "mailing_address",
        ["city_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_mailing_address_office_code_id"),
        "mailing_address",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_mailing_address_office_id"), "mailing_address", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_mailing_address_province_code_id"),
        "mailing_address",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        "uq_mailing_address_default",
        "mailing_address",
        ["office_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
        sqlite_where=sa.text("is_default"),
    )
    op.create_table(
        "payment_mode",
        sa.Column("id", KEY, nullable=False),
        sa.Column("office_id", KEY, nullable=False),
        sa.Column("collect_mode", sa.String(length=24), nullable=False),
        sa.Column("payee", sa.String(length=80), nullable=True),
        sa.Column("bank", sa.String(length=80), nullable=True),
        sa.Column("bank_account_no", sa.String(length=40), nullable=True),
        sa.Column("accept_cash", sa.Boolean(), nullable=False),
        sa.Column("accept_transfer", sa.Boolean(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "collect_mode IN ('office_agent', 'fiscal_unified', 'direct_registry')",
            name=op.f("ck_payment_mode_collectmode"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["office.id"],
            name=op.f("fk_payment_mode_office_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_mode")),
        sa.UniqueConstraint("office_id", name=op.f("uq_payment_mode_office_id")),
    )
    op.create_index(
        op.f("ix_payment_mode_city_code_id"), "payment_mode", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_payment_mode_office_code_id"), "payment_mode", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_payment_mode_province_code_id"),
        "payment_mode",
        ["province_code", "id"],
        unique=False,
    )
    op.create_table(
        "unit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=True),
        sa.Column("former_names", JSON, nullable=False),
        sa.Column("unit_type", sa.String(length=24), nullable=False),
        sa.Column("administrative_function", sa.Boolean(), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("org_code", sa.String(length=10), nullable=True),
        sa.Column("legal_cert_no", sa.String(length=32), nullable=True),
        sa.Column("legal_cert_expires_on", sa.Date(), nullable=True),
        sa.Column("division_code", sa.String(length=6), nullable=False),
        sa.Column("office_id", KEY, nullable=False),
        sa.Column("superior_id", KEY, nullable=True),
        sa.Column("legal_representative", sa.String(length=40), nullable=True),
        sa.Column("contact_name", sa.String(length=40), nullable=True),
        sa.Column("contact_phone", sa.String(length=40), nullable=True),
        sa.Column("contact_email", sa.String(length=120), nullable=True),
        sa.Column("invoice_title", sa.String(length=80), nullable=False),
        sa.Column("taxpayer_no", sa.String(length=20), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("successor_id", KEY, nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'merged') = (successor_id IS NOT NULL)", name=op.f("ck_unit_successor")
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'active', 'suspended', 'merged', 'revoked')",
            name=op.f("ck_unit_unitstate"),
        ),
        sa.CheckConstraint(
            "unit_type IN ('organ', 'institution', 'social')", name=op.f("ck_unit_unittype")
        ),
        sa.CheckConstraint("length(uscc) = 18", name=op.f("ck_unit_uscc_length")),
        sa.ForeignKeyConstraint(
            ["division_code"], ["division.code"], name=op.f("fk_unit_division_code")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_unit_office_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["unit.id"], name=op.f("fk_unit_successor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["superior_id"], ["unit.id"], name=op.f("fk_unit_superior_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("uscc", name=op.f("uq_unit_uscc")),
    )
    op.create_index(op.f("ix_unit_city_code_id"), "unit", ["city_code", "id"], unique=False)
    op.create_index(
        op.f("ix_unit_city_code_name_id"), "unit", ["city_code", "name", "id"], unique=False
    )
    op.create_index(
        op.f("ix_unit_city_code_state_id"), "unit", ["city_code", "state", "id"], unique=False
    )
    op.create_index(op.f("ix_unit_name_id"), "unit", ["name", "id"], unique=False)
    op.create_index(op.f("ix_unit_office_code_id"), "unit", ["office_code", "id"], unique=False)
    op.create_index(
        op.f("ix_unit_office_code_name_id"), "unit", ["office_code", "name", "id"], unique=False
    )
    op.create_index(
        op.f("ix_unit_office_code_state_id"), "unit", ["office_code", "state", "id"], unique=False
    )
    op.create_index(op.f("ix_unit_office_id"), "unit", ["office_id"], unique=False)
    op.create_index(op.f("ix_unit_province_code_id"), "unit", ["province_code", "id"], unique=False)
    op.create_index(
        op.f("ix_unit_province_code_name_id"), "unit", ["province_code", "name", "id"], unique=False
    )
    op.create_index(
        op.f("ix_unit_province_code_state_id"),
        "unit",
        ["province_code", "state", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_unit_state_id"), "unit", ["state", "id"], unique=False)
    op.create_index(op.f("ix_unit_successor_id"), "unit", ["successor_id"], unique=False)
    op.create_index(op.f("ix_unit_superior_id"), "unit", ["superior_id"], unique=False)
    op.create_table(
        "domain",
        sa.Column("id", KEY, nullable=False),
        sa.Column("label_u", sa.String(length=20), nullable=False),
        sa.Column("tld", sa.String(length=24), nullable=False),
        sa.Column("tld_family", sa.String(length=24), nullable=False),
        sa.Column("name_u", sa.String(length=40), nullable=False),
        sa.Column("name_a", sa.String(length=253), nullable=False),
        sa.Column("variant_key", sa.String(length=40), nullable=False),
        sa.Column("name_basis", sa.String(length=24), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("term_years", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.String(length=40), nullable=False),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column(
            "due_on",
            sa.Date(),
            sa.Computed("coalesce(expires_on, '9999-12-31')", persisted=True),
            nullable=False,
        ),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("hold_reason", sa.String(length=200), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=True),
        sa.Column("name_reason", sa.String(length=200), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "name_basis IN ('full_name', 'short_name', 'site_name')",
            name=op.f("ck_domain_namebasis"),
        ),
        sa.CheckConstraint(
            "state IN ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered', 'rejected', 'withdrawn', 'lapsed', 'deleted')",
            name=op.f("ck_domain_domainstate"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('registered', 'deleted') OR (registered_on IS NOT NULL AND expires_on IS NOT NULL)",
            name=op.f("ck_domain_registered_has_dates"),
        ),
        sa.CheckConstraint(
            "tld IN ('政务', '公益', '政务.cn', '公益.cn')", name=op.f("ck_domain_tld")
        ),
        sa.CheckConstraint("tld_family IN ('政务', '公益')", name=op.f("ck_domain_tldfamily")),
        sa.CheckConstraint(
            "is_held = (hold_reason IS NOT NULL)", name=op.f("ck_domain_hold_reason")
        ),
        sa.CheckConstraint("length(label_u) <= 20", name=op.f("ck_domain_label_length")),
        sa.CheckConstraint("length(name_a) <= 253", name=op.f("ck_domain_name_a_length")),
        sa.CheckConstraint("term_years BETWEEN 1 AND 10", name=op.f("ck_domain_term_years")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_domain_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domain")),
    )
    op.create_index(
        op.f("ix_domain_city_code_due_on_id_state"),
        "domain",
        ["city_code", "due_on", "id", "state"],
        unique=False,
    )
    op.create_index(op.f("ix_domain_city_code_id"), "domain", ["city_code", "id"], unique=False)
    op.create_index(
        op.f("ix_domain_city_code_state_due_on_id"),
        "domain",
        ["city_code", "state", "due_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_domain_due_on_id_state"), "domain", ["due_on", "id", "state"], unique=False
    )
    op.create_index(
        "ix_domain_live_unit",
        "domain",
        ["unit_id"],
        unique=False,
        postgresql_where=sa.text(
            "state IN ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered')"
        ),
        sqlite_where=sa.text(
            "state IN ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered')"
        ),
    )
    op.create_index(
        op.f("ix_domain_office_code_due_on_id_state"),
        "domain",
        ["office_code", "due_on", "id", "state"],
        unique=False,
    )
    op.create_index(op.f("ix_domain_office_code_id"), "domain", ["office_code", "id"], unique=False)
    op.create_index(
        op.f("ix_domain_office_code_state_due_on_id"),
        "domain",
        ["office_code", "state", "due_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_domain_province_code_due_on_id_state"),
        "domain",
        ["province_code", "due_on", "id", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_domain_province_code_id"), "domain", ["province_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_domain_province_code_state_due_on_id"),
        "domain",
        ["province_code", "state", "due_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_domain_state_due_on_id"), "domain", ["state", "due_on", "id"], unique=False
    )
    op.create_index(
        op.f("ix_domain_unit_id_due_on_id_state"),
        "domain",
        ["unit_id", "due_on", "id", "state"],
        unique=False,
    )
    op.create_index(op.f("ix_domain_unit_id_id"), "domain", ["unit_id", "id"], unique=False)
    op.create_index("ix_domain_variant", "domain", ["variant_key", "tld_family"], unique=False)
    op.create_index(
        "ix_domain_waiting_due_all",
        "domain",
        ["due_on", "id", "waits_since", "state"],
        unique=False,
        postgresql_where=sa.text("waits_since IS NOT NULL"),
        sqlite_where=sa.text("waits_since IS NOT NULL"),
    )
    op.create_index(
        "ix_domain_waiting_due_province",
        "domain",
        ["province_code", "due_on", "id", "waits_since", "state"],
        unique=False,
        postgresql_where=sa.text("waits_since IS NOT NULL"),
        sqlite_where=sa.text("waits_since IS NOT NULL"),
    )
    op.create_index(
        "ix_domain_waits_all",
        "domain",
        ["waits_since", "id"],
        unique=False,
        postgresql_where=sa.text("waits_since IS NOT NULL"),
        sqlite_where=sa.text("waits_since IS NOT NULL"),
    )
    op.create_index(
        "ix_domain_waits_city",
        "domain",
        ["city_code", "waits_since", "id"],
        unique=False,
        postgresql_where=sa.text("waits_since IS NOT NULL"),
        sqlite_where=sa.text("waits_since IS NOT NULL"),
    )
    op.create_index(
        "ix_domain_waits_office",
        "domain",
        ["office_code", "waits_since", "id"],
        unique=False,
        postgresql_where=sa.text("waits_since IS NOT NULL"),
        sqlite_where=sa.text("waits_since IS NOT NULL"),
    )
    op.create_index(
        "ix_domain_waits_province",
        "domain",
        ["province_code", "waits_since", "id"],
        unique=False,
        postgresql_where=sa.text("waits_since IS NOT NULL"),
        sqlite_where=sa.text("waits_since IS NOT NULL"),
    )
    op.create_index(
        "uq_domain_live_name",
        "domain",
        ["name_a"],
        unique=True,
        postgresql_where=sa.text(
            "state IN ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered')"
        ),
        sqlite_where=sa.text(
            "state IN ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered')"
        ),
    )
    op.create_table(
        "invoice_lot",
        sa.Column("id", KEY, nullable=False),
        sa.Column("lot_no", sa.String(length=40), nullable=False),
        sa.Column("type_id", KEY, nullable=False),
        sa.Column("office_id", KEY, nullable=False),
        sa.Column("request_id", KEY, nullable=True),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("invoice_code", sa.String(length=12), nullable=True),
        sa.Column("number_from", sa.String(length=8), nullable=True),
        sa.Column("number_to", sa.String(length=8), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("available", sa.BigInteger(), nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.Column("void", sa.BigInteger(), nullable=False),
        sa.Column("split", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("lost", sa.BigInteger(), nullable=False),
        sa.Column("cut", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("document_no", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.String(length=60), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('in_transit', 'signed', 'exhausted', 'lost', 'returned', 'destroyed')",
            name=op.f("ck_invoice_lot_lotstate"),
        ),
        sa.CheckConstraint(
            "state IN ('signed', 'exhausted', 'returned', 'destroyed') OR (issued = 0 AND void = 0 AND split = 0)",
            name=op.f("ck_invoice_lot_signed_before_use"),
        ),
        sa.CheckConstraint(
            "(number_from IS NULL) = (number_to IS NULL)", name=op.f("ck_invoice_lot_range_whole")
        ),
        sa.CheckConstraint(
            "available >= 0 AND issued >= 0 AND void >= 0 AND split >= 0 AND returned >= 0 AND lost >= 0",
            name=op.f("ck_invoice_lot_not_negative"),
        ),
        sa.CheckConstraint("cut >= 0 AND cut <= split", name=op.f("ck_invoice_lot_cut")),
        sa.CheckConstraint(
            "parent_id IS NULL OR parent_id <> id", name=op.f("ck_invoice_lot_not_own_parent")
        ),
        sa.CheckConstraint(
            "quantity = available + issued + void + split + returned + lost",
            name=op.f("ck_invoice_lot_conserved"),
        ),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_invoice_lot_quantity")),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_invoice_lot_office_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["invoice_lot.id"],
            name=op.f("fk_invoice_lot_parent_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["invoice_request.id"],
            name=op.f("fk_invoice_lot_request_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["type_id"],
            ["invoice_type.id"],
            name=op.f("fk_invoice_lot_type_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_lot")),
        sa.UniqueConstraint("lot_no", name=op.f("uq_invoice_lot_lot_no")),
    )
    op.create_index(
        op.f("ix_invoice_lot_city_code_id"), "invoice_lot", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_lot_city_code_state_id"),
        "invoice_lot",
        ["city_code", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_lot_invoice_code_number_from"),
        "invoice_lot",
        ["invoice_code", "number_from"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_lot_office_code_id"), "invoice_lot", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_lot_office_code_state_id"),
        "invoice_lot",
        ["office_code", "state", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_invoice_lot_office_id"), "invoice_lot", ["office_id"], unique=False)
    op.create_index(op.f("ix_invoice_lot_parent_id"), "invoice_lot", ["parent_id"], unique=False)
    op.create_index(
        op.f("ix_invoice_lot_province_code_id"),
        "invoice_lot",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_lot_province_code_state_id"),
        "invoice_lot",
        ["province_code", "state", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_invoice_lot_request_id"), "invoice_lot", ["request_id"], unique=False)
    op.create_index(op.f("ix_invoice_lot_state_id"), "invoice_lot", ["state", "id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("payment_no", sa.String(length=40), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=24), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("voucher_no", sa.String(length=40), nullable=True),
        sa.Column("invoice_count", sa.BigInteger(), nullable=False),
        sa.Column("invoice_deferred_reason", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("cashier", sa.String(length=60), nullable=False),
        sa.Column("cashier_key", sa.String(length=40), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'reversed') = (reversed_at IS NOT NULL)", name=op.f("ck_payment_reversed")
        ),
        sa.CheckConstraint(
            "method IN ('cash', 'transfer', 'fiscal', 'other')",
            name=op.f("ck_payment_paymentmethod"),
        ),
        sa.CheckConstraint(
            "state IN ('confirmed', 'reversed')", name=op.f("ck_payment_paymentstate")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_amount_positive")),
        sa.CheckConstraint(
            "invoice_count > 0 OR invoice_deferred_reason IS NOT NULL",
            name=op.f("ck_payment_invoice_or_reason"),
        ),
        sa.CheckConstraint("invoice_count >= 0", name=op.f("ck_payment_invoice_count")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_payment_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("payment_no", name=op.f("uq_payment_payment_no")),
    )
    op.create_index(op.f("ix_payment_amount_fen_id"), "payment", ["amount_fen", "id"], unique=False)
    op.create_index(op.f("ix_payment_city_code_id"), "payment", ["city_code", "id"], unique=False)
    op.create_index(
        op.f("ix_payment_city_code_received_on_id"),
        "payment",
        ["city_code", "received_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_payment_office_code_id"), "payment", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_payment_office_code_received_on_id"),
        "payment",
        ["office_code", "received_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_payment_owed",
        "payment",
        ["office_code", "id"],
        unique=False,
        postgresql_where=sa.text("invoice_deferred_reason IS NOT NULL"),
        sqlite_where=sa.text("invoice_deferred_reason IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_payment_province_code_id"), "payment", ["province_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_payment_province_code_received_on_id"),
        "payment",
        ["province_code", "received_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_payment_received_on_id"), "payment", ["received_on", "id"], unique=False
    )
    op.create_index(op.f("ix_payment_state_id"), "payment", ["state", "id"], unique=False)
    op.create_index(op.f("ix_payment_unit_id_id"), "payment", ["unit_id", "id"], unique=False)
    op.create_table(
        "user",
        sa.Column("id", KEY, nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("office_id", KEY, nullable=True),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("email", sa.String(length=120), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("tour_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("failed_logins", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_secret", sa.String(length=64), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(role = 'unit_user') = (unit_id IS NOT NULL)", name=op.f("ck_user_unit_role")
        ),
        sa.CheckConstraint("role <> 'system'", name=op.f("ck_user_no_system_login")),
        sa.CheckConstraint(
            "role IN ('registry_admin', 'registry_finance', 'registry_reviewer', 'province_admin', 'city_admin', 'county_admin', 'cashier', 'viewer', 'unit_user', 'system')",
            name=op.f("ck_user_role"),
        ),
        sa.CheckConstraint(
            "(office_id IS NULL) <> (unit_id IS NULL)", name=op.f("ck_user_office_or_unit")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_user_office_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_user_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("username", name=op.f("uq_user_username")),
    )
    op.create_index(op.f("ix_user_city_code_id"), "user", ["city_code", "id"], unique=False)
    op.create_index(op.f("ix_user_office_code_id"), "user", ["office_code", "id"], unique=False)
    op.create_index(op.f("ix_user_office_id"), "user", ["office_id"], unique=False)
    op.create_index(op.f("ix_user_province_code_id"), "user", ["province_code", "id"], unique=False)
    op.create_index(op.f("ix_user_unit_id_id"), "user", ["unit_id", "id"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by", sa.String(length=60), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_api_token_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(
        op.f("ix_api_token_city_code_id"), "api_token", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_api_token_office_code_id"), "api_token", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_api_token_province_code_id"), "api_token", ["province_code", "id"], unique=False
    )
    op.create_index(op.f("ix_api_token_user_id"), "api_token", ["user_id"], unique=False)
    op.create_table(
        "basket",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("row_ids", JSON, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_basket_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket")),
        sa.UniqueConstraint("user_id", "entity", name=op.f("uq_basket_user_id_entity")),
    )
    op.create_table(
        "domain_order",
        sa.Column("id", KEY, nullable=False),
        sa.Column("order_no", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("domain_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("term_years", sa.BigInteger(), nullable=False),
        sa.Column("base_expires_on", sa.Date(), nullable=True),
        sa.Column("unit_price_fen", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("submitted_by", sa.String(length=60), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("charged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_because", sa.String(length=24), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'register') = (base_expires_on IS NULL)", name=op.f("ck_domain_order_base")
        ),
        sa.CheckConstraint(
            "kind IN ('register', 'renew', 'restore')", name=op.f("ck_domain_order_orderkind")
        ),
        sa.CheckConstraint(
            "state IN ('payable', 'charged', 'remitted', 'settled', 'cancelled', 'refunded')",
            name=op.f("ck_domain_order_orderstate"),
        ),
        sa.CheckConstraint(
            "waits_because IN ('balance_short', 'behind', 'base_moved', 'name_gone')",
            name=op.f("ck_domain_order_wait"),
        ),
        sa.CheckConstraint(
            "amount_fen = unit_price_fen * term_years", name=op.f("ck_domain_order_amount")
        ),
        sa.CheckConstraint("term_years BETWEEN 1 AND 10", name=op.f("ck_domain_order_term_years")),
        sa.CheckConstraint("unit_price_fen >= 0", name=op.f("ck_domain_order_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["domain_id"],
            ["domain.id"],
            name=op.f("fk_domain_order_domain_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_domain_order_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domain_order")),
        sa.UniqueConstraint("order_no", name=op.f("uq_domain_order_order_no")),
    )
    op.create_index(
        op.f("ix_domain_order_city_code_id"), "domain_order", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_domain_order_city_code_state_id"),
        "domain_order",
        ["city_code", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_domain_order_domain_id_id"), "domain_order", ["domain_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_domain_order_office_code_id"), "domain_order", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_domain_order_office_code_state_charged_at_id"),
        "domain_order",
        ["office_code", "state", "charged_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_domain_order_office_code_state_id"),
        "domain_order",
        ["office_code", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_domain_order_province_code_id"),
        "domain_order",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_domain_order_province_code_state_id"),
        "domain_order",
        ["province_code", "state", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_domain_order_state_id"), "domain_order", ["state", "id"], unique=False)
    op.create_index(
        op.f("ix_domain_order_unit_id_id"), "domain_order", ["unit_id", "id"], unique=False
    )
    op.create_index(
        "uq_domain_order_open_renewal",
        "domain_order",
        ["domain_id"],
        unique=True,
        postgresql_where=sa.text(
            "kind <> 'register' AND state IN ('payable', 'charged', 'remitted')"
        ),
        sqlite_where=sa.text("kind <> 'register' AND state IN ('payable', 'charged', 'remitted')"),
    )
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
    op.create_index(
        op.f("ix_domain_request_city_code_state_id"),
        "domain_request",
        ["city_code", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_domain_request_domain_id_id"), "domain_request", ["domain_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_domain_request_office_code_state_id"),
        "domain_request",
        ["office_code", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_domain_request_province_code_state_id"),
        "domain_request",
        ["province_code", "state", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_domain_request_state_id"), "domain_request", ["state", "id"], unique=False
    )
    op.create_index(
        "uq_domain_request_open",
        "domain_request",
        ["domain_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state = 'submitted'"),
        sqlite_where=sa.text("state = 'submitted'"),
    )
    op.create_table(
        "invoice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("lot_id", KEY, nullable=False),
        sa.Column("invoice_code", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("payment_id", KEY, nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("reverses_id", KEY, nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state = 'issued' OR reason IS NOT NULL", name=op.f("ck_invoice_reason")
        ),
        sa.CheckConstraint(
            "state IN ('issued', 'void', 'reversed')", name=op.f("ck_invoice_invoicestate")
        ),
        sa.CheckConstraint(
            "(reverses_id IS NULL) = (amount_fen >= 0)", name=op.f("ck_invoice_sign")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["invoice_lot.id"], name=op.f("fk_invoice_lot_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_invoice_payment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["invoice.id"],
            name=op.f("fk_invoice_reverses_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_invoice_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_invoice_reverses_id")),
    )
    op.create_index(op.f("ix_invoice_city_code_id"), "invoice", ["city_code", "id"], unique=False)
    op.create_index(
        op.f("ix_invoice_city_code_issued_on_id"),
        "invoice",
        ["city_code", "issued_on", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_invoice_issued_on_id"), "invoice", ["issued_on", "id"], unique=False)
    op.create_index(op.f("ix_invoice_lot_id_number"), "invoice", ["lot_id", "number"], unique=False)
    op.create_index(op.f("ix_invoice_number_id"), "invoice", ["number", "id"], unique=False)
    op.create_index(
        op.f("ix_invoice_office_code_id"), "invoice", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_office_code_issued_on_id"),
        "invoice",
        ["office_code", "issued_on", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_invoice_payment_id"), "invoice", ["payment_id"], unique=False)
    op.create_index(
        op.f("ix_invoice_province_code_id"), "invoice", ["province_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_province_code_issued_on_id"),
        "invoice",
        ["province_code", "issued_on", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_invoice_state_id"), "invoice", ["state", "id"], unique=False)
    op.create_index(op.f("ix_invoice_unit_id_id"), "invoice", ["unit_id", "id"], unique=False)
    op.create_index(
        "uq_invoice_number",
        "invoice",
        ["invoice_code", "number"],
        unique=True,
        postgresql_where=sa.text("number IS NOT NULL"),
        sqlite_where=sa.text("number IS NOT NULL"),
    )
    op.create_table(
        "invoice_move",
        sa.Column("id", KEY, nullable=False),
        sa.Column("lot_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "kind IN ('receive', 'split_out', 'split_in', 'issue', 'unissue', 'void', 'return', 'lost', 'destroy')",
            name=op.f("ck_invoice_move_movekind"),
        ),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_invoice_move_quantity")),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["journal_entry.id"],
            name=op.f("fk_invoice_move_entry_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["invoice_lot.id"], name=op.f("fk_invoice_move_lot_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_move")),
    )
    op.create_index(
        op.f("ix_invoice_move_city_code_id"), "invoice_move", ["city_code", "id"], unique=False
    )
    op.create_index(op.f("ix_invoice_move_entry_id"), "invoice_move", ["entry_id"], unique=False)
    op.create_index(
        op.f("ix_invoice_move_lot_id_id"), "invoice_move", ["lot_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_move_office_code_id"), "invoice_move", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_move_province_code_id"),
        "invoice_move",
        ["province_code", "id"],
        unique=False,
    )
    op.create_table(
        "invoice_split",
        sa.Column("id", KEY, nullable=False),
        sa.Column("source_lot_id", KEY, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_lot_id"],
            ["invoice_lot.id"],
            name=op.f("fk_invoice_split_source_lot_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_split")),
    )
    op.create_index(
        op.f("ix_invoice_split_city_code_id"), "invoice_split", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_split_office_code_id"),
        "invoice_split",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_split_province_code_id"),
        "invoice_split",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_split_source_lot_id"), "invoice_split", ["source_lot_id"], unique=False
    )
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
        sa.CheckConstraint(
            "kind IN ('settle', 'lapse', 'remind', 'draft_remittance', 'accrue_award', 'retain', 'batch')",
            name=op.f("ck_job_run_jobkind"),
        ),
        sa.CheckConstraint(
            "reason IN ('error', 'worker_lost', 'busy', 'user_disabled', 'right_lost')",
            name=op.f("ck_job_run_jobreason"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_job_run_jobstate")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_job_run_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
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
        "login_attempt",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_login_attempt_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
        sa.UniqueConstraint("user_id", "source", name=op.f("uq_login_attempt_user_id_source")),
    )
    op.create_index(
        op.f("ix_login_attempt_source_last_failed_at"),
        "login_attempt",
        ["source", "last_failed_at"],
        unique=False,
    )
    op.create_table(
        "login_session",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_login_session_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    op.create_index(
        op.f("ix_login_session_user_id_id"), "login_session", ["user_id", "id"], unique=False
    )
    op.create_table(
        "notification",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_notification_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    op.create_index(
        op.f("ix_notification_city_code_id"), "notification", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_notification_office_code_id"), "notification", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_notification_province_code_id"),
        "notification",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_notification_user_id_read_at_id"),
        "notification",
        ["user_id", "read_at", "id"],
        unique=False,
    )
    op.create_table(
        "red_page",
        sa.Column("id", KEY, nullable=False),
        sa.Column("domain_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("functions", sa.Text(), nullable=True),
        sa.Column("departments", sa.Text(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=120), nullable=True),
        sa.Column("office_hours", sa.String(length=200), nullable=True),
        sa.Column("guides", JSON, nullable=False),
        sa.Column("notices", JSON, nullable=False),
        sa.Column("link", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'offline')", name=op.f("ck_red_page_redpagestate")
        ),
        sa.ForeignKeyConstraint(
            ["domain_id"], ["domain.id"], name=op.f("fk_red_page_domain_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_red_page_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_red_page")),
        sa.UniqueConstraint("domain_id", name=op.f("uq_red_page_domain_id")),
    )
    op.create_index(op.f("ix_red_page_city_code_id"), "red_page", ["city_code", "id"], unique=False)
    op.create_index(
        op.f("ix_red_page_office_code_id"), "red_page", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_red_page_province_code_id"), "red_page", ["province_code", "id"], unique=False
    )
    op.create_index(op.f("ix_red_page_unit_id"), "red_page", ["unit_id"], unique=False)
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
        op.f("ix_reminder_province_code_id"), "reminder", ["province_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_reminder_told_at_office_code_id"),
        "reminder",
        ["told_at", "office_code", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_reminder_unit_id_id"), "reminder", ["unit_id", "id"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", KEY, nullable=False),
        sa.Column("domain_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("decision", sa.String(length=24), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=True),
        sa.Column("reviewer", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "decision IN ('approve', 'return', 'reject')", name=op.f("ck_review_reviewdecision")
        ),
        sa.CheckConstraint("stage IN ('office', 'registry')", name=op.f("ck_review_reviewstage")),
        sa.ForeignKeyConstraint(
            ["domain_id"], ["domain.id"], name=op.f("fk_review_domain_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_review_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_city_code_id"), "review", ["city_code", "id"], unique=False)
    op.create_index(op.f("ix_review_domain_id_id"), "review", ["domain_id", "id"], unique=False)
    op.create_index(op.f("ix_review_office_code_id"), "review", ["office_code", "id"], unique=False)
    op.create_index(
        op.f("ix_review_province_code_id"), "review", ["province_code", "id"], unique=False
    )
    op.create_index(op.f("ix_review_unit_id"), "review", ["unit_id"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("state", JSON, nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_saved_view_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "user_id", "entity", "name", name=op.f("uq_saved_view_user_id_entity_name")
        ),
    )
    op.create_index(
        op.f("ix_saved_view_city_code_id"), "saved_view", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_saved_view_office_code_id"), "saved_view", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_saved_view_province_code_id"), "saved_view", ["province_code", "id"], unique=False
    )
    op.create_index(
        "uq_saved_view_default",
        "saved_view",
        ["user_id", "entity"],
        unique=True,
        postgresql_where=sa.text("is_default"),
        sqlite_where=sa.text("is_default"),
    )
    op.create_table(
        "adjustment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("order_id", KEY, nullable=True),
        sa.Column("bank_ref", sa.String(length=60), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("bank_line_id", KEY, nullable=True),
        sa.Column("shares", JSON, nullable=True),
        sa.Column("rest_fen", sa.BigInteger(), nullable=True),
        sa.Column("answered", sa.String(length=8), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("proposed_by", sa.String(length=60), nullable=False),
        sa.Column("proposed_by_key", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.String(length=200), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'refund') = (order_id IS NOT NULL)",
            name=op.f("ck_adjustment_refund_has_order"),
        ),
        sa.CheckConstraint(
            "(kind = 'top_up') = (bank_ref IS NOT NULL)", name=op.f("ck_adjustment_top_up_has_ref")
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL)", name=op.f("ck_adjustment_decided")
        ),
        sa.CheckConstraint(
            "kind <> 'refund' OR amount_fen > 0", name=op.f("ck_adjustment_refund_positive")
        ),
        sa.CheckConstraint(
            "kind <> 'top_up' OR amount_fen > 0", name=op.f("ck_adjustment_top_up_positive")
        ),
        sa.CheckConstraint(
            "kind IN ('refund', 'adjust', 'top_up')", name=op.f("ck_adjustment_adjustmentkind")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'confirmed', 'rejected')",
            name=op.f("ck_adjustment_adjustmentstate"),
        ),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_adjustment_amount_not_zero")),
        sa.ForeignKeyConstraint(
            ["bank_line_id"],
            ["bank_line.id"],
            name=op.f("fk_adjustment_bank_line_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["domain_order.id"],
            name=op.f("fk_adjustment_order_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
    )
    op.create_index(
        op.f("ix_adjustment_city_code_id"), "adjustment", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_adjustment_office_code_id"), "adjustment", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_adjustment_province_code_id"), "adjustment", ["province_code", "id"], unique=False
    )
    op.create_index(op.f("ix_adjustment_state_id"), "adjustment", ["state", "id"], unique=False)
    op.create_index(
        "uq_adjustment_bank_ref",
        "adjustment",
        ["bank_ref"],
        unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
        sqlite_where=sa.text("state = 'proposed'"),
    )
    op.create_index(
        "uq_adjustment_refund",
        "adjustment",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'rejected'"),
        sqlite_where=sa.text("state <> 'rejected'"),
    )
    op.create_table(
        "award_accrual",
        sa.Column("id", KEY, nullable=False),
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("period_week", sa.String(length=8), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_award_accrual_amount_positive")),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["domain_order.id"],
            name=op.f("fk_award_accrual_order_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["award_rule.id"],
            name=op.f("fk_award_accrual_rule_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_accrual")),
        sa.UniqueConstraint("order_id", name=op.f("uq_award_accrual_order_id")),
    )
    op.create_index(
        op.f("ix_award_accrual_city_code_id"), "award_accrual", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_award_accrual_office_code_id"),
        "award_accrual",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_award_accrual_province_code_id"),
        "award_accrual",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        "ix_award_accrual_standing",
        "award_accrual",
        ["province_code", "city_code", "office_code", "amount_fen"],
        unique=False,
        postgresql_where=sa.text("reversed_at IS NULL"),
        sqlite_where=sa.text("reversed_at IS NULL"),
    )
    op.create_table(
        "invoice_split_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("split_id", KEY, nullable=False),
        sa.Column("user_account", sa.String(length=40), nullable=False),
        sa.Column("to_office_id", KEY, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("child_lot_id", KEY, nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_invoice_split_line_quantity")),
        sa.ForeignKeyConstraint(
            ["child_lot_id"],
            ["invoice_lot.id"],
            name=op.f("fk_invoice_split_line_child_lot_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["split_id"],
            ["invoice_split.id"],
            name=op.f("fk_invoice_split_line_split_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["to_office_id"],
            ["office.id"],
            name=op.f("fk_invoice_split_line_to_office_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_split_line")),
        sa.UniqueConstraint("child_lot_id", name=op.f("uq_invoice_split_line_child_lot_id")),
    )
    op.create_index(
        op.f("ix_invoice_split_line_city_code_id"),
        "invoice_split_line",
        ["city_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_split_line_office_code_id"),
        "invoice_split_line",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_split_line_province_code_id"),
        "invoice_split_line",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_split_line_split_id"), "invoice_split_line", ["split_id"], unique=False
    )
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
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'refused')", name=op.f("ck_job_slice_slicestate")
        ),
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
    op.create_table(
        "payment_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("payment_id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("is_reversed", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_line_amount_positive")),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["domain_order.id"],
            name=op.f("fk_payment_line_order_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payment.id"],
            name=op.f("fk_payment_line_payment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_payment_line_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_line")),
    )
    op.create_index(
        op.f("ix_payment_line_city_code_id"), "payment_line", ["city_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_payment_line_office_code_id"), "payment_line", ["office_code", "id"], unique=False
    )
    op.create_index(op.f("ix_payment_line_order_id"), "payment_line", ["order_id"], unique=False)
    op.create_index(
        op.f("ix_payment_line_payment_id"), "payment_line", ["payment_id"], unique=False
    )
    op.create_index(
        op.f("ix_payment_line_province_code_id"),
        "payment_line",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_payment_line_unit_id"), "payment_line", ["unit_id"], unique=False)
    op.create_index(
        "uq_payment_line_live_order",
        "payment_line",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("NOT is_reversed"),
        sqlite_where=sa.text("NOT is_reversed"),
    )
    op.create_table(
        "term",
        sa.Column("id", KEY, nullable=False),
        sa.Column("domain_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_term_interval")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_term_seq")),
        sa.ForeignKeyConstraint(
            ["domain_id"], ["domain.id"], name=op.f("fk_term_domain_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["domain_order.id"], name=op.f("fk_term_order_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_term_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("domain_id", "seq", name=op.f("uq_term_domain_id_seq")),
        sa.UniqueConstraint("domain_id", "starts_on", name=op.f("uq_term_domain_id_starts_on")),
        sa.UniqueConstraint("order_id", name=op.f("uq_term_order_id")),
    )
    op.create_index(op.f("ix_term_city_code_id"), "term", ["city_code", "id"], unique=False)
    op.create_index(op.f("ix_term_office_code_id"), "term", ["office_code", "id"], unique=False)
    op.create_index(op.f("ix_term_province_code_id"), "term", ["province_code", "id"], unique=False)
    op.create_index(op.f("ix_term_unit_id"), "term", ["unit_id"], unique=False)
    op.create_table(
        "transfer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("debit_id", KEY, nullable=False),
        sa.Column("credit_id", KEY, nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("order_id", KEY, nullable=True),
        sa.Column("remittance_id", KEY, nullable=True),
        sa.Column("reverses_id", KEY, nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reverse') = (reverses_id IS NOT NULL)", name=op.f("ck_transfer_reversal")
        ),
        sa.CheckConstraint(
            "kind IN ('top_up', 'settle', 'refund', 'move', 'adjust', 'award', 'reverse')",
            name=op.f("ck_transfer_transferkind"),
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_transfer_amount_positive")),
        sa.CheckConstraint("debit_id <> credit_id", name=op.f("ck_transfer_two_accounts")),
        sa.ForeignKeyConstraint(
            ["credit_id"], ["account.id"], name=op.f("fk_transfer_credit_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["debit_id"], ["account.id"], name=op.f("fk_transfer_debit_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["journal_entry.id"],
            name=op.f("fk_transfer_entry_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["domain_order.id"],
            name=op.f("fk_transfer_order_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["remittance_id"],
            ["remittance.id"],
            name=op.f("fk_transfer_remittance_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["transfer.id"],
            name=op.f("fk_transfer_reverses_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("key", name=op.f("uq_transfer_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_transfer_reverses_id")),
    )
    op.create_index(op.f("ix_transfer_city_code_id"), "transfer", ["city_code", "id"], unique=False)
    op.create_index(op.f("ix_transfer_credit_id_id"), "transfer", ["credit_id", "id"], unique=False)
    op.create_index(op.f("ix_transfer_debit_id_id"), "transfer", ["debit_id", "id"], unique=False)
    op.create_index(op.f("ix_transfer_entry_id"), "transfer", ["entry_id"], unique=False)
    op.create_index(op.f("ix_transfer_kind_id"), "transfer", ["kind", "id"], unique=False)
    op.create_index(
        op.f("ix_transfer_office_code_id"), "transfer", ["office_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_transfer_province_code_id"), "transfer", ["province_code", "id"], unique=False
    )
    op.create_index(op.f("ix_transfer_remittance_id"), "transfer", ["remittance_id"], unique=False)
    op.create_index(
        "uq_transfer_order_settled",
        "transfer",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'settle'"),
        sqlite_where=sa.text("kind = 'settle'"),
    )
    op.create_table(
        "remittance_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("remittance_id", KEY, nullable=False),
        sa.Column("payment_line_id", KEY, nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("office_code", sa.String(length=6), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_remittance_line_amount_positive")),
        sa.ForeignKeyConstraint(
            ["payment_line_id"],
            ["payment_line.id"],
            name=op.f("fk_remittance_line_payment_line_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["remittance_id"],
            ["remittance.id"],
            name=op.f("fk_remittance_line_remittance_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance_line")),
    )
    op.create_index(
        op.f("ix_remittance_line_city_code_id"),
        "remittance_line",
        ["city_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_remittance_line_office_code_id"),
        "remittance_line",
        ["office_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_remittance_line_payment_line_id"),
        "remittance_line",
        ["payment_line_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_remittance_line_province_code_id"),
        "remittance_line",
        ["province_code", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_remittance_line_remittance_id"), "remittance_line", ["remittance_id"], unique=False
    )
    op.create_index(
        "uq_remittance_line_live",
        "remittance_line",
        ["payment_line_id"],
        unique=True,
        postgresql_where=sa.text("NOT is_released"),
        sqlite_where=sa.text("NOT is_released"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(NUMBERS_ONCE)
    create_guards(op.get_bind())


def downgrade() -> None:
    """Remove everything."""
    drop_guards(op.get_bind())
    discard_rows(op.get_bind())
    for table in TABLES:
        op.drop_table(table)
