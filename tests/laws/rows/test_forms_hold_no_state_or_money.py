"""Forms of records have no fields for state, money and stock, which only verbs change."""

from __future__ import annotations

import pytest
from sqlalchemy import Enum

from actions.core.crud import RecordFieldError, create_action, edit_action
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.billing.payment import Payment
from models.domains.domain import Domain
from models.invoices.stock import InvoiceLot
from models.users.user import Role, User

every_grid = pytest.mark.parametrize("grid", GRIDS.values(), ids=lambda grid: grid.entity)

#: Columns that say whose a row is, what it is worth and how far it has come.
_WHOSE = {"id", "province_code", "city_code", "office_code", "row_version", "search_text"}
_STOCK = {"available", "issued", "void", "split", "returned", "lost", "quantity"}
_LIFE = {"state", "status", "role", "is_active", "is_held", "registered_on", "expires_on"}
_ENDINGS = ("_fen", "_hash", "_secret", "_at", "_key", "_id", "_no")


def forbidden(grid: Grid) -> list[str]:
    """The fields of a view's forms that only a verb may write."""
    offered = set(grid.form_columns)
    # A number printed by others (a taxpayer's, a bank account's) is typed; one of ours is drawn.
    typed = {"taxpayer_no", "bank_account_no"}
    return sorted(
        name
        for name in offered - typed
        if name in _WHOSE | _STOCK | _LIFE
        or name.endswith(_ENDINGS)
        or any(key.column.table for key in grid.table.c[name].foreign_keys)
    )


@every_grid
class TestViews:
    def test_views_offer_no_state_money_or_owner(self, grid: Grid) -> None:
        assert forbidden(grid) == []

    def test_views_give_forms_to_no_one_who_only_looks(self, grid: Grid) -> None:
        lookers = {Role.VIEWER, Role.SYSTEM}
        assert lookers.isdisjoint({*grid.can_edit, *grid.can_create})

    def test_views_let_nobody_edit_what_they_may_not_read(self, grid: Grid) -> None:
        assert {*grid.can_edit, *grid.can_create} <= grid.readers

    def test_views_offer_no_word_of_a_lifecycle(self, grid: Grid) -> None:
        words = [
            name
            for name in grid.form_columns
            if isinstance(grid.table.c[name].type, Enum) and name.endswith(("state", "status"))
        ]
        assert words == []


class TestTheRecordActions:
    @pytest.mark.parametrize(
        ("model", "field"),
        [
            (Domain, "state"),
            (Domain, "expires_on"),
            (Payment, "amount_fen"),
            (InvoiceLot, "available"),
            (User, "role"),
            (User, "password_hash"),
            (Domain, "office_code"),
            (Domain, "row_version"),
            (Domain, "id"),
        ],
    )
    @pytest.mark.parametrize("make", [edit_action, create_action])
    def test_record_actions_refuse_such_a_field(self, make, model, field) -> None:  # noqa: ANN001
        with pytest.raises(RecordFieldError):
            make(model, (field,), {})
