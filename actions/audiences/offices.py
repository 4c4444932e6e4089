"""Who is told of settings, prices and the logins of an office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.audiences.domains import Announcements
from actions.core.action import Action
from actions.core.announcement import (
    Announcement,
    AnyRun,
    Audience,
    Finished,
    NobodyElse,
    Opens,
    receipt_rows,
)
from actions.core.refusal import Fact
from actions.offices.change_setting import CHANGE_SETTING
from actions.offices.close_office import CLOSE_OFFICE
from actions.offices.confirm_hand_over import CONFIRM_HAND_OVER
from actions.offices.create_office import CREATE_OFFICE
from actions.offices.hand_over import HAND_OVER
from actions.offices.merge_office import MERGE_OFFICE
from actions.offices.move_office import MOVE_OFFICE
from actions.offices.refuse_hand_over import REFUSE_HAND_OVER
from actions.offices.rename_office import RENAME_OFFICE
from actions.offices.set_fee import SET_FEE
from actions.offices.set_invoice_type import SET_INVOICE_TYPE
from actions.offices.set_own_contact import SET_OWN_CONTACT
from actions.offices.set_switches import SET_SWITCHES, SetSwitchesFacts, SetSwitchesInput
from actions.offices.withdraw_hand_over import WITHDRAW_HAND_OVER
from actions.users.change_password import CHANGE_PASSWORD
from actions.users.change_role import CHANGE_ROLE
from actions.users.count_wrong_password import COUNT_WRONG_PASSWORD
from actions.users.create_user import CREATE_USER
from actions.users.disable_user import DISABLE_USER
from actions.users.enable_user import ENABLE_USER
from actions.users.issue_token import ISSUE_TOKEN
from actions.users.rename_user import RENAME_USER
from actions.users.reset_password import RESET_PASSWORD
from actions.users.revoke_token import REVOKE_TOKEN
from actions.users.set_own_role import SET_OWN_ROLE
from actions.users.set_tour import SET_TOUR
from actions.users.sign_in import SIGN_IN
from actions.users.sign_out import SIGN_OUT
from models.billing.fee import FeeSchedule
from models.core.setting import Setting
from models.invoices.invoice_type import InvoiceType
from models.offices.handover_record import HandoverRecord
from models.offices.office import Office
from models.workspace.notify import Topic


def _offices(run: Finished[Office, SetSwitchesInput, SetSwitchesFacts]) -> Sequence[Office]:
    """All offices of the province: the switches hold for each."""
    return run.facts.offices


def _setting(run: AnyRun, _rows: object) -> Mapping[str, Fact]:
    """The setting, its old and its new value."""
    return {"setting": run.given.name, **run.result.rows[0].facts}


def _price(run: AnyRun, _rows: object) -> Mapping[str, Fact]:
    """The operation, its price and the first day, as the receipt says them."""
    return run.result.rows[0].facts


def _proposed(run: AnyRun) -> list[HandoverRecord]:
    """The handover that the run proposed."""
    key = run.result.totals["handover_record_id"]
    return [run.ctx.session.get_one(HandoverRecord, key)]


def _both(_run: object, rows: Sequence[HandoverRecord]) -> Mapping[str, Fact]:
    """Who hands the desk over, and to whom."""
    (record,) = rows
    return {"giver": record.giver, "taker": record.taker}


def _handed_over(_run: object, rows: Sequence[HandoverRecord]) -> Mapping[str, Fact]:
    """Both by name; the notice leads to whose desk it was."""
    (record,) = rows
    return {"numbers": record.giver, "taker": record.taker, "row_id": record.giver_id}


def _office_above(run: AnyRun) -> list[Office]:
    """The office under which the new one stands."""
    return [run.facts.parent]


def _new_office(run: AnyRun, _rows: object) -> Mapping[str, Fact]:
    """The new office by name; the notice leads to it."""
    (line,) = run.result.rows
    return {"name": line.name, "row_id": line.row_id}


def _offices_above(run: AnyRun) -> list[Office]:
    """The office under which the closed one stood."""
    (row,) = run.rows
    return [run.ctx.session.get_one(Office, row.parent_id)]


def _successor_office(run: AnyRun) -> list[Office]:
    """The office after the closed one."""
    return [run.facts.successor]


def _closed(run: AnyRun, _rows: object) -> Mapping[str, Fact]:
    """The closed office by name; the notice leads to it."""
    (line,) = run.result.rows
    return {"name": line.name, "row_id": line.row_id}


def _merged(run: AnyRun, _rows: object) -> Mapping[str, Fact]:
    """The same, and the office after it."""
    return {**_closed(run, _rows), "successor": run.facts.successor.name}


def _both_above(run: AnyRun) -> list[Office]:
    """The offices above, of the old place and of the new."""
    return [*_offices_above(run), run.facts.opening.parent]


def _moved(run: AnyRun, _rows: object) -> Mapping[str, Fact]:
    """The office by its old name and its new one; the notice leads to the list."""
    (line,) = run.result.rows
    return {"name": line.name, "successor": line.facts["successor_office"], "row_id": None}


def _taken_over(run: AnyRun, _rows: object) -> Mapping[str, Fact]:
    """The closed office by name, and what came from it; the notice leads to the list of units."""
    (line,) = run.result.rows
    named = ("moved_unit_count", "domain_count", "sheets", "balance_fen")
    return {"name": line.name, **{name: run.result.totals[name] for name in named}}


def _renamed(run: AnyRun, _rows: object) -> Mapping[str, Fact]:
    """The name before."""
    return {"name_before": run.result.rows[0].facts["name_before"]}


AUDIENCES: dict[Action[Any, Any, Any], Announcements | NobodyElse] = {
    CREATE_OFFICE: (
        Announcement(
            topic=Topic.OFFICE_CREATED,
            to=Audience.OFFICE,
            rows=_office_above,
            facts=_new_office,
            quotes=("document_no",),
        ),
    ),
    RENAME_OFFICE: (
        Announcement(
            topic=Topic.OFFICE_RENAMED,
            to=Audience.OFFICE,
            facts=_renamed,
            quotes=("document_no",),
        ),
    ),
    MERGE_OFFICE: (
        Announcement(
            topic=Topic.OFFICE_MERGED,
            to=Audience.OFFICE,
            rows=_offices_above,
            facts=_merged,
            quotes=("document_no",),
        ),
        # Those who came along read it too: they are of this office now.
        Announcement(
            topic=Topic.OFFICE_TAKEN_OVER,
            to=Audience.OFFICE,
            rows=_successor_office,
            facts=_taken_over,
            quotes=("document_no",),
            opens=Opens.LIST,
        ),
    ),
    MOVE_OFFICE: (
        Announcement(
            topic=Topic.OFFICE_MOVED,
            to=Audience.OFFICE,
            rows=_both_above,
            facts=_moved,
            quotes=("document_no",),
        ),
    ),
    CLOSE_OFFICE: (
        Announcement(
            topic=Topic.OFFICE_CLOSED,
            to=Audience.OFFICE,
            rows=_offices_above,
            facts=_closed,
            quotes=("document_no",),
        ),
    ),
    SET_SWITCHES: (
        Announcement(
            topic=Topic.SWITCHES_SET, to=Audience.COLLEAGUES, rows=_offices, quotes=("reason",)
        ),
    ),
    CHANGE_SETTING: (
        Announcement(
            topic=Topic.SETTING_CHANGED,
            to=Audience.EVERY_OFFICE,
            rows=receipt_rows(Setting),
            facts=_setting,
        ),
    ),
    SET_FEE: (
        Announcement(
            topic=Topic.PRICE_SET,
            to=Audience.EVERY_OFFICE,
            rows=receipt_rows(FeeSchedule),
            facts=_price,
            quotes=("tld",),
        ),
    ),
    SET_INVOICE_TYPE: (
        Announcement(
            topic=Topic.INVOICE_TYPE_SET,
            to=Audience.EVERY_OFFICE,
            rows=receipt_rows(InvoiceType),
        ),
    ),
    HAND_OVER: (
        Announcement(
            topic=Topic.HANDOVER_PROPOSED,
            to=Audience.PERSON,
            rows=_proposed,
            facts=_both,
            people=("taker_id",),
        ),
    ),
    CONFIRM_HAND_OVER: (
        Announcement(topic=Topic.DESK_HANDED_OVER, to=Audience.COLLEAGUES, facts=_handed_over),
    ),
    REFUSE_HAND_OVER: (
        Announcement(
            topic=Topic.HANDOVER_REFUSED,
            to=Audience.PERSON,
            facts=_both,
            quotes=("answer",),
            people=("giver_id", "recorded_by_id"),
        ),
    ),
    WITHDRAW_HAND_OVER: (
        Announcement(
            topic=Topic.HANDOVER_WITHDRAWN,
            to=Audience.PERSON,
            facts=_both,
            people=("giver_id", "taker_id"),
        ),
    ),
    # The new login is handed out on a password slip.
    CREATE_USER: NobodyElse.NO_LOGIN,
    DISABLE_USER: NobodyElse.NO_LOGIN,
    CHANGE_ROLE: (Announcement(topic=Topic.ROLE_CHANGED, to=Audience.PERSON, quotes=("reason",)),),
    SET_OWN_ROLE: (Announcement(topic=Topic.ROLE_CHANGED, to=Audience.PERSON, quotes=("reason",)),),
    RENAME_USER: (
        Announcement(
            topic=Topic.USER_RENAMED, to=Audience.PERSON, quotes=("display_name", "reason")
        ),
    ),
    ENABLE_USER: (Announcement(topic=Topic.LOGIN_ENABLED, to=Audience.PERSON),),
    RESET_PASSWORD: (Announcement(topic=Topic.PASSWORD_RESET, to=Audience.PERSON),),
    REVOKE_TOKEN: (Announcement(topic=Topic.TOKEN_REVOKED, to=Audience.PERSON),),
    CHANGE_PASSWORD: NobodyElse.OWN,
    COUNT_WRONG_PASSWORD: NobodyElse.OWN,
    ISSUE_TOKEN: NobodyElse.OWN,
    SET_OWN_CONTACT: NobodyElse.OWN,
    SET_TOUR: NobodyElse.OWN,
    SIGN_IN: NobodyElse.OWN,
    SIGN_OUT: NobodyElse.OWN,
}
