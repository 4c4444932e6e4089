"""Modules without their own test, and the tests that cover them. The list may only shrink."""

from __future__ import annotations

#: Folders whose modules are alike: what is true of each is tried of all at once.
ALIKE = {
    "actions/audiences/": "tables: laws/rows/test_who_is_told, actions/core/test_announcement",
    "admin_app/labels/": "words: test_every_identifier_has_a_label, test_english_catalogue",
    "admin_app/views/": "declared lists: test_every_screen_opens, test_every_door_is_scoped",
    "migrations/": "revisions: tests/migrations goes over all of them, there and back",
    "models/invariants/": "rules in SQL: test_invariants forges a row against each",
    "seed/": "made worlds: the three test_build.py and test_minimal.py look at them whole",
}

#: The folder: why its modules have no test of their own, and their names.
ONE_BY_ONE = {
    "actions": (
        "tables, which laws/access/test_permissions reads row by row",
        "actor_actions labelled permissions registering",
    ),
    "actions/core": (
        "used by verbs: tried through test_perform, test_plan, test_crud and the verbs",
        """activity_kinds actor adverse_review context ended_remittance export input_fields
        input_texts pruning refusal refusal_json refused_access request_run
        withdrawal""",
    ),
    "actions/configuration": (
        "tried through test_verbs: each kind goes there and back",
        "applying current difference document keeping kinds messages",
    ),
    "actions/core/reorganisation": ("tried through test_transfer and test_merge", "units"),
    "actions/core/choices": (
        "tried through test_define_choice_list and test_add_choice",
        "choice_rules",
    ),
    "actions/core/labels": ("tried through test_define_label and test_change_label", "label_names"),
    "actions/core/rules": (
        "tried through rules/test_define_rule and test_change_rule",
        "rule_check rule_input",
    ),
    "actions/rules": (
        "tried through admin_app/jobs/test_rules, and beside its opposite in test_retire_rule",
        "carry_out finish_task judge_events restore_rule seek_dates",
    ),
    "actions/core/row_facts": (
        "each is tried by laws/rows/test_row_facts, and shown by test_plan_rows",
        """billing choices definitions domains handovers imports invoices jobs ledger names offices
        records registers remittances reports rules units users webhooks workspace""",
    ),
    "actions/core/records": (
        (
            "tried through admin_app/pages/workspace/test_import_outcome, "
            "admin_app/files/test_import_sheets, admin_app/grid/test_own_fields and "
            "definitions/test_define_field"
        ),
        """comparison editable field_history field_rules kind_conversion natural_keys new_field
        new_rows own_cells own_input revision with_own_fields""",
    ),
    "actions/definitions": (
        "tried beside their opposites, test_retire_label and test_retire_choice",
        "ask_to_purge_field restore_choice restore_choice_list restore_label restore_report",
    ),
    "actions/core/reports": ("tried through test_define_report", "report_rules"),
    "actions/domains": (
        "tried through web/test_public_red_pages, test_transfer, test_hold and jobs/test_reminders",
        """publish_red_page refuse_change release remind request_change unpublish_red_page
        write_red_page""",
    ),
    "actions/imports": (
        "tried through pages/workspace/test_imports and test_import_outcome",
        "accept_changes accept_rows stage_sheet",
    ),
    "actions/invoices": (
        "tried beside their opposites: test_approve_request, test_reverse, billing/test_charge",
        "cancel_request issue notify_overdue_lots reject_request void",
    ),
    "actions/jobs": (
        "run by jobs alone: tried through admin_app/jobs",
        """give_up_mail notify_run_finished prune_configurations prune_mail prune_notices
        prune_reminders prune_runs send_digest send_report stop_run""",
    ),
    "actions/ledger": (
        "the second half of a proposal: tried with test_refund and test_proposed_credit",
        "confirm_adjustment reject_adjustment",
    ),
    "actions/offices": (
        "tried through pages/offices/test_desk_handover and auth/test_contact_settings",
        "confirm_hand_over hand_over refuse_hand_over set_own_contact withdraw_hand_over",
    ),
    "actions/core/registers": (
        "tried through test_open_register and admin_app/grid/test_register_grid",
        "definition_rules row_entry",
    ),
    "actions/registers": ("tried beside its opposite, test_retire_register", "restore_register"),
    "actions/remittances": ("tried beside its opposite, test_cancel", "reject"),
    "actions/units": (
        "tried through auth/test_self_registration and test_suspend",
        "confirm refuse resume self_register",
    ),
    "actions/users": (
        "tried through auth/test_login, test_disable_user, test_issue_token and web/test_tour",
        "change_password count_wrong_password enable_user revoke_token set_tour sign_in",
    ),
    "actions/webhooks": (
        "tried through test_register_webhook and test_replay_delivery",
        "change_webhook start_webhook stop_webhook",
    ),
    "actions/workspace": (
        "tried through test_timeline, test_notes_and_files, test_notifications, test_put_on_desk",
        """add_note attach_file mark_notices_read stop_mailing take_off_desk withdraw_file
        withdraw_note""",
    ),
    "admin_app/api": (
        "tried through test_actions, test_openapi_lists and past/test_routes",
        "lists openapi registers",
    ),
    "admin_app/auth": (
        "tried through test_login, test_unsent_form and test_current_actor",
        "known_device rate_limit sign_in_page",
    ),
    "admin_app/cli": (
        "tried through test_commands, jobs/test_schedule and practice/test_mount",
        "jobs practice running users",
    ),
    "admin_app/cli/scaffold": (
        "tried through test_commands, and on a clone of the tree by laws/test_growth",
        "action entity model_names",
    ),
    "admin_app/files": (
        (
            "one reader in pieces, and writers that every export goes through: tried with files as "
            "banks and clerks write them, in test_bank_statement_rows, test_sheet_reader, "
            "test_division_changes and exporting/test_routes"
        ),
        """bank_profiles bank_statement_headings bank_statement_reader bank_statement_token
        csv_writer division_sheet import_synonyms import_token reserved_name_sheet
        workbook_reader""",
    ),
    "admin_app/forms": (
        "tried through test_office_lookup, test_action_form and laws/rows/test_look_alike_keys",
        "office_choices office_field refusal_text request_errors rewritten_text",
    ),
    "admin_app/grid": (
        (
            "routes and words of every list: tried through listing, planning and record, and of "
            "every list in laws/pages/test_every_screen_opens"
        ),
        """errors list_routes office_routes page_text partial_routes record_routes
        register_view spec view_request""",
    ),
    "admin_app/grid/exporting": (
        "tried through test_routes, bulk/test_files and files/test_xlsx_writer",
        "csv_list worksheets",
    ),
    "admin_app/grid/filters": (
        "one class a kind: tried through test_filter, test_conditions and listing/test_list_state",
        "choice office own ranges texts",
    ),
    "admin_app/grid/grouping": (
        "tried through test_query, which asks for the pages",
        "offices page routes",
    ),
    "admin_app/grid/listing": (
        (
            "one page in pieces: tried through test_list_state, test_facets, test_sorting and "
            "test_keyset, which ask for the page"
        ),
        """capped_count condition_chips cursor filter_fields headings
        group_links list_request page past_day query saved_views search_strategy""",
    ),
    "admin_app/grid/past": (
        "tried through test_rows and test_routes",
        "conditions related_names",
    ),
    "admin_app/grid/reporting": (
        "tried through test_question and pages/definitions/test_saved_report",
        "builder cost drawn group_names key_slices measuring",
    ),
    "admin_app/grid/planning": (
        "one page in pieces: tried through test_plan_page, test_drift and test_selection",
        "background_plan chosen_rows own_receipts plan_request receipts routes",
    ),
    "admin_app/grid/record": (
        (
            "one page in pieces: tried through test_edit_form, test_history and "
            "pages/workspace/test_timeline"
        ),
        "page related_rows row_hints timeline timeline_section",
    ),
    "admin_app/i18n": (
        "tried through laws/words/test_english_pages and laws/pages/test_every_page",
        "preferences translation_cache",
    ),
    "admin_app/jobs": (
        "tried through test_schedule, test_batch_run and test_reminders, which run them",
        """job lapse_unpaid nightly_settlement slice_execution supervisor
        weekly_drafts""",
    ),
    "admin_app/pages/definitions": (
        "tried through test_saved_report and workspace/test_put_on_desk",
        "desk_reports opened_report report_draft",
    ),
    "admin_app/pages/billing": (
        "tried through test_charging and papers/test_paper",
        "charging_units money_papers",
    ),
    "admin_app/pages/remittances": (
        "tried through test_reconciliation and laws/pages/test_every_report_has_files",
        "reconciliation_address reconciliation_tables",
    ),
    "admin_app/pages/domains": (
        "tried through web/test_public_red_pages",
        "red_page_preview",
    ),
    "admin_app/pages/registers": ("tried through grid/test_register_grid", "register_rows"),
    "admin_app/pages/offices": (
        "tried through forms/test_office_lookup, test_settings and test_comparison",
        "comparison_figures office_lookup",
    ),
    "admin_app/pages/workspace": (
        "tried through grid/planning/test_plan_page and web/test_tour",
        "receipt tour",
    ),
    "admin_app/papers": (
        "tried through test_paper and test_report_files",
        "money report",
    ),
    "admin_app/practice": (
        "tried through test_mount",
        "rebuild session",
    ),
    "admin_app/web": (
        "through test_security_headers, test_page_frame, test_errors and pages/test_every_report",
        "embedded_plan health fallback_error_page menu page paper_page report_page request_guard",
    ),
    "admin_app/values": (
        "one class a kind: tried through test_kind, and of every list in files/test_xlsx_writer",
        """days facts figures formula_guard happenings import_errors named own sql_literal texts
        words""",
    ),
    "admin_app/workbench": (
        "tried through test_tiles and test_todo",
        "combined_query count_links invoice_warnings reconciliation_gaps",
    ),
    "models/billing": (
        "tables and sums: tried through actions/billing, actions/domains and views/domains",
        "amounts_due fee open_fee order payment",
    ),
    "models/core": (
        "beneath every row: tried through test_journal, test_scope and races/test_unknown_outcomes",
        "base change_listener engine hidden_rows loaded_rows locking write_probe",
    ),
    "models/definitions": (
        "tried through test_known_fields, test_field_spec, test_add_choice and test_verbs",
        "choice_list chosen_words configuration field_choices own_field",
    ),
    "models/domains": (
        "tables and lifecycles: laws/rows/test_lifecycles_are_total, actions/domains",
        "change_request domain red_page reminder",
    ),
    "models/imports": (
        "tried through admin_app/pages/workspace/test_imports and test_import_outcome",
        "difference remembered_heading row_checks row_parser sheet",
    ),
    "models/invoices": (
        "tables, and what the verbs on sheets share: tried through actions/invoices",
        "invoice invoice_request invoice_type issue partial_lots source stock",
    ),
    "models/jobs": (
        "tables of runs and letters: tried through admin_app/jobs",
        "attempts job_progress job_run mail_delivery outbox",
    ),
    "models/ledger": (
        "what the verbs on money share: tried through actions/ledger and actions/remittances",
        """adjustment award collection_switches credit_differences invoice_cancellation
        refund settled_registration""",
    ),
    "models/registers": (
        "tried through actions/registers and admin_app/grid/test_register_grid",
        "known_registers register register_row register_spec templates",
    ),
    "models/offices": (
        "tables and their names: tried through seed/reference and actions/offices",
        "division division_change office place_name",
    ),
    "models/registration": (
        "tried through test_name_check, test_domain_filing and actions/units/test_register",
        "name_suggestions nationwide_uniqueness reserved_name unit_registration",
    ),
    "models/remittances": (
        "what the verbs on remittances share: tried through actions/remittances",
        """bank_columns bank_direction bank_known_lines bank_staging bank_statement draft
        in_transit release remittance week""",
    ),
    "models/reports": (
        "questions of one page each: tried through that page in admin_app",
        """handover office_comparison order_payments payment_lines place_counts profile_gaps
        registrant_summary remitted_orders stock_card unsettled_reason weekly_totals""",
    ),
    "models/units": (
        "a table with its lifecycle: tried through actions/units",
        "unit",
    ),
    "models/users": (
        "tables of logins: tried through auth/test_login, test_refused_access and test_custody",
        "access_refusal credentials login_attempt own_role second_person session_activity user",
    ),
    "models/values": (
        "tried through core/test_text_type, test_uscc, test_match_proposals, test_answers",
        "answer_kind limits lost_digits order_kind payer radicals tld typed_text",
    ),
    "models/rules": ("tables and lifecycles: tried through admin_app/jobs/test_rules", "rule"),
    "models/webhooks": ("tried through admin_app/jobs/test_webhook_sender", "delivery_attempts"),
    "models/workspace": (
        "tables of what a user keeps: tried through actions/workspace and test_notify",
        "annotated_row attachment basket note notification report_tile saved_view",
    ),
}
