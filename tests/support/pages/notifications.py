"""Notifications, for their tests."""

from __future__ import annotations

from sqlalchemy import select

from actions.core.adverse_review import ReviewReasons
from models.domains.review import ReviewReason
from models.workspace.notification import Notification
from tests.support.world.cast import World

WHY = ReviewReasons((ReviewReason.PAPERS_MISSING,))


def topics(world: World, username: str) -> list[str]:
    with world.session() as session:
        return list(
            session.scalars(
                select(Notification.kind)
                .where(Notification.user_id == world.id(f"user:{username}"))
                .order_by(Notification.id)
            )
        )
