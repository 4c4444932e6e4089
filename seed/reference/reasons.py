"""The reasons that forms offer, as lists of the registry to which provinces may add."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from actions.core.action import Nothing
from actions.core.choices.reasons import ReasonList
from actions.core.context import Context
from models.definitions.choice_list import Choice, ChoiceList, ChoiceListKind
from models.offices.office import REGISTRY_CODE
from seed.reference.seed_action import seed_action

#: List → its names, and (code, Chinese, English) of each of its choices.
REASONS: Final[dict[ReasonList, tuple[str, str, tuple[tuple[str, str, str], ...]]]] = {
    ReasonList.WITHDRAWING: (
        "撤回申请的原因",
        "Reasons for withdrawing",
        (
            ("wrong", "填写有误", "Filled in wrongly"),
            ("doubled", "重复申报", "Filed twice"),
            ("unwanted", "单位不再需要", "No longer wanted by the unit"),
        ),
    ),
    ReasonList.CANCELLING: (
        "取消汇款单的原因",
        "Reasons for cancelling a remittance",
        (
            ("amount", "金额有误", "Wrong amount"),
            ("doubled", "重复提交", "Submitted twice"),
            ("not_paid", "汇款未办成", "The transfer was not made"),
        ),
    ),
    ReasonList.REFUSING: (
        "退回和拒绝的原因",
        "Reasons for refusing",
        (
            ("incomplete", "材料不全", "Documents are missing"),
            ("mismatch", "与登记信息不一致", "Differs from what is registered"),
            ("too_many", "申请数量过多", "Too many were asked for"),
            ("not_arrived", "款项未到账", "The money has not arrived"),
        ),
    ),
    ReasonList.RETURNING: (
        "退回发票的原因",
        "Reasons for returning invoices",
        (
            ("unused", "未使用完", "Not used up"),
            ("wrong_type", "发票类型不符", "Wrong type of invoice"),
            ("damaged", "破损", "Damaged"),
        ),
    ),
    ReasonList.LOSING: (
        "发票遗失的原因",
        "How invoices were lost",
        (
            ("in_post", "邮寄途中遗失", "Lost in the post"),
            ("in_office", "保管中遗失", "Lost in the office"),
        ),
    ),
    ReasonList.VOIDING: (
        "发票作废的原因",
        "Reasons for voiding an invoice",
        (
            ("title", "抬头有误", "Wrong title"),
            ("amount", "金额有误", "Wrong amount"),
            ("misprinted", "打印有误", "Misprinted"),
            ("refused", "单位拒收", "The unit did not accept it"),
        ),
    ),
    ReasonList.REVERSING: (
        "冲正收费的原因",
        "Reasons for reversing a charge",
        (
            ("wrong_unit", "收错单位", "Charged the wrong unit"),
            ("amount", "金额有误", "Wrong amount"),
            ("doubled", "重复收费", "Charged twice"),
        ),
    ),
    ReasonList.REFUNDING: (
        "退款的原因",
        "Reasons for a refund",
        (
            ("doubled", "重复缴费", "Paid twice"),
            ("overpaid", "多缴", "Overpaid"),
            ("deleted", "域名注销", "The name was deleted"),
        ),
    ),
    ReasonList.ADJUSTING: (
        "调账的原因",
        "Reasons for an adjustment",
        (
            ("bank_fee", "银行手续费", "Bank charges"),
            ("booked_wrongly", "记账有误", "Booked wrongly"),
            ("audit", "审计要求", "Asked for by an audit"),
        ),
    ),
    ReasonList.INVOICING_LATER: (
        "待补开票的原因",
        "Reasons for invoicing later",
        (
            ("out_of_stock", "发票用完", "No invoices left"),
            ("title_unknown", "抬头待确认", "The title is not confirmed yet"),
        ),
    ),
    ReasonList.RENEWING_LATE: (
        "赎回期续费的原因",
        "Reasons for renewing in redemption",
        (
            ("budget", "财政拨款延迟", "The budget came late"),
            ("contact", "联系人变动", "The contact changed"),
            ("missed", "未收到提醒", "The reminder did not arrive"),
        ),
    ),
    ReasonList.CHANGING_NAMES: (
        "域名变更的原因",
        "Reasons for a change of a domain name",
        (
            ("renamed", "单位更名", "The unit was renamed"),
            ("merged", "单位合并", "The unit was merged"),
            ("abolished", "单位撤销", "The unit was abolished"),
            ("unwanted", "单位不再使用", "No longer used by the unit"),
            ("inspection", "检查整改", "After an inspection"),
        ),
    ),
    ReasonList.SUSPENDING: (
        "停用和恢复单位的原因",
        "Reasons for suspending a unit",
        (
            ("reform", "机构改革", "Reform of institutions"),
            ("unreachable", "联系不上", "Cannot be reached"),
            ("resolved", "问题已解决", "The matter is settled"),
        ),
    ),
    ReasonList.MATCHING: (
        "认款处理的原因",
        "Reasons in matching bank lines",
        (
            ("not_ours", "不是域名费", "Not a domain fee"),
            ("interest", "银行利息", "Interest"),
            ("wrong_match", "认款有误", "Matched wrongly"),
        ),
    ),
    ReasonList.LOGINS: (
        "变更用户的原因",
        "Reasons for changing a login",
        (
            ("moved", "岗位调整", "Changed position"),
            ("left", "离岗", "Left the post"),
            ("stand_in", "临时代管", "Stands in for a while"),
        ),
    ),
}


def add_reasons(session: Session) -> None:
    """Write the lists with their choices."""
    codes = dict.fromkeys(("province_code", "city_code", "office_code"), REGISTRY_CODE)
    for code, (name_zh, name_en, choices) in REASONS.items():
        made = ChoiceList(
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            kind=ChoiceListKind.SYSTEM,
            is_open=True,
            **codes,
        )
        session.add(made)
        session.flush()
        session.add_all(
            Choice(list_id=made.id, code=c, name_zh=zh, name_en=en, place=place * 10, **codes)
            for place, (c, zh, en) in enumerate(choices, start=1)
        )


def run(ctx: Context, _given: Nothing) -> dict[str, int]:
    add_reasons(ctx.session)
    return {"reason_lists": len(REASONS)}


SEED_REASONS = seed_action("seed_reasons", run, model=ChoiceList)
