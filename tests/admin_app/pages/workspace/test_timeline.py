"""全程记录 and 备注: what a record's page tells, what people write beside it, and who reads it."""

from __future__ import annotations

import re

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.workspace.add_note import ADD_NOTE, AddNoteInput
from actions.workspace.withdraw_note import WITHDRAW_NOTE
from models.offices.office import Office
from models.workspace.annotated_row import Subject
from models.workspace.note import LONGEST_NOTE, MAXIMUM_NOTES
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker
from tests.support.world.neighbours import ABSENT

SAID = "电话核实：公章已更换，材料另寄。"


def write(world: World, who: str, name: str = "unit-a", text: str = SAID) -> int:
    given = AddNoteInput(Subject.UNIT, world.id(name), text)
    return world.perform(ADD_NOTE, who, [], given).rows[0].row_id


def page(doors: Doors, who: str, name: str = "unit-a", query: str = "") -> str:
    answer = doors.clerk(who).get(f"/admin/unit/details/?id={doors.world.id(name)}{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True).partition('id="timeline"')[2].partition("</section>")[0]


def events(text: str) -> list[str]:
    return [
        " ".join(re.sub(r"<[^>]*>", " ", each).split())
        for each in text.split('<p class="event">')[1:]
    ]


class TestNotes:
    def test_notes_are_written_from_the_record_s_page(self, doors: Doors) -> None:
        clerk, row_id = doors.clerk("zhuoni"), doors.world.id("unit-a")
        form = {"subject": "unit", "row_id": str(row_id), "text": SAID, "key": "note-1"}
        for _again in range(2):
            answer = clerk.post("/admin/timeline/note/", form)
            assert answer.status_code == 303
            assert answer.location.endswith(f"/admin/unit/details/?id={row_id}#timeline")
        told_now = events(page(doors, "zhuoni"))
        assert sum(SAID in event for event in told_now) == 1
        assert "备注 添加备注" in told_now[0]
        assert "卓尼管理员" in told_now[0]

    @pytest.mark.parametrize("who", ["zhuoni-cashier", "gannan", "gansu", "conac", "zhuoni-viewer"])
    def test_notes_are_read_by_whose_scope_covers_the_row(self, doors: Doors, who: str) -> None:
        write(doors.world, "zhuoni")
        assert SAID in page(doors, who)

    def test_notes_are_not_read_by_the_unit_itself(self, doors: Doors) -> None:
        write(doors.world, "zhuoni")
        shown = page(doors, "unit-a")
        assert SAID not in shown
        assert "备注" not in shown
        form = {"subject": "unit", "row_id": str(doors.world.id("unit-a")), "text": "一"}
        assert doors.clerk("unit-a").post("/admin/timeline/note/", form).status_code == 403

    def test_notes_are_not_written_by_who_only_looks(self, sqlite_doors: Doors) -> None:
        assert "添加备注" not in page(sqlite_doors, "zhuoni-viewer")
        row_id = sqlite_doors.world.id("unit-a")
        url = f"/admin/timeline/note/?subject=unit&row_id={row_id}"
        assert sqlite_doors.clerk("zhuoni-viewer").get(url).status_code == 403

    def test_notes_of_a_foreign_row_are_those_of_an_absent_one(self, doors: Doors) -> None:
        world = doors.world
        note_id = write(world, "zhuoni")
        sister = doors.clerk("lintan")
        for row_id in (world.id("unit-a"), ABSENT):
            form = {"subject": "unit", "row_id": str(row_id), "text": "一"}
            assert sister.post("/admin/timeline/note/", form).status_code == 404
            assert sister.get(f"/admin/timeline/?entity=unit&id={row_id}").status_code == 404
            with pytest.raises(Refused) as refused:
                world.perform(ADD_NOTE, "lintan", [], AddNoteInput(Subject.UNIT, row_id, "一"))
            assert refused.value.first.code == "not_found"
        for key in (note_id, ABSENT):
            assert sister.post(f"/admin/timeline/withdraw-note/?id={key}").status_code == 404

    def test_beside_money_are_not_a_reviewer_s(self, sqlite_world: World) -> None:
        with sqlite_world.writing() as session:
            office = session.get_one(Office, sqlite_world.id("office-zhuoni"))
            payment_id = Maker(session, office, NOW).payment().id
        given = AddNoteInput(Subject.PAYMENT, payment_id, "一")
        sqlite_world.perform(ADD_NOTE, "conac-finance", [], given)
        with pytest.raises(Refused) as refused:
            sqlite_world.perform(ADD_NOTE, "conac-review", [], given)
        assert refused.value.first.code == "not_found"

    def test_notes_are_taken_back_by_their_author_and_stay_to_be_read(self, doors: Doors) -> None:
        note_id = write(doors.world, "zhuoni")
        assert "withdraw-note" in page(doors, "zhuoni")
        assert "withdraw-note" not in page(doors, "zhuoni-cashier")
        answer = doors.clerk("zhuoni").post(f"/admin/timeline/withdraw-note/?id={note_id}")
        assert answer.status_code == 303
        shown = events(page(doors, "gannan"))
        assert "撤回备注" in shown[0]
        assert f"已撤回 {SAID}" in shown[1]
        assert "withdraw-note" not in page(doors, "zhuoni")

    def test_notes_are_taken_back_by_nobody_else_and_once(self, world: World) -> None:
        note_id = write(world, "zhuoni")
        with pytest.raises(Refused) as refused:
            world.perform(WITHDRAW_NOTE, "zhuoni-cashier", [note_id], Nothing())
        assert refused.value.first.code == "withdrawal_not_author"
        world.perform(WITHDRAW_NOTE, "zhuoni", [note_id], Nothing())
        with pytest.raises(Refused) as refused:
            world.perform(WITHDRAW_NOTE, "zhuoni", [note_id], Nothing())
        assert refused.value.first.code == "withdrawal_already"

    @pytest.mark.parametrize(
        ("text", "said"), [("", "必须填写"), ("长" * (LONGEST_NOTE + 1), f"{LONGEST_NOTE}")]
    )
    def test_notes_that_are_none_or_too_long_are_refused_with_what_was_typed(
        self, sqlite_doors: Doors, text: str, said: str
    ) -> None:
        row_id = sqlite_doors.world.id("unit-a")
        form = {"subject": "unit", "row_id": str(row_id), "text": text}
        answer = sqlite_doors.clerk("zhuoni").post("/admin/timeline/note/", form)
        assert answer.status_code == 422
        assert said in told(answer)
        assert f'name="row_id" type="hidden" value="{row_id}"' in answer.get_data(as_text=True)

    def test_notes_have_an_end(self, sqlite_world: World) -> None:
        unit_id = sqlite_world.id("unit-a")
        with sqlite_world.writing() as session:
            office = session.get_one(Office, sqlite_world.id("office-zhuoni"))
            maker = Maker(session, office, NOW)
            for _each in range(MAXIMUM_NOTES):
                maker.row_note(row_id=unit_id)
        with pytest.raises(Refused) as refused:
            write(sqlite_world, "zhuoni")
        assert refused.value.first.code == "add_note_too_many"

    def test_notes_are_no_script(self, sqlite_doors: Doors) -> None:
        write(sqlite_doors.world, "zhuoni", text="<script>alert(1)</script>")
        assert "<script>" not in page(sqlite_doors, "zhuoni")

    def test_notes_are_written_by_programs_too(self, doors: Doors) -> None:
        body = {"input": {"subject": "unit", "row_id": doors.world.id("unit-a"), "text": SAID}}
        answer = doors.app.test_client().post(
            "/api/actions/add_note", json={**body, "key": "n1"}, headers=doors.bearer("zhuoni")
        )
        assert answer.status_code == 200
        assert SAID in page(doors, "zhuoni")


class TestTimeline:
    def test_timeline_tells_fees_and_sheets_of_a_unit(self, doors: Doors) -> None:
        world = doors.world
        given = ChargeInput(amount_fen=40_000, invoice_count=2)
        world.perform(CHARGE, "zhuoni", [world.id("a-order-register")], given)
        (charged, *_) = events(page(doors, "zhuoni", query="&kind=fee"))
        assert "费用 收费" in charged
        assert "待收费 → 待缴费" in charged
        assert "收费单号" in charged
        (given_out, *_) = events(page(doors, "zhuoni", query="&kind=invoice"))
        assert given_out == charged

    def test_timeline_shows_one_kind_when_asked(self, doors: Doors) -> None:
        write(doors.world, "zhuoni")
        shown = events(page(doors, "zhuoni", query="&kind=note"))
        assert len(shown) == 1
        assert SAID in shown[0]
        assert not any(SAID in event for event in events(page(doors, "zhuoni", query="&kind=edit")))

    def test_timeline_is_read_page_by_page_without_loss(self, doors: Doors) -> None:
        for number in range(45):
            write(doors.world, "zhuoni", text=f"第{number}条")
        query, seen, pages = "", [], 0
        while True:
            shown = page(doors, "zhuoni", query=query)
            seen += re.findall(r"第(\d+)条", shown)
            pages += 1
            older = re.search(r"before=(\d+)", shown)
            if older is None:
                break
            query = f"&before={older[1]}"
        assert [int(number) for number in seen] == list(reversed(range(45)))
        assert pages == 3

    @pytest.mark.parametrize("query", ["&kind=nothing", "&before=x", "&before=" + "9" * 40])
    def test_timeline_bears_any_address(self, sqlite_doors: Doors, query: str) -> None:
        assert events(page(sqlite_doors, "zhuoni", query=query))

    def test_timeline_is_printed_as_a_sheet(self, sqlite_doors: Doors) -> None:
        write(sqlite_doors.world, "zhuoni")
        row_id = sqlite_doors.world.id("unit-a")
        answer = sqlite_doors.clerk("zhuoni").get(f"/admin/timeline/?entity=unit&id={row_id}")
        text = told(answer)
        assert "卓尼县教育局" in text
        assert SAID in text
        assert "撤回备注" not in text
        assert "withdraw-note" not in answer.get_data(as_text=True)

    def test_timeline_of_a_foreign_or_unknown_kind_is_not_there(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        for query in ("entity=unit&id=0", "entity=nothing&id=1", "entity=bank_line&id=1", ""):
            assert clerk.get(f"/admin/timeline/?{query}").status_code == 404

    def test_timeline_hides_money_from_a_reviewer(self, sqlite_doors: Doors) -> None:
        world = sqlite_doors.world
        given = ChargeInput(amount_fen=40_000, invoice_count=2)
        world.perform(CHARGE, "zhuoni", [world.id("a-order-register")], given)
        for who, is_told in (("conac-finance", True), ("conac-review", False)):
            assert ("收费单号" in page(sqlite_doors, who)) is is_told
