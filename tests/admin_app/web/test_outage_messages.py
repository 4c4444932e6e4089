"""The database fails under pages, API and shell: each says what is true, and serves again."""

from __future__ import annotations

import html
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from actions.domains.renew import RENEW
from actions.invoices.sign_for import SIGN_FOR
from admin_app.cli.running import DATABASE_FAILED, OUTCOME_UNKNOWN
from models.core.base import db
from models.core.journal import JournalEntry
from tests.admin_app.web.test_errors import LEAKS
from tests.support.database.commit_proxy import Cut, commit_proxy
from tests.support.database.database_faults import failing
from tests.support.database.lost_commits import DriverOrders, Orders, obey
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors, carried
from tests.support.pages.programs import MovableClock, opened
from tests.support.world.cast import PASSWORD, World

LOST: dict[str, Exception] = {
    "sqlite": sqlite3.OperationalError("disk I/O error"),
    "postgresql": psycopg.OperationalError("server closed the connection unexpectedly"),
}
#: More statements than a page of the list asks.
_MOST_STATEMENTS = 40


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.perform._FIRST_WAIT_SECONDS", 0.01)


def is_in_words(answer: TestResponse, caplog: pytest.LogCaptureFixture) -> bool:
    """Whether an answer says what happened, with a number that the log knows, and no more."""
    found = re.search(r"事件编号 ([0-9a-f]{8})", answer.text)
    leaks = LEAKS.search(re.sub(r"<[^>]*>", "", answer.text))
    return found is not None and found[1] in caplog.text and leaks is None


class TestEveryStage:
    def test_every_stage_of_a_page_that_loses_the_database_is_answered_in_words(
        self, app: Flask, clerk: Callable[[str], Clerk], caplog: pytest.LogCaptureFixture
    ) -> None:
        zhuoni = clerk("zhuoni")
        with app.app_context():
            engine = db.engine
        answered = set()
        for number in range(_MOST_STATEMENTS):
            with failing(engine, lambda n, at=number: n == at, LOST[engine.dialect.name]) as struck:
                answer = zhuoni.get("/admin/domain/")
            if not struck.raised:
                break
            answered.add(answer.status_code)
            assert is_in_words(answer, caplog), (number, answer.text)
        assert answered == {503}
        assert zhuoni.get("/admin/domain/").status_code == 200

    def test_every_stage_of_a_sign_in_is_answered_in_words(
        self, app: Flask, caplog: pytest.LogCaptureFixture
    ) -> None:
        with app.app_context():
            engine = db.engine
        visitor = Clerk(app.test_client())
        visitor.get("/login")
        with failing(engine, lambda _n: True, LOST[engine.dialect.name]):
            answer = visitor.post("/login", {"username": "zhuoni", "password": PASSWORD})
        assert answer.status_code == 503
        assert is_in_words(answer, caplog)
        assert visitor.sign_in("zhuoni").status_code == 302

    @pytest.mark.postgres
    def test_every_stage_of_a_connection_that_the_server_ends_is_recovered_from(
        self, postgres_world: World, hands: MovableClock
    ) -> None:
        for served in opened(postgres_world.engine, hands):
            zhuoni = Clerk(served.test_client())
            zhuoni.sign_in("zhuoni")
            with postgres_world.engine.connect() as connection:
                connection.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                )
            assert zhuoni.get("/admin/domain/").status_code == 200

    def test_after_the_answer_is_nobodys_business(
        self,
        sqlite_app: Flask,
        sqlite_clerk: Callable[[str], Clerk],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        zhuoni = sqlite_clerk("zhuoni")

        def _fail(_session: Session) -> None:
            raise RuntimeError("the connection is gone")

        with monkeypatch.context() as broken:
            broken.setattr(Session, "close", _fail)
            assert zhuoni.get("/admin/domain/").status_code == 200
        assert zhuoni.get("/admin/domain/").status_code == 200

    @pytest.mark.parametrize(
        ("error", "status"),
        [(RuntimeError("a bug"), 500), (sqlite3.OperationalError("disk I/O error"), 503)],
    )
    def test_every_stage_that_no_page_catches_is_answered_at_the_edge(
        self,
        sqlite_app: Flask,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        error: Exception,
        status: int,
    ) -> None:
        def _fail(*_arguments: object) -> None:
            raise error

        monkeypatch.setattr(sqlite_app, "handle_exception", _fail)
        monkeypatch.setattr(sqlite_app, "full_dispatch_request", _fail)
        page = sqlite_app.test_client().get("/admin/domain/")
        answer = sqlite_app.test_client().get("/api/domain")
        assert page.status_code == answer.status_code == status
        assert is_in_words(page, caplog)
        assert "Check whether" in page.text
        assert answer.json is not None
        assert answer.json["error"]["incident"] in caplog.text


class TestWhatWasDone:
    def test_what_was_done_is_not_denied_by_the_page_that_fails_after_it(
        self, sqlite_app: Flask, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        doors = Doors(sqlite_app, sqlite_world)
        page = doors.plan(RENEW, "zhuoni", [sqlite_world.id("a-due")])

        def _fail(*_arguments: object) -> None:
            raise RuntimeError("a bug of ours")

        monkeypatch.setattr("admin_app.grid.planning.routes.take_out", _fail)
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "1"})
        assert answer.status_code == 500
        assert "已经办理" in answer.text
        assert "未办理任何业务" not in answer.text

    def test_what_was_done_is_shown_though_its_rows_stay_ticked(
        self, sqlite_app: Flask, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        doors = Doors(sqlite_app, sqlite_world)
        page = doors.plan(RENEW, "zhuoni", [sqlite_world.id("a-due")])

        def _fail(*_arguments: object, **_options: object) -> None:
            raise OperationalError("UPDATE basket", {}, LOST["sqlite"])

        monkeypatch.setattr("admin_app.grid.planning.basket_routes.tick", _fail)
        assert doors.confirm(RENEW, "zhuoni", page, {"years": "1"}).status_code == 303


class Line:
    """A program over a line that may be cut."""

    def __init__(self, app: Flask, world: World, orders: Orders) -> None:
        self.doors, self.world, self.orders = Doors(app, world), world, orders

    def lose(self, cut: Cut) -> None:
        """The next COMMIT is cut, and nobody answers afterwards."""
        self.orders.cuts.append(cut)
        self.orders.refuses_after_cut = True

    def mend(self) -> None:
        self.orders.refuses = self.orders.refuses_after_cut = False

    def entries(self, action: str) -> int:
        with self.world.session() as session:
            wanted = select(func.count()).select_from(JournalEntry)
            return session.scalar(wanted.where(JournalEntry.action == action)) or 0


@pytest.fixture
def line(world: World, hands: MovableClock) -> Iterator[Line]:
    """The program on both engines, over a line that obeys orders."""
    if world.engine.dialect.name == "sqlite":
        orders = DriverOrders()
        for app in opened(world.engine, hands):
            with app.app_context():
                obey(db.engine, orders)
            yield Line(app, world, orders)
        return
    with commit_proxy(world.engine.url) as (proxy, url):
        for app in opened(world.engine, hands, database_url=url):
            yield Line(app, world, proxy)


def again_of(page: TestResponse) -> tuple[str, dict[str, str]]:
    """Where the form of a page whose outcome is unknown leads, and its fields."""
    forms = re.findall(r'<form method="post" action="([^"]*)">(.*?)</form>', page.text, re.DOTALL)
    url, body = next(each for each in forms if "asks_again" in each[1])
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', body)
    return html.unescape(url), {name: html.unescape(value) for name, value in fields}


@pytest.mark.parametrize("cut", [Cut.AFTER_COMMIT, Cut.BEFORE_COMMIT])
class TestNobodyKnows:
    def test_and_the_page_says_so_and_asks_again_under_the_same_key(
        self, line: Line, cut: Cut, caplog: pytest.LogCaptureFixture
    ) -> None:
        doors, row = line.doors, line.world.id("zhuoni-transit")
        page = doors.plan(SIGN_FOR, "zhuoni", [row])
        line.lose(cut)
        answer = doors.confirm(SIGN_FOR, "zhuoni", page, {})
        assert answer.status_code == 503
        assert "结果不明" in answer.text
        assert "未办理任何业务" not in answer.text
        assert is_in_words(answer, caplog)
        url, fields = again_of(answer)
        assert fields["key"] == carried(page)["key"]

        line.mend()
        told = doors.clerk("zhuoni").client.post(url, data=fields, buffered=True)
        assert told.status_code == 303
        assert "/receipt/" in told.location
        assert line.entries("sign_for") == 1

    def test_and_the_api_says_so(self, line: Line, cut: Cut) -> None:
        client, headers = line.doors.app.test_client(), line.doors.bearer("zhuoni")
        body = {"ids": [line.world.id("a-due")], "input": {"years": 1}, "key": "k"}
        line.lose(cut)
        answer = client.post("/api/actions/renew", json=body, headers=headers)
        assert answer.status_code == 503
        error = answer.json["error"]  # type: ignore[index]
        assert (error["code"], error["key"]) == ("outcome_unknown", "k")
        assert int(answer.headers["Retry-After"]) > 0

        line.mend()
        told = client.post("/api/actions/renew", json=body, headers=headers)
        assert told.status_code == 200
        assert told.json is not None
        assert told.json["is_replay"] is (cut is Cut.AFTER_COMMIT)
        assert line.entries("renew") == 1

    def test_and_the_shell_says_so(self, line: Line, cut: Cut) -> None:
        words = ["act", "renew", str(line.world.id("a-due")), "--as", "zhuoni"]
        words += ["--set", "years=1", "--key", "k"]
        runner = line.doors.app.test_cli_runner()
        line.lose(cut)
        told = runner.invoke(args=words)
        assert told.exit_code == OUTCOME_UNKNOWN
        assert "结果不明" in told.output
        assert "--key k" in told.output

        line.mend()
        assert runner.invoke(args=words).exit_code == 0
        assert line.entries("renew") == 1


class TestADatabaseThatIsAway:
    def test_a_database_that_is_away_is_told_at_every_door_and_serves_again_by_itself(
        self, line: Line
    ) -> None:
        doors, app = line.doors, line.doors.app
        clerk, headers = doors.clerk("zhuoni"), doors.bearer("zhuoni")
        line.orders.refuses = True
        with app.app_context():
            db.engine.dispose()
        assert clerk.get("/admin/domain/").status_code == 503
        assert app.test_client().get("/api/domain", headers=headers).status_code == 503
        assert app.test_client().get("/readyz").status_code == 503
        assert app.test_client().get("/healthz").status_code == 200
        words = ["act", "renew", str(line.world.id("a-due")), "--as", "zhuoni", "--set", "years=1"]
        told = app.test_cli_runner().invoke(args=words)
        assert told.exit_code == DATABASE_FAILED
        assert LEAKS.search(told.output) is None

        line.mend()
        assert clerk.get("/admin/domain/").status_code == 200
        assert app.test_client().get("/readyz").status_code == 200


def _full(connection: Any, _record: object) -> None:
    """As little room as if the disk were full."""
    connection.execute("PRAGMA max_page_count=1")


def _read_only(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only=ON")


def _postgres_read_only(connection: Any, _record: object) -> None:
    connection.execute("SET default_transaction_read_only = on")
    connection.commit()


class TestADiskThatTakesNothing:
    @pytest.mark.parametrize(
        ("ail", "code"), [(_full, "disk_full"), (_read_only, "database_read_only")]
    )
    def test_a_disk_that_takes_nothing_is_told_and_serves_again_by_itself(
        self, sqlite_app: Flask, sqlite_world: World, ail: Any, code: str
    ) -> None:
        _ails(sqlite_app, sqlite_world, ail, code)

    @pytest.mark.postgres
    def test_a_disk_that_takes_nothing_of_a_server_that_only_reads_is_told_too(
        self, postgres_world: World, hands: MovableClock
    ) -> None:
        for app in opened(postgres_world.engine, hands):
            _ails(app, postgres_world, _postgres_read_only, "database_read_only")


def _use_up(clerk: Clerk) -> None:
    """Fill what room is left in the pages that the file has, until something is refused."""
    for number in range(100):
        typed = {"email": f"clerk-{number}@zhuoni.example.cn", "language": "zh_CN"}
        if (answer := clerk.post("/contact", typed)).status_code != 303:
            assert answer.status_code == 503
            return
    raise AssertionError("the disk took everything")


def _ails(app: Flask, world: World, ail: Any, code: str) -> None:
    doors = Doors(app, world)
    clerk, headers = doors.clerk("zhuoni"), doors.bearer("zhuoni")
    with app.app_context():
        engine = db.engine
    assert app.test_client().get("/readyz").status_code == 200
    event.listen(engine, "connect", ail)
    engine.dispose()

    _use_up(clerk)
    names = [world.id(name) for name in ("a-due", "a-grace", "b-due")]
    body = {"ids": names, "input": {"years": 1}, "key": "k"}
    answer = app.test_client().post("/api/actions/renew", json=body, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (503, code)  # type: ignore[index]
    assert "未办理任何业务" in answer.json["error"]["sentence"]  # type: ignore[index]
    page = doors.plan(RENEW, "zhuoni", names)
    refused = doors.confirm(RENEW, "zhuoni", page, {"years": "1"})
    assert refused.status_code == 503
    assert "未办理任何业务" in refused.text
    assert app.test_client().get("/readyz").status_code == 503
    visitor = Clerk(app.test_client())
    # So little may still fit into a full file.
    assert visitor.sign_in("zhuoni").status_code in ({503, 302} if ail is _full else {503})

    event.remove(engine, "connect", ail)
    if ail is _full:
        engine.dispose()
    assert (
        app.test_client().post("/api/actions/renew", json=body, headers=headers).status_code == 200
    )
    assert app.test_client().get("/readyz").status_code == 200
    assert clerk.get("/admin/domain/").status_code == 200
    assert visitor.sign_in("zhuoni").status_code == 302


class TestTheLog:
    def test_the_log_holds_no_hash_when_a_password_cannot_be_saved(
        self, world: World, hands: MovableClock, caplog: pytest.LogCaptureFixture
    ) -> None:
        _refuse_hashes(world)
        for app in opened(world.engine, hands):
            zhuoni = Clerk(app.test_client())
            zhuoni.sign_in("gansu")
            user = world.id("user:zhuoni")
            page = zhuoni.get(f"/admin/slip/?id={user}")
            (key,) = re.findall(r'name="key" value="([^"]*)"', page.text)
            with caplog.at_level(logging.DEBUG):
                answer = zhuoni.post(f"/admin/slip/?id={user}", {"key": key})
            assert answer.status_code in {422, 500}
            assert "argon2" not in caplog.text
            assert "argon2" not in answer.text


def _refuse_hashes(world: World) -> None:
    statement = (
        'CREATE TRIGGER no_hash BEFORE UPDATE OF password_hash ON "user"'
        " BEGIN SELECT RAISE(ABORT, 'append_only: no'); END"
        if world.engine.dialect.name == "sqlite"
        else 'ALTER TABLE "user" ADD CONSTRAINT no_hash CHECK (password_hash IS NULL) NOT VALID'
    )
    with world.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(statement))
