"""Who may do what, as domain.md 4.5 writes it down: capability × role, and what each one means.

● own scope · ◐ own office only · △ offices below where a switch of the province says so · ▲ offices
below · ○ reads · – nothing. A mark followed by a note differs from domain.md, and the note is why.

What came after domain.md is tried too, as the catalog and the views grant it: `Capability.granted`
and `read_by`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from actions.core.action import Reach
from models.users.user import Role

ROLES = (
    Role.REGISTRY_ADMIN,
    Role.REGISTRY_FINANCE,
    Role.REGISTRY_REVIEWER,
    Role.PROVINCE_ADMIN,
    Role.CITY_ADMIN,
    Role.COUNTY_ADMIN,
    Role.CASHIER,
    Role.VIEWER,
    Role.UNIT_USER,
)

#: Roles that domain.md does not know: they are tried as the catalog grants.
OTHER_ROLES = tuple(role for role in Role if role not in {*ROLES, Role.SYSTEM})

#: What the catalog says for a mark. A switch is a condition of the row, tried by its own verb's
#: test; the catalog must reach as far as the switch can.
REACH: dict[str, Reach | None] = {
    "●": Reach.SCOPE,
    "◐": Reach.OWN,
    "◐△": Reach.SCOPE,
    "◐▲": Reach.SCOPE,
    "▲": Reach.BELOW,
    "○": None,
    "–": None,
}
#: How a grant that domain.md does not speak of is marked.
_MARKS = {Reach.SCOPE: "●", Reach.OWN: "◐", Reach.BELOW: "▲", None: "–"}


@dataclass(frozen=True)
class Capability:
    """A line of the table: its marks in the order of ROLES, and the verbs and forms it means."""

    name: str
    marks: str
    acts: tuple[str, ...]
    #: act → {role: mark} where one verb of the line differs.
    but: dict[str, dict[Role, str]] = field(default_factory=dict)
    why: str = ""

    @classmethod
    def granted(cls, key: str, grants: Mapping[Role, Reach]) -> Capability:
        """The line of an act that domain.md does not speak of: what the catalog grants."""
        marks = (_MARKS[grants.get(role)] for role in ROLES)
        return cls("beyond domain.md", " ".join(marks), (key,))

    def mark(self, role: Role, act: str) -> str:
        marks = dict(zip(ROLES, self.marks.split(), strict=True))
        return self.but.get(act, {}).get(role, marks[role])


TABLE = (
    Capability(
        "manage offices, users",
        "● – – ◐▲ ◐▲ ◐ – – –",
        (
            "create_user",
            "change_role",
            "rename_user",
            "reset_password",
            "disable_user",
            "enable_user",
            "hand_over",
            "edit_office",
            "edit_user",
            "change_many_user",
            "change_many_office",
        ),
    ),
    Capability(
        "answer the handover of a desk",
        "● ● ● ◐ ◐ ◐ ◐ – –",
        ("confirm_hand_over", "refuse_hand_over", "withdraw_hand_over"),
        but={"withdraw_hand_over": {Role.PROVINCE_ADMIN: "◐▲", Role.CITY_ADMIN: "◐▲"}},
        why="Only the person named as the taker answers; administrators withdraw what is stuck.",
    ),
    Capability(
        "end tokens of programs",
        "● ● ● ◐▲ ◐▲ ◐ ◐ ◐ ◐",
        ("revoke_token",),
        why="Everybody ends their own (tried apart); an administrator those of their people.",
    ),
    Capability(
        "own profile, addresses, 缴费方式",
        "● – – ◐ ◐ ◐ – – –",
        (
            "edit_payment_mode",
            "change_many_payment_mode",
            "edit_mailing_address",
            "create_mailing_address",
            "change_many_mailing_address",
        ),
        but={
            "change_many_mailing_address": {Role.REGISTRY_ADMIN: "–"},
            "edit_mailing_address": {Role.REGISTRY_ADMIN: "–"},
            "create_mailing_address": {Role.REGISTRY_ADMIN: "–"},
        },
        why="Nothing is mailed to the registry; an office keeps its own addresses.",
    ),
    Capability(
        "units: create, edit, merge",
        "● – ○ ● ● ● ○ ○ –",
        (
            "register_unit",
            "confirm_unit",
            "refuse_unit",
            "edit_unit",
            "change_many_unit",
            "rename_unit",
            "merge_units",
            "transfer_unit",
            "suspend_unit",
            "resume_unit",
            "abolish_unit",
        ),
        but={
            "edit_unit": {Role.UNIT_USER: "●"},
            "change_many_unit": {Role.UNIT_USER: "●"},
            "transfer_unit": {Role.COUNTY_ADMIN: "–"},
        },
        why="A unit edits its own profile; only who sees both offices moves a unit.",
    ),
    Capability(
        "submit a domain, withdraw",
        "– – – ● ● ● – – ●",
        ("submit_domain", "resubmit", "withdraw", "edit_domain", "change_many_domain"),
    ),
    Capability("first review 编办审核", "– – – ◐△ ◐△ ◐ – – –", ("approve_office",)),
    Capability("second review CONAC审核", "● – ● – – – – – –", ("approve_registry",)),
    Capability(
        "either review: 退回, 不通过",
        "● – ● ◐△ ◐△ ◐ – – –",
        ("return_for_changes", "reject"),
        why="One verb serves both stages; whose word the name waits for is the row's.",
    ),
    Capability("收费", "– – – ◐△ ◐ ◐ ◐ – –", ("charge",)),
    Capability(
        "reverse a payment",
        "– – – ◐▲ ◐ ◐ ◐ – –",
        ("reverse_payment",),
        why="A cashier takes back their own charge within minutes (5.3, 16); later nobody alone.",
    ),
    Capability("续费", "– – – ● ● ● ● – ●", ("renew", "cancel_order")),
    Capability(
        "汇款",
        "– – – ◐△ ◐ ◐ ◐ ○ –",
        ("remit", "draft_remittance", "cancel_remittance"),
        but={
            "draft_remittance": {Role.PROVINCE_ADMIN: "◐"},
            "cancel_remittance": {Role.PROVINCE_ADMIN: "◐"},
        },
        why="What the province remits for its counties is the province's own 汇款单.",
    ),
    Capability(
        "充值, refund, adjust",
        "– ● – – – – – – –",
        (
            "top_up",
            "settle",
            "reject_remittance",
            "upload_statement",
            "match",
            "unmatch",
            "set_aside",
            "refund",
            "adjust",
            "confirm_adjustment",
            "reject_adjustment",
        ),
        but={
            "confirm_adjustment": {Role.REGISTRY_ADMIN: "●"},
            "reject_adjustment": {Role.REGISTRY_ADMIN: "●"},
        },
        why="The second person of a registry with one finance user is its administrator.",
    ),
    Capability("move balance to a lower office", "– ● – ▲ ▲ – – – –", ("move_balance",)),
    Capability("预开发票申请", "– – – ● ◐ ◐ – – –", ("request_invoices", "cancel_request")),
    Capability(
        "approve, dispatch a request",
        "– ● – – – – – – –",
        ("approve_request", "reject_request", "dispatch"),
    ),
    Capability(
        "stock goes back",
        "– – – ◐ ◐ ◐ – – –",
        ("return_lot", "lose_lot", "destroy_lot"),
        but={
            "lose_lot": {Role.REGISTRY_FINANCE: "●"},
            "destroy_lot": {
                Role.REGISTRY_FINANCE: "●",
                Role.PROVINCE_ADMIN: "–",
                Role.CITY_ADMIN: "–",
                Role.COUNTY_ADMIN: "–",
            },
        },
        why="Sheets leave by the hand of who holds them; the registry sent and destroys them.",
    ),
    Capability("签收", "– – – ◐ ◐ ◐ ◐ – –", ("sign_for",)),
    Capability(
        "拆分",
        "– – – ◐ ◐ – – – –",
        ("split",),
        why="● → ▲ speaks of the receivers: whoever holds sheets splits them, to offices below.",
    ),
    Capability(
        "issue, 作废, 红冲",
        "– – – ◐△ ◐ ◐ ◐ – –",
        ("issue_invoices", "void_invoice", "reverse_invoice"),
        why="Whoever may charge gives and takes back the sheets of what they charged.",
    ),
    Capability(
        "hold, transfer, confirm deletion: request",
        "– – – ● ● ● – – –",
        ("request_domain_change",),
    ),
    Capability(
        "red page edit, publish",
        "● – – ● ● ● – – ●",
        ("write_red_page", "publish_red_page", "take_down_red_page"),
    ),
    Capability(
        "hold, transfer, confirm deletion",
        "● – ○ – – – – – –",
        ("hold", "release", "transfer_domain", "delete_domain", "refuse_domain_request"),
    ),
    Capability(
        "fee schedule, settings, dictionaries",
        "● ○ – ○ ○ ○ – – –",
        ("set_switches", "change_setting", "set_fee", "set_invoice_type"),
        but={"set_switches": {Role.PROVINCE_ADMIN: "◐"}},
        why="两代一统 (Q7): the three switches of a province are the province's own.",
    ),
    Capability(
        "set up, rename, merge and close offices",
        "● – – – – – – – –",
        ("create_office", "rename_office", "merge_office", "move_office", "close_office"),
        why="Which divisions there are is the State's word, entered once for the country.",
    ),
    Capability(
        "自定义字段",
        "● – – ◐ – – – – –",
        ("define_field",),
        why="The registry for all, a province for itself and below.",
    ),
    Capability(
        "保留名称",
        "● – – – – – – – –",
        ("reserve_names", "end_reservations"),
        why="The list is the registry's; every office may read it.",
    ),
    Capability(
        "bulk import units, domains", "● – – ● ● ● – – –", ("accept_rows", "accept_changes")
    ),
    Capability(
        "奖励经费",
        "● ● – ○ ○ ○ – ○ –",
        ("set_award_rule", "accrue_awards"),
        but={"accrue_awards": {Role.REGISTRY_ADMIN: "–"}},
        why="The rule is the registry's word; the sums are its finance's.",
    ),
    Capability(
        "备注, 附件",
        "● ● ● ● ● ● ● – –",
        ("add_note", "withdraw_note", "attach_file", "withdraw_file"),
        why="Who works on rows says what the next one should know; a registrant reads none.",
    ),
    Capability(
        "own views of lists",
        "● ● ● ● ● ● ● ● ●",
        ("save_view", "change_view", "delete_view"),
    ),
    Capability(
        "one's background runs",
        "● ● ● ◐ ◐ ◐ ◐ – ◐",
        ("stop_run",),
        why="What a person handed over they may stop; an administrator stops it for an office, the"
        " registry's for any.",
    ),
    Capability(
        "letters that did not arrive",
        "● – – ● ● ● – – –",
        ("resend_mail",),
        why="Whoever may correct the address sends the letter again.",
    ),
    Capability(
        "addresses of other systems",
        "● – – ◐ – – – – –",
        ("register_webhook", "change_webhook", "stop_webhook", "start_webhook", "replay_delivery"),
        why="What leaves for other systems is decided by the registry and by provinces.",
    ),
    Capability(
        "definitions for an office and those below",
        "● – – ◐ – – – – –",
        (
            *("define_label", "change_label", "retire_label", "restore_label"),
            *("define_choice_list", "change_choice_list"),
            *("retire_choice_list", "restore_choice_list"),
            *("add_choice", "change_choice", "retire_choice", "restore_choice"),
            *(f"{done}_own_role" for done in ("define", "change", "retire", "restore")),
        ),
        why="The registry defines for everybody, a province for itself and its offices.",
    ),
    Capability(
        "reports for an office and those below",
        "● ◐ – ◐ ◐ ◐ ◐ – –",
        ("define_report", "change_report", "retire_report", "restore_report"),
        why="A report shows each reader their own rows, so every office may keep some.",
    ),
    Capability(
        "reports by mail",
        "● ● – ● ● ● ● – –",
        ("mail_report",),
        why="Whoever keeps reports sends them, also those from above, to people within reach.",
    ),
    Capability(
        "ending reports by mail",
        "● ◐ – ● ● ● ◐ – –",
        ("stop_mailing",),
        why="An office above may stop what an office below sends.",
    ),
    Capability(
        "reports on one's own desk",
        "● ● ● ● ● ● ● ● –",
        ("put_on_desk", "take_off_desk", "work_out_report"),
        why="A desk is its user's own, as are figures: they are worked out under their scope.",
    ),
    Capability(
        "rules for an office and those below",
        "● – – ◐ – – – – –",
        ("define_rule", "change_rule", "retire_rule", "restore_rule"),
        why="The registry sets rules for everybody, a province for itself and its offices.",
    ),
    Capability(
        "tasks that rules hand out",
        "● ● ● ● ● ● ● – –",
        ("finish_task",),
        why="Whoever works on records finishes what a rule asked for.",
    ),
    Capability(
        "registers for an office and those below",
        "● – – ◐ ◐ ◐ – – –",
        (
            *("open_register", "change_register", "retire_register", "restore_register"),
            *(
                "define_register_field",
                "change_field",
                "retire_field",
                "restore_field",
                "work_out_field",
            ),
        ),
        why="Every office keeps lists of its own, which nobody beside it sees.",
    ),
    Capability(
        "moving rows of registers",
        "● ● ● ● ● ● ◐ – –",
        ("move_register_rows",),
        why="Each register says which of these roles may make which move.",
    ),
    Capability("the nightly jobs", "– – – – – – – – –", ("lapse",)),
)

#: List → who reads it: the roles of domain.md's line that have any mark but –, and the notes.
READS: dict[str, str] = {
    "office": "● ○ ○ ● ● ● ○ ○ –",
    "user": "● – – ● ● ● – ○ –",
    "api_token": "● – – ● ● ● – – –",
    "payment_mode": "● ○ ○ ● ● ● ○ ○ ○",
    "mailing_address": "● ○ ○ ● ● ● ○ ○ –",
    "unit": "● ○ ○ ● ● ● ○ ○ ○",
    "domain": "● ○ ● ● ● ● ○ ○ ●",
    "order": "○ ● ○ ● ● ● ● ○ ●",
    "payment": "○ ● – ● ● ● ● ○ ○",
    "remittance": "○ ● – ● ● ● ● ○ –",
    "request": "○ ● – ● ● ● ○ ○ –",
    "lot": "○ ● – ● ● ● ● ○ –",
    "invoice": "○ ● – ● ● ● ● ○ ○",
    "transfer": "○ ● – ● ● ● ● ○ –",
    "handover_record": "○ ○ ○ ○ ○ ○ ○ ○ –",
    "adjustment": "○ ● – ● ● ● ● ○ –",
    "domain_request": "● ○ ○ ● ● ● ○ ○ –",
    "red_page": "● – – ● ● ● – – ●",
    "payment_line": "○ ● – ● ● ● ● ○ ○",
    "remittance_line": "○ ● – ● ● ● ● ○ –",
    "bank_statement": "○ ● – – – – – – –",
    "bank_line": "○ ● – – – – – – –",
    "reserved_name": "● ○ ○ ○ ○ ○ ○ ○ –",
    "field": "● ○ ○ ● ○ ○ ○ ○ –",
    "award_rule": "● ● – ○ ○ ○ – ○ –",
    "award_accrual": "● ● – ○ ○ ○ – ○ –",
    "import_sheet": "● – – ● ● ● – – –",
    "import_row": "● – – ● ● ● – – –",
    "file_record": "● – – ● ● ● – ○ –",
    "mail": "● ○ ○ ● ● ● ○ ○ –",
    "webhook": "● – – ● – – – – –",
    "webhook_delivery": "● – – ● – – – – –",
    "job_run": "● ○ ○ ● ● ● ○ ○ ○",
    "access_refusal": "● – – ● ● ● – ○ –",
    "label": "● ○ ○ ● ○ ○ ○ ○ –",
    "register": "● ○ ○ ● ● ● ○ ○ –",
    # Each register hides its rows from the roles that it does not name.
    "register_row": "● ● ● ● ● ● ● ○ –",
    "role": "● ○ ○ ● ○ ○ ○ ○ –",
    "choice_list": "● ○ ○ ● ○ ○ ○ ○ –",
    "choice": "● ○ ○ ● ○ ○ ○ ○ –",
    "report_mailing": "● ○ ○ ● ● ● ○ ○ –",
    "report_sending": "○ ○ ○ ○ ○ ○ ○ ○ –",
    "report": "● ○ ○ ● ● ● ○ ○ –",
    "rule": "● ○ ○ ● ○ ○ ○ ○ –",
    "rule_firing": "● ● – ● ● ● ● ○ –",
    "configuration": "● – – ● – – – – –",
    "journal": "● ○ ○ ● ● ● ○ ○ ○",
}


def read_by(readers: frozenset[Role]) -> str:
    """The marks of a list that domain.md does not speak of: who the view says may read it."""
    return " ".join("○" if role in readers else "–" for role in ROLES)
