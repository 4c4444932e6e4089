"""What moved between two checks is said of each row, with who did it and by which act."""

from __future__ import annotations

from actions.domains.renew import RENEW, RenewInput
from admin_app.grid.planning.drift import Drift
from admin_app.grid.planning.selection_drift import drift_of_checks
from models.jobs.job_run import JobRun
from tests.admin_app.jobs.test_batch_run import due_names, have_checked
from tests.support.pages.doors import Doors


def drift(doors: Doors, earlier: int, later: int) -> Drift | None:
    with doors.app.test_request_context(), doors.world.session("zhuoni") as session:
        runs = session.get_one(JobRun, earlier), session.get_one(JobRun, later)
        return drift_of_checks(session, RENEW, *runs)


def test_a_row_that_a_colleague_renewed_is_named_with_the_colleague(sqlite_doors: Doors) -> None:
    keys = due_names(sqlite_doors.world, 3)
    earlier = have_checked(sqlite_doors.world, keys)
    sqlite_doors.world.perform(RENEW, "zhuoni-cashier", keys[:1], RenewInput(1))
    later = have_checked(sqlite_doors.world, keys)
    found = drift(sqlite_doors, earlier, later)
    assert found is not None
    (row,) = (line for line in found.lines if line.name.startswith("到期名称0"))
    assert (row.field, row.before) == ("核对结果", "可以办理")
    assert "已有未完成的续费" in str(row.now)
    assert all("卓尼出纳“续费”" in line.by for line in found.lines)


def test_checks_that_say_the_same_have_no_drift(sqlite_doors: Doors) -> None:
    keys = due_names(sqlite_doors.world, 3)
    checks = [have_checked(sqlite_doors.world, keys) for _time in range(2)]
    assert drift(sqlite_doors, *checks) is None
