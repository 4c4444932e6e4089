"""The rows tests begin with: the cast, and what is made, changed or taken back among them."""
