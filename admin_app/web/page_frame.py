"""The frame of every page: header, balances, menu, language.

No queries here: the statement that loaded the actor has all the data.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, session, url_for
from flask_login import current_user

from admin_app import labels
from admin_app.auth.user_lookup import Presence
from admin_app.forms.page_address import say_unread
from admin_app.i18n.preferences import THEMES, choose_locale, choose_theme, language_links
from admin_app.labels.help.guide import topic_of
from admin_app.values.figures import stock_in_words
from admin_app.web.menu import MenuGroup, MenuItem, main_menu, top_menu
from admin_app.web.tour import Panel, panel
from config import Config
from models.users.user import Role
from models.values.calendar import instant
from models.values.money import format_yuan

#: Links of the balances.
_BALANCE, _STOCK = "transfer.index_view", "lot.index_view"

#: Largest count of unread notices shown.
_MOST_UNREAD = 99


@dataclass(frozen=True, slots=True)
class FrameActor:
    """The signed-in user, as text."""

    display_name: str
    role_label: str
    office_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The context of `admin/base.html`."""

    #: The AppEnv of the installation.
    environment: str
    #: In practice: the user's name in the real application.
    practised_by: str | None = None
    actor: FrameActor | None = None
    #: Whether they may reset practice.
    may_reset: bool = False
    balance: str | None = None
    balance_url: str | None = None
    stock: str | None = None
    stock_url: str | None = None
    #: Number of unread notices as text; None: none.
    unread: str | None = None
    notices_url: str | None = None
    #: Active background runs with a link to their progress; None: none.
    runs: str | None = None
    runs_url: str | None = None
    menu: tuple[MenuGroup, ...] = ()
    top_menu: tuple[MenuItem, ...] = ()
    #: (url, `lang` of HTML, own name) of each language that the page is not in.
    languages: tuple[tuple[str, str, str], ...] = ()
    #: (name, url, is_current) of each theme.
    themes: tuple[tuple[str, str, bool], ...] = ()
    logout_url: str | None = None
    #: The help topic (帮助) of the present page.
    help_url: str | None = None
    #: The step of the tour (新手引导) on the present page.
    tour: Panel | None = None


def install(app: Flask, config: Config) -> None:
    """Provide the frame to every template."""
    environment = str(config.app_env)
    # Template filters for amounts, weeks and enum members.
    app.jinja_env.filters |= {
        "yuan": format_yuan,
        "word": labels.word,
        "week": labels.week_in_words,
        "instant": instant,
    }
    app.jinja_env.globals["column_label"] = labels.column_label

    @app.context_processor
    def _frame() -> dict[str, object]:
        return {
            "frame": frame(environment),
            "html_lang": choose_locale().html_lang,
            "look": choose_theme(),
        }


def frame(environment: str) -> Frame:
    """The frame of the current request."""
    presence: Presence = current_user
    if not presence or not presence.is_authenticated:
        return Frame(environment=environment)
    say_unread()
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return Frame(
        environment=environment,
        practised_by=session.get("practised_by"),
        may_reset=presence.actor.role is not Role.VIEWER,
        actor=FrameActor(
            presence.actor.name, str(labels.word(presence.actor.role)), presence.office_name
        ),
        balance=None if presence.balance_fen is None else format_yuan(presence.balance_fen),
        balance_url=url_for(_BALANCE),
        stock=_stock(presence),
        stock_url=url_for(_STOCK),
        unread=_unread(presence.unread),
        notices_url=url_for("notice.index"),
        **runs_under_way(presence),
        menu=main_menu(presence),
        top_menu=top_menu(presence),
        languages=language_links(here),
        themes=tuple(
            (code, url_for("preferences.theme", code=code, next=here), code == choose_theme())
            for code in THEMES
        ),
        logout_url=url_for("login.sign_out"),
        help_url=url_for("help.index", _anchor=topic_of(request.blueprint, _named_list())),
        tour=panel(presence),
    )


def runs_under_way(presence: Presence) -> dict[str, str | None]:
    """The header's link to the user's background runs: to a single run, or to the list."""
    if not presence.open_runs:
        return {"runs": None, "runs_url": None}
    if presence.open_runs == 1:
        url = url_for("run.index", id=presence.open_run_id)
    else:
        url = url_for("job_run.index_view", list="open")
    return {"runs": str(presence.open_runs), "runs_url": url}


def _unread(count: int) -> str | None:
    """The count of unread notices, with a cap."""
    return f"{_MOST_UNREAD}+" if count > _MOST_UNREAD else str(count) if count else None


def _named_list() -> str | None:
    return request.args.get("list")


def _stock(presence: Presence) -> str | None:
    """发票余额: sheets, and the face value of those that have one."""
    return None if presence.stock is None else stock_in_words(presence.stock)
