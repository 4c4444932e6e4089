"""Which records have which labels, as each reader sees them."""

from __future__ import annotations

from sqlalchemy import select

from models.core.scope import BY_HAND, apply_scope
from models.definitions.label import (
    Label,
    RowLabel,
    labels_known,
    labels_of,
    named_in,
    records_labelled,
    records_of_labels,
)
from models.definitions.own_words import language_parameters
from models.domains.domain import Domain
from tests.support.definitions.labels import define_all, put
from tests.support.world.cast import World


def names_of(world: World, who: str, row_id: int) -> str | None:
    """The labels of a name as its list reads them: around rows in scope, by Core."""
    row = Domain.__table__.alias("row")
    with world.session(who) as session:
        statement = select(labels_of("domain", row).scalar_subquery()).where(row.c.id == row_id)
        scoped = apply_scope(session, statement)
        given = language_parameters(session)
        found = session.execute(scoped, given, execution_options={BY_HAND: True})
        return found.scalar_one()  # type: ignore[no-any-return]


class TestLabelsOfARecord:
    def test_labels_of_gives_each_reader_the_labels_of_their_own_chain(self, world: World) -> None:
        labels, due = define_all(world), world.id("a-due")
        put(world, "zhuoni", Domain, [due], labels["conac"])
        put(world, "gansu", Domain, [due], labels["gansu"])
        for who in ("zhuoni", "gannan", "gansu", "conac"):
            assert names_of(world, who, due) == "专项检查、甘肃督办"
        for who in ("unit-a", "shaanxi", "lintan"):
            assert names_of(world, who, due) is None

    def test_records_labelled_are_found_by_key_and_by_name_under_the_scope(
        self, world: World
    ) -> None:
        labels, due = define_all(world), world.id("a-due")
        put(world, "zhuoni", Domain, [due], labels["gansu"])
        for asked in (str(labels["gansu"]), "甘肃督办", "Gansu follow-up"):
            with world.session("zhuoni") as session:
                assert list(session.scalars(records_labelled("domain", [asked]))) == [due]
            for who in ("lintan", "shaanxi", "unit-a"):
                with world.session(who) as session:
                    assert list(session.scalars(records_labelled("domain", [asked]))) == []

    def test_records_of_labels_counts_what_stands(self, world: World) -> None:
        labels = define_all(world)
        put(world, "zhuoni", Domain, [world.id("a-due"), world.id("b-due")], labels["gansu"])
        with world.session("gansu") as session:
            assert records_of_labels(session, list(labels.values())) == {labels["gansu"]: 2}


def test_a_label_stands_on_records_of_its_own_province_alone() -> None:
    def row(province: str) -> RowLabel:
        return RowLabel(province_code=province, city_code=province, office_code=province)

    registry, gansu = Label(office_code="000000"), Label(office_code="620000")
    assert registry.is_for(row("610000"))
    assert gansu.is_for(row("620000"))
    assert not gansu.is_for(row("610000"))


def test_named_in_means_every_label_of_a_name(world: World) -> None:
    labels = define_all(world)
    with world.session("conac") as session:
        known = labels_known(session)
        assert [label.id for label in named_in(known, "甘肃督办")] == [labels["gansu"]]
        assert [label.id for label in named_in(known, str(labels["conac"]))] == [labels["conac"]]
        assert named_in(known, "没有") == []
