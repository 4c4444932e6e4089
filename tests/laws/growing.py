"""A house with one entity and one action more, as CONTRIBUTING tells to add them.

Run by test_growth.py in a process of its own, for what is mapped here stays mapped. Each recipe
touches three places; everything below them is found working without another line.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from flask_babel import lazy_gettext as _l
from sqlalchemy import String, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from actions.core.action import Action, Reach, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.permissions import CATALOG
from admin_app import labels
from admin_app.cli import generated_docs
from admin_app.grid.filters import ChoiceFilter, DateFilter, MoneyFilter, OfficeFilter
from admin_app.grid.planning.selection import Selection
from admin_app.grid.spec import STAFF, Column, Grid, NamedList
from admin_app.labels import ActionWords
from admin_app.labels.lookup import COLUMNS
from admin_app.views import GRIDS
from models.core.base import Base, Versioned, pk, words
from models.core.journal import Door, JournalEntry
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes
from models.users.user import Role
from tests.admin_app.conftest import app, hands
from tests.support.cast import World
from tests.support.doors import DOORS, Doors, End, told
from tests.support.programs import MovableClock, opened

__all__ = ["app", "hands", "opened"]

# A new entity. One: the model.


class FeedbackState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


class FeedbackEvent(StrEnum):
    ANSWER = "answer"


FEEDBACK_LIFECYCLE = Lifecycle[FeedbackState, FeedbackEvent](
    FeedbackState.OPEN,
    {FeedbackEvent.ANSWER: from_states(FeedbackState.OPEN, to=FeedbackState.ANSWERED)},
)


class Feedback(Scoped, Versioned, Base):
    """What a unit told its office."""

    __tablename__ = "feedback"
    __table_args__ = (*ancestor_indexes(),)

    id: Mapped[pk]
    subject: Mapped[str] = mapped_column(String(80))
    heard_on: Mapped[dt.date | None]
    worth_fen: Mapped[int] = mapped_column(default=0)
    state: Mapped[FeedbackState] = mapped_column(
        words(FeedbackState), default=FEEDBACK_LIFECYCLE.initial
    )

    def __str__(self) -> str:
        return self.subject


FEEDBACK_LIFECYCLE.guard(Feedback.state)

# Two: the view.

_DESK = {Role.COUNTY_ADMIN: Reach.OWN}
GRIDS["feedback"] = Grid(
    entity="feedback",
    model=Feedback,
    state="state",
    readers=STAFF,
    column_list=(
        Column("subject"),
        Column("heard_on"),
        Column("worth_fen"),
        Column("state"),
        Column("office"),
    ),
    details_only_columns=(Column("created_at"),),
    column_filters=(
        ChoiceFilter("state"),
        DateFilter("heard_on"),
        MoneyFilter("worth_fen"),
        OfficeFilter("office_code"),
    ),
    lists=(NamedList("open", "state", (FeedbackState.OPEN,)),),
    column_searchable_list=("subject",),
    search_placeholder=_l("标题"),
    form_columns=("subject", "heard_on"),
    can_edit=_DESK,
    can_create=_DESK,
)

# Three: its words.

labels.ENTITIES["feedback"] = _l("意见")
COLUMNS.update(
    {
        ("feedback", "subject"): _l("标题"),
        ("feedback", "heard_on"): _l("听取日期"),
        ("feedback", "worth_fen"): _l("涉及金额"),
        ("feedback", "list:open"): _l("待答复意见"),
    }
)
labels.WORDS[FeedbackState] = {
    FeedbackState.OPEN: _l("待答复"),
    FeedbackState.ANSWERED: _l("已答复"),
}

# A new action. One: the verb.


class AnswerRefusal(StrEnum):
    NOT_HEARD = "answer_not_heard"


class AnswerNote(StrEnum):
    SENT = "answer_sent"


@dataclass(frozen=True, slots=True)
class AnswerInput:
    words: str = param(maximum_length=40)


def check(row: Feedback, given: AnswerInput, facts: None) -> Refusal | None:
    if row.heard_on is None:
        return Refusal(AnswerRefusal.NOT_HEARD, {"subject": row.subject})
    return None


def preview(ctx: Context, rows: Sequence[Feedback], given: AnswerInput, facts: None) -> Preview:
    return Preview(
        totals={"row_count": len(rows)},
        side_effects=(Note(AnswerNote.SENT, {"count": len(rows)}),),
    )


def run(ctx: Context, rows: Sequence[Feedback], given: AnswerInput, facts: None) -> Result:
    for row in rows:
        FEEDBACK_LIFECYCLE.advance(row, FeedbackEvent.ANSWER)
    answered = [RowResult(row.id, row.subject, {"name": given.words}) for row in rows]
    return Result(rows=answered, totals={"row_count": len(rows)})


ANSWER = Action(
    key="answer_feedback",
    model=Feedback,
    input=AnswerInput,
    check=check,
    preview=preview,
    run=run,
    states=frozenset({FeedbackState.OPEN}),
    refusals=AnswerRefusal,
)

# Two: the catalog's line.

CATALOG[ANSWER] = {Role.COUNTY_ADMIN: Reach.OWN}

# Three: its words.

labels.ACTIONS["answer_feedback"] = ActionWords(_l("答复意见"), _l("确认答复"))
labels.FIELDS["answer_feedback", "words"] = _l("答复内容")
labels.SENTENCES[AnswerRefusal.NOT_HEARD] = _l("“%(subject)s”还没有听取，不能答复。")
labels.SENTENCES[AnswerNote.SENT] = _l("将通知 %(count)s 个单位。")

# What grew.


@pytest.fixture
def grown(world: World, hands: MovableClock) -> Iterator[Doors]:
    """The program over the cast and the new table, on both engines in turn."""
    Base.metadata.create_all(world.engine.execution_options(writes=True), [Feedback.__table__])
    for program in opened(world.engine, hands):
        yield Doors(program, world)


@pytest.fixture
def heard(grown: Doors) -> list[int]:
    """Three of Zhuoni's, the last not heard yet; one of its sister's."""
    keys = []
    for username, subject, day in (
        ("zhuoni", "费用太高", "2026-06-01"),
        ("zhuoni", "=表格", "2026-06-03"),
        ("zhuoni", "W3 没有听取", ""),
        ("lintan", "临潭的意见", "2026-06-02"),
    ):
        form = {"subject": subject, "heard_on": day}
        answer = grown.clerk(username).post("/admin/feedback/new/", form)
        assert answer.status_code == 303, told(answer)
        keys.append(int(answer.location.partition("id=")[2]))
    return keys


def listed(doors: Doors, query: str, username: str = "zhuoni") -> list[str]:
    answer = doors.app.test_client().get(f"/api/feedback?{query}", headers=doors.bearer(username))
    assert answer.status_code == 200, answer.json
    return [row["subject"] for row in answer.json["rows"]]


class TestTheEntity:
    def test_has_an_entry_in_the_menu(self, grown: Doors) -> None:
        page = grown.clerk("zhuoni").get("/admin/").get_data(as_text=True)
        assert '<a href="/admin/feedback/">意见</a>' in page

    @pytest.mark.usefixtures("heard")
    def test_has_a_list(self, grown: Doors) -> None:
        page = told(grown.clerk("zhuoni").get("/admin/feedback/"))
        for said in ("听取日期", "涉及金额", "待答复", "费用太高", "2026-06-01", "待答复意见"):
            assert said in page, said

    @pytest.mark.usefixtures("heard")
    def test_has_filters_search_and_order(self, grown: Doors) -> None:
        assert listed(grown, "heard_on_from=2026-06-02") == ["=表格"]
        assert listed(grown, "state=answered") == []
        assert listed(grown, "worth_fen_to=0&list=open&sort=id") == [
            "费用太高",
            "=表格",
            "W3 没有听取",
        ]
        assert listed(grown, "search=w3") == ["W3 没有听取"]
        assert listed(grown, "sort=-id")[0] == "W3 没有听取"
        assert listed(grown, "office_code=623021", "gansu") == ["临潭的意见"]

    def test_has_a_form_that_edits(self, grown: Doors, heard: list[int]) -> None:
        url = f"/admin/feedback/edit/?id={heard[0]}"
        clerk = grown.clerk("zhuoni")
        assert "听取日期" in told(clerk.get(url))
        form = {"subject": "费用偏高", "heard_on": "2026-06-05", "row_version": "1"}
        answer = clerk.post(url, form)
        assert answer.status_code == 303
        assert clerk.post(url, {**form, "subject": "旧版本"}).status_code == 409
        page = told(clerk.get(answer.location))
        assert "修改意见" in page
        assert "费用偏高" in page

    @pytest.mark.usefixtures("heard")
    def test_has_a_file(self, grown: Doors) -> None:
        with grown.app.app_context():
            token = Selection("feedback", grown.world.actor("zhuoni").key, query="sort=id").sign()
        form = {"scope": "filtered", "columns": "all", "selection": token}
        answer = grown.clerk("zhuoni").post("/admin/feedback/export/", form)
        lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
        assert lines[0][:4] == ["标题", "听取日期", "涉及金额", "状态"]
        assert lines[1][:4] == ["费用太高", "2026-06-01", "0.00", "待答复"]
        assert lines[2][0] == "'=表格"

    def test_has_rows_in_the_api(self, grown: Doors, heard: list[int]) -> None:
        client, header = grown.app.test_client(), grown.bearer("zhuoni")
        row = client.get(f"/api/feedback/{heard[0]}", headers=header).json
        assert (row["subject"], row["state"]) == ("费用太高", "open")
        assert client.get(f"/api/feedback/{heard[3]}", headers=header).status_code == 404

    def test_is_scoped_at_every_door(self, grown: Doors, heard: list[int]) -> None:
        foreign = heard[3]
        clerk = grown.clerk("zhuoni")
        assert "临潭的意见" not in clerk.get("/admin/feedback/").get_data(as_text=True)
        for door in ("details", "edit"):
            assert clerk.get(f"/admin/feedback/{door}/?id={foreign}").status_code == 404
        assert grown.clerk("shaanxi").get("/admin/feedback/").status_code == 200
        assert listed(grown, "", "shaanxi") == []
        assert len(listed(grown, "", "gannan")) == 4
        assert grown.clerk("unit-a").get("/admin/feedback/").status_code == 403

    def test_is_closed_to_who_only_looks(self, grown: Doors, heard: list[int]) -> None:
        clerk = grown.clerk("zhuoni-viewer")
        assert clerk.get("/admin/feedback/").status_code == 200
        assert clerk.post("/admin/feedback/new/", {"subject": "x"}).status_code == 403
        url = f"/admin/feedback/edit/?id={heard[0]}"
        assert clerk.post(url, {"subject": "x", "row_version": "1"}).status_code == 403

    @pytest.mark.usefixtures("heard")
    def test_is_journaled(self, grown: Doors) -> None:
        with grown.world.session("zhuoni") as session:
            entries = session.scalars(
                select(JournalEntry).where(JournalEntry.action == "create_feedback")
            ).all()
        assert [entry.actor_name for entry in entries] == ["卓尼管理员"] * 3
        page = told(grown.clerk("zhuoni").get("/admin/journal/"))
        assert "新增意见" in page


class TestTheAction:
    def test_has_a_button_and_a_plan(self, grown: Doors, heard: list[int]) -> None:
        page = grown.clerk("zhuoni").get("/admin/feedback/?list=open").get_data(as_text=True)
        assert 'value="answer_feedback">答复意见</button>' in page
        assert "answer_feedback" not in grown.clerk("lintan-cashier").get(
            "/admin/feedback/?list=open"
        ).get_data(as_text=True)
        opened = grown.plan(ANSWER, "zhuoni", heard[:3])
        shown = grown.confirm(ANSWER, "zhuoni", opened, {"words": "会转告"}, press="recalculate")
        text = told(shown)
        for said in (
            "答复内容",
            "“W3 没有听取”还没有听取，不能答复",
            "将通知 2 个单位",
            "可以办理",
        ):
            assert said in text, said

    @pytest.mark.parametrize("door", DOORS)
    def test_is_done_at_every_door(self, grown: Doors, heard: list[int], door: Door) -> None:
        done = grown.call(ANSWER, "zhuoni", heard[:2], {"words": "会转告"}, door=door)
        assert done.end is End.DONE, done.said
        assert done.kept == ("answer_feedback", door, {"words": "会转告"})
        assert listed(grown, "state=answered&sort=id") == ["费用太高", "=表格"]

    @pytest.mark.parametrize("door", DOORS)
    def test_is_refused_at_every_door(self, grown: Doors, heard: list[int], door: Door) -> None:
        for keys, said in (
            (heard[:3], "“W3 没有听取”还没有听取，不能答复"),
            ([heard[3]], "没有找到这条记录"),
        ):
            refused = grown.call(ANSWER, "zhuoni", keys, {"words": "会转告"}, door=door)
            assert refused.end is End.REFUSED
            assert said in refused.said
        assert listed(grown, "state=answered") == []

    def test_is_closed_to_other_roles(self, grown: Doors, heard: list[int]) -> None:
        assert grown.plan(ANSWER, "zhuoni-cashier", heard[:1]).status_code == 403

    def test_is_described_for_programs(self, grown: Doors) -> None:
        told_of = grown.app.test_client().get("/api/openapi.json", headers=grown.bearer("zhuoni"))
        assert "/api/actions/answer_feedback" in json.dumps(told_of.json)


class TestTheDocs:
    def test_are_drawn_with_both(self, grown: Doors) -> None:
        with grown.app.app_context():
            pages = generated_docs.pages(grown.app)
        assert "答复意见 `answer_feedback`" in pages["actions.md"]
        assert "`answer_not_heard`" in pages["actions.md"]
        assert "answer_feedback" in pages["roles.md"]
        assert "open --> answered: answer" in pages["lifecycles.md"]
        assert "/admin/feedback/" in pages["routes.txt"]
        assert "CREATE TABLE feedback" in pages["schema.sql"]


def test_the_migration_is_all_that_is_left(empty_engine: Any) -> None:
    """The new table is in the models and not in the migrations: `make migration` writes it."""
    Base.metadata.create_all(empty_engine.execution_options(writes=True), [Feedback.__table__])
    assert inspect(empty_engine).has_table("feedback")
    assert re.fullmatch(r"[a-z_]+", Feedback.__tablename__)
