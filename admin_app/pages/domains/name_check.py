"""名称预检 (name check): checks a name before it is filed, and suggests others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.domains.submit import SUBMIT_DOMAIN
from actions.permissions import grants_of
from admin_app.auth.current_actor import the_clock
from admin_app.labels import WORDS, sentence, word
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.core.search_index import contains, normalise
from models.domains.domain import NameBasis
from models.registration.name_check import Finding, NameCheck, check_label, check_name
from models.registration.name_suggestions import (
    Suggestion,
    divisions_above,
    find_namesakes,
    suggestions,
)
from models.registration.nationwide_uniqueness import claims_on
from models.units.unit import Unit
from models.values.label import MOST_A_LABEL, MOST_HAN
from models.values.tld import Tld

#: Longer text cannot be a label; the rest is ignored.
_LONGEST_TYPED = 255
#: Most units offered when several match.
_MOST_UNITS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """The parsed query string."""

    label: str
    tld: Tld
    #: The words that find a unit.
    words: str


class NameCheckPage(Page):
    """A GET form; the URL contains all its input."""

    endpoint = "name_check"
    readers = frozenset(grants_of(SUBMIT_DOMAIN))

    @expose("/")
    def index(self) -> str:
        session, asked = db.session(), _parse_query()
        units = _units(session, asked.words)
        unit = units[0] if len(units) == 1 else None
        found = _judge(session, asked, unit)
        offered = _suggested(session, unit)
        return self.render(
            "pages/domains/name_check.html",
            title=_("名称预检"),
            asked=asked,
            unit=unit,
            is_registrant=current_user.actor.unit_id is not None,
            units=[(each.name, _address(asked, each)) for each in units] if not unit else [],
            nobody_found=bool(asked.words and not units),
            tlds=[(tld.value, word(tld), tld is asked.tld) for tld in WORDS[Tld]],
            lines=[_finding_text(finding) for finding in found.findings] if found else [],
            measure=found.measure if found else None,
            limits=(MOST_HAN, MOST_A_LABEL),
            name=found.name.name_u if found and found.name else None,
            offered=[
                (each.label, word(each.basis), _address(asked, unit, each.label))
                for each in offered
            ],
            submit_url=_submit_url(found, unit, offered) if found and unit else None,
        )


def _parse_query() -> Asked:
    given = request.args
    raw = given.get("tld", "")
    return Asked(
        label=given.get("label", "").replace("\x00", "").strip()[:_LONGEST_TYPED],
        tld=Tld(raw) if raw in set(Tld) else Tld.ZHENGWU,
        words=given.get("unit", "").replace("\x00", "").strip()[:80],
    )


def _units(session: Session, words: str) -> list[Unit]:
    """The registrant's own unit, the one with the given key, or those that match the words."""
    wanted = select(Unit).order_by(Unit.id).limit(_MOST_UNITS)
    if (own := current_user.actor.unit_id) is not None:
        return list(session.scalars(wanted.where(Unit.id == own)))
    if (key := request.args.get("unit_id", "")) != "":
        return list(session.scalars(wanted.where(Unit.id == key_of(key))))
    if not normalise(words):
        return []
    exact = list(session.scalars(wanted.where((Unit.uscc == words) | (Unit.name == words))))
    return exact or list(session.scalars(wanted.where(contains(Unit, words))))


def _judge(session: Session, asked: Asked, unit: Unit | None) -> NameCheck | None:
    if not asked.label:
        return None
    plain = check_label(asked.label)
    if unit is None:
        return plain
    names = [plain.name] if plain.name else []
    own = divisions_above(session, unit.division_code)
    namesakes = find_namesakes(session, plain.name.label_u, own) if plain.name else None
    claims = claims_on(session, names, unit.id, today=the_clock().today())
    return check_name(asked.label, asked.tld, unit, claims, namesakes)


def _suggested(session: Session, unit: Unit | None) -> tuple[Suggestion, ...]:
    if unit is None:
        return ()
    above = divisions_above(session, unit.division_code)[:-1]
    return suggestions(unit, [division.name for division in above])


def _finding_text(finding: Finding) -> tuple[str, str]:
    """The grade and the sentence of a finding."""
    return finding.grade.value, sentence(finding.code, finding.facts)


def _address(asked: Asked, unit: Unit | None, label: str = "") -> str:
    pairs: dict[str, Any] = {"label": label or asked.label, "tld": asked.tld.value}
    if unit is not None:
        pairs["unit_id"] = unit.id
    return f"./?{urlencode(pairs)}"


def _submit_url(found: NameCheck, unit: Unit, offered: tuple[Suggestion, ...]) -> str | None:
    """The link to 报送 with the name filled in, if the check passed."""
    if found.name is None or not found.passes:
        return None
    bases = {each.label: each.basis for each in offered}
    filled = {
        "action": SUBMIT_DOMAIN.key,
        "ids": unit.id,
        "names-0-label": found.name.label_u,
        "names-0-tld": found.name.tld.value,
        "names-0-basis": bases.get(found.name.label_u, NameBasis.FULL_NAME).value,
        "names-0-years": 2,
    }
    return f"{url_for('unit.action_view')}?{urlencode(filled)}"
