"""The API of selections above one batch: the check as a whole, its confirmation, the run.

`POST /api/actions/<key>/plan` with more rows than one batch starts a check; here it is followed,
read and confirmed as it was shown, and then the run of its rows is followed.
"""

from __future__ import annotations

from flask import abort, jsonify, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from actions.core.answers import parse_answer
from actions.core.input_parsing import canonical
from actions.selection_summary import SliceSummary, Stored, StoredLine, Tally
from admin_app.api.actions import answer_of, api, read_body
from admin_app.auth.current_actor import caller
from admin_app.forms.refusal_text import refusal_message
from admin_app.forms.request_errors import BadRequestError
from admin_app.jobs.selection_check import confirm_check, slices_of, whole_of
from models.core.base import db
from models.core.journal import Door
from models.jobs.job_run import JobRun, JobSlice, JobState
from models.values.money import yuan_in_words

_PARTS = frozenset({"leaves_out", "answer"})


@api.get("/runs/<int:run_id>")
def one_run(run_id: int) -> Response:
    """A check or run with its progress; once it has ended, with what it says as a whole.

    With `?slice=<n>`, also the lines of that slice: of a check every row, of a run those not done.
    """
    run = _requested_run(run_id)
    told: dict[str, object] = {
        "id": run.id,
        "action": run.action,
        "is_check": run.is_check,
        "check_id": run.check_id,
        "state": run.state.value,
        "reason": run.reason.value if run.reason else None,
        "total": run.total,
        "done": run.done,
        "refused": run.refused,
        "slice_count": len(slices_of(db.session(), run.id)),
        "summary": None,
    }
    if run.state is JobState.DONE and not run.is_of_report:
        told["summary"] = _summary_json(whole_of(db.session(), run.id))
    if (number := request.args.get("slice", type=int)) is not None:
        told["lines"] = _lines(run, number)
    return jsonify(told)


@api.post("/runs/<int:run_id>/confirm")
def confirm_run(run_id: int) -> tuple[Response, int]:
    """Confirm one's own check as it was shown; `has_moved`: nothing was queued, read the new check.

    Confirmed again, it answers as the first time.
    """
    run, body = _requested_run(run_id), read_body()
    if not run.is_check or run.user_id != current_user.actor.user_id:
        abort(404)
    if unknown := body.keys() - _PARTS:
        raise BadRequestError(_("不认识的内容：%(name)s", name=", ".join(sorted(unknown))[:80]))
    leaves_out = body.get("leaves_out", False)
    if not isinstance(leaves_out, bool):
        raise BadRequestError(_("leaves_out 应为 true 或 false。"))
    done = confirm_check(
        db.session(),
        run,
        caller(Door.API),
        leaves_out=leaves_out,
        answer=parse_answer(answer_of(body)),
    )
    where = url_for("api.one_run", run_id=done.run_id)
    return jsonify(run_id=done.run_id, has_moved=done.has_moved, url=where), 202


def _requested_run(run_id: int) -> JobRun:
    """A selection's run in the scope of the user; 404 for any other."""
    wanted = select(JobRun).where(JobRun.id == run_id, JobRun.action.is_not(None))
    return db.session().scalar(wanted) or abort(404)


def _lines(run: JobRun, number: int) -> list[dict[str, object]]:
    wanted = select(JobSlice).where(JobSlice.run_id == run.id, JobSlice.seq == number)
    # The slices of a report hold figures for the one who asked, and no rows.
    found = abort(404) if run.is_of_report else db.session().scalar(wanted) or abort(404)
    return [_line_json(line) for line in found.lines or []]


def _line_json(line: StoredLine) -> dict[str, object]:
    row_id, name, code, why, facts = line
    sentence = refusal_message((name, code, why))[1] if code else None
    return {"id": row_id, "name": name, "code": code, "sentence": sentence, "facts": facts}


def _summary_json(whole: SliceSummary) -> dict[str, object]:
    return {
        "passing": whole.passing,
        "refused": whole.refused,
        "reasons": [
            {"code": code, "count": count, **_example_json(whole.examples[code])}
            for code, count in whole.reasons.items()
        ],
        "totals": canonical(whole.totals),
        "unsummed": list(whole.unsummed),
        "amount_words": None if whole.words_fen is None else yuan_in_words(whole.words_fen),
        "side_effects": [_tally_json(tally) for tally in whole.effects],
        "warnings": [
            {**_tally_json(tally), "must_answer": tally.must_answer} for tally in whole.warnings
        ],
        "answered": whole.answer_code,
        "asks_reason": whole.asks_reason,
    }


def _example_json(example: Stored) -> dict[str, str]:
    name, sentence = refusal_message(example)
    return {"example": name, "sentence": sentence}


def _tally_json(tally: Tally) -> dict[str, object]:
    sentence = refusal_message(("", tally.code, tally.facts))[1]
    return {"code": tally.code, "sentence": sentence, "times": tally.times}
