"""Whatever goes wrong, a clerk reads a sentence and nobody reads our code."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from actions.core.refusal import Common, Refusal, Refused
from models.core.base import db
from tests.support.pages.clerk import Clerk
from tests.support.pages.programs import MovableClock, own_program
from tests.support.world.cast import World

LEAKS = re.compile(r"Traceback|SELECT|sqlite|psycopg|sqlalchemy|\.py\b|/home|/usr/", re.IGNORECASE)


@pytest.fixture
def app(world: World, hands: MovableClock) -> Iterator[Flask]:
    """A program to which a test may add an address that fails."""
    yield from own_program(world.engine, hands)


@pytest.fixture
def sqlite_app(sqlite_world: World, hands: MovableClock) -> Iterator[Flask]:
    """The same on SQLite only."""
    yield from own_program(sqlite_world.engine, hands)


def _failing(app: Flask, error: Exception) -> None:
    """Make an address that fails."""

    def _fail() -> str:
        raise error

    app.add_url_rule("/admin/failing", "failing", _fail)


class TestPages:
    def test_foreign_and_absent_rows_look_alike(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni = clerk("zhuoni")
        foreign = zhuoni.get(f"/admin/domain/details/?id={world.id('s-due')}")
        absent = zhuoni.get("/admin/domain/details/?id=99999999")
        assert foreign.status_code == absent.status_code == 404
        without_urls = [re.sub(r"id%3D\d+", "", page.text) for page in (foreign, absent)]
        tokens = [re.sub(r'value="[^"]*"', "", page) for page in without_urls]
        assert tokens[0] == tokens[1]

    def test_a_forged_form_is_refused_in_words(self, sqlite_clerk: Callable[[str], Clerk]) -> None:
        answer = sqlite_clerk("zhuoni").client.post("/logout", data={"csrf_token": "forged"})
        assert answer.status_code == 400
        assert "页面已经过期" in answer.text

    def test_too_much_is_refused_in_words(self, sqlite_clerk: Callable[[str], Clerk]) -> None:
        answer = sqlite_clerk("zhuoni").post("/password", {"x": "y" * 5_000_000})
        assert answer.status_code == 413
        assert "太大" in answer.text

    @pytest.mark.parametrize(
        ("code", "status"),
        [
            (Common.FORBIDDEN, 403),
            (Common.KEY_REUSED, 409),
            (Common.STALE, 409),
            (Common.NOT_FOUND, 422),
        ],
    )
    def test_a_refusal_has_its_status(
        self, sqlite_app: Flask, sqlite_clerk: Callable[[str], Clerk], code: Common, status: int
    ) -> None:
        _failing(sqlite_app, Refused(Refusal(code, {"action": "renew", "role": "viewer"})))
        answer = sqlite_clerk("zhuoni").get("/admin/failing")
        assert answer.status_code == status
        assert "未办理" in answer.text


@pytest.mark.postgres
class TestLongStatements:
    """SQLite cancels nothing, so there is nothing of it to refuse."""

    @pytest.fixture
    def served(self, postgres_world: World, hands: MovableClock) -> Iterator[Flask]:
        yield from own_program(postgres_world.engine, hands)

    def test_long_statements_are_refused_in_words(self, served: Flask) -> None:
        def _slow() -> str:
            connection = db.session().connection()
            connection.execute(text("SET LOCAL statement_timeout = 20"))
            connection.execute(text("SELECT pg_sleep(5)"))
            return ""

        served.add_url_rule("/admin/slow", "slow", _slow)
        served.add_url_rule("/api/slow", "api_slow", _slow)
        zhuoni = Clerk(served.test_client())
        zhuoni.sign_in("zhuoni")
        page, answer = zhuoni.get("/admin/slow"), zhuoni.get("/api/slow")
        assert page.status_code == answer.status_code == 503
        assert "查询时间过长" in page.text
        # The page is whole: its frame was read after the transaction that was lost.
        assert "退出" in page.text
        assert LEAKS.search(page.text.replace('href="/', "")) is None
        assert answer.json["error"]["sentence"].startswith("查询时间过长")


class TestOurBugs:
    def test_show_a_number_that_the_log_knows(
        self,
        app: Flask,
        clerk: Callable[[str], Clerk],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def _fail() -> str:
            db.session().connection().execute(text("SELECT secret_column FROM no_such_table"))
            return ""

        app.add_url_rule("/admin/failing", "failing", _fail)
        zhuoni = clerk("zhuoni")
        with caplog.at_level(logging.ERROR):
            answer = zhuoni.get("/admin/failing")
        assert answer.status_code == 500
        found = re.search(r"事件编号 ([0-9a-f]{8})", answer.text)
        assert found is not None
        assert found[1] in caplog.text
        assert "secret_column" in caplog.text
        assert LEAKS.search(answer.text.replace('href="/', "")) is None

    def test_our_bugs_are_objects_under_the_api(self, sqlite_app: Flask) -> None:
        answer = sqlite_app.test_client().get("/api/no/such/thing")
        assert answer.status_code == 404
        assert answer.json is not None
        assert answer.json["error"]["status"] == 404

    def test_even_a_broken_page_answers(
        self,
        sqlite_app: Flask,
        sqlite_clerk: Callable[[str], Clerk],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        _failing(sqlite_app, RuntimeError("a bug of ours"))
        zhuoni = sqlite_clerk("zhuoni")

        def _broken(*_arguments: object, **_options: object) -> str:
            raise RuntimeError("and a broken page")

        monkeypatch.setattr("admin_app.web.errors.render_template", _broken)
        answer = zhuoni.get("/admin/failing")
        assert answer.status_code == 500
        assert "系统出错" in answer.text
        assert LEAKS.search(answer.text) is None
