"""网络红页 (red pages) of the demo."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from actions.core.context import Context
from models.domains.domain import Domain, DomainState
from models.domains.red_page import RED_PAGE_LIFECYCLE, RedPage, RedPageEvent, RedPageState

#: Every so many registered names has a page of its own.
_PAGE_EVERY: Final = 4


def write_pages(ctx: Context) -> dict[str, int]:
    """Gives some registered names their 网络红页, half of them published."""
    names = ctx.session.scalars(
        select(Domain).where(Domain.state == DomainState.REGISTERED).order_by(Domain.id)
    ).all()[::_PAGE_EVERY]
    pages = [_page(name) for name in names]
    ctx.session.add_all(pages)
    for page in pages[::2]:
        RED_PAGE_LIFECYCLE.advance(page, RedPageEvent.PUBLISH)
    return {"pages": len(pages)}


def _page(name: Domain) -> RedPage:
    page = RedPage(
        domain_id=name.id,
        unit_id=name.unit_id,
        summary=f"{name.label_u}官方网站,发布机构职能、政策文件和办事指南。",
        functions="贯彻落实上级决策部署,依法履行本单位职责,受理群众来信来访。",
        office_hours="周一至周五 8:30–12:00,14:30–18:00(法定节假日除外)",
        guides=[{"title": "办事大厅事项目录", "body": "请携带有效身份证件办理。", "on": None}],
        state=RedPageState.DRAFT,
    )
    page.belong_to(name)
    return page
