"""The entries of the menus, in the guide's own words and order, and the titles they give lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from flask_babel import lazy_gettext as _l

from models.core.scope import ScopeLevel


@dataclass(frozen=True, slots=True)
class Entry:
    """A list, the rows of it that a named list holds, or a page that is no list."""

    label: Any
    #: The entity whose list it is, or the endpoint of the page.
    entity: str
    named: str | None = None
    #: Only for offices with offices below.
    is_above: bool = False
    #: The named list for CONAC, whose queue is another one.
    named_at_registry: str | None = None
    #: The filter that narrows an office's list to what waits for that office itself.
    own: str | None = None
    #: Offices below concern a province that collects for them (两代一统).
    is_pooled: bool = False

    def named_for(self, level: ScopeLevel) -> str | None:
        """The named list that the entry leads to, by how far the reader sees."""
        at_registry = self.named_at_registry if level is ScopeLevel.EVERYTHING else None
        return at_registry or self.named


#: 上方菜单 (guide 新-002).
TOP = (Entry(_l("单位信息"), "profile"), Entry(_l("邮寄地址"), "mailing_address"))

#: 主菜单: label, picture, entries. The guide's own stand first, in its order (新-003 to 新-007,
#: Q1 to Q8); what helps them stands after.
MAIN: tuple[tuple[Any, str, tuple[Entry, ...]], ...] = (
    (
        _l("域名管理"),
        "world-www",
        (
            Entry(
                _l("待审核域名"),
                "domain",
                "to_review",
                named_at_registry="office_approved",
                own="desk_code",
            ),
            Entry(_l("域名查询"), "domain"),
            Entry(
                _l("待缴费域名"),
                "order",
                "awaiting_remittance",
                own="office_code",
                is_pooled=True,
            ),
            Entry(_l("域名历史查询"), "domain", "history"),
            Entry(_l("网络红页"), "red_page"),
            Entry(_l("名称预检"), "name_check"),
            Entry(_l("保留名称"), "reserved_name"),
            Entry(_l("导入保留名称"), "reserved_upload"),
            Entry(_l("域名变更申请"), "domain_request"),
            Entry(_l("批量导入"), "imports"),
        ),
    ),
    (
        _l("用户管理"),
        "users",
        (
            Entry(_l("申报单位管理/缴费"), "charging"),
            Entry(_l("缴费方式设置"), "own_payment_mode"),
            Entry(_l("申报单位列表"), "unit"),
            Entry(_l("用户账户管理"), "user"),
            Entry(_l("接口密钥"), "api_token"),
            Entry(_l("各级编办"), "office", is_above=True),
            Entry(_l("区划变更"), "division_changes"),
            Entry(_l("各编办缴费方式"), "payment_mode", is_above=True),
            Entry(_l("机构改革"), "reform"),
        ),
    ),
    (
        _l("财务管理"),
        "coin-yuan",
        (
            Entry(_l("预开发票申请"), "invoice_application"),
            Entry(_l("预开发票管理"), "lot"),
            Entry(_l("用户缴费查询"), "payment"),
            Entry(_l("用户发票管理"), "invoice"),
            Entry(_l("周汇款"), "weekly_remittance"),
            Entry(_l("汇款单列表"), "remittance"),
            Entry(_l("账户余额明细"), "transfer"),
            Entry(_l("消费试算"), "settlement_preview"),
            Entry(_l("调账与退款"), "adjustment"),
            Entry(_l("发票申请查询"), "request"),
            Entry(_l("导入银行流水"), "statement_upload"),
            Entry(_l("银行流水"), "bank_line"),
        ),
    ),
    (
        _l("核对统计"),
        "chart-bar",
        (
            Entry(_l("辖区一览"), "offices_below", is_above=True),
            Entry(_l("三方对账"), "reconciliation"),
            Entry(_l("对账单"), "statement"),
            Entry(_l("历史余额查询"), "as_of"),
            Entry(_l("收费明细"), "payment_line"),
            Entry(_l("汇款明细"), "remittance_line"),
            Entry(_l("发票流向"), "pedigree"),
            Entry(_l("已领发票未汇款金额"), "exposure"),
            Entry(_l("奖励经费"), "award_accrual"),
            Entry(_l("奖励经费规则"), "award_rule"),
            Entry(_l("覆盖率"), "coverage"),
            Entry(_l("预算测算"), "budget"),
            Entry(_l("报表"), "report"),
        ),
    ),
    (
        _l("自定义"),
        "adjustments",
        (
            Entry(_l("自定义台账"), "register"),
            Entry(_l("自定义字段"), "field"),
            Entry(_l("选项清单"), "choice_list"),
            Entry(_l("标签管理"), "label"),
            Entry(_l("规则"), "rule"),
            Entry(_l("规则执行记录"), "rule_firing"),
            Entry(_l("措辞和单据样式"), "wording"),
            Entry(_l("模板版本"), "template"),
            Entry(_l("公函"), "letter"),
            Entry(_l("推送地址"), "webhook"),
            Entry(_l("推送记录"), "webhook_delivery"),
            Entry(_l("自定义角色"), "role"),
            Entry(_l("配置副本"), "configuration"),
            Entry(_l("上传和下载配置"), "configuration_file"),
        ),
    ),
    (
        _l("系统管理"),
        "settings",
        (
            Entry(_l("我的业务单"), "own_receipts"),
            Entry(_l("办理记录"), "journal"),
            Entry(_l("被拒访问"), "access_refusal"),
            Entry(_l("导入导出记录"), "file_record"),
            Entry(_l("邮件"), "mail"),
            Entry(_l("我的接口密钥"), "own_tokens"),
            Entry(_l("岗位交接单"), "desk_handover"),
            Entry(_l("岗位交接"), "handover_record"),
            Entry(_l("系统设置"), "settings"),
            Entry(_l("帮助"), "help"),
        ),
    ),
)


def list_title(entity: str, named: str | None) -> str | None:
    """The menu label of a list, which is also its title; None if it has no entry."""
    found = (e.label for e in entries() if (e.entity, e.named) == (entity, named))
    label = next(found, None)
    return None if label is None else str(label)


def entries() -> Iterator[Entry]:
    """Every entry of both menus, in their order."""
    return chain(TOP, *(entries for _label, _icon, entries in MAIN))
