"""Who is who in the cast, as tables: offices, units, logins, names, lots. Meanings are fixed."""

from __future__ import annotations

from models.domains.domain import DomainState
from models.invoices.stock import LotState
from models.users.user import Role

#: Name of the office → its code; parents before children.
OFFICES = {
    "registry": "000000",
    "office-gansu": "620000",
    "office-gannan": "623000",
    "office-lintan": "623021",
    "office-zhuoni": "623022",
    "office-shaanxi": "610000",
    "office-xian": "610100",
    "office-lantian": "610122",
}

#: Name → (office, title, first two digits of its credit code: 11 organ, 12 institution).
UNITS = {
    "unit-a": ("623022", "卓尼县教育局", "11"),
    "unit-b": ("623022", "卓尼县柳林小学", "12"),
    "unit-c": ("623021", "临潭县教育局", "11"),
    "unit-d": ("623021", "临潭县人民医院", "12"),
    "unit-s": ("610122", "蓝田县教育局", "11"),
}

#: Username → (office or unit, role, display name); the same names as the demo's.
LOGINS = {
    "conac": ("registry", Role.REGISTRY_ADMIN, "注册管理员"),
    "conac-finance": ("registry", Role.REGISTRY_FINANCE, "注册财务"),
    "conac-review": ("registry", Role.REGISTRY_REVIEWER, "注册审核"),
    "gansu": ("office-gansu", Role.PROVINCE_ADMIN, "甘肃管理员"),
    "gansu-viewer": ("office-gansu", Role.VIEWER, "甘肃审计"),
    "gannan": ("office-gannan", Role.CITY_ADMIN, "甘南管理员"),
    "zhuoni": ("office-zhuoni", Role.COUNTY_ADMIN, "卓尼管理员"),
    "zhuoni-cashier": ("office-zhuoni", Role.CASHIER, "卓尼出纳"),
    "zhuoni-viewer": ("office-zhuoni", Role.VIEWER, "卓尼审计"),
    "lintan": ("office-lintan", Role.COUNTY_ADMIN, "临潭管理员"),
    "lintan-cashier": ("office-lintan", Role.CASHIER, "临潭出纳"),
    "shaanxi": ("office-shaanxi", Role.PROVINCE_ADMIN, "陕西管理员"),
    "lantian": ("office-lantian", Role.COUNTY_ADMIN, "蓝田管理员"),
    "unit-a": ("unit-a", Role.UNIT_USER, "教育局经办"),
    "unit-b": ("unit-b", Role.UNIT_USER, "小学经办"),
    "unit-c": ("unit-c", Role.UNIT_USER, "临潭教育局经办"),
    "unit-s": ("unit-s", Role.UNIT_USER, "蓝田教育局经办"),
}

_REGISTERED = DomainState.REGISTERED

#: Name → (unit, label, state, days from today to its expiry).
DOMAINS: dict[str, tuple[str, str, DomainState, int | None]] = {
    "a-due": ("unit-a", "卓尼县教育局", _REGISTERED, 30),
    "a-grace": ("unit-a", "卓尼教育", _REGISTERED, -10),
    "a-redemption": ("unit-a", "卓尼教育网", _REGISTERED, -40),
    "a-pending-deletion": ("unit-a", "卓尼旧教育局", _REGISTERED, -100),
    "a-far": ("unit-a", "卓尼县招生办", _REGISTERED, 700),
    "a-held": ("unit-a", "卓尼县教研室", _REGISTERED, 20),
    "a-quoted-1": ("unit-a", "卓尼县教育督导", _REGISTERED, 15),
    "a-quoted-2": ("unit-a", "卓尼县学籍管理", _REGISTERED, 16),
    "a-quoted-3": ("unit-a", "卓尼县考试中心", _REGISTERED, 17),
    "a-submitted": ("unit-a", "卓尼县电教馆", DomainState.SUBMITTED, None),
    "a-office-approved": ("unit-a", "卓尼县教育工会", DomainState.OFFICE_APPROVED, None),
    "a-approved": ("unit-a", "卓尼县教育基金", DomainState.REGISTRY_APPROVED, None),
    "a-rejected": ("unit-a", "教育", DomainState.REJECTED, None),
    "b-due": ("unit-b", "卓尼县柳林小学", _REGISTERED, 45),
    "b-quoted": ("unit-b", "柳林小学", _REGISTERED, 25),
    "c-due": ("unit-c", "临潭县教育局", _REGISTERED, 30),
    "c-quoted": ("unit-c", "临潭教育", _REGISTERED, 12),
    "s-due": ("unit-s", "蓝田县教育局", _REGISTERED, 30),
    "s-quoted": ("unit-s", "蓝田教育", _REGISTERED, 12),
    "s-paid": ("unit-s", "蓝田教育网", _REGISTERED, 9),
}

#: Name → (holder, first number, sheets, state).
LOTS = {
    "gansu-signed": ("620000", "00012001", 150, LotState.SIGNED),
    "zhuoni-signed": ("623022", "00013001", 60, LotState.SIGNED),
    "zhuoni-transit": ("623022", "00013101", 10, LotState.IN_TRANSIT),
    "lintan-signed": ("623021", "00014001", 40, LotState.SIGNED),
    "lintan-transit": ("623021", "00014101", 10, LotState.IN_TRANSIT),
    "s-signed": ("610122", "00022001", 20, LotState.SIGNED),
    "s-transit": ("610122", "00022101", 10, LotState.IN_TRANSIT),
}
