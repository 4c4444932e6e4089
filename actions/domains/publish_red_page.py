"""发布网络红页: show pages to the public, each at its name's address (guide 新-007).

Only for names that resolve: registered, not held, and not past the grace period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.domains import red_page_facts
from models.core.setting import renewal_policy
from models.domains.domain import Domain
from models.domains.red_page import RED_PAGE_LIFECYCLE, RedPage, RedPageEvent, is_live
from models.values.expiry import RenewalPolicy


class PublishRedPageRefusal(StrEnum):
    """Why a page is not published."""

    NAME_NOT_LIVE = "publish_red_page_name_not_live"
    EMPTY = "publish_red_page_empty"


@dataclass(frozen=True, slots=True)
class PublishRedPageFacts:
    """What decides whether a name resolves."""

    ctx: Context
    policy: RenewalPolicy

    def is_live(self, domain: Domain) -> bool:
        return is_live(domain, self.ctx.today, self.policy)


def survey(ctx: Context, rows: Sequence[RedPage], given: Nothing) -> PublishRedPageFacts:
    return PublishRedPageFacts(ctx, renewal_policy(ctx.settings))


def check(row: RedPage, given: Nothing, facts: PublishRedPageFacts) -> Refusal | None:
    if not facts.is_live(row.domain):
        return Refusal(PublishRedPageRefusal.NAME_NOT_LIVE, {"name": row.domain.name_u})
    if not row.summary:
        return Refusal(PublishRedPageRefusal.EMPTY, {"name": row.domain.name_u})
    return None


def run(
    ctx: Context, rows: Sequence[RedPage], given: Nothing, facts: PublishRedPageFacts
) -> Result:
    for row in rows:
        RED_PAGE_LIFECYCLE.advance(row, RedPageEvent.PUBLISH)
        row.published_at = ctx.at
    return Result(
        rows=[RowResult(row.id, row.domain.name_u) for row in rows],
        totals={"row_count": len(rows)},
    )


PUBLISH_RED_PAGE = Action(
    key="publish_red_page",
    model=RedPage,
    input=Nothing,
    survey=survey,
    check=check,
    row_facts=red_page_facts,
    run=run,
    states=RED_PAGE_LIFECYCLE.sources(RedPageEvent.PUBLISH),
    refusals=PublishRedPageRefusal,
    guide=("新-007",),
)
