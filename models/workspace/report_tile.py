"""报表 on the desk: which reports a user has put there, and so sees on signing in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ForeignKey, ScalarSelect, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, pk
from models.core.scope import Scoped, ancestor_indexes
from models.definitions.report import SavedReport

#: Most reports on one desk.
MAXIMUM_TILES = 6


class ReportTile(Scoped, Base):
    """A report on a user's desk; it belongs to the user's office."""

    __tablename__ = "report_tile"
    __table_args__ = (UniqueConstraint("user_id", "report_id"), *ancestor_indexes())

    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), index=True)


def own_tiles(user_id: int | None) -> Select[ReportTile]:
    """The tiles of a user, in the order in which they were put up."""
    return select(ReportTile).where(ReportTile.user_id == user_id).order_by(ReportTile.id)


def tile_count(user_id: int | None) -> ScalarSelect[int]:
    """How many there are, for a statement that counts several things."""
    return (
        select(func.count())
        .select_from(ReportTile)
        .where(ReportTile.user_id == user_id)
        .scalar_subquery()
    )


def reports_on_desk(session: Session, user_id: int | None) -> Sequence[SavedReport]:
    """The reports on a user's desk that they still see and that are in use, in order."""
    wanted = (
        select(SavedReport)
        .join(ReportTile, ReportTile.report_id == SavedReport.id)
        .where(ReportTile.user_id == user_id, SavedReport.is_active)
        .order_by(ReportTile.id)
    )
    return session.scalars(wanted).all()


def tiles_of_reports(session: Session, keys: Sequence[int]) -> dict[int, int]:
    """On how many desks in scope each report stands."""
    counted = (
        select(ReportTile.report_id, func.count())
        .where(ReportTile.report_id.in_(keys))
        .group_by(ReportTile.report_id)
    )
    return dict(session.execute(counted).all())
