"""The application for servers: `gunicorn advisor.wsgi:app` (the wsgi.py beside the package says the same)."""

from advisor import logs
from advisor.app import create_app
from advisor.config import Settings

logs.configure()
app = create_app(Settings.from_environment())
