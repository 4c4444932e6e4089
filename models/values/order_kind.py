"""What an order buys: a word shared by orders and the tariff."""

from enum import StrEnum


class OrderKind(StrEnum):
    """The operation paid for (RFC 8748's fee commands that this registry sells)."""

    REGISTER = "register"
    RENEW = "renew"
    RESTORE = "restore"
