"""单位信息 (guide 新-002): one's own office or unit, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.actor import Actor
from admin_app.grid.column_source import label_of
from admin_app.grid.listing.cells import writers
from admin_app.grid.listing.query import fetch_by_ids
from admin_app.grid.spec import EVERYONE, Column, Grid
from admin_app.labels.reports.profile import WHY
from admin_app.values import Written
from admin_app.views import GRIDS
from admin_app.web.page import Page
from models.core.base import db
from models.offices.office import Office, PaymentMode
from models.reports.profile_gaps import Gap, office_profile, unit_gaps
from models.units.unit import Unit

Facts = list[tuple[str, Written]]

#: Gaps that are filled in on other pages.
_ELSEWHERE = {
    Gap.PAYMENT_MODE: "own_payment_mode.index",
    Gap.PAYEE: "own_payment_mode.index",
    Gap.MAILING_ADDRESS: "mailing_address.create_view",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap, why it matters, and a link to fill it in if the actor may."""

    gap: Gap
    why: str
    url: str | None


class ProfilePage(Page):
    """One's own record, with what is missing."""

    endpoint = "profile"
    readers = EVERYONE

    @expose("/")
    def index(self) -> str:
        session, actor = db.session(), current_user.actor
        title, sections, gaps, edit_url = (
            _of_unit(session, actor) if actor.unit_id else _of_office(session, actor)
        )
        missing = [Missing(gap, str(WHY[gap]), _where(gap, actor, edit_url)) for gap in gaps]
        return self.render(
            "pages/offices/profile.html",
            title=_("单位信息"),
            name=title,
            sections=sections,
            missing=missing,
            edit_url=edit_url,
        )


_Section = tuple[str, Facts, str | None]
_Told = tuple[str, list[_Section], list[Gap], str | None]


def _of_office(session: Session, actor: Actor) -> _Told:
    office = session.scalars(select(Office).where(Office.id == actor.office_id)).one()
    profile = office_profile(session, office)
    grid = GRIDS["office"]
    facts = _facts(session, grid, office.id, grid.column_details_list)
    sections: list[_Section] = [(_("基本信息"), facts, None)]
    mode_url = url_for("own_payment_mode.index")
    sections.append((_("缴费方式"), _mode_facts(session, profile.payment_mode), mode_url))
    if (address := profile.address) is not None:
        grid = GRIDS["mailing_address"]
        told = _facts(session, grid, address.id, grid.column_list[:-2])
        sections.append((_("邮寄地址"), told, url_for("mailing_address.index_view")))
    return office.name, sections, profile.gaps, _editing("office", office.id, actor)


def _of_unit(session: Session, actor: Actor) -> _Told:
    unit = session.scalars(select(Unit).where(Unit.id == actor.unit_id)).one()
    grid = GRIDS["unit"]
    facts = _facts(session, grid, unit.id, grid.column_details_list)
    return (
        unit.name,
        [(_("基本信息"), facts, None)],
        unit_gaps(unit),
        _editing("unit", unit.id, actor),
    )


def _mode_facts(session: Session, mode: PaymentMode | None) -> Facts:
    if mode is None:
        return []
    grid = GRIDS["payment_mode"]
    return _facts(session, grid, mode.id, grid.column_details_list[1:])


def _facts(session: Session, grid: Grid, row_id: int, columns: Sequence[Column]) -> Facts:
    (row,) = fetch_by_ids(session, grid, [row_id], columns)
    written = zip(columns, writers(grid, columns), row[2:], strict=True)
    return [(label_of(grid, column), write(value)) for column, write, value in written]


def _editing(entity: str, row_id: int, actor: Actor) -> str | None:
    may = actor.role in GRIDS[entity].can_edit
    return url_for(f"{entity}.edit_view", id=row_id) if may else None


def _where(gap: Gap, actor: Actor, edit_url: str | None) -> str | None:
    if gap is Gap.MAILING_ADDRESS and actor.role not in GRIDS["mailing_address"].can_create:
        return None
    return url_for(_ELSEWHERE[gap]) if gap in _ELSEWHERE else edit_url
