"""More offices than a select takes, below Gannan, as a province or the country has them."""

from __future__ import annotations

from models.offices.office import Office, OfficeStatus
from tests.support.world.cast import NOW, World
from tests.support.world.factories import RegistrationMaker

SUFFIX = "机构编制委员会办公室"
#: What the places are numbered by.
_FIGURES = "一二三四五六七八九十"


def add_offices(world: World, count: int = 45) -> list[str]:
    """Working offices 6231xx of 新村一一县 and so on, and a closed one; the codes of the former."""
    codes = []
    with world.writing() as session:
        maker = RegistrationMaker(session, session.get_one(Office, world.id("office-gannan")), NOW)
        for number in range(count):
            tens, ones = divmod(number, 10)
            name = f"新村{_FIGURES[tens]}{_FIGURES[ones]}县{SUFFIX}"
            codes.append(maker.office_below(f"6231{number:02}", name=name).code)
        closed = {"name": f"旧村县{SUFFIX}", "status": OfficeStatus.CLOSED}
        maker.office_below("623199", **closed)
    return codes
