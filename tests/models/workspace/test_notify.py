"""通知: who is notified of what, in the transaction of the change."""

from __future__ import annotations

from actions.core.refusal import Refused
from actions.domains.approve_registry import APPROVE_REGISTRY, ApproveRegistryInput
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from models.users.user import User
from models.workspace.notify import Notice, Topic, notify
from tests.support.database.database_faults import statements
from tests.support.pages.notifications import WHY, topics
from tests.support.world.cast import World


class TestNotify:
    def test_notify_tells_the_unit_of_its_office_s_word(self, world: World) -> None:
        world.perform(RETURN_FOR_CHANGES, "zhuoni", [world.id("a-submitted")], WHY)
        assert topics(world, "unit-a") == [Topic.RETURNED]
        for nobody in ("unit-b", "zhuoni", "lintan", "zhuoni-viewer"):
            assert topics(world, nobody) == []

    def test_notify_tells_unit_and_office_of_conac_s_word(self, world: World) -> None:
        given = ApproveRegistryInput()
        world.perform(APPROVE_REGISTRY, "conac-review", [world.id("a-office-approved")], given)
        for reader in ("unit-a", "zhuoni", "zhuoni-cashier"):
            assert topics(world, reader) == [Topic.REGISTRY_APPROVED]
        for nobody in ("unit-b", "lintan", "gannan", "zhuoni-viewer"):
            assert topics(world, nobody) == []

    def test_notify_leaves_nothing_of_a_batch_that_is_refused(self, sqlite_world: World) -> None:
        ids = [sqlite_world.id("a-submitted"), sqlite_world.id("a-due")]
        try:
            sqlite_world.perform(RETURN_FOR_CHANGES, "zhuoni", ids, WHY)
        except Refused:
            assert topics(sqlite_world, "unit-a") == []
        else:
            raise AssertionError

    def test_notify_does_not_tell_who_was_disabled(self, sqlite_world: World) -> None:
        with sqlite_world.writing() as session:
            session.get_one(User, sqlite_world.id("user:unit-a")).is_active = False
        ids = [sqlite_world.id("a-submitted")]
        sqlite_world.perform(RETURN_FOR_CHANGES, "zhuoni", ids, WHY)
        assert topics(sqlite_world, "unit-a") == []

    def test_notify_writes_one_statement_for_hundreds_of_readers(self, world: World) -> None:
        with world.writing() as session:
            one = session.get_one(User, world.id("user:zhuoni"))
            kept = {c.name: getattr(one, c.name) for c in User.__table__.c if c.name != "id"}
            for number in range(300):
                session.add(User(**kept | {"username": f"reader-{number}"}))
        with world.writing() as session, statements(world.engine) as sent:
            count = notify(session, [Notice(Topic.SETTING_CHANGED, office_code="623022")])
        written = [sql for sql in sent if sql.startswith("INSERT INTO notification")]
        assert count > 300
        assert len(written) == 1
        assert len(sent) < 12
