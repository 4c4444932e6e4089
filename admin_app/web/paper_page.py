"""PaperPage: a printable page of a record, also as PDF."""

from __future__ import annotations

from typing import Generic, TypeVar

from flask import Response, url_for
from flask_admin import expose

from admin_app.forms.way_back import url_back
from admin_app.papers.paper import Paper, paper_context, send_pdf
from admin_app.web.page import Page
from models.core.base import Base

P = TypeVar("P", bound=Base)


class PaperPage(Page, Generic[P]):
    """A kind of paper for a kind of record, linked from the record's page."""

    #: The list of the record.
    entity: str

    def record(self) -> P:
        """The record of the URL; 404 if out of scope."""
        raise NotImplementedError

    def paper(self, record: P) -> Paper:
        """Its paper."""
        raise NotImplementedError

    @expose("/")
    def index(self) -> str:
        record = self.record()
        return self.render(
            "elements/paper.html",
            back_url=url_back(url_for(f"{self.entity}.details_view", id=record.id)),
            back_label=str(record),
            **paper_context(self.paper(record), url_for(".pdf")),
        )

    @expose("/pdf/", methods=("POST",))
    def pdf(self) -> Response:
        return send_pdf(self.paper(self.record()), self.readers)
