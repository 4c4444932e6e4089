"""Why a list is empty, and the next step of the guide."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

#: (entity, named list) → the sentence, and the list (entity, named list) to go to, or None.
EMPTY_LISTS: dict[tuple[str, str | None], tuple[object, tuple[str, str | None] | None]] = {
    ("domain", "to_review"): (_l("没有待审核的域名。注册单位报送后会出现在这里。"), None),
    ("domain", "history"): (
        _l("没有审核未通过、撤回、失效或已删除的域名。有了会自动列在这里。"),
        None,
    ),
    ("domain", None): (
        _l("还没有域名。请在“申报单位列表”中为单位报送域名。"),
        ("unit", None),
    ),
    ("choice_list", None): (
        _l("还没有选项清单。点击“新建选项清单”，建好后自定义字段可以选用。"),
        None,
    ),
    ("choice", None): (
        _l("还没有选项。请先新建选项清单，再点击“新增选项”。"),
        ("choice_list", None),
    ),
    ("domain_request", None): (
        _l("没有域名变更申请。编办在“域名查询”中勾选域名，可以申请冻结、转移或删除。"),
        ("domain", None),
    ),
    ("red_page", None): (
        _l("还没有网络红页。请在“域名查询”中打开注册成功的域名，点击“编辑网络红页”。"),
        ("domain", None),
    ),
    ("order", "payable"): (
        _l("没有待收费的记录。域名经 CONAC 审核通过或提交续费申请后会出现在这里。"),
        ("domain", None),
    ),
    ("order", "awaiting_remittance"): (
        _l("没有等待汇款的域名。在“申报单位管理/缴费”中完成收费后，域名会自动转到这里。"),
        ("charging", None),
    ),
    ("payment", None): (
        _l("还没有收费记录。请在“申报单位管理/缴费”中找到缴费单位，点击“收费”。"),
        ("charging", None),
    ),
    ("remittance", None): (
        _l("还没有汇款单。请在“待缴费域名”中勾选域名，点击“汇款”。"),
        ("order", "awaiting_remittance"),
    ),
    ("remittance", "draft"): (
        _l("没有待提交的汇款单。请在“周汇款”中生成。"),
        ("order", "awaiting_remittance"),
    ),
    ("remittance", "submitted"): (_l("没有等待到账的汇款单。提交汇款单后会出现在这里。"), None),
    ("handover_record", None): (
        _l("没有岗位交接。请在“岗位交接单”中选择交接人和接收人后登记。"),
        ("desk_handover", None),
    ),
    ("lot", None): (
        _l("还没有预开发票。请先申请，CONAC 邮寄后在这里签收。"),
        ("request", None),
    ),
    ("lot", "in_transit"): (_l("没有待签收的发票。CONAC 邮寄或上级拆分后会出现在这里。"), None),
    ("request", None): (
        _l("还没有预开发票申请。请在“预开发票申请”中填写数量、类型和邮寄地址后提交。"),
        ("invoice_application", None),
    ),
    ("invoice", None): (
        _l("还没有为注册单位开具发票。收费的同时开具，之后会登记在这里。"),
        ("charging", None),
    ),
    ("transfer", None): (_l("还没有账户流水。CONAC 充值和系统消费后会记在这里。"), None),
    ("report_mailing", None): (
        _l("没有定时发送的报表。请在“报表”中打开一个报表，点击“定时发送”。"),
        ("report", None),
    ),
    ("report_sending", None): (
        _l("还没有发送过报表。设定定时发送后，每次发送都会列在这里。"),
        ("report_mailing", None),
    ),
    ("template", None): (
        _l(
            "还没有修改过措辞或者单据样式，使用的都是默认文字。请在“措辞和单据样式”中选择一项修改。"
        ),
        None,
    ),
    ("unit", None): (_l("还没有注册单位。请先登记单位。"), None),
}
