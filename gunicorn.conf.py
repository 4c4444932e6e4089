"""Gunicorn's configuration, read automatically from the working directory.

The number of processes is gunicorn's own WEB_CONCURRENCY; options of the command line come first.
"""

from config import load

_config = load()

wsgi_app = "wsgi:app"
bind = f"{_config.host}:{_config.port}"
# Pages wait on the database, so threads carry the load; one process a core.
threads = 8
# Requests are read whole before a thread is given to them.
worker_class = "serving.BufferingWorker"
# Connections of one worker, those that are slow included.
worker_connections = 512
control_socket_disable = True
