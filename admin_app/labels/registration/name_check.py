"""Messages of 名称预检 (name check) for each rule."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from models.registration.name_check import NameFinding

SENTENCES: dict[StrEnum, object] = {
    NameFinding.CHARACTERS_FIT: _l("只有汉字、字母、数字和横线，都可以注册。"),
    NameFinding.CHARACTERS_WRONG: _l(
        "第 %(position)s 个字符“%(found)s”不能注册：%(fault)s。请删除或更换。"
    ),
    NameFinding.HAN_PRESENT: _l("至少有一个汉字。"),
    NameFinding.HAN_MISSING: _l("没有汉字。请使用单位的中文名称。"),
    NameFinding.HYPHENS_FIT: _l("横线不在首尾，也不相连。"),
    NameFinding.HYPHENS_WRONG: _l("名称%(fault)s。请删除多余的横线。"),
    NameFinding.HAN_FEW_ENOUGH: _l("%(measured)s 个汉字，不超过 %(limit)s 个。"),
    NameFinding.HAN_TOO_MANY: _l(
        "%(measured)s 个汉字，超过 %(limit)s 个，多 %(over)s 个。请使用规范简称，或省去上级区划。"
    ),
    NameFinding.A_LABEL_FITS: _l("编码后 %(measured)s 个字符，不超过 %(limit)s 个。"),
    NameFinding.A_LABEL_TOO_LONG: _l(
        "编码后 %(measured)s 个字符，超过域名系统允许的 %(limit)s 个。请使用规范简称，或省去上级区划。"
    ),
    NameFinding.IDNA_FORM: _l("符合国际化域名规范，编码是 %(name_a)s。"),
    NameFinding.UNIT_ACTIVE: _l("%(unit)s可以报送域名。"),
    NameFinding.UNIT_NOT_ACTIVE: _l("%(unit)s当前状态是“%(state)s”，不能报送域名。请先确认单位。"),
    NameFinding.ELIGIBLE: _l("统一社会信用代码类别 %(class)s 可以申请 %(tld)s。"),
    NameFinding.NOT_ELIGIBLE: _l(
        "统一社会信用代码类别 %(class)s 不能申请 %(tld)s。可以申请的后缀：%(tlds)s。"
    ),
    NameFinding.NOT_RESERVED: _l("不是行政区划的保留名称。"),
    NameFinding.RESERVED: _l(
        "“%(label)s”是行政区划的名称，属于保留名称。请使用单位的全称或规范简称。"
    ),
    NameFinding.FREE: _l("“%(name)s”没有人报送或注册。"),
    NameFinding.TAKEN: _l(
        "“%(name)s”已被报送或注册。请更换名称，或在“域名查询”中核对本单位的域名。"
    ),
    NameFinding.VARIANTS_FREE: _l("其他单位没有它的繁简体或异体名称。"),
    NameFinding.VARIANT_TAKEN: _l(
        "其他单位已有“%(name)s”的繁简体或异体名称，变体名称只能属于同一单位。请更换名称。"
    ),
    NameFinding.PROHIBITED: _l(
        "含有禁用的词“%(kept)s”（%(reason)s，%(document_no)s）。请更换名称。"
    ),
    NameFinding.DISPUTED: _l(
        "“%(label)s”的归属有争议（%(reason)s，%(document_no)s），争议解决前不能报送。"
    ),
    NameFinding.LISTED: _l(
        "“%(label)s”是保留名称（%(reason)s，%(document_no)s）。请使用单位的全称或规范简称。"
    ),
    NameFinding.NOBODY_ELSES: _l("不是其他单位的全称。"),
    NameFinding.OTHER_UNIT: _l("“%(label)s”是另一单位的全称。请使用本单位的全称或规范简称。"),
    NameFinding.OWN_DIVISION: _l("没有以其他地方的行政区划开头。"),
    NameFinding.OTHER_DIVISION: _l(
        "以“%(division)s”开头，而%(unit)s不在该行政区划。请使用本单位的全称或规范简称。"
    ),
    NameFinding.ITS_NAME: _l("出自%(unit)s的全称、简称或网站名称。"),
    NameFinding.NOT_ITS_NAME: _l(
        "不含%(unit)s的名称或其规范简称。报送时须在“名称说明”中写明理由。"
    ),
    NameFinding.FORMER_NAME: _l("出自%(unit)s的曾用名。报送时须在“名称说明”中写明理由。"),
    NameFinding.DIVISION_UNIQUE: _l("开头的行政区划没有重名。"),
    NameFinding.DIVISION_SHARED: _l(
        "全国有 %(count)s 个“%(division)s”，名称容易混淆。建议加上上级区划：%(proposed)s。"
    ),
}
