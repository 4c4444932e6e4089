"""What defining and changing a label have in common: which names it may have."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from actions.core.refusal import Refusal
from models.definitions.label import Label
from models.definitions.own_words import can_be_listed, name_in_use


class LabelNameRefusal(StrEnum):
    """Why a label is not defined or changed."""

    TAKEN = "label_name_taken"
    NOT_A_NAME = "label_name_not_a_name"
    TOO_MANY = "label_name_too_many"


def name_refusal(name_zh: str, name_en: str | None, others: Iterable[Label]) -> Refusal | None:
    """Why a label cannot be called so beside the others; None when it can."""
    names = [name for name in (name_zh, name_en) if name is not None]
    if unlisted := next((name for name in names if not can_be_listed(name)), None):
        return Refusal(LabelNameRefusal.NOT_A_NAME, {"name": unlisted})
    if name := name_in_use(name_zh, name_en, others):
        return Refusal(LabelNameRefusal.TAKEN, {"name": name})
    return None
