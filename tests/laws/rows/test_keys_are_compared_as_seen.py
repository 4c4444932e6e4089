"""Keys that look the same are equal, in every field of every action and in every column.

A field that keeps a key says its kind; whatever spelling it is given, the same key comes out, and
nothing unseen is ever kept. Which fields hold keys is found by their names: a new one without a
kind fails here.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import String

from actions.core.action import Action
from actions.core.crud import create_action, edit_action
from actions.core.input_fields import field_types, line_type, plain_type, text_type
from actions.core.input_parsing import InputFault, parse_input
from actions.core.input_texts import kept_input
from actions.core.refusal import Refused
from actions.permissions import CATALOG
from admin_app.views import GRIDS
from models.core.text_type import TextType, kept_form, text_type_of
from tests.support.pages.sample_inputs import sample_input
from tests.support.texts.look_alikes import EXPONENTS, KEYS, UNSEEN, look_alikes

#: Words in the names of fields, and what such a field must be.
_NAMED = {
    "uscc": TextType.USCC,
    "bank_ref": TextType.CODE,
    "voucher_no": TextType.CODE,
    "tracking_no": TextType.CODE,
    "account_no": TextType.CODE,
    "taxpayer_no": TextType.CODE,
    "invoice_code": TextType.CODE,
    "number_from": TextType.CODE,
    "document_no": TextType.DOCUMENT_NO,
    "report_no": TextType.DOCUMENT_NO,
    "approval_no": TextType.DOCUMENT_NO,
    "remittance_no": TextType.NUMBER,
    "email": TextType.EMAIL,
    "phone": TextType.PHONE,
    "username": TextType.LOGIN,
    "user_account": TextType.LOGIN,
    "invoice_title": TextType.NAME,
    "short_name": TextType.NAME,
    "contact_name": TextType.PERSON,
    "legal_representative": TextType.PERSON,
    "recipient": TextType.PERSON,
}


def _records() -> Iterator[Action[Any, Any, Any]]:
    for grid in GRIDS.values():
        if grid.can_edit:
            yield edit_action(grid.model, grid.form_columns, grid.can_edit)
        if grid.can_create:
            yield create_action(grid.model, grid.form_columns, grid.can_create)


ACTIONS = sorted({a.key: a for a in (*CATALOG, *_records())}.items())


def _texts(kind: type[Any]) -> Iterator[tuple[dataclasses.Field[Any], type[Any]]]:
    """Each text field, with the dataclass it stands in."""
    hints = field_types(kind)
    for f in dataclasses.fields(kind):
        if (line := line_type(hints[f.name])) is not None:
            yield from _texts(line)
        elif plain_type(hints[f.name])[0] is str and text_type(f) is not None:
            yield f, kind


FIELDS = [
    pytest.param(kind, f, id=f"{key}-{f.name}") for key, a in ACTIONS for f, kind in _texts(a.input)
]


def _read(kind: type[Any], name: str, text: str) -> str | None:
    value: str | None = getattr(parse_input(kind, {**sample_input(kind), name: text}), name)
    return value


@pytest.mark.parametrize(("kind", "f"), FIELDS)
class TestEveryTextField:
    def test_every_text_field_keeps_one_form_of_a_key(
        self, kind: type[Any], f: dataclasses.Field[Any]
    ) -> None:
        what = text_type(f)
        assert what is not None
        longest = f.metadata.get("maximum_length") or 500
        key = next((k for k in KEYS[what] if len(k) <= longest), "1")
        for spelling in look_alikes(what, key):
            if len(kept_form(what, spelling)) <= longest:
                assert _read(kind, f.name, spelling) == key, spelling.encode("unicode_escape")

    def test_every_text_field_keeps_nothing_unseen(
        self, kind: type[Any], f: dataclasses.Field[Any]
    ) -> None:
        what = text_type(f)
        plain = KEYS[what][0] if what in {TextType.EMAIL, TextType.PHONE} else "12"
        typed = f"\ufeff{plain[0]}{UNSEEN}{plain[1:]}\u202e"
        kept = _read(kind, f.name, typed)

        assert kept is not None
        assert not [c for c in kept if unicodedata.category(c) in {"Cc", "Cf"} or c in UNSEEN]

    def test_every_text_field_is_kept_alike_by_those_who_read_files(
        self, kind: type[Any], f: dataclasses.Field[Any]
    ) -> None:
        given = parse_input(kind, sample_input(kind))
        what = text_type(f)
        assert what is not None
        key = KEYS[what][0]
        brought = dataclasses.replace(given, **{f.name: f"\u200b{key}\u00ad "})
        if what is not TextType.LOGIN:  # a login is judged as it is (create_user)
            assert getattr(kept_input(brought), f.name) == key

    def test_every_text_field_refuses_what_cannot_be_kept(
        self, kind: type[Any], f: dataclasses.Field[Any]
    ) -> None:
        if text_type(f) in {TextType.USCC, TextType.LABEL}:
            return  # their own rules name the character
        for text in ("1\ue000", "1\u0378", "1\ufffd"):
            with pytest.raises(Refused) as refused:
                _read(kind, f.name, text)
            assert refused.value.inputs[f.name].code is InputFault.CHARACTER

    def test_every_text_field_refuses_a_number_that_lost_its_digits(
        self, kind: type[Any], f: dataclasses.Field[Any]
    ) -> None:
        if text_type(f) not in {TextType.CODE, TextType.DOCUMENT_NO, TextType.NUMBER}:
            return
        for text in (*EXPONENTS, "622848001234568????"):
            with pytest.raises(Refused) as refused:
                _read(kind, f.name, text)
            assert refused.value.inputs[f.name].code is InputFault.LOST_DIGITS

    def test_every_text_field_of_a_key_says_its_kind(
        self, kind: type[Any], f: dataclasses.Field[Any]
    ) -> None:
        wanted = next((k for word, k in _NAMED.items() if f.name.endswith(word)), None)

        assert wanted is None or text_type(f) is wanted


class TestEveryColumn:
    @pytest.mark.parametrize("entity", GRIDS)
    def test_every_column_of_a_key_says_its_kind_where_it_is_edited(self, entity: str) -> None:
        grid = GRIDS[entity]
        names = set(grid.form_columns) & set(grid.table.c.keys())
        texts = [grid.table.c[n] for n in names if type(grid.table.c[n].type) is String]
        for column in texts:
            wanted = next((k for w, k in _NAMED.items() if column.name.endswith(w)), None)
            assert wanted is None or text_type_of(column) is wanted, column
