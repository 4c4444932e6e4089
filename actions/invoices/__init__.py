"""What may be done to invoices: request, dispatch, sign for, split, issue, void, return."""
