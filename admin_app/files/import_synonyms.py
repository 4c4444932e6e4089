"""Usual headings for the fields of sheets, besides those of our own templates and exports."""

from __future__ import annotations

from typing import Final

from models.imports.sheet import ImportField

#: The words for each field, parted by blanks.
_WORDS: Final[dict[ImportField, str]] = {
    ImportField.NAME: (
        "单位全称 单位 机构名称 机构全称 全称 名称 申请单位 申报单位 使用单位 注册单位名称 "
        "单位名 组织名称 机关名称 name unit organization"
    ),
    ImportField.USCC: (
        "信用代码 社会信用代码 统一信用代码 统一代码 机构代码 代码 统一社会信用代码证号 "
        "信用代码证号 统一社会信用代码号 单位代码 uscc creditcode"
    ),
    ImportField.UNIT_TYPE: "类型 机构类型 单位性质 性质 机构性质 单位类别 机构类别",
    ImportField.SHORT_NAME: "单位简称 机构简称 规范简称",
    ImportField.ADMINISTRATIVE_FUNCTION: (
        "承担行政职能 是否承担行政职能 是否行使行政职能 行政职能"
    ),
    ImportField.OFFICE: "编办 所属编办 主管编办 管理编办 登记编办",
    ImportField.DIVISION: "区划代码 行政区划 区划 行政区代码",
    ImportField.LEGAL_REPRESENTATIVE: "法人 法人代表 法定代表 负责人 单位负责人 主要负责人",
    ImportField.CONTACT_NAME: "联络人 经办人 联系人姓名 联系人名称 管理员 联络员",
    ImportField.CONTACT_PHONE: (
        "电话 手机 手机号 手机号码 电话号码 联系方式 联系人电话 联系手机 办公电话 固定电话 "
        "联系电话号码"
    ),
    ImportField.CONTACT_EMAIL: "邮箱 email e-mail 电子邮件 邮件 联系邮箱 邮箱地址 联系人邮箱",
    ImportField.INVOICE_TITLE: "抬头 票据抬头 开票抬头 开票名称",
    ImportField.TAXPAYER_NO: "税号 纳税人识别码 纳税识别号 纳税人税号",
    ImportField.ADDRESS: "单位地址 通讯地址 联系地址 住所 办公地址 地址门牌",
    ImportField.DOMAIN: (
        "中文域名 申请域名 拟注册域名 域名名称 注册域名 网络名称 拟申请域名 政务域名 公益域名 "
        "domain domainname"
    ),
    ImportField.BASIS: "命名方式 取名依据 名称依据",
    ImportField.YEARS: "注册年限 申请年限 使用年限 年数 注册年数 期限 注册期限",
    ImportField.PURPOSE: "域名用途 使用用途 用处 使用说明",
    ImportField.NAME_REASON: "命名说明 命名理由 名称理由 域名说明",
    ImportField.RECIPIENT: "收货人 收件人姓名 接收人 收票人 联系人",
    ImportField.PHONE: "联系电话 手机 手机号 手机号码 收件人电话 电话号码 联系方式",
    ImportField.REGION: "所在地区 省市区 省市县 区域 所在区域",
    ImportField.DETAIL: "地址 邮寄地址 收件地址 街道地址 通讯地址",
    ImportField.POSTCODE: "邮编 邮政编号 邮码",
    ImportField.IS_DEFAULT: "默认地址 是否默认 是否默认地址",
    ImportField.USERNAME: "用户名 账号 帐号 登录名 账户 用户账号 登录账号",
    ImportField.DISPLAY_NAME: "用户姓名 名字 真实姓名",
    ImportField.EMAIL: "邮箱 email e-mail 电子邮件 邮箱地址 邮件",
    ImportField.RECORD_ID: "记录号 recordid id",
    ImportField.RECORD_VERSION: "记录版本 版本号",
}
USUAL_HEADINGS: Final = {field: tuple(text.split()) for field, text in _WORDS.items()}
