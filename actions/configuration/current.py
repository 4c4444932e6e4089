"""What holds now, as the fields of the verb that would set it again."""

from __future__ import annotations

import base64
from typing import Final

from actions.configuration.document import Item
from actions.core.context import Context
from actions.core.input_parsing import canonical
from actions.definitions.templates.change_paper import ChangePaperInput, PaperBlockLine
from actions.offices.set_invoice_type import SetInvoiceTypeInput
from actions.rules.change_rule import CHANGE_RULE
from models.core.base import Base
from models.core.setting import Setting, Settings, settings_of, written_setting
from models.definitions.choice_list import Choice, ChoiceList
from models.definitions.label import Label
from models.definitions.own_field import OwnField
from models.definitions.template import Template, wording_of
from models.definitions.template_subject import PaperSubject, TemplateKind
from models.invoices.invoice_type import InvoiceType
from models.registers.register import Register
from models.rules.rule import Rule, RuleState
from models.webhooks.webhook import Webhook

#: Kinds of templates that are no wordings.
NOT_WORDED: Final = (TemplateKind.PAPER, TemplateKind.LETTER)


def is_ended(row: Base) -> bool:
    """Whether a definition was retired."""
    is_retired = getattr(row, "state", None) is RuleState.RETIRED
    return is_retired or getattr(row, "is_active", True) is False


def setting(ctx: Context, row: Setting) -> Item | None:
    """A setting as it is typed; None where it has its default."""
    typed = written_setting(row.name, getattr(settings_of(ctx.session), row.name))
    found = {"name": row.name, "value": typed}
    return None if found == default_setting(found) else found


def default_setting(item: Item) -> Item:
    """The setting as the program ships it."""
    name = item["name"]
    return {"name": name, "value": written_setting(name, getattr(Settings(), name))}


def invoice_type(_ctx: Context, row: InvoiceType) -> Item:
    found: Item = canonical(
        SetInvoiceTypeInput(
            code=row.code,
            name=row.name,
            medium=row.medium,
            tracking=row.tracking,
            face_value_fen=row.face_value_fen,
            is_active=row.is_active,
        )
    )
    return found


def choice_codes(ctx: Context, row: Choice) -> Item:
    """The list and the code as they were typed: in a list from above, without the province."""
    of = ctx.session.get_one(ChoiceList, row.list_id)
    is_added = of.office_code != row.office_code
    return {"choice_list": of.code, "code": row.code[3:] if is_added else row.code}


def field_settled(ctx: Context, row: OwnField) -> Item:
    """What a field is for good, with the table or the register it is of."""
    register = None if row.register_id is None else ctx.session.get_one(Register, row.register_id)
    of = {"entity": row.entity} if register is None else {"register": register.key}
    return {**of, "code": row.key, "kind": row.kind.value, "is_unique": row.is_unique}


def wording(_ctx: Context, row: Template) -> Item:
    said = {"title": row.title, "body": row.body}
    return {"subject": row.subject, "language": row.language.value, **said}


def paper(_ctx: Context, row: Template) -> Item:
    words = wording_of(row)
    found: Item = canonical(
        ChangePaperInput(
            subject=PaperSubject(row.subject),
            language=row.language,
            letterhead=words.title,
            opening=words.body,
            closing=words.closing,
            footer=words.footer,
            blocks=tuple(map(PaperBlockLine, words.blocks)),
        )
    )
    return found


def letter(_ctx: Context, row: Template) -> Item:
    """A Word template with its file in Base64."""
    assert row.content is not None
    return {
        "subject": row.subject,
        "name": row.name,
        "file_name": row.file_name,
        "content": base64.b64encode(row.content).decode(),
        "language": row.language.value,
    }


def rule(ctx: Context, row: Rule) -> Item:
    """A rule, with its label and its address by their names."""
    assert CHANGE_RULE.suggest is not None
    found: Item = canonical(CHANGE_RULE.suggest(ctx, [row]))
    label = None if row.label_id is None else ctx.session.get(Label, row.label_id)
    webhook = None if row.webhook_id is None else ctx.session.get(Webhook, row.webhook_id)
    found["label"] = None if label is None else label.name_zh
    found["webhook"] = None if webhook is None else webhook.name
    return found
