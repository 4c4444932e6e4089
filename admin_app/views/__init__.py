"""The view of each entity: data, some twenty lines each; a new one adds its line here."""

from admin_app.grid.spec import Grid
from admin_app.views import (
    award_accrual,
    award_rule,
    bank_line,
    bank_statement,
    domain,
    file_record,
    import_row,
    import_sheet,
    invoice,
    job_run,
    journal,
    lot,
    mailing_address,
    office,
    order,
    payment,
    payment_line,
    payment_mode,
    remittance,
    remittance_line,
    request,
    transfer,
    unit,
    user,
)

GRIDS: dict[str, Grid] = {
    view.GRID.entity: view.GRID
    for view in (
        unit,
        domain,
        order,
        payment,
        payment_line,
        lot,
        invoice,
        request,
        remittance,
        bank_line,
        bank_statement,
        remittance_line,
        office,
        user,
        journal,
        transfer,
        payment_mode,
        mailing_address,
        import_sheet,
        import_row,
        file_record,
        job_run,
        award_rule,
        award_accrual,
    )
}
