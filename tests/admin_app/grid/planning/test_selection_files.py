"""The file of a large selection, written slice by slice."""

from __future__ import annotations

from admin_app.grid.planning.selection_files import SelectionFile
from admin_app.jobs.selection_check import whole_of
from models.jobs.job_run import JobRun
from tests.admin_app.jobs.test_batch_run import due_names, have_checked
from tests.support.pages.doors import Doors


def test_a_file_is_written_a_slice_at_a_time_with_input_and_sums_at_its_end(
    sqlite_doors: Doors,
) -> None:
    world = sqlite_doors.world
    check_id = have_checked(world, due_names(world, 4), size=2)
    with sqlite_doors.app.test_request_context(), world.session("zhuoni") as session:
        run, whole = session.get_one(JobRun, check_id), whole_of(session, check_id)
        file = SelectionFile(session, run, "续费", whole, [("提交人", "卓尼")])
        heading, first, second, last = file.csv()
        rows, sums = file.leaves()
        assert len(list(rows.rows)) == 4
    assert heading.decode("utf-8-sig").startswith("记录,结果,原因,")
    assert first.count(b"\n") == second.count(b"\n") == 2
    assert "提交人,卓尼" in last.decode()
    assert "壹仟陆佰元整" in last.decode()
    assert ("大写", "壹仟陆佰元整") in list(sums.rows)
