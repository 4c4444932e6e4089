"""The practice profile: the demo in a fictitious province.

There is a login for each role at each level, so that a user who comes from the real application
gets the same role and the same kind of work.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import Engine, inspect, select

from actions.core.action import Nothing
from actions.core.actor import SYSTEM
from actions.core.context import Context
from models.core.journal import JournalEntry
from models.core.scope import EVERYTHING, scoped_session
from models.offices.office import REGISTRY_CODE, Office, OfficeLevel
from models.users.user import Role, User
from seed.demo import build as demo
from seed.demo.logins import GANNAN, GANSU, ZHUONI
from seed.reference.divisions import practising
from seed.reference.seed_action import Ground, seed_action, sow

#: The profile's last step; without it a rebuild was interrupted.
DONE: Final = "practice"
#: The offices of the cast, and units enough for each desk.
SCALE: Final = 0.2

_STAFF: Final = (Role.CASHIER, Role.VIEWER)
#: Whose desks there are, by the office that the cast has at each level.
_REGISTRY: Final = (Role.REGISTRY_ADMIN, Role.REGISTRY_FINANCE, Role.REGISTRY_REVIEWER)
_SEATS: Final = {
    (REGISTRY_CODE, OfficeLevel.REGISTRY): (*_REGISTRY, Role.VIEWER),
    (GANSU, OfficeLevel.PROVINCE): (Role.PROVINCE_ADMIN, *_STAFF),
    (GANNAN, OfficeLevel.CITY): (Role.CITY_ADMIN, *_STAFF),
    (ZHUONI, OfficeLevel.COUNTY): (Role.COUNTY_ADMIN, *_STAFF),
}
_TITLES: Final = {
    Role.REGISTRY_ADMIN: "演练管理员",
    Role.REGISTRY_FINANCE: "演练财务",
    Role.REGISTRY_REVIEWER: "演练审核员",
    Role.PROVINCE_ADMIN: "演练省管理员",
    Role.CITY_ADMIN: "演练市管理员",
    Role.COUNTY_ADMIN: "演练县管理员",
    Role.CASHIER: "演练出纳",
    Role.VIEWER: "演练只读人员",
    Role.UNIT_USER: "演练单位人员",
}


def load(ground: Ground) -> None:
    """Plays the demo in the made-up province; a second time changes nothing."""
    with practising():
        demo.load(ground, scale=SCALE)
    sow(ground, seed_action("seed_practice", _create_logins), key=DONE)


def loaded_at(engine: Engine) -> dt.datetime | None:
    """When the profile was finished; None if it is not there, whole."""
    wanted = select(JournalEntry.at).where(
        JournalEntry.actor_key == SYSTEM.key, JournalEntry.key == f"seed:{DONE}"
    )
    with scoped_session(engine, EVERYTHING) as session:
        return session.scalars(wanted).one_or_none()


def is_practice(engine: Engine) -> bool:
    """Whether the database was ever filled with this profile, by this program or an older one."""
    if not inspect(engine).has_table(JournalEntry.__tablename__):
        return False
    return loaded_at(engine) is not None


def username_for(role: Role, level: OfficeLevel | None) -> str:
    """The made-up login of a role at a level; a unit's has no level."""
    return f"practice-{role}" if level is None else f"practice-{role}-{level}"


def _create_logins(ctx: Context, _given: Nothing) -> dict[str, int]:
    """Names everybody by what they do, and adds the desks that the cast lacks."""
    session, wanted = ctx.session, _wanted()
    for user in session.scalars(select(User).order_by(User.id)):
        user.display_name = _TITLES[user.role]
        seat = wanted.pop((user.office_code, user.role), f"practice-{user.id}")
        user.username = username_for(user.role, None) if user.unit_id else seat
    ctx.session.flush()
    password = session.scalars(select(User.password_hash).limit(1)).one()
    for (code, role), username in wanted.items():
        office = session.scalars(select(Office).where(Office.code == code)).one()
        user = User(username=username, display_name=_TITLES[role], password_hash=password)
        user.role, user.office_id = role, office.id
        user.belong_to(office)
        session.add(user)
    return {"users": len(wanted)}


def _wanted() -> dict[tuple[str, Role], str]:
    """(office code, role) → the login that stands ready there."""
    return {
        (code, role): username_for(role, level)
        for (code, level), roles in _SEATS.items()
        for role in roles
    }
