"""Turns codes with facts into messages, from the labels of all nouns."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from babel.dates import format_skeleton
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from actions.core.records.change_many import BUILT_IN_OF, OWN_OF, FieldName
from actions.users.own_role import EDIT_RECORDS, LABEL_RECORDS, WorkKey
from admin_app.labels.words import ActionWords
from models.core.base import db
from models.core.journal import Door
from models.core.own_values import OWN_VALUES
from models.definitions.chosen_words import OwnWord, field_words
from models.definitions.field_spec import FieldSpec
from models.definitions.known_fields import all_known_fields
from models.definitions.own_field import CHOSEN, FieldKind
from models.values.calendar import week_bounds
from models.values.money import format_yuan
from models.values.package_modules import package_modules


def _joined(name: str) -> dict[Any, Any]:
    """That table of every module of labels as one; raises ValueError for a key written twice."""
    joined: dict[Any, Any] = {}
    for module in package_modules("admin_app.labels"):
        # This module is found too, while it is being read.
        table = {} if module.__name__ == __name__ else getattr(module, name, {})
        if twice := sorted(map(str, joined.keys() & table.keys())):
            raise ValueError(f"{module.__name__}.{name} repeats {', '.join(twice)}")
        joined |= table
    return joined


#: Action key → its words.
ACTIONS: dict[str, ActionWords] = _joined("ACTIONS")
#: (action key, field) → label, including fields of nested lines, unless it is the one in SHARED.
FIELDS: dict[tuple[str, str], object] = _joined("FIELDS")
#: Refusals, notes, faults → sentence with %(fact)s. Their values are unique across verbs.
SENTENCES: dict[StrEnum, object] = _joined("SENTENCES")
#: Names of facts in plans and receipts → heading, where it is not the one in SHARED.
FACTS: dict[str, object] = _joined("FACTS")
#: Titles of generated actions; %(entity)s is the name of the record.
RECORD_ACTIONS: dict[str, object] = _joined("RECORD_ACTIONS")
#: Enum → its members' words.
WORDS: dict[type[StrEnum], dict[StrEnum, object]] = _joined("WORDS")
#: (table, column) → heading; what is not here is looked up in SHARED.
COLUMNS: dict[tuple[str, str], object] = _joined("COLUMNS")
#: Table → the name of its rows.
ENTITIES: dict[str, object] = _joined("ENTITIES")
#: Column, field or fact → what it is called wherever the tables above say nothing else.
SHARED: dict[str, object] = _joined("SHARED")
#: (action key, stored name of a row) → what the row is called, where its name is a code.
ROW_NAMES: dict[tuple[str, str], object] = _joined("ROW_NAMES")
#: (entity, named list) → what the list holds, for one whose name alone would mislead.
LIST_HINTS: dict[tuple[str, str], object] = _joined("LIST_HINTS")
#: The first part of an endpoint → what its page is called.
PAGES: dict[str, object] = _joined("PAGES")


def action_title(key: str) -> str:
    """The name of an action; generated record actions are named after their record's kind."""
    if key in ACTIONS:
        return str(ACTIONS[key].title)
    done, _sign, table = key.partition("_")
    if done == "seed":
        return str(word(Door.SEED))
    is_known = done in RECORD_ACTIONS and table in ENTITIES
    return str(RECORD_ACTIONS[done]) % {"entity": ENTITIES[table]} if is_known else key


def work_title(key: str) -> str:
    """What an own role leaves to its holder: an action, or what each record has."""
    return str(_LINES.get(key) or action_title(key))


def requested_title(what: str) -> str:
    """The name of an action, list or page, by an action's key or an endpoint."""
    page, dot, _view = what.partition(".")
    return str(PAGES.get(page) or ENTITIES.get(page) or what) if dot else action_title(what)


def field_label(action: str, name: str) -> str:
    """The label of an input field; a record action's fields are named like their columns."""
    found = FIELDS.get((action, name))
    if found is not None:
        return str(found)
    table = action.partition("_")[2]
    return str(COLUMNS.get((table, name)) or SHARED.get(name) or name)


def fact_label(name: str) -> str:
    """The heading of a fact in plans and receipts."""
    if name.startswith(f"{OWN_VALUES}."):
        return word(own_word(name) or SHARED[OWN_VALUES])
    return str(FACTS.get(name) or SHARED.get(name) or name)


def input_label(name: str, action: str = "") -> str:
    """The label of a field of a kept input; without its action, the one most actions use."""
    if (own := FIELDS.get((action, name))) is not None:
        return str(own)
    labels = Counter(str(label) for (_action, field), label in FIELDS.items() if field == name)
    found = FACTS.get(name) or SHARED.get(name)
    if len(labels) == 1 or not found:
        found = max(sorted(labels), key=lambda label: labels[label], default=name)
    return str(found)


def own_label(spec: FieldSpec) -> str:
    """What a field of an office's own is called, in the reader's language."""
    return _in_language(*spec.labels)


def own_field(code: str) -> FieldSpec | None:
    """The definition that the journal, sheets and receipts call so, if the reader knows it."""
    known = all_known_fields(db.session()) if code.startswith(f"{OWN_VALUES}.") else ()
    return next((spec for spec in known if spec.journal_name == code), None)


def own_word(code: str) -> StrEnum | None:
    """The same as a word that is called by the definition's labels."""
    spec = own_field(code)
    return None if spec is None else field_words((spec,))[0]


def own_text_said(spec: FieldSpec, text: str) -> str:
    """The text of a cell of a field that an office defined, with words for codes."""
    if spec.kind not in {FieldKind.YES_NO, *CHOSEN}:
        return text
    words = {member.value: word(member) for member in spec.words}
    return _("、").join(words.get(code, code) for code in text.split(",") if code)


def _in_language(chinese: str, english: str) -> str:
    locale = get_locale()
    return english if locale is not None and locale.language == "en" else chinese


def word(member: object) -> str:
    """The label of an enum member."""
    if isinstance(member, WorkKey):
        return work_title(member.value)
    if isinstance(member, OwnWord):
        return _in_language(*member.labels)
    if isinstance(member, FieldName) and (plain := BUILT_IN_OF.get(type(member))) is not None:
        own = OWN_OF[type(member)].get(member.value)
        return word(plain(member.value)) if own is None else own_label(own)
    if isinstance(member, StrEnum) and (table := WORDS.get(type(member))) is not None:
        return str(table[member])
    return str(member)


def sentence(code: StrEnum, facts: Mapping[str, object]) -> str:
    """A refusal or note as a message, with its facts formatted."""
    said = SENTENCES.get(code)
    return str(code) if said is None else str(said) % spoken_facts(facts)


def spoken_facts(facts: Mapping[str, object]) -> dict[str, str]:
    """The facts of a message as they are said in it."""
    spoken = {name: spoken_fact(name, value) for name, value in facts.items()}
    if isinstance(refusal := facts.get("refusal"), StrEnum):
        # Why a part of the whole was refused, with its own facts beside those of the whole.
        spoken["refusal"] = sentence(refusal, {k: v for k, v in facts.items() if k != "refusal"})
    if "name" in facts and isinstance(count := facts.get("count"), int):
        spoken["names"] = _first_of(spoken["name"], count)
    if isinstance(typed := facts.get("input_field"), str):
        action, _colon, field = typed.partition(":")
        spoken["input_field"] = input_label(field, action)
    if "field_en" in facts:
        # A field of an office's own has a label of its own in each language.
        spoken["field"] = _in_language(spoken["field"], spoken["field_en"])
    return spoken


def _first_of(name: str, count: int) -> str:
    """One name alone, or the first of several domain names and how many there are."""
    if count == 1:
        return _("“%(name)s”", name=name)
    return _("“%(name)s”等 %(count)s 个域名", name=name, count=count)


def spoken_fact(name: str, value: object) -> str:
    """A fact inside a sentence: amounts in yuan, dates in ISO form, states in words."""
    if name.endswith("_fen") and isinstance(value, int):
        return format_yuan(value)
    if isinstance(value, StrEnum):
        return word(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if name in _WEEKS and isinstance(value, str):
        return week_in_words(value)
    if value in {None, ""}:
        return str(_UNNUMBERED) if name in _NUMBERS else ""
    return str(value)


def week_in_words(key: str) -> str:
    """An ISO week as clerks say it: `2026-W49` is 2026年第49周（11月30日—12月6日）.

    What is no week stays as it is: a refusal tells what was typed.
    """
    try:
        first, last = week_bounds(key)
    except ValueError:
        return key
    year, week = key.split("-W")
    return _(
        "%(year)s年第%(week)s周（%(first)s—%(last)s）",
        year=int(year),
        week=int(week),
        first=_day_of_month(first),
        last=_day_of_month(last),
    )


def _day_of_month(day: dt.date) -> str:
    return format_skeleton("MMMd", day, locale=get_locale())


_LINES = {EDIT_RECORDS: _l("修改记录"), LABEL_RECORDS: _l("加标签、取下标签")}
#: Facts that hold an ISO week.
_WEEKS = frozenset({"period_week", "week"})
#: For sheets without numbers; an empty text would look like an error.
_NUMBERS = frozenset({"number", "numbers"})
_UNNUMBERED = _l("（未登记号码）")
