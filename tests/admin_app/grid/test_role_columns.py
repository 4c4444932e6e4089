"""A role sees a view without the columns and filters that are hidden from it."""

from __future__ import annotations

from admin_app.grid.role_columns import for_role, grids_for
from admin_app.views import GRIDS
from models.users.user import Role


def test_a_hidden_column_and_filter_are_gone_for_the_role_alone() -> None:
    whole = GRIDS["domain"]
    seen, staff = for_role(whole, Role.UNIT_USER), for_role(whole, Role.COUNTY_ADMIN)
    assert "labels" in staff.choosable
    assert "labels" not in seen.choosable
    assert {f.name for f in staff.column_filters} - {f.name for f in seen.column_filters} == {
        "labels"
    }
    assert staff.beside_name is not None
    assert seen.beside_name is None
    assert [named.key for named in seen.lists] == [named.key for named in whole.lists]


def test_a_view_that_hides_nothing_is_the_same_for_everyone() -> None:
    for role in Role:
        assert for_role(GRIDS["payment_mode"], role) is GRIDS["payment_mode"]


def test_the_views_of_a_role_are_those_of_every_entity() -> None:
    assert grids_for(GRIDS, Role.VIEWER).keys() == GRIDS.keys()
