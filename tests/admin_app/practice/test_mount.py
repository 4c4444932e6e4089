"""演练: a clerk tries everything on made-up books, and the real ones never learn of it."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, make_url, select, text
from werkzeug.test import TestResponse

from admin_app.practice import rebuild as practice_world
from admin_app.practice import session as practising
from admin_app.practice.rebuild import (
    BeingBuiltError,
    NotPracticeError,
    _alone,
    built_at,
    rebuild,
)
from admin_app.practice.session import RESET_EVERY, Word, key_of_practice, read_word
from models.core.base import db
from models.core.engine import engine_options, prepare
from models.core.scope import EVERYTHING, scoped_session
from models.definitions.label import Label
from models.domains.domain import Domain, DomainState
from models.jobs.outbox import Mail
from models.offices.office import OfficeLevel
from models.users.user import Role
from tests.conftest import Databases
from tests.support.database.database_digest import digest
from tests.support.database.engines import sqlite_url
from tests.support.pages.clerk import Clerk
from tests.support.pages.programs import SECRET_KEY, MovableClock, opened
from tests.support.world.cast import CLOCK, NOW, World

pytestmark = pytest.mark.slow


KEY = key_of_practice(SECRET_KEY)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice world of the tests' own day."""
    path = tmp_path_factory.mktemp("practice") / "practice.sqlite3"
    rebuild(sqlite_url(path), CLOCK)
    return path


@pytest.fixture
def practice_path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(made, tmp_path / "practice.sqlite3"))


@pytest.fixture
def books(sqlite_world: World, hands: MovableClock, practice_path: Path) -> Iterator[Flask]:
    """The real books on SQLite, with a room for practice."""
    for app in opened(sqlite_world.engine, hands, practice_database_url=sqlite_url(practice_path)):
        yield app
        room = app.extensions["practice_room"].app
        with room.app_context():
            db.engine.dispose()


def room_of(books: Flask) -> Flask:
    room: Flask = books.extensions["practice_room"].app
    return room


def go_over(books: Flask, username: str) -> tuple[Clerk, TestResponse]:
    """Sign somebody in to the real books, and follow them to where 演练 leads."""
    clerk = Clerk(books.test_client())
    assert clerk.sign_in(username).status_code == 302
    sent = clerk.post("/begin-practice")
    assert sent.status_code == 307, sent.text
    entered = clerk.client.post(sent.location, data={"csrf_token": clerk.token})
    if entered.status_code == 303:
        clerk.get(entered.location)
    return clerk, entered


def word(**more: object) -> Word:
    facts = {"once": "1", "name": "王敏", "role": Role.COUNTY_ADMIN, "level": OfficeLevel.COUNTY}
    return Word(**{**facts, "chosen": {}, **more})  # type: ignore[arg-type]


class TestEntering:
    """One click leads to a desk like one's own, on made-up data."""

    def test_entering_seats_a_county_clerk_at_a_county_desk(self, books: Flask) -> None:
        clerk, entered = go_over(books, "zhuoni")
        page = clerk.get(entered.location).text
        assert entered.location == "/practice/admin/"
        assert "演练县机构编制委员会办公室" in page
        assert 'class="practice"' in page
        assert "您现在是演练县管理员" in page

    @pytest.mark.parametrize(
        ("username", "desk"),
        [
            ("conac", "演练域名注册管理中心"),
            ("conac-finance", "演练域名注册管理中心"),
            ("gansu", "演练省机构编制委员会办公室"),
            ("gannan", "演练市机构编制委员会办公室"),
            ("zhuoni-viewer", "演练县机构编制委员会办公室"),
            ("unit-a", "演练县教育局"),
        ],
    )
    def test_entering_keeps_role_and_level(self, books: Flask, username: str, desk: str) -> None:
        clerk, entered = go_over(books, username)
        page = clerk.get(entered.location, follow_redirects=True)
        assert page.status_code == 200
        assert desk in page.text

    def test_entering_carries_no_real_name_but_the_clerks_own(
        self, books: Flask, sqlite_world: World
    ) -> None:
        clerk, entered = go_over(books, "zhuoni")
        page = clerk.get(entered.location).text + clerk.get("/practice/admin/unit/").text
        others = page.replace(sqlite_world.actor("zhuoni").name, "")
        assert re.findall("卓尼|甘肃|甘南", others) == []

    def test_entering_says_so_where_nothing_is_set_up(
        self, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        answer = sqlite_clerk("zhuoni").post("/begin-practice")
        assert answer.status_code == 404
        assert "还没有设置演练数据库" in answer.text

    def test_entering_needs_a_signed_in_clerk(self, books: Flask) -> None:
        stranger = Clerk(books.test_client())
        stranger.get("/login")
        assert stranger.post("/begin-practice").location.startswith("/login")

    def test_entering_makes_the_world_anew_with_the_first_entry_of_a_day(
        self,
        books: Flask,
        hands: MovableClock,
        monkeypatch: pytest.MonkeyPatch,
        practice_path: Path,
    ) -> None:
        made_again: list[str] = []
        monkeypatch.setattr(practising, "rebuild", lambda url, _clock: made_again.append(url))
        go_over(books, "zhuoni")
        assert made_again == []
        hands.turn(days=1)
        go_over(books, "zhuoni")
        assert made_again == [sqlite_url(practice_path)]

    def test_entering_waits_while_the_world_is_made(
        self, books: Flask, hands: MovableClock, practice_path: Path
    ) -> None:
        hands.turn(days=1)
        with _alone(practice_path.with_name(f"{practice_path.name}.lock")):
            _clerk, entered = go_over(books, "zhuoni")
        assert entered.status_code == 503
        assert "正在准备" in entered.text


class TestTheWord:
    """What opens the door: ours, fresh, and once."""

    def enter(self, books: Flask, said: str) -> TestResponse:
        return books.test_client().post(f"/practice/enter?word={said}")

    def test_the_word_opens_the_door(self, books: Flask) -> None:
        assert self.enter(books, word().signed(KEY)).status_code == 303

    def test_the_word_opens_it_once(self, books: Flask) -> None:
        said = word().signed(KEY)
        self.enter(books, said)
        answer = self.enter(books, said)
        assert answer.status_code == 403
        assert "已用过" in answer.text

    @pytest.mark.parametrize("said", ["", "x", word().signed("another key")])
    def test_the_word_must_be_ours(self, books: Flask, said: str) -> None:
        assert self.enter(books, said).status_code == 403

    def test_the_word_is_not_the_books_cookie_nor_signed_with_their_key(self, books: Flask) -> None:
        assert self.enter(books, word().signed(SECRET_KEY)).status_code == 403

    def test_the_word_is_good_for_a_minute(self, monkeypatch: pytest.MonkeyPatch) -> None:
        said = word().signed(KEY)
        assert read_word(said, KEY) == word()
        monkeypatch.setattr("time.time", lambda: dt.datetime.now(dt.UTC).timestamp() + 62)
        assert read_word(said, KEY) is None

    def test_the_word_is_not_taken_by_get(self, books: Flask) -> None:
        said = word().signed(KEY)
        assert books.test_client().get(f"/practice/enter?word={said}").status_code == 405


class TestTheRoom:
    """What is done inside stays inside, and says what it is."""

    def test_the_room_leaves_every_row_of_the_books_as_it_was(
        self, books: Flask, sqlite_world: World
    ) -> None:
        clerk, _entered = go_over(books, "zhuoni")
        before = digest(sqlite_world.engine)
        with scoped_session(engine_of(books), EVERYTHING) as session:
            waiting = session.scalars(
                select(Domain.id).where(
                    Domain.state == DomainState.SUBMITTED, Domain.office_code == "623022"
                )
            ).first()
        plan = clerk.get(f"/practice/admin/domain/action/?action=approve_office&ids={waiting}")
        assert plan.status_code == 200
        assert 'action="/practice/' in plan.text or 'action="./' in plan.text
        clerk.post("/practice/reset")
        assert digest(sqlite_world.engine) == before

    def test_the_room_shares_no_cookie_with_the_books(self, books: Flask) -> None:
        clerk, _entered = go_over(books, "zhuoni")
        jar = {(cookie.key, cookie.path) for cookie in clerk.client._cookies.values()}
        books_own = {("session", "/"), ("device", "/")}
        assert jar == books_own | {("practice", "/practice")}

    def test_the_room_knows_nobody_by_the_books_cookie(self, books: Flask) -> None:
        clerk = Clerk(books.test_client())
        clerk.sign_in("zhuoni")
        assert clerk.get("/practice/admin/").location.startswith("/practice/login")

    def test_a_form_of_the_room_is_never_offered_to_the_books(self, books: Flask) -> None:
        clerk, _entered = go_over(books, "zhuoni")
        clerk.token = "of-another-day"
        stale = {"years": "1", "confirm": "1"}
        headers = {"Sec-Fetch-Site": "same-origin"}
        url = "/practice/admin/domain/action/?action=renew"
        answer = clerk.post(url, stale, headers=headers)
        assert answer.status_code == 400
        assert re.findall(r'<form method="post" action="([^"]*)"', answer.text)[-1].startswith(url)

    def test_a_form_after_an_ended_session_of_the_room_leads_out_of_it(
        self, books: Flask, hands: MovableClock
    ) -> None:
        clerk, _entered = go_over(books, "zhuoni")
        hands.turn(minutes=31)
        answer = clerk.post("/practice/admin/domain/action/?action=renew", {"confirm": "1"})
        assert answer.location.startswith("/practice/login")

    def test_the_room_lets_nobody_in_by_password(self, books: Flask) -> None:
        stranger = Clerk(books.test_client())
        assert stranger.get("/practice/login").location == "/"
        assert stranger.get("/practice/enrol").location == "/"

    @pytest.mark.parametrize(
        "path", ["admin/", "admin/domain/", "admin/charging/", "admin/help/", "no-such-page"]
    )
    def test_the_room_has_its_banner_on_every_page(self, books: Flask, path: str) -> None:
        clerk, _entered = go_over(books, "zhuoni")
        page = clerk.get(f"/practice/{path}").text
        assert "都是虚构的" in page
        assert "演练数据，不作凭证" in page
        assert "[演练]" in page

    def test_the_room_leads_nowhere_else(self, books: Flask) -> None:
        """Every link and form of a page stays under /practice."""
        clerk, _entered = go_over(books, "zhuoni")
        for path in ("admin/", "admin/domain/", "admin/unit/", "admin/charging/", "admin/help/"):
            page = clerk.get(f"/practice/{path}").text
            assert outside(page) == set(), path

    def test_the_room_comes_back_to_itself_after_a_preference(self, books: Flask) -> None:
        clerk, _entered = go_over(books, "zhuoni")
        answer = clerk.get("/practice/locale/en?next=/admin/domain/?list=to_review")
        assert answer.location == "/practice/admin/domain/?list=to_review"

    def test_the_room_names_its_files(self, books: Flask) -> None:
        clerk, _entered = go_over(books, "zhuoni")
        page = clerk.post("/practice/admin/domain/export/", {"format": "csv"})
        assert page.status_code == 200
        assert "''演练-" in unquote(page.headers["Content-Disposition"])

    def test_the_room_writes_to_nobody(self, books: Flask) -> None:
        room = room_of(books)
        assert room.extensions["mail_server"] is None
        with scoped_session(engine_of(books), EVERYTHING) as session:
            assert session.scalars(select(Mail)).first() is None

    def test_the_room_is_left_for_the_books_where_one_is_still_signed_in(
        self, books: Flask
    ) -> None:
        clerk, _entered = go_over(books, "zhuoni")
        assert clerk.post("/practice/leave").location == "/"
        assert clerk.get("/admin/").status_code == 200
        assert clerk.get("/practice/admin/").status_code == 302


class TestReset:
    """Beginning anew: for all who practise, not too often, and nothing else."""

    def test_reset_brings_the_first_world_back_and_keeps_the_clerk(
        self, books: Flask, hands: MovableClock, made: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(practice_world, "_fill", lambda url, _clock: _copy(made, url))
        clerk, _entered = go_over(books, "zhuoni")
        with engine_of(books).connect() as connection:
            before = connection.scalar(text("SELECT count(*) FROM login_session"))
        hands.turn(minutes=RESET_EVERY // dt.timedelta(minutes=1) + 1)
        clerk.get("/practice/admin/")
        answer = clerk.post("/practice/reset")
        assert (answer.status_code, answer.location) == (303, "/practice/admin/")
        page = clerk.get("/practice/admin/").text
        assert "演练数据已重置" in page
        assert "演练县" in page
        with engine_of(books).connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM login_session")) == before

    def test_reset_is_not_for_those_who_only_look(self, books: Flask) -> None:
        clerk, _entered = go_over(books, "zhuoni-viewer")
        assert "/practice/reset" not in clerk.get("/practice/admin/").text
        assert clerk.post("/practice/reset").status_code == 403

    def test_reset_is_refused_again_within_minutes(self, books: Flask) -> None:
        clerk, _entered = go_over(books, "zhuoni")
        clerk.post("/practice/reset")
        assert "刚刚重置过" in clerk.get("/practice/admin/").text

    def test_from_a_shell_touches_the_room_alone(
        self, books: Flask, sqlite_world: World, practice_path: Path
    ) -> None:
        before, old = digest(sqlite_world.engine), practice_path.read_bytes()
        told = books.test_cli_runner().invoke(args=["practice", "reset"])
        assert told.exit_code == 0, told.output
        assert digest(sqlite_world.engine) == before
        assert practice_path.read_bytes() != old

    def test_reset_is_not_begun_twice_at_once(self, practice_path: Path) -> None:
        with (
            _alone(practice_path.with_name(f"{practice_path.name}.lock")),
            pytest.raises(BeingBuiltError),
        ):
            rebuild(sqlite_url(practice_path), CLOCK)


class TestRealBooks:
    """An address can be spelt in many ways; real books are never taken for a practice world."""

    def test_real_books_is_never_replaced(self, world: World) -> None:
        before = digest(world.engine)
        with pytest.raises(NotPracticeError):
            rebuild(world.engine.url.render_as_string(hide_password=False), CLOCK)
        assert digest(world.engine) == before

    def test_real_books_keeps_the_room_shut_and_says_so(
        self, sqlite_world: World, hands: MovableClock
    ) -> None:
        path = Path(str(sqlite_world.engine.url.database))
        roundabout = sqlite_url(path.parent / ".." / path.parent.name / path.name)
        for app in opened(sqlite_world.engine, hands, practice_database_url=roundabout):
            clerk = Clerk(app.test_client())
            clerk.sign_in("zhuoni")
            before = digest(sqlite_world.engine)
            entered = clerk.client.post(clerk.post("/begin-practice").location)
            assert entered.status_code == 503
            assert "不属于演练的数据" in entered.text
            told = app.test_cli_runner().invoke(args=["practice", "reset"])
            assert told.exit_code == 1
            assert "不属于演练的数据" in told.output
            assert digest(sqlite_world.engine) == before
            with room_of(app).app_context():
                db.engine.dispose()


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.timeout(400)
class TestOnPostgres:
    """A schema takes the place of the old one while others are connected."""

    def test_on_postgres_swaps_the_world_under_open_connections(
        self, postgres_databases: Databases, hands: MovableClock
    ) -> None:
        url = postgres_databases.empty()
        engine = prepare(create_engine(url, **engine_options(url)))
        assert built_at(engine) is None
        rebuild(url, CLOCK)
        count = text("SELECT count(*) FROM unit")
        with engine.connect() as connection:
            first = connection.scalar(count)
            connection.rollback()
            rebuild(url, CLOCK)
            assert connection.scalar(count) == first
        assert built_at(engine) == NOW
        with scoped_session(engine, EVERYTHING) as session:
            assert session.scalars(select(Domain.id).limit(1)).first() is not None
        engine.dispose()


def _copy(made: Path, url: str) -> None:
    shutil.copyfile(made, str(make_url(url).database))


def engine_of(books: Flask) -> Engine:
    with room_of(books).app_context():
        return db.engine


def outside(page: str) -> set[str]:
    """Addresses of a page of the room that lead out of it."""
    found = re.findall(r'(?:href|action|src|hx-get|hx-post)="(/[^"]*)"', page)
    return {address for address in found if not address.startswith("/practice/")}


class TestAConfiguration:
    def test_a_configuration_is_tried_in_practice_first(
        self, books: Flask, sqlite_world: World, tmp_path: Path
    ) -> None:
        file = tmp_path / "c.json"
        section = {"label": [{"name_zh": "试一试"}]}
        file.write_text(json.dumps({"format": 1, "offices": {"620000": section}}), "utf-8")
        asked = ["config", "import", str(file), "--as", "gansu", "--practice", "--yes"]
        done = books.test_cli_runner().invoke(args=asked)
        assert done.exit_code == 0, done.output
        assert "新增标签“试一试”。" in done.stdout
        with sqlite_world.session() as session:
            assert session.scalars(select(Label)).all() == []
        room = room_of(books)
        with room.app_context(), scoped_session(db.engine, EVERYTHING) as session:
            assert session.scalars(select(Label.name_zh).where(Label.is_active)).all() == ["试一试"]
