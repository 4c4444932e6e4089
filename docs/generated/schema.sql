CREATE TABLE access_refusal (
	id BIGSERIAL NOT NULL,
	minute TIMESTAMP WITH TIME ZONE NOT NULL,
	last_at TIMESTAMP WITH TIME ZONE NOT NULL,
	actor_key VARCHAR(40) NOT NULL,
	actor_name VARCHAR(60) NOT NULL,
	address VARCHAR(45) NOT NULL,
	kind VARCHAR(24) NOT NULL,
	door VARCHAR(24) NOT NULL,
	what VARCHAR(80) NOT NULL,
	count BIGINT NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_access_refusal PRIMARY KEY (id),
	CONSTRAINT uq_access_refusal_minute_actor_key_address_kind_door_what UNIQUE (minute, actor_key, address, kind, door, what),
	CONSTRAINT ck_access_refusal_accessrefusalkind CHECK (kind IN ('forbidden', 'not_found', 'not_own_office', 'forged')),
	CONSTRAINT ck_access_refusal_door CHECK (door IN ('grid', 'api', 'cli', 'job', 'seed'))
);

CREATE INDEX ix_access_refusal_city_code_id ON access_refusal (city_code, id);
CREATE INDEX ix_access_refusal_minute_id ON access_refusal (minute, id);
CREATE INDEX ix_access_refusal_office_code_id ON access_refusal (office_code, id);
CREATE INDEX ix_access_refusal_province_code_id ON access_refusal (province_code, id);
CREATE TABLE account (
	id BIGSERIAL NOT NULL,
	code VARCHAR(40) NOT NULL,
	kind VARCHAR(24) NOT NULL,
	floor_fen BIGINT,
	balance_fen BIGINT,
	last_transfer_id BIGINT NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_account PRIMARY KEY (id),
	CONSTRAINT ck_account_guarded CHECK ((floor_fen IS NULL) = (balance_fen IS NULL)),
	CONSTRAINT ck_account_floor CHECK (floor_fen IS NULL OR balance_fen >= floor_fen),
	CONSTRAINT uq_account_code UNIQUE (code),
	CONSTRAINT ck_account_accountkind CHECK (kind IN ('prepaid', 'bank', 'income', 'adjustment', 'award'))
);

CREATE INDEX ix_account_city_code_id ON account (city_code, id);
CREATE INDEX ix_account_office_code_id ON account (office_code, id);
CREATE INDEX ix_account_province_code_id ON account (province_code, id);
CREATE TABLE attachment (
	id BIGSERIAL NOT NULL,
	file_name VARCHAR(120) NOT NULL,
	kind VARCHAR(24) NOT NULL,
	size BIGINT NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	content BYTEA NOT NULL,
	subject VARCHAR(24) NOT NULL,
	row_id BIGINT NOT NULL,
	by VARCHAR(60) NOT NULL,
	author_key VARCHAR(40) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	withdrawn_at TIMESTAMP WITH TIME ZONE,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_attachment PRIMARY KEY (id),
	CONSTRAINT ck_attachment_not_empty CHECK (size > 0),
	CONSTRAINT ck_attachment_filekind CHECK (kind IN ('pdf', 'png', 'jpg', 'xlsx', 'docx')),
	CONSTRAINT ck_attachment_subject CHECK (subject IN ('unit', 'domain', 'domain_order', 'payment', 'invoice', 'invoice_lot', 'remittance'))
);

CREATE INDEX ix_attachment_city_code_id ON attachment (city_code, id);
CREATE INDEX ix_attachment_office_code_id ON attachment (office_code, id);
CREATE INDEX ix_attachment_province_code_id ON attachment (province_code, id);
CREATE INDEX ix_attachment_subject_row_id_id ON attachment (subject, row_id, id);
CREATE TABLE award_rule (
	id BIGSERIAL NOT NULL,
	rate_bp BIGINT NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_award_rule PRIMARY KEY (id),
	CONSTRAINT ck_award_rule_rate CHECK (rate_bp BETWEEN 0 AND 10000),
	CONSTRAINT ck_award_rule_interval CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_award_rule_city_code_id ON award_rule (city_code, id);
CREATE INDEX ix_award_rule_office_code_id ON award_rule (office_code, id);
CREATE INDEX ix_award_rule_province_code_id ON award_rule (province_code, id);
CREATE UNIQUE INDEX ix_award_rule_province_code_valid_from ON award_rule (province_code, valid_from);
CREATE TABLE bank_columns (
	id BIGSERIAL NOT NULL,
	account VARCHAR(40) NOT NULL,
	headings VARCHAR(64) NOT NULL,
	columns JSONB NOT NULL,
	kept_by VARCHAR(60) NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_bank_columns PRIMARY KEY (id),
	CONSTRAINT uq_bank_columns_account_headings UNIQUE (account, headings)
);

CREATE INDEX ix_bank_columns_city_code_id ON bank_columns (city_code, id);
CREATE INDEX ix_bank_columns_office_code_id ON bank_columns (office_code, id);
CREATE INDEX ix_bank_columns_province_code_id ON bank_columns (province_code, id);
CREATE TABLE bank_statement (
	id BIGSERIAL NOT NULL,
	file_name VARCHAR(120) NOT NULL,
	digest VARCHAR(64) NOT NULL,
	line_count BIGINT NOT NULL,
	known_count BIGINT NOT NULL,
	amount_fen BIGINT NOT NULL,
	out_count BIGINT,
	out_fen BIGINT,
	reversal_count BIGINT,
	uploaded_by VARCHAR(60) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_bank_statement PRIMARY KEY (id),
	CONSTRAINT ck_bank_statement_line_count CHECK (line_count > 0),
	CONSTRAINT uq_bank_statement_digest UNIQUE (digest)
);

CREATE INDEX ix_bank_statement_city_code_id ON bank_statement (city_code, id);
CREATE INDEX ix_bank_statement_office_code_id ON bank_statement (office_code, id);
CREATE INDEX ix_bank_statement_province_code_id ON bank_statement (province_code, id);
CREATE TABLE choice_list (
	id BIGSERIAL NOT NULL,
	code VARCHAR(40) NOT NULL,
	kind VARCHAR(24) NOT NULL,
	is_open BOOLEAN NOT NULL,
	is_active BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	name_zh VARCHAR(40) NOT NULL,
	name_en VARCHAR(40),
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_choice_list PRIMARY KEY (id),
	CONSTRAINT uq_choice_list_office_code_code UNIQUE (office_code, code),
	CONSTRAINT ck_choice_list_choicelistkind CHECK (kind IN ('own', 'field', 'system'))
);

CREATE INDEX ix_choice_list_city_code_id ON choice_list (city_code, id);
CREATE INDEX ix_choice_list_office_code_id ON choice_list (office_code, id);
CREATE INDEX ix_choice_list_province_code_id ON choice_list (province_code, id);
CREATE TABLE configuration (
	id BIGSERIAL NOT NULL,
	taken_at TIMESTAMP WITH TIME ZONE NOT NULL,
	origin VARCHAR(24) NOT NULL,
	name VARCHAR(80) NOT NULL,
	item_count BIGINT NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	content TEXT NOT NULL,
	by VARCHAR(60) NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_configuration PRIMARY KEY (id),
	CONSTRAINT ck_configuration_copyorigin CHECK (origin IN ('nightly', 'by_hand', 'uploaded'))
);

CREATE INDEX ix_configuration_city_code_taken_at_id ON configuration (city_code, taken_at, id);
CREATE INDEX ix_configuration_office_code_taken_at_id ON configuration (office_code, taken_at, id);
CREATE INDEX ix_configuration_province_code_taken_at_id ON configuration (province_code, taken_at, id);
CREATE INDEX ix_configuration_taken_at_id ON configuration (taken_at, id);
CREATE TABLE counter (
	id BIGSERIAL NOT NULL,
	kind VARCHAR(24) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	year BIGINT NOT NULL,
	value BIGINT NOT NULL,
	CONSTRAINT pk_counter PRIMARY KEY (id),
	CONSTRAINT uq_counter_kind_office_code_year UNIQUE (kind, office_code, year)
);

CREATE TABLE division (
	id BIGSERIAL NOT NULL,
	code VARCHAR(6) NOT NULL,
	name VARCHAR(60) NOT NULL,
	level VARCHAR(24) NOT NULL,
	parent_code VARCHAR(6),
	valid_from DATE,
	valid_to DATE,
	successor_code VARCHAR(6),
	CONSTRAINT pk_division PRIMARY KEY (id),
	CONSTRAINT ck_division_code_length CHECK (length(code) = 6),
	CONSTRAINT uq_division_code UNIQUE (code),
	CONSTRAINT ck_division_divisionlevel CHECK (level IN ('province', 'city', 'county')),
	CONSTRAINT fk_division_parent_code FOREIGN KEY(parent_code) REFERENCES division (code)
);

CREATE TABLE fee_schedule (
	id BIGSERIAL NOT NULL,
	tld VARCHAR(24) NOT NULL,
	operation VARCHAR(24) NOT NULL,
	price_per_year_fen BIGINT NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_fee_schedule PRIMARY KEY (id),
	CONSTRAINT ck_fee_schedule_price_not_negative CHECK (price_per_year_fen >= 0),
	CONSTRAINT ck_fee_schedule_interval CHECK (valid_to IS NULL OR valid_to > valid_from),
	CONSTRAINT ck_fee_schedule_tld CHECK (tld IN ('政务', '公益', '政务.cn', '公益.cn')),
	CONSTRAINT ck_fee_schedule_orderkind CHECK (operation IN ('register', 'renew', 'restore'))
);

CREATE UNIQUE INDEX ix_fee_schedule_tld_operation_valid_from ON fee_schedule (tld, operation, valid_from);
CREATE TABLE file_record (
	id BIGSERIAL NOT NULL,
	direction VARCHAR(24) NOT NULL,
	entity VARCHAR(40) NOT NULL,
	file_name VARCHAR(120) NOT NULL,
	selection JSONB NOT NULL,
	row_count BIGINT,
	by VARCHAR(60) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	unit_id BIGINT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_file_record PRIMARY KEY (id),
	CONSTRAINT ck_file_record_filedirection CHECK (direction IN ('export', 'import'))
);

CREATE INDEX ix_file_record_city_code_id ON file_record (city_code, id);
CREATE INDEX ix_file_record_office_code_id ON file_record (office_code, id);
CREATE INDEX ix_file_record_province_code_id ON file_record (province_code, id);
CREATE TABLE import_sheet (
	id BIGSERIAL NOT NULL,
	kind VARCHAR(24) NOT NULL,
	file_name VARCHAR(120) NOT NULL,
	headings JSONB NOT NULL,
	remarks JSONB,
	row_count BIGINT NOT NULL,
	by VARCHAR(60) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_import_sheet PRIMARY KEY (id),
	CONSTRAINT ck_import_sheet_importkind CHECK (kind IN ('units', 'domains', 'mailing_addresses', 'users'))
);

CREATE INDEX ix_import_sheet_city_code_id ON import_sheet (city_code, id);
CREATE INDEX ix_import_sheet_office_code_id ON import_sheet (office_code, id);
CREATE INDEX ix_import_sheet_province_code_id ON import_sheet (province_code, id);
CREATE TABLE invoice_type (
	id BIGSERIAL NOT NULL,
	code VARCHAR(24) NOT NULL,
	name VARCHAR(40) NOT NULL,
	medium VARCHAR(24) NOT NULL,
	tracking VARCHAR(24) NOT NULL,
	face_value_fen BIGINT,
	is_active BOOLEAN NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_invoice_type PRIMARY KEY (id),
	CONSTRAINT ck_invoice_type_face_value CHECK (face_value_fen IS NULL OR face_value_fen > 0),
	CONSTRAINT uq_invoice_type_code UNIQUE (code),
	CONSTRAINT ck_invoice_type_medium CHECK (medium IN ('paper', 'electronic')),
	CONSTRAINT ck_invoice_type_tracking CHECK (tracking IN ('count', 'serial'))
);

CREATE TABLE journal_entry (
	id BIGSERIAL NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	actor_key VARCHAR(40) NOT NULL,
	actor_name VARCHAR(60) NOT NULL,
	action VARCHAR(40) NOT NULL,
	door VARCHAR(24) NOT NULL,
	key VARCHAR(80) NOT NULL,
	input_hash VARCHAR(64) NOT NULL,
	input JSONB NOT NULL,
	unit_id BIGINT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_journal_entry PRIMARY KEY (id),
	CONSTRAINT uq_journal_entry_actor_key_key UNIQUE (actor_key, key),
	CONSTRAINT ck_journal_entry_door CHECK (door IN ('grid', 'api', 'cli', 'job', 'seed'))
);

CREATE INDEX ix_journal_entry_actor_key_at_id ON journal_entry (actor_key, at, id);
CREATE INDEX ix_journal_entry_at_id ON journal_entry (at, id);
CREATE INDEX ix_journal_entry_city_code_id ON journal_entry (city_code, id);
CREATE INDEX ix_journal_entry_door_id ON journal_entry (door, id);
CREATE INDEX ix_journal_entry_office_code_id ON journal_entry (office_code, id);
CREATE INDEX ix_journal_entry_province_code_id ON journal_entry (province_code, id);
CREATE INDEX ix_journal_entry_unit_id ON journal_entry (unit_id);
CREATE TABLE label (
	id BIGSERIAL NOT NULL,
	colour VARCHAR(24) NOT NULL,
	is_active BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	name_zh VARCHAR(40) NOT NULL,
	name_en VARCHAR(40),
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_label PRIMARY KEY (id),
	CONSTRAINT uq_label_office_code_name_zh UNIQUE (office_code, name_zh),
	CONSTRAINT ck_label_labelcolour CHECK (colour IN ('grey', 'red', 'orange', 'green', 'teal', 'blue', 'purple', 'pink'))
);

CREATE INDEX ix_label_city_code_id ON label (city_code, id);
CREATE INDEX ix_label_office_code_id ON label (office_code, id);
CREATE INDEX ix_label_province_code_id ON label (province_code, id);
CREATE TABLE mail (
	id BIGSERIAL NOT NULL,
	key VARCHAR(80) NOT NULL,
	recipient VARCHAR(120) NOT NULL,
	topic VARCHAR(24) NOT NULL,
	facts JSONB NOT NULL,
	language VARCHAR(8) NOT NULL,
	state VARCHAR(24) NOT NULL,
	tries BIGINT NOT NULL,
	written_at TIMESTAMP WITH TIME ZONE NOT NULL,
	next_at TIMESTAMP WITH TIME ZONE NOT NULL,
	sent_at TIMESTAMP WITH TIME ZONE,
	answer VARCHAR(300),
	unit_id BIGINT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_mail PRIMARY KEY (id),
	CONSTRAINT uq_mail_key UNIQUE (key),
	CONSTRAINT ck_mail_mailtopic CHECK (topic IN ('office_digest', 'unit_reminder', 'rule', 'report')),
	CONSTRAINT ck_mail_mailstate CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'given_up'))
);

CREATE INDEX ix_mail_city_code_id ON mail (city_code, id);
CREATE INDEX ix_mail_office_code_id ON mail (office_code, id);
CREATE INDEX ix_mail_province_code_id ON mail (province_code, id);
CREATE INDEX ix_mail_state_next_at ON mail (state, next_at);
CREATE INDEX ix_mail_unit_id_id ON mail (unit_id, id);
CREATE TABLE own_role (
	id BIGSERIAL NOT NULL,
	base VARCHAR(24) NOT NULL,
	work JSONB NOT NULL,
	is_own_office BOOLEAN NOT NULL,
	is_active BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	name_zh VARCHAR(40) NOT NULL,
	name_en VARCHAR(40),
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_own_role PRIMARY KEY (id),
	CONSTRAINT uq_own_role_office_code_name_zh UNIQUE (office_code, name_zh),
	CONSTRAINT ck_own_role_role CHECK (base IN ('registry_admin', 'registry_finance', 'registry_reviewer', 'province_admin', 'city_admin', 'county_admin', 'cashier', 'viewer', 'unit_user', 'system'))
);

CREATE INDEX ix_own_role_city_code_id ON own_role (city_code, id);
CREATE INDEX ix_own_role_office_code_id ON own_role (office_code, id);
CREATE INDEX ix_own_role_province_code_id ON own_role (province_code, id);
CREATE TABLE register (
	id BIGSERIAL NOT NULL,
	key VARCHAR(30) NOT NULL,
	description VARCHAR(300),
	number_pattern VARCHAR(40) NOT NULL,
	states JSONB NOT NULL,
	moves JSONB NOT NULL,
	has_unit BOOLEAN NOT NULL,
	has_domain BOOLEAN NOT NULL,
	readers VARCHAR(200) NOT NULL,
	writers VARCHAR(200) NOT NULL,
	is_active BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	name_zh VARCHAR(40) NOT NULL,
	name_en VARCHAR(40),
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_register PRIMARY KEY (id),
	CONSTRAINT uq_register_office_code_key UNIQUE (office_code, key),
	CONSTRAINT ck_register_key_length CHECK (length(key) BETWEEN 1 AND 30)
);

CREATE INDEX ix_register_city_code_id ON register (city_code, id);
CREATE INDEX ix_register_office_code_id ON register (office_code, id);
CREATE INDEX ix_register_province_code_id ON register (province_code, id);
CREATE TABLE remembered_heading (
	id BIGSERIAL NOT NULL,
	kind VARCHAR(24) NOT NULL,
	heading VARCHAR(80) NOT NULL,
	field VARCHAR(24),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_remembered_heading PRIMARY KEY (id),
	CONSTRAINT uq_remembered_heading_office_code_kind_heading UNIQUE (office_code, kind, heading),
	CONSTRAINT ck_remembered_heading_importkind CHECK (kind IN ('units', 'domains', 'mailing_addresses', 'users'))
);

CREATE INDEX ix_remembered_heading_city_code_id ON remembered_heading (city_code, id);
CREATE INDEX ix_remembered_heading_office_code_id ON remembered_heading (office_code, id);
CREATE INDEX ix_remembered_heading_province_code_id ON remembered_heading (province_code, id);
CREATE TABLE remittance (
	id BIGSERIAL NOT NULL,
	remittance_no VARCHAR(40) NOT NULL,
	period_week VARCHAR(8) NOT NULL,
	amount_fen BIGINT NOT NULL,
	line_count BIGINT NOT NULL,
	bank_ref VARCHAR(60),
	remitted_on DATE,
	received_fen BIGINT NOT NULL,
	state VARCHAR(24) NOT NULL,
	confirmed_by VARCHAR(60),
	reason VARCHAR(200),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	own_values JSONB DEFAULT '{}' NOT NULL,
	CONSTRAINT pk_remittance PRIMARY KEY (id),
	CONSTRAINT ck_remittance_amount_positive CHECK (amount_fen > 0),
	CONSTRAINT ck_remittance_line_count CHECK (line_count > 0),
	CONSTRAINT ck_remittance_received_not_negative CHECK (received_fen >= 0),
	CONSTRAINT ck_remittance_bank_ref CHECK (state NOT IN ('submitted', 'received') OR bank_ref IS NOT NULL),
	CONSTRAINT uq_remittance_remittance_no UNIQUE (remittance_no),
	CONSTRAINT ck_remittance_remittancestate CHECK (state IN ('draft', 'submitted', 'received', 'rejected', 'cancelled'))
);

CREATE INDEX ix_remittance_city_code_id ON remittance (city_code, id);
CREATE INDEX ix_remittance_city_code_period_week_id ON remittance (city_code, period_week, id);
CREATE INDEX ix_remittance_city_code_state_id ON remittance (city_code, state, id);
CREATE INDEX ix_remittance_office_code_id ON remittance (office_code, id);
CREATE INDEX ix_remittance_office_code_period_week_id ON remittance (office_code, period_week, id);
CREATE INDEX ix_remittance_office_code_state_id ON remittance (office_code, state, id);
CREATE INDEX ix_remittance_period_week_id ON remittance (period_week, id);
CREATE INDEX ix_remittance_province_code_id ON remittance (province_code, id);
CREATE INDEX ix_remittance_province_code_period_week_id ON remittance (province_code, period_week, id);
CREATE INDEX ix_remittance_province_code_state_id ON remittance (province_code, state, id);
CREATE INDEX ix_remittance_state_id ON remittance (state, id);
CREATE UNIQUE INDEX uq_remittance_draft ON remittance (office_code) WHERE state = 'draft';
CREATE UNIQUE INDEX uq_remittance_live_bank_ref ON remittance (bank_ref) WHERE bank_ref IS NOT NULL AND state IN ('submitted', 'received');
CREATE TABLE report (
	id BIGSERIAL NOT NULL,
	key VARCHAR(30) NOT NULL,
	entity VARCHAR(40) NOT NULL,
	conditions VARCHAR(2000),
	columns VARCHAR(600),
	group_by VARCHAR(80),
	then_by VARCHAR(80),
	figures VARCHAR(600),
	period VARCHAR(24),
	compared_on VARCHAR(80),
	sort VARCHAR(80),
	chart VARCHAR(24) NOT NULL,
	seen_by JSONB NOT NULL,
	is_active BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	name_zh VARCHAR(40) NOT NULL,
	name_en VARCHAR(40),
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_report PRIMARY KEY (id),
	CONSTRAINT uq_report_office_code_key UNIQUE (office_code, key),
	CONSTRAINT ck_report_key_length CHECK (length(key) BETWEEN 1 AND 30),
	CONSTRAINT ck_report_reportperiod CHECK (period IN ('month', 'quarter', 'year')),
	CONSTRAINT ck_report_reportchart CHECK (chart IN ('none', 'bars', 'line'))
);

CREATE INDEX ix_report_city_code_id ON report (city_code, id);
CREATE INDEX ix_report_office_code_id ON report (office_code, id);
CREATE INDEX ix_report_province_code_id ON report (province_code, id);
CREATE TABLE reserved_name (
	id BIGSERIAL NOT NULL,
	name VARCHAR(40) NOT NULL,
	variant_key VARCHAR(40) NOT NULL,
	kind VARCHAR(24) NOT NULL,
	reason VARCHAR(200) NOT NULL,
	document_no VARCHAR(60) NOT NULL,
	valid_from DATE NOT NULL,
	valid_to DATE,
	holder_uscc VARCHAR(18),
	note VARCHAR(200),
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_reserved_name PRIMARY KEY (id),
	CONSTRAINT ck_reserved_name_interval CHECK (valid_to IS NULL OR valid_to > valid_from),
	CONSTRAINT ck_reserved_name_variant_key CHECK (length(variant_key) > 0),
	CONSTRAINT ck_reserved_name_holder CHECK (holder_uscc IS NULL OR kind = 'reserved'),
	CONSTRAINT ck_reserved_name_reservedkind CHECK (kind IN ('reserved', 'disputed', 'prohibited'))
);

CREATE INDEX ix_reserved_name_kind_id ON reserved_name (kind, id);
CREATE INDEX ix_reserved_name_name_id ON reserved_name (name, id);
CREATE INDEX ix_reserved_name_variant_key_kind ON reserved_name (variant_key, kind);
CREATE UNIQUE INDEX uq_reserved_name_standing ON reserved_name (variant_key, kind) WHERE valid_to IS NULL;
CREATE TABLE row_note (
	id BIGSERIAL NOT NULL,
	text VARCHAR(500) NOT NULL,
	subject VARCHAR(24) NOT NULL,
	row_id BIGINT NOT NULL,
	by VARCHAR(60) NOT NULL,
	author_key VARCHAR(40) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	withdrawn_at TIMESTAMP WITH TIME ZONE,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_row_note PRIMARY KEY (id),
	CONSTRAINT ck_row_note_subject CHECK (subject IN ('unit', 'domain', 'domain_order', 'payment', 'invoice', 'invoice_lot', 'remittance'))
);

CREATE INDEX ix_row_note_city_code_id ON row_note (city_code, id);
CREATE INDEX ix_row_note_office_code_id ON row_note (office_code, id);
CREATE INDEX ix_row_note_province_code_id ON row_note (province_code, id);
CREATE INDEX ix_row_note_subject_row_id_id ON row_note (subject, row_id, id);
CREATE TABLE setting (
	id BIGSERIAL NOT NULL,
	name VARCHAR(60) NOT NULL,
	value JSONB NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_setting PRIMARY KEY (id),
	CONSTRAINT uq_setting_name UNIQUE (name)
);

CREATE TABLE template (
	id BIGSERIAL NOT NULL,
	kind VARCHAR(24) NOT NULL,
	subject VARCHAR(40) NOT NULL,
	language VARCHAR(24) NOT NULL,
	name VARCHAR(80) NOT NULL,
	number BIGINT NOT NULL,
	title VARCHAR(60),
	body TEXT,
	closing TEXT,
	footer VARCHAR(200),
	blocks JSONB NOT NULL,
	file_name VARCHAR(120),
	sha256 VARCHAR(64),
	content BYTEA,
	started_at TIMESTAMP WITH TIME ZONE NOT NULL,
	ended_at TIMESTAMP WITH TIME ZONE,
	is_active BOOLEAN NOT NULL,
	by VARCHAR(60) NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_template PRIMARY KEY (id),
	CONSTRAINT uq_template_office_code_subject_language_name_number UNIQUE (office_code, subject, language, name, number),
	CONSTRAINT ck_template_ended_or_active CHECK (is_active = (ended_at IS NULL)),
	CONSTRAINT ck_template_letters_have_files CHECK ((kind = 'letter') = (content IS NOT NULL)),
	CONSTRAINT ck_template_templatekind CHECK (kind IN ('notice', 'mail', 'help', 'paper', 'letter')),
	CONSTRAINT ck_template_language CHECK (language IN ('zh_CN', 'en'))
);

CREATE INDEX ix_template_city_code_id ON template (city_code, id);
CREATE INDEX ix_template_office_code_id ON template (office_code, id);
CREATE INDEX ix_template_province_code_id ON template (province_code, id);
CREATE UNIQUE INDEX uq_template_in_use ON template (office_code, subject, language, name) WHERE is_active;
CREATE TABLE webhook (
	id BIGSERIAL NOT NULL,
	name VARCHAR(40) NOT NULL,
	url VARCHAR(300) NOT NULL,
	topic VARCHAR(24) NOT NULL,
	secret VARCHAR(64) NOT NULL,
	state VARCHAR(24) NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_webhook PRIMARY KEY (id),
	CONSTRAINT uq_webhook_office_code_name UNIQUE (office_code, name),
	CONSTRAINT ck_webhook_webhooktopic CHECK (topic IN ('everything', 'units', 'domains', 'money', 'invoices')),
	CONSTRAINT ck_webhook_webhookstate CHECK (state IN ('active', 'stopped'))
);

CREATE INDEX ix_webhook_city_code_id ON webhook (city_code, id);
CREATE INDEX ix_webhook_office_code_id ON webhook (office_code, id);
CREATE INDEX ix_webhook_province_code_id ON webhook (province_code, id);
CREATE TABLE bank_line (
	id BIGSERIAL NOT NULL,
	statement_id BIGINT NOT NULL,
	row_no BIGINT NOT NULL,
	account VARCHAR(40) NOT NULL,
	bank_ref VARCHAR(60) NOT NULL,
	has_serial BOOLEAN NOT NULL,
	credit_ref VARCHAR(60) NOT NULL,
	identity VARCHAR(64) NOT NULL,
	position BIGINT NOT NULL,
	direction VARCHAR(24),
	direction_said VARCHAR(60),
	received_on DATE NOT NULL,
	amount_fen BIGINT NOT NULL,
	payer VARCHAR(120),
	payer_key VARCHAR(120),
	memo VARCHAR(400),
	state VARCHAR(24) NOT NULL,
	verdict VARCHAR(24) NOT NULL,
	remittance_id BIGINT,
	paid_for_code VARCHAR(6),
	resolved_by VARCHAR(60),
	reason VARCHAR(200),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_bank_line PRIMARY KEY (id),
	CONSTRAINT ck_bank_line_amount_positive CHECK (amount_fen > 0),
	CONSTRAINT ck_bank_line_matched CHECK (state <> 'matched' OR remittance_id IS NOT NULL),
	CONSTRAINT ck_bank_line_reason CHECK (state <> 'set_aside' OR reason IS NOT NULL),
	CONSTRAINT ck_bank_line_position CHECK (position > 0),
	CONSTRAINT fk_bank_line_statement_id FOREIGN KEY(statement_id) REFERENCES bank_statement (id) ON DELETE RESTRICT,
	CONSTRAINT uq_bank_line_credit_ref UNIQUE (credit_ref),
	CONSTRAINT uq_bank_line_identity UNIQUE (identity),
	CONSTRAINT ck_bank_line_linedirection CHECK (direction IN ('in', 'out', 'reversal')),
	CONSTRAINT ck_bank_line_banklinestate CHECK (state IN ('open', 'matched', 'set_aside')),
	CONSTRAINT ck_bank_line_bankverdict CHECK (verdict IN ('exact', 'under', 'over', 'duplicate', 'unmatched')),
	CONSTRAINT fk_bank_line_remittance_id FOREIGN KEY(remittance_id) REFERENCES remittance (id) ON DELETE RESTRICT
);

CREATE INDEX ix_bank_line_bank_ref ON bank_line (bank_ref);
CREATE INDEX ix_bank_line_city_code_id ON bank_line (city_code, id);
CREATE INDEX ix_bank_line_office_code_id ON bank_line (office_code, id);
CREATE INDEX ix_bank_line_payer_key_paid_for_code ON bank_line (payer_key, paid_for_code);
CREATE INDEX ix_bank_line_province_code_id ON bank_line (province_code, id);
CREATE INDEX ix_bank_line_received_on_amount_fen ON bank_line (received_on, amount_fen);
CREATE INDEX ix_bank_line_remittance_id ON bank_line (remittance_id);
CREATE INDEX ix_bank_line_state_id ON bank_line (state, id);
CREATE INDEX ix_bank_line_statement_id_row_no ON bank_line (statement_id, row_no);
CREATE INDEX ix_bank_line_verdict_id ON bank_line (verdict, id);
CREATE TABLE bank_receipt (
	id BIGSERIAL NOT NULL,
	bank_ref VARCHAR(60) NOT NULL,
	amount_fen BIGINT NOT NULL,
	received_on DATE NOT NULL,
	remittance_id BIGINT NOT NULL,
	recorded_by VARCHAR(60) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	turn BIGINT NOT NULL,
	part BIGINT DEFAULT '0' NOT NULL,
	answer VARCHAR(200),
	reverses_id BIGINT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_bank_receipt PRIMARY KEY (id),
	CONSTRAINT ck_bank_receipt_sign CHECK ((reverses_id IS NULL) = (amount_fen > 0)),
	CONSTRAINT ck_bank_receipt_amount_not_zero CHECK (amount_fen <> 0),
	CONSTRAINT fk_bank_receipt_remittance_id FOREIGN KEY(remittance_id) REFERENCES remittance (id) ON DELETE RESTRICT,
	CONSTRAINT uq_bank_receipt_reverses_id UNIQUE (reverses_id),
	CONSTRAINT fk_bank_receipt_reverses_id FOREIGN KEY(reverses_id) REFERENCES bank_receipt (id) ON DELETE RESTRICT
);

CREATE INDEX ix_bank_receipt_city_code_id ON bank_receipt (city_code, id);
CREATE INDEX ix_bank_receipt_office_code_id ON bank_receipt (office_code, id);
CREATE INDEX ix_bank_receipt_province_code_id ON bank_receipt (province_code, id);
CREATE INDEX ix_bank_receipt_remittance_id ON bank_receipt (remittance_id);
CREATE UNIQUE INDEX uq_bank_receipt_part ON bank_receipt (bank_ref, turn, part) WHERE reverses_id IS NULL;
CREATE TABLE choice (
	id BIGSERIAL NOT NULL,
	list_id BIGINT NOT NULL,
	code VARCHAR(24) NOT NULL,
	colour VARCHAR(24),
	place BIGINT NOT NULL,
	valid_from DATE,
	valid_until DATE,
	is_active BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	name_zh VARCHAR(40) NOT NULL,
	name_en VARCHAR(40),
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_choice PRIMARY KEY (id),
	CONSTRAINT uq_choice_list_id_code UNIQUE (list_id, code),
	CONSTRAINT ck_choice_valid_days CHECK (valid_until >= valid_from),
	CONSTRAINT fk_choice_list_id FOREIGN KEY(list_id) REFERENCES choice_list (id) ON DELETE RESTRICT,
	CONSTRAINT ck_choice_labelcolour CHECK (colour IN ('grey', 'red', 'orange', 'green', 'teal', 'blue', 'purple', 'pink'))
);

CREATE INDEX ix_choice_city_code_list_id_id ON choice (city_code, list_id, id);
CREATE INDEX ix_choice_list_id_id ON choice (list_id, id);
CREATE INDEX ix_choice_office_code_list_id_id ON choice (office_code, list_id, id);
CREATE INDEX ix_choice_province_code_list_id_id ON choice (province_code, list_id, id);
CREATE TABLE import_row (
	id BIGSERIAL NOT NULL,
	sheet_id BIGINT NOT NULL,
	number BIGINT NOT NULL,
	name VARCHAR(120) NOT NULL,
	raw JSONB NOT NULL,
	cells JSONB NOT NULL,
	state VARCHAR(24) NOT NULL,
	fault JSONB,
	record_id BIGINT,
	record_version BIGINT,
	differences JSONB,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_import_row PRIMARY KEY (id),
	CONSTRAINT uq_import_row_sheet_id_number UNIQUE (sheet_id, number),
	CONSTRAINT fk_import_row_sheet_id FOREIGN KEY(sheet_id) REFERENCES import_sheet (id) ON DELETE RESTRICT,
	CONSTRAINT ck_import_row_importrowstate CHECK (state IN ('staged', 'refused', 'known', 'changed', 'conflict', 'accepted'))
);

CREATE INDEX ix_import_row_city_code_id ON import_row (city_code, id);
CREATE INDEX ix_import_row_office_code_id ON import_row (office_code, id);
CREATE INDEX ix_import_row_province_code_id ON import_row (province_code, id);
CREATE INDEX ix_import_row_sheet_id_state_id ON import_row (sheet_id, state, id);
CREATE TABLE journal_change (
	id BIGSERIAL NOT NULL,
	entry_id BIGINT NOT NULL,
	entity VARCHAR(40) NOT NULL,
	row_id BIGINT NOT NULL,
	operation VARCHAR(24) NOT NULL,
	diff JSONB NOT NULL,
	unit_id BIGINT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_journal_change PRIMARY KEY (id),
	CONSTRAINT fk_journal_change_entry_id FOREIGN KEY(entry_id) REFERENCES journal_entry (id) ON DELETE RESTRICT,
	CONSTRAINT ck_journal_change_operation CHECK (operation IN ('insert', 'update', 'delete'))
);

CREATE INDEX ix_journal_change_entity_row_id_id ON journal_change (entity, row_id, id);
CREATE INDEX ix_journal_change_entry_id ON journal_change (entry_id);
CREATE TABLE journal_receipt (
	id BIGINT NOT NULL,
	receipt_no VARCHAR(40) NOT NULL,
	outcome JSONB NOT NULL,
	unit_id BIGINT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_journal_receipt PRIMARY KEY (id),
	CONSTRAINT fk_journal_receipt_id FOREIGN KEY(id) REFERENCES journal_entry (id) ON DELETE RESTRICT,
	CONSTRAINT uq_journal_receipt_receipt_no UNIQUE (receipt_no)
);

CREATE TABLE office (
	id BIGSERIAL NOT NULL,
	code VARCHAR(6) NOT NULL,
	name VARCHAR(60) NOT NULL,
	former_names JSONB DEFAULT '[]' NOT NULL,
	level VARCHAR(24) NOT NULL,
	division_code VARCHAR(6),
	parent_id BIGINT,
	address VARCHAR(200),
	phone VARCHAR(40),
	contact_name VARCHAR(40),
	status VARCHAR(24) NOT NULL,
	closed_on DATE,
	successor_code VARCHAR(6),
	collect_by VARCHAR(24) NOT NULL,
	invoice_source VARCHAR(24) NOT NULL,
	review_escalation VARCHAR(24) NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	own_values JSONB DEFAULT '{}' NOT NULL,
	search_text TEXT NOT NULL,
	CONSTRAINT pk_office PRIMARY KEY (id),
	CONSTRAINT ck_office_own_code CHECK (code = office_code),
	CONSTRAINT ck_office_root CHECK ((level = 'registry') = (parent_id IS NULL)),
	CONSTRAINT ck_office_not_own_parent CHECK (parent_id IS NULL OR parent_id <> id),
	CONSTRAINT ck_office_successor CHECK (successor_code IS NULL OR status = 'closed'),
	CONSTRAINT uq_office_code UNIQUE (code),
	CONSTRAINT ck_office_officelevel CHECK (level IN ('registry', 'province', 'city', 'county')),
	CONSTRAINT fk_office_division_code FOREIGN KEY(division_code) REFERENCES division (code),
	CONSTRAINT fk_office_parent_id FOREIGN KEY(parent_id) REFERENCES office (id) ON DELETE RESTRICT,
	CONSTRAINT ck_office_officestatus CHECK (status IN ('active', 'closed')),
	CONSTRAINT ck_office_collectby CHECK (collect_by IN ('each_office', 'province_pool')),
	CONSTRAINT ck_office_invoicesource CHECK (invoice_source IN ('each_office', 'province_only')),
	CONSTRAINT ck_office_reviewescalation CHECK (review_escalation IN ('none', 'city', 'province'))
);

CREATE INDEX ix_office_city_code_id ON office (city_code, id);
CREATE INDEX ix_office_office_code_id ON office (office_code, id);
CREATE INDEX ix_office_parent_id ON office (parent_id);
CREATE INDEX ix_office_province_code_id ON office (province_code, id);
CREATE UNIQUE INDEX uq_office_active_division ON office (division_code) WHERE status = 'active';
CREATE TABLE own_field (
	id BIGSERIAL NOT NULL,
	entity VARCHAR(24),
	register_id BIGINT,
	key VARCHAR(30) NOT NULL,
	kind VARCHAR(24) NOT NULL,
	label VARCHAR(40) NOT NULL,
	label_en VARCHAR(60) NOT NULL,
	help_text VARCHAR(200),
	section VARCHAR(40),
	place BIGINT NOT NULL,
	required_from DATE,
	is_unique BOOLEAN NOT NULL,
	is_searchable BOOLEAN NOT NULL,
	least VARCHAR(24),
	most VARCHAR(24),
	pattern VARCHAR(100),
	choice_list_id BIGINT,
	default_value VARCHAR(200),
	shown_when VARCHAR(500),
	required_when VARCHAR(500),
	formula VARCHAR(500),
	worked_out_to BIGINT,
	seen_by JSONB NOT NULL,
	edited_by JSONB NOT NULL,
	whole_for JSONB NOT NULL,
	purge_asked_by_key VARCHAR(40),
	purge_asked_at TIMESTAMP WITH TIME ZONE,
	is_active BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_own_field PRIMARY KEY (id),
	CONSTRAINT uq_own_field_entity_office_code_key UNIQUE (entity, office_code, key),
	CONSTRAINT uq_own_field_register_id_key UNIQUE (register_id, key),
	CONSTRAINT ck_own_field_of_one CHECK ((entity IS NULL) = (register_id IS NOT NULL)),
	CONSTRAINT ck_own_field_key_length CHECK (length(key) BETWEEN 1 AND 30),
	CONSTRAINT ck_own_field_unique_kind CHECK (is_unique = false OR kind IN ('text', 'whole', 'link')),
	CONSTRAINT ck_own_field_searchable_kind CHECK (is_searchable = false OR kind IN ('text', 'link')),
	CONSTRAINT ck_own_field_fieldentity CHECK (entity IN ('unit', 'domain', 'domain_order', 'payment', 'invoice_lot', 'invoice', 'remittance', 'office', 'user')),
	CONSTRAINT fk_own_field_register_id FOREIGN KEY(register_id) REFERENCES register (id) ON DELETE RESTRICT,
	CONSTRAINT ck_own_field_fieldkind CHECK (kind IN ('text', 'long_text', 'whole', 'decimal', 'date', 'date_time', 'yes_no', 'choice', 'choices', 'link')),
	CONSTRAINT fk_own_field_choice_list_id FOREIGN KEY(choice_list_id) REFERENCES choice_list (id) ON DELETE RESTRICT
);

CREATE INDEX ix_own_field_city_code_id ON own_field (city_code, id);
CREATE INDEX ix_own_field_office_code_id ON own_field (office_code, id);
CREATE INDEX ix_own_field_province_code_id ON own_field (province_code, id);
CREATE TABLE report_mailing (
	id BIGSERIAL NOT NULL,
	report_id BIGINT NOT NULL,
	every VARCHAR(24) NOT NULL,
	on_weekday BIGINT NOT NULL,
	day_of_month BIGINT NOT NULL,
	hour BIGINT NOT NULL,
	roles JSONB NOT NULL,
	people JSONB NOT NULL,
	is_active BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_report_mailing PRIMARY KEY (id),
	CONSTRAINT ck_report_mailing_on_weekday CHECK (on_weekday BETWEEN 1 AND 7),
	CONSTRAINT ck_report_mailing_day_of_month CHECK (day_of_month BETWEEN 1 AND 28),
	CONSTRAINT ck_report_mailing_hour CHECK (hour BETWEEN 0 AND 23),
	CONSTRAINT fk_report_mailing_report_id FOREIGN KEY(report_id) REFERENCES report (id) ON DELETE CASCADE,
	CONSTRAINT ck_report_mailing_mailevery CHECK (every IN ('day', 'week', 'month'))
);

CREATE INDEX ix_report_mailing_city_code_id ON report_mailing (city_code, id);
CREATE INDEX ix_report_mailing_office_code_id ON report_mailing (office_code, id);
CREATE INDEX ix_report_mailing_province_code_id ON report_mailing (province_code, id);
CREATE INDEX ix_report_mailing_report_id ON report_mailing (report_id);
CREATE TABLE row_label (
	id BIGSERIAL NOT NULL,
	label_id BIGINT NOT NULL,
	entity VARCHAR(40) NOT NULL,
	row_id BIGINT NOT NULL,
	is_on BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_row_label PRIMARY KEY (id),
	CONSTRAINT uq_row_label_entity_row_id_label_id UNIQUE (entity, row_id, label_id),
	CONSTRAINT fk_row_label_label_id FOREIGN KEY(label_id) REFERENCES label (id) ON DELETE RESTRICT
);

CREATE INDEX ix_row_label_records ON row_label (label_id, entity, is_on, row_id, province_code, city_code, office_code);
CREATE TABLE webhook_delivery (
	id BIGSERIAL NOT NULL,
	key VARCHAR(40) NOT NULL,
	webhook_id BIGINT NOT NULL,
	action VARCHAR(60) NOT NULL,
	receipt_no VARCHAR(40) NOT NULL,
	content TEXT NOT NULL,
	state VARCHAR(24) NOT NULL,
	tries BIGINT NOT NULL,
	written_at TIMESTAMP WITH TIME ZONE NOT NULL,
	next_at TIMESTAMP WITH TIME ZONE NOT NULL,
	delivered_at TIMESTAMP WITH TIME ZONE,
	answer VARCHAR(300),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_webhook_delivery PRIMARY KEY (id),
	CONSTRAINT uq_webhook_delivery_key UNIQUE (key),
	CONSTRAINT fk_webhook_delivery_webhook_id FOREIGN KEY(webhook_id) REFERENCES webhook (id),
	CONSTRAINT ck_webhook_delivery_deliverystate CHECK (state IN ('waiting', 'sending', 'delivered', 'given_up'))
);

CREATE INDEX ix_webhook_delivery_city_code_id ON webhook_delivery (city_code, id);
CREATE INDEX ix_webhook_delivery_office_code_id ON webhook_delivery (office_code, id);
CREATE INDEX ix_webhook_delivery_province_code_id ON webhook_delivery (province_code, id);
CREATE INDEX ix_webhook_delivery_state_next_at ON webhook_delivery (state, next_at);
CREATE INDEX ix_webhook_delivery_webhook_id ON webhook_delivery (webhook_id);
CREATE TABLE invoice_request (
	id BIGSERIAL NOT NULL,
	request_no VARCHAR(40) NOT NULL,
	office_id BIGINT NOT NULL,
	type_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	unit_amount_fen BIGINT NOT NULL,
	total_fen BIGINT NOT NULL,
	address VARCHAR(400) NOT NULL,
	state VARCHAR(24) NOT NULL,
	submitted_by VARCHAR(60) NOT NULL,
	submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
	reviewer VARCHAR(60),
	reason VARCHAR(200),
	dispatched_at TIMESTAMP WITH TIME ZONE,
	courier VARCHAR(40),
	tracking_no VARCHAR(40),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_invoice_request PRIMARY KEY (id),
	CONSTRAINT ck_invoice_request_quantity CHECK (quantity >= 1),
	CONSTRAINT ck_invoice_request_total CHECK (total_fen = quantity * unit_amount_fen),
	CONSTRAINT ck_invoice_request_cap CHECK (total_fen <= 3000000),
	CONSTRAINT uq_invoice_request_request_no UNIQUE (request_no),
	CONSTRAINT fk_invoice_request_office_id FOREIGN KEY(office_id) REFERENCES office (id) ON DELETE RESTRICT,
	CONSTRAINT fk_invoice_request_type_id FOREIGN KEY(type_id) REFERENCES invoice_type (id) ON DELETE RESTRICT,
	CONSTRAINT ck_invoice_request_requeststate CHECK (state IN ('submitted', 'approved', 'dispatched', 'rejected', 'cancelled'))
);

CREATE INDEX ix_invoice_request_city_code_id ON invoice_request (city_code, id);
CREATE INDEX ix_invoice_request_city_code_state_id ON invoice_request (city_code, state, id);
CREATE INDEX ix_invoice_request_office_code_id ON invoice_request (office_code, id);
CREATE INDEX ix_invoice_request_office_code_state_id ON invoice_request (office_code, state, id);
CREATE INDEX ix_invoice_request_office_id ON invoice_request (office_id);
CREATE INDEX ix_invoice_request_province_code_id ON invoice_request (province_code, id);
CREATE INDEX ix_invoice_request_province_code_state_id ON invoice_request (province_code, state, id);
CREATE INDEX ix_invoice_request_state_id ON invoice_request (state, id);
CREATE TABLE mailing_address (
	id BIGSERIAL NOT NULL,
	office_id BIGINT NOT NULL,
	recipient VARCHAR(40) NOT NULL,
	phone VARCHAR(40) NOT NULL,
	region VARCHAR(80) NOT NULL,
	detail VARCHAR(200) NOT NULL,
	postcode VARCHAR(6),
	is_default BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_mailing_address PRIMARY KEY (id),
	CONSTRAINT fk_mailing_address_office_id FOREIGN KEY(office_id) REFERENCES office (id) ON DELETE RESTRICT
);

CREATE INDEX ix_mailing_address_city_code_id ON mailing_address (city_code, id);
CREATE INDEX ix_mailing_address_office_code_id ON mailing_address (office_code, id);
CREATE INDEX ix_mailing_address_office_id ON mailing_address (office_id);
CREATE INDEX ix_mailing_address_province_code_id ON mailing_address (province_code, id);
CREATE UNIQUE INDEX uq_mailing_address_default ON mailing_address (office_id) WHERE is_default;
CREATE TABLE own_search (
	field_id BIGINT NOT NULL,
	row_id BIGINT NOT NULL,
	words VARCHAR(64) COLLATE "C" NOT NULL,
	CONSTRAINT pk_own_search PRIMARY KEY (field_id, row_id, words),
	CONSTRAINT fk_own_search_field_id FOREIGN KEY(field_id) REFERENCES own_field (id) ON DELETE RESTRICT
);

CREATE INDEX ix_own_search_words ON own_search (field_id, words, row_id);
CREATE TABLE own_value (
	field_id BIGINT NOT NULL,
	row_id BIGINT NOT NULL,
	value VARCHAR(200) COLLATE "C" NOT NULL,
	province_code VARCHAR(6),
	is_unique BOOLEAN NOT NULL,
	CONSTRAINT pk_own_value PRIMARY KEY (field_id, row_id, value),
	CONSTRAINT fk_own_value_field_id FOREIGN KEY(field_id) REFERENCES own_field (id) ON DELETE RESTRICT
);

CREATE INDEX ix_own_value_order ON own_value (field_id, value, row_id);
CREATE INDEX ix_own_value_province_order ON own_value (field_id, province_code, value, row_id) WHERE province_code IS NOT NULL;
CREATE UNIQUE INDEX uq_own_value_unique ON own_value (field_id, value) WHERE is_unique;
CREATE TABLE payment_mode (
	id BIGSERIAL NOT NULL,
	office_id BIGINT NOT NULL,
	collect_mode VARCHAR(24) NOT NULL,
	payee VARCHAR(80),
	bank VARCHAR(80),
	bank_account_no VARCHAR(40),
	accept_cash BOOLEAN NOT NULL,
	accept_transfer BOOLEAN NOT NULL,
	notice TEXT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_payment_mode PRIMARY KEY (id),
	CONSTRAINT uq_payment_mode_office_id UNIQUE (office_id),
	CONSTRAINT fk_payment_mode_office_id FOREIGN KEY(office_id) REFERENCES office (id) ON DELETE RESTRICT,
	CONSTRAINT ck_payment_mode_collectmode CHECK (collect_mode IN ('office_agent', 'fiscal_unified', 'direct_registry'))
);

CREATE INDEX ix_payment_mode_city_code_id ON payment_mode (city_code, id);
CREATE INDEX ix_payment_mode_office_code_id ON payment_mode (office_code, id);
CREATE INDEX ix_payment_mode_province_code_id ON payment_mode (province_code, id);
CREATE TABLE rule (
	id BIGSERIAL NOT NULL,
	entity VARCHAR(40) NOT NULL,
	trigger VARCHAR(24) NOT NULL,
	happening VARCHAR(120) NOT NULL,
	days BIGINT NOT NULL,
	side VARCHAR(24) NOT NULL,
	condition VARCHAR(500),
	told_roles JSONB NOT NULL,
	told_at VARCHAR(24) NOT NULL,
	is_mailed BOOLEAN NOT NULL,
	message VARCHAR(200),
	is_task BOOLEAN NOT NULL,
	label_id BIGINT,
	webhook_id BIGINT,
	field_id BIGINT,
	field_value VARCHAR(200),
	daily_limit BIGINT NOT NULL,
	state VARCHAR(24) NOT NULL,
	sought_on DATE NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	name_zh VARCHAR(40) NOT NULL,
	name_en VARCHAR(40),
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_rule PRIMARY KEY (id),
	CONSTRAINT uq_rule_office_code_name_zh UNIQUE (office_code, name_zh),
	CONSTRAINT ck_rule_days CHECK (days BETWEEN 0 AND 365),
	CONSTRAINT ck_rule_daily_limit CHECK (daily_limit BETWEEN 1 AND 1000),
	CONSTRAINT ck_rule_ruletrigger CHECK (trigger IN ('action', 'state', 'date')),
	CONSTRAINT ck_rule_dayside CHECK (side IN ('before', 'after')),
	CONSTRAINT ck_rule_ruleplace CHECK (told_at IN ('office', 'city', 'province', 'registry')),
	CONSTRAINT fk_rule_label_id FOREIGN KEY(label_id) REFERENCES label (id) ON DELETE RESTRICT,
	CONSTRAINT fk_rule_webhook_id FOREIGN KEY(webhook_id) REFERENCES webhook (id) ON DELETE RESTRICT,
	CONSTRAINT fk_rule_field_id FOREIGN KEY(field_id) REFERENCES own_field (id) ON DELETE RESTRICT,
	CONSTRAINT ck_rule_rulestate CHECK (state IN ('active', 'paused', 'retired'))
);

CREATE INDEX ix_rule_city_code_id ON rule (city_code, id);
CREATE INDEX ix_rule_office_code_id ON rule (office_code, id);
CREATE INDEX ix_rule_province_code_id ON rule (province_code, id);
CREATE INDEX ix_rule_state_trigger_happening ON rule (state, trigger, happening);
CREATE TABLE unit (
	id BIGSERIAL NOT NULL,
	name VARCHAR(80) NOT NULL,
	short_name VARCHAR(40),
	former_names JSONB NOT NULL,
	unit_type VARCHAR(24) NOT NULL,
	administrative_function BOOLEAN NOT NULL,
	uscc VARCHAR(18) NOT NULL,
	org_code VARCHAR(10),
	legal_cert_no VARCHAR(32),
	legal_cert_expires_on DATE,
	division_code VARCHAR(6) NOT NULL,
	office_id BIGINT NOT NULL,
	superior_id BIGINT,
	legal_representative VARCHAR(40),
	contact_name VARCHAR(40),
	contact_phone VARCHAR(40),
	contact_email VARCHAR(120),
	invoice_title VARCHAR(80) NOT NULL,
	taxpayer_no VARCHAR(20),
	address VARCHAR(200),
	state VARCHAR(24) NOT NULL,
	successor_id BIGINT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	own_values JSONB DEFAULT '{}' NOT NULL,
	search_text TEXT NOT NULL,
	CONSTRAINT pk_unit PRIMARY KEY (id),
	CONSTRAINT ck_unit_successor CHECK ((state = 'merged') = (successor_id IS NOT NULL)),
	CONSTRAINT ck_unit_uscc_length CHECK (length(uscc) = 18),
	CONSTRAINT ck_unit_unittype CHECK (unit_type IN ('organ', 'institution', 'social')),
	CONSTRAINT uq_unit_uscc UNIQUE (uscc),
	CONSTRAINT fk_unit_division_code FOREIGN KEY(division_code) REFERENCES division (code),
	CONSTRAINT fk_unit_office_id FOREIGN KEY(office_id) REFERENCES office (id) ON DELETE RESTRICT,
	CONSTRAINT fk_unit_superior_id FOREIGN KEY(superior_id) REFERENCES unit (id) ON DELETE RESTRICT,
	CONSTRAINT ck_unit_unitstate CHECK (state IN ('pending', 'active', 'suspended', 'merged', 'revoked')),
	CONSTRAINT fk_unit_successor_id FOREIGN KEY(successor_id) REFERENCES unit (id) ON DELETE RESTRICT
);

CREATE INDEX ix_unit_city_code_id ON unit (city_code, id);
CREATE INDEX ix_unit_city_code_name_id ON unit (city_code, name, id);
CREATE INDEX ix_unit_city_code_state_id ON unit (city_code, state, id);
CREATE INDEX ix_unit_name_id ON unit (name, id);
CREATE INDEX ix_unit_office_code_id ON unit (office_code, id);
CREATE INDEX ix_unit_office_code_name_id ON unit (office_code, name, id);
CREATE INDEX ix_unit_office_code_state_id ON unit (office_code, state, id);
CREATE INDEX ix_unit_office_id ON unit (office_id);
CREATE INDEX ix_unit_province_code_id ON unit (province_code, id);
CREATE INDEX ix_unit_province_code_name_id ON unit (province_code, name, id);
CREATE INDEX ix_unit_province_code_state_id ON unit (province_code, state, id);
CREATE INDEX ix_unit_state_id ON unit (state, id);
CREATE INDEX ix_unit_successor_id ON unit (successor_id);
CREATE INDEX ix_unit_superior_id ON unit (superior_id);
CREATE TABLE domain (
	id BIGSERIAL NOT NULL,
	label_u VARCHAR(20) NOT NULL,
	tld VARCHAR(24) NOT NULL,
	tld_family VARCHAR(24) NOT NULL,
	name_u VARCHAR(40) NOT NULL,
	name_a VARCHAR(253) NOT NULL,
	variant_key VARCHAR(40) NOT NULL,
	name_basis VARCHAR(24) NOT NULL,
	unit_id BIGINT NOT NULL,
	term_years BIGINT NOT NULL,
	state VARCHAR(24) NOT NULL,
	submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
	submitted_by VARCHAR(40) NOT NULL,
	waits_since TIMESTAMP WITH TIME ZONE,
	approved_at TIMESTAMP WITH TIME ZONE,
	registered_on DATE,
	expires_on DATE,
	due_on DATE GENERATED ALWAYS AS (coalesce(expires_on, '9999-12-31')) STORED NOT NULL,
	is_held BOOLEAN NOT NULL,
	hold_reason VARCHAR(200),
	purpose VARCHAR(200),
	name_reason VARCHAR(200),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	own_values JSONB DEFAULT '{}' NOT NULL,
	search_text TEXT NOT NULL,
	CONSTRAINT pk_domain PRIMARY KEY (id),
	CONSTRAINT ck_domain_term_years CHECK (term_years BETWEEN 1 AND 10),
	CONSTRAINT ck_domain_label_length CHECK (length(label_u) <= 20),
	CONSTRAINT ck_domain_name_a_length CHECK (length(name_a) <= 253),
	CONSTRAINT ck_domain_registered_has_dates CHECK (state NOT IN ('registered', 'deleted') OR (registered_on IS NOT NULL AND expires_on IS NOT NULL)),
	CONSTRAINT ck_domain_hold_reason CHECK (is_held = (hold_reason IS NOT NULL)),
	CONSTRAINT ck_domain_tld CHECK (tld IN ('政务', '公益', '政务.cn', '公益.cn')),
	CONSTRAINT ck_domain_tldfamily CHECK (tld_family IN ('政务', '公益')),
	CONSTRAINT ck_domain_namebasis CHECK (name_basis IN ('full_name', 'short_name', 'site_name')),
	CONSTRAINT fk_domain_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT,
	CONSTRAINT ck_domain_domainstate CHECK (state IN ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered', 'rejected', 'withdrawn', 'lapsed', 'deleted'))
);

CREATE INDEX ix_domain_city_code_due_on_id_state ON domain (city_code, due_on, id, state);
CREATE INDEX ix_domain_city_code_id ON domain (city_code, id);
CREATE INDEX ix_domain_city_code_state_due_on_id ON domain (city_code, state, due_on, id);
CREATE INDEX ix_domain_due_on_id_state ON domain (due_on, id, state);
CREATE INDEX ix_domain_live_unit ON domain (unit_id) WHERE state IN ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered');
CREATE INDEX ix_domain_office_code_due_on_id_state ON domain (office_code, due_on, id, state);
CREATE INDEX ix_domain_office_code_id ON domain (office_code, id);
CREATE INDEX ix_domain_office_code_state_due_on_id ON domain (office_code, state, due_on, id);
CREATE INDEX ix_domain_province_code_due_on_id_state ON domain (province_code, due_on, id, state);
CREATE INDEX ix_domain_province_code_id ON domain (province_code, id);
CREATE INDEX ix_domain_province_code_state_due_on_id ON domain (province_code, state, due_on, id);
CREATE INDEX ix_domain_state_due_on_id ON domain (state, due_on, id);
CREATE INDEX ix_domain_unit_id_due_on_id_state ON domain (unit_id, due_on, id, state);
CREATE INDEX ix_domain_unit_id_id ON domain (unit_id, id);
CREATE INDEX ix_domain_variant ON domain (variant_key, tld_family);
CREATE INDEX ix_domain_waiting_due_all ON domain (due_on, id, waits_since, state) WHERE waits_since IS NOT NULL;
CREATE INDEX ix_domain_waiting_due_province ON domain (province_code, due_on, id, waits_since, state) WHERE waits_since IS NOT NULL;
CREATE INDEX ix_domain_waits_all ON domain (waits_since, id) WHERE waits_since IS NOT NULL;
CREATE INDEX ix_domain_waits_city ON domain (city_code, waits_since, id) WHERE waits_since IS NOT NULL;
CREATE INDEX ix_domain_waits_office ON domain (office_code, waits_since, id) WHERE waits_since IS NOT NULL;
CREATE INDEX ix_domain_waits_province ON domain (province_code, waits_since, id) WHERE waits_since IS NOT NULL;
CREATE UNIQUE INDEX uq_domain_live_name ON domain (name_a) WHERE state IN ('submitted', 'returned', 'office_approved', 'registry_approved', 'registered');
CREATE TABLE invoice_lot (
	id BIGSERIAL NOT NULL,
	lot_no VARCHAR(40) NOT NULL,
	type_id BIGINT NOT NULL,
	office_id BIGINT NOT NULL,
	request_id BIGINT,
	parent_id BIGINT,
	invoice_code VARCHAR(12),
	number_from VARCHAR(8),
	number_to VARCHAR(8),
	quantity BIGINT NOT NULL,
	available BIGINT NOT NULL,
	on_hand BIGINT GENERATED ALWAYS AS (CASE WHEN state = 'in_transit' THEN 0 ELSE available END) STORED NOT NULL,
	issued BIGINT NOT NULL,
	void BIGINT NOT NULL,
	split BIGINT NOT NULL,
	returned BIGINT NOT NULL,
	lost BIGINT NOT NULL,
	cut BIGINT DEFAULT 0 NOT NULL,
	document_no VARCHAR(40),
	state VARCHAR(24) NOT NULL,
	dispatched_at TIMESTAMP WITH TIME ZONE NOT NULL,
	signed_by VARCHAR(60),
	signed_at TIMESTAMP WITH TIME ZONE,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	own_values JSONB DEFAULT '{}' NOT NULL,
	CONSTRAINT pk_invoice_lot PRIMARY KEY (id),
	CONSTRAINT ex_invoice_lot_numbers EXCLUDE USING gist (int8range(coalesce(parent_id, 0), coalesce(parent_id, 0), '[]') WITH &&, numrange(CAST('1' || coalesce(invoice_code, '') || number_from AS numeric), CAST('1' || coalesce(invoice_code, '') || number_to AS numeric), '[]') WITH &&) WHERE (number_from IS NOT NULL),
	CONSTRAINT ck_invoice_lot_quantity CHECK (quantity >= 1),
	CONSTRAINT ck_invoice_lot_conserved CHECK (quantity = available + issued + void + split + returned + lost),
	CONSTRAINT ck_invoice_lot_not_negative CHECK (available >= 0 AND issued >= 0 AND void >= 0 AND split >= 0 AND returned >= 0 AND lost >= 0),
	CONSTRAINT ck_invoice_lot_signed_before_use CHECK (state IN ('signed', 'exhausted', 'returned', 'destroyed') OR (issued = 0 AND void = 0 AND split = 0)),
	CONSTRAINT ck_invoice_lot_range_whole CHECK ((number_from IS NULL) = (number_to IS NULL)),
	CONSTRAINT ck_invoice_lot_not_own_parent CHECK (parent_id IS NULL OR parent_id <> id),
	CONSTRAINT ck_invoice_lot_cut CHECK (cut >= 0 AND cut <= split),
	CONSTRAINT uq_invoice_lot_lot_no UNIQUE (lot_no),
	CONSTRAINT fk_invoice_lot_type_id FOREIGN KEY(type_id) REFERENCES invoice_type (id) ON DELETE RESTRICT,
	CONSTRAINT fk_invoice_lot_office_id FOREIGN KEY(office_id) REFERENCES office (id) ON DELETE RESTRICT,
	CONSTRAINT fk_invoice_lot_request_id FOREIGN KEY(request_id) REFERENCES invoice_request (id) ON DELETE RESTRICT,
	CONSTRAINT fk_invoice_lot_parent_id FOREIGN KEY(parent_id) REFERENCES invoice_lot (id) ON DELETE RESTRICT,
	CONSTRAINT ck_invoice_lot_lotstate CHECK (state IN ('in_transit', 'signed', 'exhausted', 'lost', 'returned', 'destroyed'))
);

CREATE INDEX ix_invoice_lot_city_code_id ON invoice_lot (city_code, id);
CREATE INDEX ix_invoice_lot_city_code_state_id ON invoice_lot (city_code, state, id);
CREATE INDEX ix_invoice_lot_invoice_code_number_from ON invoice_lot (invoice_code, number_from);
CREATE INDEX ix_invoice_lot_office_code_id ON invoice_lot (office_code, id);
CREATE INDEX ix_invoice_lot_office_code_state_id ON invoice_lot (office_code, state, id);
CREATE INDEX ix_invoice_lot_office_id ON invoice_lot (office_id);
CREATE INDEX ix_invoice_lot_parent_id ON invoice_lot (parent_id);
CREATE INDEX ix_invoice_lot_province_code_id ON invoice_lot (province_code, id);
CREATE INDEX ix_invoice_lot_province_code_state_id ON invoice_lot (province_code, state, id);
CREATE INDEX ix_invoice_lot_request_id ON invoice_lot (request_id);
CREATE INDEX ix_invoice_lot_state_id ON invoice_lot (state, id);
CREATE TABLE payment (
	id BIGSERIAL NOT NULL,
	payment_no VARCHAR(40) NOT NULL,
	unit_id BIGINT NOT NULL,
	amount_fen BIGINT NOT NULL,
	method VARCHAR(24) NOT NULL,
	received_on DATE NOT NULL,
	voucher_no VARCHAR(40),
	invoice_count BIGINT NOT NULL,
	invoice_deferred_reason VARCHAR(200),
	state VARCHAR(24) NOT NULL,
	cashier VARCHAR(60) NOT NULL,
	cashier_key VARCHAR(40) NOT NULL,
	confirmed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	reversed_at TIMESTAMP WITH TIME ZONE,
	reason VARCHAR(200),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	own_values JSONB DEFAULT '{}' NOT NULL,
	CONSTRAINT pk_payment PRIMARY KEY (id),
	CONSTRAINT ck_payment_amount_positive CHECK (amount_fen > 0),
	CONSTRAINT ck_payment_invoice_count CHECK (invoice_count >= 0),
	CONSTRAINT ck_payment_invoice_or_reason CHECK (invoice_count > 0 OR invoice_deferred_reason IS NOT NULL),
	CONSTRAINT ck_payment_reversed CHECK ((state = 'reversed') = (reversed_at IS NOT NULL)),
	CONSTRAINT uq_payment_payment_no UNIQUE (payment_no),
	CONSTRAINT fk_payment_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT,
	CONSTRAINT ck_payment_paymentmethod CHECK (method IN ('cash', 'transfer', 'fiscal', 'other')),
	CONSTRAINT ck_payment_paymentstate CHECK (state IN ('confirmed', 'reversed'))
);

CREATE INDEX ix_payment_amount_fen_id ON payment (amount_fen, id);
CREATE INDEX ix_payment_city_code_id ON payment (city_code, id);
CREATE INDEX ix_payment_city_code_received_on_id ON payment (city_code, received_on, id);
CREATE INDEX ix_payment_office_code_id ON payment (office_code, id);
CREATE INDEX ix_payment_office_code_received_on_id ON payment (office_code, received_on, id);
CREATE INDEX ix_payment_owed ON payment (office_code, id) WHERE invoice_deferred_reason IS NOT NULL;
CREATE INDEX ix_payment_province_code_id ON payment (province_code, id);
CREATE INDEX ix_payment_province_code_received_on_id ON payment (province_code, received_on, id);
CREATE INDEX ix_payment_received_on_id ON payment (received_on, id);
CREATE INDEX ix_payment_state_id ON payment (state, id);
CREATE INDEX ix_payment_unit_id_id ON payment (unit_id, id);
CREATE TABLE rule_event (
	id BIGSERIAL NOT NULL,
	rule_id BIGINT NOT NULL,
	key VARCHAR(60) NOT NULL,
	mark VARCHAR(24) NOT NULL,
	entry_id BIGINT,
	row_ids JSONB NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_rule_event PRIMARY KEY (id),
	CONSTRAINT fk_rule_event_rule_id FOREIGN KEY(rule_id) REFERENCES rule (id) ON DELETE CASCADE,
	CONSTRAINT uq_rule_event_key UNIQUE (key)
);

CREATE INDEX ix_rule_event_city_code_id ON rule_event (city_code, id);
CREATE INDEX ix_rule_event_office_code_id ON rule_event (office_code, id);
CREATE INDEX ix_rule_event_province_code_id ON rule_event (province_code, id);
CREATE INDEX ix_rule_event_rule_id ON rule_event (rule_id);
CREATE TABLE rule_firing (
	id BIGSERIAL NOT NULL,
	key VARCHAR(80) NOT NULL,
	rule_id BIGINT NOT NULL,
	happening VARCHAR(120) NOT NULL,
	entity VARCHAR(40) NOT NULL,
	row_id BIGINT NOT NULL,
	row_name VARCHAR(200) NOT NULL,
	entry_id BIGINT,
	fired_at TIMESTAMP WITH TIME ZONE NOT NULL,
	fired_on DATE NOT NULL,
	state VARCHAR(24) NOT NULL,
	notice_count BIGINT,
	mail_count BIGINT,
	labelled VARCHAR(24),
	filled_in VARCHAR(24),
	sent VARCHAR(24),
	task VARCHAR(24),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_rule_firing PRIMARY KEY (id),
	CONSTRAINT uq_rule_firing_key UNIQUE (key),
	CONSTRAINT fk_rule_firing_rule_id FOREIGN KEY(rule_id) REFERENCES rule (id) ON DELETE RESTRICT,
	CONSTRAINT ck_rule_firing_firingstate CHECK (state IN ('waiting', 'carried_out')),
	CONSTRAINT ck_rule_firing_labelled CHECK (labelled IN ('done', 'refused')),
	CONSTRAINT ck_rule_firing_filled_in CHECK (filled_in IN ('done', 'refused')),
	CONSTRAINT ck_rule_firing_sent CHECK (sent IN ('done', 'refused')),
	CONSTRAINT ck_rule_firing_taskstate CHECK (task IN ('open', 'finished'))
);

CREATE INDEX ix_rule_firing_city_code_id ON rule_firing (city_code, id);
CREATE INDEX ix_rule_firing_entity_row_id ON rule_firing (entity, row_id);
CREATE INDEX ix_rule_firing_office_code_id ON rule_firing (office_code, id);
CREATE INDEX ix_rule_firing_province_code_id ON rule_firing (province_code, id);
CREATE INDEX ix_rule_firing_rule_id_fired_on ON rule_firing (rule_id, fired_on);
CREATE INDEX ix_rule_firing_state_id ON rule_firing (state, id);
CREATE INDEX ix_rule_firing_task_city ON rule_firing (city_code, task, id);
CREATE INDEX ix_rule_firing_task_office ON rule_firing (office_code, task, id);
CREATE INDEX ix_rule_firing_task_province ON rule_firing (province_code, task, id);
CREATE TABLE "user" (
	id BIGSERIAL NOT NULL,
	username VARCHAR(40) NOT NULL,
	display_name VARCHAR(60) NOT NULL,
	password_hash VARCHAR(200) NOT NULL,
	role VARCHAR(24) NOT NULL,
	own_role_id BIGINT,
	office_id BIGINT,
	unit_id BIGINT,
	email VARCHAR(120),
	language VARCHAR(8),
	is_active BOOLEAN NOT NULL,
	must_change_password BOOLEAN NOT NULL,
	tour_step BIGINT DEFAULT '0' NOT NULL,
	failed_logins BIGINT NOT NULL,
	locked_until TIMESTAMP WITH TIME ZONE,
	totp_secret VARCHAR(64),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	own_values JSONB DEFAULT '{}' NOT NULL,
	search_text TEXT NOT NULL,
	CONSTRAINT pk_user PRIMARY KEY (id),
	CONSTRAINT ck_user_office_or_unit CHECK ((office_id IS NULL) <> (unit_id IS NULL)),
	CONSTRAINT ck_user_unit_role CHECK ((role = 'unit_user') = (unit_id IS NOT NULL)),
	CONSTRAINT ck_user_no_system_login CHECK (role <> 'system'),
	CONSTRAINT uq_user_username UNIQUE (username),
	CONSTRAINT ck_user_role CHECK (role IN ('registry_admin', 'registry_finance', 'registry_reviewer', 'province_admin', 'city_admin', 'county_admin', 'cashier', 'viewer', 'unit_user', 'system')),
	CONSTRAINT fk_user_office_id FOREIGN KEY(office_id) REFERENCES office (id) ON DELETE RESTRICT,
	CONSTRAINT fk_user_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT
);

CREATE INDEX ix_user_city_code_id ON "user" (city_code, id);
CREATE INDEX ix_user_office_code_id ON "user" (office_code, id);
CREATE INDEX ix_user_office_id ON "user" (office_id);
CREATE INDEX ix_user_own_role_id ON "user" (own_role_id);
CREATE INDEX ix_user_province_code_id ON "user" (province_code, id);
CREATE INDEX ix_user_unit_id_id ON "user" (unit_id, id);
CREATE TABLE api_token (
	id BIGSERIAL NOT NULL,
	token_hash VARCHAR(64) NOT NULL,
	user_id BIGINT NOT NULL,
	name VARCHAR(60) NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	expires_at TIMESTAMP WITH TIME ZONE,
	revoked_at TIMESTAMP WITH TIME ZONE,
	last_used_at TIMESTAMP WITH TIME ZONE,
	issued_by VARCHAR(60),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_api_token PRIMARY KEY (id),
	CONSTRAINT uq_api_token_token_hash UNIQUE (token_hash),
	CONSTRAINT fk_api_token_user_id FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_api_token_city_code_id ON api_token (city_code, id);
CREATE INDEX ix_api_token_office_code_id ON api_token (office_code, id);
CREATE INDEX ix_api_token_province_code_id ON api_token (province_code, id);
CREATE INDEX ix_api_token_user_id ON api_token (user_id);
CREATE TABLE basket (
	id BIGSERIAL NOT NULL,
	user_id BIGINT NOT NULL,
	entity VARCHAR(40) NOT NULL,
	row_ids JSONB NOT NULL,
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_basket PRIMARY KEY (id),
	CONSTRAINT uq_basket_user_id_entity UNIQUE (user_id, entity),
	CONSTRAINT fk_basket_user_id FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE TABLE domain_order (
	id BIGSERIAL NOT NULL,
	order_no VARCHAR(40) NOT NULL,
	kind VARCHAR(24) NOT NULL,
	domain_id BIGINT NOT NULL,
	unit_id BIGINT NOT NULL,
	term_years BIGINT NOT NULL,
	base_expires_on DATE,
	unit_price_fen BIGINT NOT NULL,
	amount_fen BIGINT NOT NULL,
	state VARCHAR(24) NOT NULL,
	submitted_by VARCHAR(60) NOT NULL,
	submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
	charged_at TIMESTAMP WITH TIME ZONE,
	settled_at TIMESTAMP WITH TIME ZONE,
	waits_because VARCHAR(24),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	own_values JSONB DEFAULT '{}' NOT NULL,
	CONSTRAINT pk_domain_order PRIMARY KEY (id),
	CONSTRAINT ck_domain_order_term_years CHECK (term_years BETWEEN 1 AND 10),
	CONSTRAINT ck_domain_order_amount CHECK (amount_fen = unit_price_fen * term_years),
	CONSTRAINT ck_domain_order_price_not_negative CHECK (unit_price_fen >= 0),
	CONSTRAINT ck_domain_order_base CHECK ((kind = 'register') = (base_expires_on IS NULL)),
	CONSTRAINT uq_domain_order_order_no UNIQUE (order_no),
	CONSTRAINT ck_domain_order_orderkind CHECK (kind IN ('register', 'renew', 'restore')),
	CONSTRAINT fk_domain_order_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id) ON DELETE RESTRICT,
	CONSTRAINT fk_domain_order_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT,
	CONSTRAINT ck_domain_order_orderstate CHECK (state IN ('payable', 'charged', 'remitted', 'settled', 'cancelled', 'refunded')),
	CONSTRAINT ck_domain_order_wait CHECK (waits_because IN ('balance_short', 'behind', 'base_moved', 'name_gone'))
);

CREATE INDEX ix_domain_order_charged_at_id ON domain_order (charged_at, id);
CREATE INDEX ix_domain_order_city_code_charged_at_id ON domain_order (city_code, charged_at, id);
CREATE INDEX ix_domain_order_city_code_id ON domain_order (city_code, id);
CREATE INDEX ix_domain_order_city_code_state_id ON domain_order (city_code, state, id);
CREATE INDEX ix_domain_order_domain_id_id ON domain_order (domain_id, id);
CREATE INDEX ix_domain_order_office_code_charged_at_id ON domain_order (office_code, charged_at, id);
CREATE INDEX ix_domain_order_office_code_id ON domain_order (office_code, id);
CREATE INDEX ix_domain_order_office_code_state_charged_at_id ON domain_order (office_code, state, charged_at, id);
CREATE INDEX ix_domain_order_office_code_state_id ON domain_order (office_code, state, id);
CREATE INDEX ix_domain_order_province_code_charged_at_id ON domain_order (province_code, charged_at, id);
CREATE INDEX ix_domain_order_province_code_id ON domain_order (province_code, id);
CREATE INDEX ix_domain_order_province_code_state_id ON domain_order (province_code, state, id);
CREATE INDEX ix_domain_order_state_id ON domain_order (state, id);
CREATE INDEX ix_domain_order_unit_id_id ON domain_order (unit_id, id);
CREATE UNIQUE INDEX uq_domain_order_open_renewal ON domain_order (domain_id) WHERE kind <> 'register' AND state IN ('payable', 'charged', 'remitted');
CREATE TABLE domain_request (
	id BIGSERIAL NOT NULL,
	domain_id BIGINT NOT NULL,
	kind VARCHAR(24) NOT NULL,
	receiver_uscc VARCHAR(18),
	reason VARCHAR(120) NOT NULL,
	document_no VARCHAR(60) NOT NULL,
	state VARCHAR(24) NOT NULL,
	submitted_by VARCHAR(60) NOT NULL,
	submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
	answered_by VARCHAR(60),
	answered_at TIMESTAMP WITH TIME ZONE,
	answer VARCHAR(200),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_domain_request PRIMARY KEY (id),
	CONSTRAINT ck_domain_request_receiver_of_transfer CHECK ((kind = 'transfer') = (receiver_uscc IS NOT NULL)),
	CONSTRAINT ck_domain_request_answered CHECK ((state = 'submitted') = (answered_at IS NULL)),
	CONSTRAINT fk_domain_request_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id) ON DELETE RESTRICT,
	CONSTRAINT ck_domain_request_domainrequestkind CHECK (kind IN ('hold', 'transfer', 'delete')),
	CONSTRAINT ck_domain_request_domainrequeststate CHECK (state IN ('submitted', 'carried_out', 'refused'))
);

CREATE INDEX ix_domain_request_city_code_state_id ON domain_request (city_code, state, id);
CREATE INDEX ix_domain_request_domain_id_id ON domain_request (domain_id, id);
CREATE INDEX ix_domain_request_office_code_state_id ON domain_request (office_code, state, id);
CREATE INDEX ix_domain_request_province_code_state_id ON domain_request (province_code, state, id);
CREATE INDEX ix_domain_request_state_id ON domain_request (state, id);
CREATE UNIQUE INDEX uq_domain_request_open ON domain_request (domain_id, kind) WHERE state = 'submitted';
CREATE TABLE handover_record (
	id BIGSERIAL NOT NULL,
	giver_id BIGINT NOT NULL,
	taker_id BIGINT NOT NULL,
	giver VARCHAR(60) NOT NULL,
	taker VARCHAR(60) NOT NULL,
	sheet JSONB NOT NULL,
	comment VARCHAR(200),
	state VARCHAR(24) NOT NULL,
	recorded_by VARCHAR(60) NOT NULL,
	recorded_by_id BIGINT,
	recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
	answered_by VARCHAR(60),
	answered_at TIMESTAMP WITH TIME ZONE,
	answer VARCHAR(200),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_handover_record PRIMARY KEY (id),
	CONSTRAINT ck_handover_record_two_people CHECK (giver_id <> taker_id),
	CONSTRAINT ck_handover_record_answered CHECK ((state = 'proposed') = (answered_at IS NULL)),
	CONSTRAINT ck_handover_record_answered_by CHECK ((answered_at IS NULL) = (answered_by IS NULL)),
	CONSTRAINT ck_handover_record_refused_with_reason CHECK (state <> 'refused' OR answer IS NOT NULL),
	CONSTRAINT fk_handover_record_giver_id FOREIGN KEY(giver_id) REFERENCES "user" (id) ON DELETE RESTRICT,
	CONSTRAINT fk_handover_record_taker_id FOREIGN KEY(taker_id) REFERENCES "user" (id) ON DELETE RESTRICT,
	CONSTRAINT ck_handover_record_handoverstate CHECK (state IN ('proposed', 'confirmed', 'refused', 'withdrawn')),
	CONSTRAINT fk_handover_record_recorded_by_id FOREIGN KEY(recorded_by_id) REFERENCES "user" (id) ON DELETE RESTRICT
);

CREATE INDEX ix_handover_record_city_code_id ON handover_record (city_code, id);
CREATE INDEX ix_handover_record_office_code_id ON handover_record (office_code, id);
CREATE INDEX ix_handover_record_province_code_id ON handover_record (province_code, id);
CREATE INDEX ix_handover_record_taker_id_state ON handover_record (taker_id, state);
CREATE UNIQUE INDEX uq_handover_record_open ON handover_record (giver_id) WHERE state = 'proposed';
CREATE TABLE invoice (
	id BIGSERIAL NOT NULL,
	lot_id BIGINT NOT NULL,
	invoice_code VARCHAR(12) NOT NULL,
	number VARCHAR(20),
	unit_id BIGINT NOT NULL,
	payment_id BIGINT NOT NULL,
	amount_fen BIGINT NOT NULL,
	title VARCHAR(80) NOT NULL,
	issued_on DATE NOT NULL,
	issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
	issued_by VARCHAR(60) NOT NULL,
	state VARCHAR(24) NOT NULL,
	reverses_id BIGINT,
	reason VARCHAR(200),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	own_values JSONB DEFAULT '{}' NOT NULL,
	CONSTRAINT pk_invoice PRIMARY KEY (id),
	CONSTRAINT ck_invoice_sign CHECK ((reverses_id IS NULL) = (amount_fen >= 0)),
	CONSTRAINT ck_invoice_reason CHECK (state = 'issued' OR reason IS NOT NULL),
	CONSTRAINT fk_invoice_lot_id FOREIGN KEY(lot_id) REFERENCES invoice_lot (id) ON DELETE RESTRICT,
	CONSTRAINT fk_invoice_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT,
	CONSTRAINT fk_invoice_payment_id FOREIGN KEY(payment_id) REFERENCES payment (id) ON DELETE RESTRICT,
	CONSTRAINT ck_invoice_invoicestate CHECK (state IN ('issued', 'void', 'reversed')),
	CONSTRAINT uq_invoice_reverses_id UNIQUE (reverses_id),
	CONSTRAINT fk_invoice_reverses_id FOREIGN KEY(reverses_id) REFERENCES invoice (id) ON DELETE RESTRICT
);

CREATE INDEX ix_invoice_city_code_id ON invoice (city_code, id);
CREATE INDEX ix_invoice_city_code_issued_on_id ON invoice (city_code, issued_on, id);
CREATE INDEX ix_invoice_issued_on_id ON invoice (issued_on, id);
CREATE INDEX ix_invoice_lot_id_number ON invoice (lot_id, number);
CREATE INDEX ix_invoice_number_id ON invoice (number, id);
CREATE INDEX ix_invoice_office_code_id ON invoice (office_code, id);
CREATE INDEX ix_invoice_office_code_issued_on_id ON invoice (office_code, issued_on, id);
CREATE INDEX ix_invoice_payment_id ON invoice (payment_id);
CREATE INDEX ix_invoice_province_code_id ON invoice (province_code, id);
CREATE INDEX ix_invoice_province_code_issued_on_id ON invoice (province_code, issued_on, id);
CREATE INDEX ix_invoice_state_id ON invoice (state, id);
CREATE INDEX ix_invoice_unit_id_id ON invoice (unit_id, id);
CREATE UNIQUE INDEX uq_invoice_number ON invoice (invoice_code, number) WHERE number IS NOT NULL;
CREATE TABLE invoice_move (
	id BIGSERIAL NOT NULL,
	lot_id BIGINT NOT NULL,
	kind VARCHAR(24) NOT NULL,
	quantity BIGINT NOT NULL,
	reference VARCHAR(40) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	by VARCHAR(60) NOT NULL,
	entry_id BIGINT NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_invoice_move PRIMARY KEY (id),
	CONSTRAINT ck_invoice_move_quantity CHECK (quantity >= 1),
	CONSTRAINT fk_invoice_move_lot_id FOREIGN KEY(lot_id) REFERENCES invoice_lot (id) ON DELETE RESTRICT,
	CONSTRAINT ck_invoice_move_movekind CHECK (kind IN ('receive', 'split_out', 'split_in', 'issue', 'unissue', 'void', 'return', 'lost', 'destroy')),
	CONSTRAINT fk_invoice_move_entry_id FOREIGN KEY(entry_id) REFERENCES journal_entry (id) ON DELETE RESTRICT
);

CREATE INDEX ix_invoice_move_city_code_id ON invoice_move (city_code, id);
CREATE INDEX ix_invoice_move_entry_id ON invoice_move (entry_id);
CREATE INDEX ix_invoice_move_lot_id_id ON invoice_move (lot_id, id);
CREATE INDEX ix_invoice_move_office_code_id ON invoice_move (office_code, id);
CREATE INDEX ix_invoice_move_province_code_id ON invoice_move (province_code, id);
CREATE TABLE invoice_split (
	id BIGSERIAL NOT NULL,
	source_lot_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	by VARCHAR(60) NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_invoice_split PRIMARY KEY (id),
	CONSTRAINT fk_invoice_split_source_lot_id FOREIGN KEY(source_lot_id) REFERENCES invoice_lot (id) ON DELETE RESTRICT
);

CREATE INDEX ix_invoice_split_city_code_id ON invoice_split (city_code, id);
CREATE INDEX ix_invoice_split_office_code_id ON invoice_split (office_code, id);
CREATE INDEX ix_invoice_split_province_code_id ON invoice_split (province_code, id);
CREATE INDEX ix_invoice_split_source_lot_id ON invoice_split (source_lot_id);
CREATE TABLE job_run (
	id BIGSERIAL NOT NULL,
	kind VARCHAR(24) NOT NULL,
	key VARCHAR(80) NOT NULL,
	day DATE NOT NULL,
	state VARCHAR(24) NOT NULL,
	done BIGINT NOT NULL,
	refused BIGINT NOT NULL,
	total BIGINT,
	tries BIGINT NOT NULL,
	worker VARCHAR(80),
	queued_at TIMESTAMP WITH TIME ZONE NOT NULL,
	started_at TIMESTAMP WITH TIME ZONE,
	beat_at TIMESTAMP WITH TIME ZONE,
	ended_at TIMESTAMP WITH TIME ZONE,
	reason VARCHAR(24),
	incident VARCHAR(16),
	action VARCHAR(40),
	given JSONB,
	leaves_out BOOLEAN NOT NULL,
	user_id BIGINT,
	by VARCHAR(60) NOT NULL,
	is_check BOOLEAN DEFAULT false NOT NULL,
	check_id BIGINT,
	answer VARCHAR(200),
	unit_id BIGINT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_job_run PRIMARY KEY (id),
	CONSTRAINT ck_job_run_batch_has_user CHECK ((kind = 'batch') = (user_id IS NOT NULL)),
	CONSTRAINT ck_job_run_batch_has_action CHECK ((kind = 'batch') = (action IS NOT NULL)),
	CONSTRAINT ck_job_run_jobkind CHECK (kind IN ('settle', 'lapse', 'remind', 'draft_remittance', 'accrue_award', 'retain', 'batch')),
	CONSTRAINT uq_job_run_key UNIQUE (key),
	CONSTRAINT ck_job_run_jobstate CHECK (state IN ('queued', 'running', 'done', 'failed')),
	CONSTRAINT ck_job_run_jobreason CHECK (reason IN ('error', 'worker_lost', 'busy', 'user_disabled', 'right_lost')),
	CONSTRAINT fk_job_run_user_id FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE RESTRICT
);

CREATE INDEX ix_job_run_city_code_id ON job_run (city_code, id);
CREATE INDEX ix_job_run_office_code_id ON job_run (office_code, id);
CREATE INDEX ix_job_run_province_code_id ON job_run (province_code, id);
CREATE INDEX ix_job_run_state_beat_at ON job_run (state, beat_at);
CREATE INDEX ix_job_run_unit_id_id ON job_run (unit_id, id);
CREATE TABLE login_attempt (
	id BIGSERIAL NOT NULL,
	user_id BIGINT NOT NULL,
	source VARCHAR(80) NOT NULL,
	failures BIGINT NOT NULL,
	last_failed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	locked_until TIMESTAMP WITH TIME ZONE,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_login_attempt PRIMARY KEY (id),
	CONSTRAINT uq_login_attempt_user_id_source UNIQUE (user_id, source),
	CONSTRAINT fk_login_attempt_user_id FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_login_attempt_source_last_failed_at ON login_attempt (source, last_failed_at);
CREATE TABLE login_session (
	id BIGSERIAL NOT NULL,
	token_hash VARCHAR(64) NOT NULL,
	user_id BIGINT NOT NULL,
	started_at TIMESTAMP WITH TIME ZONE NOT NULL,
	seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
	ended_at TIMESTAMP WITH TIME ZONE,
	address VARCHAR(45),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_login_session PRIMARY KEY (id),
	CONSTRAINT uq_login_session_token_hash UNIQUE (token_hash),
	CONSTRAINT fk_login_session_user_id FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_login_session_user_id_id ON login_session (user_id, id);
CREATE TABLE notification (
	id BIGSERIAL NOT NULL,
	user_id BIGINT NOT NULL,
	kind VARCHAR(40) NOT NULL,
	facts JSONB NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	read_at TIMESTAMP WITH TIME ZONE,
	unit_id BIGINT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_notification PRIMARY KEY (id),
	CONSTRAINT fk_notification_user_id FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_notification_city_code_id ON notification (city_code, id);
CREATE INDEX ix_notification_office_code_id ON notification (office_code, id);
CREATE INDEX ix_notification_province_code_id ON notification (province_code, id);
CREATE INDEX ix_notification_user_id_read_at_id ON notification (user_id, read_at, id);
CREATE TABLE red_page (
	id BIGSERIAL NOT NULL,
	domain_id BIGINT NOT NULL,
	unit_id BIGINT NOT NULL,
	summary TEXT,
	functions TEXT,
	departments TEXT,
	address VARCHAR(200),
	postcode VARCHAR(10),
	phone VARCHAR(40),
	email VARCHAR(120),
	office_hours VARCHAR(200),
	guides JSONB NOT NULL,
	notices JSONB NOT NULL,
	link VARCHAR(200),
	state VARCHAR(24) NOT NULL,
	published_at TIMESTAMP WITH TIME ZONE,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_red_page PRIMARY KEY (id),
	CONSTRAINT uq_red_page_domain_id UNIQUE (domain_id),
	CONSTRAINT fk_red_page_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id) ON DELETE RESTRICT,
	CONSTRAINT fk_red_page_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT,
	CONSTRAINT ck_red_page_redpagestate CHECK (state IN ('draft', 'published', 'offline'))
);

CREATE INDEX ix_red_page_city_code_id ON red_page (city_code, id);
CREATE INDEX ix_red_page_office_code_id ON red_page (office_code, id);
CREATE INDEX ix_red_page_province_code_id ON red_page (province_code, id);
CREATE INDEX ix_red_page_unit_id ON red_page (unit_id);
CREATE TABLE register_row (
	id BIGSERIAL NOT NULL,
	register_id BIGINT NOT NULL,
	number VARCHAR(60) NOT NULL,
	title VARCHAR(120) NOT NULL,
	state VARCHAR(24) NOT NULL,
	unit_id BIGINT,
	domain_id BIGINT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	own_values JSONB DEFAULT '{}' NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_register_row PRIMARY KEY (id),
	CONSTRAINT uq_register_row_register_id_number UNIQUE (register_id, number),
	CONSTRAINT fk_register_row_register_id FOREIGN KEY(register_id) REFERENCES register (id) ON DELETE RESTRICT,
	CONSTRAINT fk_register_row_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT,
	CONSTRAINT fk_register_row_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id) ON DELETE RESTRICT
);

CREATE INDEX ix_register_row_city_code_id ON register_row (city_code, id);
CREATE INDEX ix_register_row_domain_id ON register_row (domain_id);
CREATE INDEX ix_register_row_office_code_id ON register_row (office_code, id);
CREATE INDEX ix_register_row_province_code_id ON register_row (province_code, id);
CREATE INDEX ix_register_row_register_id_city_code_id ON register_row (register_id, city_code, id);
CREATE INDEX ix_register_row_register_id_id ON register_row (register_id, id);
CREATE INDEX ix_register_row_register_id_office_code_id ON register_row (register_id, office_code, id);
CREATE INDEX ix_register_row_register_id_province_code_id ON register_row (register_id, province_code, id);
CREATE INDEX ix_register_row_register_id_state_id ON register_row (register_id, state, id);
CREATE INDEX ix_register_row_unit_id ON register_row (unit_id);
CREATE TABLE reminder (
	id BIGSERIAL NOT NULL,
	domain_id BIGINT NOT NULL,
	unit_id BIGINT NOT NULL,
	expires_on DATE NOT NULL,
	stage BIGINT NOT NULL,
	reminded_on DATE NOT NULL,
	told_at TIMESTAMP WITH TIME ZONE,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_reminder PRIMARY KEY (id),
	CONSTRAINT uq_reminder_domain_id_expires_on_stage UNIQUE (domain_id, expires_on, stage),
	CONSTRAINT fk_reminder_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id) ON DELETE RESTRICT,
	CONSTRAINT fk_reminder_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT
);

CREATE INDEX ix_reminder_city_code_id ON reminder (city_code, id);
CREATE INDEX ix_reminder_office_code_id ON reminder (office_code, id);
CREATE INDEX ix_reminder_province_code_id ON reminder (province_code, id);
CREATE INDEX ix_reminder_told_at_office_code_id ON reminder (told_at, office_code, id);
CREATE INDEX ix_reminder_unit_id_id ON reminder (unit_id, id);
CREATE TABLE report_sending (
	id BIGSERIAL NOT NULL,
	mailing_id BIGINT NOT NULL,
	period VARCHAR(10) NOT NULL,
	user_id BIGINT NOT NULL,
	outcome VARCHAR(24) NOT NULL,
	row_count BIGINT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_report_sending PRIMARY KEY (id),
	CONSTRAINT uq_report_sending_mailing_id_period_user_id UNIQUE (mailing_id, period, user_id),
	CONSTRAINT fk_report_sending_mailing_id FOREIGN KEY(mailing_id) REFERENCES report_mailing (id) ON DELETE CASCADE,
	CONSTRAINT fk_report_sending_user_id FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE,
	CONSTRAINT ck_report_sending_sendingoutcome CHECK (outcome IN ('written', 'no_address', 'no_access', 'too_large'))
);

CREATE INDEX ix_report_sending_city_code_id ON report_sending (city_code, id);
CREATE INDEX ix_report_sending_office_code_id ON report_sending (office_code, id);
CREATE INDEX ix_report_sending_province_code_id ON report_sending (province_code, id);
CREATE TABLE report_tile (
	id BIGSERIAL NOT NULL,
	user_id BIGINT NOT NULL,
	report_id BIGINT NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_report_tile PRIMARY KEY (id),
	CONSTRAINT uq_report_tile_user_id_report_id UNIQUE (user_id, report_id),
	CONSTRAINT fk_report_tile_user_id FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE,
	CONSTRAINT fk_report_tile_report_id FOREIGN KEY(report_id) REFERENCES report (id) ON DELETE CASCADE
);

CREATE INDEX ix_report_tile_city_code_id ON report_tile (city_code, id);
CREATE INDEX ix_report_tile_office_code_id ON report_tile (office_code, id);
CREATE INDEX ix_report_tile_province_code_id ON report_tile (province_code, id);
CREATE INDEX ix_report_tile_report_id ON report_tile (report_id);
CREATE TABLE review (
	id BIGSERIAL NOT NULL,
	domain_id BIGINT NOT NULL,
	unit_id BIGINT NOT NULL,
	stage VARCHAR(24) NOT NULL,
	decision VARCHAR(24) NOT NULL,
	reasons JSONB NOT NULL,
	comment VARCHAR(500),
	reviewer VARCHAR(60) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_review PRIMARY KEY (id),
	CONSTRAINT fk_review_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id) ON DELETE RESTRICT,
	CONSTRAINT fk_review_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT,
	CONSTRAINT ck_review_reviewstage CHECK (stage IN ('office', 'registry')),
	CONSTRAINT ck_review_reviewdecision CHECK (decision IN ('approve', 'return', 'reject'))
);

CREATE INDEX ix_review_city_code_id ON review (city_code, id);
CREATE INDEX ix_review_domain_id_id ON review (domain_id, id);
CREATE INDEX ix_review_office_code_id ON review (office_code, id);
CREATE INDEX ix_review_province_code_id ON review (province_code, id);
CREATE INDEX ix_review_unit_id ON review (unit_id);
CREATE TABLE saved_view (
	id BIGSERIAL NOT NULL,
	user_id BIGINT NOT NULL,
	entity VARCHAR(40) NOT NULL,
	name VARCHAR(40) NOT NULL,
	state JSONB NOT NULL,
	is_shared BOOLEAN NOT NULL,
	is_default BOOLEAN NOT NULL,
	unit_id BIGINT,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_saved_view PRIMARY KEY (id),
	CONSTRAINT uq_saved_view_user_id_entity_name UNIQUE (user_id, entity, name),
	CONSTRAINT fk_saved_view_user_id FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_saved_view_city_code_id ON saved_view (city_code, id);
CREATE INDEX ix_saved_view_office_code_id ON saved_view (office_code, id);
CREATE INDEX ix_saved_view_province_code_id ON saved_view (province_code, id);
CREATE UNIQUE INDEX uq_saved_view_default ON saved_view (user_id, entity) WHERE is_default;
CREATE TABLE unfinished_form (
	id BIGSERIAL NOT NULL,
	user_id BIGINT NOT NULL,
	subject VARCHAR(64) NOT NULL,
	fields JSONB NOT NULL,
	typed_on DATE NOT NULL,
	CONSTRAINT pk_unfinished_form PRIMARY KEY (id),
	CONSTRAINT uq_unfinished_form_user_id_subject UNIQUE (user_id, subject),
	CONSTRAINT fk_unfinished_form_user_id FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE TABLE adjustment (
	id BIGSERIAL NOT NULL,
	kind VARCHAR(24) NOT NULL,
	amount_fen BIGINT NOT NULL,
	order_id BIGINT,
	bank_ref VARCHAR(60),
	received_on DATE,
	bank_line_id BIGINT,
	shares JSONB,
	rest_fen BIGINT,
	answered VARCHAR(8),
	reason VARCHAR(200) NOT NULL,
	state VARCHAR(24) NOT NULL,
	proposed_by VARCHAR(60) NOT NULL,
	proposed_by_key VARCHAR(40) NOT NULL,
	proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	decided_by VARCHAR(60),
	decided_at TIMESTAMP WITH TIME ZONE,
	comment VARCHAR(200),
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	row_version INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_adjustment PRIMARY KEY (id),
	CONSTRAINT ck_adjustment_amount_not_zero CHECK (amount_fen <> 0),
	CONSTRAINT ck_adjustment_refund_has_order CHECK ((kind = 'refund') = (order_id IS NOT NULL)),
	CONSTRAINT ck_adjustment_refund_positive CHECK (kind <> 'refund' OR amount_fen > 0),
	CONSTRAINT ck_adjustment_decided CHECK ((state = 'proposed') = (decided_by IS NULL)),
	CONSTRAINT ck_adjustment_top_up_has_ref CHECK ((kind = 'top_up') = (bank_ref IS NOT NULL)),
	CONSTRAINT ck_adjustment_top_up_positive CHECK (kind <> 'top_up' OR amount_fen > 0),
	CONSTRAINT ck_adjustment_adjustmentkind CHECK (kind IN ('refund', 'adjust', 'top_up')),
	CONSTRAINT fk_adjustment_order_id FOREIGN KEY(order_id) REFERENCES domain_order (id) ON DELETE RESTRICT,
	CONSTRAINT fk_adjustment_bank_line_id FOREIGN KEY(bank_line_id) REFERENCES bank_line (id) ON DELETE RESTRICT,
	CONSTRAINT ck_adjustment_adjustmentstate CHECK (state IN ('proposed', 'confirmed', 'rejected'))
);

CREATE INDEX ix_adjustment_city_code_id ON adjustment (city_code, id);
CREATE INDEX ix_adjustment_office_code_id ON adjustment (office_code, id);
CREATE INDEX ix_adjustment_province_code_id ON adjustment (province_code, id);
CREATE INDEX ix_adjustment_state_id ON adjustment (state, id);
CREATE UNIQUE INDEX uq_adjustment_bank_ref ON adjustment (bank_ref) WHERE state = 'proposed';
CREATE UNIQUE INDEX uq_adjustment_refund ON adjustment (order_id) WHERE state <> 'rejected';
CREATE TABLE award_accrual (
	id BIGSERIAL NOT NULL,
	rule_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	period_week VARCHAR(8) NOT NULL,
	amount_fen BIGINT NOT NULL,
	reversed_at TIMESTAMP WITH TIME ZONE,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_award_accrual PRIMARY KEY (id),
	CONSTRAINT ck_award_accrual_amount_positive CHECK (amount_fen > 0),
	CONSTRAINT fk_award_accrual_rule_id FOREIGN KEY(rule_id) REFERENCES award_rule (id) ON DELETE RESTRICT,
	CONSTRAINT uq_award_accrual_order_id UNIQUE (order_id),
	CONSTRAINT fk_award_accrual_order_id FOREIGN KEY(order_id) REFERENCES domain_order (id) ON DELETE RESTRICT
);

CREATE INDEX ix_award_accrual_city_code_id ON award_accrual (city_code, id);
CREATE INDEX ix_award_accrual_office_code_id ON award_accrual (office_code, id);
CREATE INDEX ix_award_accrual_province_code_id ON award_accrual (province_code, id);
CREATE INDEX ix_award_accrual_standing ON award_accrual (province_code, city_code, office_code, amount_fen) WHERE reversed_at IS NULL;
CREATE TABLE invoice_split_line (
	id BIGSERIAL NOT NULL,
	split_id BIGINT NOT NULL,
	user_account VARCHAR(40) NOT NULL,
	to_office_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	child_lot_id BIGINT NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_invoice_split_line PRIMARY KEY (id),
	CONSTRAINT ck_invoice_split_line_quantity CHECK (quantity >= 1),
	CONSTRAINT fk_invoice_split_line_split_id FOREIGN KEY(split_id) REFERENCES invoice_split (id) ON DELETE RESTRICT,
	CONSTRAINT fk_invoice_split_line_to_office_id FOREIGN KEY(to_office_id) REFERENCES office (id) ON DELETE RESTRICT,
	CONSTRAINT uq_invoice_split_line_child_lot_id UNIQUE (child_lot_id),
	CONSTRAINT fk_invoice_split_line_child_lot_id FOREIGN KEY(child_lot_id) REFERENCES invoice_lot (id) ON DELETE RESTRICT
);

CREATE INDEX ix_invoice_split_line_city_code_id ON invoice_split_line (city_code, id);
CREATE INDEX ix_invoice_split_line_office_code_id ON invoice_split_line (office_code, id);
CREATE INDEX ix_invoice_split_line_province_code_id ON invoice_split_line (province_code, id);
CREATE INDEX ix_invoice_split_line_split_id ON invoice_split_line (split_id);
CREATE TABLE job_slice (
	id BIGSERIAL NOT NULL,
	run_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	keys JSONB NOT NULL,
	state VARCHAR(24) NOT NULL,
	done BIGINT NOT NULL,
	refusals JSONB NOT NULL,
	summary JSONB,
	lines JSONB,
	entry_id BIGINT,
	unit_id BIGINT,
	begun_at TIMESTAMP WITH TIME ZONE,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_job_slice PRIMARY KEY (id),
	CONSTRAINT uq_job_slice_run_id_seq UNIQUE (run_id, seq),
	CONSTRAINT fk_job_slice_run_id FOREIGN KEY(run_id) REFERENCES job_run (id) ON DELETE CASCADE,
	CONSTRAINT ck_job_slice_slicestate CHECK (state IN ('waiting', 'done', 'refused')),
	CONSTRAINT fk_job_slice_entry_id FOREIGN KEY(entry_id) REFERENCES journal_entry (id) ON DELETE RESTRICT
);

CREATE INDEX ix_job_slice_city_code_id ON job_slice (city_code, id);
CREATE INDEX ix_job_slice_office_code_id ON job_slice (office_code, id);
CREATE INDEX ix_job_slice_province_code_id ON job_slice (province_code, id);
CREATE TABLE payment_line (
	id BIGSERIAL NOT NULL,
	payment_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	unit_id BIGINT NOT NULL,
	amount_fen BIGINT NOT NULL,
	is_reversed BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_payment_line PRIMARY KEY (id),
	CONSTRAINT ck_payment_line_amount_positive CHECK (amount_fen > 0),
	CONSTRAINT fk_payment_line_payment_id FOREIGN KEY(payment_id) REFERENCES payment (id) ON DELETE RESTRICT,
	CONSTRAINT fk_payment_line_order_id FOREIGN KEY(order_id) REFERENCES domain_order (id) ON DELETE RESTRICT,
	CONSTRAINT fk_payment_line_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT
);

CREATE INDEX ix_payment_line_city_code_id ON payment_line (city_code, id);
CREATE INDEX ix_payment_line_office_code_id ON payment_line (office_code, id);
CREATE INDEX ix_payment_line_order_id ON payment_line (order_id);
CREATE INDEX ix_payment_line_payment_id ON payment_line (payment_id);
CREATE INDEX ix_payment_line_province_code_id ON payment_line (province_code, id);
CREATE INDEX ix_payment_line_unit_id ON payment_line (unit_id);
CREATE UNIQUE INDEX uq_payment_line_live_order ON payment_line (order_id) WHERE NOT is_reversed;
CREATE TABLE term (
	id BIGSERIAL NOT NULL,
	domain_id BIGINT NOT NULL,
	unit_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	starts_on DATE NOT NULL,
	ends_on DATE NOT NULL,
	order_id BIGINT NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_term PRIMARY KEY (id),
	CONSTRAINT uq_term_domain_id_seq UNIQUE (domain_id, seq),
	CONSTRAINT uq_term_domain_id_starts_on UNIQUE (domain_id, starts_on),
	CONSTRAINT ck_term_interval CHECK (ends_on > starts_on),
	CONSTRAINT ck_term_seq CHECK (seq >= 1),
	CONSTRAINT fk_term_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id) ON DELETE RESTRICT,
	CONSTRAINT fk_term_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id) ON DELETE RESTRICT,
	CONSTRAINT uq_term_order_id UNIQUE (order_id),
	CONSTRAINT fk_term_order_id FOREIGN KEY(order_id) REFERENCES domain_order (id) ON DELETE RESTRICT
);

CREATE INDEX ix_term_city_code_id ON term (city_code, id);
CREATE INDEX ix_term_office_code_id ON term (office_code, id);
CREATE INDEX ix_term_province_code_id ON term (province_code, id);
CREATE INDEX ix_term_unit_id ON term (unit_id);
CREATE TABLE transfer (
	id BIGSERIAL NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	kind VARCHAR(24) NOT NULL,
	debit_id BIGINT NOT NULL,
	credit_id BIGINT NOT NULL,
	amount_fen BIGINT NOT NULL,
	order_id BIGINT,
	remittance_id BIGINT,
	reverses_id BIGINT,
	key VARCHAR(80) NOT NULL,
	input_hash VARCHAR(64) NOT NULL,
	entry_id BIGINT NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_transfer PRIMARY KEY (id),
	CONSTRAINT ck_transfer_amount_positive CHECK (amount_fen > 0),
	CONSTRAINT ck_transfer_two_accounts CHECK (debit_id <> credit_id),
	CONSTRAINT ck_transfer_reversal CHECK ((kind = 'reverse') = (reverses_id IS NOT NULL)),
	CONSTRAINT ck_transfer_transferkind CHECK (kind IN ('top_up', 'settle', 'refund', 'move', 'adjust', 'award', 'reverse')),
	CONSTRAINT fk_transfer_debit_id FOREIGN KEY(debit_id) REFERENCES account (id) ON DELETE RESTRICT,
	CONSTRAINT fk_transfer_credit_id FOREIGN KEY(credit_id) REFERENCES account (id) ON DELETE RESTRICT,
	CONSTRAINT fk_transfer_order_id FOREIGN KEY(order_id) REFERENCES domain_order (id) ON DELETE RESTRICT,
	CONSTRAINT fk_transfer_remittance_id FOREIGN KEY(remittance_id) REFERENCES remittance (id) ON DELETE RESTRICT,
	CONSTRAINT uq_transfer_reverses_id UNIQUE (reverses_id),
	CONSTRAINT fk_transfer_reverses_id FOREIGN KEY(reverses_id) REFERENCES transfer (id) ON DELETE RESTRICT,
	CONSTRAINT uq_transfer_key UNIQUE (key),
	CONSTRAINT fk_transfer_entry_id FOREIGN KEY(entry_id) REFERENCES journal_entry (id) ON DELETE RESTRICT
);

CREATE INDEX ix_transfer_at_id ON transfer (at, id);
CREATE INDEX ix_transfer_city_code_at_id ON transfer (city_code, at, id);
CREATE INDEX ix_transfer_city_code_id ON transfer (city_code, id);
CREATE INDEX ix_transfer_credit_id_id ON transfer (credit_id, id);
CREATE INDEX ix_transfer_debit_id_id ON transfer (debit_id, id);
CREATE INDEX ix_transfer_entry_id ON transfer (entry_id);
CREATE INDEX ix_transfer_kind_id ON transfer (kind, id);
CREATE INDEX ix_transfer_office_code_at_id ON transfer (office_code, at, id);
CREATE INDEX ix_transfer_office_code_id ON transfer (office_code, id);
CREATE INDEX ix_transfer_province_code_at_id ON transfer (province_code, at, id);
CREATE INDEX ix_transfer_province_code_id ON transfer (province_code, id);
CREATE INDEX ix_transfer_remittance_id ON transfer (remittance_id);
CREATE UNIQUE INDEX uq_transfer_order_settled ON transfer (order_id) WHERE kind = 'settle';
CREATE TABLE remittance_line (
	id BIGSERIAL NOT NULL,
	remittance_id BIGINT NOT NULL,
	payment_line_id BIGINT NOT NULL,
	amount_fen BIGINT NOT NULL,
	is_released BOOLEAN NOT NULL,
	province_code VARCHAR(6) NOT NULL,
	city_code VARCHAR(6) NOT NULL,
	office_code VARCHAR(6) NOT NULL,
	CONSTRAINT pk_remittance_line PRIMARY KEY (id),
	CONSTRAINT ck_remittance_line_amount_positive CHECK (amount_fen > 0),
	CONSTRAINT fk_remittance_line_remittance_id FOREIGN KEY(remittance_id) REFERENCES remittance (id) ON DELETE RESTRICT,
	CONSTRAINT fk_remittance_line_payment_line_id FOREIGN KEY(payment_line_id) REFERENCES payment_line (id) ON DELETE RESTRICT
);

CREATE INDEX ix_remittance_line_city_code_id ON remittance_line (city_code, id);
CREATE INDEX ix_remittance_line_office_code_id ON remittance_line (office_code, id);
CREATE INDEX ix_remittance_line_payment_line_id ON remittance_line (payment_line_id);
CREATE INDEX ix_remittance_line_province_code_id ON remittance_line (province_code, id);
CREATE INDEX ix_remittance_line_remittance_id ON remittance_line (remittance_id);
CREATE UNIQUE INDEX uq_remittance_line_live ON remittance_line (payment_line_id) WHERE NOT is_released;
-- guard: journal_entry_append_only_update on journal_entry
-- guard: journal_entry_append_only_delete on journal_entry
-- guard: journal_entry_append_only_truncate on journal_entry
-- guard: journal_receipt_append_only_update on journal_receipt
-- guard: journal_receipt_append_only_delete on journal_receipt
-- guard: journal_receipt_append_only_truncate on journal_receipt
-- guard: journal_change_append_only_update on journal_change
-- guard: journal_change_append_only_delete on journal_change
-- guard: journal_change_append_only_truncate on journal_change
-- guard: transfer_append_only_update on transfer
-- guard: transfer_append_only_delete on transfer
-- guard: transfer_append_only_truncate on transfer
-- guard: review_append_only_update on review
-- guard: review_append_only_delete on review
-- guard: review_append_only_truncate on review
-- guard: invoice_move_append_only_update on invoice_move
-- guard: invoice_move_append_only_delete on invoice_move
-- guard: invoice_move_append_only_truncate on invoice_move
-- guard: bank_receipt_append_only_update on bank_receipt
-- guard: bank_receipt_append_only_delete on bank_receipt
-- guard: bank_receipt_append_only_truncate on bank_receipt
-- guard: transfer_moves_balance on transfer
-- guard: account_moves_by_transfer on account
-- guard: account_born_empty on account
-- guard: transfer_reverses_whole on transfer
