"""Values written by what their column is, not by its type: keys, names of actions, accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from admin_app.files.import_errors import fault_said
from admin_app.labels import ENTITIES, action_title, requested_title, word
from models.domains.review import ReviewReason
from models.ledger.ledger import Account, AccountKind
from models.offices.office import REGISTRY_CODE


def named_writer(source: Any) -> Callable[[Any], str | Markup] | None:
    """How to write the values of a table column of a meaning of its own, or None."""
    if source is Account.__table__.c.code:
        return _account
    return _BY_NAME.get(source.name)


def _account(code: str | None) -> str:
    """A ledger account: what it is for, and of which office unless it is the registry's."""
    if not code:
        return ""
    kind, _colon, office_code = code.partition(":")
    named = word(AccountKind(kind))
    return named if office_code == REGISTRY_CODE else f"{named} {office_code}"


_BY_NAME: dict[str, Callable[[Any], str | Markup]] = {
    "id": str,
    "fault": lambda kept: escape(fault_said(kept)),
    "entity": lambda table: escape(ENTITIES.get(table, table)) if table else "",
    "action": lambda key: escape(action_title(key)) if key else "",
    "what": lambda asked: escape(requested_title(asked)) if asked else "",
    "reasons": lambda keys: escape("、".join(word(ReviewReason(key)) for key in keys or ())),
}
