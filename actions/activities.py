"""Which part of a row's history the runs of each action belong to, as the actions themselves say.

An action that says nothing changed the row itself: its runs are edits.
"""

from __future__ import annotations

from collections.abc import Collection

from actions.core.activity_kinds import TABLES_OF, ActivityKind
from actions.domains.remind import REMIND
from actions.invoices.notify_overdue_lots import TELL_OVERDUE_LOTS
from actions.jobs.send_digest import SEND_DIGEST
from actions.permissions import CATALOG

#: What background jobs do to rows; nobody is granted it, so the catalog does not list it.
_OF_JOBS = (REMIND, SEND_DIGEST, TELL_OVERDUE_LOTS)

#: Action key → its kind, for every action that says one.
KIND_OF = {each.key: each.activity for each in (*CATALOG, *_OF_JOBS) if each.activity is not None}


def keys_of(kind: ActivityKind) -> list[str]:
    """The keys of the actions whose runs are of the kind."""
    return [key for key, own in KIND_OF.items() if own is kind]


def activity_of(action: str, tables: Collection[str] = ()) -> ActivityKind:
    """The kind of a run, from its action's key, else from the tables it changed."""
    if (known := KIND_OF.get(action)) is not None:
        return known
    changed = (kind for kind, own in TABLES_OF.items() if set(own) & set(tables))
    return next(changed, ActivityKind.EDIT)
