"""恢复默认 (back to the default): templates are taken out of use.

The words of the office above hold again, or else the program's own; a Word template is offered no
more. Every version stays and can be restored.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result
from actions.core.row_facts.definitions import template_facts
from actions.core.templates.versions import (
    TemplateRefusal,
    end_version,
    preview_end,
    written,
)
from models.definitions.template import Template


def check(row: Template, given: Nothing, facts: None) -> Refusal | None:
    return None if row.is_active else Refusal(TemplateRefusal.NOT_IN_USE, {"name": str(row)})


def preview(ctx: Context, rows: Sequence[Template], given: Nothing, facts: None) -> Preview:
    return preview_end(ctx, rows)


def run(ctx: Context, rows: Sequence[Template], given: Nothing, facts: None) -> Result:
    for row in rows:
        end_version(ctx, row)
    return written(rows)


RESET_TEMPLATE = Action(
    key="reset_template",
    model=Template,
    input=Nothing,
    check=check,
    preview=preview,
    row_facts=template_facts,
    run=run,
    refusals=TemplateRefusal,
)
