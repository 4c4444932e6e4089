"""What is said of configurations: why one is not kept or applied, and what a plan tells."""

from __future__ import annotations

from enum import StrEnum

from actions.core.input_parsing import storable
from models.values.money import plain_yuan

#: Longest value shown in a plan.
_LONGEST_VALUE = 60


class ConfigurationRefusal(StrEnum):
    """Why a configuration is not kept or applied."""

    UNCHANGED = "configuration_unchanged"
    NOT_OF_OFFICE = "configuration_not_of_office"
    NOTHING_TO_DO = "configuration_nothing_to_do"
    STEP = "configuration_step"


class ConfigurationNote(StrEnum):
    """What a plan says of a configuration."""

    DEFINES = "configuration_note_defines"
    RESTORES = "configuration_note_restores"
    CHANGES = "configuration_note_changes"
    RETIRES = "configuration_note_retires"
    MORE = "configuration_note_more"
    NOT_YET = "configuration_note_not_yet"
    OTHER_OFFICES = "configuration_note_other_offices"


class DefinitionName(StrEnum):
    """The kinds, for people."""

    SETTING = "setting"
    INVOICE_TYPE = "invoice_type"
    CHOICE_LIST = "choice_list"
    CHOICE = "choice"
    LABEL = "label"
    REGISTER = "register"
    FIELD = "field"
    REGISTER_FIELD = "register_field"
    ROLE = "role"
    REPORT = "report"
    WORDING = "wording"
    PAPER = "paper"
    LETTER = "letter"
    RULE = "rule"


def shown_value(value: object, *, is_fen: bool | None = None) -> str:
    """A stored value for people: codes and words, cut where they are long; amounts in yuan."""
    if is_fen and isinstance(value, int):
        return plain_yuan(value)
    if value is None or value in ("", []):
        return "—"
    text = storable("、".join(map(str, value)) if isinstance(value, list) else str(value))
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
