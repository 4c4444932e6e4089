"""What changed between showing a plan and confirming it: row, field, before, now.

Optimistic locking of a plan page: it carries, signed, what it showed: row versions and facts,
verdicts, sums, warnings and side effects. Versions and facts of the rows themselves are always
compared; what follows from the input only for the same input. Who caused a change is looked up in
the journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from actions.core.action import R
from actions.core.input_parsing import canonical
from actions.core.refusal import Common, Fact, Refusal, Refused
from actions.plan import Plan
from admin_app.grid.planning.drift_causes import Causes, causes_of, said_of
from admin_app.grid.record.history import sides_of
from admin_app.labels import fact_label, sentence
from admin_app.values import Written, written_fact
from models.core.base import Base, ChosenRow
from models.core.journal import JournalChange, JournalEntry, input_hash

#: Most differences shown.
MAXIMUM_DRIFT_LINES = 50
_MOST_CHANGES = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """A line of the table of differences; `by` is who, by which action and when."""

    name: str
    field: str
    before: Written
    now: Written
    by: str = ""


@dataclass(frozen=True, slots=True)
class Drift:
    """The differences since the plan was shown, for the template."""

    #: All differences; empty when the plan was reopened by URL and only row versions are known.
    moved: Sequence[Moved]

    @property
    def lines(self) -> Sequence[Moved]:
        """As many as are shown."""
        return self.moved[:MAXIMUM_DRIFT_LINES]

    @property
    def more(self) -> int:
        """How many are not."""
        return len(self.moved) - len(self.lines)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a plan page showed, as text for a signed field."""

    #: A hash of the input and the language.
    given: str
    language: str
    #: Row id → [name, version, {fact of the row: text}, {fact by the input: text}, refusal or ""].
    rows: Mapping[str, Sequence[Any]]
    #: Sums by name, as text.
    totals: Mapping[str, str]
    warnings: Sequence[str]
    effects: Sequence[str]
    #: The newest change of the journal at that time.
    change: int = 0

    def sign(self) -> str:
        """What was shown as a token for a hidden field."""
        return _serializer().dumps(asdict(self))


def shown_of(seen: Plan[R], *, is_judged: bool = True, change: int = 0) -> Shown:
    """What a page of this plan shows; sums are included once the input was checked.

    `change` is the newest change of the journal before the plan was made.
    """
    versions = {row.id: getattr(row, "row_version", 0) for row in seen.rows}
    return Shown(
        given=input_hash(str(get_locale()), (), _typed(seen.given)) if is_judged else "",
        language=str(get_locale()),
        rows={
            str(v.row_id): [
                v.name,
                versions[v.row_id],
                _texts(seen.row_facts.get(v.row_id, {})),
                _texts(seen.preview.rows.get(v.row_id, {})),
                sentence(v.refusal.code, v.refusal.facts) if v.refusal else "",
            ]
            for v in seen.verdicts
            if v.row_id in versions
        },
        totals=_texts(seen.preview.totals),
        warnings=[sentence(note.code, note.facts) for note in seen.preview.warnings],
        effects=[
            sentence(note.code, note.facts) for note in (*seen.notes, *seen.preview.side_effects)
        ],
        change=change,
    )


def read_shown(posted: Mapping[str, object]) -> Shown | None:
    """What the submitting page showed, or None. Raises Refused when forged."""
    if not (token := str(posted.get("shown", ""))):
        return None
    try:
        return Shown(**_serializer().loads(token))
    except (BadSignature, TypeError) as error:
        raise Refused(Refusal(Common.STALE)) from error


def has_moved(was: Shown, now: Shown) -> bool:
    """Whether anything has changed."""
    return bool(_moved_rows(was, now)) or was.rows.keys() != now.rows.keys() or _differs(was, now)


def drift_between(session: Session, model: type[Base], was: Shown, now: Shown) -> list[Moved]:
    """The differences: rows gone and new, fields of rows, sums, warnings, effects."""
    moved = _moved_rows(was, now)
    elsewhere = was.rows.keys() ^ now.rows.keys()
    ids = [int(key) for key in (*moved, *elsewhere)]
    causes = causes_of(session, model, ids, was.change)
    return [
        *_gone_and_new(was, now, causes),
        *_in_rows(session, model.__table__, was, now, causes),
        *_in_the_whole(was, now, causes),
    ]


def _typed(given: object) -> dict[str, object]:
    return {} if given is None else canonical(given)


def _texts(facts: Mapping[str, Fact]) -> dict[str, str]:
    return {name: str(written_fact(name, value)) for name, value in facts.items()}


def _differs(was: Shown, now: Shown) -> bool:
    """Whether the same input has a different result."""
    return was.given == now.given and _whole(was) != _whole(now)


def _whole(shown: Shown) -> tuple[object, ...]:
    return dict(shown.totals), list(shown.warnings), list(shown.effects)


def _moved_rows(was: Shown, now: Shown) -> list[str]:
    """Ids of the rows in both that changed."""
    end = 5 if was.given == now.given else 3 if was.language == now.language else 2
    return [
        key
        for key, row in was.rows.items()
        if key in now.rows and list(row[1:end]) != list(now.rows[key][1:end])
    ]


def _gone_and_new(was: Shown, now: Shown, causes: Causes) -> Iterator[Moved]:
    for key, row in was.rows.items():
        if key not in now.rows:
            sides = _("在所选范围内"), _("已不在所选范围内")
            yield Moved(row[0], _("记录"), *sides, causes.of(int(key)))
    for key, row in now.rows.items():
        if key not in was.rows:
            sides = _("不在所选范围内"), _("新进入所选范围")
            yield Moved(row[0], _("记录"), *sides, causes.of(int(key)))


def _in_rows(
    session: Session, table: Table, was: Shown, now: Shown, causes: Causes
) -> Iterator[Moved]:
    moved = _moved_rows(was, now)
    told = _told_by_journal(session, table, was, now, moved)
    for key in moved:
        name, version, own, facts, refusal = was.rows[key]
        _name, _version, own_now, facts_now, refusal_now = now.rows[key]
        by = causes.of(int(key))
        lines = list(told.get(int(key), ()))
        if was.language == now.language:
            lines += _pairs(name, own, own_now, by)
        if was.given == now.given and refusal != refusal_now:
            can = _("可以办理")
            lines.append(Moved(name, _("核对结果"), refusal or can, refusal_now or can, by))
        elif was.given == now.given:
            # A refused row has no facts by the input any more; its refusal says why.
            lines += _pairs(name, facts, facts_now, by)
        if not lines:
            lines = [Moved(name, _("记录"), _("第 %(n)s 版", n=version), _("已被修改"), by)]
        yield from lines


def _pairs(name: str, before: Mapping[str, str], now: Mapping[str, str], by: str) -> list[Moved]:
    return [
        Moved(name, fact_label(fact), before.get(fact, ""), now.get(fact, ""), by)
        for fact in dict.fromkeys([*before, *now])
        if before.get(fact, "") != now.get(fact, "")
    ]


def _in_the_whole(was: Shown, now: Shown, causes: Causes) -> Iterator[Moved]:
    if was.given != now.given:
        return
    whole, by = _("合计"), causes.of_all
    yield from _pairs(whole, was.totals, now.totals, by)
    for label, before, after in (
        (_("提醒"), was.warnings, now.warnings),
        (_("确认后，系统将"), was.effects, now.effects),
    ):
        gone = [text for text in before if text not in after]
        new = [text for text in after if text not in before]
        if list(before) != list(after):
            yield Moved(whole, label, " ".join(gone), " ".join(new), by)


def _told_by_journal(
    session: Session, table: Table, was: Shown, now: Shown, moved: Sequence[str]
) -> dict[int, list[Moved]]:
    """Row → its changed fields by the journal; the version difference is the number of runs."""
    since = {int(key): now.rows[key][1] - was.rows[key][1] for key in moved}
    asked = [row_id for row_id, runs in since.items() if runs > 0]
    told: dict[int, list[Moved]] = {}
    for change in _changes(session, table.name, asked):
        if since[change.row_id] <= 0:
            continue
        since[change.row_id] -= 1
        by = said_of(change)
        name = was.rows[str(change.row_id)][0]
        lines = [Moved(name, *side, by) for side in sides_of(table, change.diff)]
        told[change.row_id] = [*lines, *told.get(change.row_id, ())]
    return told


def _changes(session: Session, entity: str, row_ids: Sequence[int]) -> Sequence[ChosenRow]:
    """The newest changes of the rows, in their scope."""
    if not row_ids:
        return ()
    changes = (
        select(JournalChange.id, JournalChange.entry_id, JournalChange.row_id, JournalChange.diff)
        .where(JournalChange.entity == entity, JournalChange.row_id.in_(row_ids))
        .order_by(JournalChange.id.desc())
        .limit(_MOST_CHANGES)
        .subquery()
    )
    entry = JournalEntry.__table__
    return session.execute(
        select(changes.c.row_id, changes.c.diff, entry.c.at, entry.c.actor_name, entry.c.action)
        .select_from(changes.join(entry, entry.c.id == changes.c.entry_id))
        .order_by(changes.c.id.desc())
    ).all()


def _serializer() -> URLSafeTimedSerializer:
    assert current_app.secret_key is not None
    return URLSafeTimedSerializer(current_app.secret_key, salt="shown")
