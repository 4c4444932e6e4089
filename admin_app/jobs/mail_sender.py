"""Writes and sends e-mail: the only place that uses SMTP.

Delivery is at least once, with a Message-ID derived from the key, so that a server can recognise a
duplicate. Temporary failures are retried with exponential backoff; permanent ones are not.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Engine

from admin_app.labels import word
from config import MailSecurity, MailServer
from models.core.clock import Clock
from models.jobs.mail_delivery import Letter, record_delivery, take_letter
from models.jobs.outbox import MailEvent, MailTopic

#: Most letters per round.
_ROUND = 200
_TIMEOUT_SECONDS = 20
#: SMTP codes from here on are permanent failures.
_FOR_GOOD = 500


def install(app: Flask, server: MailServer | None) -> None:
    """Configure the mail server; without one no mail is written or sent."""
    app.extensions["mail_server"] = server


def mail_server() -> MailServer | None:
    """The mail server of the running application."""
    server: MailServer | None = current_app.extensions["mail_server"]
    return server


def send_letters(engine: Engine, clock: Clock) -> int:
    """Send due mail over one connection; returns how many letters were sent."""
    server = mail_server()
    letter = take_letter(engine, clock.now()) if server is not None else None
    if server is None or letter is None:
        return 0
    sent = 0
    try:
        with _connected(server) as smtp:
            for _number in range(_ROUND):
                sent += _send(engine, clock, smtp, server, letter)
                letter = take_letter(engine, clock.now())
                if letter is None:
                    break
    except (OSError, smtplib.SMTPException) as error:
        # The server is unreachable: postpone this letter and stop the round.
        if letter is not None:
            record_delivery(engine, letter, MailEvent.POSTPONE, clock.now(), _answer(error))
        return sent
    if letter is not None:
        record_delivery(engine, letter, MailEvent.POSTPONE, clock.now(), "")
    return sent


def _send(
    engine: Engine, clock: Clock, smtp: smtplib.SMTP, server: MailServer, letter: Letter
) -> int:
    """Send one letter; a failure of this letter does not end the round."""
    try:
        smtp.send_message(compose(letter, server))
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        is_final = _code(error) >= _FOR_GOOD
        happening = MailEvent.REFUSE if is_final else MailEvent.POSTPONE
        record_delivery(engine, letter, happening, clock.now(), _answer(error))
        return 0
    record_delivery(engine, letter, MailEvent.SEND, clock.now(), "250")
    return 1


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    secure = ssl.create_default_context()
    if server.security is MailSecurity.TLS:
        opened: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=_TIMEOUT_SECONDS, context=secure
        )
    else:
        opened = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT_SECONDS)
    with opened as smtp:
        if server.security is MailSecurity.STARTTLS:
            smtp.starttls(context=secure)
        if server.username:
            smtp.login(server.username, server.password)
        yield smtp


def compose(letter: Letter, server: MailServer) -> EmailMessage:
    """The letter in its recipient's language, as plain text; always the same for the same row."""
    with force_locale(letter.language):
        message = EmailMessage()
        message["Subject"] = f"{word(letter.topic)} ({letter.facts['count']})"
        message["From"] = server.sender
        message["To"] = letter.recipient
        message["Date"] = format_datetime(letter.written_at)
        message["Message-ID"] = message_id(letter.key, server)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(_body(letter, server))
        return message


def message_id(key: str, server: MailServer) -> str:
    """The Message-ID derived from a letter's key."""
    _name, address = parseaddr(server.sender)
    domain = address.rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _body(letter: Letter, server: MailServer) -> str:
    facts = letter.facts
    is_office = letter.topic is MailTopic.OFFICE_DIGEST
    opening = (
        _("下列注册单位的域名即将到期或已到期，请通知单位及时续费：")
        if is_office
        else _("贵单位下列域名即将到期或已到期，请及时到编办办理续费：")
    )
    lines = [
        _("%(end)s 到期  %(name)s  %(unit)s", end=end, name=name, unit=unit if is_office else "")
        for name, unit, end in facts["names"]
    ]
    more = facts["count"] - len(lines)
    return "\n".join(
        [
            _("%(to)s：", to=facts["to"]),
            "",
            opening,
            "",
            *(line.rstrip() for line in lines),
            *([_("另有 %(n)s 个，请登录系统查看。", n=more)] if more else []),
            "",
            _("建议注册单位将年限定为 2 年以上，可以减轻续费工作量。"),
            *([server.public_url] if server.public_url else []),
            "",
            _("党政群机关和事业单位域名注册管理系统自动发送，请勿回复。"),
            "",
        ]
    )


def _code(error: smtplib.SMTPException) -> int:
    """The server's SMTP code; there is only one recipient."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _said in error.recipients.values())
    assert isinstance(error, smtplib.SMTPResponseException)
    return error.smtp_code


def _answer(error: Exception) -> str:
    """The server's reply, or the kind of error, without our own data."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {said!r}" for code, said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {error.smtp_error!r}"
    return type(error).__name__
