"""The kinds of definitions a configuration holds, in the order in which they need each other.

Each names the verbs by which people define, change, retire and restore it; a configuration is
applied by these verbs, so a file can do nothing that its reader could not do by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import SQLColumnExpression, select

from actions.configuration import current
from actions.configuration.document import Item
from actions.core.action import AnyAction
from actions.core.context import Context
from actions.core.input_parsing import canonical
from actions.definitions.add_choice import ADD_CHOICE
from actions.definitions.change_choice import CHANGE_CHOICE
from actions.definitions.change_choice_list import CHANGE_CHOICE_LIST
from actions.definitions.change_field import CHANGE_FIELD
from actions.definitions.change_label import CHANGE_LABEL
from actions.definitions.change_report import CHANGE_REPORT
from actions.definitions.define_choice_list import DEFINE_CHOICE_LIST
from actions.definitions.define_field import DEFINE_FIELD
from actions.definitions.define_label import DEFINE_LABEL
from actions.definitions.define_report import DEFINE_REPORT
from actions.definitions.restore_choice import RESTORE_CHOICE
from actions.definitions.restore_choice_list import RESTORE_CHOICE_LIST
from actions.definitions.restore_field import RESTORE_FIELD
from actions.definitions.restore_label import RESTORE_LABEL
from actions.definitions.restore_report import RESTORE_REPORT
from actions.definitions.retire_choice import RETIRE_CHOICE
from actions.definitions.retire_choice_list import RETIRE_CHOICE_LIST
from actions.definitions.retire_field import RETIRE_FIELD
from actions.definitions.retire_label import RETIRE_LABEL
from actions.definitions.retire_report import RETIRE_REPORT
from actions.definitions.templates.change_paper import CHANGE_PAPER
from actions.definitions.templates.change_template import CHANGE_TEMPLATE
from actions.definitions.templates.keep_letter import KEEP_LETTER
from actions.definitions.templates.reset_template import RESET_TEMPLATE
from actions.offices.change_setting import CHANGE_SETTING
from actions.offices.set_invoice_type import SET_INVOICE_TYPE
from actions.registers.change_register import CHANGE_REGISTER
from actions.registers.define_register_field import DEFINE_REGISTER_FIELD
from actions.registers.open_register import OPEN_REGISTER
from actions.registers.restore_register import RESTORE_REGISTER
from actions.registers.retire_register import RETIRE_REGISTER
from actions.rules.change_rule import CHANGE_RULE
from actions.rules.define_rule import DEFINE_RULE
from actions.rules.restore_rule import RESTORE_RULE
from actions.rules.retire_rule import RETIRE_RULE
from models.core.base import Base
from models.core.scope import OfficeOwned
from models.core.setting import Setting
from models.definitions.choice_list import Choice, ChoiceList, ChoiceListKind
from models.definitions.label import Label
from models.definitions.own_field import OwnField
from models.definitions.report import SavedReport
from models.definitions.template import Template
from models.definitions.template_subject import TemplateKind
from models.invoices.invoice_type import InvoiceType
from models.offices.office import REGISTRY_CODE
from models.registers.register import Register
from models.rules.rule import Rule
from models.users.own_role import OwnRole

#: The field of an item that says that it has ended.
RETIRED = "retired"


def _nothing(_ctx: Context, _row: Base) -> Item:
    return {}


@dataclass(frozen=True, kw_only=True)
class DefinitionKind:
    """One kind."""

    #: Its heading in a file.
    name: str
    model: type[Base]
    #: The fields of an item that tell it from others of its kind.
    key: tuple[str, ...]
    define: AnyAction
    #: None: `define` sets the whole definition again.
    change: AnyAction | None = None
    retire: AnyAction | None = None
    restore: AnyAction | None = None
    #: What a row has for good: fields of `define` that `change` does not have.
    settled: Callable[[Context, Any], Item] = _nothing
    #: The fields that hold now; None: the row tells nothing. By default what `change` suggests.
    read: Callable[[Context, Any], Item | None] | None = None
    #: What ends an item that no verb retires: fields for `define`, from those that hold now.
    ending: Callable[[Item], Item] | None = None
    where: tuple[SQLColumnExpression[bool], ...] = ()
    #: Whether there is one set of them for the whole country.
    is_of_registry: bool = False
    #: The field that names the register whose row `define` ticks.
    parent: str | None = None

    def key_of(self, item: Item) -> tuple[str, ...]:
        """What tells the item from others, as texts."""
        return tuple(str(item.get(name)) for name in self.key)

    def rows(self, ctx: Context, office_code: str) -> Sequence[Base]:
        """The office's definitions, in the order in which they were made."""
        model: Any = self.model
        wanted = select(model).where(*self.where).order_by(model.id)
        if not self.is_of_registry:
            assert issubclass(self.model, OfficeOwned)
            wanted = wanted.where(model.office_code == office_code)
        elif office_code != REGISTRY_CODE:
            return ()
        found: Sequence[Base] = ctx.session.scalars(wanted).all()
        return found

    def item(self, ctx: Context, row: Base) -> Item | None:
        """The definition as a file has it, with every field; None for what is not kept."""
        held = self.held(ctx, row)
        if held is None:
            return None
        ended = {RETIRED: True} if self.retire is not None and current.is_ended(row) else {}
        return {**self.settled(ctx, row), **held, **ended}

    def held(self, ctx: Context, row: Base) -> Item | None:
        """The fields that a change may reach, as they hold now."""
        if self.read is not None:
            return self.read(ctx, row)
        assert self.change is not None
        assert self.change.suggest is not None
        found: Item = canonical(self.change.suggest(ctx, [row]))
        return found


def kinds_of(own_role: Mapping[str, AnyAction]) -> tuple[DefinitionKind, ...]:
    """Every kind; the verbs on own roles are made with the table of permissions."""
    return (
        DefinitionKind(
            name="setting",
            model=Setting,
            key=("name",),
            define=CHANGE_SETTING,
            read=current.setting,
            ending=current.default_setting,
            is_of_registry=True,
        ),
        DefinitionKind(
            name="invoice_type",
            model=InvoiceType,
            key=("code",),
            define=SET_INVOICE_TYPE,
            read=current.invoice_type,
            ending=lambda item: {**item, "is_active": False},
            is_of_registry=True,
        ),
        DefinitionKind(
            name="choice_list",
            model=ChoiceList,
            key=("code",),
            define=DEFINE_CHOICE_LIST,
            change=CHANGE_CHOICE_LIST,
            retire=RETIRE_CHOICE_LIST,
            restore=RESTORE_CHOICE_LIST,
            settled=lambda _ctx, row: {"code": row.code},
            where=(ChoiceList.kind == ChoiceListKind.OWN,),
        ),
        DefinitionKind(
            name="choice",
            model=Choice,
            key=("choice_list", "code"),
            define=ADD_CHOICE,
            change=CHANGE_CHOICE,
            retire=RETIRE_CHOICE,
            restore=RESTORE_CHOICE,
            settled=current.choice_codes,
            where=(Choice.list.has(ChoiceList.kind != ChoiceListKind.FIELD),),
        ),
        DefinitionKind(
            name="label",
            model=Label,
            key=("name_zh",),
            define=DEFINE_LABEL,
            change=CHANGE_LABEL,
            retire=RETIRE_LABEL,
            restore=RESTORE_LABEL,
        ),
        DefinitionKind(
            name="register",
            model=Register,
            key=("code",),
            define=OPEN_REGISTER,
            change=CHANGE_REGISTER,
            retire=RETIRE_REGISTER,
            restore=RESTORE_REGISTER,
            settled=lambda _ctx, row: {"code": row.key},
        ),
        DefinitionKind(
            name="field",
            model=OwnField,
            key=("entity", "code"),
            define=DEFINE_FIELD,
            change=CHANGE_FIELD,
            retire=RETIRE_FIELD,
            restore=RESTORE_FIELD,
            settled=current.field_settled,
            where=(OwnField.register_id.is_(None),),
        ),
        DefinitionKind(
            name="register_field",
            model=OwnField,
            key=("register", "code"),
            define=DEFINE_REGISTER_FIELD,
            change=CHANGE_FIELD,
            retire=RETIRE_FIELD,
            restore=RESTORE_FIELD,
            settled=current.field_settled,
            where=(OwnField.register_id.is_not(None),),
            parent="register",
        ),
        DefinitionKind(
            name="role",
            model=OwnRole,
            key=("name_zh",),
            define=own_role["define_own_role"],
            change=own_role["change_own_role"],
            retire=own_role["retire_own_role"],
            restore=own_role["restore_own_role"],
        ),
        DefinitionKind(
            name="report",
            model=SavedReport,
            key=("code",),
            define=DEFINE_REPORT,
            change=CHANGE_REPORT,
            retire=RETIRE_REPORT,
            restore=RESTORE_REPORT,
            settled=lambda _ctx, row: {"code": row.key, "entity": row.entity},
        ),
        DefinitionKind(
            name="wording",
            model=Template,
            key=("subject", "language"),
            define=CHANGE_TEMPLATE,
            retire=RESET_TEMPLATE,
            read=current.wording,
            where=(Template.is_active, Template.kind.not_in(current.NOT_WORDED)),
        ),
        DefinitionKind(
            name="paper",
            model=Template,
            key=("subject", "language"),
            define=CHANGE_PAPER,
            retire=RESET_TEMPLATE,
            read=current.paper,
            where=(Template.is_active, Template.kind == TemplateKind.PAPER),
        ),
        DefinitionKind(
            name="letter",
            model=Template,
            key=("subject", "language", "name"),
            define=KEEP_LETTER,
            retire=RESET_TEMPLATE,
            read=current.letter,
            where=(Template.is_active, Template.kind == TemplateKind.LETTER),
        ),
        DefinitionKind(
            name="rule",
            model=Rule,
            key=("name_zh",),
            define=DEFINE_RULE,
            change=CHANGE_RULE,
            retire=RETIRE_RULE,
            restore=RESTORE_RULE,
            read=current.rule,
        ),
    )
