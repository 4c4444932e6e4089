"""用户: logins, their roles, server-side sessions and API tokens."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from models.core.base import Base, UtcDateTime, Versioned, pk, words
from models.core.ended import ended_when
from models.core.own_values import HasOwnValues
from models.core.scope import Scoped, ancestor_indexes
from models.core.search_index import Searchable
from models.core.text_type import TextType, key_of_type, text_of_type
from models.offices.office import Office
from models.units.unit import Unit

if TYPE_CHECKING:
    from models.users.own_role import OwnRole


class Role(StrEnum):
    """A user's role; `actions.permissions` lists what each may do."""

    REGISTRY_ADMIN = "registry_admin"
    REGISTRY_FINANCE = "registry_finance"
    REGISTRY_REVIEWER = "registry_reviewer"
    PROVINCE_ADMIN = "province_admin"
    CITY_ADMIN = "city_admin"
    COUNTY_ADMIN = "county_admin"
    CASHIER = "cashier"
    VIEWER = "viewer"
    UNIT_USER = "unit_user"
    #: Jobs and the seed; no login has it.
    SYSTEM = "system"


#: Roles that manage the logins of others (`CREATE_USER` in `actions.permissions`).
ADMINISTRATORS = frozenset(
    {
        Role.SYSTEM,
        Role.REGISTRY_ADMIN,
        Role.PROVINCE_ADMIN,
        Role.CITY_ADMIN,
        Role.COUNTY_ADMIN,
    }
)


class User(Scoped, Versioned, HasOwnValues, Searchable, Base):
    """A login of an office or of a unit, never of both."""

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint("(office_id IS NULL) <> (unit_id IS NULL)", name="office_or_unit"),
        CheckConstraint("(role = 'unit_user') = (unit_id IS NOT NULL)", name="unit_role"),
        CheckConstraint("role <> 'system'", name="no_system_login"),
        *ancestor_indexes(registrant=True),
    )

    id: Mapped[pk]
    #: Lower-case ASCII.
    username: Mapped[str] = mapped_column(String(40), info=key_of_type(TextType.LOGIN), unique=True)
    display_name: Mapped[str] = mapped_column(String(60), info=text_of_type(TextType.PERSON))
    #: Argon2id; never shown, filtered, exported or journaled.
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(words(Role))
    #: The key of a narrowing of `role`; None: all that the role may do. No foreign key: SQLite adds
    #: none to a table in place, and roles are never deleted.
    own_role_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    office_id: Mapped[int | None] = mapped_column(
        ForeignKey("office.id", ondelete="RESTRICT"), index=True
    )
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    #: Where reminders are sent; None: they are shown in the program only.
    email: Mapped[str | None] = mapped_column(String(120), info=text_of_type(TextType.EMAIL))
    #: The locale of e-mail; None: Chinese.
    language: Mapped[str | None] = mapped_column(String(8))
    is_active: Mapped[bool] = mapped_column(default=True, info=ended_when(value=False))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    #: The current step of the tour (新手引导), from 1; 0: no tour.
    tour_step: Mapped[int] = mapped_column(default=0, server_default="0")
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: Base32 seed of RFC 6238; None: no second factor.
    totp_secret: Mapped[str | None] = mapped_column(String(64))

    registrant_id = synonym("unit_id")
    office: Mapped[Office | None] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    own_role: Mapped[OwnRole | None] = relationship(
        primaryjoin="foreign(User.own_role_id) == OwnRole.id", viewonly=True, lazy="raise_on_sql"
    )

    def search_parts(self) -> tuple[str, ...]:
        """Found by username and name."""
        return (self.username, self.display_name)

    def __str__(self) -> str:
        return self.display_name


class LoginSession(Scoped, Base):
    """A server-side session, ended by sign-out, disabling or a new password."""

    __tablename__ = "login_session"
    __table_args__ = (Index(None, "user_id", "id"),)

    id: Mapped[pk]
    #: SHA-256 of the cookie's token, so that the table alone gives no access.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    started_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str | None] = mapped_column(String(45))


#: How long a token without an expiry is valid.
LONGEST_TOKEN_LIFE = dt.timedelta(days=366)


class ApiToken(Scoped, Base):
    """A program's key to the API, acting as its user."""

    __tablename__ = "api_token"
    __table_args__ = (Index(None, "user_id"), *ancestor_indexes())

    id: Mapped[pk]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    #: Null in old rows, which end after `LONGEST_TOKEN_LIFE`.
    expires_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: When it was last used, to the minute.
    last_used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: The issuer's name; null in older rows.
    issued_by: Mapped[str | None] = mapped_column(String(60))

    user: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def ends_at(self) -> dt.datetime:
        """When it expires."""
        return self.expires_at or self.created_at + LONGEST_TOKEN_LIFE

    def __str__(self) -> str:
        return self.name
