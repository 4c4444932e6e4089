"""变更姓名: a person's new name, while who did what keeps the old one."""

from __future__ import annotations

from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import Common
from actions.plan import plan
from actions.users.rename_user import RENAME_USER, RenameUserInput, RenameUserRefusal
from models.core.journal import JournalEntry
from models.users.user import User
from tests.support.world.cast import World
from tests.support.world.unit_reforms import found, refused

NEW = RenameUserInput("卓尼出纳员", "录入有误")


def test_a_name_changes_and_receipts_keep_the_old_one(world: World) -> None:
    ids = [world.id("b-order")]
    done = world.perform(CHARGE, "zhuoni-cashier", ids, ChargeInput(40_000, 2))
    world.perform(RENAME_USER, "zhuoni", [world.id("user:zhuoni-cashier")], NEW)
    person = found(world, User, "user:zhuoni-cashier")
    assert (person.username, person.display_name) == ("zhuoni-cashier", "卓尼出纳员")
    with world.session() as session:
        names = select(JournalEntry.actor_name).where(JournalEntry.id == done.entry_id)
        assert session.scalars(names).one() == "卓尼出纳"
        wanted = select(User.id).where(User.search_text.contains("卓尼出纳员"))
        assert session.scalars(wanted).all() == [person.id]


def test_the_plan_asks_whether_it_is_the_same_person(world: World) -> None:
    with world.session("zhuoni") as session:
        ids = [world.id("user:zhuoni-cashier")]
        seen = plan(session, RENAME_USER, ids, NEW, world.caller("zhuoni"))
    assert seen.refusal is not None
    assert seen.refusal.code is Common.TICK_MISSING


def test_the_same_name_and_a_login_out_of_sight_are_refused(sqlite_world: World) -> None:
    same = RenameUserInput("卓尼出纳", "无")
    why = refused(sqlite_world, RENAME_USER, "zhuoni", ["user:zhuoni-cashier"], same)
    assert why.code is RenameUserRefusal.SAME
    why = refused(sqlite_world, RENAME_USER, "zhuoni", ["user:lintan-cashier"], NEW)
    assert why.code is Common.NOT_FOUND
