"""Who is told of imports, background runs, notes and what the system clears away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from actions.audiences.domains import Announcements
from actions.core.action import Action
from actions.core.announcement import Announcement, Audience, Finished, NobodyElse, Opens
from actions.core.records.change_many import CHANGE_MANY
from actions.core.refusal import Fact
from actions.imports.accept_changes import ACCEPT_CHANGES
from actions.imports.accept_rows import ACCEPT_ROWS
from actions.imports.stage_sheet import STAGE_SHEET
from actions.jobs.give_up_mail import GIVE_UP_MAIL
from actions.jobs.notify_run_finished import (
    ANNOUNCE_RUN,
    ENDS,
    AnnounceRunInput,
    topic_of_end,
)
from actions.jobs.prune_configurations import PRUNE_CONFIGURATIONS
from actions.jobs.prune_mail import PRUNE_MAIL
from actions.jobs.prune_notices import PRUNE_NOTICES
from actions.jobs.prune_reminders import PRUNE_REMINDERS
from actions.jobs.prune_runs import PRUNE_RUNS
from actions.jobs.resend_mail import RESEND_MAIL
from actions.jobs.send_digest import SEND_DIGEST, Pending, SendDigestInput
from actions.jobs.send_report import SEND_REPORT
from actions.jobs.stop_run import STOP_RUN
from actions.workspace.add_note import ADD_NOTE
from actions.workspace.attach_file import ATTACH_FILE
from actions.workspace.change_view import CHANGE_VIEW
from actions.workspace.delete_view import DELETE_VIEW
from actions.workspace.mail_report import MAIL_REPORT
from actions.workspace.mark_notices_read import MARK_READ
from actions.workspace.put_on_desk import PUT_ON_DESK
from actions.workspace.save_view import SAVE_VIEW
from actions.workspace.stop_mailing import STOP_MAILING
from actions.workspace.take_off_desk import TAKE_OFF_DESK
from actions.workspace.withdraw_file import WITHDRAW_FILE
from actions.workspace.withdraw_note import WITHDRAW_NOTE
from actions.workspace.work_out_report import WORK_OUT_REPORT
from models.domains.reminder import Reminder
from models.jobs.job_run import JobRun
from models.jobs.outbox import Mail
from models.offices.office import Office
from models.workspace.notify import Topic

_Announced = Finished[JobRun, AnnounceRunInput, None]
_Digest = Finished[Office, SendDigestInput, Pending]


def _ended(topic: Topic) -> Callable[[_Announced], Sequence[JobRun]]:
    return lambda run: [row for row in run.rows if topic_of_end(row, run.given) is topic]


def _action(_run: object, rows: Sequence[JobRun]) -> Mapping[str, Fact]:
    return {"action": rows[0].action}


def _addressee(_run: object, rows: Sequence[Mail]) -> Mapping[str, Fact]:
    """The address that failed, and whose it is."""
    return {
        "recipient": rows[0].recipient,
        "person": rows[0].facts.get("person") or rows[0].facts["to"],
    }


def _reminders(run: _Digest) -> list[Reminder]:
    return [each for found in run.facts.reminders.values() for each in found]


def _soonest(_run: object, rows: Sequence[Reminder]) -> Mapping[str, Fact]:
    return {"days": max(row.stage for row in rows)}


AUDIENCES: dict[Action[Any, Any, Any], Announcements | NobodyElse] = {
    STAGE_SHEET: NobodyElse.OWN,
    # Particulars that are edited one by one tell nobody either: the history of each row shows them.
    ACCEPT_CHANGES: NobodyElse.INTERNAL,
    **dict.fromkeys(CHANGE_MANY, NobodyElse.INTERNAL),
    # It reports to the administrators of the sheet's office once no row waits.
    ACCEPT_ROWS: NobodyElse.SAYS_ITSELF,
    STOP_RUN: (Announcement(topic=Topic.RUN_STOPPED, to=Audience.PERSON),),
    ANNOUNCE_RUN: tuple(
        Announcement(
            topic=topic,
            to=Audience.PERSON,
            rows=_ended(topic),
            facts=_action,
            quotes=("done", "refused", "amount_fen"),
        )
        for topic in ENDS
    ),
    SEND_DIGEST: tuple(
        Announcement(topic=Topic.EXPIRING, to=to, rows=_reminders, facts=_soonest, opens=Opens.LIST)
        for to in (Audience.COLLEAGUES, Audience.UNIT)
    ),
    GIVE_UP_MAIL: (
        Announcement(topic=Topic.MAIL_UNDELIVERED, to=Audience.COLLEAGUES, facts=_addressee),
    ),
    # The letter itself is the message.
    RESEND_MAIL: NobodyElse.SAYS_ITSELF,
    ADD_NOTE: NobodyElse.IN_THE_RECORD,
    WITHDRAW_NOTE: NobodyElse.IN_THE_RECORD,
    ATTACH_FILE: NobodyElse.IN_THE_RECORD,
    WITHDRAW_FILE: NobodyElse.IN_THE_RECORD,
    SAVE_VIEW: NobodyElse.OWN,
    PUT_ON_DESK: NobodyElse.OWN,
    WORK_OUT_REPORT: NobodyElse.OWN,
    MAIL_REPORT: NobodyElse.INTERNAL,
    STOP_MAILING: NobodyElse.INTERNAL,
    # The letter itself is the message.
    SEND_REPORT: NobodyElse.SAYS_ITSELF,
    TAKE_OFF_DESK: NobodyElse.OWN,
    CHANGE_VIEW: NobodyElse.OWN,
    DELETE_VIEW: NobodyElse.OWN,
    MARK_READ: NobodyElse.OWN,
    PRUNE_CONFIGURATIONS: NobodyElse.HOUSEKEEPING,
    PRUNE_MAIL: NobodyElse.HOUSEKEEPING,
    PRUNE_NOTICES: NobodyElse.HOUSEKEEPING,
    PRUNE_REMINDERS: NobodyElse.HOUSEKEEPING,
    PRUNE_RUNS: NobodyElse.HOUSEKEEPING,
}
