"""A notice (通知) as it is read: its kind, its sentence, and the rows it leads to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from admin_app.labels import action_title, sentence, word
from admin_app.labels.lookup import spoken_facts
from admin_app.labels.offices.settings import SETTINGS
from admin_app.views import GRIDS
from models.definitions.own_words import known_language
from models.definitions.template import KnownWordings, Wording, known_wordings
from models.domains.change_request import DomainRequestKind
from models.users.user import Role
from models.values.calendar import business_day, instant
from models.values.order_kind import OrderKind
from models.values.wording.named_text import fill_in
from models.workspace.notification import Notification
from models.workspace.notify import NoticeKind, Topic

#: Topic → the list of its rows, as (entity, query); if the facts have a key, that row, or the rows
#: that one run changed. None: there is nothing to open.
LINKS: dict[Topic, tuple[str, dict[str, str]] | None] = {
    Topic.SUBMITTED: ("domain", {}),
    Topic.WITHDRAWN: ("domain", {"list": "history"}),
    Topic.OFFICE_APPROVED: ("domain", {"list": "office_approved"}),
    Topic.REGISTRY_APPROVED: ("domain", {"list": "registry_approved"}),
    Topic.RETURNED: ("domain", {"state": "returned"}),
    Topic.REJECTED: ("domain", {"list": "history"}),
    Topic.LAPSED: ("domain", {"list": "history"}),
    Topic.HELD: ("domain", {}),
    Topic.RELEASED: ("domain", {}),
    Topic.DOMAIN_RECEIVED: ("domain", {}),
    Topic.DOMAIN_TRANSFERRED: ("domain", {}),
    Topic.DOMAIN_DELETED: ("domain", {"list": "history"}),
    Topic.NAME_REGISTERED: ("domain", {}),
    Topic.NAME_RENEWED: ("domain", {}),
    Topic.EXPIRING: ("domain", {"list": "registered", "sort": "due_on"}),
    Topic.CHANGE_REQUESTED: ("domain_request", {}),
    Topic.CHANGE_REFUSED: ("domain_request", {}),
    Topic.PAGE_PUBLISHED: ("red_page", {}),
    Topic.PAGE_TAKEN_DOWN: ("red_page", {}),
    Topic.RENEWAL_ORDERED: ("order", {}),
    Topic.ORDER_CANCELLED: ("order", {}),
    Topic.REMITTED: ("order", {}),
    Topic.SETTLED_ELSEWHERE: ("order", {}),
    Topic.REFUNDED: ("order", {}),
    Topic.NAME_REFUNDED: ("order", {}),
    Topic.CHARGED: ("payment", {}),
    Topic.PAYMENT_REVERSED: ("payment", {}),
    Topic.TOPPED_UP: ("transfer", {}),
    Topic.SETTLED: ("transfer", {}),
    Topic.CREDIT_REVERSED: ("transfer", {}),
    Topic.REFUND_RETURNED: ("transfer", {}),
    Topic.BALANCE_MOVED: ("transfer", {}),
    Topic.ADJUSTMENT_PROPOSED: ("adjustment", {}),
    Topic.PROPOSAL_CONFIRMED: ("adjustment", {}),
    Topic.PROPOSAL_REJECTED: ("adjustment", {}),
    Topic.ADJUSTED: ("adjustment", {}),
    Topic.REMITTANCE_REJECTED: ("remittance", {}),
    Topic.DRAFT_READY: ("remittance", {}),
    Topic.AWARD_RULE_SET: ("award_rule", {}),
    Topic.AWARD_ACCRUED: ("award_accrual", {}),
    Topic.INVOICES_ISSUED: ("invoice", {}),
    Topic.INVOICE_VOIDED: ("invoice", {}),
    Topic.INVOICE_REVERSED: ("invoice", {}),
    Topic.INVOICES_REQUESTED: ("request", {}),
    Topic.REQUEST_CANCELLED: ("request", {}),
    Topic.REQUEST_APPROVED: ("request", {}),
    Topic.REQUEST_REJECTED: ("request", {}),
    Topic.SHEETS_TO_RETURN: ("invoice", {}),
    Topic.DISPATCHED: ("lot", {"list": "in_transit"}),
    Topic.SPLIT: ("lot", {"list": "in_transit"}),
    Topic.LOTS_OVERDUE: ("lot", {"list": "in_transit"}),
    Topic.LOT_RETURNED: ("lot", {}),
    Topic.LOT_LOST: ("lot", {}),
    Topic.LOT_DESTROYED: ("lot", {}),
    Topic.UNIT_ENTERED: ("unit", {}),
    Topic.UNIT_ENROLLED: ("unit", {}),
    Topic.UNIT_CONFIRMED: ("unit", {}),
    Topic.UNIT_RENAMED: ("unit", {}),
    Topic.UNITS_MERGED: ("unit", {}),
    Topic.UNIT_TRANSFERRED: ("unit", {}),
    Topic.UNIT_RECEIVED: ("unit", {}),
    Topic.UNIT_SUSPENDED: ("unit", {}),
    Topic.UNIT_RESUMED: ("unit", {}),
    Topic.UNIT_ABOLISHED: ("unit", {}),
    Topic.IMPORT_FINISHED: ("import_row", {}),
    Topic.RUN_FINISHED: ("job_run", {}),
    Topic.RUN_FINISHED_SUM: ("job_run", {}),
    Topic.RUN_FAILED: ("job_run", {}),
    Topic.MAIL_UNDELIVERED: ("mail", {}),
    Topic.RUN_CHECKED: ("job_run", {}),
    Topic.RUN_CHECK_FAILED: ("job_run", {}),
    Topic.RUN_STOPPED: ("job_run", {}),
    Topic.RULE_FIRED: ("rule_firing", {}),
    Topic.RULE_PAUSED: ("rule", {}),
    Topic.OFFICE_CREATED: ("office", {}),
    Topic.OFFICE_RENAMED: ("office", {}),
    Topic.OFFICE_MERGED: ("office", {}),
    Topic.OFFICE_TAKEN_OVER: ("unit", {}),
    Topic.OFFICE_MOVED: ("office", {}),
    Topic.OFFICE_CLOSED: ("office", {}),
    Topic.SWITCHES_SET: ("office", {}),
    Topic.DESK_HANDED_OVER: ("user", {}),
    Topic.HANDOVER_PROPOSED: ("handover_record", {}),
    Topic.HANDOVER_REFUSED: ("handover_record", {}),
    Topic.HANDOVER_WITHDRAWN: ("handover_record", {}),
    Topic.SETTING_CHANGED: None,
    Topic.PRICE_SET: None,
    Topic.INVOICE_TYPE_SET: None,
    Topic.ROLE_CHANGED: None,
    Topic.USER_RENAMED: None,
    Topic.LOGIN_ENABLED: None,
    Topic.PASSWORD_RESET: None,
    Topic.TOKEN_REVOKED: None,
}

#: The lists of each kind; a topic of any other list is about the system.
_KIND_OF_LIST = {
    **dict.fromkeys(("domain", "domain_request", "red_page"), NoticeKind.DOMAIN),
    **dict.fromkeys(
        ("order", "payment", "transfer", "adjustment", "remittance", "award_rule", "award_accrual"),
        NoticeKind.MONEY,
    ),
    **dict.fromkeys(("invoice", "lot", "request"), NoticeKind.INVOICE),
    "unit": NoticeKind.UNIT,
}
#: Facts stored as keys, and how they are said.
_SPOKEN: dict[str, Callable[[str], str]] = {
    "action": action_title,
    "kind": lambda value: word(DomainRequestKind(value)),
    "operation": lambda value: word(OrderKind(value)),
    "setting": lambda value: str(SETTINGS[value][0]),
}
#: Kinds with a topic today. Rows outlive topics, so a kind kept in the table may have none.
_TOPICS = frozenset(Topic)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as the template draws it."""

    id: int
    day: dt.date
    time: str
    #: What its office put above the sentence; empty: nothing.
    title: str
    said: str
    #: None: nothing to open, or nothing that this reader may.
    url: str | None
    is_unread: bool


def kind_of(topic: Topic) -> NoticeKind:
    """What a topic is about."""
    link = LINKS[topic]
    return _KIND_OF_LIST.get(link[0] if link else "", NoticeKind.SYSTEM)


def topics_of(kind: NoticeKind) -> list[Topic]:
    """The topics of a kind."""
    return [topic for topic in Topic if kind_of(topic) is kind]


def wordings_for(session: Session, rows: Sequence[Notification]) -> KnownWordings | None:
    """The words of the reader's office for some notices; None where there are no notices."""
    if not rows:
        return None
    since = min(row.at for row in rows)
    kinds = list({row.kind for row in rows})
    return known_wordings(session, kinds, known_language(session), rows[0].office_code, since)


def notice_line(row: Notification, role: Role, wordings: KnownWordings | None = None) -> NoticeLine:
    """The notice for a reader of this role, in the words that held when it was written."""
    day, time = business_day(row.at), instant(row.at)[-5:]
    is_unread = row.read_at is None
    if row.kind not in _TOPICS:
        return NoticeLine(row.id, day, time, "", _("这类通知已不再使用。"), None, is_unread)
    topic = Topic(row.kind)
    facts = facts_said(row)
    wording = None if wordings is None else wordings.at(topic, row.at)
    title, said = worded_notice(topic, facts, wording)
    return NoticeLine(row.id, day, time, title, said, _url(topic, row, role), is_unread)


def worded_notice(
    topic: Topic, facts: Mapping[str, object], wording: Wording | None
) -> tuple[str, str]:
    """The heading and the sentence of a notice; without words of an office, the default."""
    if wording is None:
        return "", sentence(topic, facts)
    spoken = spoken_facts(facts)
    said = fill_in(wording.body, spoken) if wording.body else sentence(topic, facts)
    return fill_in(wording.title or "", spoken), said


def facts_said(row: Notification) -> dict[str, object]:
    """The facts of a notice, keys in words."""
    return {name: _spoken(name, value) for name, value in row.facts.items()}


def _spoken(name: str, value: object) -> object:
    return _SPOKEN[name](value) if name in _SPOKEN and isinstance(value, str) else value


def _url(topic: Topic, row: Notification, role: Role) -> str | None:
    link, facts = LINKS[topic], row.facts
    if link is None or "is_gone" in facts or role not in GRIDS[link[0]].readers:
        return None
    entity, query = link
    if (key := facts.get("row_id")) is not None:
        page = GRIDS[entity].page
        return url_for(f"{page}.index" if page else f"{entity}.details_view", id=key)
    if (entry_id := facts.get("entry_id")) is not None:
        return url_for(f"{entity}.index_view", run=entry_id)
    if (sheet_id := facts.get("sheet_id")) is not None:
        query = {**query, "sheet_id": str(sheet_id)}
    return url_for(f"{entity}.index_view", **query)
