"""What is: every table, invariant and lifecycle of the system, one line an entity."""

import models.recording  # noqa: F401  its listeners watch every session
from models.access_refusal import AccessRefusal
from models.adjustment import Adjustment
from models.attachment import Attachment
from models.award import AwardAccrual, AwardRule
from models.bank import BankLine, BankStatement
from models.bank_columns import BankColumns
from models.base import Base, db
from models.basket import Basket
from models.counter import Counter
from models.desk import FileRecord, Notification
from models.division import Division
from models.domain import Domain, Term
from models.domain_request import DomainRequest
from models.fee import FeeSchedule
from models.import_sheet import ImportRow, ImportSheet
from models.invoice import Invoice
from models.invoice_stock import (
    InvoiceLot,
    InvoiceMove,
    InvoiceRequest,
    InvoiceSplit,
    InvoiceSplitLine,
    InvoiceType,
)
from models.job import JobRun, JobSlice
from models.journal import JournalChange, JournalEntry, JournalReceipt
from models.ledger import Account, Transfer
from models.login_attempt import LoginAttempt
from models.mail import Mail
from models.office import MailingAddress, Office, PaymentMode
from models.order import Order
from models.payment import Payment, PaymentLine
from models.red_page import RedPage
from models.reminder import Reminder
from models.remittance import BankReceipt, Remittance, RemittanceLine
from models.reserved_name import ReservedName
from models.review import Review
from models.row_note import RowNote
from models.saved_view import SavedView
from models.setting import Setting
from models.unit import Unit
from models.user import ApiToken, LoginSession, User

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
