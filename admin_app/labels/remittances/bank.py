"""Words of the registry's bank statements: 导入, 认款, 取消认款, 搁置 (guide 新-006, Q8)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.remittances.match import MatchNote, MatchRefusal
from actions.remittances.unmatch import UnmatchNote, UnmatchRefusal
from actions.remittances.upload_statement import UploadStatementNote, UploadStatementRefusal
from admin_app.labels.words import ActionWords
from models.remittances.bank_direction import LineDirection
from models.remittances.bank_statement import BankLineState, BankVerdict

ACTIONS: dict[str, ActionWords] = {
    "upload_statement": ActionWords(_l("导入银行流水"), _l("导入"), _l("导入只登记流水，不充值。")),
    "match": ActionWords(
        _l("认款"),
        _l("确认认款并充值"),
        _l("按附言中的汇款单号认款；不对的请填写汇款单号。认款即充值，随后自动消费。"),
    ),
    "unmatch": ActionWords(
        _l("取消认款"), _l("确认取消"), _l("冲正这笔充值。款项已经消费的不能取消。")
    ),
    "set_aside": ActionWords(
        _l("搁置"), _l("确认搁置"), _l("与注册费无关，或已手工充值的流水。搁置之后仍可认款。")
    ),
}

_FILE, _REF, _REMITTANCE_NO = _l("文件名"), _l("银行流水号"), _l("汇款单号")

FIELDS: dict[tuple[str, str], object] = {
    ("upload_statement", "file_name"): _FILE,
    ("upload_statement", "lines"): _l("流水"),
    ("upload_statement", "lines.bank_ref"): _REF,
    ("upload_statement", "lines.received_on"): _l("到账日期"),
    ("upload_statement", "lines.amount_fen"): _l("到账金额（元）"),
    ("upload_statement", "lines.payer"): _l("付款人"),
    ("upload_statement", "lines.memo"): _l("附言"),
    ("upload_statement", "lines.row_no"): _l("行号"),
    ("upload_statement", "lines.direction"): _l("收支方向"),
    ("upload_statement", "lines.direction_said"): _l("方向依据"),
    ("upload_statement", "lines.voucher_no"): _l("凭证号"),
    ("upload_statement", "lines.account"): _l("本方账号"),
    ("upload_statement", "headings"): _l("表头校验值"),
    ("match", "remittance_no"): _l("汇款单号（不填按流水中的汇款单）"),
    ("unmatch", "reason"): _l("取消原因"),
    ("set_aside", "reason"): _l("搁置原因"),
}

SENTENCES: dict[StrEnum, object] = {
    UploadStatementRefusal.NO_LINES: _l("文件中没有流水，未导入。请核对文件。"),
    UploadStatementRefusal.NO_INCOME: _l(
        "文件中没有收入：支出 %(out_count)s 笔（%(out_fen)s），冲正、退汇 %(reversal_count)s 笔。未导入。"
    ),
    UploadStatementRefusal.UNDIRECTED: _l(
        "第 %(row_no)s 行没有说明是收入还是支出。请填写收支方向后重新导入。"
    ),
    UploadStatementRefusal.NOT_POSITIVE: _l(
        "第 %(row_no)s 行的金额不是正数，不是收入。请核对收支方向后重新导入。"
    ),
    UploadStatementRefusal.TOO_MANY: _l(
        "共 %(count)s 笔，一次最多导入 %(maximum)s 笔。请按日期分成几个文件。"
    ),
    UploadStatementRefusal.REF_TWICE: _l(
        "银行流水号 %(bank_ref)s 在文件第 %(row_no)s 行和第 %(other_row_no)s 行出现两次。"
        "请核对文件；这一列如果不是交易流水号，请改选“凭证号”。未导入。"
    ),
    UploadStatementRefusal.REF_CONFLICT: _l(
        "第 %(row_no)s 行（%(line)s）的流水号 %(bank_ref)s 与以前导入的流水相同，"
        "但日期、金额或付款人不同：%(known)s。请与银行核对；这一列如果不是交易流水号，"
        "请改选“凭证号”。未导入。"
    ),
    UploadStatementRefusal.ACCOUNT_MISSING: _l(
        "第 %(row_no)s 行与账号 %(account)s 的流水相同：%(known)s。"
        "请填写这份流水的本方账号，以便分清是不是同一笔。未导入。"
    ),
    UploadStatementRefusal.DAY_IN_FUTURE: _l(
        "第 %(row_no)s 行的到账日期 %(received_on)s 还没有到。请核对文件，未导入。"
    ),
    UploadStatementRefusal.SEEN: _l(
        "这份流水（%(count)s 笔）已于 %(on)s 由%(by)s以“%(file_name)s”导入过，本次没有任何改动："
        "%(lines)s。"
    ),
    UploadStatementRefusal.ALL_KNOWN: _l(
        "文件中的 %(count)s 笔流水以前都已导入过，本次没有任何改动：%(lines)s。"
    ),
    UploadStatementNote.KNOWN: _l("其中 %(count)s 笔以前已导入过，不重复导入，逐笔如下："),
    UploadStatementNote.KNOWN_LINE: _l("第 %(row_no)s 行：以前导入过的是 %(known)s"),
    UploadStatementNote.OUTGOING: _l("%(out_count)s 笔支出未导入，合计 %(out_fen)s。"),
    UploadStatementNote.REVERSAL: _l(
        "第 %(row_no)s 行是冲正、红字或退汇，未导入：%(line)s。"
        "请核对被冲正的那笔收入，不要为它认款。"
    ),
    UploadStatementNote.ALIKE: _l(
        "第 %(row_no)s 行（%(line)s）可能重复：与 %(known)s 的日期、金额、付款人相同，只是号码不同。"
        "请在认款前核对。"
    ),
    UploadStatementNote.BY_HAND: _l(
        "第 %(row_no)s 行（%(line)s）可能已手工充值：同一天以号码 %(bank_ref)s "
        "为汇款单 %(remittance_no)s 充过相同金额。是同一笔的，请搁置这笔流水。"
    ),
    UploadStatementNote.VERDICTS: _l(
        "相符 %(exact)s、少汇 %(under)s、多汇 %(over)s、重复 %(duplicate)s、未识别 %(unmatched)s。"
    ),
    MatchRefusal.NO_REMITTANCE: _l(
        "流水 %(bank_ref)s 没有识别出汇款单。请核对付款人和附言，填写汇款单号。"
    ),
    MatchRefusal.REMITTANCE_UNKNOWN: _l(
        "没有汇款单 %(remittance_no)s。请在“汇款单列表”中核对号码。"
    ),
    MatchRefusal.NOT_SENT: _l(
        "汇款单 %(remittance_no)s 当前状态是“%(state)s”，不能认款。请核对，或请编办重新汇款。"
    ),
    MatchRefusal.CREDITED: _l(
        "银行流水号 %(bank_ref)s 已于 %(received_on)s 为汇款单 %(remittance_no)s 充值 "
        "%(amount_fen)s，不能重复充值。请搁置这笔流水。"
    ),
    MatchRefusal.COMPLETE: _l(
        "汇款单 %(remittance_no)s 应收 %(amount_fen)s，已到账 %(received_fen)s，不再接收款项。"
        "请核对这笔流水属于哪张汇款单。"
    ),
    MatchNote.SETTLES: _l("认款即充值，随后系统自动为已收费的域名消费。"),
    UnmatchRefusal.SPENT: _l(
        "流水 %(bank_ref)s 的款项已消费 %(spent_fen)s，编办余额只有 %(balance_fen)s，不能取消。"
        "请先办理退款，或作调账。"
    ),
    UnmatchNote.TAKEN_BACK: _l("从编办账户冲回 %(amount_fen)s，流水回到“待认款”。"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    LineDirection: {
        LineDirection.IN: _l("收入"),
        LineDirection.OUT: _l("支出"),
        LineDirection.REVERSAL: _l("冲正、退汇"),
    },
    BankLineState: {
        BankLineState.OPEN: _l("待认款"),
        BankLineState.MATCHED: _l("已认款"),
        BankLineState.SET_ASIDE: _l("已搁置"),
    },
    BankVerdict: {
        BankVerdict.EXACT: _l("相符"),
        BankVerdict.UNDER: _l("少汇"),
        BankVerdict.OVER: _l("多汇"),
        BankVerdict.DUPLICATE: _l("重复"),
        BankVerdict.UNMATCHED: _l("未识别"),
    },
}

ENTITIES: dict[str, object] = {
    "bank_line": _l("银行流水"),
    "bank_statement": _l("银行流水导入记录"),
    "bank_columns": _l("银行流水栏目对应"),
}

COLUMNS: dict[tuple[str, str], object] = {
    ("bank_line", "received_on"): _l("到账日期"),
    ("bank_line", "amount_fen"): _l("到账金额"),
    ("bank_line", "memo"): _l("附言"),
    ("bank_line", "statement_id"): _l("流水文件"),
    ("bank_line", "row_no"): _l("行号"),
    ("bank_line", "account"): _l("本方账号"),
    ("bank_line", "has_serial"): _l("是交易流水号"),
    ("bank_line", "credit_ref"): _l("充值所记号码"),
    ("bank_line", "identity"): _l("同一笔的校验值"),
    ("bank_line", "position"): _l("同样流水中的第几笔"),
    ("bank_line", "direction"): _l("收支方向"),
    ("bank_line", "direction_said"): _l("方向依据"),
    ("bank_columns", "account"): _l("本方账号"),
    ("bank_columns", "headings"): _l("表头校验值"),
    ("bank_columns", "kept_by"): _l("设定人"),
    ("bank_line", "resolved_by"): _l("认款人"),
    ("bank_line", "list:open"): _l("待认款"),
    ("bank_line", "list:exact"): _l("相符"),
    ("bank_line", "list:under"): _l("少汇"),
    ("bank_line", "list:over"): _l("多汇"),
    ("bank_line", "list:duplicate"): _l("重复"),
    ("bank_line", "list:unmatched"): _l("未识别"),
    ("bank_line", "list:matched"): _l("已认款"),
    ("bank_line", "list:set_aside"): _l("已搁置"),
    ("bank_receipt", "turn"): _l("冲回次数"),
    ("bank_statement", "file_name"): _FILE,
    ("bank_statement", "digest"): _l("校验值"),
    ("bank_statement", "known_count"): _l("以前已导入"),
    ("bank_statement", "uploaded_by"): _l("导入人"),
    ("bank_statement", "amount_fen"): _l("新导入金额"),
    ("bank_statement", "out_count"): _l("支出笔数"),
    ("bank_statement", "reversal_count"): _l("冲正、退汇笔数"),
}

FACTS: dict[str, object] = {
    "out_count": _l("支出（未导入）"),
    "reversal_count": _l("冲正、退汇（未导入）"),
    "exact": _l("相符"),
    "under": _l("少汇"),
    "over": _l("多汇"),
    "duplicate": _l("重复"),
    "unmatched": _l("未识别"),
}
