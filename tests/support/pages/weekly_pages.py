"""The pages of the week's remittance."""

from __future__ import annotations

from collections.abc import Callable

from actions.core.action import Nothing
from actions.remittances.draft import DRAFT_REMITTANCE
from models.remittances.remittance import Remittance, RemittanceState
from tests.support.pages.clerk import Clerk
from tests.support.world.cast import World

Clerks = Callable[[str], Clerk]


A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


def drafted(world: World) -> Remittance:
    world.perform(DRAFT_REMITTANCE, "zhuoni", [world.id("office-zhuoni")], Nothing())
    with world.session("zhuoni") as session:
        from sqlalchemy import select

        wanted = select(Remittance).where(Remittance.state == RemittanceState.DRAFT)
        return session.scalars(wanted).one()
