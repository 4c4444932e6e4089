"""What a domain name, a request to change one, its red page and a reserved name are to a clerk."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names, texts_by_key, unit_names
from models.core.setting import renewal_policy
from models.domains.change_request import DomainRequest
from models.domains.domain import Domain
from models.domains.red_page import RedPage
from models.domains.status import status_of
from models.registration.reserved_name import ReservedName
from models.units.unit import Unit


def domain_facts(ctx: Context, rows: Sequence[Domain]) -> RowFacts:
    offices, policy = office_names(ctx, rows), renewal_policy(ctx.settings)
    units = unit_names(ctx.session, {row.unit_id for row in rows})
    return {
        row.id: {
            "unit": units.get(row.unit_id),
            "office": offices.get(row.office_code),
            "state": status_of(row, ctx.today, policy),
            "expires_on": row.expires_on,
        }
        for row in rows
    }


def domain_request_facts(ctx: Context, rows: Sequence[DomainRequest]) -> RowFacts:
    offices = office_names(ctx, rows)
    holders = {row.domain_id: row.domain.unit_id for row in rows}
    units = unit_names(ctx.session, set(holders.values()))
    receivers = texts_by_key(ctx.session, Unit.uscc, Unit.name, {r.receiver_uscc for r in rows})
    return {
        row.id: {
            "unit": units.get(holders[row.domain_id]),
            "office": offices.get(row.office_code),
            "change": row.kind,
            "receiver": receivers.get(row.receiver_uscc, row.receiver_uscc),
            "document_no": row.document_no,
            "reason": row.reason,
        }
        for row in rows
    }


def red_page_facts(ctx: Context, rows: Sequence[RedPage]) -> RowFacts:
    offices = office_names(ctx, rows)
    units = unit_names(ctx.session, {row.unit_id for row in rows})
    return {
        row.id: {
            "unit": units.get(row.unit_id),
            "office": offices.get(row.office_code),
            "state": row.state,
            "published_at": row.published_at,
        }
        for row in rows
    }


def reserved_name_facts(ctx: Context, rows: Sequence[ReservedName]) -> RowFacts:
    names = texts_by_key(ctx.session, Unit.uscc, Unit.name, {row.holder_uscc for row in rows})
    return {
        row.id: {
            "reserved_kind": row.kind,
            "reason": row.reason,
            "document_no": row.document_no,
            "holder": names.get(row.holder_uscc, row.holder_uscc),
            "valid_to": row.valid_to,
        }
        for row in rows
    }
