"""Plan, confirmation and receipt of an action on chosen rows."""
