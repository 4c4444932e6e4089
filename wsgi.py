"""What a WSGI server and `flask --app wsgi` run: the program as the environment configures it."""

from admin_app import create_app

app = create_app()
