"""Labels of 单位信息: what each missing item is needed for."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from models.reports.profile_gaps import Gap

#: What is missing, by what it is called.
WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    Gap: {
        Gap.OFFICE_CONTACT: _l("联系人"),
        Gap.OFFICE_PHONE: _l("电话"),
        Gap.OFFICE_ADDRESS: _l("地址"),
        Gap.PAYMENT_MODE: _l("缴费方式"),
        Gap.PAYEE: _l("收款账户"),
        Gap.MAILING_ADDRESS: _l("邮寄地址"),
        Gap.UNIT_CONTACT: _l("联系人"),
        Gap.UNIT_PHONE: _l("联系电话"),
        Gap.UNIT_EMAIL: _l("电子邮箱"),
        Gap.UNIT_ADDRESS: _l("地址"),
        Gap.TAXPAYER_NO: _l("纳税人识别号"),
    }
}

#: Why it matters.
WHY: dict[Gap, object] = {
    Gap.OFFICE_CONTACT: _l("注册单位和 CONAC 不知道找谁办理。"),
    Gap.OFFICE_PHONE: _l("注册单位和 CONAC 无法电话联系。"),
    Gap.OFFICE_ADDRESS: _l("注册单位不知道到哪里缴费、领取发票。"),
    Gap.PAYMENT_MODE: _l("注册单位看不到怎样缴费。"),
    Gap.PAYEE: _l("已开通转账，但没有收款人、开户行或账号，注册单位无法转账。"),
    Gap.MAILING_ADDRESS: _l("申请预开发票时须选择邮寄地址，否则发票无法寄出。"),
    Gap.UNIT_CONTACT: _l("审核或缴费有问题时，编办不知道找谁。"),
    Gap.UNIT_PHONE: _l("审核或缴费有问题时，编办无法电话联系。"),
    Gap.UNIT_EMAIL: _l("收不到到期提醒。"),
    Gap.UNIT_ADDRESS: _l("网络红页和公文往来需要。"),
    Gap.TAXPAYER_NO: _l("部分发票须填写，缺少时可能要重开。"),
}
