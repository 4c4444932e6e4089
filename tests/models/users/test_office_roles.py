"""Every level has roles, and one of them manages the others."""

from __future__ import annotations

from models.offices.office import OfficeLevel
from models.users.office_roles import ADMINISTRATOR_OF, ROLES_AT
from models.users.user import ADMINISTRATORS


def test_each_level_has_its_administrator_among_its_roles() -> None:
    for level in OfficeLevel:
        assert ADMINISTRATOR_OF[level] in ROLES_AT[level] & ADMINISTRATORS
        assert ROLES_AT[level] & ADMINISTRATORS == {ADMINISTRATOR_OF[level]}
