"""清理配置副本: delete copies of configurations after about a year, but for what held then.

The system runs it every night. What a definition was on any day is in the journal.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from actions.core.pruning import deletion_of_old
from models.definitions.configuration import COPY_KEPT_DAYS, ConfigurationCopy


class PruneConfigurationsRefusal(StrEnum):
    """Why a copy stays."""

    TOO_YOUNG = "prune_configurations_too_young"


PRUNE_CONFIGURATIONS = deletion_of_old(
    "prune_configurations",
    ConfigurationCopy,
    PruneConfigurationsRefusal,
    lambda ctx: ctx.at - dt.timedelta(days=COPY_KEPT_DAYS),
    lambda row, before: row.taken_at < before,
    days=COPY_KEPT_DAYS,
)
