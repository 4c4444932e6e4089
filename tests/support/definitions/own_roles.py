"""Own roles in tests: what their forms give, and giving them to logins."""

from __future__ import annotations

from typing import Any

from actions.permissions import action_of
from actions.users.set_own_role import SET_OWN_ROLE, SetOwnRoleInput
from models.users.user import Role, User
from tests.support.world.cast import World

DEFINE, CHANGE, RETIRE, RESTORE = (
    action_of(f"{done}_own_role") for done in ("define", "change", "retire", "restore")
)


def role_input(name: str = "收费员", base: Role = Role.CASHIER, *work: str, **more: Any) -> Any:
    """What the form gives, with the keys of the actions that are left."""
    assert DEFINE is not None
    annotation = DEFINE.input.__annotations__["work"]
    (members, _rest) = annotation.__args__
    return DEFINE.input(name, base, work=tuple(members(key) for key in work), **more)


def define(world: World, by: str = "gansu") -> int:
    """A role that leaves charging and renewing; returns its key."""
    given = role_input("收费员", Role.CASHIER, "charge", "renew")
    assert DEFINE is not None
    return world.perform(DEFINE, by, [], given).rows[0].row_id


def narrow(world: World, role: int | None, who: str = "zhuoni-cashier", by: str = "zhuoni") -> Any:
    return world.perform(SET_OWN_ROLE, by, [world.id(f"user:{who}")], SetOwnRoleInput("分工", role))


def second(world: World, username: str, role: Role, office_code: str) -> None:
    """Another login of an office, so that the first one is not its last administrator."""
    with world.writing() as session:
        like = session.query(User).filter_by(office_code=office_code, role=role).first()
        assert like is not None
        session.add(
            User(
                username=username,
                display_name="李新",
                role=role,
                password_hash=like.password_hash,
                office_id=like.office_id,
                province_code=like.province_code,
                city_code=like.city_code,
                office_code=like.office_code,
            )
        )
