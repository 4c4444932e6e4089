"""The kinds of pending work, in the order of the guide; data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from actions.billing.charge import CHARGE
from actions.core.action import Action
from actions.domains.approve_office import APPROVE_OFFICE
from actions.domains.approve_registry import APPROVE_REGISTRY
from actions.domains.refuse_change import REFUSE_DOMAIN_REQUEST
from actions.domains.renew import RENEW
from actions.domains.resubmit import RESUBMIT
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.destroy_lot import DESTROY_LOT
from actions.invoices.issue import ISSUE_INVOICES
from actions.invoices.sign_for import SIGN_FOR
from actions.jobs.resend_mail import RESEND_MAIL
from actions.ledger.confirm_adjustment import CONFIRM_ADJUSTMENT
from actions.offices.confirm_hand_over import CONFIRM_HAND_OVER
from actions.remittances.match import MATCH
from actions.remittances.submit import REMIT
from actions.remittances.top_up import TOP_UP
from actions.rules.finish_task import FINISH_TASK
from actions.units.confirm import CONFIRM_UNIT
from actions.webhooks.replay_delivery import REPLAY_DELIVERY
from models.billing.payment import PaymentState
from models.domains.domain import DomainState
from models.domains.review import ReviewStage


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of a named list that wait for those who may run the action."""

    label: Any
    #: None: for all who may read it.
    action: Action[Any, Any, Any] | None
    entity: str
    named: str | None
    #: The attribute that says since when a row waits.
    since: str | None = None
    #: Only names that expire soon.
    is_due: bool = False
    #: Only names overdue for review at this stage.
    overdue_at: ReviewStage | None = None
    #: The guide's hint, shown while something waits.
    advice: Any = None
    #: Only names that wait for the actor's own office: 两代一统 may move its review up.
    is_desk: bool = False
    #: Offices below concern the actor only where the province collects for them (两代一统).
    is_pooled: bool = False
    #: The page to link to instead of the list.
    page: str | None = None
    #: The filter that names whom a row waits for: only the actor's own; None: any of the office.
    person: str | None = None
    #: Conditions of the list besides the office: (filter, value)…
    filters: tuple[tuple[str, Any], ...] = ()


#: The kinds of pending work, in the order of the guide.
WAITING = (
    Waiting(_l("待确认单位"), CONFIRM_UNIT, "unit", "pending", "created_at"),
    Waiting(_l("待审核域名"), APPROVE_OFFICE, "domain", "to_review", "submitted_at", is_desk=True),
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
        "waits_since",
        overdue_at=ReviewStage.OFFICE,
        is_desk=True,
        advice=_l("有域名等待审核已超过规定的工作日，请尽快办理。"),
    ),
    Waiting(
        _l("逾期未复审的域名"),
        APPROVE_REGISTRY,
        "domain",
        "office_approved",
        "waits_since",
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
        is_pooled=True,
        advice=_l("收费前请核对域名、缴费金额和发票，收费的同时为注册单位开具发票。"),
    ),
    Waiting(
        _l("待缴费域名（待汇款）"),
        REMIT,
        "order",
        "awaiting_remittance",
        "charged_at",
        is_pooled=True,
        advice=_l("完成收费的域名在“待缴费域名”中，请在“周汇款”中以周为单位向 CONAC 汇款。"),
    ),
    Waiting(
        _l("周汇款（待提交的汇款单）"),
        REMIT,
        "remittance",
        "draft",
        "created_at",
        is_pooled=True,
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
        is_pooled=True,
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
    Waiting(
        _l("待您确认接收的岗位交接"),
        CONFIRM_HAND_OVER,
        "handover_record",
        "proposed",
        "recorded_at",
        person="taker_id",
    ),
    Waiting(_l("失败的后台任务"), None, "job_run", "failed", "queued_at"),
    Waiting(_l("未送达的邮件"), RESEND_MAIL, "mail", "undelivered", "written_at"),
    Waiting(_l("未送达的推送"), REPLAY_DELIVERY, "webhook_delivery", "undelivered", "written_at"),
    Waiting(_l("规则交办的待办"), FINISH_TASK, "rule_firing", "open", "fired_at"),
)
