"""编辑网络红页 (edit red pages): the public page of a unit without a website (guide 新-007).

One page per registered name, a draft until it is published; a published page changes at once. Texts
are plain text: no markup. Links may only be http(s).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.core.text_type import TextType
from models.domains.domain import Domain, DomainState
from models.domains.red_page import RedPage, RedPageState

#: Most entries of 办事指南 and 通知动态 on one page.
MAXIMUM_ENTRIES = 30
_LONGEST_TEXT = 4_000
_LINK = re.compile(r"https?://[^\s/$.?#][^\s]*", re.IGNORECASE)


class WriteRedPageRefusal(StrEnum):
    """Why the page is not saved."""

    LINK_NOT_WEB = "write_red_page_link_not_web"
    TOO_MANY_ENTRIES = "write_red_page_too_many_entries"


class WriteRedPageNote(StrEnum):
    """Notes of the plan page."""

    SHOWN_AT_ONCE = "write_red_page_shown_at_once"
    KEPT_AS_DRAFT = "write_red_page_kept_as_draft"


@dataclass(frozen=True, slots=True)
class RedPageEntry:
    """One entry of 办事指南 or 通知动态."""

    title: str = param(maximum_length=80)
    body: str = param(maximum_length=2_000, multiline=True)
    on: dt.date | None = param(default=None)


@dataclass(frozen=True, slots=True)
class WriteRedPageInput:
    """The contents of the page."""

    summary: str = param(maximum_length=_LONGEST_TEXT, multiline=True)
    functions: str | None = param(default=None, maximum_length=_LONGEST_TEXT, multiline=True)
    departments: str | None = param(default=None, maximum_length=_LONGEST_TEXT, multiline=True)
    address: str | None = param(default=None, maximum_length=200)
    postcode: str | None = param(text=TextType.CODE, default=None, maximum_length=10)
    phone: str | None = param(text=TextType.PHONE, default=None, maximum_length=40)
    email: str | None = param(text=TextType.EMAIL, default=None, maximum_length=120)
    office_hours: str | None = param(default=None, maximum_length=200)
    link: str | None = param(default=None, maximum_length=200)
    guides: tuple[RedPageEntry, ...] = param(default=())
    notices: tuple[RedPageEntry, ...] = param(default=())


def _domains_of(session: Session, ids: Sequence[int]) -> list[int]:
    """The names whose pages were ticked."""
    found = session.scalars(select(RedPage.domain_id).where(RedPage.id.in_(ids)))
    return sorted(found)


def suggest(ctx: Context, rows: Sequence[Domain]) -> WriteRedPageInput:
    """The present page, or an empty one with the unit's address."""
    page = next(iter(survey(ctx, rows, WriteRedPageInput("")).values()), None)
    if page is None:
        return WriteRedPageInput("")
    return WriteRedPageInput(
        summary=page.summary or "",
        **{name: getattr(page, name) for name in _TEXTS[1:]},
        guides=_entries(page.guides),
        notices=_entries(page.notices),
    )


def _entries(kept: Sequence[Mapping[str, str]]) -> tuple[RedPageEntry, ...]:
    return tuple(
        RedPageEntry(
            each["title"], each["body"], dt.date.fromisoformat(each["on"]) if each["on"] else None
        )
        for each in kept
    )


def survey(ctx: Context, rows: Sequence[Domain], given: WriteRedPageInput) -> dict[int, RedPage]:
    """The existing pages, by the name's key."""
    ids = [row.id for row in rows]
    pages = ctx.session.scalars(ctx.locked(select(RedPage).where(RedPage.domain_id.in_(ids))))
    return {page.domain_id: page for page in pages}


def check(row: Domain, given: WriteRedPageInput, facts: dict[int, RedPage]) -> Refusal | None:
    if given.link and not _LINK.fullmatch(given.link):
        return Refusal(WriteRedPageRefusal.LINK_NOT_WEB, {"link": given.link[:60]})
    most = max(len(given.guides), len(given.notices))
    if most > MAXIMUM_ENTRIES:
        facts_said = {"count": most, "maximum": MAXIMUM_ENTRIES}
        return Refusal(WriteRedPageRefusal.TOO_MANY_ENTRIES, facts_said)
    return None


def preview(
    ctx: Context, rows: Sequence[Domain], given: WriteRedPageInput, facts: dict[int, RedPage]
) -> Preview:
    shown = any(page.state is RedPageState.PUBLISHED for page in facts.values())
    note = WriteRedPageNote.SHOWN_AT_ONCE if shown else WriteRedPageNote.KEPT_AS_DRAFT
    return Preview(side_effects=(Note(note),))


def run(
    ctx: Context, rows: Sequence[Domain], given: WriteRedPageInput, facts: dict[int, RedPage]
) -> Result:
    (domain,) = rows
    page = facts.get(domain.id) or _new_page(ctx, domain)
    for name in _TEXTS:
        setattr(page, name, getattr(given, name))
    page.guides, page.notices = _stored_entries(given.guides), _stored_entries(given.notices)
    ctx.session.flush()
    return Result(
        rows=[RowResult(domain.id, domain.name_u)],
        totals={"row_count": 1},
    )


def _new_page(ctx: Context, domain: Domain) -> RedPage:
    page = RedPage(domain_id=domain.id, unit_id=domain.unit_id)
    page.belong_to(domain)
    ctx.session.add(page)
    return page


def _stored_entries(entries: Sequence[RedPageEntry]) -> list[dict[str, str | None]]:
    return [
        {"title": e.title, "body": e.body, "on": e.on.isoformat() if e.on else None}
        for e in entries
    ]


_TEXTS = (
    "summary",
    "functions",
    "departments",
    "address",
    "postcode",
    "phone",
    "email",
    "office_hours",
    "link",
)

WRITE_RED_PAGE = Action(
    key="write_red_page",
    model=Domain,
    input=WriteRedPageInput,
    suggest=suggest,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=domain_facts,
    run=run,
    states=frozenset({DomainState.REGISTERED}),
    maximum_rows=1,
    saves_form=True,
    via={RedPage: _domains_of},
    refusals=WriteRedPageRefusal,
    fields_at_fault={
        WriteRedPageRefusal.LINK_NOT_WEB: "link",
    },
    guide=("新-007",),
)
