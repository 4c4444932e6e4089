"""Words of 编办撤并: offices merged and closed, and what they finish first."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.reorganisation.offices import ClosingFault, ClosingNote, ClosingWarning
from actions.offices.close_office import CloseOfficeRefusal
from actions.offices.merge_office import MergeOfficeRefusal
from admin_app.labels.words import ActionWords
from models.reorganisation.take_over import PeopleAfter
from models.reorganisation.unfinished import Unfinished

ACTIONS: dict[str, ActionWords] = {
    "merge_office": ActionWords(
        _l("编办合并"),
        _l("确认合并"),
        _l("区划撤销或合并时，编办的单位、域名、未缴费信息、发票、余额和人员一次转入承继编办。"),
    ),
    "move_office": ActionWords(
        _l("编办隶属变更"),
        _l("确认变更"),
        _l("区划划归其他市或省时代码改变：按新代码设立编办，业务全部转入，原代码停用。"),
    ),
    "close_office": ActionWords(
        _l("编办撤销"),
        _l("确认撤销编办"),
        _l("只能撤销已没有单位、发票和余额的编办。还有的，请使用“编办合并”。"),
    ),
}

_LAST_DAY = _l("撤销日期（不填为今天）")

FIELDS: dict[tuple[str, str], object] = {
    ("merge_office", "successor_code"): _l("承继编办"),
    ("merge_office", "on"): _LAST_DAY,
    ("merge_office", "people"): _l("原编办的人员"),
    ("merge_office", "division_ends"): _l("行政区划同时撤销"),
    ("move_office", "code"): _l("新的行政区划代码"),
    ("move_office", "name"): _l("变更后的编办名称"),
    ("move_office", "parent_code"): _l("新的上级编办"),
    ("move_office", "on"): _l("启用日期（不填为今天）"),
    ("move_office", "division_name"): _l("行政区划名称（字典中没有该代码时必填）"),
    ("close_office", "on"): _LAST_DAY,
    ("close_office", "division_ends"): _l("行政区划同时撤销"),
}

SENTENCES: dict[StrEnum, object] = {
    MergeOfficeRefusal.SUCCESSOR_UNKNOWN: _l("没有找到编办“%(office_code)s”。请核对代码。"),
    MergeOfficeRefusal.SUCCESSOR_CLOSED: _l("%(office)s已停用，不能承继。请改选其他编办。"),
    MergeOfficeRefusal.SUCCESSOR_SAME: _l("%(office)s不能并入自己。请改选承继编办。"),
    MergeOfficeRefusal.SUCCESSOR_REGISTRY: _l("%(office)s不管理单位，不能承继。请改选其他编办。"),
    CloseOfficeRefusal.STILL_HOLDS: _l(
        "%(office)s还有单位 %(moved_unit_count)s 个、域名 %(domain_count)s 个、"
        "发票 %(sheets)s 张、余额 %(balance_fen)s。请使用“编办合并”，由其他编办承继。"
    ),
    ClosingFault.REGISTRY: _l("CONAC 是各级编办的上级，不能撤销。"),
    ClosingFault.CLOSED: _l("%(office)s已经停用，不需要重复办理。"),
    ClosingFault.DAY_IN_FUTURE: _l("撤销日期 %(on)s 还没有到。请到期后再办理。"),
    Unfinished.OFFICES_BELOW: _l(
        "%(office)s还有 %(count)s 个下级编办（%(first)s等）。请先办理下级编办的合并或撤销。"
    ),
    Unfinished.MONEY_UNDER_WAY: _l(
        "%(office)s有 %(count)s 笔已收费、尚未消费的缴费信息（%(first)s等）。"
        "请先完成汇款和消费，或撤销收费。"
    ),
    Unfinished.REMITTANCES_OPEN: _l(
        "%(office)s有 %(count)s 张没有办结的汇款单（%(first)s等）。请先汇款到账，或取消。"
    ),
    Unfinished.INVOICES_OWED: _l(
        "%(office)s有 %(count)s 笔收费没有开足发票（%(first)s等）。请先补开发票。"
    ),
    Unfinished.REQUESTS_OPEN: _l(
        "%(office)s有 %(count)s 份没有办结的预开发票申请（%(first)s等）。请先寄出、退回或撤销。"
    ),
    Unfinished.LOTS_UNSIGNED: _l(
        "%(office)s有 %(count)s 批发票在途未签收（%(first)s等）。请先签收或登记遗失。"
    ),
    Unfinished.ADJUSTMENTS_OPEN: _l(
        "%(office)s有 %(count)s 笔待复核的调账、退款或充值（%(first)s等）。请先复核。"
    ),
    Unfinished.HANDOVERS_OPEN: _l(
        "%(office)s有 %(count)s 份待确认的岗位交接（%(first)s等）。请先确认或撤回。"
    ),
    ClosingNote.UNITS_FOLLOW: _l(
        "单位 %(moved_unit_count)s 个、域名 %(domain_count)s 个、"
        "未缴费信息 %(order_count)s 笔转入%(successor)s。"
    ),
    ClosingNote.SHEETS_FOLLOW: _l(
        "结存发票 %(lots)s 批共 %(sheets)s 张按号段转入%(successor)s，视同签收。"
    ),
    ClosingNote.BALANCE_FOLLOWS: _l("账户余额 %(amount_fen)s 转入%(successor)s，原账户余额为零。"),
    ClosingNote.PEOPLE_FOLLOW: _l("%(count)s 名人员转入%(successor)s，须重新登录，接口密钥失效。"),
    ClosingNote.PEOPLE_DISABLED: _l("%(count)s 名人员的账户停用，不能再登录。"),
    ClosingNote.DIVISION_ENDS: _l("行政区划代码 %(code)s 停用，不再使用。"),
    ClosingNote.PAST_STAYS: _l("以前的收费、发票、汇款和业务单仍属%(office)s，供上级编办查询。"),
    ClosingWarning.FOR_GOOD: _l("%(office)s停用后不能恢复，请核对批准文件。"),
    ClosingWarning.OTHER_PROVINCE: _l(
        "%(office)s的业务转到外省的%(successor)s，原省编办今后看不到。请说明理由。"
    ),
    ClosingWarning.ROLES_LOWERED: _l(
        "%(count)s 名人员（%(names)s）的角色在承继编办没有，转入后只能查询，由其管理员另行设定。"
    ),
}

FACTS: dict[str, object] = {
    "successor_office": _l("承继编办"),
    "moved_unit_count": _l("转入单位数"),
    "red_page_count": _l("网络红页数"),
    "open_request_count": _l("未办结申请数"),
    "note_count": _l("备注数"),
    "file_count": _l("附件数"),
    "view_count": _l("视图数"),
    "user_count": _l("人员数"),
    "lot_nos": _l("转入的发票批次"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    PeopleAfter: {
        PeopleAfter.MOVE: _l("转入承继编办"),
        PeopleAfter.DISABLE: _l("停用"),
    },
}
