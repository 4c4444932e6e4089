"""Keys that look the same are found and conflict in every interface, on both engines."""

from __future__ import annotations

import html

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from actions.billing.charge import CHARGE, ChargeInput
from actions.domains.transfer import TRANSFER_DOMAIN
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP
from actions.units.merge import MERGE_UNITS
from actions.units.register import REGISTER_UNIT
from actions.units.self_register import ENROL_UNIT
from models.imports.sheet import ImportRow
from models.invariants.keys import alike_rows, count_alike
from models.offices.office import Office
from models.remittances.remittance import BankReceipt
from models.units.unit import Unit
from tests.admin_app.grid.test_paste_lookup import pasted
from tests.admin_app.pages.workspace.test_imports import accept_all, sheet_id, upload
from tests.support.pages.doors import DOORS, Doors, End, ticked, told
from tests.support.texts.look_alikes import EXPONENTS
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

CODE = "12100000401359321Q"


def listed(doors: Doors, words: str, query: str = "") -> str:
    page = doors.clerk("zhuoni").get(f"/admin/unit/?{query}", query_string={"search": words})
    assert page.status_code == 200
    return html.unescape(page.get_data(as_text=True))


class TestSearch:
    @pytest.mark.parametrize(
        "words", ["卓尼\u200b县教育局", "\ufeff卓尼县\u00ad教育", "ＺＮＸＪＹＪ", "卓尼 局"]
    )
    def test_search_finds_what_looks_like_the_words(self, doors: Doors, words: str) -> None:
        assert "卓尼县教育局</a>" in listed(doors, words)

    def test_search_finds_a_radical_s_ideograph(self, doors: Doors) -> None:
        with doors.world.writing() as session:
            session.get_one(Unit, doors.world.id("unit-a")).name = "卓尼县人民政府"
        for words in ("⼈⺠政府", "卓尼县⼈\u200b⺠"):
            assert "卓尼县人民政府</a>" in listed(doors, words)

    @pytest.mark.parametrize("words", ["卓", "局\u200b", "卓 尼", "，"])
    def test_search_by_too_little_keeps_the_list_and_says_so(
        self, doors: Doors, words: str
    ) -> None:
        page = doors.clerk("zhuoni").get(
            "/admin/unit/", query_string={"search": words, "state": "active"}
        )
        shown = html.unescape(page.get_data(as_text=True))

        assert page.status_code == 200
        assert "请至少连着输入 2 个字" in shown
        assert 'value="active" selected' in shown or "state=active" in shown

    def test_search_by_too_little_is_told_to_a_program(self, doors: Doors) -> None:
        answer = doors.app.test_client().get(
            "/api/unit", query_string={"search": "卓"}, headers=doors.bearer("zhuoni")
        )

        assert answer.status_code == 400
        assert "请至少连着输入" in answer.json["error"]["sentence"]  # type: ignore[index]

    def test_search_says_what_is_wrong_with_a_credit_code(self, sqlite_doors: Doors) -> None:
        assert "的校验位（第 18 位）不正确" in listed(sqlite_doors, CODE[:17] + "R")
        assert "被表格软件当作数字改写过" in listed(sqlite_doors, "121000004013593000")

    def test_search_of_pasted_lines_finds_what_looks_like_them(self, doors: Doors) -> None:
        key = doors.world.id("unit-a")
        with doors.world.session() as session:
            uscc = session.get_one(Unit, key).uscc
        spelt = f"{uscc[:4]} {uscc[4:9]}－{uscc[9:].lower()}\u200b"

        assert pasted(doors, "unit", "卓尼\u200b县教育局", spelt) == ({key}, [])

    def test_search_of_pasted_lines_says_why_some_name_nothing(self, sqlite_doors: Doors) -> None:
        lines = "\n".join(["6.22848E+18", CODE[:17] + "R"])
        page = sqlite_doors.clerk("zhuoni").post("/admin/unit/paste/", {"lines": lines})

        assert "表格软件改写过的数字" in told(page)
        assert "的校验位（第 18 位）不正确" in told(page)


def sent(world: World) -> int:
    """The key of 卓尼's remittance, on its way under a number spelt in their own way."""
    ids = [world.id(name) for name in ("a-order-register", "a-order-renew-1")]
    orders = [*ids, world.id("a-order-renew-2"), world.id("a-order-renew-3")]
    world.perform(CHARGE, "zhuoni", orders, ChargeInput(100_000, 5))
    given = RemitInput("icbc－2026 0611")
    return world.perform(REMIT, "zhuoni", orders, given).totals["remittance_id"]


class TestMoney:
    @pytest.mark.parametrize("door", DOORS)
    def test_money_of_one_bank_number_is_received_once(self, doors: Doors, door: str) -> None:
        key = sent(doors.world)
        given = {"amount_fen": "500.00", "bank_ref": "ICBC-2026\u00ad0611"}
        first = doors.call(TOP_UP, "conac-finance", [key], given, door=door)  # type: ignore[arg-type]
        assert first.end is End.DONE, first.said
        for again in ("icbc–20260611", "\ufeffＩＣＢＣ－２０２６０６１１", "ICBC-2026 0611"):
            found = doors.call(TOP_UP, "conac-finance", [key], given | {"bank_ref": again})
            assert found.end is End.REFUSED, again
        with doors.world.session() as session:
            received = select(BankReceipt.bank_ref).where(BankReceipt.remittance_id == key)
            assert session.scalars(received).all() == ["ICBC-20260611"]

    @pytest.mark.parametrize("door", DOORS)
    def test_money_of_a_number_that_lost_its_digits_is_refused(
        self, sqlite_doors: Doors, door: str
    ) -> None:
        key = sent(sqlite_doors.world)
        for lost in EXPONENTS:
            found = sqlite_doors.call(
                TOP_UP,
                "conac-finance",
                [key],
                {"amount_fen": "500.00", "bank_ref": lost},
                door=door,  # type: ignore[arg-type]
            )
            assert found.end is End.REFUSED
            assert "表格软件改写过的数字" in found.said

    def test_lines_are_told_apart_by_the_database_as_seen(self, world: World) -> None:
        def arrives(bank_ref: str) -> None:
            with world.writing() as session:
                registry = session.get_one(Office, world.id("registry"))
                Maker(session, registry, NOW).bank_line(bank_ref=bank_ref)

        arrives("ICBC-1")
        with pytest.raises(IntegrityError):
            arrives("icbc\u00ad－1")


GIVEN = {"name": "卓尼县\n泉站 1", "unit_type": "institution", "contact_name": "张　三"}


class TestUnits:
    @pytest.mark.parametrize("door", DOORS)
    def test_units_are_entered_as_on_their_papers(self, doors: Doors, door: str) -> None:
        given = GIVEN | {"uscc": "1210 0000-4013 5932 1q\u200b"}
        found = doors.call(
            REGISTER_UNIT,
            "zhuoni",
            [],
            given,
            door=door,  # type: ignore[arg-type]
        )
        assert found.end is End.DONE, found.said
        with doors.world.session() as session:
            unit = session.scalars(select(Unit).where(Unit.uscc == CODE)).one()
            assert (unit.name, unit.contact_name) == ("卓尼县泉站1", "张三")
        again = doors.call(REGISTER_UNIT, "zhuoni", [], given | {"uscc": f"\ufeff{CODE.lower()}"})
        assert again.end is End.REFUSED
        assert "已经登记过" in again.said

    def test_units_are_told_what_will_be_written(self, sqlite_doors: Doors) -> None:
        answer = sqlite_doors.app.test_client().post(
            "/api/actions/register_unit/plan",
            json={"ids": [], "input": GIVEN | {"uscc": CODE}},
            headers=sqlite_doors.bearer("zhuoni"),
        )
        said = [note["sentence"] for note in answer.json["warnings"]]  # type: ignore[index]

        assert any("卓尼县 泉站 1" in each and "卓尼县泉站1" in each for each in said)

    @pytest.mark.parametrize(
        ("name", "said"),
        [("卓尼\ue000县", "第 3 个字符（U+E000，私用区字符）"), ("卓尼县🎉", "U+1F389，表情")],
    )
    def test_units_are_refused_what_cannot_be_kept(
        self, sqlite_doors: Doors, name: str, said: str
    ) -> None:
        given = GIVEN | {"uscc": CODE, "name": name}
        assert said in sqlite_doors.call(REGISTER_UNIT, "zhuoni", [], given).said

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("1.2100000401359E+17", "当作数字改写过"),
            ("121000004013593000", "当作数字改写过"),
            ("121000004013593???", "当作数字改写过"),
            ("1210000040135932", "不是 18 位"),
            ("1210000O401359321Q", "不用字母 I、O、S、V、Z"),
            ("1210000年401359321Q", "数字和大写字母以外的字符"),
            ("\u200b12100000401359321R", "校验位"),
        ],
    )
    def test_units_are_told_what_is_wrong_with_their_code(
        self, sqlite_doors: Doors, typed: str, said: str
    ) -> None:
        world = sqlite_doors.world
        new = GIVEN | {"uscc": typed}
        moved = {"receiver_uscc": typed, "reason": "划转", "document_no": "函1号"}
        merged = {"successor_uscc": typed, "document_no": "函1号"}
        calls = (
            sqlite_doors.call(REGISTER_UNIT, "zhuoni", [], new),
            sqlite_doors.call(TRANSFER_DOMAIN, "conac", [world.id("a-due")], moved),
            sqlite_doors.call(MERGE_UNITS, "zhuoni", [world.id("unit-a")], merged),
        )
        assert [call.end for call in calls] == [End.REFUSED] * 3
        for call in calls:
            assert said in html.unescape(call.said)

    def test_units_of_a_sheet_are_entered_as_on_their_papers(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        rows = f'单位名称,统一社会信用代码,单位类型\n"卓尼县\n泉 站1",\'{CODE},事业单位\n'
        rows += '卓尼\ue000县泉站,="121000004013593000",事业单位\n'
        key = sheet_id(upload(clerk, "units", rows.encode()))
        with sqlite_doors.world.session() as session:
            wanted = select(ImportRow).where(ImportRow.sheet_id == key).order_by(ImportRow.number)
            _good, bad = session.scalars(wanted)
            assert bad.fault["code"] == "import_character"  # type: ignore[index]
        asked = accept_all(clerk, key)
        assert asked.status_code == 422
        assert "“卓尼县 泉 站1”将按“卓尼县泉站1”登记" in told(asked)
        url = "/admin/import_row/action/?action=accept_rows"
        assert clerk.post(url, {**ticked(asked), "confirm": "1"}).status_code == 303
        with sqlite_doors.world.session() as session:
            names = session.scalars(select(Unit.name).where(Unit.uscc == CODE)).all()
            assert names == ["卓尼县泉站1"]

    def test_enrol_by_the_same_rule(self) -> None:
        fields = ENROL_UNIT.input.__dataclass_fields__
        assert fields["uscc"].metadata == REGISTER_UNIT.input.__dataclass_fields__["uscc"].metadata


SPOILT = "卓尼\u200b县教育局"


def spoil(world: World) -> None:
    """Keys as they were kept before: past every door, in SQL."""
    with world.engine.execution_options(writes=True).begin() as connection:
        units = Unit.__table__
        connection.execute(
            update(units).where(units.c.id == world.id("unit-b")).values(name=SPOILT)
        )


class TestRowsFromBefore:
    def test_rows_from_before_that_look_alike_are_told(self, world: World) -> None:
        with world.engine.connect() as connection:
            assert list(alike_rows(connection)) == []
        spoil(world)
        with world.engine.connect() as connection:
            (found,) = alike_rows(connection)
            assert found.column == "unit.name"
            assert {row_id for row_id, _ in found.rows} == {
                world.id("unit-a"),
                world.id("unit-b"),
            }
            assert count_alike(connection)["keys alike unit.name"] == 2

    def test_rows_from_before_are_told_by_verify(self, sqlite_doors: Doors) -> None:
        spoil(sqlite_doors.world)
        found = sqlite_doors.app.test_cli_runner().invoke(args=["verify"])

        assert found.exit_code == 1
        assert "unit.name 卓尼县教育局" in found.output
