"""恢复旧版本 (restore a former version): its words become the newest version.

The version itself stays as it is, with the days on which it held.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import undefer

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result
from actions.core.row_facts.definitions import template_facts
from actions.core.templates.versions import (
    TemplateFacts,
    TemplateRefusal,
    preview_words,
    subject_of,
    survey_versions,
    words_as_columns,
    words_refusal,
    write_version,
)
from models.definitions.template import Template, wording_of
from models.definitions.template_subject import TemplateKind


def lock_first(ctx: Context, ids: Sequence[int], given: Nothing) -> None:
    """The former version and those of the actor's office of its subject, in the order of keys."""
    subjects = select(Template.subject).where(Template.id.in_(ids))
    of_office = Template.office_code == ctx.actor.office_code
    wanted = Template.id.in_(ids) | (of_office & Template.subject.in_(subjects))
    ctx.lock(select(Template).where(wanted).order_by(Template.id))


def survey(ctx: Context, rows: Sequence[Template], given: Nothing) -> TemplateFacts:
    if len(rows) != 1:
        return TemplateFacts(None, None, 0, 0)
    (row,) = rows
    subject = subject_of(row.subject, *TemplateKind)
    name = row.name if row.kind is TemplateKind.LETTER else None
    return survey_versions(ctx, subject, row.language, name)


def check(row: Template, given: Nothing, facts: TemplateFacts) -> Refusal | None:
    if row.is_active:
        return Refusal(TemplateRefusal.IN_USE, {"name": str(row)})
    if facts.subject is None:
        return Refusal(TemplateRefusal.UNKNOWN_SUBJECT, {"subject": row.name})
    if row.kind is TemplateKind.LETTER:
        return None
    # The values that a subject offers may have changed since.
    return words_refusal(facts.subject, wording_of(row), {})


def preview(
    ctx: Context, rows: Sequence[Template], given: Nothing, facts: TemplateFacts
) -> Preview:
    if len(rows) != 1:
        return Preview()
    return preview_words(facts, wording_of(rows[0]), rows[0].language)


def run(ctx: Context, rows: Sequence[Template], given: Nothing, facts: TemplateFacts) -> Result:
    (row,) = rows
    wanted = select(Template).where(Template.id == row.id).options(undefer(Template.content))
    row = ctx.session.scalars(wanted).one()
    values = {
        **words_as_columns(wording_of(row)),
        "file_name": row.file_name,
        "sha256": row.sha256,
        "content": row.content,
    }
    return write_version(ctx, facts, row.language, row.name, values)


RESTORE_TEMPLATE = Action(
    key="restore_template",
    model=Template,
    input=Nothing,
    lock_first=lock_first,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=template_facts,
    run=run,
    maximum_rows=1,
    refusals=TemplateRefusal,
)
