"""A paper gets a letterhead, texts and an order of its own."""

from __future__ import annotations

from sqlalchemy import select

from actions.definitions.templates.change_paper import (
    CHANGE_PAPER,
    ChangePaperInput,
    PaperBlockLine,
)
from models.definitions.template import Template, wording_of
from models.definitions.template_subject import DEFAULT_BLOCKS, PaperSubject
from tests.support.world.cast import World


def test_words_and_order_are_kept_as_given(world: World) -> None:
    order = (DEFAULT_BLOCKS[1], DEFAULT_BLOCKS[0], *DEFAULT_BLOCKS[2:])
    given = ChangePaperInput(
        PaperSubject.REMITTANCE,
        letterhead="甘肃省政务域名管理",
        opening="第一行\n第二行",
        closing="{amount_words}",
        footer="甘编办印",
        blocks=tuple(map(PaperBlockLine, order)),
    )
    world.perform(CHANGE_PAPER, "gansu", [], given)
    with world.session("zhuoni") as session:
        row = session.scalars(select(Template)).one()
        assert wording_of(row) == given.words
        assert given.words.order == order
