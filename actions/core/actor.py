"""The actor of a request (a user or the system), and how they came in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.core.clock import Clock
from models.core.journal import Door
from models.core.scope import EVERYTHING, Scope
from models.users.user import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The actor: a user as loaded at the start of the request, or the system."""

    #: 'user:17' or 'system': the owner of idempotency keys and journal entries.
    key: str
    name: str
    role: Role
    scope: Scope
    province_code: str
    city_code: str
    office_code: str
    office_id: int | None = None
    unit_id: int | None = None
    user_id: int | None = None
    #: The keys of the actions that an own role leaves to its holder; None: all of the role's.
    work: frozenset[str] | None = None


SYSTEM = Actor(
    key="system",
    name="系统",
    role=Role.SYSTEM,
    scope=EVERYTHING,
    province_code="000000",
    city_code="000000",
    office_code="000000",
)

#: The system when it does what a rule of an office wants; sets no rule off itself.
RULES = replace(SYSTEM, key="rules", name="规则")


@dataclass(frozen=True, slots=True)
class Caller:
    """The actor, the interface they came through, and the clock."""

    actor: Actor
    door: Door
    clock: Clock
    #: The network address of the request, where there is one.
    address: str | None = None
