"""Prints the state of the demo database: `empty`, `begun` or `peopled`. `make run` does not serve
an incomplete demo.
"""

import sys

from sqlalchemy import text

from seed.demo.build import DONE
from seed.reference.seed_action import was_sown
from wsgi import app


def told() -> str:
    """`begun` where the demo was cut off: somebody is there, and its last step is not."""
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
        with engine.connect() as connection:
            anyone = connection.execute(text('SELECT 1 FROM "user" LIMIT 1')).first()
            sown = connection.execute(
                text("SELECT 1 FROM journal_entry WHERE action = 'seed_history' LIMIT 1")
            ).first()
        if anyone is None and sown is None:
            return "empty"
        return "begun" if sown and not was_sown(engine, DONE) else "peopled"


if __name__ == "__main__":
    sys.stdout.write(f"{told()}\n")
