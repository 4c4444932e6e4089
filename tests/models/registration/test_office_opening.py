"""An office is opened under the office that its code names, with the division's own entry."""

from __future__ import annotations

from models.offices.division import DivisionLevel
from models.offices.office import Office, OfficeLevel
from models.registration.office_opening import OfficePlace, open_office, opening_fault, opening_of
from tests.support.world.cast import TODAY, World

PLACE = OfficePlace(
    code="623028", name="长新县编办", parent_code="623000", on=TODAY, division_name="长新县"
)


def test_the_office_and_its_division_are_written_together(world: World) -> None:
    with world.writing() as session:
        facts = opening_of(session, PLACE, TODAY)
        assert opening_fault(facts) is None
        office = open_office(session, facts)
        assert (office.level, office.parent_id) == (OfficeLevel.COUNTY, world.id("office-gannan"))
    with world.session() as session:
        again = opening_of(session, PLACE, TODAY)
        assert again.division is not None
        assert again.division.level is DivisionLevel.COUNTY
        assert again.holder == session.get_one(Office, office.id)
