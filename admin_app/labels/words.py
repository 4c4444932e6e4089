"""Labels of enum members, and the type of an action's labels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from models.billing.open_fee import OpenFee
from models.billing.order import OrderState
from models.billing.payment import PaymentMethod, PaymentState
from models.core.journal import Door, Operation
from models.domains.domain import DomainState, NameBasis
from models.domains.red_page import RedPageState
from models.domains.review import ReviewDecision, ReviewReason, ReviewStage
from models.domains.status import DomainStatus
from models.invoices.invoice import InvoiceState
from models.invoices.invoice_request import RequestState
from models.invoices.invoice_type import Medium, Tracking
from models.invoices.stock import LotState, MoveKind
from models.ledger.ledger import AccountKind, TransferKind
from models.offices.office import (
    CollectBy,
    CollectMode,
    InvoiceSource,
    OfficeLevel,
    OfficeStatus,
    ReviewEscalation,
)
from models.remittances.remittance import RemittanceState
from models.units.unit import UnitState, UnitType
from models.users.user import Role
from models.values.expiry import Phase
from models.values.order_kind import OrderKind
from models.values.tld import Tld, TldFamily


@dataclass(frozen=True, slots=True)
class ActionWords:
    """An action's name, the label of its confirmation, and a hint or None."""

    title: object
    confirm: object
    hint: object = None
    #: A page to look at first: its name and its endpoint; it is asked about the row ticked.
    beside: tuple[object, str] | None = None


#: Enum → its members' words. Two enums may share a text ('submitted'), and members of one text
#: are equal as keys, so each enum has a table of its own.
WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    DomainState: {
        DomainState.SUBMITTED: _l("待审核"),
        DomainState.RETURNED: _l("退回修改"),
        DomainState.OFFICE_APPROVED: _l("编办审核通过"),
        DomainState.REGISTRY_APPROVED: _l("CONAC审核通过"),
        DomainState.REGISTERED: _l("注册成功"),
        DomainState.REJECTED: _l("审核未通过"),
        DomainState.WITHDRAWN: _l("已撤回"),
        DomainState.LAPSED: _l("逾期未缴费"),
        DomainState.DELETED: _l("已删除"),
    },
    DomainStatus: {
        DomainStatus.SUBMITTED: _l("待审核"),
        DomainStatus.RETURNED: _l("退回修改"),
        DomainStatus.OFFICE_APPROVED: _l("编办审核通过"),
        DomainStatus.REGISTRY_APPROVED: _l("CONAC审核通过"),
        DomainStatus.REGISTERED: _l("注册成功"),
        DomainStatus.REJECTED: _l("审核未通过"),
        DomainStatus.WITHDRAWN: _l("已撤回"),
        DomainStatus.LAPSED: _l("逾期未缴费"),
        DomainStatus.DELETED: _l("已删除"),
        DomainStatus.EXPIRING: _l("即将到期"),
        DomainStatus.HELD: _l("冻结"),
        DomainStatus.GRACE: _l("宽限期"),
        DomainStatus.REDEMPTION: _l("赎回期"),
        DomainStatus.PENDING_DELETION: _l("待删除"),
    },
    OpenFee: {
        OpenFee.REGISTER_PAYABLE: _l("待收费"),
        OpenFee.REGISTER_CHARGED: _l("已收费，待结算"),
        OpenFee.RENEW_PAYABLE: _l("续费中，待收费"),
        OpenFee.RENEW_CHARGED: _l("续费中，已收费待结算"),
    },
    NameBasis: {
        NameBasis.FULL_NAME: _l("全称"),
        NameBasis.SHORT_NAME: _l("规范简称"),
        NameBasis.SITE_NAME: _l("网站名称"),
    },
    Phase: {
        Phase.ACTIVE: _l("正常"),
        Phase.EXPIRING: _l("即将到期"),
        Phase.GRACE: _l("宽限期"),
        Phase.REDEMPTION: _l("赎回期"),
        Phase.PENDING_DELETION: _l("待删除"),
    },
    Tld: {
        Tld.ZHENGWU: _l(".政务"),
        Tld.GONGYI: _l(".公益"),
        Tld.ZHENGWU_CN: _l(".政务.cn"),
        Tld.GONGYI_CN: _l(".公益.cn"),
    },
    OrderState: {
        OrderState.PAYABLE: _l("待收费"),
        OrderState.CHARGED: _l("待缴费"),
        OrderState.REMITTED: _l("已汇款"),
        OrderState.SETTLED: _l("已消费"),
        OrderState.CANCELLED: _l("已取消"),
        OrderState.REFUNDED: _l("已退款"),
    },
    OrderKind: {
        OrderKind.REGISTER: _l("新注册"),
        OrderKind.RENEW: _l("续费"),
        OrderKind.RESTORE: _l("赎回续费"),
    },
    PaymentMethod: {
        PaymentMethod.CASH: _l("现金"),
        PaymentMethod.TRANSFER: _l("转账"),
        PaymentMethod.FISCAL: _l("财政统一支付"),
        PaymentMethod.OTHER: _l("其他"),
    },
    PaymentState: {
        PaymentState.CONFIRMED: _l("已确认收费"),
        PaymentState.REVERSED: _l("已撤销"),
    },
    RemittanceState: {
        RemittanceState.DRAFT: _l("草稿"),
        RemittanceState.SUBMITTED: _l("已汇款"),
        RemittanceState.RECEIVED: _l("已到账"),
        RemittanceState.REJECTED: _l("已退回"),
        RemittanceState.CANCELLED: _l("已取消"),
    },
    RequestState: {
        RequestState.SUBMITTED: _l("待审批"),
        RequestState.APPROVED: _l("已批准"),
        RequestState.DISPATCHED: _l("已邮寄"),
        RequestState.REJECTED: _l("未批准"),
        RequestState.CANCELLED: _l("已取消"),
    },
    LotState: {
        LotState.IN_TRANSIT: _l("待签收"),
        LotState.SIGNED: _l("已签收"),
        LotState.EXHAUSTED: _l("已用完"),
        LotState.LOST: _l("遗失"),
        LotState.RETURNED: _l("已退回"),
        LotState.DESTROYED: _l("已销毁"),
    },
    Medium: {
        Medium.PAPER: _l("纸质"),
        Medium.ELECTRONIC: _l("电子"),
    },
    Tracking: {
        Tracking.COUNT: _l("计数"),
        Tracking.SERIAL: _l("按号码"),
    },
    MoveKind: {
        MoveKind.RECEIVE: _l("签收"),
        MoveKind.SPLIT_OUT: _l("拆出"),
        MoveKind.SPLIT_IN: _l("拆入"),
        MoveKind.ISSUE: _l("开具"),
        MoveKind.UNISSUE: _l("撤销开具"),
        MoveKind.VOID: _l("作废"),
        MoveKind.RETURN: _l("退回"),
        MoveKind.LOST: _l("遗失"),
        MoveKind.DESTROY: _l("销毁"),
    },
    InvoiceState: {
        InvoiceState.ISSUED: _l("已开具"),
        InvoiceState.VOID: _l("作废"),
        InvoiceState.REVERSED: _l("红冲"),
    },
    UnitState: {
        UnitState.PENDING: _l("待确认"),
        UnitState.ACTIVE: _l("正常"),
        UnitState.SUSPENDED: _l("停用"),
        UnitState.MERGED: _l("已合并"),
        UnitState.REVOKED: _l("已撤销"),
    },
    UnitType: {
        UnitType.ORGAN: _l("党政机关"),
        UnitType.INSTITUTION: _l("事业单位"),
        UnitType.SOCIAL: _l("社会组织"),
    },
    OfficeLevel: {
        OfficeLevel.REGISTRY: _l("注册管理机构"),
        OfficeLevel.PROVINCE: _l("省级"),
        OfficeLevel.CITY: _l("市级"),
        OfficeLevel.COUNTY: _l("县级"),
    },
    OfficeStatus: {
        OfficeStatus.ACTIVE: _l("正常"),
        OfficeStatus.CLOSED: _l("停用"),
    },
    CollectBy: {
        CollectBy.EACH_OFFICE: _l("各级编办自行汇款"),
        CollectBy.PROVINCE_POOL: _l("省编办统一汇款"),
    },
    InvoiceSource: {
        InvoiceSource.EACH_OFFICE: _l("各级编办自行申请"),
        InvoiceSource.PROVINCE_ONLY: _l("省编办统一申请"),
    },
    ReviewEscalation: {
        ReviewEscalation.NONE: _l("同级编办决定"),
        ReviewEscalation.CITY: _l("报市编办确认"),
        ReviewEscalation.PROVINCE: _l("报省编办确认"),
    },
    CollectMode: {
        CollectMode.OFFICE_AGENT: _l("编办代收"),
        CollectMode.FISCAL_UNIFIED: _l("财政统一支付"),
        CollectMode.DIRECT_REGISTRY: _l("单位直缴"),
    },
    ReviewStage: {
        ReviewStage.OFFICE: _l("编办审核"),
        ReviewStage.REGISTRY: _l("CONAC审核"),
    },
    ReviewDecision: {
        ReviewDecision.APPROVE: _l("通过"),
        ReviewDecision.RETURN: _l("退回修改"),
        ReviewDecision.REJECT: _l("不通过"),
    },
    ReviewReason: {
        ReviewReason.NAME_NOT_OF_UNIT: _l("名称与单位不符"),
        ReviewReason.NAME_RESERVED: _l("名称属于保留名称"),
        ReviewReason.NAME_AMBIGUOUS: _l("名称容易混淆，须加冠行政区划"),
        ReviewReason.NOT_ELIGIBLE: _l("单位性质不符合后缀要求"),
        ReviewReason.PAPERS_MISSING: _l("材料不全"),
        ReviewReason.UNIT_FACTS_WRONG: _l("单位信息有误"),
        ReviewReason.OTHER: _l("其他"),
    },
    RedPageState: {
        RedPageState.DRAFT: _l("草稿"),
        RedPageState.PUBLISHED: _l("已发布"),
        RedPageState.OFFLINE: _l("已下线"),
    },
    AccountKind: {
        AccountKind.PREPAID: _l("预存账户"),
        AccountKind.BANK: _l("银行到账"),
        AccountKind.INCOME: _l("注册费收入"),
        AccountKind.ADJUSTMENT: _l("调账"),
        AccountKind.AWARD: _l("奖励经费"),
    },
    TransferKind: {
        TransferKind.TOP_UP: _l("充值"),
        TransferKind.SETTLE: _l("消费"),
        TransferKind.REFUND: _l("退款"),
        TransferKind.MOVE: _l("调拨"),
        TransferKind.ADJUST: _l("调账"),
        TransferKind.AWARD: _l("奖励经费"),
        TransferKind.REVERSE: _l("冲正"),
    },
    Door: {
        Door.GRID: _l("网页"),
        Door.API: _l("接口"),
        Door.CLI: _l("命令行"),
        Door.JOB: _l("系统任务"),
        Door.SEED: _l("初始数据"),
    },
    Operation: {
        Operation.INSERT: _l("新增"),
        Operation.UPDATE: _l("修改"),
        Operation.DELETE: _l("删除"),
    },
    Role: {
        Role.REGISTRY_ADMIN: _l("CONAC管理员"),
        Role.REGISTRY_FINANCE: _l("CONAC财务"),
        Role.REGISTRY_REVIEWER: _l("CONAC审核"),
        Role.PROVINCE_ADMIN: _l("省编办管理员"),
        Role.CITY_ADMIN: _l("市编办管理员"),
        Role.COUNTY_ADMIN: _l("县编办管理员"),
        Role.CASHIER: _l("收费员"),
        Role.VIEWER: _l("查看人员"),
        Role.UNIT_USER: _l("注册单位"),
        Role.SYSTEM: _l("系统"),
    },
    TldFamily: {TldFamily.ZHENGWU: _l("政务"), TldFamily.GONGYI: _l("公益")},
}
