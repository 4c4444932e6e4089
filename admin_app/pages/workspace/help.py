"""帮助 (help): instructions with links to the pages; for others' pages, which roles may open
them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user

from actions.core.actor import Actor
from admin_app.auth.current_actor import the_clock
from admin_app.grid.page_text import pages_in_use, title_of_list
from admin_app.labels import word
from admin_app.labels.help.beyond_the_guide import MORE
from admin_app.labels.help.guide import NEW, QUESTIONS, RENEWAL, Place, Topic
from admin_app.labels.menu import list_title
from admin_app.views import GRIDS
from admin_app.web.page import Page
from models.core.base import db
from models.definitions.own_words import known_language
from models.definitions.template import known_wordings
from models.offices.office_names import names_of
from models.users.user import Role
from models.values.wording.named_text import fill_in

#: Everyone who works in an office below the registry.
_OFFICE_STAFF = frozenset(
    {Role.PROVINCE_ADMIN, Role.CITY_ADMIN, Role.COUNTY_ADMIN, Role.CASHIER, Role.VIEWER}
)


class HelpPage(Page):
    """The help page."""

    endpoint = "help"

    @expose("/")
    def index(self) -> str:
        actor = current_user.actor
        topics = (*QUESTIONS, *NEW, *RENEWAL, *MORE)
        return self.render(
            "pages/workspace/help.html",
            title=_("帮助"),
            additions=_additions(topics, actor),
            parts=[
                (_("常见问题"), _topics_with_links(QUESTIONS, actor)),
                (_("新注册域名的流程"), _topics_with_links(NEW, actor)),
                (_("续费域名的流程"), _topics_with_links(RENEWAL, actor)),
                (_("指南之外"), _topics_with_links(MORE, actor)),
            ],
        )


def _additions(topics: Iterable[Topic], actor: Actor) -> dict[str, list[str]]:
    """Topic → what the offices above the reader add to it, line by line."""
    session, now = db.session(), the_clock().now()
    keys = {topic.key: f"help_{topic.key}" for topic in topics}
    language, code = known_language(session), actor.office_code
    known = known_wordings(session, list(keys.values()), language, code, now)
    values = {"office_name": names_of(session, [code]).get(code, code)} if known.rows else {}
    found = {key: known.at(subject, now) for key, subject in keys.items()}
    return {
        key: fill_in(wording.body or "", values).splitlines()
        for key, wording in found.items()
        if wording is not None
    }


def _topics_with_links(
    topics: Iterable[Topic], actor: Actor
) -> list[tuple[Topic, list[tuple[str, str | None, str]]]]:
    """Each topic with its places: (name, address or None, who may go there)."""
    return [(topic, [_way(place, actor) for place in topic.places]) for topic in topics]


def _way(place: Place, actor: Actor) -> tuple[str, str | None, str]:
    if (page := pages_in_use().get(place.entity)) is not None:
        name = list_title(place.entity, None) or place.entity
        return _open_to(name, f"{place.entity}.index", page.readers, actor)
    grid = GRIDS[place.entity]
    name = title_of_list(grid, place.named)
    return _open_to(name, f"{grid.entity}.index_view", grid.readers, actor, list=place.named)


def _open_to(
    name: str, endpoint: str, readers: frozenset[Role], actor: Actor, **parts: Any
) -> tuple[str, str | None, str]:
    if actor.role in readers:
        return name, url_for(endpoint, **parts), ""
    return name, None, _roles(readers)


def _roles(roles: frozenset[Role]) -> str:
    """The roles in words, in the order in which they are declared; all of an office's as one."""
    if roles >= _OFFICE_STAFF:
        return _("编办工作人员")
    return _("、").join(word(role) for role in Role if role in roles and role is not Role.SYSTEM)
