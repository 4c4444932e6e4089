"""Paper: what a printed sheet says, whatever it is of; one template draws them all.

A page shows it in the frame, the browser prints it without, and WeasyPrint makes the same into
a PDF. Taking the PDF home is an export and is written down as one.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user

from actions.core.action import Reach
from actions.core.export import export_action
from actions.core.refusal import Refusal, Refused
from actions.perform import perform
from admin_app.auth.current_actor import caller, the_clock
from admin_app.files.csv_writer import disposition
from admin_app.labels import sentence
from admin_app.labels.papers import PdfFault
from admin_app.papers.pdf import MAXIMUM_PDF_ROWS, pdf_fault, write_pdf
from models.core.base import Base, db
from models.core.journal import Door
from models.users.user import Role
from models.values.calendar import instant
from models.values.money import yuan_in_words

#: The journal keeps names of files up to here.
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a paper; its headings stand again on every sheet it runs over."""

    caption: str
    #: (heading, whether its cells are figures)…
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]
    #: The row of sums, if there is one.
    total: Sequence[str] | None = None
    #: What stands there when there are no rows.
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a printed sheet says; every text is in the reader's language already."""

    #: Whose rows it tells of: what the record of a download is kept under.
    model: type[Base]
    title: str
    #: The office that issues it.
    office: str
    #: The business day it speaks of.
    on: dt.date
    number: str = ""
    number_label: str = ""
    #: What must be seen before anything else, such as that it was reversed.
    warnings: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    tables: Sequence[Table] = ()
    totals: Sequence[tuple[str, str]] = ()
    #: The amount that is written in 大写 too, in 分.
    amount_fen: int | None = None
    notes: Sequence[str] = ()
    #: Who signs, in order.
    signs: Sequence[str] = ()

    @property
    def row_count(self) -> int:
        """Rows of all tables."""
        return sum(len(table.rows) for table in self.tables)

    @property
    def day(self) -> str:
        """The business day as it is written on paper: with its weekday."""
        return format_date(self.on, "full")

    @property
    def amount_words(self) -> str | None:
        """The amount in 大写."""
        return yuan_in_words(self.amount_fen) if self.amount_fen else None

    @property
    def file_name(self) -> str:
        """收费收据-SF….pdf: the same paper is always called the same."""
        said = (self.title, self.number or self.office, self.on.isoformat())
        stem = "-".join(part.replace("/", "-").replace(" ", "") for part in said)
        return f"{stem[: _LONGEST_NAME - 4]}.pdf"


def paper_context(paper: Paper, pdf_url: str) -> dict[str, Any]:
    """What `admin/paper.html` needs but the frame; the address of the PDF takes the same query."""
    return {
        "title": f"{paper.title} {paper.number}".strip(),
        **pdf_offer(paper, pdf_url),
        **_drawn(paper),
    }


def pdf_offer(paper: Paper, pdf_url: str) -> dict[str, str | None]:
    """What `admin/_pdf.html` needs: where the PDF is, or why there is none."""
    fault = fault_of(paper)
    return {
        "pdf_url": None if fault else f"{pdf_url}?{request.query_string.decode()}",
        "pdf_reason": sentence(fault, {"maximum": MAXIMUM_PDF_ROWS}) if fault else None,
    }


def fault_of(paper: Paper) -> PdfFault | None:
    """Why there is no PDF of it; None if there is."""
    return PdfFault.TOO_LONG if paper.row_count > MAXIMUM_PDF_ROWS else pdf_fault()


def send_pdf(paper: Paper, readers: Iterable[Role]) -> Response:
    """The paper as a PDF, once it is written down who took it. Raises Refused for none."""
    fault = fault_of(paper)
    if fault is not None:
        raise Refused(Refusal(fault, {"maximum": MAXIMUM_PDF_ROWS}))
    body = write_pdf(render_template("papers/document.html", **_drawn(paper)))
    action = export_action(paper.model, dict.fromkeys(readers, Reach.SCOPE))
    given = action.input(
        file_name=paper.file_name,
        selection=f"{request.endpoint}?{request.query_string.decode()}"[:2000],
        columns="",
    )
    perform(db.session(), action, (), given, caller(Door.GRID), key=secrets.token_urlsafe(16))
    answer = Response(body, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = disposition(paper.file_name)
    return answer


def _drawn(paper: Paper) -> dict[str, Any]:
    printed = _(
        "打印人 %(name)s，打印时间 %(at)s",
        name=current_user.actor.name,
        at=instant(the_clock().now()),
    )
    return {"paper": paper, "printed": printed}
