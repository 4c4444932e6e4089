"""保留名称 at the doors: the list, its sheet, and the same verdict by page, program and shell."""

from __future__ import annotations

import io
import json

import pytest
from sqlalchemy import func, select

from actions.domains.approve_office import APPROVE_OFFICE
from actions.domains.submit import SUBMIT_DOMAIN
from models.core.journal import Door
from models.domains.domain import Domain
from models.registration.reserved_name import ReservedKind, ReservedName
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import World

URL = "/admin/reserved_upload/"
SHEET = """名称,类别,原因,文号,生效日期,归属单位信用代码,备注
中国,保留,国家名称,ISO 3166,2014-03-01,,
卓尼林场,有争议,两家单位均主张,争〔2026〕1号,2026-06-01,,
法轮,禁用,法律禁止,令〔2026〕1号,,,
"""


def bring(doors: Doors, text: str, username: str = "conac") -> tuple[int, str]:
    clerk = doors.clerk(username)
    clerk.get(URL)
    data = {"csrf_token": clerk.token, "file": (io.BytesIO(text.encode()), "名单.csv")}
    answer = clerk.client.post(URL, data=data, content_type="multipart/form-data", buffered=True)
    return answer.status_code, told(answer)


def count(world: World) -> int:
    with world.session() as session:
        return session.scalar(select(func.count()).select_from(ReservedName)) or 0


class TestTheSheet:
    def test_the_sheet_is_taken_whole(self, doors: Doors) -> None:
        assert bring(doors, SHEET)[0] == 303
        with doors.world.session() as session:
            rows = session.scalars(select(ReservedName).order_by(ReservedName.id)).all()
        assert [(row.name, row.kind) for row in rows] == [
            ("中国", ReservedKind.RESERVED),
            ("卓尼林场", ReservedKind.DISPUTED),
            ("法轮", ReservedKind.PROHIBITED),
        ]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (SHEET.replace("有争议,", "别的,"), "第 3 行“类别”"),
            (SHEET.replace("2026-06-01", "六月"), "第 3 行“生效日期（不填为今天）”"),
            (SHEET.replace("文号", "编号"), "文号"),
            (SHEET + "中國,保留,再次,甲\n", "与前面的名称相同"),
        ],
    )
    def test_the_sheet_is_refused_whole_with_the_row(
        self, sqlite_doors: Doors, text: str, said: str
    ) -> None:
        status, page = bring(sqlite_doors, text)
        assert status == 422
        assert said in page
        assert count(sqlite_doors.world) == 0

    def test_the_sheet_is_the_registrys_to_bring(self, sqlite_doors: Doors) -> None:
        assert sqlite_doors.clerk("zhuoni").get(URL).status_code == 403

    def test_the_sheet_can_be_exported_and_brought_again(self, sqlite_doors: Doors) -> None:
        assert bring(sqlite_doors, SHEET)[0] == 303
        page = sqlite_doors.clerk("zhuoni").get("/admin/reserved_name/").get_data(as_text=True)
        assert "卓尼林场" in page
        assert "登记保留名称" not in page


#: Label → what every door says of it, of 卓尼县教育局.
DOORS = {"中國": "保留名称", "卓尼林场": "争〔2026〕1号", "临潭县人民医院": "另一单位的全称"}


class TestTheVerdict:
    @pytest.mark.parametrize("door", [Door.GRID, Door.API, Door.CLI])
    @pytest.mark.parametrize("label", DOORS)
    def test_the_verdict_is_the_same_at_every_door(
        self, sqlite_doors: Doors, door: Door, label: str
    ) -> None:
        bring(sqlite_doors, SHEET)
        line = {"label": label, "tld": "政务", "basis": "full_name", "years": "2"}
        given = {"names": [line], "name_reason": "县委批准"}
        unit = [sqlite_doors.world.id("unit-a")]
        found = sqlite_doors.call(SUBMIT_DOMAIN, "zhuoni", unit, given, door=door, entity="unit")
        assert DOORS[label] in found.said

    @pytest.mark.parametrize("door", [Door.GRID, Door.API, Door.CLI])
    def test_the_verdict_of_a_doubtful_name_asks_for_a_reason(
        self, sqlite_doors: Doors, door: Door
    ) -> None:
        line = {"label": "卓尼县电教中心", "tld": "政务", "basis": "full_name", "years": "2"}
        unit = [sqlite_doors.world.id("unit-a")]
        bare = sqlite_doors.call(
            SUBMIT_DOMAIN, "zhuoni", unit, {"names": [line]}, door=door, entity="unit"
        )
        assert "名称说明" in bare.said
        given = {"names": [line], "name_reason": "教育局下属中心"}
        done = sqlite_doors.call(SUBMIT_DOMAIN, "zhuoni", unit, given, door=door, entity="unit")
        assert done.rows

    def test_the_verdict_is_shown_to_the_reviewer_with_the_filers_word(
        self, sqlite_doors: Doors
    ) -> None:
        line = {"label": "卓尼县电教中心", "tld": "政务", "basis": "full_name", "years": "2"}
        given = {"names": [line], "name_reason": "教育局下属中心"}
        unit = [sqlite_doors.world.id("unit-a")]
        sqlite_doors.call(SUBMIT_DOMAIN, "unit-a", unit, given, entity="unit")
        with sqlite_doors.world.session() as session:
            row = session.scalars(select(Domain.id).where(Domain.label_u == "卓尼县电教中心")).one()
        page = told(sqlite_doors.plan(APPROVE_OFFICE, "zhuoni", [row]))
        assert "需说明" in page
        assert "教育局下属中心" in page

    def test_the_verdict_is_shown_on_the_check_page(self, sqlite_doors: Doors) -> None:
        bring(sqlite_doors, SHEET)
        clerk, url = sqlite_doors.clerk("unit-a"), "/admin/name_check/"
        page = told(clerk.get(url, query_string={"label": "卓尼林场", "tld": "政务"}))
        assert "争〔2026〕1号" in page

    def test_the_verdict_of_the_list_is_read_by_programs(self, sqlite_doors: Doors) -> None:
        bring(sqlite_doors, SHEET)
        answer = sqlite_doors.app.test_client().get(
            "/api/reserved_name", headers=sqlite_doors.bearer("zhuoni")
        )
        assert "卓尼林场" in json.dumps(answer.json, ensure_ascii=False)
