"""Words common to all actions: refusals any may give, faults of input and lists, conflicts."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.constraint_errors import Conflict
from actions.core.input_parsing import InputFault
from actions.core.input_texts import TextNote
from actions.core.records.record_rules import RecordRefusal
from actions.core.refusal import Common
from admin_app.labels.list_fault import FindFault, ListFault
from admin_app.labels.office_fault import OfficeFault

SENTENCES: dict[StrEnum, object] = {
    Common.NOT_FOUND: _l("没有找到这条记录。请返回列表重新查询。"),
    Common.FORBIDDEN: _l("您的角色没有办理此项业务的权限。请联系本编办的管理员。"),
    Common.NOT_OWN_OFFICE: _l("这条记录属于其他编办，此项业务只能由所属编办自己办理。"),
    Common.NOT_BELOW: _l("此项业务只能对下级编办的记录办理。"),
    Common.WRONG_STATE: _l("当前状态是“%(state)s”，不能办理此项业务。"),
    Common.STALE: _l("这条记录在您打开之后已被别人修改。请重新打开，核对后再办理。"),
    RecordRefusal.NOTHING_TO_PAY_BY: _l(
        "这样设置，注册单位无从缴费：既不接受现金，也没有可以转账的账户。"
        "请选择接受现金，或选择接受转账并填写银行账号。"
    ),
    Common.NO_ROWS: _l("没有可办理的记录。请先勾选记录。"),
    Common.TOO_MANY_ROWS: _l(
        "所选记录太多（%(count)s 条），一次最多办理 %(maximum)s 条。"
        "请在列表中增加查询条件（如单位、状态、到期时间）缩小范围，分次办理。"
    ),
    Common.KEY_REUSED: _l(
        "本页已经提交过一次，内容与这次不同。上次的结果未受影响，请从列表重新办理。"
    ),
    Common.KEY_MISSING: _l("缺少请求编号，无法防止重复办理。请从列表重新办理。"),
    Common.BUSY: _l("系统正忙，本次未办理任何业务。请稍后再试一次，不会重复办理。"),
    Common.CONFLICT: _l("与已有的记录冲突，未办理。请核对后重试。"),
    Common.INPUT_INVALID: _l("填写的内容有误，请更正。"),
    Common.TICK_MISSING: _l(
        "有须核对的提醒。请逐条核对，确认已核对后才能办理（核对码 %(answered)s）。"
    ),
    Common.ANSWER_MISSING: _l(
        "有须说明理由的提醒。请逐条核对，填写理由后才能办理（核对码 %(answered)s）。"
    ),
    Common.UNCHANGED: _l("没有改动，内容与原来相同。"),
    Common.LEFT_OUT: _l("由经办人剔除，本次未办理。"),
    Common.ANSWER_STALE: _l(
        "提醒的内容已有变化，以前的核对和理由不再有效。请按现在的提醒重新核对（核对码 %(answered)s）。"
    ),
    Common.SECOND_PERSON: _l("此项业务须由本编办的另一位工作人员办理。"),
    Common.NOT_TWO_PERSONS: _l(
        "此项业务须由两位工作人员分别办理；您和前一位经办人的账户由%(custodian)s开户、重置密码或启用，"
        "不能视为两人。请由账户与其无关的另一位工作人员办理；没有这样的人时，请上级编办（或系统管理员）"
        "为本编办另开账户。"
    ),
    InputFault.MISSING: _l("必须填写。"),
    InputFault.NOT_A_NUMBER: _l("请填写整数。"),
    InputFault.NOT_A_DATE: _l("请按“年-月-日”填写日期，如 2026-03-15。"),
    InputFault.NOT_AN_INSTANT: _l("请填写日期和时间，如 2026-03-15 09:30（北京时间）。"),
    InputFault.NOT_AN_AMOUNT: _l("请填写金额（元），最多两位小数，如 1000 或 1,000.50。"),
    InputFault.NOT_A_CHOICE: _l("请从列出的选项中选择。"),
    InputFault.TOO_SMALL: _l("不能小于 %(minimum)s。"),
    InputFault.TOO_LARGE: _l("不能大于 %(maximum)s。"),
    InputFault.TOO_LONG: _l("最多 %(maximum)s 个字符。"),
    InputFault.TOO_MANY_LINES: _l("最多 %(maximum)s 行。"),
    InputFault.UNKNOWN_FIELD: _l("没有“%(name)s”这一项。"),
    InputFault.CHARACTER: _l(
        "第 %(position)s 个字符（%(character)s，%(fault)s）不能保存。请删去它，或改用通用的字。"
    ),
    InputFault.LOST_DIGITS: _l(
        "这是表格软件改写过的数字，有几位已经丢失。请在原表中把整列设为“文本”格式，"
        "重新填写完整的号码，再复制过来。"
    ),
    InputFault.EMAIL: _l("这不是可以收信的邮箱地址。请填写一个完整的地址，“@”前后都不能少。"),
    InputFault.PHONE: _l("这不是可以拨打的号码。请填写完整的号码，座机带区号，如 0941-3621234。"),
    TextNote.REWRITTEN: _l("“%(field)s”填写的是“%(typed)s”，将按“%(kept)s”记录。"),
    InputFault.NOT_AN_OBJECT: _l("内容的格式不正确。"),
    FindFault.USCC: _l("“%(uscc)s”像是统一社会信用代码，但%(fault)s。请对照证照重新填写。"),
    ListFault.UNKNOWN_PARAMETER: _l("这个列表没有“%(name)s”这个条件。"),
    ListFault.BAD_VALUE: _l("条件“%(name)s”的值“%(value)s”无法识别。请重新填写。"),
    ListFault.BAD_SORT: _l("这个列表不能按“%(name)s”排序。"),
    ListFault.BAD_CURSOR: _l("翻页的位置无法识别。请回到首页。"),
    ListFault.TOO_DEEP: _l("按页码最多翻到第 %(maximum)s 条。请增加条件缩小范围。"),
    ListFault.SEARCH_TOO_SHORT: _l("字太少，无法查询。请至少连着输入 %(minimum)s 个字。"),
    ListFault.SORT_TOO_MANY: _l(
        "符合条件的超过 %(maximum)s 条，不能按此列排序。请先增加条件缩小范围。"
    ),
    ListFault.SORT_TOO_COARSE: _l(
        "符合条件的超过 %(maximum)s 条，而首个排序列只有几种值，不能再按别的列排序。"
        "请先缩小范围，或只按这一列排序。"
    ),
    ListFault.TOO_MANY_SORT_KEYS: _l("一个列表最多按 %(maximum)s 列排序。请去掉后面的几列。"),
    ListFault.TOO_MANY_TO_GROUP: _l(
        "符合条件的超过 %(maximum)s 条，不能分组汇总。请先增加条件缩小范围，如选定编办或日期。"
    ),
    ListFault.TOO_MANY_COLUMNS: _l(
        "一个列表最多显示 %(maximum)s 列。请少选几列；导出时可选全部列。"
    ),
    ListFault.TOO_MANY_VALUES: _l("条件“%(name)s”最多选 %(maximum)s 项。请少选几项。"),
    ListFault.TWO_LISTS: _l(
        "条件“%(name)s”的值“%(value)s”只在历史列表中，不能与其他值一起查询。请分别查询。"
    ),
    ListFault.ANY_TOO_MANY: _l("满足其一的超过 %(maximum)s 条。请先缩小范围，或改为“同时满足”。"),
    ListFault.ANY_GROUPED: _l("查询条件为“满足其一”时，只能按编办汇总。请改为“同时满足”。"),
    ListFault.WHERE_UNREADABLE: _l(
        "组合条件（where）中的“%(value)s”无法识别。每个条件写成 {列: {比较: 值}}，用 all 或 any 组合。"
    ),
    ListFault.WHERE_COLUMN: _l("这个列表没有“%(name)s”这一列，不能作为条件。请改用已有的列。"),
    ListFault.WHERE_OPERATOR: _l(
        "“%(name)s”不能用“%(operator)s”比较。可以用的比较有：%(operators)s。"
    ),
    ListFault.WHERE_TOO_DEEP: _l("条件最多嵌套 %(maximum)s 层。请合并几层。"),
    ListFault.WHERE_TOO_MANY: _l("一个列表最多同时用 %(maximum)s 个条件。请去掉几个。"),
    ListFault.WHERE_TOO_LONG: _l("组合条件最多 %(maximum)s 个字符。请写得短一些。"),
    ListFault.TOO_MANY_TO_EXAMINE: _l(
        "条件“%(name)s”要逐条核对，而其余条件剩下的记录超过 %(maximum)s 条，查询可能很慢，所以没有开始。"
        "请先用编办、状态或日期等条件缩小范围。"
    ),
    OfficeFault.SEVERAL: _l("与“%(typed)s”相符的编办有 %(count)s 个。请在下面选择。"),
    OfficeFault.TOO_MANY: _l(
        "与“%(typed)s”相符的编办超过 %(maximum)s 个，只列出前 %(maximum)s 个。请在下面选择，或者写得更完整。"
    ),
    OfficeFault.NONE: _l(
        "没有找到编办“%(typed)s”。请填写六位行政区划代码、编办名称或其中至少两个字，或者拼音首字母。"
    ),
    ListFault.PAST_ELSEWHERE: _l(
        "按截至日期（as_of）查询的过去记录只能在列表页查看或由接口读取，不能勾选、办理和汇总，可以导出和打印。"
        "请去掉截至日期。"
    ),
    ListFault.PAST_UNKEPT: _l("这个列表的记录不留前后变化，不能按截至日期查询。请去掉截至日期。"),
    ListFault.PAST_UNJUDGED: _l(
        "“%(name)s”过去的值没有留下，不能作为截至日期查询的条件。请去掉这一条件。"
    ),
    ListFault.PAST_GROUPED: _l(
        "过去的记录不能汇总。请去掉截至日期，或逐条列出；当日的合计见“历史余额查询”。"
    ),
    ListFault.PAST_BACKWARDS: _l("过去的记录只能从前往后翻页。请回到首页。"),
    ListFault.PAST_TO_COME: _l("%(day)s 还没有到，只能查到今天为止。"),
    ListFault.PAST_BEFORE_BOOKS: _l(
        "%(day)s 之前没有记录：第一笔记录是 %(first)s。请改选截至日期。"
    ),
    ListFault.PAST_TOO_LONG_AGO: _l(
        "这些记录在截至日期之后变动太多，不能当页倒算。请选近一些的截至日期，或减少每页条数。"
    ),
    Conflict.USCC_TAKEN: _l("该统一社会信用代码已经登记过。请查询已有的单位。"),
    Conflict.USERNAME_TAKEN: _l("该用户账户已被使用。请更换。"),
    Conflict.RENEWAL_OPEN: _l("其中有域名刚刚已提交续费。请重新核对。"),
    Conflict.ORDER_PAID: _l("其中有缴费信息刚刚已被收费。请重新核对。"),
    Conflict.LINE_REMITTED: _l("其中有款项刚刚已列入其他汇款单。请重新核对。"),
    Conflict.BANK_LINE_STAGED: _l("其中的流水刚刚由别人导入。请重新导入，系统会跳过已导入的。"),
    Conflict.BANK_REF_SEEN: _l("该银行流水号已经登记过，不能重复入账。请核对银行回单。"),
    Conflict.REFUND_PROPOSED: _l("这笔缴费刚刚已有人申请退款。请在“调账与退款”中核对。"),
    Conflict.BALANCE_INSUFFICIENT: _l("账户余额不足。请先汇款充值。"),
    Conflict.STOCK_INSUFFICIENT: _l("发票余额不足，可能刚刚被使用。请重新核对。"),
    Conflict.NUMBER_ISSUED: _l("该发票号码已经开具过。请核对发票。"),
    Conflict.NUMBERS_SENT: _l("这些发票号码已在另一批次中。请核对发票代码和起始号码。"),
    Conflict.CAP_EXCEEDED: _l("每次申请发票的最高额度为 3 万元。请减少数量。"),
    Conflict.DEFAULT_EXISTS: _l("已经有默认地址。请先取消原来的默认地址。"),
    Conflict.ALREADY_EXISTS: _l("已经有相同的记录，未重复建立。"),
    Conflict.STILL_USED: _l("这条记录还有其他业务引用，不能这样办理。"),
    Conflict.VALUE_REFUSED: _l("填写的内容不符合规定，未保存。"),
}

#: What generated actions do to a record, before the name of its kind.
RECORD_ACTIONS: dict[str, object] = {
    "create": _l("新增%(entity)s"),
    "edit": _l("修改%(entity)s"),
    "export": _l("导出%(entity)s"),
    "check": _l("核对所选%(entity)s"),
    "queue": _l("交办%(entity)s后台办理"),
}

#: Facts of plans and receipts.
FACTS: dict[str, object] = {
    "row_count": _l("记录数"),
    "invoice_count": _l("发票数量"),
    "expires_on": _l("现到期时间"),
    "phase": _l("到期状态"),
    "new_expires_on": _l("续费后到期时间"),
    "domain": _l("域名"),
    "sheets": _l("发票数量"),
    "face_fen": _l("票面金额"),
    "faced_sheets": _l("其中定额发票（张）"),
    "receivers": _l("接收编办数"),
    "available": _l("可用张数"),
    "office": _l("编办"),
    "number_from": _l("起始号码"),
    "changed": _l("修改项数"),
    "payment_id": _l("收费记录"),
}
