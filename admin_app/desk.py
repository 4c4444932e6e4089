"""工作台: what waits for the actor, counted, each with the list it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_admin import AdminIndexView, expose
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.approve_office import APPROVE_OFFICE
from actions.approve_registry import APPROVE_REGISTRY
from actions.approve_request import APPROVE_REQUEST
from actions.catalog import grants_of
from actions.charge import CHARGE
from actions.confirm_adjustment import CONFIRM_ADJUSTMENT
from actions.confirm_unit import CONFIRM_UNIT
from actions.contract import Action, Reach
from actions.destroy_lot import DESTROY_LOT
from actions.issue_invoices import ISSUE_INVOICES
from actions.match import MATCH
from actions.refuse_domain_request import REFUSE_DOMAIN_REQUEST
from actions.remit import REMIT
from actions.renew import RENEW
from actions.resubmit import RESUBMIT
from actions.sign_for import SIGN_FOR
from actions.top_up import TOP_UP
from admin_app.actor import the_clock
from admin_app.desk_differences import differences
from admin_app.grid.lookup import COUNT_CAP
from admin_app.grid.query import count_rows, matching_ids
from admin_app.grid.state import ListState, to_pairs
from admin_app.invoice_notices import invoice_notices
from admin_app.portal import portal_context
from admin_app.presence import Presence
from admin_app.views import GRIDS
from models.base import db
from models.business_day import business_day
from models.domain import DomainState
from models.money import format_yuan
from models.payment import PaymentState
from models.review import ReviewStage
from models.reviewing import overdue_before, workday_limit
from models.setting import settings_of
from models.user import Role


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of a named list that wait for whoever may carry the action out."""

    label: Any
    #: None: it waits for whoever may read it.
    action: Action[Any, Any, Any] | None
    entity: str
    named: str | None
    #: The attribute that says since when a row waits.
    since: str | None = None
    #: Only names whose end is near.
    is_due: bool = False
    #: Only names whose reviewer at this stage has let his work days pass.
    overdue_at: ReviewStage | None = None
    #: What the guide says of it, shown while something waits.
    advice: Any = None
    #: The page that goes on from there, instead of the list.
    page: str | None = None
    #: Conditions of the list besides the office: (filter, value)…
    filters: tuple[tuple[str, Any], ...] = ()


#: What may wait for somebody, in the order of the guide's flow.
WAITING = (
    Waiting(_l("待确认单位"), CONFIRM_UNIT, "unit", "pending", "created_at"),
    Waiting(_l("待审核域名"), APPROVE_OFFICE, "domain", "to_review", "submitted_at"),
    Waiting(
        _l("待补正的域名（退回修改）"),
        RESUBMIT,
        "domain",
        None,
        "submitted_at",
        filters=(("state", DomainState.RETURNED),),
    ),
    Waiting(
        _l("待 CONAC 审核的域名"), APPROVE_REGISTRY, "domain", "office_approved", "submitted_at"
    ),
    Waiting(
        _l("逾期未审核的域名"),
        APPROVE_OFFICE,
        "domain",
        "to_review",
        overdue_at=ReviewStage.OFFICE,
        advice=_l("有域名等待审核已超过规定的工作日，请尽快办理。"),
    ),
    Waiting(
        _l("逾期未复审的域名"),
        APPROVE_REGISTRY,
        "domain",
        "office_approved",
        overdue_at=ReviewStage.REGISTRY,
        advice=_l("有域名等待 CONAC 审核已超过规定的工作日，请尽快办理。"),
    ),
    Waiting(_l("待办理的域名变更申请"), REFUSE_DOMAIN_REQUEST, "domain_request", "submitted"),
    Waiting(
        _l("待收费"),
        CHARGE,
        "order",
        "payable",
        "submitted_at",
        advice=_l("收费前请核对域名、缴费金额和发票，收费的同时为注册单位开具发票。"),
    ),
    Waiting(
        _l("待缴费域名（待汇款）"),
        REMIT,
        "order",
        "awaiting_remittance",
        "charged_at",
        advice=_l("完成收费的域名在“待缴费域名”中，请在“周汇款”中以周为单位向 CONAC 汇款。"),
    ),
    Waiting(
        _l("周汇款（待提交的汇款单）"),
        REMIT,
        "remittance",
        "draft",
        "created_at",
        page="weekly_remittance",
    ),
    Waiting(_l("待确认到账的汇款单"), TOP_UP, "remittance", "submitted", "created_at"),
    Waiting(_l("待复核的调账与退款"), CONFIRM_ADJUSTMENT, "adjustment", "proposed", "created_at"),
    Waiting(_l("待认款的银行流水"), MATCH, "bank_line", "open"),
    Waiting(_l("待审批的预开发票申请"), APPROVE_REQUEST, "request", "submitted", "created_at"),
    Waiting(
        _l("待签收的发票"),
        SIGN_FOR,
        "lot",
        "in_transit",
        "dispatched_at",
        advice=_l("收到发票后须在“预开发票管理”中点击“签收”，签收之后才计入发票余额。"),
    ),
    Waiting(
        _l("待补开票的收费"),
        ISSUE_INVOICES,
        "payment",
        None,
        "confirmed_at",
        advice=_l("有收费尚未开齐发票，请在“用户缴费查询”中补开发票。"),
        filters=(("state", PaymentState.CONFIRMED), ("invoice_deferred_reason", "yes")),
    ),
    Waiting(_l("退回待销毁的发票"), DESTROY_LOT, "lot", "returned", "dispatched_at"),
    Waiting(
        _l("即将到期的域名"),
        RENEW,
        "domain",
        "registered",
        is_due=True,
        advice=_l("建议注册单位将年限定为 2 年以上，可以减轻续费工作量。"),
    ),
    Waiting(_l("失败的后台任务"), None, "job_run", "failed", "queued_at"),
)


class Desk(AdminIndexView):
    """The first page after signing in."""

    def __init__(self) -> None:
        super().__init__(name=_l("工作台"), url="/admin")
        # Flask-Admin's own scripts and styles are never served.
        self.static_folder = None

    def is_accessible(self) -> bool:
        return bool(current_user.is_authenticated)

    @expose("/")
    def index(self) -> str:
        if current_user.actor.unit_id is not None:
            context = portal_context(db.session(), current_user, the_clock())
            return self.render("pages/portal.html", **context)
        waiting = _todo(db.session(), current_user)
        return self.render(
            "admin/desk.html",
            cards=_cards(current_user),
            todo=[line for line, _advice in waiting],
            notices=[
                *_shortages(current_user),
                *invoice_notices(db.session(), current_user.actor),
                *(advice for _line, advice in waiting if advice),
            ],
        )


def _cards(presence: Presence) -> list[tuple[Any, str, Any, str | None, str | None]]:
    cards: list[tuple[Any, str, Any, str | None, str | None]] = []
    if presence.balance_fen is not None:
        url = url_for("transfer.index_view")
        tone = "warning" if presence.balance_fen == 0 else None
        cards.append((_l("账户余额"), format_yuan(presence.balance_fen), None, url, tone))
    if presence.sheets is not None:
        url = url_for("lot.index_view", list="signed")
        tone = "warning" if presence.sheets == 0 else None
        cards.append((_l("发票余额"), f"{presence.sheets:,}", _l("张"), url, tone))
    return cards


def _shortages(presence: Presence) -> list[Any]:
    """What an office that collects money would miss at its next 收费."""
    if presence.sheets == 0 and presence.actor.role in grants_of(CHARGE):
        return [_l("发票余额为 0 张，请先申请并签收发票，再办理收费。")]
    return []


#: A line of the list: label, count, url, days since the oldest row waits.
Line = tuple[Any, str, str, int | None]


def _reach(waiting: Waiting, role: Role) -> Reach | None:
    return Reach.SCOPE if waiting.action is None else grants_of(waiting.action).get(role)


def _todo(session: Session, presence: Presence) -> list[tuple[Line, Any]]:
    """The lines of the list, each with the guide's advice."""
    lines: list[tuple[Line, Any]] = []
    for waiting in WAITING:
        reach = _reach(waiting, presence.actor.role)
        if reach is None or presence.actor.role not in GRIDS[waiting.entity].readers:
            continue
        state = _state(session, waiting, presence.actor.office_code if reach is Reach.OWN else None)
        if count := count_rows(session, GRIDS[waiting.entity], state):
            url = _url(waiting, state)
            days = _oldest_days(session, waiting, state)
            lines.append(((waiting.label, _capped(count), url, days), waiting.advice))
    count, url = differences(session, presence.actor, the_clock().today())
    if count:
        lines.append(((_l("对账差异"), _capped(count), url, None), None))
    return lines


def _oldest_days(session: Session, waiting: Waiting, state: ListState) -> int | None:
    """Days since the first row of the list came to wait; keys are drawn in the order of birth."""
    if waiting.since is None:
        return None
    grid = GRIDS[waiting.entity]
    model: Any = grid.model
    first = matching_ids(session, grid, state, limit=1)
    since = session.scalar(select(getattr(model, waiting.since)).where(model.id.in_(first)))
    return None if since is None else (the_clock().today() - business_day(since)).days


def _url(waiting: Waiting, state: ListState) -> str:
    """The page where it is done, or the list of what waits."""
    if waiting.page is not None:
        return url_for(f"{waiting.page}.index")
    return f"{url_for(f'{waiting.entity}.index_view')}?{urlencode(to_pairs(state))}"


def _state(session: Session, waiting: Waiting, office_code: str | None) -> ListState:
    filters = dict(waiting.filters)
    if office_code:
        filters["office_code"] = office_code
    today = the_clock().today()
    if waiting.overdue_at is not None:
        limit = workday_limit(waiting.overdue_at, settings_of(session))
        filters["waits_since"] = (None, overdue_before(today, limit))
    if waiting.is_due:
        until = today + timedelta(days=settings_of(session).renewal_window_days)
        filters["due_on"] = (today, until)
    grid = GRIDS[waiting.entity]
    return ListState(named=waiting.named, filters=filters, sort=grid.default_sort)


def _capped(count: int) -> str:
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"
