"""Three registers that establishment offices keep everywhere, as they may be opened at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.definitions.own_field import FieldKind


class RegisterTemplate(StrEnum):
    """The registers that can be opened ready-made."""

    TRAINING = "training"
    EQUIPMENT = "equipment"
    SUPERVISED = "supervised"


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A field of a ready-made register; `choices` as people type them."""

    key: str
    kind: FieldKind
    label: str
    label_en: str
    choices: str | None = None


@dataclass(frozen=True, slots=True)
class ReadyRegister:
    """What a register begins with."""

    name_zh: str
    name_en: str
    number_pattern: str
    states: str
    moves: str | None
    has_unit: bool
    fields: tuple[TemplateField, ...]


#: What a register begins with where no template is chosen.
BLANK_STATES: Final = "open=办理中/In progress|info|todo\nclosed=已办结/Closed|success"

TEMPLATES: Final[Mapping[RegisterTemplate, ReadyRegister]] = {
    RegisterTemplate.TRAINING: ReadyRegister(
        "培训登记",
        "Training",
        "PX-{year}-{n:4}",
        "planned=计划中/Planned|info|todo\nheld=已举办/Held|success\ncancelled=已取消/Cancelled",
        "planned>held\nplanned>cancelled\ncancelled>planned",
        has_unit=False,
        fields=(
            TemplateField("held_on", FieldKind.DATE, "培训日期", "Held on"),
            TemplateField("place", FieldKind.TEXT, "地点", "Place"),
            TemplateField("lecturer", FieldKind.TEXT, "讲师", "Lecturer"),
            TemplateField("attendees", FieldKind.WHOLE, "参加人数", "Attendees"),
            TemplateField("remarks", FieldKind.LONG_TEXT, "备注", "Remarks"),
        ),
    ),
    RegisterTemplate.EQUIPMENT: ReadyRegister(
        "设备台账",
        "Equipment",
        "SB-{n:5}",
        "in_use=在用/In use|success\nrepair=维修中/In repair|warning|todo\n"
        "scrapped=已报废/Scrapped",
        "in_use>repair\nrepair>in_use\nin_use>scrapped\nrepair>scrapped",
        has_unit=False,
        fields=(
            TemplateField(
                "kind",
                FieldKind.CHOICE,
                "类别",
                "Kind",
                "computer=计算机/Computer\nprinter=打印机/Printer\nnetwork=网络设备/Network\n"
                "other=其他/Other",
            ),
            TemplateField("serial_no", FieldKind.TEXT, "序列号", "Serial number"),
            TemplateField("bought_on", FieldKind.DATE, "购置日期", "Bought on"),
            TemplateField("keeper", FieldKind.TEXT, "保管人", "Keeper"),
        ),
    ),
    RegisterTemplate.SUPERVISED: ReadyRegister(
        "督办事项",
        "Supervised matters",
        "DB-{year}-{n:4}",
        "open=待办/To do|warning|todo\nworking=办理中/In progress|info|todo\n"
        "overdue=逾期/Overdue|danger|todo\ndone=已办结/Done|success",
        "open>working\nworking>done\nopen>overdue\nworking>overdue\noverdue>done\ndone>working",
        has_unit=True,
        fields=(
            TemplateField("due_on", FieldKind.DATE, "办结期限", "Due on"),
            TemplateField("person", FieldKind.TEXT, "责任人", "Person in charge"),
            TemplateField("progress", FieldKind.LONG_TEXT, "进展", "Progress"),
        ),
    ),
}
