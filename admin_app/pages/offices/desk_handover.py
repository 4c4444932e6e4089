"""岗位交接单 (handover sheet) of a person or an office, as it is today or as it was handed over.

It says who agreed and when; both sign the print besides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask import Response, abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from actions.offices.hand_over import HAND_OVER, MAXIMUM_COLLEAGUES, colleagues
from actions.permissions import may_run
from admin_app.auth.current_actor import the_clock
from admin_app.grid.spec import STAFF
from admin_app.labels import word
from admin_app.papers.paper import Paper, Table, paper_context, send_pdf
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.definitions.template_subject import PaperSubject
from models.offices.handover_record import HandoverRecord
from models.offices.office import Office
from models.reports.handover import Handover, handover_of
from models.users.user import Role, User
from models.values.calendar import business_day, instant
from models.values.money import format_yuan


class DeskHandoverPage(Page):
    """The choice of a person, and the sheet."""

    endpoint = "desk_handover"
    readers = STAFF - {Role.REGISTRY_FINANCE, Role.REGISTRY_REVIEWER}

    @expose("/")
    def index(self) -> str:
        actor = current_user.actor
        people = db.session().scalars(
            select(User)
            .where(User.office_code == actor.office_code, User.role != Role.UNIT_USER)
            .order_by(User.id)
            .limit(MAXIMUM_COLLEAGUES)
        )
        return self.render(
            "pages/offices/desk_handover.html",
            title=_("岗位交接单"),
            people=[(user, word(user.role)) for user in people],
            office_url=url_for(".sheet", office=actor.office_code),
        )

    @expose("/sheet/")
    def sheet(self) -> str:
        office, user = _whose()
        may = user is not None and may_run(current_user.actor, HAND_OVER)
        return self.render(
            "pages/offices/desk_handover_sheet.html",
            back_url=url_for(".index"),
            record_url=url_for("user.action_view") if user and may else None,
            action=HAND_OVER.key,
            giver=user,
            takers=_takers(user) if user and may else (),
            **paper_context(_paper(office, user), url_for(".pdf")),
        )

    @expose("/sheet/pdf/", methods=("POST",))
    def pdf(self) -> Response:
        return send_pdf(_paper(*_whose()), self.readers)


class HandoverRecordPage(Page):
    """The sheet of one handover, with the figures of its day."""

    endpoint = "handover_paper"
    #: Anybody of the staff may be its taker.
    readers = STAFF

    @expose("/")
    def index(self) -> str:
        return self.render(
            "pages/offices/desk_handover_sheet.html",
            back_url=url_for("handover_record.index_view"),
            record_url=None,
            **paper_context(self.paper(_record()), url_for(".pdf")),
        )

    def paper(self, record: HandoverRecord) -> Paper:
        """The sheet of a handover."""
        return _paper_of(record)

    @expose("/pdf/", methods=("POST",))
    def pdf(self) -> Response:
        return send_pdf(self.paper(_record()), self.readers)


def _takers(user: User) -> list[User]:
    """The colleagues who can take over from the user."""
    people = db.session().scalars(colleagues(user.office_code))
    return [one for one in people if one.id != user.id]


def _whose() -> tuple[Office, User | None]:
    """The office of the URL, or that of the person; 404 if out of scope."""
    session, raw = db.session(), request.args.get("id")
    user = session.scalar(select(User).where(User.id == key_of(raw))) if raw else None
    code = user.office_code if user else request.args.get("office", "")
    office = session.scalar(select(Office).where(Office.code == code))
    if office is None or (raw and (user is None or user.role is Role.UNIT_USER)):
        abort(404)
    return office, user


def _record() -> HandoverRecord:
    """The handover of the URL; 404 if out of scope."""
    raw = request.args.get("id")
    wanted = select(HandoverRecord).where(HandoverRecord.id == key_of(raw)) if raw else None
    found = None if wanted is None else db.session().scalar(wanted)
    if found is None:
        abort(404)
    return found


def _paper(office: Office, user: User | None) -> Paper:
    """The sheet of today, of an office or a person."""
    found = handover_of(db.session(), office.code, f"user:{user.id}" if user else None)
    whose = user.display_name if user else _("全体人员")
    latest = _latest(user) if user else None
    agreed = [(_("最近一次登记"), f"{latest}，{_agreement(latest)}")] if latest else []
    return _sheet(office, whose, the_clock().now(), found, agreed)


def _paper_of(record: HandoverRecord) -> Paper:
    """The sheet as it was handed over, and what the taker answered."""
    office = db.session().scalar(select(Office).where(Office.code == record.office_code))
    if office is None:
        abort(404)
    agreed = [
        (_("接收人"), record.taker),
        (_("登记"), _by(record.recorded_by, record.recorded_at)),
        (_("接收人确认"), _agreement(record)),
    ]
    if record.comment:
        agreed.append((_("说明"), record.comment))
    if record.answer:
        agreed.append((_("答复意见"), record.answer))
    found = Handover.from_json(record.sheet)
    return _sheet(office, record.giver, record.recorded_at, found, agreed)


def _latest(user: User) -> HandoverRecord | None:
    """The newest handover by the person."""
    wanted = select(HandoverRecord).where(HandoverRecord.giver_id == user.id)
    return db.session().scalars(wanted.order_by(HandoverRecord.id.desc()).limit(1)).first()


def _agreement(record: HandoverRecord) -> str:
    """Who answered and when, or that the taker has not."""
    if record.answered_at is None or record.answered_by is None:
        return word(record.state)
    return f"{word(record.state)}，{_by(record.answered_by, record.answered_at)}"


def _by(name: str, at: dt.datetime) -> str:
    return f"{name} {instant(at)}"


def _sheet(
    office: Office, whose: str, at: dt.datetime, found: Handover, agreed: Sequence[tuple[str, str]]
) -> Paper:
    on = business_day(at)
    return Paper(
        model=User,
        subject=PaperSubject.DESK_HANDOVER,
        office_code=office.code,
        made_at=at,
        title=_("岗位交接单"),
        number=whose,
        number_label=_("交接人"),
        office=office.name_on(on),
        on=on,
        facts=[
            *agreed,
            (_("待审批的预开发票申请"), _listed(found.requests)),
            (_("待签收的发票"), _listed(found.in_transit)),
            (_("待确认到账的汇款单"), _listed(found.remittances)),
        ],
        tables=[_sheets(found), _charges(found), _reviews(found)],
        totals=[
            (_("结存发票"), _("%(n)s 张", n=f"{found.sheet_count:,}")),
            (_("已收费、未汇款"), format_yuan(found.charged_fen)),
        ],
        amount_fen=found.charged_fen or None,
        notes=[_("以上账实相符，自接收人确认起由接收人负责。")],
        signs=(_("交接人（签字）"), _("接收人（签字）"), _("监交人（签字）")),
    )


def _listed(numbers: Sequence[str]) -> str:
    return _("、").join(numbers) or _("无")


def _sheets(found: Handover) -> Table:
    return Table(
        f"{_('结存发票')} · {_('%(n)s 张', n=found.sheet_count)}",
        [(_("批次号"), False), (_("发票类型"), False), (_("号码"), False), (_("张数"), True)],
        [[lot.lot_no, lot.kind, lot.numbers, f"{lot.available:,}"] for lot in found.sheets],
        empty=_("无"),
    )


def _charges(found: Handover) -> Table:
    return Table(
        f"{_('已收费、未汇款')} · {format_yuan(found.charged_fen)}",
        [(_("收费单号"), False), (_("收费日期"), False), (_("收费人"), False), (_("金额"), True)],
        [
            [one.payment_no, one.received_on.isoformat(), one.cashier, format_yuan(one.amount_fen)]
            for one in found.charges
        ],
        empty=_("无"),
    )


def _reviews(found: Handover) -> Table:
    return Table(
        f"{_('待审核域名')} · {len(found.reviews)}",
        [(_("域名"), False), (_("报送时间"), False)],
        [[name, instant(at)] for name, at in found.reviews],
        empty=_("无"),
    )
