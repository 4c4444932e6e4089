"""The column headings of banks' statements: data only.

Headings are as folded by `bank_statement_headings`: half width, lower case, no spaces, no units or
translations in brackets. Of a field's names the first one in the file wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from admin_app.labels.remittances.bank_statement import BankProfile, LineField


@dataclass(frozen=True, slots=True)
class Profile:
    """How to recognise one bank's files, and its headings, which take precedence over general
    ones.
    """

    bank: BankProfile
    #: Headings that identify its files; all must be present.
    marks: frozenset[str]
    columns: Mapping[LineField, tuple[str, ...]] = field(default_factory=dict)


PROFILES: Final = (
    Profile(
        BankProfile.CCB,
        frozenset({"账户明细编号-交易流水号"}),
        {
            LineField.DAY: ("交易时间", "交易日期", "记账日期"),
            LineField.SERIAL: ("账户明细编号-交易流水号",),
            LineField.VOUCHER: ("凭证号", "凭证号码"),
            LineField.ACCOUNT: ("账号",),
        },
    ),
    Profile(
        BankProfile.BOC,
        frozenset({"付款人名称", "收款人名称", "交易金额", "交易类型"}),
        {
            LineField.DIRECTION: ("交易类型", "收支方向"),
            LineField.SERIAL: ("交易流水号",),
            LineField.PAYER: ("付款人名称",),
            LineField.VOUCHER: ("凭证号码",),
        },
    ),
    Profile(
        BankProfile.CMB,
        frozenset({"收(付)方名称"}),
        {
            LineField.DAY: ("交易日", "交易日期"),
            LineField.PAYER: ("收(付)方名称",),
            LineField.SERIAL: ("流水号", "交易流水号"),
            LineField.VOUCHER: ("业务参考号", "流程实例号", "票据号"),
            LineField.ACCOUNT: ("账号",),
        },
    ),
    Profile(
        BankProfile.TREASURY,
        frozenset({"预算单位"}),
        {
            LineField.DAY: ("入账日期", "支付日期", "清算日期", "交易日期"),
            # A treasury's list of payments, as sent to the payee.
            LineField.CREDIT: ("入账金额", "到账金额", "支付金额", "实付金额"),
            LineField.PAYER: ("预算单位", "付款人全称", "付款人名称"),
            LineField.SERIAL: ("交易流水号", "支付流水号"),
            LineField.VOUCHER: ("支付令编号", "支付凭证号", "支付申请编号", "凭证号"),
            LineField.ACCOUNT: ("收款人账号",),
        },
    ),
    Profile(
        BankProfile.ICBC,
        frozenset({"凭证号", "本方账号", "对方单位名称"}),
        {
            LineField.DAY: ("交易时间", "入账日期"),
            LineField.PAYER: ("对方单位名称",),
            LineField.VOUCHER: ("凭证号",),
            LineField.ACCOUNT: ("本方账号",),
        },
    ),
    Profile(
        BankProfile.ABC,
        frozenset({"交易行名", "对方户名"}),
        {LineField.DAY: ("交易时间", "交易日期"), LineField.PAYER: ("对方户名",)},
    ),
    Profile(
        BankProfile.BOCOM,
        frozenset({"借贷标志", "发生额", "对方户名"}),
        {LineField.SERIAL: ("核心流水号", "交易流水号", "流水号")},
    ),
)

#: Headings that any bank may use; the profile of unrecognised files.
GENERAL: Final = Profile(
    BankProfile.GENERAL,
    frozenset(),
    {
        LineField.DAY: (
            *("交易日期", "交易日", "记账日期", "入账日期", "到账日期", "收款日期", "交易日期时间"),
            *("交易时间", "入账时间", "到账时间", "记账日", "入账日", "日期", "时间"),
            *("transactiondate", "bookingdate", "postingdate", "date"),
        ),
        LineField.CREDIT: (
            *("贷方金额", "贷方发生额", "贷方", "贷方发生金额", "贷方交易金额", "收入金额", "收入"),
            *("收入发生额", "收方金额", "收方发生额", "收款金额", "存入金额", "存入", "存入额"),
            *(
                "转入金额",
                "转入",
                "来账金额",
                "进账金额",
                "进账",
                "到账金额",
                "入账金额",
                "汇入金额",
            ),
            *("creditamount", "credit", "credits", "deposit", "deposits", "moneyin", "paidin"),
        ),
        LineField.DEBIT: (
            *("借方金额", "借方发生额", "借方", "借方发生金额", "借方交易金额", "支出金额", "支出"),
            *("支出发生额", "付方金额", "付方发生额", "付款金额", "支取金额", "支取", "支取额"),
            *("转出金额", "转出", "往账金额", "出账金额", "出账", "汇出金额", "支付金额"),
            *("debitamount", "debit", "debits", "withdrawal", "withdrawals", "moneyout", "paidout"),
        ),
        LineField.AMOUNT: (
            *("交易金额", "金额", "发生额", "交易额", "发生金额", "记账金额", "交易发生额"),
            *("本次发生额", "transactionamount", "tradeamount", "amount"),
        ),
        LineField.REVERSAL: (
            *("冲正标志", "冲正标识", "是否冲正", "红蓝字", "红蓝字标志", "红字标志", "红冲标志"),
            *("冲销标志", "抹账标志", "冲账标志", "是否退汇", "退汇标志"),
        ),
        LineField.SERIAL: (
            *("交易流水号", "银行流水号", "流水号", "核心流水号", "主机流水号", "交易流水"),
            *("账户明细编号-交易流水号", "账户明细编号", "银行交易流水号", "全局流水号"),
            *("交易参考号", "银行参考号", "柜员流水号", "交易编号", "交易唯一流水号", "流水编号"),
            *("银行流水", "参考号"),
            *("transactionreferencenumber", "transactionreference", "transactionid"),
        ),
        LineField.VOUCHER: (
            *("凭证号", "凭证号码", "凭证编号", "传票号", "票据号", "票据号码", "支票号"),
            *("企业流水号", "企业支付流水号", "企业流水", "业务参考号", "回单编号", "电子回单号"),
            *("交易序号", "客户业务编号", "客户申请号", "记录标识号", "日志号", "vouchernumber"),
        ),
        LineField.PAYER: (
            *("对方户名", "对方账户名称", "对方账户名", "对方名称", "对方单位名称", "对方单位"),
            *("付款人名称", "付款人户名", "付款人全称", "付款人", "付款单位", "付款单位名称"),
            *("付款方名称", "付款方户名", "付款方", "收(付)方名称", "收付方名称", "对手户名"),
            *("交易对手名称", "交易对手", "交易对方", "来款单位", "付款方账户名称"),
            *("付款账户名称", "付款账户名", "payer", "payername"),
            *("payer'sname", "counterparty"),
        ),
        LineField.ACCOUNT: (
            *(
                "本方账号",
                "本方账户",
                "查询账号",
                "账号",
                "账户",
                "收款人账号",
                "收款账号",
                "account",
            ),
            *("accountnumber", "accountno"),
        ),
        LineField.BALANCE: (
            *("余额", "账户余额", "交易后余额", "本次余额", "当前余额", "balance"),
        ),
    },
)

#: Text columns about the payment; all are used, since banks fill any of them.
MEMOS: Final = (
    *("附言", "交易附言", "摘要", "交易摘要", "业务摘要", "用途", "交易用途", "备注", "其它摘要"),
    *("其他摘要", "个性化信息", "附加信息", "remark", "remarks", "reference", "purpose", "memo"),
    *("description",),
)

#: Pairs of words for credit and debit in headings: 收/支, 借方/贷方, 来账往账, 转入/转出.
_PAIRS: Final = ("收支", "借贷", "进出", "收付", "来往", "入出", "存取", "转转", "流流")
_SIDE: Final = "[账帐方记款项入出]?"
_EITHER: Final = "|".join(
    f"{one}{_SIDE}/?{other}{_SIDE}" for a, b in _PAIRS for one, other in ((a, b), (b, a))
)
_MARK: Final = r"d/?c|c/?d|cr/?dr|dr/?cr"
#: Complete headings of a direction column.
DIRECTION_HEADING: Final = (
    rf"(?:交易|资金|账务)?(?:{_EITHER}|{_MARK})"
    rf"(?:方向|标志|标识|标记|类型|类别|属性|情况|性质)?(?:{_MARK})?(?:flag|indicator)?"
    r"|(?:交易|资金|账务|余额变动)?(?:方向|流向)|资金去向|±|\+/-|-/\+|正负号?|符号"
    r"|(?:debit|credit)/?(?:credit|debit)(?:flag|indicator)?|direction|sign"
)
#: Headings that may be a direction column: with both sides or a flag, without a name or number.
LIKE_DIRECTION: Final = (
    rf"(?!.*(?:账号|名称?|行|号码?|单位|人|额|日期|时间)$)"
    rf"(?:.*(?:{'|'.join(f'{a}.*{b}|{b}.*{a}' for a, b in _PAIRS[:-2])}).*"
    r"|.*(?:方向|流向|标志|标识|标记|性质|flag|indicator))"
)
#: Headings that mean the direction in some files and something else in others.
MAY_BE_DIRECTION: Final = (
    *("交易类型", "业务类型", "交易种类", "类型", "类别", "交易类别", "type", "标志", "标识"),
)

#: Cell values that mean a direction, folded like headings.
COMES_IN: Final = frozenset(
    {
        *("收", "收入", "入", "进", "进账", "贷", "贷方", "贷记", "来", "来账", "来款", "转入"),
        *("存入", "存", "存款", "入账", "收款", "汇入", "流入", "增加", "转账收入"),
        *("c", "cr", "credit", "in", "+"),
    }
)
GOES_OUT: Final = frozenset(
    {
        *("支", "支出", "出", "付", "付款", "借", "借方", "借记", "往", "往账", "转出", "支取"),
        *("取", "取款", "出账", "支付", "付出", "汇出", "流出", "减少", "转账支出"),
        *("d", "dr", "debit", "out", "-"),
    }
)
#: Values of 冲正标志 for reversals, and for other lines.
IS_REVERSAL: Final = frozenset(
    {"是", "y", "yes", "1", "true", "r", "红", "红字", "红冲", "冲正", "已冲正", "被冲正", "退汇"}
)
IS_PLAIN: Final = frozenset(
    {"", "否", "n", "no", "0", "false", "蓝", "蓝字", "正常", "未冲正", "无", "-"}
)
