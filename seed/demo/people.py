"""Sets up the offices of the demo: logins, addresses, telephones and payment modes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from actions.core.context import Context
from models.offices.office import (
    REGISTRY_CODE,
    CollectBy,
    CollectMode,
    MailingAddress,
    Office,
    OfficeLevel,
    PaymentMode,
)
from models.units.unit import Unit
from models.users.user import Role, User
from models.values.password import hash_password
from seed.demo.logins import DEMO_LOGINS, DEMO_PASSWORD, SHAANXI, DemoLogin
from seed.demo.plan import cast_unit
from seed.reference.divisions import OfficeRow
from seed.reference.place_names import Place, places
from seed.reference.unit_generator import area_code, person

_ADMIN_OF: Final = {
    "province": Role.PROVINCE_ADMIN,
    "city": Role.CITY_ADMIN,
    "county": Role.COUNTY_ADMIN,
}
_NOTICE: Final = (
    "请于每周五前到编办缴费,收费标准为每个域名每年200元;续费请在到期前90天内办理。"
    "转账请注明单位全称和域名。"
)


def fit_out(ctx: Context, living_rows: Sequence[OfficeRow], rng: Random) -> dict[str, int]:
    """Gives every active office its administrator, address and payment mode, and the cast its
    logins.
    """
    session = ctx.session
    codes = [REGISTRY_CODE, *(row.code for row in living_rows)]
    offices = {
        office.code: office
        for office in session.scalars(select(Office).where(Office.code.in_(codes)))
    }
    password = hash_password(DEMO_PASSWORD)
    users = [
        _user(login, offices, password, rng)
        for login in _logins(living_rows)
        if login.role is not _UNIT
    ]
    living = [office for office in offices.values() if office.code != REGISTRY_CODE]
    for office in living:
        _describe(office, places()[office.code], rng)
    addresses = [_address(office, rng) for office in living]
    session.add_all([*users, *addresses])
    modes = session.scalars(
        select(PaymentMode)
        .where(PaymentMode.office_id.in_([office.id for office in living]))
        .options(joinedload(PaymentMode.office))
        .order_by(PaymentMode.id)
    )
    for mode in modes:
        _set_mode(mode, places()[mode.office_code], rng)
    _set_registry_mode(session)
    return {"users": len(users), "offices": len(living)}


_UNIT: Final = Role.UNIT_USER


def unit_login(ctx: Context) -> dict[str, int]:
    """Gives the cast's unit its login; without the unit there is none."""
    row = ctx.session.scalars(select(Unit).where(Unit.name == cast_unit())).one_or_none()
    if row is None:
        return {"users": 0}
    login = next(login for login in DEMO_LOGINS if login.role is _UNIT)
    user = User(
        username=login.username,
        display_name=row.contact_name or row.name,
        password_hash=hash_password(DEMO_PASSWORD),
        role=login.role,
        unit_id=row.id,
    )
    user.belong_to(row)
    ctx.session.add(user)
    return {"users": 1}


def _logins(living_rows: Iterable[OfficeRow]) -> list[DemoLogin]:
    """The cast's logins, and an admin for each other office, so that 拆分 can name them all."""
    admins = {login.office_code for login in DEMO_LOGINS if login.role in _ADMIN_OF.values()}
    others = (row for row in living_rows if row.code not in admins)
    return [
        *DEMO_LOGINS,
        *(
            DemoLogin(
                f"{'sn' if office.province_code == SHAANXI else 'gs'}-{office.code}",
                _ADMIN_OF[office.level],
                office.code,
                office.name,
            )
            for office in others
        ),
    ]


def _user(login: DemoLogin, offices: dict[str, Office], password: str, rng: Random) -> User:
    office = offices[login.office_code]
    user = User(
        username=login.username,
        display_name=person(rng),
        password_hash=password,
        role=login.role,
        office_id=office.id,
    )
    user.belong_to(office)
    return user


def _describe(office: Office, place: Place, rng: Random) -> None:
    office.address = f"{place.address}行政中心{rng.randint(1, 9)}号楼{rng.randint(2, 8)}层"
    office.phone = f"{area_code(place.code)}-9{rng.randrange(1_000_000):06d}"
    office.contact_name = person(rng)
    if office.province_code == SHAANXI:
        office.collect_by = CollectBy.PROVINCE_POOL


def _address(office: Office, rng: Random) -> MailingAddress:
    place = places()[office.code]
    address = MailingAddress(
        office_id=office.id,
        recipient=person(rng),
        phone=office.phone or "",
        region=place.address,
        detail=f"行政中心{rng.randint(1, 9)}号楼 编办域名管理岗",
        postcode=f"7{rng.randrange(100_000):05d}",
        is_default=True,
    )
    address.belong_to(office)
    return address


def _set_registry_mode(session: Session) -> None:
    """The account to which the demo's offices remit."""
    own = select(PaymentMode).where(PaymentMode.office_code == REGISTRY_CODE)
    for mode in session.scalars(own):
        mode.payee = "政务和公益机构域名注册管理中心"
        mode.bank = "中国工商银行北京东城支行"
        mode.bank_account_no = "0200000000000000001"


def _set_mode(mode: PaymentMode, place: Place, rng: Random) -> None:
    is_fiscal = mode.office.level is OfficeLevel.COUNTY and rng.random() < 0.15
    mode.collect_mode = CollectMode.FISCAL_UNIFIED if is_fiscal else CollectMode.OFFICE_AGENT
    mode.payee = f"{place.full}财政局非税收入专户" if is_fiscal else f"{place.full}编办往来资金户"
    mode.bank = f"中国建设银行{place.short}支行"
    mode.bank_account_no = f"6200{place.code}{rng.randrange(10**9):09d}"
    mode.accept_cash = not is_fiscal
    mode.notice = _NOTICE
