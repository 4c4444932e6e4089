"""Every door that Flask-Admin exposes is replaced by ours or closed."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from flask_admin import AdminIndexView, BaseView
from flask_admin.contrib.sqla import ModelView

from admin_app.grid.view import GridView
from admin_app.workbench.page import Desk

#: The exposed methods of Flask-Admin that we read and replace with our own.
OVERRIDDEN = {
    "action_view",
    "create_view",
    "delete_view",
    "details_view",
    "edit_view",
    "export",
    "index_view",
}
#: Those that have no route at all with us.
CLOSED = {"ajax_lookup", "ajax_update"}


def exposed(view: type[BaseView]) -> set[str]:
    """The names of the methods of a view class that Flask-Admin makes routes of."""
    return {name for name, method in inspect.getmembers(view) if hasattr(method, "_urls")}


def defined_by_flask_admin(view: type[BaseView], name: str) -> bool:
    """Whether the class of Flask-Admin still answers for a name."""
    method: Any = getattr(view, name)
    return getattr(method, "__module__", "").startswith("flask_admin")


def test_every_route_of_a_model_view_is_listed_as_overridden_or_closed() -> None:
    assert exposed(ModelView) == OVERRIDDEN | CLOSED


@pytest.mark.parametrize("name", sorted(OVERRIDDEN))
def test_a_route_of_a_model_view_is_answered_by_our_method(name: str) -> None:
    assert name in exposed(GridView)
    assert not defined_by_flask_admin(GridView, name)


@pytest.mark.parametrize("name", sorted(CLOSED))
def test_a_closed_route_of_a_model_view_has_no_method(name: str) -> None:
    assert getattr(GridView, name) is None


def test_plain_views_bring_no_route_and_the_index_view_only_the_desk() -> None:
    assert exposed(BaseView) == set()
    assert exposed(AdminIndexView) == {"index"}
    assert not defined_by_flask_admin(Desk, "index")


def test_a_route_that_is_not_overridden_is_noticed() -> None:
    assert defined_by_flask_admin(ModelView, "details_view")
