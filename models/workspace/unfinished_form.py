"""What a user typed in the form of an action that was not carried out, kept for the day.

Opened again on the same rows, the form begins with it. Like ticks it is not journaled: nothing was
done yet. Each write is a separate transaction, outside any run, and removes earlier days' forms.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import (
    Engine,
    ForeignKey,
    String,
    UniqueConstraint,
    delete,  # noqa: TID251  bookkeeping outside the journal: see above
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, Json, pk
from models.core.engine import WRITES
from models.core.scope import BY_HAND, Reference, Unscoped

#: Most forms of one user; the oldest goes first.
MAXIMUM_FORMS = 50
#: The most that is kept of one form, in characters of names and values.
LONGEST_UNFINISHED_FORM = 64 * 1024

Fields = Sequence[tuple[str, str]]


class UnfinishedForm(Reference, Base):
    """The fields of a form as a user last typed them."""

    __tablename__ = "unfinished_form"
    __unscoped__ = Unscoped("one's own words, asked for by one's own key alone")
    __table_args__ = (UniqueConstraint("user_id", "subject"),)

    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    #: A digest of the action and the rows.
    subject: Mapped[str] = mapped_column(String(64))
    #: [name, value]… in the order of the form.
    fields: Mapped[list[list[str]]] = mapped_column(Json)
    typed_on: Mapped[dt.date]


_FORMS = UnfinishedForm.__table__


def fields_typed(session: Session, user_id: int, subject: str, today: dt.date) -> Fields:
    """What was typed today and not carried out; empty if nothing was."""
    wanted = select(_FORMS.c.fields).where(
        _FORMS.c.user_id == user_id, _FORMS.c.subject == subject, _FORMS.c.typed_on == today
    )
    found = session.execute(wanted, execution_options={BY_HAND: True}).scalar()
    return [(name, value) for name, value in found or ()]


def keep_fields(engine: Engine, user_id: int, subject: str, fields: Fields, today: dt.date) -> None:
    """Replace what was typed for the subject; without fields, or with too much, forget it."""
    size = sum(len(name) + len(value) for name, value in fields)
    own = _FORMS.c.user_id == user_id
    newest = select(_FORMS.c.id).where(own).order_by(_FORMS.c.id.desc())
    newest = newest.limit(MAXIMUM_FORMS - 1)
    gone = or_(_FORMS.c.subject == subject, _FORMS.c.typed_on < today, _FORMS.c.id.not_in(newest))
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(delete(_FORMS).where(own, gone))
        if fields and size <= LONGEST_UNFINISHED_FORM:
            insert = (postgresql if engine.dialect.name == "postgresql" else sqlite).insert(_FORMS)
            stored = [[name, value] for name, value in fields]
            row = {"user_id": user_id, "subject": subject, "fields": stored, "typed_on": today}
            # Another tab may have kept the same form at the same moment.
            connection.execute(insert.values(row).on_conflict_do_nothing())
        connection.commit()
