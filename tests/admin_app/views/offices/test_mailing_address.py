"""邮寄地址 lists an office's own addresses, which are the ones its requests accept."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from actions.invoices.request import addresses
from models.offices.office import MailingAddress, Office
from tests.support.pages.doors import Doors
from tests.support.world.cast import NOW
from tests.support.world.money_factories import Maker


@pytest.mark.parametrize("username", ["gansu", "gannan", "zhuoni"])
def test_an_office_is_shown_the_addresses_that_its_requests_offer(
    sqlite_peopled: Doors, username: str
) -> None:
    world = sqlite_peopled.world
    with world.writing() as session:
        for office in ("office-gansu", "office-gannan", "office-zhuoni"):
            Maker(session, session.get_one(Office, world.id(office)), NOW).mailing_address()
    with world.session(username) as session:
        offered = {int(key) for key, _label in addresses(session)}
        seen = set(session.scalars(select(MailingAddress.id)))
    page = sqlite_peopled.clerk(username).get("/admin/mailing_address/?size=200").text
    shown = {int(key) for key in re.findall(r"details/\?id=(\d+)", page)}
    assert offered
    assert shown == offered
    assert username == "zhuoni" or shown < seen


def test_conac_sees_where_every_office_has_its_invoices_sent(sqlite_peopled: Doors) -> None:
    with sqlite_peopled.world.session() as session:
        every = set(session.scalars(select(MailingAddress.id)))
    page = sqlite_peopled.clerk("conac").get("/admin/mailing_address/?size=200").text
    assert {int(key) for key in re.findall(r"details/\?id=(\d+)", page)} == every
