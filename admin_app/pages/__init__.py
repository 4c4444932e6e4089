"""The pages beside the lists: one a file; a new one adds its line here."""

from admin_app.pages.billing.charging import ChargingPage
from admin_app.pages.billing.handover_sheet import HandoverPage
from admin_app.pages.billing.money_papers import PaymentPaperPage, RemittancePaperPage
from admin_app.pages.domains.budget import BudgetPage
from admin_app.pages.domains.forecast import ForecastPage
from admin_app.pages.domains.name_check import NameCheckPage
from admin_app.pages.domains.red_page_preview import RedPagePreview
from admin_app.pages.domains.reserved_names_upload import ReservedUploadPage
from admin_app.pages.invoices.exposure import ExposurePage
from admin_app.pages.invoices.lot_tree import PedigreePage
from admin_app.pages.invoices.request import InvoiceApplicationPage
from admin_app.pages.ledger.daily_books import AsOfPage
from admin_app.pages.ledger.settlement_preview import SettlementPreviewPage
from admin_app.pages.ledger.statement import StatementPage
from admin_app.pages.offices.comparison import OfficesBelowPage
from admin_app.pages.offices.desk_handover import DeskHandoverPage
from admin_app.pages.offices.office_lookup import OfficeLookupPage
from admin_app.pages.offices.payment_mode import OwnPaymentModePage
from admin_app.pages.offices.profile import ProfilePage
from admin_app.pages.offices.settings import SettingsPage
from admin_app.pages.remittances.reconciliation import ReconciliationPage
from admin_app.pages.remittances.statement_upload import StatementUploadPage
from admin_app.pages.remittances.weekly import WeeklyRemittancePage
from admin_app.pages.units.coverage import CoveragePage
from admin_app.pages.units.reorganisation import ReformPage
from admin_app.pages.workspace.find import FindPage
from admin_app.pages.workspace.help import HelpPage
from admin_app.pages.workspace.imports import ImportsPage
from admin_app.pages.workspace.job_run import RunPage
from admin_app.pages.workspace.notifications import NoticePage
from admin_app.pages.workspace.own_receipts import OwnReceiptsPage
from admin_app.pages.workspace.own_tokens import OwnTokensPage
from admin_app.pages.workspace.password_slip import SlipPage
from admin_app.pages.workspace.receipt import ReceiptPage
from admin_app.pages.workspace.saved_view import SavedViewPage
from admin_app.pages.workspace.timeline import TimelinePage
from admin_app.web.page import Page

_PAGES: tuple[Page, ...] = (
    ReceiptPage("receipt"),
    OwnReceiptsPage("own_receipts"),
    OwnTokensPage("own_tokens"),
    ChargingPage("charging"),
    WeeklyRemittancePage("weekly_remittance"),
    SettlementPreviewPage("settlement_preview"),
    StatementUploadPage("statement_upload"),
    FindPage("find"),
    OfficeLookupPage("office_lookup"),
    ForecastPage("forecast"),
    ImportsPage("imports"),
    NoticePage("notice"),
    RunPage("run"),
    InvoiceApplicationPage("invoice_application"),
    HandoverPage("handover"),
    PaymentPaperPage("payment_paper"),
    RemittancePaperPage("remittance_paper"),
    PedigreePage("pedigree"),
    ExposurePage("exposure"),
    ReconciliationPage("reconciliation"),
    AsOfPage("as_of"),
    StatementPage("statement"),
    SettingsPage("settings"),
    ProfilePage("profile"),
    OwnPaymentModePage("own_payment_mode"),
    ReformPage("reform"),
    OfficesBelowPage("offices_below"),
    CoveragePage("coverage"),
    BudgetPage("budget"),
    DeskHandoverPage("desk_handover"),
    SlipPage("slip"),
    HelpPage("help"),
    NameCheckPage("name_check"),
    ReservedUploadPage("reserved_upload"),
    SavedViewPage("saved_view"),
    RedPagePreview("red_page_preview"),
    TimelinePage("timeline"),
)

#: By endpoint.
PAGES: dict[str, Page] = {page.endpoint: page for page in _PAGES}
