"""汇款单 (remittances): draft, submit, top up, match with bank lines, cancel."""
