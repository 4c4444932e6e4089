"""帮助 (help): the guide's eight questions and two workflows, each with links.

Keys are anchors: q1…q8 (Q1–Q8), new-001…007 (新-001…007), renew-001…005 (续-001…005).
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Place:
    """A list or a page to link to."""

    entity: str
    named: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A question or a step: its title, its answer and its links."""

    key: str
    title: object
    said: tuple[object, ...]
    places: tuple[Place, ...] = ()


QUESTIONS = (
    Topic(
        "q1",
        _l("怎样设置缴费方式？"),
        (
            _l(
                "先选定收款办法：编办代收、财政统一支付，或由单位直接缴给 CONAC；"
                "再写清收款单位、开户银行、银行账号和缴费说明，点击“修改”保存。"
            ),
            _l("保存以后，本编办的注册单位会在自己的首页看到这些内容，并照此缴费。"),
        ),
        (Place("own_payment_mode"),),
    ),
    Topic(
        "q2",
        _l("怎样在线申请预开发票？一次最多能申请多少？"),
        (
            _l("选择发票类型、填写数量并选定邮寄地址后提交。没有地址时，请先添加邮寄地址。"),
            _l("一次申请的发票合计不能超过 3 万元，超出时系统不予提交；可以分几次申请。"),
            _l("收到发票后清点号码，再点击“签收”。签收之前的发票不计入发票余额，也不能使用。"),
        ),
        (Place("invoice_application"), Place("mailing_address"), Place("lot", "in_transit")),
    ),
    Topic(
        "q3",
        _l("怎样把发票拆分给下级编办？"),
        (
            _l(
                "勾选已签收的一批发票，点击“拆分”；每点一次“增加”多一行，填写接收人的用户账户和张数。"
            ),
            _l("提交后按号码从小到大分出，余下的仍归本编办。接收的编办签收之后才能使用。"),
        ),
        (Place("lot", "signed"), Place("user")),
    ),
    Topic(
        "q4",
        _l("怎样做到收费准确、发票不出错？"),
        (
            _l(
                "找到缴费的单位，点击“收费”。系统列出该单位应缴的域名和合计；清点款项后，把实收金额填进去。"
            ),
            _l("实收金额与合计不一致，或者发票面额与合计对不上，系统都不会通过，并说明差在哪里。"),
            _l("确认收费后十分钟内，经办人可以自己撤销；之后须由另一位工作人员办理。"),
        ),
        (Place("charging"), Place("order", "payable")),
    ),
    Topic(
        "q5",
        _l("在哪里查看收了多少费、用了哪些发票？"),
        (
            _l("各单位的缴费在“用户缴费查询”，开给单位的发票在“用户发票管理”。"),
            _l("每个列表都可以按日期、状态和编办筛选，并导出 CSV。"),
        ),
        (Place("payment"), Place("invoice"), Place("remittance")),
    ),
    Topic(
        "q6",
        _l("怎样为注册单位续费？怎样减少续费的工作？"),
        (
            _l(
                "按到期时间查询域名，勾选后点击“续费”，选择年限并提交。续费不需要审核，收费与新注册相同。"
            ),
            _l("年限越长，续费越少：一次办 2 年以上，每年要经办的笔数至少减半。预算测算页有对照。"),
            _l("注册单位登录后，也可以在自己的首页勾选域名提交续费。"),
        ),
        (Place("domain", "registered"), Place("budget")),
    ),
    Topic(
        "q7",
        _l("“两代一统”是怎样管理的？"),
        (
            _l(
                "收费和开票由各级编办代办，这是“两代”；全省的注册、收费、发票和奖励经费由省编办统筹，这是“一统”。"
            ),
            _l(
                "收费和开票因此在同一处完成。省编办能看到下级的全部业务，并决定由谁汇款、由谁申请发票、审核是否上收。"
            ),
        ),
        (Place("office"), Place("coverage")),
    ),
    Topic(
        "q8",
        _l("收上来的费用怎样交给 CONAC？"),
        (
            _l("每周把已收费的域名集中成一张汇款单，通过银行汇到 CONAC 账户，并填写银行流水号。"),
            _l("CONAC 查到款项后充值，余额显示在页面右上角，系统当天按收费先后自动消费。"),
        ),
        (Place("weekly_remittance"), Place("remittance"), Place("transfer")),
    ),
)

NEW = (
    Topic("new-001", _l("登录系统"), (_l("用各自的用户账户登录，首次登录须修改密码。"),)),
    Topic(
        "new-002",
        _l("完善单位信息，设置缴费方式"),
        (_l("核对本编办的名称、地址和电话，然后设置单位怎样缴费。"),),
        (Place("profile"), Place("own_payment_mode")),
    ),
    Topic(
        "new-003",
        _l("申请预开发票并签收"),
        (_l("发票要在收费之前备好：申请、等候邮寄、收到后签收。"),),
        (Place("invoice_application"), Place("lot", "in_transit")),
    ),
    Topic(
        "new-004",
        _l("审核报送的域名"),
        (_l("核对单位、名称和后缀，决定通过、退回修改或者不通过。本人报送的须由他人审核。"),),
        (Place("domain", "to_review"),),
    ),
    Topic(
        "new-005",
        _l("收费并开具发票，每周汇款"),
        (_l("CONAC 审核通过后单位来缴费，收费的同时给出发票；域名转入“待缴费域名”，等待汇款。"),),
        (Place("charging"), Place("weekly_remittance")),
    ),
    Topic(
        "new-006",
        _l("CONAC 充值，系统自动消费"),
        (_l("到账以后余额增加，当天自动消费；未消费的会注明原因。"),),
        (Place("transfer"), Place("order", "awaiting_remittance")),
    ),
    Topic(
        "new-007",
        _l("查询域名状态，完善网络红页"),
        (
            _l(
                "通过的在域名查询中按审核状态查，未通过的只在域名历史查询中。注册成功后编写网络红页。"
            ),
        ),
        (Place("domain"), Place("domain", "history")),
    ),
)

RENEWAL = (
    Topic("renew-001", _l("登录系统"), (_l("编办和注册单位都可以登录办理。"),)),
    Topic(
        "renew-002",
        _l("查询到期域名，提交续费"),
        (_l("用到期时间的起止日期查询，勾选、点击“续费”、选择年限、提交。"),),
        (Place("domain", "registered"),),
    ),
    Topic(
        "renew-003",
        _l("收费并开具发票，每周汇款"),
        (_l("与新注册相同：在单位上点击“收费”，核对后确认，再按周汇款。"),),
        (Place("charging"), Place("weekly_remittance")),
    ),
    Topic(
        "renew-004",
        _l("CONAC 充值"),
        (_l("到账后余额增加，显示在页面右上角。"),),
        (Place("remittance"), Place("transfer")),
    ),
    Topic(
        "renew-005",
        _l("查询续费结果"),
        (_l("消费之后到期时间随即延长，在域名查询中可以看到。"),),
        (Place("domain"),),
    ),
)

#: (entity or page, named list) → the topic that explains it; None: any list of it.
ABOUT: dict[tuple[str, str | None], str] = {
    ("unit", None): "q4",
    ("charging", None): "q4",
    ("weekly_remittance", None): "q8",
    ("settlement_preview", None): "new-006",
    ("domain", None): "q6",
    ("domain", "to_review"): "new-004",
    ("domain", "office_approved"): "new-004",
    ("domain", "registry_approved"): "new-005",
    ("domain", "history"): "new-007",
    ("order", None): "q4",
    ("order", "awaiting_remittance"): "q8",
    ("order", "remitted"): "new-006",
    ("payment", None): "q5",
    ("payment_mode", None): "q1",
    ("own_payment_mode", None): "q1",
    ("request", None): "q2",
    ("invoice_application", None): "q2",
    ("mailing_address", None): "q2",
    ("lot", None): "q3",
    ("lot", "in_transit"): "q2",
    ("invoice", None): "q5",
    ("remittance", None): "q8",
    ("transfer", None): "new-006",
    ("office", None): "q7",
    ("coverage", None): "q7",
    ("budget", None): "q6",
    ("user", None): "q3",
    ("profile", None): "new-002",
    ("statement_upload", None): "new-006",
    ("bank_line", None): "new-006",
    ("bank_statement", None): "new-006",
    ("red_page", None): "new-007",
    ("name_check", None): "new-004",
    ("reserved_name", None): "new-004",
    ("reserved_upload", None): "new-004",
    ("domain_request", None): "more-changes",
    ("reform", None): "more-changes",
    ("imports", None): "more-sheets",
    ("import_sheet", None): "more-sheets",
    ("import_row", None): "more-sheets",
    ("reconciliation", None): "more-checks",
    ("statement", None): "more-checks",
    ("adjustment", None): "more-checks",
    ("as_of", None): "more-checks",
    ("payment_line", None): "q5",
    ("remittance_line", None): "q8",
    ("pedigree", None): "q3",
    ("exposure", None): "q2",
    ("award_accrual", None): "q7",
    ("award_rule", None): "q7",
    ("settings", None): "q7",
    ("journal", None): "more-records",
    ("file_record", None): "more-records",
    ("job_run", None): "more-records",
    ("mail", None): "more-records",
    ("own_receipts", None): "more-records",
    ("api_token", None): "more-records",
    ("own_tokens", None): "more-records",
    ("access_refusal", None): "more-records",
    ("receipt", None): "more-records",
    ("offices_below", None): "q7",
    ("division_changes", None): "more-divisions",
    ("desk_handover", None): "more-records",
    ("handover_record", None): "more-records",
    ("handover_paper", None): "more-records",
    ("handover", None): "more-records",
    ("field", None): "more-own-words",
    ("label", None): "more-own-words",
    ("choice_list", None): "more-own-words",
    ("choice", None): "more-own-words",
    ("role", None): "more-own-roles",
    ("configuration", None): "more-configuration",
    ("configuration_file", None): "more-configuration",
    ("register", None): "more-registers",
    ("register_row", None): "more-registers",
    ("register_page", None): "more-registers",
    ("report", None): "more-reports",
    ("saved_report", None): "more-reports",
    ("report_mailing", None): "more-reports",
    ("report_sending", None): "more-reports",
    ("letter", None): "more-wording",
    ("wording", None): "more-wording",
    ("wording_preview", None): "more-wording",
    ("template", None): "more-wording",
    ("rule", None): "more-rules",
    ("rule_firing", None): "more-rules",
    ("webhook", None): "more-webhooks",
    ("webhook_delivery", None): "more-webhooks",
    ("help", None): "more-practice",
    ("admin", None): "more-practice",
}


def topic_of(entity: str, named: str | None) -> str | None:
    """The topic that explains a list or page, or None."""
    return ABOUT.get((entity, named)) or ABOUT.get((entity, None))
