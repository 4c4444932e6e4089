"""A receipt tells what was left undone and leads on with it; one's own are found again."""

from __future__ import annotations

import pytest

from actions.domains.renew import RENEW
from admin_app.grid.planning import own_receipts
from tests.support.pages.doors import Doors, told

CHOSEN = ("a-due", "a-held", "a-far", "b-due")


def renewed_but_two(doors: Doors) -> str:
    """Four names chosen, two of them left out; the address of the receipt."""
    page = doors.plan(RENEW, "zhuoni", [doors.world.id(name) for name in CHOSEN])
    kept = doors.confirm(RENEW, "zhuoni", page, {"years": "2"}, press="drop_refused")
    done = doors.confirm(RENEW, "zhuoni", kept, {"years": "2"})
    assert done.status_code == 303
    return str(done.location)


class TestWhatWasLeft:
    def test_what_was_left_is_told_with_its_reasons(self, doors: Doors) -> None:
        receipt = told(doors.clerk("zhuoni").get(renewed_but_two(doors)))
        assert "还有 2 条未处理" in receipt
        assert "卓尼县招生办.政务" in receipt
        assert "才可续费" in receipt
        assert "冻结" in receipt

    def test_what_was_left_is_gone_on_with_from_the_receipt(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get(renewed_but_two(sqlite_doors)).get_data(as_text=True)
        form = page.partition('class="go-on"')[2].partition("</form>")[0]
        url = form.partition('action="')[2].partition('"')[0]
        ids = [part.partition('"')[0] for part in form.split('name="ids" value="')[1:]]
        assert sorted(map(int, ids)) == sorted(
            sqlite_doors.world.id(n) for n in ("a-held", "a-far")
        )
        plan = told(clerk.post(url, {"ids": ids}))
        assert "有 2 条不能办理" in plan
        # With both left out nothing would remain, so that is not offered.
        assert "剔除该 2 条后继续" not in plan
        assert "还有 2 条不能办理，暂不能确认" in plan

    def test_what_was_left_is_in_the_file_too(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        number = renewed_but_two(sqlite_doors).partition("id=")[2].partition("&")[0]
        file = clerk.client.get(f"/admin/receipt/export/?id={number}").get_data(as_text=True)
        left = file.partition("未处理的记录")[2]
        assert "\n卓尼县招生办.政务,2028-05-10 到期" in left
        assert "\n卓尼县教研室.政务,域名已冻结" in left

    def test_what_was_left_is_not_said_of_a_whole_batch(self, sqlite_doors: Doors) -> None:
        done = sqlite_doors.call(RENEW, "zhuoni", [sqlite_doors.world.id("a-due")], {"years": "1"})
        page = sqlite_doors.clerk("zhuoni").get("/admin/own_receipts/")
        assert done.rows
        assert "未处理" in told(page)
        assert "条未处理" not in told(page)


class TestOwnReceipts:
    def test_own_receipts_are_one_s_own_and_lead_to_each(self, doors: Doors) -> None:
        where = renewed_but_two(doors)
        page = told(doors.clerk("zhuoni").get("/admin/own_receipts/"))
        number = told(doors.clerk("zhuoni").get(where)).partition("编号 ")[2].split()[0]
        assert number in page
        assert "¥800.00" in page
        other = told(doors.clerk("zhuoni-cashier").get("/admin/own_receipts/"))
        assert number not in other
        assert "您还没有办理过业务" in other

    def test_own_receipts_go_back_in_time_page_by_page(
        self, sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(own_receipts, "RECEIPTS_A_PAGE", 1)
        monkeypatch.setattr("admin_app.pages.workspace.own_receipts.RECEIPTS_A_PAGE", 1)
        for name in ("a-due", "b-due"):
            ids = [sqlite_doors.world.id(name)]
            sqlite_doors.call(RENEW, "zhuoni", ids, {"years": "1"})
        clerk = sqlite_doors.clerk("zhuoni")
        first = clerk.get("/admin/own_receipts/").get_data(as_text=True)
        older = first.partition('rel="next" href="')[2].partition('"')[0]
        second = clerk.get(older).get_data(as_text=True)
        assert 'rel="next"' not in second
        assert first.count("receipt/?id=") == second.count("receipt/?id=") == 1
        assert first.partition("receipt/?id=")[2][:4] != second.partition("receipt/?id=")[2][:4]

    @pytest.mark.parametrize("before", ["x", "-1", "99999999999999999999"])
    def test_own_receipts_open_at_the_newest_where_the_position_cannot_be_followed(
        self, sqlite_doors: Doors, before: str
    ) -> None:
        renewed_but_two(sqlite_doors)
        page = sqlite_doors.clerk("zhuoni").get(f"/admin/own_receipts/?before={before}")
        assert page.status_code == 200
        assert "没有采用" in told(page)
        assert "¥800.00" in told(page)
