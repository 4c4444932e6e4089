"""The smallest lawful rows of money and paper: payments, remittances, accounts, lots, invoices."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from actions.configuration.document import written
from models.billing.fee import FeeSchedule
from models.billing.order import Order, OrderState
from models.billing.payment import Payment, PaymentLine, PaymentMethod
from models.core.base import Base, Versioned
from models.core.journal import entry_of
from models.core.scope import OfficeOwned
from models.definitions.choice_list import Choice, ChoiceList, ChoiceListKind
from models.definitions.configuration import ConfigurationCopy, CopyOrigin
from models.definitions.own_field import FieldEntity, FieldKind, OwnField
from models.definitions.report import SavedReport
from models.definitions.template import Template
from models.definitions.template_subject import TemplateKind
from models.domains.domain import Domain
from models.domains.reminder import Reminder
from models.imports.sheet import ImportKind, ImportRow, ImportSheet
from models.invoices.invoice import Invoice
from models.invoices.invoice_request import InvoiceRequest
from models.invoices.invoice_type import InvoiceType, Medium, Tracking
from models.invoices.stock import (
    LOT_LIFECYCLE,
    InvoiceLot,
    InvoiceMove,
    InvoiceSplit,
    InvoiceSplitLine,
    LotState,
    MoveKind,
)
from models.jobs.job_run import JobKind, JobRun, JobSlice, JobState
from models.jobs.outbox import Mail, MailState, MailTopic
from models.ledger.adjustment import Adjustment, AdjustmentKind
from models.ledger.award import AwardAccrual, AwardRule
from models.ledger.ledger import Account, AccountKind, Posting, Transfer, TransferKind, post
from models.registers.register import Register, written_roles
from models.registers.register_row import RegisterRow
from models.registration.reserved_name import ReservedKind, ReservedName
from models.remittances.bank_columns import BankColumns
from models.remittances.bank_statement import BankLine, BankStatement, BankVerdict
from models.remittances.remittance import (
    REMITTANCE_LIFECYCLE,
    BankReceipt,
    Remittance,
    RemittanceEvent,
    RemittanceLine,
    RemittanceState,
)
from models.rules.happening import RuleTrigger
from models.rules.rule import Rule, RuleEvent, RuleFiring, TaskState
from models.users.user import Role
from models.values.file_type import FileKind
from models.values.language import Language
from models.values.order_kind import OrderKind
from models.values.tld import Tld
from models.values.variant import variant_key
from models.webhooks.webhook import Webhook, WebhookDelivery, WebhookTopic
from models.workspace.annotated_row import Subject
from models.workspace.attachment import Attachment
from models.workspace.basket import Basket
from models.workspace.note import RowNote
from models.workspace.notification import FileDirection, FileRecord, Notification
from models.workspace.notify import Topic
from models.workspace.report_mailing import (
    MailEvery,
    ReportMailing,
    ReportSending,
    SendingOutcome,
)
from models.workspace.saved_view import SavedView
from models.workspace.unfinished_form import UnfinishedForm
from tests.support.world.factories import PRICE_FEN, RegistrationMaker, serial


class Maker(RegistrationMaker):
    """Makes a row of any entity."""

    def own_field(self) -> OwnField:
        label = f"字段{serial()}"
        return self.put(
            OwnField(
                entity=FieldEntity.UNIT,
                key=f"field_{serial()}",
                kind=FieldKind.TEXT,
                label=label,
                label_en=label,
            )
        )

    def register(self) -> Register:
        """A register of two states, read and written by everybody in an office."""
        states = [
            {"code": code, "label": code, "label_en": code, "tone": "info", "is_todo": False}
            for code in ("open", "closed")
        ]
        moves = [{"source": "open", "target": "closed", "roles": []}]
        everybody = written_roles(frozenset(role.value for role in Role))
        return self.put(
            Register(
                key=f"register_{serial()}",
                name_zh=f"台账{serial()}",
                number_pattern="{n:4}",
                states=states,
                moves=moves,
                readers=everybody,
                writers=everybody,
            )
        )

    def register_row(self, register: Register | None = None) -> RegisterRow:
        register = register or self.register()
        return self.put(
            RegisterRow(
                register_id=register.id, number=f"{serial():04d}", title="事项", state="open"
            )
        )

    def reserved_name(self) -> ReservedName:
        name = f"保留名称{serial()}"
        return self.put(
            ReservedName(
                name=name,
                variant_key=variant_key(name),
                kind=ReservedKind.RESERVED,
                reason="试验",
                document_no="试〔2026〕1号",
                valid_from=self.today,
            )
        )

    def fee_schedule(self, operation: OrderKind = OrderKind.RENEW, **given: Any) -> FeeSchedule:
        basics = {
            "tld": Tld.ZHENGWU,
            "price_per_year_fen": PRICE_FEN,
            "valid_from": dt.date(2008, 1, 1) + dt.timedelta(days=serial()),
        }
        return self.put(FeeSchedule(operation=operation, **(basics | given)))

    def account(self, code: str | None = None, floor_fen: int | None = 0) -> Account:
        return self.put(
            Account(
                code=code or f"prepaid:{serial()}",
                kind=AccountKind.PREPAID if floor_fen is not None else AccountKind.BANK,
                floor_fen=floor_fen,
                balance_fen=None if floor_fen is None else 0,
            )
        )

    def transfer(
        self, debit: Account | None = None, credit: Account | None = None, amount_fen: int = 100
    ) -> Transfer:
        """A top-up from the bank, unless accounts are given."""
        posting = Posting(
            kind=TransferKind.TOP_UP,
            debit=debit or self.account(floor_fen=None),
            credit=credit or self.account(),
            amount_fen=amount_fen,
            key=f"top_up:{serial()}",
        )
        return post(self.session, [posting], self.office)[0]

    def payment(self, order: Order | None = None, **given: Any) -> Payment:
        """Money taken, no sheet given yet."""
        order = order or self.order(state=OrderState.CHARGED)
        basics: dict[str, Any] = {
            "payment_no": f"S-{serial()}",
            "unit_id": order.unit_id,
            "amount_fen": order.amount_fen,
            "method": PaymentMethod.CASH,
            "received_on": self.today,
            "invoice_count": 0,
            "invoice_deferred_reason": "待补",
            "cashier": "出纳",
            "cashier_key": "user:0",
            "confirmed_at": self.at,
        }
        return self.put(Payment(**(basics | given)), order)

    def payment_line(
        self, order: Order | None = None, payment: Payment | None = None, **given: Any
    ) -> PaymentLine:
        order = order or self.order(state=OrderState.CHARGED)
        payment = payment or self.payment(order)
        line = PaymentLine(
            payment_id=payment.id,
            order_id=order.id,
            unit_id=order.unit_id,
            amount_fen=order.amount_fen,
            **given,
        )
        return self.put(line, order)

    def remittance(self, amount_fen: int = PRICE_FEN, **given: Any) -> Remittance:
        """One that was sent: an office has one draft at a time."""
        number = serial()
        basics = {"remittance_no": f"H-{number}", "bank_ref": f"WIRE-{number}"}
        remittance = Remittance(
            period_week="2026-W24", amount_fen=amount_fen, line_count=1, **(basics | given)
        )
        remittance.state = RemittanceState.DRAFT
        REMITTANCE_LIFECYCLE.advance(remittance, RemittanceEvent.SUBMIT)
        return self.put(remittance)

    def remittance_line(self, line: PaymentLine | None = None, **given: Any) -> RemittanceLine:
        line = line or self.payment_line()
        remittance = given.pop("remittance", None) or self.remittance(line.amount_fen)
        row = RemittanceLine(
            remittance_id=remittance.id,
            payment_line_id=line.id,
            amount_fen=line.amount_fen,
            **given,
        )
        return self.put(row, remittance)

    def bank_receipt(self, bank_ref: str | None = None) -> BankReceipt:
        remittance = self.remittance()
        return self.put(
            BankReceipt(
                bank_ref=bank_ref or f"BANK-{serial()}",
                amount_fen=remittance.amount_fen,
                received_on=self.today,
                remittance_id=remittance.id,
                recorded_by="财务",
                at=self.at,
            )
        )

    def adjustment(self, **given: Any) -> Adjustment:
        basics: dict[str, Any] = {
            "kind": AdjustmentKind.ADJUST,
            "amount_fen": 100,
            "reason": "更正",
            "proposed_by": "财务",
            "proposed_by_key": "user:0",
            "proposed_at": self.at,
        }
        return self.put(Adjustment(**(basics | given)))

    def bank_statement(self) -> BankStatement:
        return self.put(
            BankStatement(
                file_name="流水.csv",
                digest=f"{serial():064}",
                line_count=1,
                known_count=0,
                amount_fen=PRICE_FEN,
                uploaded_by="财务",
                at=self.at,
            )
        )

    def bank_columns(self) -> BankColumns:
        return self.put(
            BankColumns(
                account="", headings=f"{serial():064}", columns={"credit": 1}, kept_by="财务"
            )
        )

    def bank_line(self, **given: Any) -> BankLine:
        statement = self.bank_statement()
        basics = {
            "statement_id": statement.id,
            "row_no": 2,
            "bank_ref": f"LINE-{serial()}",
            "received_on": self.today,
            "amount_fen": PRICE_FEN,
            "verdict": BankVerdict.UNMATCHED,
        }
        return self.put(BankLine(**(basics | given)))

    def invoice_type(self, face_value_fen: int | None = PRICE_FEN, **given: Any) -> InvoiceType:
        basics = {
            "code": f"type-{serial()}",
            "name": "定额发票",
            "medium": Medium.PAPER,
            "tracking": Tracking.SERIAL,
            "face_value_fen": face_value_fen,
        }
        return self.put(InvoiceType(**(basics | given)))

    def invoice_request(self, quantity: int = 1, **given: Any) -> InvoiceRequest:
        kind = given.pop("type", None) or self.invoice_type()
        return self.put(
            InvoiceRequest(
                request_no=f"F-{serial()}",
                office_id=self.office.id,
                type_id=kind.id,
                quantity=quantity,
                unit_amount_fen=PRICE_FEN,
                total_fen=quantity * PRICE_FEN,
                address="柳林镇1号",
                submitted_by="管理员",
                submitted_at=self.at,
                **given,
            )
        )

    def lot(
        self,
        kind: InvoiceType | None = None,
        first: str | None = "00000001",
        quantity: int = 10,
        state: LotState = LotState.SIGNED,
        **given: Any,
    ) -> InvoiceLot:
        """Sheets in hand; without a first number they are only counted."""
        kind = kind or self.invoice_type()
        last = None if first is None else f"{int(first) + quantity - 1:08}"
        basics: dict[str, Any] = {
            "lot_no": f"P-{serial()}",
            "type_id": kind.id,
            "office_id": self.office.id,
            "invoice_code": None if first is None else f"{serial():010}",
            "number_from": first,
            "number_to": last,
            "quantity": quantity,
            "available": quantity,
            "dispatched_at": self.at,
        }
        lot = InvoiceLot(**(basics | given), state=LotState.IN_TRANSIT)
        self.put(lot)
        if state is not LotState.IN_TRANSIT:
            move = next(e for e, (_, target) in LOT_LIFECYCLE.moves.items() if target is state)
            LOT_LIFECYCLE.advance(lot, move)
            self.session.flush()
        return lot

    def invoice_split(self) -> InvoiceSplit:
        lot = self.lot()
        return self.put(InvoiceSplit(source_lot_id=lot.id, quantity=1, at=self.at, by="管理员"))

    def invoice_split_line(self) -> InvoiceSplitLine:
        split, child = self.invoice_split(), self.lot(first=None)
        return self.put(
            InvoiceSplitLine(
                split_id=split.id,
                user_account="lintan",
                to_office_id=self.office.id,
                quantity=1,
                child_lot_id=child.id,
            )
        )

    def invoice_move(self) -> InvoiceMove:
        entry, lot = entry_of(self.session), self.lot()
        return self.put(
            InvoiceMove(
                lot_id=lot.id,
                kind=MoveKind.RECEIVE,
                quantity=1,
                reference=lot.lot_no,
                at=self.at,
                by=entry.actor_name,
                entry_id=entry.id,
            )
        )

    def invoice(self, payment: Payment | None = None, **given: Any) -> Invoice:
        payment = payment or self.payment()
        lot = given.pop("lot", None)
        if lot is None:
            lot = self.lot()
            lot.available, lot.issued = lot.quantity - 1, 1
        basics: dict[str, Any] = {
            "invoice_code": lot.invoice_code or "",
            "number": lot.number_from,
            "amount_fen": payment.amount_fen,
            "title": "单位",
            "issued_on": self.today,
            "issued_at": self.at,
            "issued_by": "出纳",
        }
        invoice = Invoice(
            lot_id=lot.id, unit_id=payment.unit_id, payment_id=payment.id, **(basics | given)
        )
        return self.put(invoice, payment)

    def award_rule(self) -> AwardRule:
        return self.put(AwardRule(rate_bp=100, valid_from=self.today + dt.timedelta(days=serial())))

    def award_accrual(self) -> AwardAccrual:
        rule, order = self.award_rule(), self.order()
        return self.put(
            AwardAccrual(rule_id=rule.id, order_id=order.id, period_week="2026-W24", amount_fen=200)
        )

    def notification(self) -> Notification:
        user = self.user()
        return self.put(
            Notification(
                user_id=user.id,
                kind=Topic.DISPATCHED,
                facts={"sheets": 1, "lot_no": "P1"},
                at=self.at,
            )
        )

    def job_run(self, **given: Any) -> JobRun:
        """A selection that a user of the office handed over."""
        basics = {
            "kind": JobKind.BATCH,
            "key": f"batch:{serial()}",
            "day": self.today,
            "state": JobState.QUEUED,
            "queued_at": self.at,
            "action": "renew",
            "given": {"years": 2},
            "by": "管理员",
        }
        user_id = given.pop("user_id", None) or self.user().id
        return self.put(JobRun(user_id=user_id, **(basics | given)))

    def job_slice(self) -> JobSlice:
        return self.put(JobSlice(run_id=self.job_run().id, seq=1, keys=[1]))

    def reminder(self, domain: Domain | None = None, stage: int = 30) -> Reminder:
        domain = domain or self.domain()
        return self.put(
            Reminder(
                domain_id=domain.id,
                unit_id=domain.unit_id,
                expires_on=domain.expires_on,
                stage=stage,
                reminded_on=self.today,
            ),
            domain,
        )

    def mail(self) -> Mail:
        number = serial()
        return self.put(
            Mail(
                key=f"letter:{number}",
                recipient="office@example.com",
                topic=MailTopic.UNIT_REMINDER,
                facts={
                    "to": "试验单位",
                    "names": [["试验.政务", "试验单位", "2026-07-10"]],
                    "count": 1,
                },
                state=MailState.WAITING,
                written_at=self.at,
                next_at=self.at,
            )
        )

    def webhook(self, **given: Any) -> Webhook:
        values = {
            "name": f"对方系统{serial()}",
            "url": "https://hooks.example.com/in",
            "topic": WebhookTopic.EVERYTHING,
            "secret": "a-secret-that-both-sides-know",
        }
        return self.put(Webhook(**values | given))

    def rule(self, **given: Any) -> Rule:
        values = {
            "name_zh": f"到期督办{serial()}",
            "entity": "domain",
            "trigger": RuleTrigger.STATE,
            "happening": "domain.state.registered",
            "is_task": True,
            "sought_on": self.today,
        }
        return self.put(Rule(**values | given))

    def rule_event(self, rule: Rule | None = None) -> RuleEvent:
        rule, number = rule or self.rule(), serial()
        return self.put(
            RuleEvent(rule_id=rule.id, key=f"{number}", mark=f"e{number}", row_ids=[1], at=self.at),
            rule,
        )

    def rule_firing(self, rule: Rule | None = None, **given: Any) -> RuleFiring:
        rule, domain = rule or self.rule(), self.domain()
        values = {
            "key": f"{serial()}",
            "rule_id": rule.id,
            "happening": rule.happening,
            "entity": "domain",
            "row_id": domain.id,
            "row_name": str(domain),
            "fired_at": self.at,
            "fired_on": self.today,
            "task": TaskState.OPEN,
        }
        return self.put(RuleFiring(**values | given))

    def webhook_delivery(self, webhook: Webhook | None = None) -> WebhookDelivery:
        webhook, number = webhook or self.webhook(), serial()
        return self.put(
            WebhookDelivery(
                key=f"{number}.{webhook.id}",
                webhook_id=webhook.id,
                action="renew",
                receipt_no=f"R{number}",
                content="{}",
                written_at=self.at,
                next_at=self.at,
            ),
            webhook,
        )

    def configuration_copy(self) -> ConfigurationCopy:
        content = written({self.office.code: {"label": [{"name_zh": "副本中的标签"}]}})
        return self.put(
            ConfigurationCopy(
                taken_at=self.at,
                origin=CopyOrigin.BY_HAND,
                name=f"副本{serial()}",
                item_count=1,
                sha256=f"{serial():064}",
                content=content,
                by="甘肃管理员",
            )
        )

    def choice_list(self, **given: Any) -> ChoiceList:
        values = {"code": f"list_{serial()}", "name_zh": f"清单{serial()}"}
        return self.put(ChoiceList(**values | {"kind": ChoiceListKind.OWN} | given))

    def choice(self, choice_list: ChoiceList | None = None, **given: Any) -> Choice:
        of, code = choice_list or self.choice_list(), f"c{serial()}"
        values = {"list_id": of.id, "code": code, "name_zh": f"选项{code}"}
        return self.put(Choice(**values | given))

    def unfinished_form(self) -> UnfinishedForm:
        fields = [["years", "2"]]
        return self.put(
            UnfinishedForm(
                user_id=self.user().id, subject=str(serial()), fields=fields, typed_on=self.today
            )
        )

    def basket(self) -> Basket:
        user = self.user()
        return self.put(
            Basket(user_id=user.id, entity="domain", row_ids=[1, 2], changed_at=self.at)
        )

    def saved_view(self) -> SavedView:
        user = self.user()
        return self.put(SavedView(user_id=user.id, entity="domain", name="本周", state={"v": 1}))

    def saved_report(self) -> SavedReport:
        report = SavedReport(
            key=f"report_{serial()}", name_zh=f"报表{serial()}", entity="domain", group_by="state"
        )
        return self.put(report)

    def report_sending(self) -> ReportSending:
        mailing = self.put(ReportMailing(report_id=self.saved_report().id, every=MailEvery.DAY))
        return self.put(
            ReportSending(
                mailing_id=mailing.id,
                period=self.today.isoformat(),
                user_id=self.user().id,
                outcome=SendingOutcome.WRITTEN,
                at=self.at,
            )
        )

    def file_record(self) -> FileRecord:
        return self.put(
            FileRecord(
                direction=FileDirection.EXPORT,
                entity="domain",
                file_name="域名.csv",
                selection={},
                by="管理员",
                at=self.at,
            )
        )

    def row_note(self, **given: Any) -> RowNote:
        basics = {
            "subject": Subject.UNIT,
            "row_id": given.get("row_id") or self.unit().id,
            "text": f"来电说明{serial()}",
            "by": "管理员",
            "author_key": "user:1",
            "at": self.at,
        }
        return self.put(RowNote(**(basics | given)))

    def attachment(self, **given: Any) -> Attachment:
        content = b"%PDF-1.7 " + str(serial()).encode()
        basics = {
            "subject": Subject.UNIT,
            "row_id": given.get("row_id") or self.unit().id,
            "file_name": "批复.pdf",
            "kind": FileKind.PDF,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": content,
            "by": "管理员",
            "author_key": "user:1",
            "at": self.at,
        }
        return self.put(Attachment(**(basics | given)))

    def template(self) -> Template:
        """A wording out of use."""
        return self.put(
            Template(
                kind=TemplateKind.NOTICE,
                subject="notice_charged",
                language=Language.CHINESE,
                name="缴费通知",
                number=serial(),
                body="{names}已缴费。",
                started_at=self.at,
                ended_at=self.at,
                is_active=False,
                by="管理员",
            )
        )

    def import_sheet(self) -> ImportSheet:
        return self.put(
            ImportSheet(
                kind=ImportKind.UNITS,
                file_name=f"单位名单{serial()}.csv",
                headings=["单位名称", "统一社会信用代码"],
                row_count=1,
                by="管理员",
                at=self.at,
            )
        )

    def import_row(self, sheet: ImportSheet | None = None) -> ImportRow:
        """A row that says too little to be taken."""
        name = f"{self.office.name}单位{serial()}"
        return self.put(
            ImportRow(
                sheet_id=(sheet or self.import_sheet()).id,
                number=2,
                name=name,
                raw=[name],
                cells={"unit_name": name},
            )
        )


#: Entities the journal itself writes; nobody makes them.
WRITTEN_BY_THE_JOURNAL = frozenset({"JournalEntry", "JournalReceipt", "JournalChange"})

_NAMED_OTHERWISE = {"InvoiceLot": "lot", "Office": "office_below"}


def make_any(maker: Maker, model: type[Base]) -> Base:
    """The smallest lawful row of a model: by the maker's method of that name, or by its columns."""
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in model.__name__).lstrip("_")
    made: Base
    if (method := getattr(maker, _NAMED_OTHERWISE.get(model.__name__, snake), None)) is not None:
        made = method()
    else:
        made = maker.put(model(**dict(needed_values(maker, model))))
    return made


#: What the listeners write before a row is inserted.
_WRITTEN_BY_LISTENERS = frozenset(Versioned.__annotations__)


def needed_values(maker: Maker, model: type[Base]) -> Iterator[tuple[str, Any]]:
    """(column, value) for each column that must be filled in and has no default."""
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}
    codes = ("province_code", "city_code", "office_code")
    scope = codes if issubclass(model, OfficeOwned) else ()
    for column in model.__table__.c:
        is_filled = column.nullable or column.primary_key or column.default is not None
        if is_filled or column.name in {*_WRITTEN_BY_LISTENERS, *scope}:
            continue
        key = next(iter(column.foreign_keys), None)
        if key is not None and key.column.table.name == "office":
            yield column.name, maker.office.id
        elif key is not None:
            yield column.name, make_any(maker, models[key.column.table.name]).id  # type: ignore[attr-defined]
        else:
            yield column.name, _needed_value(maker, column.type)


def _needed_value(maker: Maker, kind: Any) -> Any:
    if getattr(kind, "enum_class", None) is not None:
        return next(iter(kind.enum_class))
    values: dict[type[Any], Any] = {
        str: str(serial()),
        int: serial(),
        bool: False,
        dict: {},
        dt.date: maker.today,
        dt.datetime: maker.at,
    }
    return values[kind.python_type]
