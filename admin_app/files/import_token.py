"""The worksheets of an uploaded file as a signed token, carried while its columns are mapped.

A browser uploads a file once; nothing is stored of a file that is not staged.
"""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from actions.core.refusal import Common, Refusal, Refused
from admin_app.files.sheet_reader import SheetRow, Worksheet
from admin_app.labels.imports import SheetFault

#: Lifetime of a token, in seconds.
_LIFETIME_SECONDS = 4 * 60 * 60
#: Longest token, in characters; the rest of the request is for other fields.
_LONGEST_TOKEN = 3 * 1024 * 1024


def sign(worksheets: list[Worksheet], name: str, digest: str, actor: str) -> str:
    """The worksheets as a token. Raises Refused when it would be too long."""
    read = [
        [
            each.name,
            [[row.number, *row.cells] for row in each.rows],
            each.is_hidden,
            each.merged,
            sorted(each.hidden_rows),
            each.hidden_columns,
            each.uncomputed,
        ]
        for each in worksheets
    ]
    token = str(_serializer().dumps([actor, name, digest, read]))
    if len(token) > _LONGEST_TOKEN:
        raise Refused(Refusal(SheetFault.MAP_TOO_LARGE))
    return token


def unsign(token: str, actor: str) -> tuple[list[Worksheet], str, str]:
    """The worksheets, the file's name and digest.

    Raises Refused for a token that is forged, too old, or someone else's.
    """
    try:
        owner, name, digest, read = _serializer().loads(token, max_age=_LIFETIME_SECONDS)
    except BadData as error:
        raise Refused(Refusal(Common.STALE)) from error
    if owner != actor:
        raise Refused(Refusal(Common.STALE))
    worksheets = [
        Worksheet(
            tab,
            tuple(SheetRow(number, tuple(cells)) for number, *cells in rows),
            is_hidden,
            tuple((top, left, bottom, right) for top, left, bottom, right in merged),
            frozenset(hidden_rows),
            tuple((first, last) for first, last in hidden_columns),
            uncomputed,
        )
        for tab, rows, is_hidden, merged, hidden_rows, hidden_columns, uncomputed in read
    ]
    return worksheets, name, digest


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="import-file")
