"""Typed configuration, read once from the environment; nothing else reads os.environ.

Production refuses to start with a missing or short secret key, debug mode, or an unsafe database.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SHORTEST_SECRET_KEY = 32


class UnsafeConfigError(RuntimeError):
    """An unsafe configuration; the message says what to set."""


class AppEnv(StrEnum):
    """What the installation is for."""

    DEMO = "demo"
    PRODUCTION = "production"
    TEST = "test"
    #: Practice mode inside another installation; no process is started with this.
    PRACTICE = "practice"


class MailSecurity(StrEnum):
    """Encryption of the connection to the mail server."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The SMTP server."""

    host: str
    port: int
    security: MailSecurity
    #: The sender's address.
    sender: str
    username: str = ""
    password: str = ""
    #: The public URL, for the last line of a letter.
    public_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one process."""

    app_env: AppEnv = AppEnv.DEMO
    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 5000
    debug: bool = False
    #: Hosts the program answers to in production; empty: any.
    trusted_hosts: tuple[str, ...] = ()
    #: How many proxies are in front; so many X-Forwarded-* values are trusted.
    trusted_proxies: int = 0
    #: Largest request body, bytes.
    maximum_request_bytes: int = 4 * 1024 * 1024
    #: None: no e-mail is sent.
    mail: MailServer | None = None
    #: Servers that webhooks may be sent to, such as https://hooks.example.gov.cn.
    webhook_origins: tuple[str, ...] = ()
    #: Whether these may have addresses inside the network: private, loopback, link-local.
    may_send_inside: bool = False
    #: The practice database, never the real one; None: no practice mode.
    practice_database_url: str | None = None
    #: In practice mode: the AppEnv of the installation around it.
    around: AppEnv | None = None

    def __post_init__(self) -> None:
        if self.practice_database_url == self.database_url:
            raise UnsafeConfigError("PRACTICE_DATABASE_URL must be a database of its own")
        if self.app_env is AppEnv.PRODUCTION:
            _refuse_unsafe(self)

    @property
    def is_production(self) -> bool:
        """Whether it is deployed like production: TLS, own host names."""
        return AppEnv.PRODUCTION in {self.app_env, self.around}


def load(environment: Mapping[str, str] = os.environ) -> Config:
    """The configuration the environment asks for. Raises UnsafeConfigError."""
    app_env = AppEnv(environment.get("APP_ENV", AppEnv.DEMO))
    if app_env is AppEnv.PRACTICE:
        raise UnsafeConfigError("APP_ENV says what the books are for: demo, production or test")
    database_url = _database_url(environment.get("DATABASE_URL", ""))
    return Config(
        app_env=app_env,
        database_url=database_url,
        practice_database_url=_practice_url(environment, app_env, database_url),
        secret_key=_secret_key(environment, app_env),
        host=environment.get("HOST", "127.0.0.1"),
        port=int(environment.get("PORT", "5000")),
        debug=environment.get("FLASK_DEBUG", "0") not in {"", "0", "false"},
        trusted_proxies=int(environment.get("TRUSTED_PROXIES", "0")),
        mail=_mail_server(environment),
        trusted_hosts=_listed(environment, "TRUSTED_HOSTS"),
        webhook_origins=_listed(environment, "WEBHOOK_ORIGINS"),
        may_send_inside=environment.get("WEBHOOK_INSIDE", "0") == "1",
    )


def _listed(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    parts = environment.get(name, "").split(",")
    return tuple(part.strip() for part in parts if part.strip())


def _mail_server(environment: Mapping[str, str]) -> MailServer | None:
    host = environment.get("SMTP_HOST", "")
    if not host:
        return None
    security = MailSecurity(environment.get("SMTP_SECURITY", MailSecurity.STARTTLS))
    usual = "465" if security is MailSecurity.TLS else "587"
    sender = environment.get("MAIL_FROM", "")
    if "@" not in sender:
        raise UnsafeConfigError("MAIL_FROM must be the address that letters come from")
    return MailServer(
        host=host,
        port=int(environment.get("SMTP_PORT", usual)),
        security=security,
        sender=sender,
        username=environment.get("SMTP_USERNAME", ""),
        password=environment.get("SMTP_PASSWORD", ""),
        public_url=environment.get("PUBLIC_URL", ""),
    )


def _database_url(given: str) -> str:
    if not given:
        folder = ROOT / "var"
        folder.mkdir(exist_ok=True)
        return f"sqlite:///{folder / 'admin.sqlite3'}"
    # One driver for PostgreSQL, however the URL is spelt.
    for spelling in ("postgres://", "postgresql://"):
        if given.startswith(spelling):
            return "postgresql+psycopg://" + given.removeprefix(spelling)
    return given


def _practice_url(environment: Mapping[str, str], app_env: AppEnv, database_url: str) -> str | None:
    """The address given; the demo keeps a file beside its own where that is a file."""
    if given := environment.get("PRACTICE_DATABASE_URL", ""):
        return _database_url(given)
    is_file = database_url.startswith("sqlite:///") and database_url.endswith(".sqlite3")
    if app_env is not AppEnv.DEMO or not is_file:
        return None
    return f"{database_url.removesuffix('.sqlite3')}.practice.sqlite3"


def _secret_key(environment: Mapping[str, str], app_env: AppEnv) -> str:
    """The key given; in the demo, one made at the first start and kept beside the database.

    All workers of a server must share it, and a restart must not log everyone out.
    """
    if given := environment.get("SECRET_KEY", ""):
        return given
    if app_env is AppEnv.PRODUCTION:
        return ""
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    kept = folder / "secret_key"
    if not kept.exists():
        kept.write_text(secrets.token_hex(32), encoding="ascii")
        kept.chmod(0o600)
    return kept.read_text(encoding="ascii")


def _refuse_unsafe(config: Config) -> None:
    faults = (
        (
            len(config.secret_key) < SHORTEST_SECRET_KEY,
            f"SECRET_KEY must be set, {SHORTEST_SECRET_KEY} characters or more",
        ),
        (len(set(config.secret_key)) < SHORTEST_SECRET_KEY // 4, "SECRET_KEY must be random"),
        (config.debug, "FLASK_DEBUG must be off"),
    )
    found = [sentence for is_unsafe, sentence in faults if is_unsafe]
    if found:
        raise UnsafeConfigError("production refuses to start: " + "; ".join(found))
