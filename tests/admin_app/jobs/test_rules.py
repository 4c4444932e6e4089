"""Rules are carried out after the act: once, for rows of their office, by people who see them."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from actions.core.action import Nothing
from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from actions.definitions.retire_field import RETIRE_FIELD
from actions.offices.set_own_contact import SET_OWN_CONTACT, SetOwnContactInput
from actions.perform import perform
from actions.rules.finish_task import FINISH_TASK
from actions.rules.restore_rule import RESTORE_RULE
from admin_app.jobs import rules as job
from config import MailSecurity, MailServer
from models.core.journal import JournalEntry
from models.definitions.own_field import FieldEntity, FieldKind
from models.domains.domain import Domain
from models.jobs.outbox import Mail, MailTopic
from models.rules.rule import EffectOutcome, FiringState, RulePlace, RuleState, TaskState
from models.users.user import Role
from models.workspace.notify import Topic
from tests.actions.test_outgoing_messages import renew
from tests.support.definitions.labels import define as define_label
from tests.support.definitions.labels import put, standing
from tests.support.definitions.rules import define, firings, make_round, rule, told
from tests.support.pages.webhooks import messages, webhook
from tests.support.world.cast import World


class TestCarryOutRules:
    def test_a_rule_tells_the_role_at_the_office_of_the_row_once(self, world: World) -> None:
        define(world)
        renew(world, "a-due")
        assert make_round(world) == 1
        assert make_round(world) == 0
        (firing,) = firings(world)
        assert (firing.state, firing.notice_count) == (FiringState.CARRIED_OUT, 1)
        assert told(world) == [(world.actor("zhuoni").user_id, firing.row_name)]

    @pytest.mark.parametrize(
        ("place", "role", "who"),
        [
            (RulePlace.CITY, Role.CITY_ADMIN, "gannan"),
            (RulePlace.PROVINCE, Role.PROVINCE_ADMIN, "gansu"),
        ],
    )
    def test_people_of_the_offices_above_the_row_are_told(
        self, sqlite_world: World, place: RulePlace, role: Role, who: str
    ) -> None:
        define(sqlite_world, told_at=place, told_roles=(role,))
        renew(sqlite_world, "a-due")
        make_round(sqlite_world)
        assert [user for user, _name in told(sqlite_world)] == [sqlite_world.actor(who).user_id]

    def test_a_condition_chooses_among_the_rows(self, world: World) -> None:
        define(world, condition="name_u.startsWith('卓尼县教育局')")
        renew(world, "a-due", "b-due")
        make_round(world)
        assert [firing.row_id for firing in firings(world)] == [world.id("a-due")]

    def test_label_task_field_and_message_are_done_and_noted(self, world: World) -> None:
        given = DefineFieldInput(
            entity=FieldEntity.DOMAIN,
            code="followed",
            kind=FieldKind.YES_NO,
            label="已跟进",
            label_en="Followed",
        )
        world.perform(DEFINE_FIELD, "gansu", [], given)
        label, hook = define_label(world, "gansu", "急件"), webhook(world, "office-gansu")
        define(
            world,
            told_roles=(),
            is_task=True,
            label=str(label),
            webhook=str(hook),
            field="own_620000_followed",
            field_value="true",
        )
        renew(world, "a-due")
        make_round(world)
        (firing,) = firings(world)
        assert firing.labelled is firing.filled_in is firing.sent is EffectOutcome.DONE
        assert firing.task is TaskState.OPEN
        assert standing(world, "domain", world.id("a-due")) == {label}
        with world.session() as session:
            values = session.get_one(Domain, world.id("a-due")).own_values
        assert list(values.values()) == ["true"]
        assert [each.action for each in messages(world)][-1] == "carry_out_rule"
        world.perform(FINISH_TASK, "zhuoni", [firing.id], Nothing())
        assert firings(world)[0].task is TaskState.FINISHED

    def test_what_an_effect_refuses_is_noted_and_does_not_stop_the_others(
        self, sqlite_world: World
    ) -> None:
        label = define_label(sqlite_world, "gansu", "急件")
        put(sqlite_world, "zhuoni", Domain, [sqlite_world.id("a-due")], label)
        define(sqlite_world, label=str(label))
        renew(sqlite_world, "a-due")
        make_round(sqlite_world)
        (firing,) = firings(sqlite_world)
        assert (firing.labelled, firing.notice_count) == (EffectOutcome.REFUSED, 1)

    def test_a_date_sets_a_rule_off_once_on_its_day(self, world: World) -> None:
        define(world, happening="domain.date.expires_on", days=30)
        make_round(world)
        found = [firing.row_id for firing in firings(world)]
        assert world.id("a-due") in found
        make_round(world, hours=2)
        assert len(firings(world)) == len(found)

    def test_days_that_were_missed_are_made_up_for(self, sqlite_world: World) -> None:
        define(sqlite_world, happening="domain.date.expires_on", days=25)
        make_round(sqlite_world)
        assert sqlite_world.id("a-due") not in [f.row_id for f in firings(sqlite_world)]
        make_round(sqlite_world, days=9)
        assert sqlite_world.id("a-due") in [f.row_id for f in firings(sqlite_world)]

    def test_a_flood_pauses_the_rule_and_its_office_is_told_once(self, world: World) -> None:
        key = define(world, daily_limit=1)
        renew(world, "a-due", "b-due")
        make_round(world)
        assert len(firings(world)) == 1
        assert rule(world, key).state is RuleState.PAUSED
        assert [user for user, _name in told(world, Topic.RULE_PAUSED)] == [
            world.actor("gansu").user_id
        ]
        renew(world, "a-grace")
        make_round(world)
        assert len(firings(world)) == 1
        world.perform(RESTORE_RULE, "gansu", [key], Nothing())
        assert rule(world, key).state is RuleState.ACTIVE

    def test_a_condition_on_a_field_that_was_retired_holds_for_no_row(
        self, sqlite_world: World
    ) -> None:
        given = DefineFieldInput(
            entity=FieldEntity.DOMAIN,
            code="grade",
            kind=FieldKind.WHOLE,
            label="等级",
            label_en="Grade",
        )
        field = sqlite_world.perform(DEFINE_FIELD, "gansu", [], given).rows[0].row_id
        define(sqlite_world, condition="own_620000_grade < 3")
        sqlite_world.perform(RETIRE_FIELD, "gansu", [field], Nothing())
        renew(sqlite_world, "a-due")
        make_round(sqlite_world)
        assert firings(sqlite_world) == []

    def test_the_system_acts_under_the_name_of_rules(self, sqlite_world: World) -> None:
        define(sqlite_world)
        renew(sqlite_world, "a-due")
        make_round(sqlite_world)
        with sqlite_world.session() as session:
            wanted = select(JournalEntry.actor_key).where(JournalEntry.action == "carry_out_rule")
            assert session.scalars(wanted).all() == ["rules"]


class TestALetter:
    def test_a_rule_writes_to_people_with_an_address(self, app: Flask, world: World) -> None:
        given = SetOwnContactInput("a@b.example")
        world.perform(SET_OWN_CONTACT, "zhuoni", [world.actor("zhuoni").user_id], given)
        define(world, is_mailed=True, message="请跟进")
        renew(world, "a-due")
        app.extensions["mail_server"] = MailServer(
            host="127.0.0.1", port=25, security=MailSecurity.NONE, sender="system@a.example"
        )
        with app.app_context():
            make_round(world)
        with world.session() as session:
            (letter,) = session.scalars(select(Mail).where(Mail.topic == MailTopic.RULE))
        assert (letter.recipient, letter.facts["message"]) == ("a@b.example", "请跟进")
        assert firings(world)[0].mail_count == 1

    def test_without_a_mail_server_no_letter_is_written(self, sqlite_world: World) -> None:
        define(sqlite_world, is_mailed=True)
        renew(sqlite_world, "a-due")
        make_round(sqlite_world)
        assert firings(sqlite_world)[0].mail_count == 0


class TestOnceOnly:
    def test_two_workers_at_once_do_each_effect_once(self, world: World) -> None:
        label = define_label(world, "gansu", "急件")
        define(world, label=str(label))
        renew(world, "a-due", "b-due", "a-grace")
        workers = [threading.Thread(target=make_round, args=(world,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        make_round(world)
        assert len(firings(world)) == 3
        assert len(told(world)) == 3
        assert {firing.labelled for firing in firings(world)} == {EffectOutcome.DONE}

    @pytest.mark.parametrize("step", range(3))
    def test_a_worker_killed_after_any_step_leaves_it_done_once(
        self, world: World, monkeypatch: pytest.MonkeyPatch, step: int
    ) -> None:
        label = define_label(world, "gansu", "急件")
        define(world, label=str(label))
        renew(world, "a-due")
        done = 0

        def dying(*args: Any, **kwargs: Any) -> Any:
            nonlocal done
            found = perform(*args, **kwargs)
            done += 1
            if done > step:
                raise KeyboardInterrupt
            return found

        with monkeypatch.context() as until:
            until.setattr(job, "perform", dying)
            with pytest.raises(KeyboardInterrupt):
                make_round(world)
        make_round(world)
        (firing,) = firings(world)
        assert (firing.state, firing.labelled) == (FiringState.CARRIED_OUT, EffectOutcome.DONE)
        assert len(told(world)) == 1
