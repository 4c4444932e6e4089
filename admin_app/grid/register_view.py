"""The pages of one register, at `/admin/register/<key>/`: those of any list.

The key in the address says which register; links within its pages keep it by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from flask import Blueprint, abort, g
from flask_admin.base import Admin
from flask_login import current_user

from admin_app.grid.register_grid import ENTITY, register_grid
from admin_app.grid.spec import Grid
from admin_app.grid.view import GridView
from models.core.base import db
from models.registers.known_registers import find_register, open_register
from models.registers.register_row import RegisterRow
from models.registers.register_spec import RegisterSpec

_PART = "register"
#: The parts of an address, as Flask hands them over.
_Parts: TypeAlias = dict[str, Any]


class RegisterView(GridView):
    """The pages of the register that the address names."""

    def __init__(self, grids: Mapping[str, Grid]) -> None:
        base = Grid(entity=ENTITY, model=RegisterRow, column_list=())
        super().__init__(base, grids, url=f"/admin/register/<{_PART}>")

    def create_blueprint(self, admin: Admin) -> Blueprint:
        """The blueprint, whose functions take no key: it is the same for a whole request."""
        blueprint: Blueprint = super().create_blueprint(admin)
        blueprint.url_value_preprocessor(_take_key)
        blueprint.url_defaults(_give_key)
        return blueprint

    def is_accessible(self) -> bool:
        """Whether the reader's role reads the rows; 404 where the reader meets no such register."""
        if not current_user.is_authenticated:
            return False
        return bool(current_user.actor.role in self.grid_of_reader().readers)

    def grid_of_reader(self) -> Grid:
        """The list of the register in the address."""
        session, spec = db.session(), _register()
        open_register(session, spec)
        return register_grid(session, spec, current_user.actor.role)


def _take_key(_endpoint: str | None, values: _Parts | None) -> None:
    g.register_key = (values or {}).pop(_PART, "")


def _give_key(_endpoint: str, values: _Parts) -> None:
    values.setdefault(_PART, g.get("register_key", ""))


def _register() -> RegisterSpec:
    found: RegisterSpec | None = g.get("register_spec")
    if found is None:
        found = g.register_spec = find_register(db.session(), g.register_key) or abort(404)
    return found
