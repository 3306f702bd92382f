"""For application servers: `gunicorn wsgi:app`."""

from advisor.wsgi import app

__all__ = ["app"]
