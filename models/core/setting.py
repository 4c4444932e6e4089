"""Settings with their defaults: numbers that the rules do not fix, so an administrator may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import String, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from models.core.base import Base, Json, Versioned, pk
from models.core.scope import Reference, Unscoped
from models.values.expiry import RenewalPolicy
from models.values.limits import REQUEST_CAP_FEN
from models.values.money import format_yuan, parse_yuan, plain_yuan

#: Key in `Session.info` for the settings loaded together with the user.
_KNOWN = "settings"
#: Key in `Session.info` for the day of the request.
_DAY = "day"


class Setting(Reference, Versioned, Base):
    """One setting that differs from its default."""

    __tablename__ = "setting"
    __unscoped__ = Unscoped("the registry's rules, the same for everyone")

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(String(60), unique=True)
    #: {"value": 45, "by": "注册管理员"}: the value, and who set it.
    value: Mapped[dict[str, Any]] = mapped_column(Json)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default (domain.md's known unknowns, decided)."""

    #: Days before expiry from which a renewal may be submitted; 0: at any time.
    renewal_window_days: int = 90
    grace_days: int = 30
    redemption_days: int = 30
    #: Days a registry-approved name waits for its fee.
    unpaid_lapse_days: int = 90
    #: Work days in which an office, and then the registry, should review a filed name.
    review_office_workdays: int = 5
    review_registry_workdays: int = 10
    #: Most yuan's worth of invoices a request may ask for (guide Q2), in 分.
    invoice_request_cap_fen: int = REQUEST_CAP_FEN
    #: Days after dispatch past which an unsigned lot stops new requests.
    unsigned_lot_days: int = 15
    #: What an office may hold or have given in sheets, unremitted, in 分 (已领发票未汇款金额).
    exposure_limit_fen: int = 6_000_000
    #: Whether an office over that limit is refused more invoices, or only warned.
    exposure_stops: bool = False
    #: Minutes in which a cashier may undo their own charge without a second person.
    undo_minutes: int = 10
    #: Whether settlement skips an order that exceeds the balance and tries smaller ones.
    consume_skip: bool = False
    #: The last day whose charges still belong to the week's 汇款单 (1 Monday … 7 Sunday), and the
    #: hour of that day at which the rest rolls to the next week.
    remittance_cutoff_weekday: int = 7
    remittance_cutoff_hour: int = 24
    #: Days before expiry at which people are reminded, each once.
    reminder_days: Sequence[int] = (90, 60, 30, 7, 1)
    #: Days after settlement in which an order may be refunded (RFC 3915's grace periods).
    refund_days: int = 30
    #: Whether a city may move its balance to the counties below it.
    city_moves_balance: bool = False
    #: Days after which finished mail, past reminders and finished runs are deleted.
    mail_kept_days: int = 365
    reminder_kept_days: int = 730
    run_kept_days: int = 365
    #: By how much a 充值 may exceed its 汇款单 before a second person must confirm it, in 分.
    surplus_limit_fen: int = 100_000
    #: Whether a 充值 needs a reason when its bank number is not the one the office gave.
    bank_ref_must_agree: bool = True
    #: Whether reversal, void and adjustment need a second person (I-13).
    second_person: bool = True
    #: Most days for which a program's token may be issued.
    token_days: int = 180


#: Lower and upper bounds of settings that are narrower than those of their unit.
_LIMITS: dict[str, tuple[int, int]] = {
    # The table of requests holds the guide's 30,000 yuan as a CHECK; it may only be lowered.
    "invoice_request_cap_fen": (20_000, REQUEST_CAP_FEN),
    "remittance_cutoff_weekday": (1, 7),
    "remittance_cutoff_hour": (0, 24),
    "unpaid_lapse_days": (1, 3650),
    "review_office_workdays": (1, 250),
    "review_registry_workdays": (1, 250),
    "undo_minutes": (0, 1440),
    "exposure_limit_fen": (0, 100_000_000),
    "surplus_limit_fen": (0, 100_000_000),
    "reminder_days": (1, 3650),
    "mail_kept_days": (30, 3650),
    "reminder_kept_days": (30, 3650),
    "run_kept_days": (30, 3650),
    "token_days": (1, 366),
}
_WIDEST = (0, 3650)

#: A number, a yes or no, or some numbers.
Value = int | bool | Sequence[int]

SETTING_NAMES: tuple[str, ...] = tuple(field.name for field in fields(Settings))

_YES_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class YesNo(StrEnum):
    """What a setting that is true or false is set to."""

    YES = "true"
    NO = "false"


class Weekday(StrEnum):
    """A day of the week as a setting keeps it: 1 is Monday."""

    MONDAY = "1"
    TUESDAY = "2"
    WEDNESDAY = "3"
    THURSDAY = "4"
    FRIDAY = "5"
    SATURDAY = "6"
    SUNDAY = "7"


def members_of(name: str) -> type[StrEnum] | None:
    """The values to choose from, where a setting is no number, amount or list of numbers."""
    if isinstance(getattr(Settings(), name, None), bool):
        return YesNo
    return Weekday if name.endswith("_weekday") else None


def setting_fact(name: str, value: Value) -> StrEnum | str:
    """The value as a fact: a member in its word, an amount with its sign, else as typed."""
    typed = written_setting(name, value)
    if (members := members_of(name)) is not None:
        return members(typed)
    return format_yuan(value) if name.endswith("_fen") and isinstance(value, int) else typed


def limits_of(name: str) -> tuple[int, int]:
    """Lower and upper bound of a numeric setting; amounts in 分."""
    return _LIMITS.get(name, _WIDEST)


def read_setting(name: str, typed: str) -> Value:
    """Parse a typed value: yuan for an amount, true or false, integers separated by commas.

    Raises ValueError (MoneyError is one) when it is not one.
    """
    default = getattr(Settings(), name)
    if isinstance(default, bool):
        if (found := _YES_NO.get(typed.strip().lower())) is None:
            raise ValueError(typed)
        return found
    if isinstance(default, tuple):
        return tuple(int(each) for each in typed.split(","))
    return parse_yuan(typed) if name.endswith("_fen") else int(typed)


def figures_of(value: Value) -> tuple[int, ...]:
    """The numbers in a value, to be checked against its limits; none for a boolean."""
    if isinstance(value, bool):
        return ()
    return (value,) if isinstance(value, int) else tuple(value)


def written_setting(name: str, value: Value) -> str:
    """The value as a person types it; the inverse of `read_setting`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, int):
        return ",".join(map(str, value))
    return plain_yuan(value) if name.endswith("_fen") else str(value)


def renewal_policy(settings: Settings) -> RenewalPolicy:
    """The lengths of a registered name's phases."""
    return RenewalPolicy(
        settings.renewal_window_days, settings.grace_days, settings.redemption_days
    )


def settings_of(session: Session) -> Settings:
    """The settings in force: defaults overridden by the rows of the table."""
    rows = session.execute(select(Setting.name, Setting.value))
    return _overlaid({name: value for name, value in rows})  # noqa: C416  rows are no pairs to mypy


#: What a row keeps: {"value": the setting}.
Stored: TypeAlias = dict[str, Any]


class Gathered(FunctionElement[Any]):
    """All rows of the table as one JSON value {name: value}, to be one column of a larger query."""

    name = "gathered_settings"
    type = Json
    inherit_cache = True


@compiles(Gathered, "postgresql")
def _gathered_by_postgres(_element: Gathered, _compiler: object, **_given: object) -> str:
    return "(SELECT jsonb_object_agg(name, value) FROM setting)"


@compiles(Gathered, "sqlite")
def _gathered_by_sqlite(_element: Gathered, _compiler: object, **_given: object) -> str:
    return "(SELECT json_group_object(name, json(value)) FROM setting)"


def know_settings(session: Session, gathered: Mapping[str, Stored] | None) -> None:
    """Remember the settings that were loaded together with the user."""
    session.info[_KNOWN] = _overlaid(gathered or {})


def known_settings(session: Session) -> Settings:
    """The settings at the start of the request, for display; actions use `settings_of`."""
    return session.info.get(_KNOWN) or settings_of(session)


def know_day(session: Session, today: dt.date) -> None:
    """Remember the day of the request or the run, for computed columns and relative days."""
    session.info[_DAY] = today


def known_day(session: Session) -> dt.date:
    """The day of the request or the run. Raises KeyError for a session that was told none."""
    today: dt.date = session.info[_DAY]
    return today


def knows_day(session: Session) -> bool:
    """Whether the session was told its day."""
    return _DAY in session.info


def _overlaid(rows: Mapping[str, Stored]) -> Settings:
    known = {field.name for field in fields(Settings)}
    given = {name: value["value"] for name, value in rows.items() if name in known}
    return replace(Settings(), **given)
