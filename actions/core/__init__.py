"""The building blocks of actions, what every run shares, and what several verbs have in common."""
