"""Orders and inputs of the guide's four verbs."""

from __future__ import annotations

from tests.support.pages.doors import Doors

A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


#: 400 + 3 × 200 yuan, five sheets of 200: the reference scenario's slip.
PAID = {"amount_fen": "1000.00", "invoice_count": "5", "invoice_type": "fixed-200"}


TWO_LINES = {
    "lines": [
        {"user_account": "zhuoni", "quantity": "30"},
        {"user_account": "lintan", "quantity": "20"},
    ]
}


def ids(doors: Doors, *names: str) -> list[int]:
    return [doors.world.id(name) for name in names]
