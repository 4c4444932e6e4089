"""The page of a receipt (业务单), shown after every confirmed action."""

from __future__ import annotations

from flask import Response, abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user

from actions.permissions import action_of, may_run
from admin_app.files.csv_writer import disposition
from admin_app.files.xlsx_writer import CONTENT_TYPE, pieces_of, write_book
from admin_app.forms.way_back import list_behind
from admin_app.grid.page_text import pages_in_use, start_page
from admin_app.grid.planning.receipt_files import receipt_csv, receipt_leaves
from admin_app.grid.planning.receipt_records import Reader
from admin_app.grid.planning.receipts import left_of, load_receipt, receipt_paper
from admin_app.papers.paper import Paper, paper_context, send_pdf
from admin_app.views import GRIDS
from admin_app.web.menu import is_in_menu
from admin_app.web.next_step import next_step
from admin_app.web.page import Page, key_of
from models.core.base import ChosenRow, db


class ReceiptPage(Page):
    """Receipts by the id of their run, in the scope of its office."""

    endpoint = "receipt"

    @expose("/")
    def index(self) -> str:
        found = self._requested_receipt()
        entity = request.args.get("entity", "")
        return self.render(
            "grid/planning/receipt.html",
            entity=entity if entity in GRIDS else None,
            export_url=url_for(".export", id=found.id),
            **_onward(found, entity),
            **_waiting(found),
            left=left_of(found),
            **paper_context(_paper(found), url_for(".pdf")),
        )

    @expose("/pdf/", methods=("POST",))
    def pdf(self) -> Response:
        return send_pdf(_paper(self._requested_receipt()), self.readers)

    @expose("/export/")
    def export(self) -> Response:
        found = self._requested_receipt()
        paper, form = _paper(found), request.args.get("form", "csv")
        if form == "xlsx":
            book = write_book(receipt_leaves(found, paper))
            answer = Response(pieces_of(book), mimetype=CONTENT_TYPE)
        elif form == "csv":
            answer = Response(receipt_csv(paper), mimetype="text/csv; charset=utf-8")
        else:
            abort(404)
        answer.headers["Content-Disposition"] = disposition(f"{found.receipt_no}.{form}")
        return answer

    def _requested_receipt(self) -> ChosenRow:
        found = load_receipt(db.session(), key_of(request.args.get("id", "")))
        return found if found is not None else abort(404)


def _paper(found: ChosenRow) -> Paper:
    reader = Reader(db.session(), current_user.actor, GRIDS)
    return receipt_paper(reader, found, again=bool(request.args.get("again")))


def _waiting(found: ChosenRow) -> dict[str, object]:
    """The link to continue with the rows left out, for those who may."""
    action = action_of(found.action)
    if action is None or not may_run(current_user.actor, action):
        return {"left_url": None}
    entity = next((e for e, grid in GRIDS.items() if grid.model is action.model), None)
    return {"left_url": url_for(f"{entity}.action_view", action=action.key) if entity else None}


def _onward(found: ChosenRow, entity: str) -> dict[str, object]:
    """Where the clerk goes on: as the page they came from says, or to the list they came from; and
    the next step of the guide, unless it is the same.

    Without either, to the start page of the action, or to a list that is in their menu.
    """
    label, url = _way_on(found, entity)
    step = next_step(found.action, current_user)
    return {
        "continue_url": url,
        "continue_label": label,
        "next_step": step if step is not None and step.url != url else None,
    }


def _way_on(found: ChosenRow, entity: str) -> tuple[str, str | None]:
    page = pages_in_use().get(entity)
    if page and (step := page.next_step(db.session(), current_user.actor)):
        label, url = step
        return label, url
    return _("继续办理"), list_behind() or _start(entity, found)


def _start(entity: str, found: ChosenRow) -> str | None:
    action, role = action_of(found.action), current_user.actor.role
    if action is not None and (page := start_page(action, role)) is not None:
        return page
    if entity not in GRIDS:
        return None
    return url_for(f"{entity}.index_view" if is_in_menu(current_user, entity) else "admin.index")
