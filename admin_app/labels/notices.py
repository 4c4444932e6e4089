"""What each notice (通知) says. `names` is a domain name or several, `numbers` other rows."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from models.workspace.notify import NoticeKind, Topic

SENTENCES: dict[StrEnum, object] = {
    Topic.OFFICE_APPROVED: _l("%(names)s编办审核通过，等待 CONAC 审核。"),
    Topic.REGISTRY_APPROVED: _l("%(names)s CONAC 审核通过，请办理缴费。"),
    Topic.RETURNED: _l("%(names)s退回修改，请按审核意见修改后重新报送。"),
    Topic.REJECTED: _l("%(names)s审核未通过，原因见审核记录。"),
    Topic.LAPSED: _l("%(names)s逾期未缴费，已失效，需要时请重新报送。"),
    Topic.DISPATCHED: _l("预开发票 %(lot_no)s 共 %(sheets)s 张已寄出，收到后请点击“签收”。"),
    Topic.SPLIT: _l("上级编办拆分给本编办发票 %(sheets)s 张（%(lot_no)s），收到后请点击“签收”。"),
    Topic.REQUEST_REJECTED: _l("预开发票申请 %(request_no)s 未批准：%(reason)s"),
    Topic.LOTS_OVERDUE: _l("有 %(count)s 批发票寄出超过 %(days)s 天未签收，请核实后签收。"),
    Topic.TOPPED_UP: _l("已到账充值 %(amount_fen)s，账户余额 %(balance_fen)s。"),
    Topic.SETTLED: _l("系统已消费 %(count)s 笔，共 %(amount_fen)s，账户余额 %(balance_fen)s。"),
    Topic.REMITTANCE_REJECTED: _l("汇款单 %(remittance_no)s 已退回：%(reason)s"),
    Topic.DRAFT_READY: _l("本周汇款单草稿 %(remittance_no)s 已生成，请核对后汇款。"),
    Topic.EXPIRING: _l("有 %(count)s 个域名将在 %(days)s 天内到期或已到期，请及时续费。"),
    Topic.IMPORT_FINISHED: _l("导入已完成：成功 %(done)s 条，未导入 %(refused)s 条。"),
    Topic.RUN_FINISHED: _l("后台办理“%(action)s”已完成：办理 %(done)s 条，未办理 %(refused)s 条。"),
    Topic.RUN_FINISHED_SUM: _l(
        "后台办理“%(action)s”已完成：办理 %(done)s 条，共 %(amount_fen)s，未办理 %(refused)s 条。"
    ),
    Topic.RUN_CHECKED: _l(
        "“%(action)s”所选记录已核对完毕：可以办理 %(done)s 条，不能办理 %(refused)s 条，请查看并确认。"
    ),
    Topic.RUN_CHECK_FAILED: _l("“%(action)s”所选记录的核对中止，没有办理任何业务。请重新核对。"),
    Topic.RUN_FAILED: _l(
        "后台办理“%(action)s”中止：已办理 %(done)s 条，其余没有办完；重试时已办理的不会重复办理。"
    ),
    Topic.SUBMITTED: _l("%(names)s已报送，等待编办审核。"),
    Topic.WITHDRAWN: _l("%(names)s已撤回，不再审核。"),
    Topic.RENEWAL_ORDERED: _l("%(names)s已提交续费，应缴 %(amount_fen)s，请及时缴费。"),
    Topic.HELD: _l("%(names)s已冻结：%(reason)s（%(document_no)s）。"),
    Topic.RELEASED: _l("%(names)s已解除冻结：%(reason)s（%(document_no)s）。"),
    Topic.DOMAIN_RECEIVED: _l("%(names)s已划转到%(receiver)s（%(document_no)s）。"),
    Topic.DOMAIN_TRANSFERRED: _l(
        "%(names)s已划出，接收单位为%(receiver)s（%(document_no)s），不再显示在本账户中。"
    ),
    Topic.DOMAIN_DELETED: _l("%(names)s已删除：%(reason)s"),
    Topic.CHANGE_REQUESTED: _l(
        "%(names)s申请办理“%(kind)s”：%(reason)s（%(document_no)s），请审核。"
    ),
    Topic.CHANGE_REFUSED: _l("%(names)s的申请未获同意：%(answer)s"),
    Topic.PAGE_PUBLISHED: _l("%(names)s的网络红页已发布。"),
    Topic.PAGE_TAKEN_DOWN: _l("%(names)s的网络红页已下线：%(reason)s"),
    Topic.NAME_REGISTERED: _l("%(names)s注册成功，有效期至 %(expires_on)s。"),
    Topic.NAME_RENEWED: _l("%(names)s续费成功，有效期至 %(expires_on)s。"),
    Topic.NAME_REFUNDED: _l("%(names)s的订单 %(order_no)s 已退款 %(amount_fen)s：%(reason)s"),
    Topic.CHARGED: _l(
        "%(names)s已缴费 %(amount_fen)s，收款单号 %(payment_no)s，开具发票 %(sheets)s 张。"
    ),
    Topic.ORDER_CANCELLED: _l("订单 %(numbers)s 已取消，共 %(count)s 笔、%(amount_fen)s。"),
    Topic.PAYMENT_REVERSED: _l(
        "收款 %(numbers)s 已撤销，共 %(count)s 笔、%(amount_fen)s，订单恢复为未缴费：%(reason)s"
    ),
    Topic.SETTLED_ELSEWHERE: _l(
        "本编办 %(count)s 笔订单已由上级编办的账户消费，共 %(amount_fen)s。"
    ),
    Topic.REMITTED: _l("本编办 %(count)s 笔缴费已由上级编办汇款，共 %(amount_fen)s。"),
    Topic.CREDIT_REVERSED: _l(
        "认款已撤销，账户余额减少 %(amount_fen)s，现为 %(balance_fen)s：%(reason)s"
    ),
    Topic.ADJUSTMENT_PROPOSED: _l(
        "%(by)s提交了 %(numbers)s，金额 %(amount_fen)s，请另一人复核：%(reason)s"
    ),
    Topic.PROPOSAL_CONFIRMED: _l("%(by)s已复核通过 %(numbers)s，金额 %(amount_fen)s。"),
    Topic.PROPOSAL_REJECTED: _l("%(by)s未同意 %(numbers)s，金额 %(amount_fen)s：%(comment)s"),
    Topic.ADJUSTED: _l("账户已调整 %(amount_fen)s，余额 %(balance_fen)s：%(reason)s"),
    Topic.REFUNDED: _l("%(names)s的订单 %(order_no)s 已退款 %(amount_fen)s：%(reason)s"),
    Topic.SHEETS_TO_RETURN: _l("款项已退回，原开发票 %(sheets)s 张应由单位交回编办：%(numbers)s"),
    Topic.REFUND_RETURNED: _l(
        "订单 %(order_no)s 已退款，%(amount_fen)s 退回本编办的账户：%(reason)s"
    ),
    Topic.BALANCE_MOVED: _l("%(source)s的余额 %(amount_fen)s 已调拨给%(target)s：%(reason)s"),
    Topic.AWARD_RULE_SET: _l("奖励经费的比例自 %(valid_from)s 起为 %(rate)s。"),
    Topic.AWARD_ACCRUED: _l("%(week)s的奖励经费已计提：%(count)s 笔，共 %(amount_fen)s。"),
    Topic.INVOICES_ISSUED: _l("已补开发票 %(count)s 张，共 %(amount_fen)s：%(numbers)s"),
    Topic.INVOICE_VOIDED: _l("发票 %(numbers)s 已作废，共 %(count)s 张：%(reason)s"),
    Topic.INVOICE_REVERSED: _l("发票 %(numbers)s 已红冲，共 %(count)s 张：%(reason)s"),
    Topic.INVOICES_REQUESTED: _l(
        "%(office)s申请预开发票 %(quantity)s 张（%(request_no)s），请审核。"
    ),
    Topic.REQUEST_CANCELLED: _l("预开发票申请 %(request_no)s 已撤销。"),
    Topic.REQUEST_APPROVED: _l("预开发票申请 %(request_no)s 已批准，共 %(quantity)s 张。"),
    Topic.LOT_RETURNED: _l("发票 %(lot_no)s 共 %(sheets)s 张已退回：%(reason)s"),
    Topic.LOT_LOST: _l("发票 %(lot_no)s 共 %(sheets)s 张已登记遗失：%(reason)s（%(report_no)s）"),
    Topic.LOT_DESTROYED: _l("退回的发票 %(lot_no)s 已销毁（%(approval_no)s）。"),
    Topic.UNIT_ENTERED: _l("单位已登记：%(numbers)s，共 %(count)s 个。"),
    Topic.UNIT_ENROLLED: _l("%(numbers)s已自行注册，请核对材料后确认。"),
    Topic.UNIT_CONFIRMED: _l("单位已确认：%(numbers)s，共 %(count)s 个，可以登录办理业务。"),
    Topic.UNIT_RENAMED: _l("单位已由%(name_before)s更名为%(name)s（%(document_no)s）。"),
    Topic.UNITS_MERGED: _l(
        "%(numbers)s已并入%(successor)s（%(document_no)s），域名和订单一并转移。"
    ),
    Topic.UNIT_TRANSFERRED: _l(
        "隶属关系已变更到%(office)s（%(document_no)s）：%(numbers)s，共 %(count)s 个。"
    ),
    Topic.UNIT_RECEIVED: _l(
        "隶属关系变更，%(office)s已接收（%(document_no)s）：%(numbers)s，共 %(count)s 个。"
    ),
    Topic.UNIT_SUSPENDED: _l("单位已停用：%(numbers)s，共 %(count)s 个：%(reason)s"),
    Topic.UNIT_RESUMED: _l("单位已恢复：%(numbers)s，共 %(count)s 个。"),
    Topic.UNIT_ABOLISHED: _l("单位已撤销（%(document_no)s）：%(numbers)s，共 %(count)s 个。"),
    Topic.OFFICE_CREATED: _l("下级编办已设立：%(name)s（%(document_no)s）。"),
    Topic.OFFICE_RENAMED: _l("%(name_before)s更名为%(name)s（%(document_no)s）。"),
    Topic.OFFICE_MERGED: _l("下级编办%(name)s已停用，业务由%(successor)s承继（%(document_no)s）。"),
    Topic.OFFICE_TAKEN_OVER: _l(
        "%(name)s已停用（%(document_no)s）。其单位 %(moved_unit_count)s 个、域名 %(domain_count)s 个、"
        "发票 %(sheets)s 张和余额 %(balance_fen)s 转入本编办。"
    ),
    Topic.OFFICE_MOVED: _l("%(name)s划归%(successor)s（%(document_no)s）。"),
    Topic.ROLE_CHANGED: _l("您的角色已由上级或本编办管理员变更：%(reason)s"),
    Topic.USER_RENAMED: _l("您的姓名已更改为%(display_name)s：%(reason)s"),
    Topic.OFFICE_CLOSED: _l("下级编办%(name)s已撤销（%(document_no)s）。"),
    Topic.SWITCHES_SET: _l(
        "本编办的收费汇缴方式、发票来源或审核权限已变更，请核对后办理业务。%(reason)s"
    ),
    Topic.SETTING_CHANGED: _l("系统参数“%(setting)s”由 %(old_value)s 改为 %(new_value)s。"),
    Topic.PRICE_SET: _l(
        "“.%(tld)s”域名%(operation)s的收费标准自 %(valid_from)s 起为每年 %(price_fen)s。"
    ),
    Topic.INVOICE_TYPE_SET: _l("发票类型“%(numbers)s”的设置已变更。"),
    Topic.DESK_HANDED_OVER: _l("%(numbers)s的工作已移交给%(taker)s。"),
    Topic.HANDOVER_PROPOSED: _l("%(giver)s的工作将移交给您，请核对岗位交接单后确认接收。"),
    Topic.HANDOVER_REFUSED: _l("%(taker)s没有接收%(giver)s移交的工作：%(answer)s"),
    Topic.HANDOVER_WITHDRAWN: _l("%(giver)s移交给%(taker)s的岗位交接已撤回。"),
    Topic.LOGIN_ENABLED: _l("您的账户已重新启用。"),
    Topic.PASSWORD_RESET: _l("您的密码已由管理员重置。如非您本人要求，请立即联系管理员。"),
    Topic.TOKEN_REVOKED: _l("您的接口密钥“%(numbers)s”已被管理员吊销。"),
    Topic.RULE_FIRED: _l("规则“%(rule)s”：%(row)s。%(message)s"),
    Topic.RULE_PAUSED: _l(
        "规则“%(name)s”今天已执行 %(limit)s 次，达到每天的上限，已暂停。请检查条件后重新启用。"
    ),
    Topic.MAIL_UNDELIVERED: _l(
        "发给%(person)s的邮件没有送达（%(recipient)s）。请核对并更正邮箱，然后点击“重新发送”。"
    ),
    Topic.RUN_STOPPED: _l("您提交的后台任务已被停止，尚未开始的部分没有办理。"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    NoticeKind: {
        NoticeKind.DOMAIN: _l("域名"),
        NoticeKind.MONEY: _l("费用和余额"),
        NoticeKind.INVOICE: _l("发票"),
        NoticeKind.UNIT: _l("单位"),
        NoticeKind.SYSTEM: _l("系统"),
    },
}
