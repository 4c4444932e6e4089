"""Words of changes of balances that no bank line explains: 退款, 调账, 调拨 and their 复核."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.ledger.adjust import AdjustNote, AdjustRefusal, Direction
from actions.ledger.confirm_adjustment import ConfirmAdjustmentRefusal
from actions.ledger.move_balance import MoveBalanceNote, MoveBalanceRefusal
from actions.ledger.refund import RefundNote, RefundRefusal
from admin_app.labels.words import ActionWords
from models.ledger.adjustment import AdjustmentKind, AdjustmentState
from models.ledger.refund import RefundFault

ACTIONS: dict[str, ActionWords] = {
    "refund": ActionWords(
        _l("退款"),
        _l("提交退款"),
        _l("已消费的缴费在规定天数内可以退款，经另一人复核后款项退回编办账户。"),
    ),
    "adjust": ActionWords(_l("调账"), _l("提交调账"), _l("更正编办账户余额，经另一人复核后生效。")),
    "confirm_adjustment": ActionWords(
        _l("复核"), _l("确认复核"), _l("核对原因和金额。确认之后款项立即变动，只能另行冲正。")
    ),
    "reject_adjustment": ActionWords(_l("不同意"), _l("确认不同意"), _l("不动款项，说明理由。")),
    "move_balance": ActionWords(
        _l("调拨"), _l("确认调拨"), _l("从上级编办账户余额中划给所选的下级编办。")
    ),
}

FIELDS: dict[tuple[str, str], object] = {
    ("refund", "reason"): _l("退款原因（附文号）"),
    ("adjust", "direction"): _l("方向"),
    ("adjust", "amount_fen"): _l("金额（元）"),
    ("adjust", "reason"): _l("调账原因"),
    ("confirm_adjustment", "comment"): _l("复核意见"),
    ("reject_adjustment", "comment"): _l("不同意的理由"),
    ("move_balance", "amount_fen"): _l("调拨金额（元）"),
    ("move_balance", "reason"): _l("调拨原因"),
}

_SECOND = _l("提交后须由另一位工作人员在“调账与退款”中复核，复核之前不动款项。")

SENTENCES: dict[StrEnum, object] = {
    RefundRefusal.PROPOSED: _l(
        "缴费单 %(order_no)s（%(name)s）已由%(by)s申请退款。请在“调账与退款”中核对。"
    ),
    RefundFault.TOO_LATE: _l(
        "缴费单 %(order_no)s（%(name)s）的退款期限是 %(until)s，已过期，不能退款。"
    ),
    RefundFault.NOT_LAST: _l("%(name)s在缴费单 %(order_no)s 之后又续过费。请先退后面的一笔。"),
    RefundFault.ORDER_OPEN: _l(
        "%(name)s还有未完成的续费，退款后其到期时间会变。请先撤销那笔续费，再退缴费单 %(order_no)s。"
    ),
    RefundFault.NAME_GONE: _l("%(name)s已不是注册成功的状态，缴费单 %(order_no)s 不能退款。"),
    RefundNote.TO_CONFIRM: _SECOND,
    RefundNote.NAME_ENDS: _l("复核后域名 %(name)s 删除，名称可以重新报送。"),
    RefundNote.NAME_SHORTENED: _l("复核后域名 %(name)s 的到期时间退回 %(until)s。"),
    RefundNote.INVOICES: _l(
        "请编办收回发票 %(count)s 张（%(numbers)s），作废或红冲，并将款项退还注册单位。"
    ),
    AdjustRefusal.REGISTRY: _l("CONAC 没有预存账户。请选择编办。"),
    AdjustRefusal.CLOSED: _l("%(office)s已停用，不能调账。请对承继编办办理。"),
    AdjustRefusal.BALANCE_SHORT: _l(
        "编办账户余额 %(balance_fen)s，不够调减 %(amount_fen)s。请核对金额。"
    ),
    AdjustNote.TO_CONFIRM: _SECOND,
    AdjustNote.LARGE: _l(
        "调账金额 %(amount_fen)s 超过通常的限额 %(limit_fen)s，请核对金额和方向。"
    ),
    ConfirmAdjustmentRefusal.BALANCE_SHORT: _l(
        "编办账户余额只有 %(balance_fen)s，不够调减 %(amount_fen)s。请改为“不同意”后重新提交。"
    ),
    ConfirmAdjustmentRefusal.ORDER_MOVED_ON: _l(
        "缴费单 %(order_no)s 当前状态是“%(state)s”，不能退款。请改为“不同意”。"
    ),
    MoveBalanceRefusal.BALANCE_SHORT: _l(
        "%(office)s的账户余额 %(balance_fen)s，不够调拨 %(amount_fen)s。请减少金额。"
    ),
    MoveBalanceRefusal.POOLED: _l("%(office)s由省编办统一消费，自己的账户不消费，不必调拨。"),
    MoveBalanceRefusal.CLOSED: _l("%(office)s已停用，不能调拨。请改选承继编办。"),
    MoveBalanceRefusal.NO_SOURCE: _l("%(office)s没有可以调出余额的上级编办账户。"),
    MoveBalanceRefusal.NOT_CITIES: _l("按现行设置，市编办不能调拨余额。请由省编办办理。"),
    MoveBalanceNote.LEFT: _l(
        "%(office)s的账户余额由 %(balance_before_fen)s 变为 %(balance_after_fen)s。"
    ),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    AdjustmentKind: {
        AdjustmentKind.REFUND: _l("退款"),
        AdjustmentKind.ADJUST: _l("调账"),
        AdjustmentKind.TOP_UP: _l("充值"),
    },
    AdjustmentState: {
        AdjustmentState.PROPOSED: _l("待复核"),
        AdjustmentState.CONFIRMED: _l("已复核"),
        AdjustmentState.REJECTED: _l("不同意"),
    },
    Direction: {
        Direction.INCREASE: _l("调增"),
        Direction.DECREASE: _l("调减"),
    },
}

ENTITIES: dict[str, object] = {"adjustment": _l("调账与退款")}

_PROPOSED_BY = _l("提交人")

COLUMNS: dict[tuple[str, str], object] = {
    ("adjustment", "proposed_by_key"): _PROPOSED_BY,
    ("adjustment", "proposed_at"): _l("提交时间"),
    ("adjustment", "decided_by"): _l("复核人"),
    ("adjustment", "decided_at"): _l("复核时间"),
    ("adjustment", "comment"): _l("复核意见"),
    ("adjustment", "list:proposed"): _l("待复核"),
    ("adjustment", "list:confirmed"): _l("已复核"),
}
