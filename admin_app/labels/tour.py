"""新手引导: the steps of the tour for new users, page by page.

Steps on pages that a role may not open are left out, so one list serves all roles of an office.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from admin_app.labels.help.guide import Place
from models.users.user import Role

#: The desk, which is neither a list nor a `Page`.
DESK = Place("admin")


@dataclass(frozen=True, slots=True)
class Step:
    """A page, the text, and the highlighted element (a CSS selector)."""

    place: Place
    title: object
    said: object
    target: str = "main h1"


_BEGIN = Step(
    DESK,
    _l("从工作台开始"),
    _l("每天先看这里：待办事项写着有几件、最久等了几天，点数字就打开那些记录。"),
)
_FIND = Step(
    DESK,
    _l("找得到，问得到"),
    _l(
        "按 Ctrl K 可以查找单位、域名、票据和页面，拼音首字母也行。"
        "拿不准的时候点上方“帮助”，会直接翻到讲本页的那一步；还可以从右上角进入“演练”，先在虚构的数据上试一遍。"
    ),
    ".find-open",
)

_OFFICE = (
    _BEGIN,
    Step(
        Place("profile"),
        _l("完善单位信息"),
        _l("先把本单位的地址、电话和联系人填好。汇款单、发票邮寄都从这里取用，填一次就够。"),
    ),
    Step(
        Place("charging"),
        _l("收费并开具发票"),
        _l(
            "左边选单位，右边核对应缴的域名和金额，确认收费时一并登记发票。刚刚填错的可以自己撤销。"
        ),
    ),
    Step(
        Place("order", "awaiting_remittance"),
        _l("待缴费域名"),
        _l(
            "注意：这里不是没交钱的单位，而是已经收了费、还没有汇给 CONAC 的域名。每周在“周汇款”里一次汇出。"
        ),
    ),
    Step(
        Place("lot"),
        _l("预开发票"),
        _l("申请来的发票收到后先签收，才计入发票余额。要分给下级编办时，勾选一批点“拆分”。"),
    ),
    _FIND,
)
_REGISTRY = (
    _BEGIN,
    Step(
        Place("domain", "to_review"),
        _l("复审域名"),
        _l("各级编办审核通过的域名在这里等候复审。不通过时请写明原因，单位能看到您的话。"),
    ),
    Step(
        Place("remittance"),
        _l("汇款与充值"),
        _l("核对到账后给编办账户充值，系统当日自动为已收费的域名消费。"),
    ),
    Step(
        Place("request"),
        _l("发票申请"),
        _l("编办申请的预开发票从这里寄出，写上快递单号，对方签收后才计入发票余额。"),
    ),
    _FIND,
)
_UNIT = (
    Step(
        DESK,
        _l("我的域名"),
        _l(
            "这里列出本单位的域名和到期时间，临近到期的可以勾选续费。应缴的费用和缴到哪里也写在这里。"
        ),
    ),
    Step(
        Place("profile"),
        _l("完善单位信息"),
        _l("请把联系人和电话填准确，审核和到期提醒都要用到。"),
    ),
    Step(
        Place("order"),
        _l("缴费与进度"),
        _l("每一笔费用走到哪一步，都能在这里看到。缴费请到同级编办，发票当场开具。"),
    ),
    _FIND,
)
_OF_REGISTRY = frozenset({Role.REGISTRY_ADMIN, Role.REGISTRY_FINANCE, Role.REGISTRY_REVIEWER})


def steps_for(role: Role) -> tuple[Step, ...]:
    """The steps of a role, including those it may not open."""
    if role in _OF_REGISTRY:
        return _REGISTRY
    return _UNIT if role is Role.UNIT_USER else _OFFICE
