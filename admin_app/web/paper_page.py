"""PaperPage: a record's paper, shown to be printed and handed out as a PDF."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from flask_admin import expose

from admin_app.papers.paper import Paper, paper_context, send_pdf
from admin_app.web.page import Page


class PaperPage(Page):
    """One paper of one kind of record; the record's own page leads to it and is the way back."""

    #: The list the record stands in.
    entity: str

    def record(self) -> Any:
        """The record in the address; 404 for one out of sight."""
        raise NotImplementedError

    def paper(self, record: Any) -> Paper:
        """What is printed of it."""
        raise NotImplementedError

    @expose("/")
    def index(self) -> str:
        record = self.record()
        return self.render(
            "elements/paper.html",
            back_url=url_for(f"{self.entity}.details_view", id=record.id),
            back_label=str(record),
            **paper_context(self.paper(record), url_for(".pdf")),
        )

    @expose("/pdf/", methods=("POST",))
    def pdf(self) -> Response:
        return send_pdf(self.paper(self.record()), self.readers)
