"""Generated edits: harmless fields only, under scope, never over somebody else's change."""

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Reach
from actions.core.crud import RecordFieldError, create_action, edit_action
from actions.core.export import ExportInput, export_action
from actions.core.input_parsing import parse_input
from actions.core.refusal import Common, Refused
from models.billing.fee import FeeSchedule
from models.billing.payment import Payment
from models.domains.domain import Domain
from models.domains.red_page import RedPage
from models.offices.office import MailingAddress, Office, PaymentMode
from models.units.unit import Unit
from models.users.user import Role, User
from models.workspace.notification import FileDirection, FileRecord
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

ADMINS = {Role.COUNTY_ADMIN: Reach.OWN, Role.CITY_ADMIN: Reach.SCOPE}
ADDRESS = ("recipient", "phone", "region", "detail", "postcode", "is_default", "office_id")
CREATE = create_action(MailingAddress, ADDRESS, ADMINS)
EDIT = edit_action(MailingAddress, ADDRESS[:-1], ADMINS)


def address(office_id: int, **given: Any) -> Any:
    values = {"recipient": "马文书", "phone": "0941-1", "region": "卓尼", "detail": "柳林镇"}
    return parse_input(CREATE.input, values | {"office_id": office_id} | given)


def create(world: World, by: str = "zhuoni", office: str = "office-zhuoni", **given: Any) -> int:
    given_address = address(world.id(office), **given)
    return world.perform(CREATE, by, [], given_address).rows[0].row_id


def edited(**given: Any) -> Any:
    values = {"recipient": "杨秘书", "phone": "0941-2", "region": "卓尼", "detail": "柳林镇"}
    return parse_input(EDIT.input, values | given)


def load(world: World, row_id: int) -> MailingAddress | None:
    with world.session() as session:
        return session.get(MailingAddress, row_id)


class TestCreateAction:
    def test_the_row_belongs_to_the_office_it_names(self, world: World) -> None:
        made = load(world, create(world, by="gannan"))
        assert made is not None
        assert (made.office_code, made.city_code) == ("623022", "623000")

    def test_a_foreign_office_does_not_exist(self, world: World) -> None:
        with pytest.raises(Refused) as caught:
            create(world, office="office-lintan")
        assert caught.value.first.code == Common.NOT_FOUND

    def test_the_row_belongs_to_the_unit_it_names(self, world: World) -> None:
        action = create_action(RedPage, ("domain_id", "unit_id", "summary"), ADMINS)
        given = action.input(domain_id=world.id("a-due"), unit_id=world.id("unit-a"), summary="x")
        outcome = world.perform(action, "gannan", [], given)
        with world.session("unit-a") as session:
            page = session.scalars(select(RedPage).where(RedPage.id == outcome.rows[0].row_id))
            assert page.one().office_code == "623022"

    def test_create_action_without_either_it_is_the_actors(self, world: World) -> None:
        without = create_action(MailingAddress, ADDRESS[:-1], ADMINS)
        given = parse_input(
            without.input, {"recipient": "a", "phone": "12345", "region": "c", "detail": "d"}
        )
        made = load(world, world.perform(without, "zhuoni", [], given).rows[0].row_id)
        assert made is not None
        assert (made.office_id, made.office_code) == (world.id("office-zhuoni"), "623022")

    def test_reference_rows_belong_to_nobody(self, world: World) -> None:
        fields = ("tld", "operation", "valid_from", "valid_to")
        action = create_action(FeeSchedule, fields, {Role.REGISTRY_ADMIN: Reach.SCOPE})
        assert [name for name in action.input.__dataclass_fields__] == list(fields)  # noqa: C416

    def test_a_second_default_is_told_as_such(self, world: World) -> None:
        create(world, is_default=True)
        with pytest.raises(Refused) as caught:
            create(world, is_default=True)
        assert caught.value.first.code == "default_exists"

    def test_the_lengths_of_columns_bound_the_fields(self) -> None:
        with pytest.raises(Refused) as caught:
            address(1, postcode="1234567")
        assert caught.value.inputs["postcode"].code == "too_long"

    def test_what_a_column_needs_the_form_asks(self) -> None:
        with pytest.raises(Refused) as caught:
            parse_input(CREATE.input, {})
        assert set(caught.value.inputs) == {"recipient", "phone", "region", "detail", "office_id"}


class TestEditAction:
    def test_edit_action_changes_what_differs(self, world: World) -> None:
        row_id = create(world)
        outcome = world.perform(EDIT, "zhuoni", [row_id], edited(row_version=1))
        assert outcome.totals == {"changed": 2}
        row = load(world, row_id)
        assert row is not None
        assert (row.recipient, row.row_version) == ("杨秘书", 2)

    def test_a_stale_form_is_told_and_changes_nothing(self, world: World) -> None:
        row_id = create(world)
        world.perform(EDIT, "zhuoni", [row_id], edited(row_version=1))
        with pytest.raises(Refused) as caught:
            world.perform(EDIT, "zhuoni", [row_id], edited(row_version=1, recipient="别人"))
        assert caught.value.first.code == Common.STALE
        assert caught.value.first.facts["row_version"] == 2
        row = load(world, row_id)
        assert row is not None
        assert row.recipient == "杨秘书"

    def test_edit_action_rows_out_of_scope_are_not_found(self, world: World) -> None:
        row_id = create(world)
        with pytest.raises(Refused) as caught:
            world.perform(EDIT, "lintan", [row_id], edited(row_version=1))
        assert caught.value.first.code == Common.NOT_FOUND

    def test_edit_action_reads_enums_truths_and_empty_fields(self, world: World) -> None:
        fields = ("collect_mode", "payee", "accept_cash")
        action = edit_action(PaymentMode, fields, ADMINS)
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-zhuoni"))
            mode = Maker(session, office, NOW).put(PaymentMode(office_id=office.id))
            row_id = mode.id
        given = parse_input(
            action.input,
            {"row_version": "1", "collect_mode": "fiscal_unified", "payee": "", "accept_cash": ""},
        )
        world.perform(action, "zhuoni", [row_id], given)
        with world.session("zhuoni") as session:
            mode = session.get_one(PaymentMode, row_id)
            assert (mode.collect_mode, mode.payee, mode.accept_cash) == (
                "fiscal_unified",
                None,
                False,
            )

    @pytest.mark.parametrize(
        ("model", "name"),
        [
            (Domain, "state"),
            (Domain, "expires_on"),
            (Payment, "amount_fen"),
            (Unit, "office_code"),
            (User, "password_hash"),
            (User, "role"),
            (Unit, "row_version"),
        ],
    )
    def test_no_form_reaches_what_verbs_alone_change(self, model: Any, name: str) -> None:
        with pytest.raises(RecordFieldError):
            edit_action(model, (name,), ADMINS)


class TestExportAction:
    def test_export_action_writes_down_who_took_what(self, world: World) -> None:
        action = export_action(Payment, ADMINS)
        given = ExportInput("用户缴费.csv", "?state=confirmed", "payment_no,amount_fen", 12)
        outcome = world.perform(action, "zhuoni", [], given)
        with world.session("zhuoni") as session:
            record = session.get_one(FileRecord, outcome.rows[0].row_id)
            assert (record.direction, record.entity) == (FileDirection.EXPORT, "payment")
            assert record.selection == {
                "list": "?state=confirmed",
                "columns": "payment_no,amount_fen",
            }
            assert record.row_count == 12
            assert (record.by, record.at, record.office_code) == ("卓尼管理员", NOW, "623022")

    def test_export_action_is_for_those_it_is_granted_to(self, world: World) -> None:
        with pytest.raises(Refused) as caught:
            world.perform(
                export_action(Payment, ADMINS), "zhuoni-viewer", [], ExportInput("a", "", "", 0)
            )
        assert caught.value.first.code == Common.FORBIDDEN
