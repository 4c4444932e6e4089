"""Every kind of document number belongs to a list or to the receipt page."""

from __future__ import annotations

from admin_app.grid.numbered import ENTITY_OF_KIND, NUMBERED
from admin_app.views import GRIDS
from models.values.document_number import NumberKind


class TestNumbered:
    def test_every_kind_of_document_number_has_its_entity(self) -> None:
        assert {*ENTITY_OF_KIND, NumberKind.RECEIPT} == set(NumberKind)
        assert set(ENTITY_OF_KIND.values()) <= set(NUMBERED)

    def test_every_column_with_numbers_exists(self) -> None:
        for entity, columns in NUMBERED.items():
            assert set(columns) <= set(GRIDS[entity].table.c.keys()), entity
