"""For application servers: `gunicorn wsgi:app`."""

from advisor.app import create_app
from advisor.config import Settings

app = create_app(Settings.from_environment())
