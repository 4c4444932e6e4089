"""What is: every table, invariant and lifecycle of the system, one line an entity."""

import models.core.change_listener  # noqa: F401  its listeners watch every session
from models.billing.fee import FeeSchedule
from models.billing.order import Order
from models.billing.payment import Payment, PaymentLine
from models.core.base import Base, db
from models.core.journal import JournalChange, JournalEntry, JournalReceipt
from models.core.sequence import Counter
from models.core.setting import Setting
from models.domains.change_request import DomainRequest
from models.domains.domain import Domain, Term
from models.domains.red_page import RedPage
from models.domains.reminder import Reminder
from models.domains.review import Review
from models.imports.sheet import ImportRow, ImportSheet
from models.invoices.invoice import Invoice
from models.invoices.stock import (
    InvoiceLot,
    InvoiceMove,
    InvoiceRequest,
    InvoiceSplit,
    InvoiceSplitLine,
    InvoiceType,
)
from models.jobs.job_run import JobRun, JobSlice
from models.jobs.outbox import Mail
from models.ledger.adjustment import Adjustment
from models.ledger.award import AwardAccrual, AwardRule
from models.ledger.ledger import Account, Transfer
from models.offices.division import Division
from models.offices.office import MailingAddress, Office, PaymentMode
from models.registration.reserved_name import ReservedName
from models.remittances.bank_columns import BankColumns
from models.remittances.bank_statement import BankLine, BankStatement
from models.remittances.remittance import BankReceipt, Remittance, RemittanceLine
from models.units.unit import Unit
from models.users.access_refusal import AccessRefusal
from models.users.login_attempt import LoginAttempt
from models.users.user import ApiToken, LoginSession, User
from models.workspace.attachment import Attachment
from models.workspace.basket import Basket
from models.workspace.note import RowNote
from models.workspace.notification import FileRecord, Notification
from models.workspace.saved_view import SavedView

__all__ = [
    "AccessRefusal",
    "Account",
    "Adjustment",
    "ApiToken",
    "Attachment",
    "AwardAccrual",
    "AwardRule",
    "BankColumns",
    "BankLine",
    "BankReceipt",
    "BankStatement",
    "Base",
    "Basket",
    "Counter",
    "Division",
    "Domain",
    "DomainRequest",
    "FeeSchedule",
    "FileRecord",
    "ImportRow",
    "ImportSheet",
    "Invoice",
    "InvoiceLot",
    "InvoiceMove",
    "InvoiceRequest",
    "InvoiceSplit",
    "InvoiceSplitLine",
    "InvoiceType",
    "JobRun",
    "JobSlice",
    "JournalChange",
    "JournalEntry",
    "JournalReceipt",
    "LoginAttempt",
    "LoginSession",
    "Mail",
    "MailingAddress",
    "Notification",
    "Office",
    "Order",
    "Payment",
    "PaymentLine",
    "PaymentMode",
    "RedPage",
    "Reminder",
    "Remittance",
    "RemittanceLine",
    "ReservedName",
    "Review",
    "RowNote",
    "SavedView",
    "Setting",
    "Term",
    "Transfer",
    "Unit",
    "User",
    "db",
]
