"""Words of reading a bank's file: its columns, whose file it is, what cannot be read (Q8)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class StatementFault(StrEnum):
    """Why a statement cannot be read."""

    HEADINGS = "statement_headings"
    COLUMNS = "statement_columns"
    COLUMN_TWICE = "statement_column_twice"
    NO_DAY = "statement_no_day"
    NO_AMOUNT = "statement_no_amount"
    BOTH_SIDES = "statement_both_sides"
    NO_DIRECTION = "statement_no_direction"
    OTHER_DIRECTION = "statement_other_direction"
    BALANCE_FALLS = "statement_balance_falls"
    UNKNOWN_MARK = "statement_unknown_mark"
    REF_CUT = "statement_ref_cut"
    REF_TOO_LONG = "statement_ref_too_long"
    TOO_MANY = "statement_too_many"
    TOO_LARGE = "statement_too_large"


class BankProfile(StrEnum):
    """Whose statements are written in one way."""

    ICBC = "icbc"
    CCB = "ccb"
    ABC = "abc"
    BOC = "boc"
    BOCOM = "bocom"
    CMB = "cmb"
    TREASURY = "treasury"
    GENERAL = "general"


class LineField(StrEnum):
    """The fields of a statement's lines."""

    DAY = "received_on"
    CREDIT = "credit"
    DEBIT = "debit"
    #: An amount that leaves its direction to a sign or to another column.
    AMOUNT = "amount"
    DIRECTION = "direction"
    #: 冲正标志: whether the line takes another back.
    REVERSAL = "reversal"
    SERIAL = "bank_ref"
    VOUCHER = "voucher_no"
    PAYER = "payer"
    ACCOUNT = "account"
    BALANCE = "balance"


SENTENCES: dict[StrEnum, object] = {
    StatementFault.HEADINGS: _l(
        "没有找到表头。表头须有日期（如“交易日期”）和金额（如“贷方金额”）。请用网银导出的原文件重新导入。"
    ),
    StatementFault.COLUMNS: _l(
        "没有找到日期或收入金额的栏目。请在下面选定日期，并选定收入金额或交易金额，再重新读取。"
    ),
    StatementFault.COLUMN_TWICE: _l("同一列选了两次。请为每项内容选不同的列，再重新读取。"),
    StatementFault.NO_DAY: _l(
        "第 %(row)s 行：日期“%(text)s”无法识别。请写成 2026-11-05 或 20261105 的形式。"
    ),
    StatementFault.NO_AMOUNT: _l(
        "第 %(row)s 行：金额“%(text)s”无法识别。请写成 1234.50 或 1,234.50 的形式。"
    ),
    StatementFault.BOTH_SIDES: _l(
        "第 %(row)s 行：收入和支出两栏都有金额，无法确定是收入还是支出。请与银行核对。"
    ),
    StatementFault.NO_DIRECTION: _l(
        "第 %(row)s 行：“%(column)s”栏的内容“%(text)s”不能说明是收入还是支出。"
        "请改为“收”或“支”，或改选收支方向的列；全部是收入的，请把金额的列选为“收入金额”。"
    ),
    StatementFault.OTHER_DIRECTION: _l(
        "第 %(row)s 行：“%(column)s”栏与“%(other)s”说的收支方向不一致。请与银行核对。"
    ),
    StatementFault.BALANCE_FALLS: _l(
        "第 %(row)s 行：余额减少了，这笔是支出，但文件没有说明收支方向的栏目。请用带借贷标志的格式重新导出。"
    ),
    StatementFault.UNKNOWN_MARK: _l(
        "第 %(row)s 行：“%(column)s”栏的内容“%(text)s”不能说明是否冲正。请改为“是”或“否”。"
    ),
    StatementFault.REF_CUT: _l(
        "第 %(row)s 行：流水号的末几位已被表格软件改写。请将该列设为文本后重新导出。"
    ),
    StatementFault.REF_TOO_LONG: _l("第 %(row)s 行：流水号超过 %(maximum)s 个字符。请核对文件。"),
    StatementFault.TOO_MANY: _l(
        "共 %(count)s 笔，一次最多导入 %(maximum)s 笔。请按日期分成几个文件。"
    ),
    StatementFault.TOO_LARGE: _l("文件内容太多，无法一次核对。请按日期分成几个文件。"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    BankProfile: {
        BankProfile.ICBC: _l("工商银行"),
        BankProfile.CCB: _l("建设银行"),
        BankProfile.ABC: _l("农业银行"),
        BankProfile.BOC: _l("中国银行"),
        BankProfile.BOCOM: _l("交通银行"),
        BankProfile.CMB: _l("招商银行"),
        BankProfile.TREASURY: _l("财政集中支付"),
        BankProfile.GENERAL: _l("通用格式"),
    },
    LineField: {
        LineField.DAY: _l("日期"),
        LineField.CREDIT: _l("收入金额"),
        LineField.DEBIT: _l("支出金额"),
        LineField.AMOUNT: _l("交易金额（收支同列）"),
        LineField.DIRECTION: _l("收支方向"),
        LineField.REVERSAL: _l("冲正标志"),
        LineField.SERIAL: _l("交易流水号"),
        LineField.VOUCHER: _l("凭证号（可以重复）"),
        LineField.PAYER: _l("付款人"),
        LineField.ACCOUNT: _l("本方账号"),
        LineField.BALANCE: _l("余额"),
    },
}
