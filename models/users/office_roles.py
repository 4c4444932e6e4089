"""The roles that an office of each level has."""

from __future__ import annotations

from models.offices.office import OfficeLevel
from models.users.user import Role

ROLES_AT: dict[OfficeLevel, frozenset[Role]] = {
    OfficeLevel.REGISTRY: frozenset(
        {Role.REGISTRY_ADMIN, Role.REGISTRY_FINANCE, Role.REGISTRY_REVIEWER, Role.VIEWER}
    ),
    OfficeLevel.PROVINCE: frozenset({Role.PROVINCE_ADMIN, Role.CASHIER, Role.VIEWER}),
    OfficeLevel.CITY: frozenset({Role.CITY_ADMIN, Role.CASHIER, Role.VIEWER}),
    OfficeLevel.COUNTY: frozenset({Role.COUNTY_ADMIN, Role.CASHIER, Role.VIEWER}),
}

#: The role that manages the logins of an office of each level.
ADMINISTRATOR_OF: dict[OfficeLevel, Role] = {
    OfficeLevel.REGISTRY: Role.REGISTRY_ADMIN,
    OfficeLevel.PROVINCE: Role.PROVINCE_ADMIN,
    OfficeLevel.CITY: Role.CITY_ADMIN,
    OfficeLevel.COUNTY: Role.COUNTY_ADMIN,
}
