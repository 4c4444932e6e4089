"""Paper: the contents of a printable document; one template renders them all.

The page shows it, the browser prints it, and WeasyPrint makes a PDF of it. Downloading the PDF is
recorded as an export.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Response, render_template, request
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from actions.core.action import Reach
from actions.core.export import export_action
from actions.core.refusal import Refusal, Refused
from actions.perform import perform
from admin_app.auth.current_actor import caller, the_clock
from admin_app.files.csv_writer import disposition
from admin_app.labels import sentence
from admin_app.labels.papers import PdfFault
from admin_app.papers.pdf import MAXIMUM_PDF_ROWS, pdf_fault, write_pdf
from admin_app.papers.wording import worded
from admin_app.values import Written, plain
from admin_app.values.table_width import (
    PAPER_ACROSS_WIDTH,
    PAPER_WIDTH,
    is_kept_whole,
    pressed_width,
    table_width,
)
from models.core.base import Base, db
from models.core.journal import Door
from models.definitions.template import Wording
from models.definitions.template_subject import PaperBlock, PaperSubject
from models.users.user import Role
from models.values.calendar import instant
from models.values.money import yuan_in_words

#: Longest file name in the journal.
_LONGEST_NAME = 120


def link(said: str, url: str | None) -> Written:
    """A cell of a table, as a link where there is an address."""
    return Markup('<a href="{}">{}</a>').format(url, said) if url else said


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a paper; its headings are repeated on every page."""

    caption: str
    #: (heading, whether its cells are numbers)…
    columns: Sequence[tuple[str, bool]]
    #: Texts, or links as markup.
    rows: Sequence[Sequence[str]]
    #: The row of totals, if any.
    total: Sequence[str] | None = None
    #: The text when there are no rows.
    empty: str = ""

    @property
    def lines(self) -> Sequence[Sequence[str]]:
        """The rows, and the row of totals if there is one."""
        return [*self.rows, *([self.total] if self.total else ())]

    @property
    def width(self) -> int:
        """The least width it can be printed in, in half squares."""
        headings = [heading for heading, _is_figure in self.columns]
        cells = [[_least_width(row[n]) for row in self.lines] for n in range(len(headings))]
        return table_width(headings, cells)

    @staticmethod
    def is_kept_whole(cell: Written) -> bool:
        """Whether a cell stands on one line."""
        return is_kept_whole(plain(cell))


def _least_width(cell: Written) -> int:
    return pressed_width(plain(cell))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The contents of a printable document, in the reader's language."""

    #: The model of its rows, for the record of a download.
    model: type[Base]
    title: str
    #: The office that issues it.
    office: str
    #: Its business day.
    on: dt.date
    number: str = ""
    number_label: str = ""
    #: What was done, in a sentence, at the top of a receipt.
    status: str = ""
    #: Warnings at the top, such as that it was reversed.
    warnings: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    tables: Sequence[Table] = ()
    totals: Sequence[tuple[str, str]] = ()
    #: The amount that is also written in 大写, in 分.
    amount_fen: int | None = None
    notes: Sequence[str] = ()
    #: Who signs, in order.
    signs: Sequence[str] = ()
    #: Which of the papers that offices word it is, whose words hold for it, and the instant from
    #: which it is drawn alike; None: it is drawn as the program has it.
    subject: PaperSubject | None = None
    office_code: str = ""
    made_at: dt.datetime | None = None
    #: How its office words it; see `admin_app.papers.wording`.
    wording: Wording = Wording()
    #: What the record of a download says was asked for; empty: the address.
    selection: str = ""
    #: Whether its rows are counted in the record of a download, as those of a list's file are.
    is_report: bool = False

    @property
    def row_count(self) -> int:
        """Rows of all tables."""
        return sum(len(table.rows) for table in self.tables)

    @property
    def day(self) -> str:
        """The business day with its weekday."""
        return format_date(self.on, "full")

    @property
    def amount_words(self) -> str | None:
        """The amount in 大写."""
        return yuan_in_words(self.amount_fen) if self.amount_fen else None

    @property
    def blocks_above(self) -> Sequence[PaperBlock]:
        """The blocks up to the last table, in order."""
        return self.wording.order[: self._first_below]

    @property
    def blocks_below(self) -> Sequence[PaperBlock]:
        """The blocks after it, which are kept together on a page."""
        return self.wording.order[self._first_below :]

    @property
    def _first_below(self) -> int:
        return self.wording.order.index(PaperBlock.TABLES) + 1

    @property
    def file_name(self) -> str:
        """收费收据-SF….pdf; the same paper always has the same name."""
        return f"{file_stem(self)}.pdf"

    @property
    def lies_across(self) -> bool:
        """Whether it is a report wider than upright paper; what is signed always stands upright."""
        return self.is_report and any(table.width > PAPER_WIDTH for table in self.tables)

    def is_in_lines(self, table: Table) -> bool:
        """Whether a table has more columns than fit the paper, so that each fact gets a line."""
        return table.width > (PAPER_ACROSS_WIDTH if self.lies_across else PAPER_WIDTH)


def file_stem(paper: Paper, more: str = "") -> str:
    """What files of the paper are called, without their ending."""
    said = (paper.title, more, paper.number or paper.office, paper.on.isoformat())
    stem = "-".join(part.replace("/", "-").replace(" ", "") for part in said if part)
    return stem[: _LONGEST_NAME - len(".xlsx")]


def paper_context(paper: Paper, pdf_url: str) -> dict[str, object]:
    """The context of `admin/paper.html`; the URL of the PDF takes the same query."""
    return {
        "title": f"{paper.title} {paper.number}".strip(),
        **pdf_offer(paper, pdf_url),
        **template_context(paper),
    }


def pdf_offer(paper: Paper, pdf_url: str) -> dict[str, str | None]:
    """The context of `admin/_pdf.html`: the URL of the PDF, or why there is none."""
    fault = fault_of(paper.row_count)
    return {
        "pdf_url": None if fault else f"{pdf_url}?{request.query_string.decode()}",
        "pdf_reason": sentence(fault, {"maximum": MAXIMUM_PDF_ROWS}) if fault else None,
    }


def fault_of(row_count: int) -> PdfFault | None:
    """Why there is no PDF of so many rows; None if there is."""
    return PdfFault.TOO_LONG if row_count > MAXIMUM_PDF_ROWS else pdf_fault()


def send_pdf(paper: Paper, readers: Iterable[Role]) -> Response:
    """The paper as a PDF; the export is recorded first. Raises Refused if there is no PDF."""
    fault = fault_of(paper.row_count)
    if fault is not None:
        raise Refused(Refusal(fault, {"maximum": MAXIMUM_PDF_ROWS}))
    body = draw_pdf(paper)
    action = export_action(paper.model, dict.fromkeys(readers, Reach.SCOPE))
    given = action.input(
        file_name=paper.file_name,
        selection=(paper.selection or f"{request.endpoint}?{request.query_string.decode()}")[:2000],
        columns="",
        row_count=paper.row_count if paper.is_report else None,
    )
    perform(db.session(), action, (), given, caller(Door.GRID), key=secrets.token_urlsafe(16))
    answer = Response(body, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = disposition(paper.file_name)
    return answer


def draw_pdf(paper: Paper) -> bytes:
    """The paper as PDF. Raises Refused when others have been drawing for too long."""
    return write_pdf(render_template("papers/document.html", **template_context(paper)))


def template_context(paper: Paper) -> dict[str, object]:
    """The context of `papers/paper.html`."""
    printed = _(
        "打印人 %(name)s，打印时间 %(at)s",
        name=current_user.actor.name,
        at=instant(the_clock().now()),
    )
    return {"paper": worded(db.session(), paper), "printed": printed}
