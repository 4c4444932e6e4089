"""配置 (configuration): kept as a copy, uploaded as a file, and applied as the difference to today.

The registry keeps and applies what it set for everybody, a province what it set for itself and
below. A file may hold the definitions of several offices; whoever applies it applies those of
their own office. Every step is a verb that people use by hand, with its own checks, and all of them
are done or none. Webhooks have keys that stand in no file: rules find them by their names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from actions.configuration.applying import (
    check_apply,
    lock_definitions,
    preview_apply,
    run_apply,
    survey_apply,
)
from actions.configuration.document import ConfigurationFileRefusal
from actions.configuration.keeping import (
    KeepInput,
    UploadInput,
    check_keep,
    run_keep,
    run_nightly,
    run_upload,
    sections_of,
    to_keep,
)
from actions.configuration.kinds import DefinitionKind
from actions.configuration.messages import ConfigurationRefusal
from actions.core.action import TICKS_NO_ROWS, Action, AnyAction, Nothing, Reach
from actions.core.refusal import Refusal
from actions.core.row_facts.definitions import configuration_facts
from actions.core.row_facts.offices import office_facts
from models.definitions.configuration import ConfigurationCopy
from models.offices.office import Office
from models.users.user import Role

_APPLIERS: Mapping[Role, Reach] = {
    Role.REGISTRY_ADMIN: Reach.OWN,
    Role.PROVINCE_ADMIN: Reach.OWN,
}
_SYSTEM: Mapping[Role, Reach] = {Role.SYSTEM: Reach.SCOPE}


def configuration_verbs(
    kinds: Sequence[DefinitionKind],
) -> Mapping[AnyAction, Mapping[Role, Reach]]:
    """The verbs on configurations, with who may run them."""
    keep: AnyAction = Action(
        key="keep_configuration",
        model=ConfigurationCopy,
        input=KeepInput,
        survey=lambda ctx, _rows, _given: to_keep(ctx, kinds, ctx.actor.office_code),
        check_batch=check_keep,
        row_facts=TICKS_NO_ROWS,
        run=run_keep,
        minimum_rows=0,
        maximum_rows=0,
        refusals=ConfigurationRefusal,
    )
    upload: AnyAction = Action(
        key="upload_configuration",
        model=ConfigurationCopy,
        input=UploadInput,
        survey=lambda _ctx, _rows, given: sections_of(given.content, kinds),
        check_batch=lambda _rows, _given, found: found if isinstance(found, Refusal) else None,
        row_facts=TICKS_NO_ROWS,
        run=run_upload,
        minimum_rows=0,
        maximum_rows=0,
        takes_a_file=True,
        page="configuration_file.index",
        refusals=ConfigurationFileRefusal,
    )
    apply: AnyAction = Action(
        key="apply_configuration",
        model=ConfigurationCopy,
        input=Nothing,
        lock_first=lambda ctx, ids, _given: lock_definitions(ctx, ids, kinds),
        survey=partial(survey_apply, kinds=kinds),
        check=check_apply,
        preview=preview_apply,
        row_facts=configuration_facts,
        run=run_apply,
        maximum_rows=1,
        refusals=ConfigurationRefusal,
    )
    nightly: AnyAction = Action(
        key="keep_configuration_nightly",
        model=Office,
        input=Nothing,
        survey=lambda ctx, rows, _given: {row.code: to_keep(ctx, kinds, row.code) for row in rows},
        row_facts=office_facts,
        run=run_nightly,
    )
    appliers = dict.fromkeys((keep, upload, apply), _APPLIERS)
    return {**appliers, nightly: _SYSTEM}
