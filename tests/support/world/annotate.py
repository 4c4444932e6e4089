"""An action for tests of the single door: it annotates names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from actions.core.action import Action, Reach, param
from actions.core.context import Context
from actions.core.refusal import Common, Refusal, Refused
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.domains.domain import Domain
from models.users.user import Role
from tests.support.database.database_digest import digest
from tests.support.world.cast import World


@dataclass(frozen=True, slots=True)
class AnnotateInput:
    purpose: str = param(maximum_length=200)


def _check(row: Domain, given: AnnotateInput, _facts: None) -> Refusal | None:
    return Refusal(Common.CONFLICT, {"name": row.name_u}) if row.is_held else None


def _check_batch(rows: Any, given: AnnotateInput, _facts: None) -> Refusal | None:
    return Refusal(Common.CONFLICT) if given.purpose == "不许" else None


def _run(ctx: Context, rows: Any, given: AnnotateInput, _facts: None) -> Result:
    for row in rows:
        row.purpose = given.purpose
    return Result([RowResult(row.id, row.name_u) for row in rows], {"row_count": len(rows)})


def annotate(**changes: Any) -> Action[Any, Any, Any]:
    """A small verb on names, for roles of each reach."""
    given: dict[str, Any] = {
        "key": "annotate",
        "model": Domain,
        "input": AnnotateInput,
        "check": _check,
        "check_batch": _check_batch,
        "preview": lambda _ctx, rows, _given, _facts: Preview(totals={"row_count": len(rows)}),
        "run": _run,
        "row_facts": domain_facts,
        "grants": {
            Role.PROVINCE_ADMIN: Reach.SCOPE,
            Role.CITY_ADMIN: Reach.BELOW,
            Role.COUNTY_ADMIN: Reach.OWN,
            Role.UNIT_USER: Reach.SCOPE,
            Role.REGISTRY_ADMIN: Reach.OWN,
        },
    }
    return Action(**(given | changes))


ANNOTATE = annotate()


GIVEN = AnnotateInput("用途")


def refused(
    world: World, action: Any, username: str, ids: list[int], given: Any = GIVEN
) -> Refused:
    """The refusal of a run that must be refused, after which not one row differs."""
    before = digest(world.engine)
    with pytest.raises(Refused) as caught:
        world.perform(action, username, ids, given)
    assert digest(world.engine) == before
    return caught.value
