"""Labels in tests: defined by the registry and by two provinces, and put on rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from actions.core.labels.labelling import PutLabelInput, put_label
from actions.definitions.define_label import DEFINE_LABEL, DefineLabelInput
from models.core.base import Base
from models.definitions.label import LabelColour, RowLabel
from tests.support.world.cast import World

#: Who defines which label.
DEFINED = {"conac": "专项检查", "gansu": "甘肃督办", "shaanxi": "陕西督办"}


def define(world: World, by: str, name_zh: str, name_en: str | None = None, **more: Any) -> int:
    """A label of the user's office; returns its key."""
    given = DefineLabelInput(name_zh, name_en, **{"colour": LabelColour.RED, **more})
    return world.perform(DEFINE_LABEL, by, [], given).rows[0].row_id


def define_all(world: World) -> dict[str, int]:
    """The labels of `DEFINED`; returns their keys by who defined them."""
    english = {"conac": "Inspection", "gansu": "Gansu follow-up", "shaanxi": "Shaanxi follow-up"}
    return {by: define(world, by, name, english[by]) for by, name in DEFINED.items()}


def put(world: World, by: str, model: type[Base], ids: list[int], label: int | str) -> Any:
    """Puts a label on rows."""
    return world.perform(put_label(model), by, ids, PutLabelInput(str(label)))


def standing(world: World, entity: str, row_id: int, who: str = "system") -> set[int]:
    """The labels on a row that the user sees there."""
    with world.session(who) as session:
        wanted = select(RowLabel.label_id).where(
            RowLabel.entity == entity, RowLabel.row_id == row_id, RowLabel.is_on
        )
        return set(session.scalars(wanted))
