"""The command line's door: 0 done, 1 refused, 2 asked wrongly; the same words as elsewhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select, text

from config import AppEnv
from models.billing.order import Order
from models.core.journal import Door, JournalEntry
from models.users.user import User
from tests.support.pages.clerk import Clerk
from tests.support.pages.programs import MovableClock, opened
from tests.support.world.cast import World


def _run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


def _orders(world: World) -> int:
    with world.session() as session:
        return session.scalar(select(func.count()).select_from(Order)) or 0


def _renew(app: Flask, *arguments: str, username: str = "zhuoni") -> Result:
    return _run(app, "act", "renew", "--as", username, *arguments)


class TestAct:
    def test_commands_act_renews_and_prints_the_receipt(self, app: Flask, world: World) -> None:
        done = _renew(app, "--set", "years=2", str(world.id("a-due")))
        assert done.exit_code == 0, done.output
        outcome = json.loads(done.stdout)
        assert outcome["totals"] == {"row_count": 1, "amount_fen": 40_000}
        with world.session() as session:
            entry = session.scalars(
                select(JournalEntry).where(JournalEntry.action == "renew")
            ).one()
            assert (entry.door, entry.actor_key) == (Door.CLI, world.actor("zhuoni").key)

    def test_the_same_key_acts_once(self, app: Flask, world: World) -> None:
        before = _orders(world)
        arguments = ("--json", '{"years": 1}', "--key", "once", str(world.id("a-due")))
        first, again = _renew(app, *arguments), _renew(app, *arguments)
        assert (first.exit_code, again.exit_code) == (0, 0)
        assert json.loads(again.stdout)["is_replay"]
        assert _orders(world) == before + 1

    def test_commands_act_refuses_in_the_clerks_language(self, app: Flask, world: World) -> None:
        refused = _renew(app, "--set", "years=1", str(world.id("a-held")), str(world.id("s-due")))
        assert refused.exit_code == 1
        assert "冻结" in refused.stderr
        assert "Traceback" not in refused.output

    @pytest.mark.parametrize("years", ["0", "11", "two", "1.5", ""])
    def test_commands_act_refuses_faulty_input_by_its_field(
        self, sqlite_app: Flask, sqlite_world: World, years: str
    ) -> None:
        refused = _renew(sqlite_app, "--set", f"years={years}", str(sqlite_world.id("a-due")))
        assert refused.exit_code == 1
        assert refused.stderr.startswith("years：")

    def test_commands_act_refuses_a_role_without_the_right(
        self, sqlite_app: Flask, sqlite_world: World
    ) -> None:
        row = str(sqlite_world.id("a-due"))
        refused = _renew(sqlite_app, "--set", "years=1", row, username="zhuoni-viewer")
        assert refused.exit_code == 1

    def test_only_plans_when_asked_to(self, sqlite_app: Flask, sqlite_world: World) -> None:
        before = _orders(sqlite_world)
        row, held = str(sqlite_world.id("a-due")), str(sqlite_world.id("a-held"))
        planned = _renew(sqlite_app, "--plan", "--set", "years=1", row)
        assert planned.exit_code == 0
        assert json.loads(planned.stdout)["amount_fen"] == 20_000
        assert _renew(sqlite_app, "--plan", "--set", "years=1", held).exit_code == 1
        assert _orders(sqlite_world) == before

    @pytest.mark.parametrize(
        "arguments",
        [
            ("act", "no-such", "--as", "zhuoni", "1"),
            ("act", "sign_in", "--as", "zhuoni"),
            ("act", "renew", "1"),
            ("act", "renew", "--as", "nobody", "1"),
            ("act", "renew", "--as", "zhuoni", "--json", "[]", "1"),
            ("act", "renew", "--as", "zhuoni", "--json", "{", "1"),
            ("act", "renew", "--as", "zhuoni", "--set", "years", "1"),
            ("act", "renew", "--as", "zhuoni", "--set", "years=1", "one"),
            ("act", "renew", "--as", "zhuoni", "--set", "years=1", "99999999999999999999"),
            ("seed", "no-such"),
        ],
    )
    def test_a_wrong_question_is_told_apart(
        self, sqlite_app: Flask, arguments: tuple[str, ...]
    ) -> None:
        assert _run(sqlite_app, *arguments).exit_code == 2


class TestSeed:
    def test_production_takes_no_made_up_world(
        self, sqlite_world: World, hands: MovableClock
    ) -> None:
        for app in opened(sqlite_world.engine, hands, app_env=AppEnv.DEMO):
            app.config["APP_ENV"] = AppEnv.PRODUCTION
            refused = _run(app, "seed", "bulk")
            assert refused.exit_code == 2
            assert "演示数据" in refused.output


class TestVerify:
    def test_verify_finds_the_world_sound(self, app: Flask) -> None:
        done = _run(app, "verify")
        assert done.exit_code == 0, done.output
        assert "I-14 conservation" in done.output
        assert "I-9 codes of domain" in done.output

    def test_verify_tells_what_is_broken(self, world: World, app: Flask) -> None:
        with world.engine.connect() as connection:
            connection.execute(
                text("UPDATE domain_order SET state = 'settled' WHERE id = :id"),
                {"id": world.id("b-order")},
            )
            connection.commit()
        broken = _run(app, "verify")
        assert broken.exit_code == 1
        assert "       1  I-3 settled and applied" in broken.output


class TestUsers:
    def _create(self, app: Flask, username: str = "newcomer", *more: str) -> Result:
        given = ("--name", "新人", "--role", "county_admin", "--office", "623022")
        return _run(app, "user", "create", username, *given, *more)

    def test_users_makes_one_who_must_choose_a_password(self, app: Flask) -> None:
        made = self._create(app)
        assert made.exit_code == 0, made.output
        clerk = Clerk(app.test_client())
        assert clerk.sign_in("newcomer", made.stdout.strip()).status_code == 302
        assert clerk.get("/admin/").location == "/password"

    def test_users_refuses_a_name_that_is_taken(self, app: Flask) -> None:
        assert self._create(app, "ZHUONI").exit_code == 1

    def test_a_reset_password_opens_the_door_once_more(self, app: Flask) -> None:
        shown = _run(app, "user", "password", "zhuoni").stdout.strip()
        assert Clerk(app.test_client()).sign_in("zhuoni", shown).status_code == 302

    def test_users_disables_and_enables(self, app: Flask) -> None:
        assert _run(app, "user", "disable", "zhuoni").exit_code == 0
        assert Clerk(app.test_client()).sign_in("zhuoni").status_code == 401
        assert _run(app, "user", "disable", "zhuoni").exit_code == 1
        assert _run(app, "user", "enable", "zhuoni").exit_code == 0
        assert Clerk(app.test_client()).sign_in("zhuoni").status_code == 302

    def test_users_issues_a_token_that_is_kept_nowhere(self, app: Flask, world: World) -> None:
        token = _run(app, "user", "token", "zhuoni", "--name", "报表").stdout.strip()
        headers = {"Authorization": f"Bearer {token}"}
        client = app.test_client()
        assert client.get("/api/openapi.json", headers=headers).status_code == 200
        with world.engine.connect() as connection:
            kept = connection.scalars(text("SELECT token_hash FROM api_token")).one()
        assert kept != token

    @pytest.mark.parametrize("command", ["password", "disable", "enable", "token"])
    def test_users_knows_no_strangers(self, sqlite_app: Flask, command: str) -> None:
        more = ("--name", "x") if command == "token" else ()
        assert _run(sqlite_app, "user", command, "nobody", *more).exit_code == 2

    def test_users_leaves_a_journal_entry_without_secrets(self, app: Flask, world: World) -> None:
        made: Any = self._create(app).stdout.strip()
        with world.session() as session:
            entry = session.scalars(
                select(JournalEntry).where(JournalEntry.action == "create_user")
            ).one()
            user = session.scalars(select(User).where(User.username == "newcomer")).one()
        assert (entry.door, entry.input["new_password"]) == (Door.CLI, None)
        assert made not in str(entry.input)
        assert user.password_hash.startswith("$argon2id$")
