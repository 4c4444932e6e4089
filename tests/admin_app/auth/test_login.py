"""Signing in, staying in, and being put out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from actions.core.action import Nothing
from actions.users.disable_user import DISABLE_USER
from actions.users.enable_user import ENABLE_USER
from actions.users.reset_password import RESET_PASSWORD, ResetPasswordInput
from models.core.base import Base, db
from models.core.journal import JournalEntry
from models.users.login_attempt import ADDRESS_FAILURES, Source, count_failure
from models.users.user import LoginSession, Role, User
from tests.support.pages.clerk import Clerk
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import NOW, PASSWORD, World

NEW_PASSWORD = "Harbour-Sparrow-7"
WRONG = "用户账户或密码不正确"


def _is_in(clerk: Clerk) -> bool:
    return clerk.get("/admin/").status_code == 200


def _copy(app: Flask, clerk: Clerk) -> Clerk:
    """Another browser with the same cookie: what a thief has."""
    thief = Clerk(app.test_client())
    cookie = clerk.client.get_cookie("session")
    assert cookie is not None
    thief.client.set_cookie("session", cookie.value)
    return thief


def _from(app: Flask, address: str) -> Clerk:
    """Somebody at a browser of their own, at an address."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return Clerk(client)


class TestSigningIn:
    def test_signing_in_leads_to_the_desk(self, app: Flask, world: World) -> None:
        answer = Clerk(app.test_client()).sign_in("zhuoni")
        assert (answer.status_code, answer.location) == (302, "/admin/")

    def test_signing_in_ignores_case_and_blanks_around_the_name(self, app: Flask) -> None:
        assert Clerk(app.test_client()).sign_in("  ZhuoNi ").status_code == 302

    def test_signing_in_leads_back_to_the_page_asked_for(self, app: Flask) -> None:
        client = app.test_client()
        wanted = client.get("/admin/domain/?list=to_review").location
        assert wanted == "/login?next=/admin/domain/?list%3Dto_review"
        page = Clerk(client).sign_in("zhuoni", next="/admin/domain/?list=to_review")
        assert page.location == "/admin/domain/?list=to_review"

    @pytest.mark.parametrize(
        ("username", "password"),
        [("zhuoni", "wrong"), ("nobody", PASSWORD), ("", ""), ("system", PASSWORD)],
    )
    def test_signing_in_refuses_every_failure_in_the_same_words(
        self, app: Flask, username: str, password: str
    ) -> None:
        answer = Clerk(app.test_client()).sign_in(username, password)
        assert answer.status_code == 401
        assert WRONG in answer.get_data(as_text=True)

    def test_signing_in_survives_hostile_names(self, app: Flask) -> None:
        for name in ("' OR 1=1 --", "a" * 5000, "管理员", "%s{0}"):
            answer = Clerk(app.test_client()).sign_in(name, "x")
            assert answer.status_code == 401

    def test_signing_in_is_written_down_without_the_password(
        self, app: Flask, world: World
    ) -> None:
        Clerk(app.test_client()).sign_in("zhuoni", "wrong-secret-word")
        Clerk(app.test_client()).sign_in("zhuoni")
        with world.session() as session:
            entries = session.scalars(
                select(JournalEntry).where(JournalEntry.action == "sign_in")
            ).all()
            assert [entry.input["is_proven"] for entry in entries] == [False, True]
            assert all(entry.input["token_hash"] is None for entry in entries)
            assert "wrong-secret-word" not in str([entry.input for entry in entries])

    def test_signing_in_gives_a_new_cookie_each_time(self, app: Flask) -> None:
        clerk = Clerk(app.test_client())
        clerk.get("/login")
        before = clerk.client.get_cookie("session")
        clerk.sign_in("zhuoni")
        after = clerk.client.get_cookie("session")
        assert before is not None
        assert after is not None
        assert before.value != after.value

    def test_signing_in_keeps_only_a_digest_of_the_token(self, app: Flask, world: World) -> None:
        clerk = Clerk(app.test_client())
        clerk.sign_in("zhuoni")
        with clerk.client.session_transaction() as cookie:
            token = cookie["token"]
        with world.session() as session:
            kept = session.scalars(select(LoginSession.token_hash)).all()
        assert kept
        assert token not in kept


class TestLocking:
    def test_five_wrong_passwords_lock_for_ten_minutes(
        self, app: Flask, hands: MovableClock
    ) -> None:
        for _ in range(5):
            Clerk(app.test_client()).sign_in("zhuoni", "wrong")
        assert Clerk(app.test_client()).sign_in("zhuoni").status_code == 401
        hands.turn(minutes=9)
        assert Clerk(app.test_client()).sign_in("zhuoni").status_code == 401
        hands.turn(minutes=2)
        assert Clerk(app.test_client()).sign_in("zhuoni").status_code == 302

    def test_four_wrong_ones_do_not_and_a_right_one_forgets_them(self, app: Flask) -> None:
        for _ in range(2):
            for _ in range(4):
                Clerk(app.test_client()).sign_in("zhuoni", "wrong")
            assert Clerk(app.test_client()).sign_in("zhuoni").status_code == 302

    def test_locking_leaves_the_neighbour_alone(self, app: Flask) -> None:
        for _ in range(6):
            Clerk(app.test_client()).sign_in("zhuoni", "wrong")
        assert Clerk(app.test_client()).sign_in("lintan").status_code == 302

    def test_locking_slows_a_flood_from_one_address(
        self, sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("admin_app.auth.login.ATTEMPTS_A_MINUTE", 3)
        client = Clerk(sqlite_app.test_client())
        client.get("/login")
        answers = {client.post("/login", {"username": ""}).status_code for _ in range(5)}
        assert answers == {401, 429}


class TestStayingIn:
    def test_staying_in_ends_after_half_an_hour_of_nothing(
        self, clerk: Callable[[str], Clerk], hands: MovableClock
    ) -> None:
        zhuoni = clerk("zhuoni")
        hands.turn(minutes=31)
        assert not _is_in(zhuoni)

    def test_staying_in_lasts_while_it_is_used(
        self, clerk: Callable[[str], Clerk], hands: MovableClock
    ) -> None:
        zhuoni = clerk("zhuoni")
        for _ in range(4):
            hands.turn(minutes=20)
            assert _is_in(zhuoni)

    def test_staying_in_ends_after_twelve_hours_however_busy(
        self, clerk: Callable[[str], Clerk], hands: MovableClock
    ) -> None:
        zhuoni = clerk("zhuoni")
        for _ in range(35):
            hands.turn(minutes=20)
            assert _is_in(zhuoni)
        hands.turn(minutes=20)
        assert not _is_in(zhuoni)


class TestSigningOut:
    @pytest.mark.parametrize("username", ["zhuoni", "unit-a", "conac"])
    def test_signing_out_kills_a_copied_cookie(
        self, app: Flask, clerk: Callable[[str], Clerk], username: str
    ) -> None:
        somebody = clerk(username)
        thief = _copy(app, somebody)
        assert _is_in(thief)
        answer = somebody.post("/logout")
        assert answer.status_code == 302
        assert "cache" in answer.headers["Clear-Site-Data"]
        assert not _is_in(thief)

    def test_signing_out_is_never_done_by_a_link(self, clerk: Callable[[str], Clerk]) -> None:
        zhuoni = clerk("zhuoni")
        assert zhuoni.client.get("/logout").status_code == 405
        assert zhuoni.client.post("/logout").status_code == 400
        assert _is_in(zhuoni)


class TestBeingPutOut:
    def test_disabling_ends_the_session_at_once(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni = clerk("zhuoni")
        who = world.actor("zhuoni").user_id
        assert who is not None
        world.perform(DISABLE_USER, "gannan", [who], Nothing())
        assert not _is_in(zhuoni)
        assert zhuoni.sign_in("zhuoni").status_code == 401

    def test_a_reset_password_ends_it_and_must_be_changed(
        self, clerk: Callable[[str], Clerk], world: World, app: Flask
    ) -> None:
        zhuoni = clerk("zhuoni")
        who = world.actor("zhuoni").user_id
        assert who is not None
        world.perform(RESET_PASSWORD, "gannan", [who], ResetPasswordInput(NEW_PASSWORD))
        assert not _is_in(zhuoni)
        again = Clerk(app.test_client())
        assert again.sign_in("zhuoni", NEW_PASSWORD).status_code == 302
        assert again.client.get("/admin/domain/").location == "/password"


class TestChangingThePassword:
    def _change(self, clerk: Clerk, **fields: str) -> int:
        clerk.get("/password")
        given = {
            "current_password": PASSWORD,
            "new_password": NEW_PASSWORD,
            "repeated_password": NEW_PASSWORD,
            **fields,
        }
        return clerk.post("/password", given).status_code

    @pytest.mark.parametrize("username", ["zhuoni", "unit-a"])
    def test_changing_the_password_ends_all_other_sessions(
        self, app: Flask, clerk: Callable[[str], Clerk], username: str
    ) -> None:
        here, elsewhere = clerk(username), clerk(username)
        assert self._change(here) == 302
        assert _is_in(here)
        assert not _is_in(elsewhere)
        assert Clerk(app.test_client()).sign_in(username, NEW_PASSWORD).status_code == 302

    @pytest.mark.parametrize(
        "fields",
        [
            {"current_password": "wrong"},
            {"repeated_password": "Harbour-Sparrow-8"},
            {"new_password": "short", "repeated_password": "short"},
            {"new_password": PASSWORD, "repeated_password": PASSWORD},
            {"new_password": "Zhuoni-zhuoni-1", "repeated_password": "Zhuoni-zhuoni-1"},
            {"new_password": "", "repeated_password": ""},
        ],
    )
    def test_changing_the_password_refuses(
        self, clerk: Callable[[str], Clerk], world: World, fields: dict[str, str]
    ) -> None:
        zhuoni = clerk("zhuoni")
        assert self._change(zhuoni, **fields) == 422
        with world.session() as session:
            user = session.get_one(User, world.actor("zhuoni").user_id)
            assert user.row_version == 1

    def test_changing_the_password_never_shows_a_password_again(
        self, clerk: Callable[[str], Clerk]
    ) -> None:
        zhuoni = clerk("zhuoni")
        zhuoni.get("/password")
        page = zhuoni.post(
            "/password",
            {"current_password": "typed-secret", "new_password": "x", "repeated_password": "y"},
        )
        assert "typed-secret" not in page.get_data(as_text=True)


class TestNextPage:
    @pytest.mark.parametrize(
        "hostile",
        [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https:evil.example",
            "https:\t/evil.example",
            "/admin/\r\nSet-Cookie: a=b",
            "/%2f/evil.example@",
            "javascript:alert(1)",
            "/no-such-page",
            "/login#@evil.example",
            "",
        ],
    )
    def test_next_page_never_leads_elsewhere(self, sqlite_app: Flask, hostile: str) -> None:
        answer = Clerk(sqlite_app.test_client()).sign_in("zhuoni", next=hostile)
        assert answer.location == "/admin/"


class TestLanguage:
    def test_language_is_chinese_until_english_is_chosen(self, sqlite_app: Flask) -> None:
        client = sqlite_app.test_client()
        english = {"Accept-Language": "en"}
        assert '<html lang="zh-CN">' in client.get("/login", headers=english).text
        client.get("/locale/en")
        assert '<html lang="en">' in client.get("/login").text
        client.get("/locale/zh")
        assert '<html lang="en">' in client.get("/login").text

    def test_language_outlives_signing_in(self, sqlite_app: Flask) -> None:
        clerk = Clerk(sqlite_app.test_client())
        clerk.get("/locale/en")
        clerk.sign_in("zhuoni")
        assert '<html lang="en">' in clerk.get("/admin/").text


def test_a_request_costs_one_statement_for_the_actor_and_his_balances(
    app: Flask, clerk: Callable[[str], Clerk]
) -> None:
    zhuoni, asked = clerk("zhuoni"), []
    with app.app_context():
        listening = db.engine

    @event.listens_for(listening, "before_cursor_execute")
    def _count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement != "BEGIN":
            asked.append(statement)

    page = zhuoni.get("/password").get_data(as_text=True)
    assert "卓尼管理员" in page
    assert len(asked) == 1


class TestStrangers:
    """Wrong passwords from one place say nothing of another."""

    @staticmethod
    def _try(app: Flask, password: str, address: str, username: str = "zhuoni") -> int:
        return _from(app, address).sign_in(username, password).status_code

    def test_lock_only_the_address_they_come_from(self, app: Flask) -> None:
        for _ in range(7):
            assert self._try(app, "wrong", "203.0.113.7") == 401
        assert self._try(app, PASSWORD, "203.0.113.7") == 401
        assert self._try(app, PASSWORD, "198.51.100.9") == 302

    def test_strangers_never_lock_out_a_device_that_signed_in_before(
        self, app: Flask, hands: MovableClock
    ) -> None:
        own = Clerk(app.test_client())
        assert own.sign_in("zhuoni").status_code == 302
        own.post("/logout")
        for number in range(60):
            self._try(app, "wrong", f"203.0.113.{number}")
        assert self._try(app, PASSWORD, "198.51.100.9") == 401
        assert own.sign_in("zhuoni").status_code == 302

    def test_strangers_wait_between_tries_when_many_addresses_err(
        self, app: Flask, hands: MovableClock
    ) -> None:
        for number in range(20):
            self._try(app, "wrong", f"203.0.113.{number}")
        assert self._try(app, PASSWORD, "198.51.100.9") == 401
        hands.turn(seconds=31)
        assert self._try(app, PASSWORD, "198.51.100.9") == 302

    def test_who_try_one_word_at_many_logins_are_locked(self, app: Flask, world: World) -> None:
        with world.writing() as session:
            for number in range(ADDRESS_FAILURES // 4):
                user = User(
                    username=f"sprayed-{number}",
                    display_name="某人",
                    password_hash="x",
                    role=Role.COUNTY_ADMIN,
                    office_id=world.id("office-zhuoni"),
                )
                user.belong_to(world.actor("zhuoni"))
                session.add(user)
                session.flush()
                for _ in range(4):
                    count_failure(session, user, Source("address:203.0.113.7"), NOW)
        assert self._try(app, PASSWORD, "203.0.113.7") == 401
        assert self._try(app, PASSWORD, "198.51.100.9") == 302

    def test_strangers_on_a_known_device_have_five_tries_too(
        self, app: Flask, hands: MovableClock
    ) -> None:
        own = Clerk(app.test_client())
        own.sign_in("zhuoni")
        own.post("/logout")
        for _ in range(5):
            assert own.sign_in("zhuoni", "wrong").status_code == 401
        assert own.sign_in("zhuoni").status_code == 401
        hands.turn(minutes=11)
        assert own.sign_in("zhuoni").status_code == 302

    def test_strangers_cannot_make_the_mark_of_a_device(self, app: Flask) -> None:
        clerk = Clerk(app.test_client())
        clerk.client.set_cookie("device", "forged")
        assert clerk.sign_in("zhuoni", "wrong").status_code == 401
        assert clerk.sign_in("zhuoni").status_code == 302

    def test_a_mark_is_one_login_s_alone(self, app: Flask) -> None:
        own = Clerk(app.test_client())
        own.sign_in("zhuoni")
        own.post("/logout")
        for _ in range(5):
            own.sign_in("lintan", "wrong")
        assert own.sign_in("lintan").status_code == 401
        assert own.sign_in("zhuoni").status_code == 302

    def test_an_address_longer_than_any_is_no_error(self, app: Flask) -> None:
        assert self._try(app, PASSWORD, "x" * 300) == 302

    def test_an_administrator_lifts_every_lock(self, app: Flask, world: World) -> None:
        for _ in range(5):
            self._try(app, "wrong", "203.0.113.7")
        who = world.actor("zhuoni").user_id
        assert who is not None
        world.perform(ENABLE_USER, "gannan", [who], Nothing())
        assert self._try(app, PASSWORD, "203.0.113.7") == 302


class TestGuessingInAnOpenSession:
    def test_guessing_in_an_open_session_is_counted_and_ends_after_five(
        self, clerk: Callable[[str], Clerk], hands: MovableClock
    ) -> None:
        zhuoni = clerk("zhuoni")
        right = {"new_password": NEW_PASSWORD, "repeated_password": NEW_PASSWORD}
        for number in range(5):
            wrong = {**right, "current_password": f"wrong-{number}"}
            assert zhuoni.post("/password", wrong).status_code == 422
        refused = zhuoni.post("/password", {**right, "current_password": PASSWORD})
        assert refused.status_code == 422
        assert "10 分钟" in refused.text
        hands.turn(minutes=11)
        assert zhuoni.post("/password", {**right, "current_password": PASSWORD}).status_code == 302


class TestTheJournalOfSigningIn:
    def _entries(self, world: World, username: str) -> list[JournalEntry]:
        with world.session(username) as session:
            wanted = select(JournalEntry).where(JournalEntry.action == "sign_in")
            return list(session.scalars(wanted.order_by(JournalEntry.id)))

    def test_the_journal_of_signing_in_is_the_office_s_own(self, app: Flask, world: World) -> None:
        Clerk(app.test_client()).sign_in("zhuoni", "wrong")
        Clerk(app.test_client()).sign_in("zhuoni")
        Clerk(app.test_client()).sign_in("unit-a")
        for reader, count in (("zhuoni", 3), ("gansu", 3), ("conac", 3), ("unit-a", 1)):
            assert len(self._entries(world, reader)) == count, reader
        assert self._entries(world, "lintan") == []
        (wrong, right, _unit) = self._entries(world, "zhuoni")
        assert wrong.actor_name == right.actor_name == "卓尼管理员"
        assert wrong.office_code == "623022"

    def test_the_journal_of_signing_in_says_in_words_what_became_of_it(self, app: Flask) -> None:
        Clerk(app.test_client()).sign_in("zhuoni", "wrong")
        reader = Clerk(app.test_client())
        reader.sign_in("zhuoni")
        page = reader.get("/admin/journal/").text
        for said in ("密码错误，未登录", "登录成功", "卓尼管理员"):
            assert said in page
        assert "is_proven" not in page

    @pytest.mark.parametrize("typed", ["Granite-Falcon-7", "my secret word", "我的口令二〇二六"])
    def test_the_journal_of_signing_in_never_keeps_what_was_typed_for_a_name(
        self, app: Flask, world: World, typed: str
    ) -> None:
        Clerk(app.test_client()).sign_in(typed, "x")
        Clerk(app.test_client()).sign_in(typed, "y")
        with world.engine.connect() as connection:
            for table in Base.metadata.sorted_tables:
                rows = repr(connection.execute(select(table)).all()).lower()
                assert typed.lower() not in rows or table.name == "user", table.name
        first, second = self._entries(world, "conac")
        assert first.input["username"] == second.input["username"]
        assert first.input["username"].startswith("unknown:")
