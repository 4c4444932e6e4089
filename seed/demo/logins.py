"""Who can sign in to the demo: shown on its sign-in page and in the README, made by the seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from models.offices.office import REGISTRY_CODE
from models.users.user import Role

#: The password of every demo login. It guards made-up rows only.
DEMO_PASSWORD: Final = "Demo-2026-admin"

GANSU, GANNAN, LINTAN, ZHUONI = "620000", "623000", "623021", "623022"
SHAANXI: Final = "610000"


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A login, the office it is of (for a unit, its 同级编办), and who that is in a line."""

    username: str
    role: Role
    office_code: str
    who: str


DEMO_LOGINS: Final = (
    DemoLogin("conac", Role.REGISTRY_ADMIN, REGISTRY_CODE, "域名注册管理中心 · 管理员"),
    DemoLogin("conac-finance", Role.REGISTRY_FINANCE, REGISTRY_CODE, "域名注册管理中心 · 财务"),
    DemoLogin("conac-review", Role.REGISTRY_REVIEWER, REGISTRY_CODE, "域名注册管理中心 · 审核"),
    DemoLogin("gansu", Role.PROVINCE_ADMIN, GANSU, "甘肃省编办 · 管理员"),
    DemoLogin("gannan", Role.CITY_ADMIN, GANNAN, "甘南州编办 · 管理员"),
    DemoLogin("zhuoni", Role.COUNTY_ADMIN, ZHUONI, "卓尼县编办 · 管理员"),
    DemoLogin("zhuoni-cashier", Role.CASHIER, ZHUONI, "卓尼县编办 · 出纳"),
    DemoLogin("zhuoni-viewer", Role.VIEWER, ZHUONI, "卓尼县编办 · 只读(审计)"),
    DemoLogin("lintan", Role.COUNTY_ADMIN, LINTAN, "临潭县编办 · 管理员"),
    DemoLogin("shaanxi", Role.PROVINCE_ADMIN, SHAANXI, "陕西省编办 · 管理员(另一个省)"),
    DemoLogin("unit-a", Role.UNIT_USER, ZHUONI, "卓尼县教育局 · 注册单位"),
)
