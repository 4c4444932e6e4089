"""One record: its page, and the forms that create and edit it."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin_app.forms.way_back import came_from, here, url_back, with_back
from admin_app.grid.page_text import page_links
from admin_app.grid.planning.receipts import load_receipt
from admin_app.grid.record.edit_form import FormPage, edit_page, new_page
from admin_app.grid.record.page import record_at_address, record_context
from admin_app.grid.record.timeline import read_asked
from admin_app.grid.view_request import ViewRequest
from models.core.base import Base
from models.core.journal import JournalEntry


def details_page(view: ViewRequest) -> str:
    """The record with its related rows and its history."""
    record = record_at_address(view)
    context = record_context(view, record, read_asked(request.args))
    may_edit = view.is_granted(view.grid.can_edit)
    return view.render(
        "grid/record/details.html",
        edit_url=with_back(url_for(".edit_view", id=record.id), here()) if may_edit else None,
        pages=page_links(view.grid, record.id, view.actor),
        receipt_url=_receipt_url(view, record),
        **context,
    )


def create_page(view: ViewRequest) -> ResponseReturnValue:
    """The form of a new record, or the record it made."""
    if not view.is_granted(view.grid.can_create):
        abort(403)
    return _answer(view, new_page(view.session, view.grid, request.form))


def edited_page(view: ViewRequest) -> ResponseReturnValue:
    """The form of a record, or the record as it was saved."""
    record = record_at_address(view)
    if not view.is_granted(view.grid.can_edit):
        abort(403)
    return _answer(view, edit_page(view.session, view.grid, record, request.form))


def _receipt_url(view: ViewRequest, record: Base) -> str | None:
    """Each line of the journal opens the receipt of its run, if the run left one."""
    if not isinstance(record, JournalEntry) or load_receipt(view.session, record.id) is None:
        return None
    return url_for("receipt.index", id=record.id)


def _answer(view: ViewRequest, page: FormPage) -> ResponseReturnValue:
    """A form's page, or the way back from it: of a new record, by way of the record."""
    if page.saved_id is not None:
        flash(page.said, "success")
        saved = url_for(".details_view", id=page.saved_id)
        is_new = request.endpoint == f"{view.grid.entity}.create_view"
        where = with_back(saved, came_from()) if is_new else url_back(saved)
        return redirect(where, code=303)
    return view.render("elements/form.html", **page.context), page.status
