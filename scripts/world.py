"""Says whether the database is `empty` or `peopled`, so that `make run` seeds it only once."""

import sys

from sqlalchemy import text

from wsgi import app

if __name__ == "__main__":
    with app.app_context(), app.extensions["sqlalchemy"].engine.connect() as connection:
        anyone = connection.execute(text('SELECT 1 FROM "user" LIMIT 1')).first()
    sys.stdout.write("peopled\n" if anyone else "empty\n")
