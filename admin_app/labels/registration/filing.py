"""Words of units and names: 登记单位, 报送, 审核, 撤回 (guide 新-004 to 新-007, 注①②③)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from actions.billing.cancel_order import CancelOrderRefusal
from actions.domains.approve_office import ApproveOfficeNote
from actions.domains.approve_registry import ApproveRegistryNote
from actions.domains.reject import RejectNote
from actions.domains.resubmit import ResubmitRefusal
from actions.domains.return_for_changes import ReturnForChangesNote
from actions.domains.submit import SubmitDomainNote, SubmitDomainRefusal
from actions.domains.withdraw import WithdrawNote, WithdrawRefusal
from actions.units.register import RegisterUnitNote, RegisterUnitRefusal
from actions.units.self_register import EnrolUnitRefusal
from admin_app.labels.words import ActionWords
from models.registration.review_decision import ReviewFault

ACTIONS: dict[str, ActionWords] = {
    "register_unit": ActionWords(
        _l("登记单位"),
        _l("确认登记"),
        _l("按单位证照填写。统一社会信用代码决定可以申请的后缀，请逐位核对。"),
    ),
    "confirm_unit": ActionWords(
        _l("确认单位"), _l("确认单位"), _l("请核对单位证照与填写内容一致后再确认。")
    ),
    "refuse_unit": ActionWords(
        _l("不予确认"),
        _l("不予确认"),
        _l("单位的注册申请将删除，信用代码可以重新注册。请写明原因，以便答复单位。"),
    ),
    "enrol_unit": ActionWords(_l("新用户注册"), _l("提交注册")),
    "submit_domain": ActionWords(
        _l("报送域名"),
        _l("提交报送"),
        _l("点击“增加”填写名称、后缀和年限，可一次报送多个。建议年限在 2 年以上。"),
        beside=(_l("名称预检"), "name_check.index"),
    ),
    "resubmit": ActionWords(
        _l("重新报送"), _l("提交报送"), _l("按退回意见修改；不需要修改的项目留空。")
    ),
    "withdraw": ActionWords(
        _l("撤回申请"), _l("确认撤回"), _l("撤回后名称可由他人申请，只能在“域名历史查询”中查询。")
    ),
    # In Chinese these are named like the resulting state; other languages distinguish them.
    "approve_office": ActionWords(
        _lp("verb", "编办审核通过"),
        _l("审核通过"),
        _l("请核对单位名称、域名和后缀。通过后由 CONAC 进行二次审核。"),
    ),
    "approve_registry": ActionWords(
        _lp("verb", "CONAC审核通过"),
        _l("审核通过"),
        _l("通过后生成缴费信息，由注册单位到编办缴费。"),
    ),
    "return_for_changes": ActionWords(
        _lp("verb", "退回修改"),
        _l("确认退回"),
        _l("请选择退回原因并写明如何修改，注册单位会看到这些意见。"),
    ),
    "reject": ActionWords(
        _l("审核不通过"),
        _l("确认不通过"),
        _l("审核未通过的域名只能在“域名历史查询”中查询，名称可由他人申请。"),
    ),
    "cancel_order": ActionWords(
        _l("取消续费申请"), _l("确认取消"), _l("只能取消尚未收费的续费申请。")
    ),
}

_UNIT_FIELDS: dict[str, object] = {
    "name": _l("单位名称"),
    "short_name": _l("简称"),
    "office_code": _l("同级编办（不填为本编办）"),
    "division_code": _l("行政区划代码（不填为编办所在区划）"),
    "invoice_title": _l("发票抬头（不填为单位名称）"),
    "taxpayer_no": _l("纳税人识别号（不填为统一社会信用代码）"),
    "address": _l("地址"),
}

FIELDS: dict[tuple[str, str], object] = {
    **{("register_unit", name): label for name, label in _UNIT_FIELDS.items()},
    ("enrol_unit", "name"): _UNIT_FIELDS["name"],
    ("enrol_unit", "office_code"): _l("同级编办"),
    ("enrol_unit", "new_password"): _l("密码"),
    ("enrol_unit", "repeated_password"): _l("再次输入密码"),
    ("submit_domain", "names"): _l("申请的域名"),
    ("submit_domain", "names.label"): _l("名称"),
    ("submit_domain", "names.tld"): _l("后缀"),
    ("submit_domain", "names.basis"): _l("命名依据"),
    ("submit_domain", "names.years"): _l("年限（年）"),
    ("resubmit", "label"): _l("名称"),
    ("resubmit", "basis"): _l("命名依据"),
    ("resubmit", "years"): _l("年限（年）"),
    ("withdraw", "reason"): _l("撤回原因"),
    ("return_for_changes", "reasons"): _l("退回原因"),
    ("return_for_changes", "comment"): _l("修改意见"),
    ("reject", "reasons"): _l("不通过原因"),
}

_LABEL_FAULTY = _l("名称“%(label)s”%(fault)s%(found)s。请修改名称后重新报送。")
_NOT_ELIGIBLE = _l(
    "按统一社会信用代码，%(unit)s不能申请“%(name)s”的后缀。请改用单位可以申请的后缀。"
)
_RESERVED = _l("“%(name)s”是行政区划的名称或简称，属于保留名称。请使用单位的全称或规范简称。")
_NAME_TAKEN = _l("“%(name)s”已被报送或注册。请更换名称。")
_VARIANT_TAKEN = _l(
    "其他单位已有“%(name)s”的繁简体或异体名称，变体名称只能属于同一单位。请更换名称。"
)

SENTENCES: dict[StrEnum, object] = {
    RegisterUnitRefusal.OFFICE_UNKNOWN: _l(
        "没有找到编办“%(office_code)s”。请填写本编办或下级编办的代码。"
    ),
    RegisterUnitRefusal.OFFICE_CLOSED: _l("%(office)s已停用，不能登记单位。请改选同级编办。"),
    RegisterUnitRefusal.DIVISION_UNKNOWN: _l(
        "没有行政区划“%(division_code)s”。请填写 6 位行政区划代码。"
    ),
    RegisterUnitRefusal.USCC_FAULTY: _l(
        "统一社会信用代码“%(uscc)s”%(fault)s。请按证照逐位核对后重新填写。"
    ),
    RegisterUnitRefusal.USCC_TAKEN: _l(
        "统一社会信用代码 %(uscc)s 已经登记过。请查询已有的单位，不要重复登记。"
    ),
    RegisterUnitRefusal.NOT_ELIGIBLE: _l(
        "统一社会信用代码 %(uscc)s 属于不能申请政务、公益域名的机构类别。请核对代码。"
    ),
    EnrolUnitRefusal.DIFFERS: _l("两次输入的密码不一致。请重新输入。"),
    RegisterUnitNote.TLDS_ALLOWED: _l("该单位可以申请的后缀：%(tlds)s"),
    RegisterUnitNote.OTHER_DIVISION: _l(
        "统一社会信用代码中的区划 %(uscc_division)s 与单位所在区划 %(division)s 不同，"
        "请确认不是笔误（区划调整前的代码可以使用）。"
    ),
    SubmitDomainRefusal.NO_NAMES: _l("请点击“增加”，至少填写一个名称。"),
    SubmitDomainRefusal.TOO_MANY_NAMES: _l(
        "一次最多报送 %(maximum)s 个名称，现有 %(count)s 个。请分次报送或使用批量导入。"
    ),
    SubmitDomainRefusal.UNIT_NOT_ACTIVE: _l(
        "%(unit)s当前状态是“%(state)s”，不能报送域名。请先确认单位。"
    ),
    SubmitDomainRefusal.LABEL_FAULTY: _LABEL_FAULTY,
    SubmitDomainRefusal.TWICE: _l("“%(name)s”填写了两次。请删除重复的一行。"),
    SubmitDomainRefusal.NOT_ELIGIBLE: _NOT_ELIGIBLE,
    SubmitDomainRefusal.RESERVED: _RESERVED,
    SubmitDomainRefusal.NAME_TAKEN: _NAME_TAKEN,
    SubmitDomainRefusal.VARIANT_TAKEN: _VARIANT_TAKEN,
    SubmitDomainNote.TO_REVIEW: _l("%(count)s 个域名转入“待审核域名”，由同级编办审核。"),
    SubmitDomainNote.ONE_YEAR: _l(
        "%(count)s 个域名的年限为 1 年，明年就要续费。建议选择 2 年以上，减少续费工作量。"
    ),
    SubmitDomainNote.MANY_ONE_YEAR: _l(
        "%(count)s 个域名的年限都是 1 年，明年就要全部续费。建议选择 2 年以上，减少续费工作量。"
    ),
    ResubmitRefusal.LABEL_FAULTY: _LABEL_FAULTY,
    ResubmitRefusal.NOT_ELIGIBLE: _NOT_ELIGIBLE,
    ResubmitRefusal.RESERVED: _RESERVED,
    ResubmitRefusal.NAME_TAKEN: _NAME_TAKEN,
    ResubmitRefusal.VARIANT_TAKEN: _VARIANT_TAKEN,
    WithdrawRefusal.PAID: _l(
        "缴费单 %(order_no)s 当前状态是“%(state)s”，已收费的域名不能撤回。请先撤销收费。"
    ),
    WithdrawNote.ORDERS_CANCELLED: _l("同时取消 %(count)s 笔尚未收费的缴费信息。"),
    ReviewFault.OWN_SUBMISSION: _l("“%(name)s”由您本人报送，须由其他工作人员审核。"),
    ReviewFault.TIED_SUBMISSION: _l(
        "“%(name)s”的报送人与您的账户有开户、重置密码或启用关系，不能视为两人，"
        "须由账户与其无关的其他工作人员审核。"
    ),
    ReviewFault.OTHER_DESK: _l(
        "“%(name)s”现在由%(office)s审核，不由本机构办理。需要催办的，请联系%(office)s。"
    ),
    ReviewFault.REASON_NEEDED: _l("请至少选择一个原因。"),
    ReviewFault.COMMENT_NEEDED: _l("选择“其他”时，请填写具体意见。"),
    ReviewFault.VARIANT_TAKEN: _l(
        "其他单位已有“%(name)s”的繁简体或异体名称，不能通过。请退回修改或不予通过。"
    ),
    ReviewFault.NO_PRICE: _l(
        "后缀“%(tld)s”没有有效的收费标准，不能生成缴费信息。请先设置收费标准。"
    ),
    ApproveOfficeNote.TO_REGISTRY: _l("%(count)s 个域名转由 CONAC 审核。"),
    ApproveRegistryNote.ORDERS_CREATED: _l("将生成 %(count)s 笔缴费信息，待编办收费。"),
    ApproveRegistryNote.PAY_BY: _l("请在 %(pay_by)s 前缴费，逾期申请失效。"),
    ReturnForChangesNote.TO_UNIT: _l("%(count)s 个域名退回注册单位修改，修改后可重新报送。"),
    RejectNote.NAME_FREE_AGAIN: _l(
        "%(count)s 个域名审核未通过，名称重新开放，今后只能在“域名历史查询”中查询。"
    ),
    CancelOrderRefusal.IS_REGISTRATION: _l(
        "“%(name)s”是新注册的缴费信息，不能单独取消。请在域名查询中撤回申请。"
    ),
}

FACTS: dict[str, object] = {
    "name_count": _l("域名个数"),
    "new_name": _l("修改后的域名"),
    "years": _l("年限"),
    "unit": _l("注册单位"),
    "unit_id": _l("单位编号"),
    "username": _l("用户账户"),
    "session_count": _l("会话数"),
}
