"""A list whose address cannot be followed in full: shown without that part, with a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from actions.core.refusal import Refusal
from admin_app.forms.page_address import leave_out, named
from admin_app.grid.conditions.columns import filters_of
from admin_app.grid.errors import BadListError
from admin_app.grid.listing.list_state import MATCH, parameters_of
from admin_app.grid.spec import Grid
from admin_app.labels import sentence
from admin_app.labels.list_fault import ListFault

#: Fault → the parameters that are left out; of others, the one that it names.
_LEFT_OUT: dict[ListFault, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            ListFault.BAD_SORT,
            ListFault.TOO_MANY_SORT_KEYS,
            ListFault.SORT_TOO_MANY,
            ListFault.SORT_TOO_COARSE,
        ),
        ("sort", "after", "before"),
    ),
    ListFault.BAD_CURSOR: ("after", "before"),
    ListFault.PAST_BACKWARDS: ("before", "last", "page"),
    ListFault.TOO_DEEP: ("page",),
    ListFault.TOO_MANY_COLUMNS: ("columns",),
    **dict.fromkeys((ListFault.TOO_MANY_TO_GROUP, ListFault.PAST_GROUPED), ("group",)),
    **dict.fromkeys((ListFault.ANY_TOO_MANY, ListFault.ANY_GROUPED), (MATCH,)),
    **dict.fromkeys(
        (
            ListFault.PAST_UNKEPT,
            ListFault.PAST_UNJUDGED,
            ListFault.PAST_TO_COME,
            ListFault.PAST_BEFORE_BOOKS,
            ListFault.PAST_TOO_LONG_AGO,
        ),
        ("as_of", "after"),
    ),
}


#: Never left out: the list without them would show every row as if they held.
_NEVER_LEFT_OUT = frozenset(
    {
        ListFault.WHERE_UNREADABLE,
        ListFault.WHERE_COLUMN,
        ListFault.WHERE_OPERATOR,
        ListFault.WHERE_TOO_DEEP,
        ListFault.WHERE_TOO_MANY,
        ListFault.WHERE_TOO_LONG,
        ListFault.TOO_MANY_TO_EXAMINE,
    }
)


def forgivingly(grid: Grid, show: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Show the list; what its address asks in vain is left out of it one by one, with a word.

    What is ticked, exported or planned on the page is of the list that is shown. Raises
    BadListError for a fault that no parameter is to blame for.
    """
    known = parameters_of(grid)
    if unknown := [name for name in request.args if name not in known]:
        leave_out(unknown, _said(ListFault.UNKNOWN_PARAMETER, {"name": named(unknown)}))
    while True:
        try:
            return show()
        except BadListError as error:
            if not _is_left_out(grid, error.refusal):
                raise


def _is_left_out(grid: Grid, refusal: Refusal) -> bool:
    assert isinstance(refusal.code, ListFault), "lists have faults of their own"
    if refusal.code in _NEVER_LEFT_OUT:
        return False
    name = str(refusal.facts.get("name", ""))
    names = _LEFT_OUT.get(refusal.code, (name,))
    facts = refusal.facts
    if refusal.code is not ListFault.BAD_SORT and name:
        facts = {**facts, "name": _label(grid, name)}
    return leave_out(names, _said(refusal.code, facts))


def _said(fault: ListFault, facts: Mapping[str, object]) -> str:
    why = sentence(fault, facts)
    return _("%(why)s这一项没有采用，列表按其余条件显示。", why=why)


def _label(grid: Grid, name: str) -> str:
    """What a parameter is called on the page."""
    for f in filters_of(grid):
        if name in f.parameters:
            return f.title(grid)
    words = {
        "list": _("分类"),
        "size": _("每页"),
        "columns": _("列"),
        "group": _("汇总"),
        "view": _("视图"),
        "page": _("页码"),
        "as_of": _("截至日期"),
        MATCH: _("查询条件"),
    }
    return words.get(name, name)
