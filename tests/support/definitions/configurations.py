"""Configurations in tests: a definition of every kind, the verbs, and the text of a copy."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from actions.configuration.keeping import KeepInput, UploadInput
from actions.core.action import Nothing
from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from actions.definitions.retire_label import RETIRE_LABEL
from actions.permissions import action_of
from models.definitions.configuration import ConfigurationCopy
from models.definitions.own_field import FieldEntity, FieldKind
from models.users.user import Role
from tests.support.definitions import choices, labels, own_roles, registers, reports, rules
from tests.support.definitions.templates import word_notice, word_paper
from tests.support.world.cast import World


def verb(key: str) -> Any:
    """The verb of that key."""
    found = action_of(key)
    assert found is not None
    return found


def define_everything(world: World, by: str = "gansu") -> None:
    """A definition of nearly every kind that a province makes, some referring to others."""
    choices.define_list(world, by)
    choices.add(world, by, "seals", "oval", "椭圆章", place=5)
    label = labels.define(world, by, "督办", "Follow-up")
    labels.define(world, by, "作废的标签")
    for field in (
        DefineFieldInput(
            FieldEntity.UNIT, "seal", FieldKind.CHOICE, "印章", "Seal", choice_list="seals"
        ),
        DefineFieldInput(
            FieldEntity.UNIT,
            "seal_no",
            FieldKind.TEXT,
            "印章编号",
            "Seal number",
            shown_when="seal == 'round'",
            seen_by=(Role.PROVINCE_ADMIN, Role.COUNTY_ADMIN),
        ),
    ):
        world.perform(DEFINE_FIELD, by, [], field)
    registers.open_training(world, by)
    own_roles.define(world, by)
    reports.define(world, by)
    word_notice(world, by, "已收 {amount_fen}。")
    word_paper(world, by, "本单据由甘肃样式印制。")
    rules.define(world, by, name_zh="续费督办", label=str(label), daily_limit=7)
    retired = labels.define(world, by, "停用的标签")
    world.perform(RETIRE_LABEL, by, [retired], Nothing())


def keep(world: World, by: str = "gansu", name: str | None = None) -> int:
    """A copy by hand; returns its key."""
    return world.perform(verb("keep_configuration"), by, [], KeepInput(name)).rows[0].row_id


def upload(world: World, text: str, by: str = "gansu") -> int:
    """A copy from a file; returns its key."""
    given = UploadInput("文件", text)
    return world.perform(verb("upload_configuration"), by, [], given).rows[0].row_id


def apply(world: World, copy: int, by: str = "gansu") -> Any:
    """Applies a copy."""
    return world.perform(verb("apply_configuration"), by, [copy], Nothing())


def text_of(world: World, copy: int) -> str:
    """The text of a copy."""
    with world.session() as session:
        wanted = select(ConfigurationCopy.content).where(ConfigurationCopy.id == copy)
        return session.scalars(wanted).one()
