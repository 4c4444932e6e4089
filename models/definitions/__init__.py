"""What offices define for themselves and those below: fields, labels, choices, reports."""
