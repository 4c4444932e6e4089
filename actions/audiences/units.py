"""Who is told of units: registration, changes of name, mergers and moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.audiences.domains import Announcements, unit_and_office
from actions.core.action import Action
from actions.core.announcement import (
    Announcement,
    AnyRun,
    Audience,
    Finished,
    NobodyElse,
    receipt_rows,
)
from actions.core.refusal import Fact
from actions.units.abolish import ABOLISH_UNIT
from actions.units.confirm import CONFIRM_UNIT
from actions.units.merge import MERGE_UNITS, MergeUnitsFacts, MergeUnitsInput
from actions.units.refuse import REFUSE_UNIT
from actions.units.register import REGISTER_UNIT
from actions.units.rename import RENAME_UNIT
from actions.units.resume import RESUME_UNIT
from actions.units.self_register import ENROL_UNIT
from actions.units.suspend import SUSPEND_UNIT
from actions.units.transfer import TRANSFER_UNIT, TransferUnitFacts, TransferUnitInput
from models.units.unit import Unit
from models.workspace.notify import Topic

_Merged = Finished[Unit, MergeUnitsInput, MergeUnitsFacts]
_Transferred = Finished[Unit, TransferUnitInput, TransferUnitFacts]


def _name_before(run: AnyRun, _rows: Sequence[Unit]) -> Mapping[str, Fact]:
    return {"name_before": run.result.rows[0].facts["name_before"]}


def _successor(run: _Merged) -> list[Unit]:
    return [run.facts.successor] if run.facts.successor else []


def _merger(run: _Merged, _rows: Sequence[Unit]) -> Mapping[str, Fact]:
    """The units that were merged, by name, and their successor."""
    successor = run.facts.successor
    return {
        "numbers": "、".join(row.name for row in run.rows[:5]),
        "count": len(run.rows),
        "successor": successor.name if successor else None,
    }


def _new_office(run: _Transferred, _rows: Sequence[Unit]) -> Mapping[str, Fact]:
    return {"office": run.facts.office.name if run.facts.office else None}


AUDIENCES: dict[Action[Any, Any, Any], Announcements | NobodyElse] = {
    REGISTER_UNIT: (
        Announcement(topic=Topic.UNIT_ENTERED, to=Audience.OFFICE, rows=receipt_rows(Unit)),
    ),
    ENROL_UNIT: (
        Announcement(topic=Topic.UNIT_ENROLLED, to=Audience.OFFICE, rows=receipt_rows(Unit)),
    ),
    CONFIRM_UNIT: unit_and_office(Topic.UNIT_CONFIRMED),
    REFUSE_UNIT: NobodyElse.NO_LOGIN,
    RENAME_UNIT: unit_and_office(Topic.UNIT_RENAMED, "document_no", facts=_name_before),
    MERGE_UNITS: (
        *unit_and_office(Topic.UNITS_MERGED, "document_no", facts=_merger, rows=_successor),
        # Their logins, where they are kept, follow to the successor.
        Announcement(
            topic=Topic.UNITS_MERGED,
            to=Audience.UNIT,
            facts=_merger,
            quotes=("document_no",),
        ),
    ),
    TRANSFER_UNIT: tuple(
        Announcement(topic=topic, to=to, facts=_new_office, quotes=("document_no",))
        for topic, to in (
            (Topic.UNIT_TRANSFERRED, Audience.UNIT),
            (Topic.UNIT_RECEIVED, Audience.OFFICE),
            (Topic.UNIT_TRANSFERRED, Audience.FORMER_OFFICE),
        )
    ),
    SUSPEND_UNIT: unit_and_office(Topic.UNIT_SUSPENDED, "reason"),
    RESUME_UNIT: unit_and_office(Topic.UNIT_RESUMED),
    ABOLISH_UNIT: unit_and_office(Topic.UNIT_ABOLISHED, "document_no"),
}
