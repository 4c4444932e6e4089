"""The pages beside the lists: one a file; a new one adds its line here."""

from admin_app.pages.page import Page
from admin_app.pages.receipt import ReceiptPage

PAGES: dict[str, Page] = {page.endpoint: page for page in (ReceiptPage("receipt"),)}
