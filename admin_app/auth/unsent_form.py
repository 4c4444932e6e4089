"""A form submitted after its session ended: preserved through the sign-in and shown again.

Nothing is stored: the fields are carried in the sign-in page, signed and bound to the login whose
session ended. After signing in as the same user the form is shown as typed, to be confirmed again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select

from admin_app.auth.user_lookup import digest
from admin_app.forms.request_errors import ASKS_AGAIN
from admin_app.forms.sent_form import sent_form
from models.core.base import db
from models.core.scope import BY_HAND
from models.users.user import LoginSession

#: The most that is kept, in characters of names and values: a plan of 500 rows is below it.
LONGEST_FORM = 128 * 1024
KEPT_SECONDS = 12 * 3600
#: Fields not carried over: the user must confirm again.
_LEFT_OUT = frozenset({"confirm", ASKS_AGAIN})
#: Fields that the user did not type.
_UNSEEN = _LEFT_OUT | frozenset(
    {"key", "selection", "shown", "answer_code", "row_version", "next", "recalculate"}
)
_RECORD_FORMS = (".edit_view", ".create_view")


@dataclass(frozen=True, slots=True)
class UnsentForm:
    """The preserved form: its URL, its fields, and the files to choose again."""

    user_id: int | None
    url: str
    fields: list[tuple[str, str]]
    files: list[str]
    #: Sending it again shows the form first; otherwise it acts, so what was typed is shown.
    is_shown_first: bool

    @property
    def typed(self) -> list[str]:
        """The values a person typed, in the order of the form."""
        return [value for name, value in self.fields if name not in _UNSEEN and value.strip()]

    def sign(self) -> str:
        """The form as one text, which nobody can change on its way."""
        return _serializer().dumps(asdict(self))


def unsent_form(user_id: int | None) -> UnsentForm | None:
    """The form of this request, for that user; None where there is none or it must not be kept.

    A form with a password is never kept, nor one longer than `LONGEST_FORM`.
    """
    if (sent := sent_form()) is None:
        return None
    if sum(len(name) + len(value) for name, value in sent.fields) > LONGEST_FORM:
        return None
    is_shown_first = bool({"confirm", "recalculate"} & set(request.form)) or (
        request.endpoint is not None and request.endpoint.endswith(_RECORD_FORMS)
    )
    fields = [(name, value) for name, value in sent.fields if name not in _LEFT_OUT]
    if is_shown_first and "recalculate" not in request.form:
        fields.append(("recalculate", "1"))
    return UnsentForm(user_id, sent.url, fields, sent.files, is_shown_first)


def read_unsent(text: str, user_id: int) -> UnsentForm | None:
    """The form kept in a sign-in page, if it is this user's; None otherwise."""
    try:
        found = _serializer().loads(text, max_age=KEPT_SECONDS)
    except BadData:
        return None
    form = UnsentForm(**{**found, "fields": [tuple(pair) for pair in found["fields"]]})
    return form if form.user_id == user_id else None


def user_of_ended_session(token: object) -> int | None:
    """Whose session the cookie's token was, however it ended; None where it was nobody's."""
    if not isinstance(token, str):
        return None
    life = LoginSession.__table__.c
    wanted = select(life.user_id).where(life.token_hash == digest(token))
    found = db.session().connection().execute(wanted, execution_options={BY_HAND: True}).scalar()
    return None if found is None else int(found)


def _serializer() -> URLSafeTimedSerializer:
    assert current_app.secret_key is not None
    return URLSafeTimedSerializer(current_app.secret_key, salt="unsent-form")
