"""The pages beside the lists: one a file; a new one adds its line here."""

from admin_app.pages.as_of import AsOfPage
from admin_app.pages.budget import BudgetPage
from admin_app.pages.charging import ChargingPage
from admin_app.pages.coverage import CoveragePage
from admin_app.pages.desk_handover import DeskHandoverPage
from admin_app.pages.exposure import ExposurePage
from admin_app.pages.find import FindPage
from admin_app.pages.forecast import ForecastPage
from admin_app.pages.handover import HandoverPage
from admin_app.pages.help import HelpPage
from admin_app.pages.imports import ImportsPage
from admin_app.pages.invoice_application import InvoiceApplicationPage
from admin_app.pages.money_papers import PaymentPaperPage, RemittancePaperPage
from admin_app.pages.name_check import NameCheckPage
from admin_app.pages.notice import NoticePage
from admin_app.pages.office_lookup import OfficeLookupPage
from admin_app.pages.offices_below import OfficesBelowPage
from admin_app.pages.own_payment_mode import OwnPaymentModePage
from admin_app.pages.own_receipts import OwnReceiptsPage
from admin_app.pages.own_tokens import OwnTokensPage
from admin_app.pages.page import Page
from admin_app.pages.pedigree import PedigreePage
from admin_app.pages.profile import ProfilePage
from admin_app.pages.receipt import ReceiptPage
from admin_app.pages.reconciliation import ReconciliationPage
from admin_app.pages.red_page_preview import RedPagePreview
from admin_app.pages.reform import ReformPage
from admin_app.pages.reserved_upload import ReservedUploadPage
from admin_app.pages.run import RunPage
from admin_app.pages.saved_view import SavedViewPage
from admin_app.pages.settings import SettingsPage
from admin_app.pages.settlement_preview import SettlementPreviewPage
from admin_app.pages.slip import SlipPage
from admin_app.pages.statement import StatementPage
from admin_app.pages.statement_upload import StatementUploadPage
from admin_app.pages.timeline import TimelinePage
from admin_app.pages.weekly_remittance import WeeklyRemittancePage

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
