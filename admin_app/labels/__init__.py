"""PROVISIONAL, uncommitted: keys instead of words, until the real labels replace this file."""

from types import SimpleNamespace


class _Keys(dict):
    def __missing__(self, key):
        return key

    def get(self, key, default=None):
        return self[key]


class _Actions(dict):
    def __missing__(self, key):
        return SimpleNamespace(title=key, hint=None, confirm=key)


ENTITIES, FACTS, FIELDS, LIST_HINTS, ACTIONS = _Keys(), _Keys(), _Keys(), {}, _Actions()


def sentence(code, facts=()):
    return f"{code} {dict(facts)}"


def word(member):
    return str(member)


from admin_app.labels.words import WORDS, ActionWords


def column_label(table, name):
    return f"{table}.{name}"


def action_title(key):
    return key
