"""撤回附件: the author withdraws a file. It can no longer be downloaded; its record stays."""

from __future__ import annotations

from actions.core.activity_kinds import ActivityKind
from actions.core.withdrawal import withdrawal
from models.workspace.attachment import Attachment

WITHDRAW_FILE = withdrawal("withdraw_file", Attachment, ActivityKind.FILE)
