"""Sends messages to other systems: the only place that makes outgoing HTTP requests.

As Standard Webhooks 1.0 says: the id, the time and a signature over both and the body stand in
headers, a receiver answers 2xx within seconds, and delivery is at least once, with waits that grow.
410 ends it at once. Redirects are not followed: they would lead past the operator's list.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import logging
import socket
import ssl
import time
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import Engine

from admin_app import labels
from config import AppEnv, Config
from models.core.clock import Clock
from models.webhooks.delivery_attempts import Message, record_answer, take_message
from models.webhooks.destination import address_of, allow, destination_fault
from models.webhooks.webhook import DeliveryEvent, WebhookState

_LOG = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 10
#: A round ends after this time, so that slow receivers do not hold up everything else.
_LONGEST_ROUND_SECONDS = 60
_GONE = 410


def install(config: Config) -> None:
    """Allow what the operator allows; practice shares the process and sends nothing."""
    if config.app_env is not AppEnv.PRACTICE:
        allow(config.webhook_origins, may_be_inside=config.may_send_inside)


def send_messages(engine: Engine, clock: Clock) -> int:
    """Send the messages that are due; returns how many arrived."""
    arrived, until = 0, time.monotonic() + _LONGEST_ROUND_SECONDS
    while time.monotonic() < until:
        message = take_message(engine, clock.now())
        if message is None:
            break
        arrived += _send(engine, clock, message)
    return arrived


def signature(key: str, timestamp: int, body: bytes, secret: str) -> str:
    """The signature of a message (Standard Webhooks 1.0): HMAC-SHA256 over id, time and body."""
    signed = f"{key}.{timestamp}.".encode() + body
    digest = hmac.digest(secret.encode(), signed, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def _send(engine: Engine, clock: Clock, message: Message) -> bool:
    if not message.is_wanted:
        said = labels.word(WebhookState.STOPPED)
        record_answer(engine, message, DeliveryEvent.GIVE_UP, clock.now(), said)
        return False
    if fault := destination_fault(message.url):
        said = labels.sentence(fault, {"url": message.url})
        record_answer(engine, message, DeliveryEvent.GIVE_UP, clock.now(), said)
        return False
    try:
        status, said = _post(message, int(clock.now().timestamp()))
    except (OSError, http.client.HTTPException) as error:
        status, said = 0, f"{type(error).__name__}: {error}"
    is_last = message.is_last_try or status == _GONE
    happening = (
        DeliveryEvent.DELIVER
        if 200 <= status < 300  # noqa: PLR2004  RFC 9110: successful
        else DeliveryEvent.GIVE_UP
        if is_last
        else DeliveryEvent.POSTPONE
    )
    record_answer(engine, message, happening, clock.now(), said)
    return happening is DeliveryEvent.DELIVER


def _post(message: Message, timestamp: int) -> tuple[int, str]:
    """The status and the reason of the receiver's reply. Raises OSError and HTTPException."""
    parts, body = urlsplit(message.url), message.content.encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "admin-webhooks/1",
        "webhook-id": message.key,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(message.key, timestamp, body, message.secret),
    }
    connection = _connection(parts)
    try:
        path = parts.path or "/"
        target = f"{path}?{parts.query}" if parts.query else path
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        return answer.status, f"{answer.status} {answer.reason}"
    finally:
        connection.close()


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    """A connection to the address that was judged, under the name it is certified for."""
    host = parts.hostname or ""
    is_secure = parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    plain = socket.create_connection((address_of(host, port), port), _TIMEOUT_SECONDS)
    connection = http.client.HTTPConnection(host, port, timeout=_TIMEOUT_SECONDS)
    try:
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            if is_secure
            else plain
        )
    except OSError:
        plain.close()
        raise
    return connection
