"""Writes and sends e-mail: the only place that uses SMTP.

Delivery is at least once, with a Message-ID derived from the key, so that a server can recognise a
duplicate. Temporary failures are retried with exponential backoff; permanent ones are not. A letter
that is given up is told to its office.
"""

from __future__ import annotations

import hashlib
import logging
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Engine

from actions.core.actor import SYSTEM, Caller
from actions.jobs.give_up_mail import GIVE_UP_MAIL, GiveUpMailInput
from actions.perform import perform
from admin_app.labels import word
from admin_app.labels.jobs import MAIL_OPENINGS
from config import MailSecurity, MailServer
from models.core.clock import Clock
from models.core.journal import Door
from models.core.scope import EVERYTHING, scoped_session
from models.definitions.template import Wording, known_wordings
from models.jobs.mail_delivery import Letter, record_delivery, take_letter
from models.jobs.outbox import MailEvent, MailTopic
from models.values.contact_address import is_email
from models.values.language import Language
from models.values.wording.named_text import fill_in

_LOG = logging.getLogger(__name__)

#: Most letters per round.
_ROUND = 200
_TIMEOUT_SECONDS = 20
#: Connections lost in a row before a round ends.
_MOST_FAILED_CONNECTIONS = 3
#: SMTP codes from here on are permanent failures.
_FOR_GOOD = 500
_LONGEST_ANSWER = 300


def install(app: Flask, server: MailServer | None) -> None:
    """Configure the mail server; without one no mail is written or sent."""
    app.extensions["mail_server"] = server


def mail_server() -> MailServer | None:
    """The mail server of the running application."""
    server: MailServer | None = current_app.extensions["mail_server"]
    return server


def send_letters(engine: Engine, clock: Clock) -> int:
    """Send due mail; returns how many letters were sent.

    A letter that fails does not hold up the others: after a lost connection a new one is opened.
    The round ends when the server cannot be reached, or drops several connections in a row.
    """
    server, sent, left, failed = mail_server(), 0, _ROUND, 0
    while server is not None and left > 0 and failed < _MOST_FAILED_CONNECTIONS:
        tally = _send_over_one_connection(engine, clock, server, left)
        sent, left = sent + tally.sent, left - tally.tried
        failed = 0 if tally.sent else failed + 1
        if not tally.goes_on:
            break
    return sent


@dataclass(slots=True)
class _Tally:
    """Letters tried and sent over one connection, and whether another is worth opening."""

    tried: int = 0
    sent: int = 0
    goes_on: bool = False


def _send_over_one_connection(
    engine: Engine, clock: Clock, server: MailServer, most: int
) -> _Tally:
    tally = _Tally()
    letter = take_letter(engine, clock.now())
    if letter is None:
        return tally
    try:
        with _connected(server) as smtp:
            while letter is not None and tally.tried < most:
                tally.tried += 1
                tally.sent += _send(engine, clock, smtp, server, letter)
                letter = take_letter(engine, clock.now())
    except smtplib.SMTPSenderRefused as error:
        _wait(engine, clock, letter, _answer(error))
    except (OSError, smtplib.SMTPException) as error:
        if letter is not None and tally.tried:
            # The server hung up on this letter: it is tried last, the others over a new connection.
            _put_off(engine, clock, letter, _answer(error))
            tally.goes_on = True
        else:
            _wait(engine, clock, letter, _answer(error))
    else:
        _wait(engine, clock, letter, "")
    return tally


def _wait(engine: Engine, clock: Clock, letter: Letter | None, answer: str) -> None:
    """Put a letter back through no fault of its own."""
    if letter is not None:
        event = MailEvent.POSTPONE
        record_delivery(engine, letter, event, clock.now(), answer, is_counted=False)


def _send(
    engine: Engine, clock: Clock, smtp: smtplib.SMTP, server: MailServer, letter: Letter
) -> int:
    """Send one letter; a failure of this letter does not end the round.

    Raises what concerns all letters: a lost connection, a sender that the server does not accept.
    """
    if not is_email(letter.recipient):
        _give_up(engine, clock, letter, "no address", is_refused=True)
        return 0
    try:
        smtp.send_message(compose(letter, server, _wording(engine, letter)))
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused):
        raise
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        if _code(error) >= _FOR_GOOD:
            _give_up(engine, clock, letter, _answer(error), is_refused=True)
        else:
            _put_off(engine, clock, letter, _answer(error))
        return 0
    except (smtplib.SMTPException, LookupError, TypeError, ValueError) as error:
        _LOG.exception("letter %s cannot be written", letter.id)
        _give_up(engine, clock, letter, _answer(error), is_refused=False)
        return 0
    record_delivery(engine, letter, MailEvent.SEND, clock.now(), "250")
    return 1


def _put_off(engine: Engine, clock: Clock, letter: Letter, answer: str) -> None:
    """Try the letter again later, or give it up after the last try."""
    if letter.is_last_try:
        _give_up(engine, clock, letter, answer, is_refused=False)
    else:
        record_delivery(engine, letter, MailEvent.POSTPONE, clock.now(), answer)


def _give_up(
    engine: Engine, clock: Clock, letter: Letter, answer: str, *, is_refused: bool
) -> None:
    given = GiveUpMailInput(answer[:_LONGEST_ANSWER], is_refused)
    key = f"{letter.id}:{clock.now().isoformat()}"
    with scoped_session(engine, EVERYTHING) as session:
        caller = Caller(SYSTEM, Door.JOB, clock)
        perform(session, GIVE_UP_MAIL, [letter.id], given, caller, key=key)


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


def _wording(engine: Engine, letter: Letter) -> Wording | None:
    """The words of the letter's office that held when it was written."""
    subject, at = f"mail_{letter.topic}", letter.written_at
    with scoped_session(engine, EVERYTHING) as session:
        language = Language(letter.language)
        return known_wordings(session, [subject], language, letter.office_code, at).at(subject, at)


def compose(letter: Letter, server: MailServer, wording: Wording | None = None) -> EmailMessage:
    """The letter in its recipient's language, as plain text; always the same for the same row.

    An office may word its subject and its opening; what names the expiring domains is ours.
    """
    with force_locale(letter.language):
        wording = wording or Wording()
        message = EmailMessage()
        title = _filled(wording.title, letter) or str(word(letter.topic))
        message["Subject"] = f"{' '.join(title.split())} ({letter.facts['count']})"
        message["From"] = server.sender
        message["To"] = letter.recipient
        message["Date"] = format_datetime(letter.written_at)
        message["Message-ID"] = message_id(letter.key, server)
        message["Auto-Submitted"] = "auto-generated"
        opening = _filled(wording.body, letter) or str(MAIL_OPENINGS[letter.topic])
        message.set_content(_body(letter, server, opening))
        return message


def _filled(text: str | None, letter: Letter) -> str:
    return fill_in(text or "", {"to": letter.facts["to"], "count": letter.facts["count"]})


def message_id(key: str, server: MailServer) -> str:
    """The Message-ID derived from a letter's key."""
    _name, address = parseaddr(server.sender)
    domain = address.rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _body(letter: Letter, server: MailServer, opening: str) -> str:
    return "\n".join(
        [
            _("%(to)s：", to=letter.facts["to"]),
            "",
            opening,
            "",
            *_LINES.get(letter.topic, _expiring)(letter),
            *([server.public_url] if server.public_url else []),
            "",
            _("党政群机关和事业单位域名注册管理系统自动发送，请勿回复。"),
            "",
        ]
    )


def _expiring(letter: Letter) -> list[str]:
    facts = letter.facts
    is_office = letter.topic is MailTopic.OFFICE_DIGEST
    lines = [
        _("%(end)s 到期  %(name)s  %(unit)s", end=end, name=name, unit=unit if is_office else "")
        for name, unit, end in facts["names"]
    ]
    more = facts["count"] - len(lines)
    return [
        *(line.rstrip() for line in lines),
        *([_("另有 %(n)s 个，请登录系统查看。", n=more)] if more else []),
        "",
        _("建议注册单位将年限定为 2 年以上，可以减轻续费工作量。"),
    ]


def _rule(letter: Letter) -> list[str]:
    facts = letter.facts
    said = _("规则“%(rule)s”：%(row)s", rule=facts["rule"], row=facts["row"])
    return [said, *([facts["message"]] if facts["message"] else []), ""]


def _report(letter: Letter) -> list[str]:
    """A report as it was written for its receiver."""
    facts = letter.facts
    return [_("报表“%(title)s”：", title=facts["title"]), "", facts["content"], ""]


#: Topics with lines of their own; the others name domains that expire.
_LINES: Mapping[MailTopic, Callable[[Letter], list[str]]] = {
    MailTopic.RULE: _rule,
    MailTopic.REPORT: _report,
}


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
