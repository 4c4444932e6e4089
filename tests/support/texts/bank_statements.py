"""Bank statements in the layouts of seven banks and of none, with what must be read of each."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from admin_app.labels.remittances.bank_statement import BankProfile
from models.remittances.bank_direction import LineDirection
from models.values.money import plain_yuan

IN, OUT, REVERSAL = LineDirection.IN, LineDirection.OUT, LineDirection.REVERSAL
ACCOUNT = "0200001234567890"


@dataclass(frozen=True)
class Moved:
    """A movement of money as a bank knows it; its summary must not speak of a reversal."""

    day: dt.date
    fen: int
    way: LineDirection
    payer: str
    serial: str
    memo: str = "域名注册费"

    @property
    def yuan(self) -> str:
        whole, dot, rest = plain_yuan(self.fen).partition(".")
        return f"{int(whole):,}{dot}{rest}"

    def side(self, way: LineDirection) -> str:
        """The cell of a column of one side; a reversal stands there below zero."""
        if way is IN and self.way is REVERSAL:
            return f"-{self.yuan}"
        return self.yuan if self.way is way else ""


Row = Sequence[str]


@dataclass(frozen=True)
class Layout:
    """How one bank writes: titles, headings, a row for a movement, totals."""

    bank: BankProfile
    headings: Row
    row: Callable[[Moved], Row]
    titles: tuple[Row, ...] = ()
    totals: tuple[Row, ...] = ()
    #: Whether its files tell a serial number, and the own account.
    has_serial: bool = True
    account: str = ACCOUNT
    ways: frozenset[LineDirection] = field(default=frozenset(LineDirection))

    def rows(self, moved: Sequence[Moved]) -> list[Row]:
        """The file's rows."""
        return [*self.titles, self.headings, *(self.row(each) for each in moved), *self.totals]


LAYOUTS = (
    Layout(
        BankProfile.ICBC,
        [
            *("凭证号", "本方账号", "对方账号", "交易时间", "借/贷", "借方发生额", "贷方发生额"),
            *("对方行号", "摘要", "用途", "对方单位名称", "余额", "个性化信息"),
        ],
        lambda m: [
            *("0", ACCOUNT, "6200", f"{m.day} 10:10:10", "借" if m.way is OUT else "贷"),
            *(m.side(OUT) or "0.00", m.side(IN) or "0.00", "102", m.memo, "", m.payer, "", ""),
        ],
        titles=(["[HISTORYDETAIL]"],),
        has_serial=False,
    ),
    Layout(
        BankProfile.CCB,
        [
            *("账号", "账户名称", "交易时间", "借方发生额（支取）", "贷方发生额（收入）", "余额"),
            *("币种", "对方户名", "对方账号", "对方开户机构", "记账日期", "摘要", "备注"),
            *("账户明细编号-交易流水号", "企业流水号", "凭证种类", "凭证号", "关联账户"),
        ],
        lambda m: [
            *(ACCOUNT, "注册管理机构", f"{m.day:%Y%m%d} 10:10:10", m.side(OUT) or "0.00"),
            *(m.side(IN) or "0.00", "", "人民币元", m.payer, "6200", "某行", f"{m.day:%Y%m%d}"),
            *("转账", m.memo, m.serial, "0", "其他", "000000000000", ""),
        ],
    ),
    Layout(
        BankProfile.ABC,
        [
            *("交易时间", "收入金额", "支出金额", "账户余额", "交易行名", "对方省市", "对方账号"),
            *("对方户名", "交易用途"),
        ],
        lambda m: [
            *(f"{m.day} 10:10:10", m.side(IN), m.side(OUT), "", "某行", "甘肃", "6200", m.payer),
            m.memo,
        ],
        titles=(["账户明细"], [f"账号：{ACCOUNT}", "户名：注册管理机构"]),
        has_serial=False,
    ),
    Layout(
        BankProfile.BOC,
        [
            *("交易类型[ Transaction Type ]", "业务类型[ Business type ]"),
            *("付款人账号[ Debit Account No. ]", "付款人名称[ Payer's Name ]"),
            *("收款人账号[ Payee's Account Number ]", "收款人名称[ Payee's Name ]"),
            *("交易日期[ Transaction Date ]", "交易时间[ Transaction time ]"),
            *("交易货币[ Trade Currency ]", "交易金额[ Trade Amount ]"),
            "交易流水号[ Transaction reference number ]",
            *("凭证号码[ Voucher number ]", "用途[ Purpose ]"),
        ],
        lambda m: [
            *("往账" if m.way is OUT else "来账", "转账汇款", "6200"),
            *(m.payer, ACCOUNT, "注册管理机构", f"{m.day:%Y%m%d}", "10:10:10", "CNY"),
            *(m.yuan if m.way is IN else f"-{m.yuan}", m.serial, "", m.memo),
        ],
        titles=(["查询账号[ Inquirer account number ]", ACCOUNT],),
    ),
    Layout(
        BankProfile.BOCOM,
        [
            "交易日期",
            "借贷标志",
            "发生额(元)",
            "余额",
            "对方账号",
            "对方户名",
            "摘要",
            "核心流水号",
        ],
        lambda m: [
            *(f"{m.day:%Y-%m-%d}", "借" if m.way is OUT else "贷"),
            *(f"-{m.yuan}" if m.way is REVERSAL else m.yuan, "", "6200", m.payer, m.memo, m.serial),
        ],
        titles=(["账户交易明细"], ["账号", ACCOUNT]),
        totals=(["合计", "", "1,000.00"],),
    ),
    Layout(
        BankProfile.CMB,
        [
            *("账号", "账号名称", "币种", "交易日", "交易时间", "起息日", "交易类型", "借方金额"),
            *("贷方金额", "余额", "摘要", "流水号", "业务参考号", "收(付)方名称", "收(付)方账号"),
        ],
        lambda m: [
            *(ACCOUNT, "注册管理机构", "人民币", f"{m.day:%Y%m%d}", "101010", f"{m.day:%Y%m%d}"),
            *("汇入汇款", m.side(OUT), m.side(IN), "", m.memo, m.serial, "", m.payer, "6200"),
        ],
        totals=(["合计笔数：3", "", "", "", "", "", "", "1.00", "2.00"],),
    ),
    Layout(
        BankProfile.TREASURY,
        [
            "支付日期",
            "支付令编号",
            "预算单位",
            "收款人全称",
            "支付金额（元）",
            "用途",
            "交易流水号",
        ],
        lambda m: [
            *(f"{m.day.year}年{m.day.month}月{m.day.day}日", "2026-17", m.payer, "注册管理机构"),
            *(m.side(IN), m.memo, m.serial),
        ],
        titles=(["财政集中支付清单"], ["收款账号", ACCOUNT]),
        totals=(["本页小计", "", "", "", "300.00"], ["制表人：某"]),
        ways=frozenset({IN, REVERSAL}),
    ),
    Layout(
        BankProfile.GENERAL,
        ["交易\n日期", "收 ／ 支", "金　额（元）", "对方户名", "附言", "流水号"],
        lambda m: [
            *(f"{m.day.year}/{m.day.month}/{m.day.day}", "支" if m.way is OUT else "收"),
            *(f"({m.yuan})" if m.way is REVERSAL else f"￥{m.yuan}", m.payer, m.memo, m.serial),
        ],
        titles=(["银行流水"], [f"账号：{ACCOUNT}"]),
        totals=(["总计", "", "700.00"],),
    ),
)


def as_csv(rows: Sequence[Row], delimiter: str = ",") -> str:
    """The rows as text, as a bank's export has them."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


def as_xlsx(rows: Sequence[Row]) -> bytes:
    """The rows as a workbook of texts."""
    lines = "".join(
        "<row>"
        + "".join(
            f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
            for cell in row
        )
        + "</row>"
        for row in rows
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            "</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1"'
            f' Type="{link}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{link}"><sheets>'
            '<sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1"'
            f' Type="{link}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'
        ),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return packed.getvalue()


#: (ending, how the rows become a file) of each kind of file that is read.
FILES: tuple[tuple[str, Callable[[Sequence[Row]], bytes]], ...] = (
    ("csv", lambda rows: as_csv(rows).encode("utf-8-sig")),
    ("csv", lambda rows: as_csv(rows).encode("gb18030")),
    ("txt", lambda rows: as_csv(rows, "\t").encode("utf-16")),
    ("csv", lambda rows: b"sep=;\r\n" + as_csv(rows, ";").encode()),
    ("xlsx", as_xlsx),
)
