"""One list, one record page, one plan page for every entity; views are data."""
