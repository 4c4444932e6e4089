"""Who comes in sees what their office sees, and nobody comes in unseen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from admin_app.auth.current_actor import PUBLIC
from admin_app.auth.user_lookup import named, scope_for
from models.core.base import db
from models.core.scope import EVERYTHING, Scope, ScopeLevel
from models.offices.office import OfficeLevel
from models.users.user import Role
from tests.support.pages.clerk import Clerk
from tests.support.world.cast import World
from tests.support.world.cast_names import LOGINS


class TestScopeFor:
    @pytest.mark.parametrize(
        ("level", "unit_id", "scope"),
        [
            (OfficeLevel.REGISTRY, None, EVERYTHING),
            (OfficeLevel.PROVINCE, None, Scope(ScopeLevel.PROVINCE, "620000")),
            (OfficeLevel.CITY, None, Scope(ScopeLevel.CITY, "620000")),
            (OfficeLevel.COUNTY, None, Scope(ScopeLevel.OFFICE, "620000")),
            (None, 7, Scope(ScopeLevel.REGISTRANT, 7)),
        ],
    )
    def test_scope_for_follows_the_office_or_the_unit(
        self, level: OfficeLevel | None, unit_id: int | None, scope: Scope
    ) -> None:
        assert scope_for(level, "620000", unit_id, Role.VIEWER) == scope


class TestNamed:
    @pytest.mark.parametrize("username", LOGINS)
    def test_named_is_the_actor_the_cast_means(
        self, app: Flask, world: World, username: str
    ) -> None:
        with app.app_context(), db.engine.connect() as connection:
            presence = named(connection, username)
        assert presence is not None
        assert presence.actor == world.actor(username)

    def test_named_knows_no_strangers(self, sqlite_app: Flask) -> None:
        with sqlite_app.app_context(), db.engine.connect() as connection:
            assert named(connection, "nobody") is None


class TestTheDoor:
    def test_every_page_needs_somebody(self, sqlite_app: Flask) -> None:
        client = sqlite_app.test_client()
        for rule in sqlite_app.url_map.iter_rules():
            if rule.endpoint in PUBLIC:
                continue
            url = rule.rule
            for argument in rule.arguments:
                url = url.replace(f"<{argument}>", "1").replace(f"<path:{argument}>", "1")
                url = url.replace(f"<int:{argument}>", "1")
            answer = client.get(url) if "GET" in (rule.methods or ()) else client.post(url)
            assert answer.status_code in {302, 400, 401}, url
            if answer.status_code == 302:
                assert answer.location.startswith("/login"), url

    def test_a_cookie_of_another_making_opens_nothing(self, sqlite_app: Flask) -> None:
        client = sqlite_app.test_client()
        with client.session_transaction() as cookie:
            cookie["token"] = "made-up"
        assert client.get("/admin/").location.startswith("/login")
        with client.session_transaction() as cookie:
            cookie["token"] = ["not", "text"]
        assert client.get("/admin/").location.startswith("/login")

    def test_the_desk_counts_only_what_the_actor_sees(self, clerk: Callable[[str], Clerk]) -> None:
        for username in ("zhuoni", "lantian", "gansu", "conac", "unit-a", "zhuoni-viewer"):
            page = clerk(username).get("/admin/")
            assert page.status_code == 200, username
