"""What every page shows around its contents: header, balances, menu, language.

Nothing here asks the database: the actor's one statement brought it all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_admin import Admin
from flask_admin.menu import BaseMenu
from flask_babel import ngettext
from flask_login import current_user

from admin_app.actor import Presence
from admin_app.login import LOCALES, choose_locale
from config import AppEnv, Config
from models.money import format_yuan

#: The picture of each main menu, by the guide's word for it.
ICONS = {
    "域名管理": "world-www",
    "用户管理": "users",
    "财务管理": "coin-yuan",
    "发票管理": "file-invoice",
    "系统管理": "settings",
}
_OTHER_ICON = "list"
#: Views that stand above instead of on the left say so by this class.
TOP = "top"
#: Where the balances lead, once there is such a list.
_BALANCE, _STOCK = "transfer.index_view", "invoice_lot.index_view"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link."""

    label: str
    url: str
    is_current: bool
    badge: str | None = None


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A main menu with its links; without a label its links stand alone."""

    label: str | None
    icon: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class FrameActor:
    """Who is signed in, in words."""

    display_name: str
    role_label: str
    office_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What `admin/base.html` asks for."""

    environment: str
    actor: FrameActor | None = None
    balance: str | None = None
    balance_url: str | None = None
    stock: str | None = None
    stock_url: str | None = None
    menu: tuple[MenuGroup, ...] = ()
    top_menu: tuple[MenuItem, ...] = ()
    locale: str = "zh_CN"
    switch_locale_url: str | None = None
    logout_url: str | None = None


def install(app: Flask, config: Config) -> None:
    """Give every template its frame."""
    environment = "production" if config.app_env is AppEnv.PRODUCTION else "demo"

    @app.context_processor
    def _frame() -> dict[str, Any]:
        return {"frame": frame(environment), "html_lang": LOCALES[choose_locale()]}


def frame(environment: str) -> Frame:
    """The frame of the present request."""
    language = choose_locale()
    presence: Presence = current_user
    if not presence or not presence.is_authenticated:
        return Frame(environment=environment, locale=language)
    other = "en" if language == "zh_CN" else "zh_CN"
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    (admin,) = current_app.extensions["admin"]
    return Frame(
        environment=environment,
        actor=FrameActor(presence.actor.name, presence.actor.role, presence.office_name),
        balance=None if presence.balance_fen is None else format_yuan(presence.balance_fen),
        balance_url=_url_of(_BALANCE),
        stock=_stock(presence),
        stock_url=_url_of(_STOCK),
        menu=_groups(admin),
        top_menu=tuple(_item(entry) for entry in _open_entries(admin) if TOP in entry.class_name),
        locale=language,
        switch_locale_url=url_for("login.locale", code=other, next=here),
        logout_url=url_for("login.sign_out"),
    )


def _stock(presence: Presence) -> str | None:
    """发票余额: sheets, and their face value where they have one."""
    if presence.sheets is None:
        return None
    sheets = ngettext("%(num)s 张", "%(num)s 张", presence.sheets)
    return f"{sheets} / {format_yuan(presence.face_fen)}" if presence.face_fen else sheets


def _url_of(endpoint: str) -> str:
    return url_for(endpoint if endpoint in current_app.view_functions else "admin.index")


def _open_entries(admin: Admin) -> list[BaseMenu]:
    return [entry for entry in admin.menu() if entry.is_accessible() and entry.is_visible()]


def _groups(admin: Admin) -> tuple[MenuGroup, ...]:
    entries = [entry for entry in _open_entries(admin) if TOP not in entry.class_name]
    return tuple(_group(entry) for entry in entries)


def _group(entry: BaseMenu) -> MenuGroup:
    if not entry.is_category():
        return MenuGroup(None, _OTHER_ICON, (_item(entry),))
    items = tuple(_item(child) for child in entry.get_children())
    return MenuGroup(str(entry.name), ICONS.get(str(entry.name), _OTHER_ICON), items)


def _item(entry: BaseMenu) -> MenuItem:
    url = entry.get_url() or ""
    is_current = request.path == url or (url != "/admin/" and request.path.startswith(url))
    return MenuItem(str(entry.name), url, is_current)
