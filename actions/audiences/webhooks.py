"""Who is told about addresses of other systems."""

from __future__ import annotations

from typing import Any

from actions.core.action import Action
from actions.core.announcement import Announcement, NobodyElse
from actions.webhooks.change_webhook import CHANGE_WEBHOOK
from actions.webhooks.register_webhook import REGISTER_WEBHOOK
from actions.webhooks.replay_delivery import REPLAY_DELIVERY
from actions.webhooks.start_webhook import START_WEBHOOK
from actions.webhooks.stop_webhook import STOP_WEBHOOK

AUDIENCES: dict[Action[Any, Any, Any], tuple[Announcement, ...] | NobodyElse] = {
    REGISTER_WEBHOOK: NobodyElse.INTERNAL,
    CHANGE_WEBHOOK: NobodyElse.INTERNAL,
    STOP_WEBHOOK: NobodyElse.INTERNAL,
    START_WEBHOOK: NobodyElse.INTERNAL,
    REPLAY_DELIVERY: NobodyElse.INTERNAL,
}
