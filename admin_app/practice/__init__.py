"""演练 (practice mode): the same application on made-up data."""
