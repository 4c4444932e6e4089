"""What every answer promises a browser, and what production refuses to start with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text

from admin_app import create_app
from admin_app.web.health import refuse_unsafe
from config import AppEnv, UnsafeConfigError
from models.users.user import LoginSession
from models.values.password import hash_password
from seed.demo.logins import DEMO_PASSWORD
from tests.support.pages.clerk import Clerk
from tests.support.pages.programs import MovableClock, config_for, opened
from tests.support.world.cast import PASSWORD, World

EVERYWHERE = ("/login", "/static/css/desk.css", "/no-such-page", "/healthz", "/admin/", "/api/x")


class TestHeaders:
    @pytest.mark.parametrize("url", EVERYWHERE)
    def test_headers_stand_on_every_answer(self, sqlite_app: Flask, url: str) -> None:
        headers = sqlite_app.test_client().get(url, buffered=True).headers
        policy = headers["Content-Security-Policy"]
        for part in (
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ):
            assert part in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers

    def test_headers_keep_pages_out_of_caches_but_not_styles(
        self, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        zhuoni = sqlite_clerk("zhuoni")
        for url in ("/admin/", "/admin/domain/", "/login", "/no-such-page"):
            assert zhuoni.get(url).headers["Cache-Control"] == "no-store"
        style = zhuoni.client.get("/static/css/desk.css", buffered=True)
        assert style.headers["Cache-Control"] != "no-store"

    def test_the_cookie_is_out_of_reach_of_scripts(self, sqlite_app: Flask) -> None:
        cookie = sqlite_app.test_client().get("/login").headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


class TestFlaskAdminsOwnFiles:
    def test_flask_admins_own_files_are_not_served(self, sqlite_app: Flask) -> None:
        client = sqlite_app.test_client()
        for name in ("admin/js/actions.js", "bootstrap/bootstrap4/js/bootstrap.min.js"):
            assert client.get(f"/admin/static/{name}").status_code == 404
        endpoints = {rule.endpoint for rule in sqlite_app.url_map.iter_rules()}
        assert {name for name in endpoints if name.endswith("static")} == {"static"}


class TestProxies:
    def _address(self, world: World, hands: MovableClock, proxies: int) -> str | None:
        for app in opened(world.engine, hands, trusted_proxies=proxies):
            forged = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
            clerk = Clerk(app.test_client())
            clerk.get("/login")
            clerk.post("/login", {"username": "zhuoni", "password": PASSWORD}, headers=forged)
        with world.session() as session:
            return session.scalars(select(LoginSession.address)).one()

    def test_nobody_names_their_own_address(self, sqlite_world: World, hands: MovableClock) -> None:
        assert self._address(sqlite_world, hands, proxies=0) == "127.0.0.1"

    def test_our_own_proxy_is_believed(self, sqlite_world: World, hands: MovableClock) -> None:
        assert self._address(sqlite_world, hands, proxies=1) == "198.51.100.7"


class TestProduction:
    def test_production_secures_cookie_host_and_transport(
        self, sqlite_world: World, hands: MovableClock
    ) -> None:
        more = {"app_env": AppEnv.PRODUCTION, "trusted_hosts": ("names.example",)}
        with sqlite_world.engine.connect() as connection:
            connection.execute(text('UPDATE "user" SET password_hash = password_hash || id'))
            connection.commit()
        for app in opened(sqlite_world.engine, hands, **more):
            client = app.test_client()
            answer = client.get("/login", base_url="https://names.example")
            assert "max-age" in answer.headers["Strict-Transport-Security"]
            cookie = answer.headers["Set-Cookie"]
            assert cookie.startswith("__Host-session=")
            assert "Secure" in cookie
            assert "Domain" not in cookie
            assert "演示账户" not in answer.text
            foreign = client.get("/login", base_url="https://evil.example")
            assert foreign.status_code == 400

    def test_production_refuses_demo_users(self, sqlite_world: World, sqlite_app: Flask) -> None:
        with sqlite_world.engine.connect() as connection:
            known = {"hash": hash_password(DEMO_PASSWORD)}
            connection.execute(
                text("UPDATE \"user\" SET password_hash = :hash WHERE username = 'gansu'"), known
            )
            with pytest.raises(UnsafeConfigError, match="demo user gansu"):
                refuse_unsafe(sqlite_app, connection)

    def test_production_refuses_accounts_that_share_a_password(
        self, world: World, app: Flask
    ) -> None:
        with world.engine.connect() as connection:
            connection.execute(text("UPDATE \"user\" SET password_hash = 'one and the same'"))
            with pytest.raises(UnsafeConfigError, match="share one password"):
                refuse_unsafe(app, connection)

    def test_production_refuses_a_database_without_its_guards(self, sqlite_world: World) -> None:
        with sqlite_world.engine.connect() as connection:
            connection.execute(text("DROP TRIGGER transfer_moves_balance"))
            connection.commit()
        config = config_for(sqlite_world.engine, app_env=AppEnv.PRODUCTION)
        with pytest.raises(UnsafeConfigError, match="transfer_moves_balance"):
            create_app(config)

    def test_production_refuses_a_server_that_may_lose_commits(
        self, world: World, app: Flask
    ) -> None:
        if world.engine.dialect.name != "postgresql":
            return
        with world.engine.connect() as connection:
            connection.execute(text("SET synchronous_commit = off"))
            with pytest.raises(UnsafeConfigError, match="synchronous_commit"):
                refuse_unsafe(app, connection)


class TestReadiness:
    def test_readiness_is_ready_on_a_sound_database(self, app: Flask) -> None:
        assert app.test_client().get("/readyz").status_code == 200

    def test_readiness_is_not_without_a_guard(self, world: World, app: Flask) -> None:
        on = " ON transfer" if world.engine.dialect.name == "postgresql" else ""
        with world.engine.connect() as connection:
            connection.execute(text(f"DROP TRIGGER transfer_moves_balance{on}"))
            connection.commit()
        answer = app.test_client().get("/readyz")
        assert (answer.status_code, answer.json) == (503, {"status": "unavailable"})

    def test_readiness_is_not_behind_the_code(self, world: World, app: Flask) -> None:
        with world.engine.connect() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
            connection.commit()
        client = app.test_client()
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
