"""Who may do what: every action of the system, one readable table (domain.md 4.5).

● SCOPE own office and below · ◐ OWN own office only · ▲ BELOW offices below only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from actions.billing.cancel_order import CANCEL_ORDER
from actions.billing.charge import CHARGE
from actions.billing.reverse_payment import REVERSE_PAYMENT
from actions.configuration.kinds import kinds_of
from actions.configuration.verbs import configuration_verbs
from actions.core.action import Action, F, I, R, Reach
from actions.core.actor import Actor
from actions.core.records.change_many import CHANGE_MANY
from actions.definitions.add_choice import ADD_CHOICE
from actions.definitions.ask_to_purge_field import ASK_TO_PURGE_FIELD
from actions.definitions.change_choice import CHANGE_CHOICE
from actions.definitions.change_choice_list import CHANGE_CHOICE_LIST
from actions.definitions.change_field import CHANGE_FIELD
from actions.definitions.change_field_kind import CHANGE_FIELD_KIND
from actions.definitions.change_label import CHANGE_LABEL
from actions.definitions.change_report import CHANGE_REPORT
from actions.definitions.define_choice_list import DEFINE_CHOICE_LIST
from actions.definitions.define_field import DEFINE_FIELD
from actions.definitions.define_label import DEFINE_LABEL
from actions.definitions.define_report import DEFINE_REPORT
from actions.definitions.purge_field import PURGE_FIELD
from actions.definitions.restore_choice import RESTORE_CHOICE
from actions.definitions.restore_choice_list import RESTORE_CHOICE_LIST
from actions.definitions.restore_field import RESTORE_FIELD
from actions.definitions.restore_label import RESTORE_LABEL
from actions.definitions.restore_report import RESTORE_REPORT
from actions.definitions.retire_choice import RETIRE_CHOICE
from actions.definitions.retire_choice_list import RETIRE_CHOICE_LIST
from actions.definitions.retire_field import RETIRE_FIELD
from actions.definitions.retire_label import RETIRE_LABEL
from actions.definitions.retire_report import RETIRE_REPORT
from actions.definitions.templates.change_paper import CHANGE_PAPER
from actions.definitions.templates.change_template import CHANGE_TEMPLATE
from actions.definitions.templates.keep_letter import KEEP_LETTER
from actions.definitions.templates.reset_template import RESET_TEMPLATE
from actions.definitions.templates.restore_template import RESTORE_TEMPLATE
from actions.definitions.work_out_field import WORK_OUT_FIELD
from actions.domains.approve_office import APPROVE_OFFICE
from actions.domains.approve_registry import APPROVE_REGISTRY
from actions.domains.delete import DELETE_DOMAIN
from actions.domains.end_reservations import END_RESERVATIONS
from actions.domains.hold import HOLD
from actions.domains.lapse import LAPSE
from actions.domains.publish_red_page import PUBLISH_RED_PAGE
from actions.domains.refuse_change import REFUSE_DOMAIN_REQUEST
from actions.domains.reject import REJECT
from actions.domains.release import RELEASE
from actions.domains.renew import RENEW
from actions.domains.request_change import REQUEST_DOMAIN_CHANGE
from actions.domains.reserve_names import RESERVE_NAMES
from actions.domains.resubmit import RESUBMIT
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from actions.domains.submit import SUBMIT_DOMAIN
from actions.domains.transfer import TRANSFER_DOMAIN
from actions.domains.unpublish_red_page import TAKE_DOWN_RED_PAGE
from actions.domains.withdraw import WITHDRAW
from actions.domains.write_red_page import WRITE_RED_PAGE
from actions.imports.accept_changes import ACCEPT_CHANGES
from actions.imports.accept_rows import ACCEPT_ROWS
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.cancel_request import CANCEL_REQUEST
from actions.invoices.destroy_lot import DESTROY_LOT
from actions.invoices.dispatch import DISPATCH
from actions.invoices.issue import ISSUE_INVOICES
from actions.invoices.reject_request import REJECT_REQUEST
from actions.invoices.report_lost_lot import LOSE_LOT
from actions.invoices.request import REQUEST_INVOICES
from actions.invoices.return_lot import RETURN_LOT
from actions.invoices.reverse import REVERSE_INVOICE
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT
from actions.invoices.void import VOID_INVOICE
from actions.jobs.resend_mail import RESEND_MAIL
from actions.jobs.stop_run import STOP_RUN
from actions.labelled import LABELLING
from actions.ledger.accrue_awards import ACCRUE_AWARDS
from actions.ledger.adjust import ADJUST
from actions.ledger.confirm_adjustment import CONFIRM_ADJUSTMENT
from actions.ledger.move_balance import MOVE_BALANCE
from actions.ledger.refund import REFUND
from actions.ledger.reject_adjustment import REJECT_ADJUSTMENT
from actions.ledger.set_award_rule import SET_AWARD_RULE
from actions.ledger.settle import SETTLE
from actions.offices.change_setting import CHANGE_SETTING
from actions.offices.close_office import CLOSE_OFFICE
from actions.offices.confirm_hand_over import CONFIRM_HAND_OVER
from actions.offices.create_office import CREATE_OFFICE
from actions.offices.hand_over import HAND_OVER
from actions.offices.merge_office import MERGE_OFFICE
from actions.offices.move_office import MOVE_OFFICE
from actions.offices.refuse_hand_over import REFUSE_HAND_OVER
from actions.offices.rename_office import RENAME_OFFICE
from actions.offices.set_fee import SET_FEE
from actions.offices.set_invoice_type import SET_INVOICE_TYPE
from actions.offices.set_switches import SET_SWITCHES
from actions.offices.withdraw_hand_over import WITHDRAW_HAND_OVER
from actions.registering import OPENERS, REGISTERING
from actions.remittances.cancel import CANCEL_REMITTANCE
from actions.remittances.draft import DRAFT_REMITTANCE
from actions.remittances.ignore_line import SET_ASIDE
from actions.remittances.match import MATCH
from actions.remittances.reject import REJECT_REMITTANCE
from actions.remittances.submit import REMIT
from actions.remittances.top_up import TOP_UP
from actions.remittances.unmatch import UNMATCH
from actions.remittances.upload_statement import UPLOAD_STATEMENT
from actions.rules.change_rule import CHANGE_RULE
from actions.rules.define_rule import DEFINE_RULE
from actions.rules.finish_task import FINISH_TASK
from actions.rules.restore_rule import RESTORE_RULE
from actions.rules.retire_rule import RETIRE_RULE
from actions.units.abolish import ABOLISH_UNIT
from actions.units.confirm import CONFIRM_UNIT
from actions.units.merge import MERGE_UNITS
from actions.units.refuse import REFUSE_UNIT
from actions.units.register import REGISTER_UNIT
from actions.units.rename import RENAME_UNIT
from actions.units.resume import RESUME_UNIT
from actions.units.suspend import SUSPEND_UNIT
from actions.units.transfer import TRANSFER_UNIT
from actions.users.change_role import CHANGE_ROLE
from actions.users.create_user import CREATE_USER
from actions.users.disable_user import DISABLE_USER
from actions.users.enable_user import ENABLE_USER
from actions.users.own_role import EDIT_RECORDS, LABEL_RECORDS, verbs
from actions.users.rename_user import RENAME_USER
from actions.users.reset_password import RESET_PASSWORD
from actions.users.revoke_token import REVOKE_TOKEN
from actions.users.set_own_role import SET_OWN_ROLE
from actions.webhooks.change_webhook import CHANGE_WEBHOOK
from actions.webhooks.register_webhook import REGISTER_WEBHOOK
from actions.webhooks.replay_delivery import REPLAY_DELIVERY
from actions.webhooks.start_webhook import START_WEBHOOK
from actions.webhooks.stop_webhook import STOP_WEBHOOK
from actions.workspace.add_note import ADD_NOTE
from actions.workspace.attach_file import ATTACH_FILE
from actions.workspace.change_view import CHANGE_VIEW
from actions.workspace.delete_view import DELETE_VIEW
from actions.workspace.mail_report import MAIL_REPORT
from actions.workspace.put_on_desk import PUT_ON_DESK
from actions.workspace.save_view import SAVE_VIEW
from actions.workspace.stop_mailing import STOP_MAILING
from actions.workspace.take_off_desk import TAKE_OFF_DESK
from actions.workspace.withdraw_file import WITHDRAW_FILE
from actions.workspace.withdraw_note import WITHDRAW_NOTE
from actions.workspace.work_out_report import WORK_OUT_REPORT
from models.core.base import Base
from models.offices.office import Office
from models.users.own_role import OwnRole
from models.users.user import Role

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
_SCOPE, _OWN, _BELOW = Reach.SCOPE, Reach.OWN, Reach.BELOW

Grants = Mapping[Role, Reach]

_DESK: Grants = {
    Role.PROVINCE_ADMIN: _OWN,
    Role.CITY_ADMIN: _OWN,
    Role.COUNTY_ADMIN: _OWN,
    Role.CASHIER: _OWN,
}

_OFFICES: Grants = {
    Role.PROVINCE_ADMIN: _SCOPE,
    Role.CITY_ADMIN: _SCOPE,
    Role.COUNTY_ADMIN: _SCOPE,
}

#: 网络红页 belong to the unit; offices and the registry may edit them too.
_PAGES: Grants = {**_OFFICES, Role.REGISTRY_ADMIN: _SCOPE, Role.UNIT_USER: _SCOPE}

#: For offices below, a reviewer decides only where the first review was moved up to them.
_FIRST_REVIEW: Grants = {
    Role.PROVINCE_ADMIN: _SCOPE,
    Role.CITY_ADMIN: _SCOPE,
    Role.COUNTY_ADMIN: _OWN,
}

#: Only an office's administrator sends sheets elsewhere, never a cashier.
_STOCK: Grants = {
    Role.PROVINCE_ADMIN: _OWN,
    Role.CITY_ADMIN: _OWN,
    Role.COUNTY_ADMIN: _OWN,
}

#: 用户管理: offices manage their own users and, above a county, those of offices below.
_USER_ADMINS: Grants = {
    Role.REGISTRY_ADMIN: _SCOPE,
    Role.PROVINCE_ADMIN: _SCOPE,
    Role.CITY_ADMIN: _SCOPE,
    Role.COUNTY_ADMIN: _OWN,
}
_USERS: Grants = {Role.SYSTEM: _SCOPE, **_USER_ADMINS}

#: One's own API tokens; the registry's users are all of one office.
_OWN_TOKENS: Grants = {
    role: _SCOPE if role.startswith("registry") else _OWN
    for role in Role
    if role is not Role.SYSTEM
}

#: 岗位交接: everybody who may have a desk in an office.
_OWN_DESK: Grants = {
    role: reach for role, reach in _OWN_TOKENS.items() if role not in {Role.UNIT_USER, Role.VIEWER}
}

_SECOND_REVIEW: Grants = {Role.REGISTRY_ADMIN: _SCOPE, Role.REGISTRY_REVIEWER: _SCOPE}

#: 机构改革: roles that register units also reorganise them (units: create, edit, merge).
_REFORM: Grants = {**_OFFICES, Role.REGISTRY_ADMIN: _SCOPE}

_TREE: Grants = {Role.REGISTRY_ADMIN: _SCOPE}

_FINANCE: Grants = {Role.REGISTRY_FINANCE: _SCOPE}

_ASKS: Grants = {
    Role.PROVINCE_ADMIN: _SCOPE,
    Role.CITY_ADMIN: _OWN,
    Role.COUNTY_ADMIN: _OWN,
}

#: Notes and files: every office may add them, except read-only roles.
_BESIDE: Grants = {
    **_OFFICES,
    Role.CASHIER: _SCOPE,
    Role.REGISTRY_ADMIN: _SCOPE,
    Role.REGISTRY_FINANCE: _SCOPE,
    Role.REGISTRY_REVIEWER: _SCOPE,
}
#: 视图 (saved views): everybody may have their own.
_EVERYONE: Grants = {role: _SCOPE for role in Role if role is not Role.SYSTEM}

#: Roles that may queue a selection may stop it; a unit sees only its own runs.
_RUNS: Grants = {
    Role.REGISTRY_ADMIN: _SCOPE,
    Role.REGISTRY_FINANCE: _SCOPE,
    Role.REGISTRY_REVIEWER: _SCOPE,
    Role.PROVINCE_ADMIN: _OWN,
    Role.CITY_ADMIN: _OWN,
    Role.COUNTY_ADMIN: _OWN,
    Role.CASHIER: _OWN,
    Role.UNIT_USER: _OWN,
}

#: What leaves for other systems is decided by the registry and by provinces.
_SENDS_OUT: Grants = {Role.REGISTRY_ADMIN: _SCOPE, Role.PROVINCE_ADMIN: _OWN}
#: What holds for an office and those below it: the registry's definitions and a province's own.
_DEFINITIONS: Grants = {Role.REGISTRY_ADMIN: _SCOPE, Role.PROVINCE_ADMIN: _OWN}
#: A new version is of the office that writes it, so nobody restores another's.
_OWN_DEFINITIONS: Grants = {Role.REGISTRY_ADMIN: _OWN, Role.PROVINCE_ADMIN: _OWN}

#: 报表 on one's own desk: whoever opens reports.
_DESKS: Grants = {role: _SCOPE for role in Role if role not in {Role.SYSTEM, Role.UNIT_USER}}

#: 报表 (reports): those who answer for an office's work keep them for it and for those below.
_REPORTS: Grants = {
    Role.REGISTRY_ADMIN: _SCOPE,
    Role.REGISTRY_FINANCE: _OWN,
    Role.PROVINCE_ADMIN: _OWN,
    Role.CITY_ADMIN: _OWN,
    Role.COUNTY_ADMIN: _OWN,
    Role.CASHIER: _OWN,
}

#: In the order of buttons; the first of a state is the main one of lists of that state.
CATALOG: dict[Action[Any, Any, Any], Grants] = {
    REGISTER_UNIT: {**_OFFICES, Role.REGISTRY_ADMIN: _SCOPE},
    CONFIRM_UNIT: {**_OFFICES, Role.REGISTRY_ADMIN: _SCOPE},
    REFUSE_UNIT: {**_OFFICES, Role.REGISTRY_ADMIN: _SCOPE},
    ACCEPT_ROWS: {**_OFFICES, Role.REGISTRY_ADMIN: _SCOPE},
    ACCEPT_CHANGES: {**_OFFICES, Role.REGISTRY_ADMIN: _SCOPE},
    SUBMIT_DOMAIN: {**_OFFICES, Role.UNIT_USER: _SCOPE},
    APPROVE_OFFICE: _FIRST_REVIEW,
    APPROVE_REGISTRY: _SECOND_REVIEW,
    RETURN_FOR_CHANGES: {**_FIRST_REVIEW, **_SECOND_REVIEW},
    REJECT: {**_FIRST_REVIEW, **_SECOND_REVIEW},
    RENEW: {**_OFFICES, Role.CASHIER: _SCOPE, Role.UNIT_USER: _SCOPE},
    RESUBMIT: {**_OFFICES, Role.UNIT_USER: _SCOPE},
    WITHDRAW: {**_OFFICES, Role.UNIT_USER: _SCOPE},
    LAPSE: {Role.SYSTEM: _SCOPE},
    HOLD: {Role.REGISTRY_ADMIN: _SCOPE},
    RELEASE: {Role.REGISTRY_ADMIN: _SCOPE},
    TRANSFER_DOMAIN: {Role.REGISTRY_ADMIN: _SCOPE},
    DELETE_DOMAIN: {Role.REGISTRY_ADMIN: _SCOPE},
    REQUEST_DOMAIN_CHANGE: _OFFICES,
    REFUSE_DOMAIN_REQUEST: {Role.REGISTRY_ADMIN: _SCOPE},
    RESERVE_NAMES: {Role.REGISTRY_ADMIN: _SCOPE},
    END_RESERVATIONS: {Role.REGISTRY_ADMIN: _SCOPE},
    WRITE_RED_PAGE: _PAGES,
    PUBLISH_RED_PAGE: _PAGES,
    TAKE_DOWN_RED_PAGE: _PAGES,
    # For offices below, a province charges and remits only where it collects for all.
    CHARGE: {**_DESK, Role.PROVINCE_ADMIN: _SCOPE},
    DRAFT_REMITTANCE: {**_DESK, Role.SYSTEM: _SCOPE},
    REMIT: {**_DESK, Role.PROVINCE_ADMIN: _SCOPE},
    CANCEL_ORDER: {**_OFFICES, Role.CASHIER: _SCOPE, Role.UNIT_USER: _SCOPE},
    # A cashier may reverse their own charge within minutes; later a second person must.
    REVERSE_PAYMENT: {**_DESK, Role.PROVINCE_ADMIN: _SCOPE},
    # Roles that may charge may also issue and take back the invoices.
    ISSUE_INVOICES: {**_DESK, Role.PROVINCE_ADMIN: _SCOPE},
    VOID_INVOICE: {**_DESK, Role.PROVINCE_ADMIN: _SCOPE},
    REVERSE_INVOICE: {**_DESK, Role.PROVINCE_ADMIN: _SCOPE},
    CANCEL_REMITTANCE: _DESK,
    REJECT_REMITTANCE: _FINANCE,
    TOP_UP: _FINANCE,
    UPLOAD_STATEMENT: _FINANCE,
    MATCH: _FINANCE,
    UNMATCH: _FINANCE,
    SET_ASIDE: _FINANCE,
    REFUND: _FINANCE,
    ADJUST: _FINANCE,
    # The second person may be the registry's administrator, where finance is one person.
    CONFIRM_ADJUSTMENT: {**_FINANCE, Role.REGISTRY_ADMIN: _SCOPE},
    REJECT_ADJUSTMENT: {**_FINANCE, Role.REGISTRY_ADMIN: _SCOPE},
    # Cities move nothing unless a setting allows it.
    MOVE_BALANCE: {**_FINANCE, Role.PROVINCE_ADMIN: _BELOW, Role.CITY_ADMIN: _BELOW},
    SETTLE: {**_FINANCE, Role.SYSTEM: _SCOPE},
    REQUEST_INVOICES: _ASKS,
    CANCEL_REQUEST: _ASKS,
    APPROVE_REQUEST: _FINANCE,
    REJECT_REQUEST: _FINANCE,
    DISPATCH: _FINANCE,
    SIGN_FOR: _DESK,
    SPLIT: {Role.PROVINCE_ADMIN: _OWN, Role.CITY_ADMIN: _OWN},
    RETURN_LOT: _STOCK,
    # A lost parcel is reported by the sender or the receiver.
    LOSE_LOT: {**_STOCK, **_FINANCE},
    DESTROY_LOT: _FINANCE,
    SET_SWITCHES: {Role.REGISTRY_ADMIN: _SCOPE, Role.PROVINCE_ADMIN: _OWN},
    # CONAC alone changes which offices there are.
    CREATE_OFFICE: _TREE,
    RENAME_OFFICE: _TREE,
    MERGE_OFFICE: _TREE,
    MOVE_OFFICE: _TREE,
    CLOSE_OFFICE: _TREE,
    RENAME_UNIT: _REFORM,
    MERGE_UNITS: _REFORM,
    # Only those who see both offices can move a unit between them.
    TRANSFER_UNIT: {
        Role.PROVINCE_ADMIN: _SCOPE,
        Role.CITY_ADMIN: _SCOPE,
        Role.REGISTRY_ADMIN: _SCOPE,
    },
    SUSPEND_UNIT: _REFORM,
    RESUME_UNIT: _REFORM,
    ABOLISH_UNIT: _REFORM,
    CREATE_USER: _USERS,
    HAND_OVER: _USERS,
    # Whoever is named as the taker answers, whatever their role.
    CONFIRM_HAND_OVER: _OWN_DESK,
    REFUSE_HAND_OVER: _OWN_DESK,
    WITHDRAW_HAND_OVER: {**_OWN_DESK, **_USERS},
    CHANGE_ROLE: _USERS,
    SET_OWN_ROLE: _USER_ADMINS,
    # A person answers its warning, so that the system does not run it.
    RENAME_USER: _USER_ADMINS,
    RESET_PASSWORD: _USERS,
    DISABLE_USER: _USERS,
    ENABLE_USER: _USERS,
    # Everybody may revoke their own; those of others need the permission to manage logins.
    REVOKE_TOKEN: {**_OWN_TOKENS, **_USERS},
    CHANGE_SETTING: {Role.REGISTRY_ADMIN: _SCOPE},
    SET_FEE: {Role.REGISTRY_ADMIN: _SCOPE},
    SET_INVOICE_TYPE: {Role.REGISTRY_ADMIN: _SCOPE},
    SET_AWARD_RULE: {Role.REGISTRY_ADMIN: _SCOPE, **_FINANCE},
    ACCRUE_AWARDS: {**_FINANCE, Role.SYSTEM: _SCOPE},
    # Whoever may edit a record may edit many.
    **{change: editable.grants for change, editable in CHANGE_MANY.items()},
    ADD_NOTE: _BESIDE,
    WITHDRAW_NOTE: _BESIDE,
    DEFINE_FIELD: _DEFINITIONS,
    # Cities and counties have fields in registers of their own alone.
    CHANGE_FIELD: OPENERS,
    CHANGE_FIELD_KIND: OPENERS,
    RETIRE_FIELD: OPENERS,
    ASK_TO_PURGE_FIELD: OPENERS,
    # Another person of the office, or of one above it.
    PURGE_FIELD: dict.fromkeys(OPENERS, _SCOPE),
    RESTORE_FIELD: OPENERS,
    WORK_OUT_FIELD: OPENERS,
    SAVE_VIEW: _EVERYONE,
    CHANGE_VIEW: _EVERYONE,
    DELETE_VIEW: _EVERYONE,
    ATTACH_FILE: _BESIDE,
    WITHDRAW_FILE: _BESIDE,
    STOP_RUN: _RUNS,
    RESEND_MAIL: {**_OFFICES, Role.REGISTRY_ADMIN: _SCOPE},
    REGISTER_WEBHOOK: _SENDS_OUT,
    CHANGE_WEBHOOK: _SENDS_OUT,
    STOP_WEBHOOK: _SENDS_OUT,
    START_WEBHOOK: _SENDS_OUT,
    REPLAY_DELIVERY: _SENDS_OUT,
    DEFINE_LABEL: _DEFINITIONS,
    CHANGE_LABEL: _DEFINITIONS,
    RETIRE_LABEL: _DEFINITIONS,
    RESTORE_LABEL: _DEFINITIONS,
    DEFINE_CHOICE_LIST: _DEFINITIONS,
    CHANGE_CHOICE_LIST: _DEFINITIONS,
    RETIRE_CHOICE_LIST: _DEFINITIONS,
    RESTORE_CHOICE_LIST: _DEFINITIONS,
    ADD_CHOICE: _DEFINITIONS,
    CHANGE_CHOICE: _DEFINITIONS,
    RETIRE_CHOICE: _DEFINITIONS,
    RESTORE_CHOICE: _DEFINITIONS,
    DEFINE_REPORT: _REPORTS,
    CHANGE_REPORT: _REPORTS,
    RETIRE_REPORT: _REPORTS,
    RESTORE_REPORT: _REPORTS,
    PUT_ON_DESK: _DESKS,
    TAKE_OFF_DESK: _DESKS,
    WORK_OUT_REPORT: _DESKS,
    CHANGE_TEMPLATE: _DEFINITIONS,
    CHANGE_PAPER: _DEFINITIONS,
    RESTORE_TEMPLATE: _OWN_DEFINITIONS,
    RESET_TEMPLATE: _OWN_DEFINITIONS,
    KEEP_LETTER: _DEFINITIONS,
    MAIL_REPORT: dict.fromkeys(_REPORTS, _SCOPE),
    STOP_MAILING: {**dict.fromkeys(_REPORTS, _OWN), **_OFFICES, Role.REGISTRY_ADMIN: _SCOPE},
    **LABELLING,
    **REGISTERING,
    DEFINE_RULE: _DEFINITIONS,
    CHANGE_RULE: _DEFINITIONS,
    RETIRE_RULE: _DEFINITIONS,
    RESTORE_RULE: _DEFINITIONS,
    FINISH_TASK: _BESIDE,
}
#: What only built-in roles do: who opens logins could give others what they do not have.
_MANAGING = frozenset({CREATE_USER, CHANGE_ROLE, SET_OWN_ROLE, RESET_PASSWORD, ENABLE_USER})
#: What an own role leaves or closes as one line: each record has these.
_LINES: Mapping[Action[Any, Any, Any], str] = {
    **dict.fromkeys(CHANGE_MANY, EDIT_RECORDS),
    **dict.fromkeys(LABELLING, LABEL_RECORDS),
}
#: What it leaves or closes one by one: all the rest but what people do for themselves.
_WORK = {
    action: grants
    for action, grants in CATALOG.items()
    if grants is not _EVERYONE and action not in _LINES and action not in _MANAGING
}
CATALOG |= verbs(_WORK)
#: Every kind of definition; the verbs on own roles are made above.
DEFINITION_KINDS = kinds_of({action.key: action for action in CATALOG if action.model is OwnRole})
_CONFIGURATION = configuration_verbs(DEFINITION_KINDS)
CATALOG |= _CONFIGURATION
KEEP_CONFIGURATION_NIGHTLY = next(action for action in _CONFIGURATION if action.model is Office)


def grants_of(action: Action[R, I, F]) -> Grants:
    """The roles that may run an action; generated record actions carry their own."""
    return CATALOG.get(action.listed, action.grants)


def reach_of(actor: Actor, action: Action[R, I, F]) -> Reach | None:
    """On whose rows the actor may run an action; None where they may not run it at all."""
    if actor.work is not None and not _is_left(action, actor.work):
        return None
    return grants_of(action).get(actor.role)


def _is_left(action: Action[R, I, F], work: Collection[str]) -> bool:
    """Whether an own role leaves an action to its holder."""
    is_for_oneself = grants_of(action) is _EVERYONE or action not in CATALOG
    line = EDIT_RECORDS if action.is_record else _LINES.get(action)
    return (is_for_oneself if line is None else line in work) or action.key in work


def may_run(actor: Actor, action: Action[R, I, F]) -> bool:
    """Whether the actor may run an action on any row."""
    return reach_of(actor, action) is not None


def action_of(key: str) -> Action[Any, Any, Any] | None:
    """The catalogued action of that name, or None."""
    return next((action for action in CATALOG if action.key == key), None)


def actions_on(model: type[Base]) -> tuple[Action[Any, Any, Any], ...]:
    """The actions that tick rows of a model, in the table's order."""
    return tuple(action for action in CATALOG if action.model is model)


def creation_of(model: type[R]) -> Action[R, DataclassInstance, object]:
    """The verb that creates rows of a model. Raises StopIteration where there is none."""
    return next(action for action in actions_on(model) if action.maximum_rows == 0)
