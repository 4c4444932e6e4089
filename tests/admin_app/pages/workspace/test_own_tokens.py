"""Tokens of programs: made by their owner, shown once, listed, and ended."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from actions.core.action import Nothing
from actions.users.disable_user import DISABLE_USER
from actions.users.reset_password import RESET_PASSWORD, ResetPasswordInput
from models.core.journal import JournalEntry
from models.users.user import ApiToken
from tests.support.pages.clerk import Clerk
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import PASSWORD, World

NEW_PASSWORD = "Harbour-Sparrow-7"
_SHOWN = re.compile(r"妥善保存：([\w-]{43})")
_KEY = re.compile(r'name="key" value="([^"]+)"')


def issue(clerk: Clerk, name: str = "对账程序", days: str = "30") -> str:
    """The token that the page shows once."""
    (key, *_) = _KEY.findall(clerk.get("/admin/own_tokens/").text)
    page = clerk.post("/admin/own_tokens/", {"name": name, "days": days, "key": key})
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    (token,) = _SHOWN.findall(page.text)
    return token


def holds(app: Flask, token: str) -> bool:
    headers = {"Authorization": f"Bearer {token}"}
    return (
        app.test_client().get("/api/openapi.json", headers=headers, buffered=True).status_code
        == 200
    )


@pytest.mark.parametrize("username", ["zhuoni", "zhuoni-cashier", "unit-a", "conac"])
def test_is_shown_once_listed_and_revoked_by_its_owner(
    app: Flask, clerk: Callable[[str], Clerk], world: World, username: str
) -> None:
    owner = clerk(username)
    token = issue(owner)
    assert holds(app, token)
    page = owner.get("/admin/own_tokens/").text
    assert token not in page
    assert "对账程序" in page
    (where,) = re.findall(r'action="(/admin/own_tokens/revoke/[^"]+)"', page)
    assert owner.post(where, {"key": "end"}).status_code == 303
    assert not holds(app, token)
    with world.session() as session:
        kept = session.scalars(select(JournalEntry).where(JournalEntry.action.like("%_token")))
        entries = {entry.action: entry for entry in kept}
    assert set(entries) == {"issue_token", "revoke_token"}
    assert token not in str([entry.input for entry in entries.values()])


def test_a_form_sent_twice_shows_no_second_token(clerk: Callable[[str], Clerk]) -> None:
    owner = clerk("zhuoni")
    given = {"name": "一", "days": "30", "key": "same"}
    assert owner.post("/admin/own_tokens/", given).status_code == 200
    assert owner.post("/admin/own_tokens/", given).status_code in {409, 422}


@pytest.mark.parametrize("days", ["0", "-1", "181", "99999", "x"])
def test_a_term_past_the_setting_is_refused_in_words(
    clerk: Callable[[str], Clerk], days: str
) -> None:
    answer = clerk("zhuoni").post("/admin/own_tokens/", {"name": "一", "days": days, "key": "k"})
    assert answer.status_code == 422


def test_nobody_revokes_another_s_on_his_own_page(
    app: Flask, clerk: Callable[[str], Clerk], world: World
) -> None:
    token = issue(clerk("zhuoni"))
    with world.session() as session:
        key = session.scalars(select(ApiToken.id)).one()
    cashier = clerk("zhuoni-cashier")
    foreign = cashier.post(f"/admin/own_tokens/revoke/?id={key}", {"key": "a"})
    missing = cashier.post("/admin/own_tokens/revoke/?id=999999", {"key": "b"})
    assert foreign.status_code == missing.status_code == 422
    assert holds(app, token)


class TestEnding:
    def test_ending_with_a_reset_a_change_and_disabling(
        self, app: Flask, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        who = world.actor("zhuoni-cashier").user_id
        assert who is not None
        owner = clerk("zhuoni-cashier")
        changed = issue(owner)
        given = {
            "current_password": PASSWORD,
            "new_password": NEW_PASSWORD,
            "repeated_password": NEW_PASSWORD,
        }
        assert owner.post("/password", given).status_code == 302
        assert not holds(app, changed)
        was_reset = issue(owner)
        world.perform(RESET_PASSWORD, "zhuoni", [who], ResetPasswordInput(PASSWORD))
        assert not holds(app, was_reset)
        with world.session() as session:
            assert None not in session.scalars(select(ApiToken.revoked_at)).all()
        world.perform(DISABLE_USER, "zhuoni", [who], Nothing())

    def test_ending_by_its_day(
        self, app: Flask, clerk: Callable[[str], Clerk], hands: MovableClock
    ) -> None:
        token = issue(clerk("zhuoni"), days="2")
        hands.turn(days=1)
        assert holds(app, token)
        hands.turn(days=2)
        assert not holds(app, token)

    def test_ending_by_the_longest_life_where_no_day_was_kept(
        self, app: Flask, clerk: Callable[[str], Clerk], world: World, hands: MovableClock
    ) -> None:
        token = issue(clerk("zhuoni"))
        with world.writing() as session:
            session.scalars(select(ApiToken)).one().expires_at = None
        hands.turn(days=365)
        assert holds(app, token)
        hands.turn(days=2)
        assert not holds(app, token)


class TestAdministrators:
    def test_list_and_end_those_within_reach(
        self, app: Flask, clerk: Callable[[str], Clerk]
    ) -> None:
        token = issue(clerk("zhuoni-cashier"))
        assert "对账程序" in clerk("zhuoni").get("/admin/api_token/").text
        assert "对账程序" not in clerk("lintan").get("/admin/api_token/").text
        assert clerk("zhuoni-cashier").get("/admin/api_token/").status_code == 403
        assert holds(app, token)

    def test_administrators_see_when_it_was_last_used(
        self, app: Flask, clerk: Callable[[str], Clerk], world: World, hands: MovableClock
    ) -> None:
        token = issue(clerk("zhuoni"))
        hands.turn(minutes=5)
        assert holds(app, token)
        with world.session() as session:
            assert session.scalars(select(ApiToken.last_used_at)).one() == hands.now()

    def test_end_it_by_the_api_and_the_command_line(
        self, app: Flask, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        by = issue(clerk("zhuoni"))
        for door in ("api", "act", "revoke"):
            token = issue(clerk("zhuoni-cashier"), name=door)
            with world.session() as session:
                wanted = select(ApiToken.id).where(ApiToken.name == door)
                key = session.scalars(wanted).one()
            if door == "api":
                answer = app.test_client().post(
                    "/api/actions/revoke_token",
                    json={"ids": [key], "input": {}, "key": "k"},
                    headers={"Authorization": f"Bearer {by}"},
                )
                assert answer.status_code == 200
            else:
                words = {
                    "act": ["act", "revoke_token", str(key), "--as", "zhuoni"],
                    "revoke": ["user", "revoke", str(key)],
                }[door]
                assert app.test_cli_runner().invoke(args=words).exit_code == 0
            assert not holds(app, token)
        told = app.test_cli_runner().invoke(args=["user", "tokens", "zhuoni-cashier"]).output
        assert told.count("revoked") == 3
