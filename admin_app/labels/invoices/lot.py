"""Words of sheets taken back and of lots that leave an office: 红冲, 退回, 遗失, 销毁."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.invoices.destroy_lot import DestroyLotNote
from actions.invoices.report_lost_lot import LoseLotNote, LoseLotRefusal
from actions.invoices.return_lot import ReturnLotNote, ReturnLotRefusal
from actions.invoices.reverse import ReverseInvoiceNote, ReverseInvoiceRefusal
from admin_app.labels.words import ActionWords
from models.invoices.electronic import ElectronicFault
from models.ledger.invoice_cancellation import TakingBackFault
from models.reports.lot_tree import Finding

ACTIONS: dict[str, ActionWords] = {
    "reverse_invoice": ActionWords(
        _l("红冲"),
        _l("确认红冲"),
        _l(
            "已交付或已跨月的机打发票用红字发票冲销，占用一张库存发票。"
            "数电票一律用红字发票冲销，不占用额度。"
        ),
    ),
    "return_lot": ActionWords(
        _l("退回"),
        _l("确认退回"),
        _l("未使用的发票寄回 CONAC。张数不填为全部；只退一部分时退号码最大的几张。"),
    ),
    "lose_lot": ActionWords(
        _l("登记遗失"),
        _l("确认遗失"),
        _l("填写报告文号。张数不填为全部；起始号码不填为号码最大的几张。"),
    ),
    "destroy_lot": ActionWords(
        _l("销毁"), _l("确认销毁"), _l("按批准文号销毁已退回的发票，销毁清册须长期保存。")
    ),
}

_REASON, _FIRST = _l("原因"), _l("起始号码（不填为最后几张）")

FIELDS: dict[tuple[str, str], object] = {
    ("reverse_invoice", "reason"): _l("红冲原因"),
    ("reverse_invoice", "handed_over"): _l("发票已交付单位"),
    ("reverse_invoice", "red_numbers"): _l("红字数电票号码（每张一个）"),
    ("reverse_invoice", "numbers"): _l("新开数电票号码（每张一个）"),
    ("return_lot", "reason"): _l("退回原因"),
    ("return_lot", "quantity"): _l("退回张数（不填为全部）"),
    ("lose_lot", "report_no"): _l("报告文号"),
    ("lose_lot", "reason"): _l("遗失原因"),
    ("lose_lot", "quantity"): _l("遗失张数（不填为全部）"),
    ("lose_lot", "number_from"): _FIRST,
    ("destroy_lot", "approval_no"): _l("批准文号"),
}

SENTENCES: dict[StrEnum, object] = {
    TakingBackFault.SHEET_OF_OTHER: _l(
        "发票 %(number)s 是%(office)s的发票（开票人：%(issued_by)s）。请由%(office)s办理。"
    ),
    TakingBackFault.MORE_THAN_DUE: _l(
        "收费 %(payment_no)s 有退款，现有发票比应开金额多 %(excess_fen)s，不能重新开具。"
        "请取消“同时重新开具”，收回发票后再按应开金额补开。"
    ),
    ElectronicFault.UNWANTED: _l(
        "%(invoice_type)s的号码按库存顺序给出，不用填写。请将数电票号码留空。"
    ),
    ElectronicFault.COUNT_DIFFERS: _l(
        "%(invoice_type)s须逐张填写号码：应填 %(asked)s 个，填写了 %(count)s 个。请按开票平台上的号码填写。"
    ),
    ElectronicFault.NUMBER_FAULTY: _l("数电票号码“%(number)s”应为 20 位数字。请核对开票平台。"),
    ElectronicFault.REPEATED: _l("数电票号码 %(number)s 填写了两次。请核对开票平台。"),
    ElectronicFault.TAKEN: _l("数电票号码 %(number)s 已登记在另一张发票上。请核对开票平台。"),
    ReverseInvoiceRefusal.IS_RED: _l("这是红字发票，不能再红冲。请勾选要冲销的蓝字发票。"),
    ReverseInvoiceRefusal.FIXED: _l(
        "%(invoice_type)s没有红字发票，不能红冲。请收回原发票后办理“作废”。"
    ),
    ReverseInvoiceRefusal.SAME_PERIOD: _l(
        "发票是 %(issued_on)s 开具的，当月开具且尚未交付，请收回各联后办理“作废”。"
    ),
    ReverseInvoiceRefusal.SEVERAL_TYPES: _l(
        "所选发票有 %(count)s 种类型，红冲须按类型分别办理。请分次勾选。"
    ),
    ReverseInvoiceRefusal.STOCK_SHORT: _l(
        "红冲需要 %(asked)s 张库存发票，同类型可用的只有 %(sheets)s 张。"
        "请先签收发票，或取消“同时重新开具”。"
    ),
    ReverseInvoiceNote.RED_SHEETS: _l("开具红字发票 %(count)s 张，使用号码 %(numbers)s"),
    ReverseInvoiceNote.REISSUED: _l("红字发票之后的号码重新开具蓝字发票 %(count)s 张。"),
    ReverseInvoiceNote.OWED: _l("红冲后有 %(amount_fen)s 待补开发票，补开之前一直列为待补开票。"),
    ReturnLotRefusal.OVER_AVAILABLE: _l(
        "退回 %(asked)s 张，超过该批次未使用的 %(available)s 张。请减少张数。"
    ),
    ReturnLotRefusal.ONE_AT_A_TIME: _l(
        "勾选了 %(count)s 个批次，只退一部分时一次只能办理一个批次。请分别办理，或将张数留空。"
    ),
    ReturnLotNote.NUMBERS: _l("批次 %(lot_no)s 退回 %(count)s 张 %(numbers)s，由 CONAC 集中销毁。"),
    ReturnLotNote.REMAINDER: _l("退回后批次 %(lot_no)s 还剩 %(count)s 张。"),
    LoseLotRefusal.WHOLE_PARCEL: _l(
        "在途批次只能整批登记遗失（%(quantity)s 张）。只缺一部分的，请先签收再登记。"
    ),
    LoseLotRefusal.OVER_AVAILABLE: _l(
        "登记遗失 %(asked)s 张，超过该批次未使用的 %(available)s 张。请核对张数。"
    ),
    LoseLotRefusal.NUMBER_FAULTY: _l(
        "起始号码“%(number_from)s”应为 8 位数字，且该批次按号码管理。请核对实物。"
    ),
    LoseLotRefusal.NOT_ON_HAND: _l(
        "号码 %(numbers)s 不在该批次未使用的号码 %(on_hand)s 之内。请核对起始号码和张数。"
    ),
    LoseLotRefusal.IN_BETWEEN: _l(
        "号码 %(numbers)s 在未使用的 %(on_hand)s 中间。请先开具或拆分前面的号码，再登记遗失。"
    ),
    LoseLotNote.NEVER_USED: _l("%(count)s 张 %(numbers)s 登记为遗失，号码不能再用。"),
    Finding.NOT_CONSERVED: _l("批次 %(lot_no)s 的各项张数之和与批次数量不符。"),
    Finding.CHILDREN_DIFFER: _l("批次 %(lot_no)s 的拆分张数与其下级批次之和不符。"),
    Finding.RANGES_OVERLAP: _l("批次 %(lot_no)s 的号码 %(numbers)s 与同级批次重叠。"),
    Finding.OUTSIDE_PARENT: _l("批次 %(lot_no)s 的号码 %(numbers)s 不在上级批次的号码之内。"),
    Finding.OUTSIDE_LOT: _l("批次 %(lot_no)s 开出的号码 %(numbers)s 不在该批次之内。"),
    Finding.NUMBERS_MISSING: _l("批次 %(lot_no)s 缺号 %(numbers)s：没有开具、拆分的记录。"),
    DestroyLotNote.KEEP_LIST: _l("销毁 %(count)s 张发票，号码不能再用，不能撤销。"),
}

FACTS: dict[str, object] = {"red_number": _l("红字号码")}
