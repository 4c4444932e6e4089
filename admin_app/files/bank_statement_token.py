"""The rows of a statement as a signed token, carried in a hidden field between pages.

A browser uploads a file once; the parsed rows are carried in the form until confirmed, so nothing
is stored of an unconfirmed file.
"""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from actions.core.refusal import Common, Refusal, Refused
from admin_app.files.bank_statement_reader import StatementFile
from admin_app.files.sheet_reader import SheetRow
from admin_app.labels.remittances.bank_statement import StatementFault

#: Lifetime of a token, in seconds.
LIFETIME_SECONDS = 4 * 60 * 60
#: Longest token, in characters; the rest of the request is for other fields.
MAXIMUM_TOKEN = 3 * 1024 * 1024


def sign(file: StatementFile, actor: str) -> str:
    """The rows as a token. Raises Refused when it would be too long."""
    rows = [[[row.number, *row.cells] for row in part] for part in (file.titles, file.rows)]
    token = str(_serializer().dumps([actor, file.name, file.headings, *rows]))
    if len(token) > MAXIMUM_TOKEN:
        raise Refused(Refusal(StatementFault.TOO_LARGE))
    return token


def unsign(token: str, actor: str) -> StatementFile:
    """Read a token. Raises Refused when it is forged, too old, or someone else's."""
    try:
        given = _serializer().loads(token, max_age=LIFETIME_SECONDS)
    except BadData as error:
        raise Refused(Refusal(Common.STALE)) from error
    owner, name, headings, titles, rows = given
    if owner != actor:
        raise Refused(Refusal(Common.STALE))
    above, below = (
        tuple(SheetRow(number, tuple(cells)) for number, *cells in part) for part in (titles, rows)
    )
    return StatementFile(name, above, tuple(headings), below)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="statement-file")
