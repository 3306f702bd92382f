"""The application for servers: `gunicorn advisor.wsgi:app` (the wsgi.py beside the package says the same)."""

from advisor.app import create_app
from advisor.config import Settings

app = create_app(Settings.from_environment())
