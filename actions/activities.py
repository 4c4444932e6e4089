"""Facts about actions that readers of the journal need, collected from `Action` fields.

The part of a row's history that its runs belong to (by default, changes of the row itself), and
whether its runs are business of the office at all.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from actions.core.action import Action
from actions.core.activity_kinds import TABLES_OF, ActivityKind
from actions.domains.remind import REMIND
from actions.imports.stage_sheet import STAGE_SHEET
from actions.invoices.notify_overdue_lots import TELL_OVERDUE_LOTS
from actions.jobs.give_up_mail import GIVE_UP_MAIL
from actions.jobs.notify_run_finished import ANNOUNCE_RUN
from actions.jobs.prune_configurations import PRUNE_CONFIGURATIONS
from actions.jobs.prune_mail import PRUNE_MAIL
from actions.jobs.prune_notices import PRUNE_NOTICES
from actions.jobs.prune_reminders import PRUNE_REMINDERS
from actions.jobs.prune_runs import PRUNE_RUNS
from actions.jobs.send_digest import SEND_DIGEST
from actions.jobs.send_report import SEND_REPORT
from actions.offices.set_own_contact import SET_OWN_CONTACT
from actions.permissions import CATALOG
from actions.rules.carry_out import CARRY_OUT
from actions.rules.judge_events import JUDGE_EVENTS
from actions.rules.seek_dates import SEEK_DATES
from actions.units.self_register import ENROL_UNIT
from actions.users.change_password import CHANGE_PASSWORD
from actions.users.count_wrong_password import COUNT_WRONG_PASSWORD
from actions.users.issue_token import ISSUE_TOKEN
from actions.users.set_tour import SET_TOUR
from actions.users.sign_in import SIGN_IN
from actions.users.sign_out import SIGN_OUT
from actions.workspace.mark_notices_read import MARK_READ

#: Verbs that no list offers, so that the catalog does not hold them: a job or a page of their own
#: carries them out.
UNLISTED = (
    ANNOUNCE_RUN,
    CARRY_OUT,
    CHANGE_PASSWORD,
    COUNT_WRONG_PASSWORD,
    ENROL_UNIT,
    GIVE_UP_MAIL,
    ISSUE_TOKEN,
    JUDGE_EVENTS,
    MARK_READ,
    PRUNE_CONFIGURATIONS,
    PRUNE_MAIL,
    PRUNE_NOTICES,
    PRUNE_REMINDERS,
    PRUNE_RUNS,
    REMIND,
    SEEK_DATES,
    SEND_DIGEST,
    SEND_REPORT,
    SET_OWN_CONTACT,
    SET_TOUR,
    SIGN_IN,
    SIGN_OUT,
    STAGE_SHEET,
    TELL_OVERDUE_LOTS,
)
_ALL = (*CATALOG, *UNLISTED)
Verb = Action[Any, Any, Any]
_BY_KEY: dict[str, Verb] = {each.key: each for each in _ALL}

#: Action key → its kind, for every verb that says one.
KIND_OF = {each.key: each.activity for each in _ALL if each.activity is not None}
#: The keys of the verbs about one's own login: nobody asks for a receipt that they signed in.
PERSONAL_KEYS = tuple(each.key for each in _ALL if each.is_personal)


def verb_of(key: str) -> Verb | None:
    """The verb of that key, listed or not; None for generated record actions and old keys."""
    return _BY_KEY.get(key)


def keys_of(kind: ActivityKind) -> list[str]:
    """The keys of the actions whose runs are of the kind."""
    return [key for key, own in KIND_OF.items() if own is kind]


def activity_of(action: str, tables: Collection[str] = ()) -> ActivityKind:
    """The kind of a run, from its action's key, else from the tables it changed."""
    if (known := KIND_OF.get(action)) is not None:
        return known
    changed = (kind for kind, own in TABLES_OF.items() if set(own) & set(tables))
    return next(changed, ActivityKind.EDIT)
