"""Who is told of a run: once, of their own rows alone, whoever acted on them."""

from __future__ import annotations

from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.domains.hold import HOLD, HoldInput
from actions.domains.renew import RENEW, RenewInput
from actions.domains.transfer import TRANSFER_DOMAIN, TransferDomainInput
from actions.ledger.adjust import ADJUST, AdjustInput, Direction
from actions.offices.change_setting import CHANGE_SETTING, ChangeSettingInput
from models.offices.office import Office
from models.units.unit import Unit
from models.users.user import User
from models.workspace.notification import Notification
from models.workspace.notify import Topic
from tests.support.pages.notifications import topics
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker
from tests.support.world.planned import A_ORDERS

WHY = HoldInput("名称有争议", "函〔2026〕1号")


def notices(world: World, username: str) -> list[Notification]:
    with world.session() as session:
        wanted = select(Notification).join(User, User.id == Notification.user_id)
        mine = wanted.where(User.username == username).order_by(Notification.id)
        return list(session.scalars(mine))


def charge_a(world: World) -> None:
    given = ChargeInput(amount_fen=100_000, invoice_count=5)
    world.perform(CHARGE, "zhuoni-cashier", [world.id(name) for name in A_ORDERS], given)


class TestAnnounce:
    def test_the_unit_is_told_what_it_paid_for_and_by_which_receipt(self, world: World) -> None:
        charge_a(world)
        (notice,) = notices(world, "unit-a")
        assert notice.kind == Topic.CHARGED
        assert notice.facts["amount_fen"] == 100_000
        assert notice.facts["count"] == len(A_ORDERS)
        assert notice.facts["payment_no"].startswith("S623022")
        # Neither the office that charged nor another unit.
        assert [topics(world, name) for name in ("zhuoni", "zhuoni-cashier", "unit-b")] == [[]] * 3

    def test_a_batch_is_one_notice_for_each_reader_about_their_own_rows(self, world: World) -> None:
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-zhuoni"))
            unit = session.get_one(Unit, world.id("unit-b"))
            maker = Maker(session, office, NOW)
            many = [maker.domain(unit=unit).id for _ in range(300)]
        world.perform(HOLD, "conac", [world.id("a-due"), *many], WHY)
        (mine,), (theirs,) = notices(world, "unit-a"), notices(world, "unit-b")
        assert (mine.facts["count"], mine.facts["row_id"]) == (1, world.id("a-due"))
        assert theirs.facts["count"] == 300
        assert "卓尼县教育局" not in str(theirs.facts)
        (office_notice,) = notices(world, "zhuoni")
        assert office_notice.facts["count"] == 301

    def test_the_same_key_again_tells_nobody_twice(self, world: World) -> None:
        for _ in range(2):
            world.perform(HOLD, "conac", [world.id("a-due")], WHY, key="once")
        assert topics(world, "unit-a") == [Topic.HELD]

    def test_readers_outside_the_actors_scope_are_told(self, world: World) -> None:
        world.perform(RENEW, "unit-a", [world.id("a-due")], RenewInput(2))
        assert topics(world, "zhuoni") == [Topic.RENEWAL_ORDERED]
        assert topics(world, "unit-a") == []

    def test_both_offices_of_a_moved_name_are_told_and_only_one_may_open_it(
        self, world: World
    ) -> None:
        with world.session() as session:
            uscc = session.get_one(Unit, world.id("unit-c")).uscc
        given = TransferDomainInput(uscc, "机构改革", "函〔2026〕3号")
        world.perform(TRANSFER_DOMAIN, "conac", [world.id("a-due")], given)
        assert topics(world, "unit-a") == topics(world, "zhuoni") == [Topic.DOMAIN_TRANSFERRED]
        assert topics(world, "unit-c") == topics(world, "lintan") == [Topic.DOMAIN_RECEIVED]
        (gone,), (here,) = notices(world, "zhuoni"), notices(world, "lintan")
        assert "row_id" not in gone.facts
        assert here.facts["row_id"] == world.id("a-due")

    def test_a_reversal_names_every_sheet_that_must_come_back(self, world: World) -> None:
        charge_a(world)
        (charged,) = notices(world, "unit-a")
        payment_id = charged.facts["row_id"]
        world.perform(REVERSE_PAYMENT, "zhuoni", [payment_id], ReversePaymentInput("金额看错"))
        _charged, reversed_, sheets = notices(world, "unit-a")
        assert (reversed_.kind, reversed_.facts["reason"]) == (Topic.PAYMENT_REVERSED, "金额看错")
        assert sheets.kind == Topic.SHEETS_TO_RETURN
        assert len(sheets.facts["numbers"].split("、")) == sheets.facts["sheets"] == 5

    def test_who_may_confirm_is_told_of_a_proposal_but_not_who_made_it(self, world: World) -> None:
        given = AdjustInput(Direction.INCREASE, 5_000, "期初")
        world.perform(ADJUST, "conac-finance", [world.id("office-zhuoni")], given)
        assert topics(world, "conac") == [Topic.ADJUSTMENT_PROPOSED]
        assert topics(world, "conac-finance") == topics(world, "zhuoni") == []

    def test_a_national_setting_is_told_to_the_staff_of_every_office(self, world: World) -> None:
        world.perform(CHANGE_SETTING, "conac", [], ChangeSettingInput("grace_days", "40"))
        for name in ("gansu", "zhuoni-cashier", "lantian", "conac-finance"):
            assert topics(world, name) == [Topic.SETTING_CHANGED]
        for name in ("conac", "unit-a", "gansu-viewer"):
            assert topics(world, name) == []
