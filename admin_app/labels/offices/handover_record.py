"""Words of 岗位交接: the handover of a desk, and the taker's answer."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.offices.confirm_hand_over import ConfirmHandOverRefusal
from actions.offices.hand_over import HandOverNote, HandOverRefusal
from actions.offices.refuse_hand_over import RefuseHandOverRefusal
from actions.offices.withdraw_hand_over import WithdrawHandOverRefusal
from admin_app.labels.words import ActionWords
from models.offices.handover_record import HandoverState

ENTITIES: dict[str, object] = {"handover_record": _l("岗位交接")}

ACTIONS: dict[str, ActionWords] = {
    "hand_over": ActionWords(
        _l("登记交接"),
        _l("确认登记"),
        _l(
            "请先打印岗位交接单，双方核对后再登记。结存数字以登记时的账面为准，接收人确认后交接完成。"
        ),
    ),
    "confirm_hand_over": ActionWords(
        _l("确认接收"),
        _l("确认接收"),
        _l("请先打开岗位交接单，清点发票、核对款项和待办业务。确认后由您负责。"),
    ),
    "refuse_hand_over": ActionWords(
        _l("不予接收"), _l("确认不予接收"), _l("账实不符时不予接收，并说明理由。仍由交接人负责。")
    ),
    "withdraw_hand_over": ActionWords(
        _l("撤回交接"), _l("确认撤回"), _l("接收人还没有确认的交接可以撤回，之后可以重新登记。")
    ),
}

FIELDS: dict[tuple[str, str], object] = {
    ("hand_over", "comment"): _l("说明"),
    ("confirm_hand_over", "answer"): _l("接收意见"),
    ("refuse_hand_over", "answer"): _l("不予接收的理由"),
    ("withdraw_hand_over", "answer"): _l("撤回的理由"),
}

SENTENCES: dict[StrEnum, object] = {
    HandOverRefusal.UNIT_USER: _l("“%(name)s”是注册单位的用户，没有编办岗位，不需要交接。"),
    HandOverRefusal.SAME_PERSON: _l("交接人和接收人都是“%(name)s”。请填写另一位工作人员。"),
    HandOverRefusal.TAKER_UNKNOWN: _l(
        "交接人的编办没有在用的用户“%(name)s”，或者有同名的人。请从岗位交接单选择接收人，或填写其用户账户。"
    ),
    HandOverRefusal.OPEN: _l(
        "“%(name)s”的工作已登记移交给“%(taker)s”，等待确认。如需改交他人，请先在“岗位交接”中撤回。"
    ),
    HandOverNote.SIGN: _l("登记后由接收人在系统中确认，双方签字的交接单留存。"),
    ConfirmHandOverRefusal.NOT_TAKER: _l("本次交接的接收人是“%(taker)s”。请由其本人登录后确认。"),
    RefuseHandOverRefusal.NOT_TAKER: _l("本次交接的接收人是“%(taker)s”。请由其本人登录后答复。"),
    WithdrawHandOverRefusal.NOT_YOURS: _l(
        "本次交接的交接人是“%(giver)s”。请由其本人或本编办的管理员撤回。"
    ),
}

COLUMNS: dict[tuple[str, str], object] = {
    ("handover_record", "giver_id"): _l("交接人"),
    ("handover_record", "taker_id"): _l("接收人"),
    ("handover_record", "giver"): _l("交接人"),
    ("handover_record", "sheet"): _l("交接内容"),
    ("handover_record", "recorded_by"): _l("登记人"),
    ("handover_record", "recorded_by_id"): _l("登记人"),
    ("handover_record", "recorded_at"): _l("登记时间"),
    ("handover_record", "comment"): _l("说明"),
    ("handover_record", "answered_by"): _l("答复人"),
    ("handover_record", "answered_at"): _l("答复时间"),
    ("handover_record", "answer"): _l("答复意见"),
    ("handover_record", "list:proposed"): _l("待确认"),
    ("handover_record", "list:confirmed"): _l("已交接"),
}

FACTS: dict[str, object] = {
    "charge_count": _l("已收费未汇款笔数"),
    "charged_fen": _l("已收费未汇款金额"),
    "review_count": _l("待审核域名数"),
    "pending_count": _l("未办结单据数"),
    "giver": _l("交接人"),
    "recorded_by": _l("登记人"),
    "recorded_at": _l("登记时间"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    HandoverState: {
        HandoverState.PROPOSED: _l("待接收人确认"),
        HandoverState.CONFIRMED: _l("已交接"),
        HandoverState.REFUSED: _l("未接收"),
        HandoverState.WITHDRAWN: _l("已撤回"),
    },
}
