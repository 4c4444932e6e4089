"""汇款单: drafted, sent, topped up, matched with the bank's lines, taken back."""
