"""Words of a field become a list and come back, on both engines."""

from __future__ import annotations

import json
from argparse import Namespace

import pytest
from alembic import command
from sqlalchemy import text

from tests.actions.core.choices.test_field_lists import define
from tests.conftest import alembic_config, migrate
from tests.support.definitions.choices import codes
from tests.support.world.cast import World

pytestmark = pytest.mark.slow

WORDS = "round=圆章/Round\nsquare=方章/Square"


def test_words_go_there_and_back_in_their_order(world: World) -> None:
    key = define(world, choices=WORDS)

    config = alembic_config(world.engine)
    config.cmd_opts = Namespace(x=["discard_history=yes"])
    command.downgrade(config, "0024")
    with world.engine.connect() as connection:
        stored = connection.scalar(text("SELECT choices FROM own_field"))
        assert connection.scalar(text("SELECT count(*) FROM choice_list")) == 0
    choices = json.loads(stored) if isinstance(stored, str) else stored
    assert choices == [
        {"code": "round", "label": "圆章", "label_en": "Round"},
        {"code": "square", "label": "方章", "label_en": "Square"},
    ]

    migrate(world.engine)
    with world.engine.connect() as connection:
        of = connection.scalar(text(f"SELECT choice_list_id FROM own_field WHERE id = {key}"))
    assert codes(world, "zhuoni", of) == {"round", "square"}
